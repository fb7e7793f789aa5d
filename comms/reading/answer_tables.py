"""Tables that answer the dimensions: the name in the first column, the answer next to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from comms.models.brief import DIMENSIONS
from comms.reading.headings import (
    Name,
    column_name,
    goods_columns,
    hint_columns,
    name_of,
    requirement_columns,
)
from comms.reading.section_marks import LEADING, AnswerTable, Form, Mark, Point
from comms.terms.written_dates import dates_in

_FOR_EACH = ("why", "where")
"""What the columns of a list of goods may tell besides what is wanted and how much of it."""
_LONGEST_LABEL = 60
"""The most characters of the label of a cell."""
ACROSS = 5
"""The number of dimensions that make a header row a request; lists of tasks name three or four."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and its place."""

    text: str
    start: Point
    end: Point


def table_of(rows: Sequence[Sequence[Cell]], start: Point, end: Point) -> AnswerTable | None:
    """Return a table with the marks of its rows, None if no row asks for anything."""
    rows = [row for row in rows if row]
    if listed := _goods(rows, start, end) or _requirements(rows, start, end):
        return AnswerTable(start, end, (listed,), is_list=True)
    marks = _across(rows) or _down(rows)
    return AnswerTable(start, end, tuple(marks)) if any(mark.dimension for mark in marks) else None


def _goods(rows: Sequence[Sequence[Cell]], start: Point, end: Point) -> Mark | None:
    """Return the mark of a list of goods, which as a whole tells what is wanted and how much of it."""
    if len(rows) < 2:
        return None
    items, quantities = goods_columns()
    headers = [(column_name(cell.text), " ".join(cell.text.split())) for cell in rows[0]]
    item = next((written for name, written in headers if name in items), "")
    quantity = next((written for name, written in headers if name in quantities), "")
    if not item or not quantity:
        return None
    name = Name("what", loose=True, also=("how_much", *_told_for_each(rows)))
    return Mark(Form.ROW, f"{item} / {quantity}", name, LEADING, start, rows[0][0].end, start, end)


def _requirements(rows: Sequence[Sequence[Cell]], start: Point, end: Point) -> Mark | None:
    """Return the mark of a list of requirements with the date of each, which tells what is due by when."""
    if len(rows) < 2:
        return None
    items = goods_columns()[0] | requirement_columns()
    has_items = any(column_name(cell.text) in items for cell in rows[0])
    for number, header in enumerate(rows[0] if has_items else ()):
        name = name_of(header.text)
        are_days = all(len(row) > number and dates_in(row[number].text) for row in rows[1:])
        if name and name.dimension == "when" and name.clear and are_days:
            told = Name("when", loose=True, also=("what",))
            heading = " ".join(header.text.split())
            return Mark(Form.ROW, heading, told, LEADING, header.start, header.end, start, end)
    return None


def _told_for_each(rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Yield the purpose and the place if a list of goods tells them for each of the goods."""
    for number, header in enumerate(rows[0]):
        name = name_of(header.text)
        is_filled = all(len(row) > number and row[number].text.strip() for row in rows[1:])
        if name and name.dimension in _FOR_EACH and is_filled:
            yield name.dimension


def _across(rows: Sequence[Sequence[Cell]]) -> list[Mark]:
    """Return the marks of a header row of names above a single row of answers; none for other tables."""
    if len(rows) != 2:
        return []
    names = [name_of(cell.text) for cell in rows[0]]
    if len({name.dimension for name in names if name and not name.loose} & set(DIMENSIONS)) < ACROSS:
        return []
    return [_mark(key, (cell,)) for key, cell in zip(rows[0], rows[1], strict=False)]


def _down(rows: Sequence[Sequence[Cell]]) -> list[Mark]:
    """Return the marks of the rows; one that begins with an empty cell goes on with the row above."""
    marks: list[Mark] = []
    above: Mark | None = None
    for row in _without_hints(rows):
        found = _in_row(row)
        if above and not row[0].text.strip() and not any(mark.dimension for mark in found):
            found = [_continued(above, row[1:])] if len(row) > 1 else []
        marks += found
        above = next((mark for mark in reversed(found) if mark.dimension), None)
    return marks


def _continued(above: Mark, answer: Sequence[Cell]) -> Mark:
    start, end = answer[0].start, _end_of(answer)
    return replace(above, start=start, end=start, text=start, until=end)


def _without_hints(rows: Sequence[Sequence[Cell]]) -> list[Sequence[Cell]]:
    """Return the rows without the columns that only explain, according to their headers."""
    header = [cell.text.strip("* ").casefold() for cell in rows[0]] if rows else []
    hints = {number for number, text in enumerate(header) if number and text in hint_columns()}
    if not hints or len(header) - len(hints) < 2:
        return list(rows)
    return [[cell for number, cell in enumerate(row) if number not in hints] for row in rows]


def _in_row(row: Sequence[Cell]) -> list[Mark]:
    """Return the marks of a row, which may hold several names: `| Owner | Tom | Deadline | 2026-06-05 |`."""
    first = 1 if len(row) > 2 and not row[0].text.strip("#.、 ").strip("0123456789") else 0
    keys = [first]
    for index in range(first + 2, len(row) - 1, 2):
        name = name_of(row[index].text)
        if _is_label(row[index]) or (name is not None and not name.loose):
            keys.append(index)
    bounds = [*keys[1:], len(row)]
    return [
        _mark(row[key], row[key + 1 : end]) for key, end in zip(keys, bounds, strict=True) if key < len(row)
    ]


def _is_label(cell: Cell) -> bool:
    """Return whether a cell ends with a colon, as labels do in tables of two labels a row."""
    return len(cell.text) <= _LONGEST_LABEL and cell.text.rstrip("*_ ").endswith((":", "："))


def _end_of(cells: Sequence[Cell]) -> Point:
    """Return the end of the last cell with words, of the first one if none has any."""
    return next((cell.end for cell in reversed(cells) if cell.text.strip()), cells[0].end)


def _mark(key: Cell, answer: Sequence[Cell]) -> Mark:
    """Return the mark of a name and its answer; a row that asks for nothing known is text as a whole."""
    name = name_of(key.text)
    if name is None or not name.dimension:
        name, text = None, key.start
    else:
        text = answer[0].start if answer else key.end
    until = _end_of(answer) if answer else key.end
    heading = " ".join(key.text.split()).strip("*_ ")
    return Mark(Form.ROW, heading, name, LEADING, key.start, key.end, text, until)
