"""The text of a DOCX that was written in Word, as lines and marks.

Headings are recognized by their style or outline level, lead-ins by bold type, tables by their rows.

Places are given as a reader counts: paragraphs and table rows that hold text are numbered from 1.
"""

import re
from dataclasses import dataclass, field, replace
from typing import Any

from comms.findings import Span, Unreadable
from comms.reading.answer_tables import Cell, table_of
from comms.reading.docx_blocks import W, blocks, is_on, pieces, runs, text_boxes
from comms.reading.docx_blocks import cells as cells_of
from comms.reading.docx_blocks import rows as rows_of
from comms.reading.headings import name_of
from comms.reading.label_lines import with_tabs
from comms.reading.lead_ins import Line, heading_with_answer
from comms.reading.section_marks import AnswerTable, Body, Form, Mark, Point
from comms.reading.source import Passage
from comms.reading.visible_text import CELL_SEPARATOR

MAX_LINES = 10_000
"""The most lines that a text may have; a request has about a hundred."""

_HEADING = re.compile(r"(?:heading|标题) *([1-9])", re.IGNORECASE)
_QUOTE = re.compile(r"(?:intense )?quote|(?:明显)?引用", re.IGNORECASE)
_TITLE = re.compile(r"title|标题", re.IGNORECASE)
_TITLE_LENGTH = 60
_BLANK = "\u2028"
"""Fills the gap between two cells in a passage: whitespace to every reader, and a line break to most."""


@dataclass(frozen=True, slots=True)
class Style:
    """The properties that a style gives a paragraph or a run.

    level: of a heading, 0 for the title; quotes: the style is one of Word's for quotations.
    """

    level: int | None = None
    bold: bool = False
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph: its text, its heading level if it has one, and "b" for each of its bold characters."""

    text: str
    level: int | None
    bold: str
    quotes: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a document, as lines and marks and as its readers count it.

    paragraphs: every paragraph that holds text (a line break begins another one) and every table row;
    the second and later paragraphs of a cell are counted below the row.
    places: for each line of the body its paragraph and its offset in it, both from 0; then the end.
    quoted: the numbers of the paragraphs that are quotations by their style, from 1.
    """

    body: Body
    paragraphs: tuple[str, ...]
    places: tuple[Point, ...]
    quoted: frozenset[int]

    def span(self, span: Span) -> Span:
        """Return a span of lines of the body as a span of paragraphs."""
        return Span(*self._place(span.line, span.column), *self._place(span.end_line, span.end_column))

    def _place(self, line: int, column: int) -> tuple[int, int]:
        number, offset = self.places[line - 1]
        return number + 1, min(offset + column, len(self.paragraphs[number]) + 1)

    def passage(self, passage: Passage) -> Passage:
        """Return a passage of the body with its lines as paragraphs, empty lines left out."""
        line, column = self._place(passage.line, passage.column)
        pieces: list[str] = []
        at = line, column
        for number, piece in enumerate(passage.text.split("\n"), passage.line):
            if not piece.strip():
                continue
            start = self._place(number, 1) if pieces else at
            pieces += [_BLANK * (start[1] - at[1]) if start[0] == at[0] else "\n", piece]
            at = start[0], start[1] + len(piece)
        return replace(passage, line=line, column=column, text="".join(pieces))


def text_of(document: Any, styles: Any = None) -> Text:
    """Return the text of a document's root element; raises Unreadable if it has too many lines."""
    reader = _Reader(styles_of(styles))
    found = document.find(f"{W}body")
    if found is not None:
        reader.flow(found)
    paragraphs = tuple(map("".join, reader.paragraphs))
    body = Body(reader.lines, _with_title(reader), beside=frozenset(reader.inner))
    return Text(body, paragraphs, (*reader.places, reader.here), frozenset(reader.quoted))


