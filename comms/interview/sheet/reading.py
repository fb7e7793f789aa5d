"""Reads a page back: the answers as the interview would take them, and what keeps them from being taken."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from comms.errors import CommsError
from comms.interview.joint_answers import rule_and_place
from comms.interview.misplaced import doubt
from comms.interview.proposals import target_field
from comms.interview.questions import is_required
from comms.interview.sheet.fields import (
    OF_MONEY,
    Section,
    all_sections,
    columns,
    heading,
    part_of,
    sections,
)
from comms.interview.sheet.layout import Block, Entry, Layout, Spot, entries_of, layout_of, spot_of
from comms.interview.sheet.marks import Mark
from comms.interview.sheet.values import text_in, trimmed, value_in
from comms.interview.sheet.writing import BAR, Page, cell_lines
from comms.language.field_names import paths_like
from comms.language.formats import long_date, long_time
from comms.language.phrases import item_label, label, say
from comms.models.base import Document, Field, Shape, fields_of
from comms.models.scalars import MAX_ITEMS
from comms.paths import FieldPath, dotted, put, value_at
from comms.reading.answers import AnswerContext, Refused, refuse_other_unit
from comms.reading.source import Source
from comms.terms.dates import is_relative
from comms.terms.iso_times import parse_iso_time
from comms.workspace.loading import load_case
from comms.workspace.workspace import Workspace

MOST_SLIPS = 50
"""How many lines without a place are told in a round; the others come when these are mended."""
_FIRST = ("currency", "tax")
"""The answers that the amounts of the others depend on."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An answer that was taken from a page: what was typed, and what it was taken for."""

    path: FieldPath
    field: Field
    name: str
    text: str
    value: Any


