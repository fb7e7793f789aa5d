"""Reads the layout of a page: its sections and entries with their lines, without judging the answers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from comms.interview.sheet.fields import column_names, headings, part_of, section_at
from comms.interview.sheet.marks import without_marks
from comms.language.display import CONTROLS
from comms.language.field_names import bare
from comms.models.base import Document, Field
from comms.paths import FieldPath

_HEADING = re.compile(r"[\[【［]([^\[\]【】［］]{1,80})[\]】］][ \t\u3000]*")
_COMMENT = re.compile(r"#(?:[ \t\u3000]|$)")
"""A sign without a blank behind it is a text: #618."""
_NAMED = re.compile(r"([^:：|｜\\]{1,40})[:：][ \t\u3000]?")
_BETWEEN_CELLS = ("|", "｜", "\t")
_OF_RULES = "-|｜: \t\u3000"
"""The signs of a line that only separates rows."""
_BAR = re.compile(r"(?<!\\)\|")
_INDENT = re.compile(r"  |\t|\u3000")


@dataclass(slots=True)
class Spot:
    """An answer on a page: its lines, from the line number `first` (from 0) to before `end`.

    cells: those of its row, of which `cell` is its own; prefix: what stands before it on its line.
    """

    lines: list[str]
    first: int
    end: int
    cells: list[str] | None = None
    cell: int = 0
    prefix: str = ""


@dataclass(slots=True)
class Entry:
    """An entry of a list: the line number of its beginning, and its answers by their keys."""

    line: int
    answers: dict[str, Spot] = field(default_factory=dict)
    is_row: bool = False


@dataclass(slots=True)
class Block:
    """What stands below one heading: the number of its line, and the lines below with their numbers."""

    name: str
    path: FieldPath | None
    line: int
    body: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Slip:
    """A line that has no place on the page, and the variant of the sentence that says so."""

    line: int
    variant: str
    written: str


@dataclass(slots=True)
class Layout:
    """A page without the marks of earlier rounds: its lines, comments, blocks, and what has no place."""

    lines: list[str]
    comments: list[tuple[int, str]] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)