def styles_of(root: Any) -> dict[str, Style]:
    """Return the styles by id; a style inherits what it does not say from the style that it is based on."""
    elements = (
        {_value(style, "styleId"): style for style in root.iter(f"{W}style")} if root is not None else {}
    )
    styles: dict[str, Style] = {}
    for style_id, element in elements.items():
        chain = [element]
        while (base := _of(chain[-1], "basedOn")) in elements and len(chain) < 12:
            chain.append(elements[base])
        levels = (_level(style) for style in chain)
        bolds = (_bold(style.find(f"{W}rPr")) for style in chain)
        level = next((level for level in levels if level is not None), None)
        bold = next((bold for bold in bolds if bold is not None), False)
        styles[style_id] = Style(level, bold, any(_QUOTE.fullmatch(_of(style, "name")) for style in chain))
    return styles


def _level(style: Any) -> int | None:
    """Return the heading level of a style by its name, its id or its outline level."""
    names = (_of(style, "name"), _value(style, "styleId"))
    for name in names:
        if match := _HEADING.fullmatch(name):
            return int(match.group(1))
    if any(_TITLE.fullmatch(name) for name in names):
        return 0
    return _outline_level(style.find(f"{W}pPr"))


def _outline_level(properties: Any) -> int | None:
    """Return the heading level of an outline level; Word's level 9 is body text."""
    level = _of(properties, "outlineLvl") if properties is not None else ""
    return int(level) + 1 if level in tuple("012345678") else None


def _bold(properties: Any) -> bool | None:
    mark = properties.find(f"{W}b") if properties is not None else None
    return None if mark is None else is_on(mark)


def _of(element: Any, child: str) -> str:
    found = element.find(f"{W}{child}")
    return _value(found, "val") if found is not None else ""


def _value(element: Any, name: str) -> str:
    return str(element.get(f"{W}{name}", ""))


def _with_title(reader: "_Reader") -> list[Mark | AnswerTable]:
    """Return the marks; a short first line above all of them counts as a title without a style."""
    number = next((index for index, line in enumerate(reader.lines) if line.strip()), 0)
    line = reader.lines[number] if reader.lines else ""
    marks = reader.marks
    if marks and isinstance(marks[0], Mark) and marks[0].name is None and marks[0].form is Form.BOLD:
        marks = marks[1:] if marks[0].start[0] == number else marks
    if marks and marks[0].start[0] <= number:
        return reader.marks
    if not line or len(line) > _TITLE_LENGTH or line.rstrip().endswith(tuple("。.:：；;，,")):
        return reader.marks
    title = Mark(
        Form.HEADING, line.strip(), name_of(line), 0, (number, 0), (number, len(line)), (number + 1, 0)
    )
    return [title, *marks] if title.name is None else reader.marks