@dataclass(slots=True)
class Reading:
    """What a page says.

    data: its answers. taken: those that are new. typed: dotted path -> a text that could not be taken.
    marks: what is wrong or doubtful with the page itself. places: path -> the line of an answer, from 0.
    lines: those of the page, with the dates in place of the words that they were typed in. spots: path -> the
    answer on the page.
    """

    data: dict[str, Any]
    lines: list[str]
    taken: list[Taken] = field(default_factory=list)
    typed: dict[str, str] = field(default_factory=dict)
    marks: list[Mark] = field(default_factory=list)
    places: dict[FieldPath, int] = field(default_factory=dict)
    spots: dict[FieldPath, Spot] = field(default_factory=dict)

    def rewrite(self, spot: Spot, text: str) -> None:
        """Write an answer anew on its first line; the lines stay as many as they were."""
        if spot.cells is not None:
            spot.cells[spot.cell] = text
            self.lines[spot.first] = BAR.join(spot.cells).rstrip()
            return
        self.lines[spot.first] = spot.prefix + text
        for number in range(spot.first + 1, spot.end):
            self.lines[number] = ""

    def line_of(self, path: FieldPath) -> int | None:
        """Return the line of the answer at a path, or of what is nearest to it; None if nothing is near."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.places:
                return self.places[path[:length]]
        below = (line for place, line in self.places.items() if path and place[: len(path)] == path)
        return next(below, None)


class SheetReader:
    """Reader of the pages of one document.

    page: what the first page was written from; an answer that still reads as it did there is not read again.
    before: the document's data, without the proposals of that page. comments: the lines of the program.
    """

    def __init__(
        self, page: Page, before: Mapping[str, Any], context: AnswerContext, workspace: Workspace
    ) -> None:
        self.page = page
        self.before = before
        self.model: type[Document] = page.model
        self.language = page.language
        self.workspace = workspace
        self.context = replace(context, shows_readings=True)
        self.comments = set(page.text().splitlines())

    def read(self, text: str) -> Reading:
        """Return what a page says."""
        layout = layout_of(text, self.model)
        found = Reading(deepcopy(dict(self.page.data)), layout.lines)
        _Pass(self, found, layout).take_all()
        return found

    @property
    def shown(self) -> list[Section]:
        """The sections of the first page."""
        return sections(self.model, self.page.data)


class _Pass:
    """One reading of one page."""

    def __init__(self, reader: SheetReader, found: Reading, layout: Layout) -> None:
        self.reader = reader
        self.found = found
        self.layout = layout
        self.language = reader.language
        self.context = reader.context
        self.untyped: list[tuple[FieldPath, Field, Spot]] = []
        self.given_elsewhere: dict[FieldPath, Any] = {}
        self.blocks: dict[FieldPath, list[Block]] = {}
        for block in layout.blocks:
            if block.path is not None:
                self.blocks.setdefault(block.path, []).append(block)

    def take_all(self) -> None:
        """Take the answers of all sections."""
        shown = {section.path for section in self.reader.shown}
        every = [each for each in all_sections(self.reader.model) if each.path in shown | set(self.blocks)]
        every.sort(key=lambda section: section.path[0] not in _FIRST)
        for section in every:
            if section.path[0] not in _FIRST:
                self.context = replace(self.reader.context.of_document(self.found.data), shows_readings=True)
            self._take(section, self.blocks.get(section.path, []))
        self._take_values_of_the_order()
        _drop_empty(self.found.data, self.reader.page.data)
        self._tell_slips()

    def _take(self, section: Section, blocks: list[Block]) -> None:
        if section.is_list:
            self._put(section, self._entries(section, blocks))
            return
        held = value_at(self.reader.page.data, section.path)
        spots = [(block, spot_of(block)) for block in blocks]
        filled = [(block, spot) for block, spot in spots if spot.lines] or spots[:1]
        for block, _ in filled[1:]:
            self._refuse(block.line + 1, section.path, say("sheet.twice", self.language, name=block.name))
        for block, spot in filled[:1]:
            name = heading(self.reader.model, section, self.language)
            value = self._answer(section.path, section.field, spot, held, name)
            self._put(section, self.given_elsewhere.get(section.path) if value is None else value)
            self.found.places[section.path] = spot.first if spot.first > block.line else block.line
        if not filled:
            self._put(section, self.given_elsewhere.get(section.path))

    def _put(self, section: Section, value: Any) -> None:
        """Put an answer into the data; what an amount has besides its figure has sections of its own."""
        held = value_at(self.found.data, section.path)
        if value == held:
            return
        if section.field.shape is Shape.MONEY and isinstance(held, dict):
            more = {key: each for key, each in held.items() if key not in OF_MONEY}
            value = {**more, **(value or {})} or None
        put(self.found.data, section.path, value)

    # --- single answers ----------------------------------------------------------------------

    def _answer(
        self, path: FieldPath, field: Field, spot: Spot, held: Any, name: str, unit: Any = None
    ) -> Any:
        """Return the plain data of an answer, None if there is none, or none that can be taken."""
        self.found.places[path], self.found.spots[path] = spot.first, spot
        lines = trimmed(spot.lines)
        if lines == trimmed(cell_lines(field, held, self.language)):
            self._note_proposal(path, field, name, lines, held)
            return held
        if not lines:
            return None
        text = text_in(lines)
        try:
            refuse_other_unit(field, text, unit)
            value = self._value(path, field, lines, text)
        except CommsError as refusal:
            self._refuse_answer(path, spot, text, name, refusal)
            return None
        if value is None:
            if is_required(field):
                self._refuse_answer(path, spot, text, name, Refused("placeholder", written=text[:40]))
            return None
        self._note(path, field, spot, Taken(path, field, name, text, value))
        if field.shape is Shape.UNTYPED:
            self.untyped.append((path, field, spot))
        return value

    def _value(self, path: FieldPath, field: Field, lines: list[str], text: str) -> Any:
        if field.shape is Shape.PARTS and text[0] not in "[{":
            return self._rows_within(path, field, lines)
        if both := rule_and_place(field, text, self.language):
            rule, place = both
            self.given_elsewhere[*path[:-1], "place"] = place or None
            return rule
        return value_in(field, lines, self.context)

    def _rows_within(self, path: FieldPath, field: Field, lines: list[str]) -> list[dict[str, Any]]:
        """Return the entries of a list inside of an entry; raises what its first wrong answer raises."""
        keys = [each.key for each in columns(field, [])]
        block = Block("", path, 0, list(enumerate(lines)))
        slips: list[Any] = []
        inner = fields_of(part_of(field))
        entries = entries_of(block, field, keys, slips)
        if slips:
            raise Refused("mapping", written=slips[0].written[:40])
        return [
            {
                key: value
                for key, spot in entry.answers.items()
                if (value := value_in(inner[key], spot.lines, self.context)) is not None
            }
            for entry in entries
        ]

    def _note_proposal(self, path: FieldPath, field: Field, name: str, lines: list[str], held: Any) -> None:
        """Note that a proposal of the first page was taken."""
        if held is not None and value_at(self.reader.before, path) is None:
            self.found.taken.append(Taken(path, field, name, text_in(lines), held))

    def _note(self, path: FieldPath, field: Field, spot: Spot, taken: Taken) -> None:
        """Note an answer, write the day of a relative date in its place, and say what is doubtful in it."""
        self.found.taken.append(taken)
        if spelt := _spelt(field, taken.text, taken.value, self.language):
            written, shown = spelt
            self.found.rewrite(spot, written)
            said = say("sheet.confirm", self.language, written=taken.text.strip(), meant=shown)
            self.found.marks.append(Mark(spot.first, path, said, name=taken.name, is_error=False))
        elif found := doubt(field, taken.text, self.language):
            self.found.marks.append(Mark(spot.first, path, *found, name=taken.name, is_error=False))

    def _refuse_answer(self, path: FieldPath, spot: Spot, text: str, name: str, refusal: CommsError) -> None:
        self.found.typed[dotted(path)] = text
        said = say(f"{refusal.section}.{refusal.reason}", self.language, **refusal.values)
        self._refuse(spot.first, path, f"{name}: {said}" if spot.cells is not None else said, name=name)

    def _refuse(self, line: int, path: FieldPath, message: str, hint: str = "", name: str = "") -> None:
        self.found.marks.append(Mark(line, path, message, hint, name))

    # --- lists -------------------------------------------------------------------------------

    def _entries(self, section: Section, blocks: list[Block]) -> list[dict[str, Any]] | None:
        """Return the entries of a list."""
        whole = value_at(self.reader.page.data, section.path)
        fields = columns(section.field, [each for each in whole or () if isinstance(each, dict)])
        keys = [each.key for each in fields]
        held = [
            entry
            for entry in whole or ()
            if any(cell_lines(each, entry.get(each.key), self.language) for each in fields)
        ]
        if blocks:
            self.found.places[section.path] = blocks[0].line + 1
        written = self._written(section, blocks, keys)
        known = list(self._matched(written, held, keys))
        values = [
            self._entry((*section.path, number), section, entry, before, fields)
            for number, (entry, before) in enumerate(zip(written, known, strict=True))
        ]
        return whole if values == held else values or None

    def _written(self, section: Section, blocks: list[Block], keys: list[str]) -> list[Entry]:
        """Return the entries of a list that have an answer, as far as a document may hold so many."""
        written = [
            entry
            for block in blocks
            for entry in entries_of(block, section.field, keys, self.layout.slips)
            if any(spot.lines for spot in entry.answers.values())
        ]
        if len(written) > MAX_ITEMS:
            said = say("sheet.too_many_entries", self.language, count=len(written), most=MAX_ITEMS)
            self._refuse(written[MAX_ITEMS].line, section.path, said)
        return written[:MAX_ITEMS]

    def _matched(
        self, written: list[Entry], held: list[dict[str, Any]], keys: list[str]
    ) -> Iterator[dict[str, Any]]:
        """Yield what each entry was on the first page: the one with the same name, else that in its place."""
        open_ = list(range(len(held)))
        named: list[int | None] = []
        for entry in written:
            spot = entry.answers.get(keys[0])
            text = text_in(trimmed(spot.lines)) if spot else ""
            match = next((at for at in open_ if text and str(held[at].get(keys[0], "")) == text), None)
            if match is not None:
                open_.remove(match)
            named.append(match)
        in_place = set(open_) if len(written) == len(held) else set()
        for place, match in enumerate(named):
            at = place if match is None and place in in_place else match
            yield held[at] if at is not None else {}

    def _entry(
        self, path: FieldPath, section: Section, entry: Entry, before: dict[str, Any], fields: list[Field]
    ) -> dict[str, Any]:
        """Return an entry; what it has that the page does not show is kept."""
        self.found.places[path] = entry.line if entry.is_row else entry.line + 1
        inner = fields_of(part_of(section.field))
        unit_spot = entry.answers.get("unit")
        unit = text_in(trimmed(unit_spot.lines)) if unit_spot and unit_spot.lines else None
        item = item_label(section.field, int(path[-1]) + 1, self.language)
        answers = {
            key: self._answer(
                (*path, key),
                inner[key],
                spot,
                before.get(key),
                f"{item} · {label(inner[key], self.language)}",
                unit,
            )
            for key, spot in entry.answers.items()
        }
        on_page = {each.key for each in fields}
        if all(answers.get(key) == before.get(key) for key in on_page | set(answers)):
            return before
        hidden = {
            key: value
            for key, value in before.items()
            if key not in on_page and not (key in inner and inner[key].ask.proposes)
        }
        return {**hidden, **{key: value for key, value in answers.items() if value is not None}}

    def _take_values_of_the_order(self) -> None:
        """Read the new values of an order's fields as those fields are read."""
        if not self.untyped:
            return
        case = load_case(Source("", "", deepcopy(self.found.data)), self.reader.workspace, self.context.today)
        for path, _, spot in self.untyped:
            target = target_field(case, path)
            if target is None or target.shape is Shape.UNTYPED:
                continue
            name = label(target, self.language)
            self.found.taken = [taken for taken in self.found.taken if taken.path != path]
            put(self.found.data, path, self._answer(path, target, spot, None, name))

    # --- what has no place ---------------------------------------------------------------------

    def _tell_slips(self) -> None:
        for slip in self.layout.slips[:MOST_SLIPS]:
            written = slip.written[:40]
            near = paths_like(self.reader.model, slip.written) if slip.variant == "unknown" else []
            hint = say("sheet.near", self.language, name=near[0]) if near else ""
            said = say(_SLIPS[slip.variant], self.language, written=written)
            is_error = slip.variant != "controls"
            self.found.marks.append(Mark(slip.line, (), said, hint, is_error=is_error))
        known = self.reader.comments
        own = [(at, line) for at, line in self.layout.comments if line not in known and line.strip("# \t")]
        for number, line in own[:MOST_SLIPS]:
            said = say("sheet.comment", self.language, written=line[:40])
            self.found.marks.append(Mark(number, (), said, is_error=False))


