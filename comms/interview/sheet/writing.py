"""Writes the page: headings in reading order, what is asked for as comments, and the answers so far."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from comms.interview.questions import is_required
from comms.interview.sheet.fields import Section, columns, heading, headings, sections
from comms.interview.sheet.values import lines_of, text_lines
from comms.language.display import one_line
from comms.language.field_names import bare
from comms.language.phrases import field_words, item_label, label, say, words
from comms.models.base import Document, Field, Shape, fields_of
from comms.paths import FieldPath, dotted, value_at

MOST_PROSE = 1
"""The number of columns of running text up to which entries are written as rows of a table."""
BAR = " | "
NOT_IN_A_ROW = ("|", "｜", "\t", "\n")
"""What a cell of a row cannot hold; entries with it are written as `name: answer`."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a page is written from.

    data: the answers, proposed ones among them. notes: the path of a proposed answer -> what it is based on.
    typed: dotted path of an answer -> the text that was typed there and could not be taken.
    like: answers of an earlier document, which stand as comments.
    """

    model: type[Document]
    language: str
    data: dict[str, Any]
    notes: dict[FieldPath, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    like: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """Return the whole page."""
        lines = [*self._intro(), ""]
        step = ""
        for section in sections(self.model, self.data):
            here = str(fields_of(self.model)[str(section.path[0])].ask.step)
            if here != step:
                step = here
                lines += [f"# ———— {words(self.language)['steps'][step]['name']} ————", ""]
            lines += [*self.section(section), ""]
        return "\n".join(lines)

    def _intro(self) -> Iterator[str]:
        name = words(self.language)["kinds"][self.model.model_fields["kind"].default]
        number = one_line(str(self.data.get("id") or ""))
        yield f"# {name} {number}".rstrip()
        yield from comment(say("sheet.intro", self.language))

    def section(self, section: Section) -> list[str]:
        """Return the lines of a section."""
        return list(self._list(section) if section.is_list else self._single(section))

    def _single(self, section: Section) -> Iterator[str]:
        mark = " *" if section.required else ""
        yield f"[{heading(self.model, section, self.language)}{mark}]"
        yield from self._asked(section.field)
        value = value_at(self.data, section.path)
        if section.path in self.notes:
            yield self.proposed(self.notes[section.path])
        if (text := self.typed.get(dotted(section.path))) is not None:
            yield from text_lines(text)
        elif value is not None:
            yield from lines_of(section.field, value, self.language)
        else:
            yield from self._earlier(section)

    def proposed(self, note: str) -> str:
        """Return the comment above a proposed answer; note: what it is based on."""
        key = "proposed_for" if note else "proposed"
        return f"# {one_line(say(f'sheet.{key}', self.language, note=note))}"

    def _earlier(self, section: Section) -> Iterator[str]:
        """Yield the answer of an earlier document as comments, and a line for the answer."""
        earlier = lines_of(section.field, value_at(self.like, section.path), self.language)
        if earlier:
            yield from comment(say("sheet.earlier", self.language))
            yield from (f"# {line}" for line in earlier)
        yield ""

    def _asked(self, field: Field, name: str = "") -> Iterator[str]:
        """Yield what is asked for and an example, on one line, and what there is to choose from."""
        about = field_words(field.owner, field.key, self.language, self.model)
        colon = str(words(self.language)["language"]["colon"])
        example = f"{say('interview.example', self.language)}{colon}{about.example}" if about.example else ""
        choices = self._choices(field)
        said = " ".join(filter(None, [about.question, choices or example]))
        if name or said:
            yield f"# {one_line(f'{name}{colon}{said}' if name else said)}"

    def _choices(self, field: Field) -> str:
        if field.shape is Shape.FLAG:
            names = list(words(self.language)["language"]["yes_no"])
        else:
            named = field_words(field.owner, field.key, self.language).choices or {}
            names = [f"{number} {named.get(each, each)}" for number, each in enumerate(field.choices, 1)]
        return say("sheet.choices", self.language, names=" / ".join(names)) if names else ""

    def _list(self, section: Section) -> Iterator[str]:
        held = value_at(self.data, section.path)
        entries = [entry for entry in held or () if isinstance(entry, Mapping)]
        fields = columns(section.field, entries)
        cells = [
            [self._cell(section, number, each, entry.get(each.key)) for each in fields]
            for number, entry in enumerate(entries)
        ]
        if is_table(fields, cells):
            yield f"[{heading(self.model, section, self.language)}{' *' if section.required else ''}]"
            yield from comment(say("sheet.rows", self.language))
            yield from self._columns(fields)
            yield BAR.join(self._column(each) for each in fields)
            yield from (row_line([lines[0] if lines else "" for lines in row]) for row in cells)
            return
        blank: list[list[list[str]]] = [[[] for _ in fields]]
        for number, row in enumerate(cells or blank):
            yield from [""] if number else []
            yield f"[{self._item(section, number + 1)}{' *' if section.required else ''}]"
            if not number:
                yield from comment(say("sheet.entries", self.language, next=self._item(section, 2)))
                yield from self._columns(fields)
            for each, lines in zip(fields, row, strict=True):
                yield from answer_lines(self._column(each), lines)

    def _cell(self, section: Section, number: int, field: Field, value: Any) -> list[str]:
        typed = self.typed.get(dotted((*section.path, number, field.key)))
        return text_lines(typed) if typed is not None else cell_lines(field, value, self.language)

    def _columns(self, fields: list[Field]) -> Iterator[str]:
        for each in fields:
            yield from self._asked(each, self._column(each))

    def _column(self, field: Field) -> str:
        return label(field, self.language) + (" *" if is_required(field) else "")

    def _item(self, section: Section, number: int) -> str:
        """Return the heading of an entry: Goal 2."""
        name = item_label(section.field, number, self.language)
        if headings(self.model).get(bare(name.removesuffix(str(number)))) == section.path:
            return name
        return f"{heading(self.model, section, self.language)} {number}"


def comment(text: str) -> list[str]:
    """Return the lines of a text as comments."""
    return [f"# {line}" for line in text.splitlines()]


def is_table(fields: list[Field], cells: list[list[list[str]]]) -> bool:
    """Return whether entries are written as rows: if each of their answers is a short one on a line."""
    prose = sum(each.shape is Shape.TEXT and each.ask.wording == "prose" for each in fields)
    is_flat = all(each.shape not in (Shape.TEXTS, Shape.PART, Shape.PARTS) for each in fields)
    return is_flat and prose <= MOST_PROSE and all(map(_fits_a_row, cells))


def _fits_a_row(row: list[list[str]]) -> bool:
    """Return whether the answers of an entry fit the cells of a row, which holds more than dashes."""
    texts = ["\n".join(lines) for lines in row]
    is_read = any(map(str.isalnum, "".join(texts)))
    return is_read and not any(sign in text for text in texts for sign in NOT_IN_A_ROW)


def row_line(cells: list[str]) -> str:
    """Return the line of a row; the signs of a line that is none stand at its beginning only."""
    return BAR.join(cells).rstrip()


def answer_lines(name: str, lines: list[str]) -> list[str]:
    """Return an answer below its name; one of several lines is indented."""
    if len(lines) > 1:
        return [f"{name}:", *(f"  {line}" for line in lines)]
    return [f"{name}: {''.join(lines)}".rstrip()]


def cell_lines(field: Field, value: Any, language: str) -> list[str]:
    """Return the lines of an answer within an entry, which may be a list of its own."""
    if field.shape is not Shape.PARTS or not isinstance(value, list):
        return lines_of(field, value, language)
    entries = [entry for entry in value if isinstance(entry, Mapping)]
    inner = columns(field, entries)
    rows = [[lines_of(each, entry.get(each.key), language) for each in inner] for entry in entries]
    if not is_table(inner, rows):
        return lines_of(field, value, language)  # as a file would hold it
    names = BAR.join(label(each, language) for each in inner)
    return [names, *(row_line(["".join(cell) for cell in row]) for row in rows)]