@dataclass
class _Reader:
    """A walk over the blocks of a document that collects its lines and marks.

    paragraphs: each in pieces, since a row may have thousands of cells; end: the length of the last one.
    beside: whether the next line continues the current row instead of starting a paragraph.
    inner: the lines that continue a row.
    """

    styles: dict[str, Style]
    lines: list[str] = field(default_factory=list)
    marks: list[Mark | AnswerTable] = field(default_factory=list)
    paragraphs: list[list[str]] = field(default_factory=list)
    places: list[Point] = field(default_factory=list)
    end: int = 0
    beside: bool = False
    inner: set[int] = field(default_factory=set)
    quoted: set[int] = field(default_factory=set)

    def flow(self, container: Any) -> None:
        """Read the blocks of a body, a cell, a form field or a text box, which follows its paragraph."""
        for block in blocks(container):
            if block.tag == f"{W}tbl":
                self._table(block)
                continue
            self._paragraph(self._read(block))
            for box in text_boxes(block):
                self.flow(box)

    def _read(self, element: Any) -> _Paragraph:
        properties = element.find(f"{W}pPr")
        style = self.styles.get(_of(properties, "pStyle") if properties is not None else "", Style())
        level = _outline_level(properties)
        text, bold = [], []
        for run in runs(element):
            run_text = "".join(pieces(run))
            own = run.find(f"{W}rPr")
            if own is not None and any(is_on(own.find(f"{W}{name}")) for name in ("strike", "dstrike")):
                continue  # what is struck through no longer holds
            character = self.styles.get(_of(own, "rStyle"), Style()) if own is not None else Style()
            is_bold = _bold(own)
            text.append(run_text)
            bold.append("b" if (is_bold if is_bold is not None else style.bold or character.bold) else " ")
        dress = "".join(sign * len(run_text) for sign, run_text in zip(bold, text, strict=True))
        return _Paragraph("".join(text), level if level is not None else style.level, dress, style.quotes)

    def _paragraph(self, paragraph: _Paragraph) -> None:
        start = len(self.lines)
        offset = 0
        for text in paragraph.text.split("\n"):
            dress = paragraph.bold[offset : offset + len(text)]
            offset += len(text) + 1
            self._add(text)
            self.quoted |= {self.here[0] + 1} if paragraph.quotes and text.strip() else set()
            if not text.strip() or paragraph.level is not None:
                continue
            line = Line(
                len(self.lines) - 1, text, _leading_bold(text, dress), first=len(self.lines) - 1 == start
            )
            self.marks += with_tabs(line)
        heading = " ".join(paragraph.text.split())
        if paragraph.level is not None and heading:
            place = (start, 0), (start, len(self.lines[start]))
            mark = Mark(
                Form.HEADING, heading, name_of(heading), paragraph.level, *place, (len(self.lines), 0)
            )
            single = len(self.lines) == start + 1
            self.marks.append(heading_with_answer(mark, self.lines[start]) if single else mark)

    def _add(self, text: str) -> None:
        self.lines.append(text)
        if len(self.lines) > MAX_LINES:
            raise Unreadable("too_many_lines", most=MAX_LINES)
        if text.strip():
            self._show(text)
        else:
            self.places.append(self.here)

    @property
    def here(self) -> Point:
        """The end of the last paragraph: its index and its length."""
        return max(len(self.paragraphs) - 1, 0), self.end

    def _show(self, text: str) -> None:
        if self.beside:
            self.paragraphs[-1].append(CELL_SEPARATOR)
            self.end += len(CELL_SEPARATOR)
        else:
            self.paragraphs.append([])
            self.end = 0
        self.places.append(self.here)
        self.paragraphs[-1].append(text)
        self.end += len(text)
        self.beside = False

    def _table(self, element: Any) -> None:
        """Read a table; one that asks for dimensions becomes a mark, others are read cell by cell."""
        start, marks = len(self.lines), len(self.marks)
        rows = [self._row(row) for row in rows_of(element)]
        dimensions = {mark.dimension for mark in self.marks[marks:] if isinstance(mark, Mark)} - {""}
        table = table_of(rows, (start, 0), (len(self.lines), 0))
        asked = {row.dimension for row in table.rows} - {""} if table else set()
        if table and len(asked) > 1 and len(asked) >= len(dimensions):
            self.marks[marks:] = [table]

    def _row(self, element: Any) -> list[Cell]:
        start = len(self.paragraphs)
        cells: list[Cell] = []
        for cell in cells_of(element):
            self.beside = len(self.paragraphs) > start
            if cells:
                self.inner.add(len(self.lines))
            cells.append(self._cell(cell))
        self.beside = False
        return cells

    def _cell(self, element: Any) -> Cell:
        start = len(self.lines)
        self.flow(element)
        lines = self.lines[start:] or [""]
        end = (start + len(lines) - 1, len(lines[-1])) if self.lines[start:] else (start, 0)
        return Cell("\n".join(lines), (start, 0), end)


def _leading_bold(text: str, dress: str) -> int:
    """Return how many characters at the beginning of a line are bold, blanks between bold ones included."""
    end = 0
    for index, (char, sign) in enumerate(zip(text, dress, strict=True)):
        if sign == "b":
            end = index + 1
        elif not char.isspace():
            break
    return end if text[:end].strip() else 0