_SLIPS = {
    "unknown": "sheet.unknown_heading",
    "nowhere": "sheet.nowhere",
    "controls": "sheet.controls",
    "column": "sheet.unknown_column",
    "cells": "sheet.too_many_cells",
    "name": "sheet.unknown_name",
}
"""What is wrong with a line -> the sentence that says so."""


def _spelt(field: Field, text: str, value: Any, language: str) -> tuple[str, str] | None:
    """Return how a date or time is spelt out, on the page and in words; None if it was spelt out."""
    if field.shape is Shape.DATE and is_relative(text):
        return str(value), long_date(date.fromisoformat(str(value)), language, weekday=True)
    if field.shape is Shape.TIME and not _is_iso(text):
        moment = parse_iso_time(str(value))
        return "".join(cell_lines(field, value, language)), long_time(moment, language) if moment else str(
            value
        )
    return None


def _is_iso(text: str) -> bool:
    try:
        return parse_iso_time(text.strip()) is not None
    except ValueError:
        return False


def _drop_empty(data: dict[str, Any], before: Mapping[str, Any]) -> None:
    """Remove the parts that have lost all their answers."""
    for key, value in list(data.items()):
        held = before.get(key)
        if isinstance(value, dict) and value != held:
            _drop_empty(value, held if isinstance(held, dict) else {})
            if not value:
                del data[key]