def layout_of(text: str, model: type[Document]) -> Layout:
    """Return the layout of a page."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    found = Layout(without_marks(text.split("\n")))
    found.slips = list(_controls(found.lines))
    found.lines = [CONTROLS.sub("", line) for line in found.lines]
    for number, line in enumerate(found.lines):
        if _COMMENT.match(line):
            found.comments.append((number, line))
        elif (block := _block(number, line, model)) is not None:
            found.blocks.append(block)
            if block.path is None:
                found.slips.append(Slip(number, "unknown", block.name))
        elif found.blocks:
            found.blocks[-1].body.append((number, line))
        elif line.strip():
            found.slips.append(Slip(number, "nowhere", line.strip()))
    return found


def _controls(lines: Sequence[str]) -> Iterator[Slip]:
    """Yield the lines with characters that cannot be seen, which no typed answer keeps either."""
    for number, line in enumerate(lines):
        if CONTROLS.search(line):
            yield Slip(number, "controls", CONTROLS.sub("", line).strip())


def _block(number: int, line: str, model: type[Document]) -> Block | None:
    """Return the block that a line begins, None for any other line.

    What is known as a heading may have its answer on the same line; other names stand alone.
    """
    match = _HEADING.match(line)
    if match is None:
        return None
    name, rest = match[1].strip(), line[match.end() :]
    path = path_called(name, model)
    if path is None and rest.strip():
        return None
    return Block(name, path, number, [(number, rest)] if rest.strip() else [])


def path_called(name: str, model: type[Document]) -> FieldPath | None:
    """Return the path of the section with a name, which may be followed by the number of an entry."""
    known, wanted = headings(model), bare(name)
    path = known.get(wanted)
    if path is None and (path := known.get(wanted.rstrip("0123456789"))) is not None:
        return path if section_at(model, path).is_list else None
    return path


def spot_of(block: Block) -> Spot:
    """Return the answer of a section that is no list."""
    body = _trimmed(block.body)
    if not body:
        return Spot([], block.line + 1, block.line + 1)
    prefix = f"[{block.name}] " if body[0][0] == block.line else ""
    return Spot([line for _, line in body], body[0][0], body[-1][0] + 1, prefix=prefix)


def _trimmed(body: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    filled = [place for place, (_, line) in enumerate(body) if line.strip()]
    return list(body[filled[0] : filled[-1] + 1]) if filled else []


def entries_of(block: Block, field: Field, keys: Sequence[str], slips: list[Slip]) -> list[Entry]:
    """Return the entries of a list; keys: the columns of a table without a header row."""
    body = _trimmed(block.body)
    if not body:
        return []
    if _has_names(block, body, field):
        return list(_records(block, body, field, slips))
    return list(_rows(body, field, keys, slips))


def _has_names(block: Block, body: Sequence[tuple[int, str]], field: Field) -> bool:
    """Return whether entries are written as `name: answer`: not below a row, and below a number always."""
    first = body[0][1]
    if _named(first, field) or any(sign in first for sign in _BETWEEN_CELLS):
        return _named(first, field) is not None
    is_numbered = block.name.rstrip("* ")[-1:].isdecimal()
    return any(_named(line, field) for _, line in body) or (is_numbered and _seems_named(first))


# --- entries as `name: answer` -----------------------------------------------------------------


def _named(line: str, field: Field) -> tuple[str, str, str] | None:
    """Return the key of the answer that a line begins, its name as written, and the rest of the line."""
    match = _NAMED.match(line)
    key = column_names(part_of(field)).get(bare(match[1])) if match and not line[:1].isspace() else None
    return (key, match[0], line[match.end() :]) if match and key else None


def _seems_named(line: str) -> bool:
    """Return whether a line begins with what may be a name: neither an address nor a time of day."""
    match = _NAMED.match(line)
    if match is None or line[:1].isspace() or line.startswith("//", match.end()):
        return False
    return not match[1].rstrip()[-1:].isdecimal()


def _records(
    block: Block, body: Sequence[tuple[int, str]], field: Field, slips: list[Slip]
) -> Iterator[Entry]:
    """Yield entries; a line with a name that is not known is an answer only if it is indented."""
    entry, spot = Entry(block.line), Spot([], 0, 0)
    for number, line in body:
        if (named := _named(line, field)) is not None:
            key, prefix, rest = named
            if key in entry.answers:  # the next entry without a heading of its own
                yield entry
                entry = Entry(number, is_row=True)
            spot = Spot([rest] if rest.strip() else [], number, number + 1, prefix=f"{prefix.strip()} ")
            entry.answers[key] = spot
        elif _seems_named(line) or (line.strip() and not entry.answers):
            slips.append(Slip(number, "name", line.strip()))
        else:
            spot.lines.append(_INDENT.sub("", line, count=1))
            spot.end = number + 1
    yield entry


# --- entries as rows ---------------------------------------------------------------------------


def _rows(
    body: Sequence[tuple[int, str]], field: Field, keys: Sequence[str], slips: list[Slip]
) -> Iterator[Entry]:
    columns: Sequence[str | None] = keys
    for place, (number, line) in enumerate(body):
        if not line.strip(_OF_RULES):
            continue
        cells = cells_of(line, len(columns))
        if place == 0 and (header := _header(cells, field)):
            columns = header
            slips += [
                Slip(number, "column", cell)
                for cell, key in zip(cells, header, strict=True)
                if key is None and cell
            ]
            continue
        if len(cells) > len(columns):
            slips.append(Slip(number, "cells", line.strip()))
        yield Entry(number, _answers(cells, columns, number), is_row=True)


def _answers(cells: list[str], columns: Sequence[str | None], number: int) -> dict[str, Spot]:
    """Return the answers of a row by their keys."""
    return {
        key: Spot([cells[place]] if cells[place] else [], number, number + 1, cells, place)
        for place, key in enumerate(columns[: len(cells)])
        if key is not None
    }


def cells_of(line: str, count: int) -> list[str]:
    """Return the cells of a row, which bars or tabs separate; count: that of the columns."""
    split = _BAR.split(line) if _BAR.search(line) else line.split("｜" if "｜" in line else "\t")
    cells = [cell.strip().replace("\\|", "|") for cell in split]
    if len(cells) == count + 2 and not cells[0] and not cells[-1]:  # with bars around the row
        cells = cells[1:-1]
    while len(cells) > count and not cells[-1]:
        cells.pop()
    return cells


def _header(cells: Sequence[str], field: Field) -> list[str | None] | None:
    """Return the keys of a header row's columns, None for a row of answers."""
    names = column_names(part_of(field))
    keys = [names.get(bare(cell)) for cell in cells]
    known = sum(key is not None for key in keys)
    return keys if known and 2 * known > sum(map(bool, cells)) else None
