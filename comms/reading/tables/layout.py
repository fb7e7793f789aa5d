"""The layout of a sheet: its header row, the columns in use, and the rows that are not lines."""

import re
from collections.abc import Sequence

from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.headings import folded, listed, read_heading, vocabulary
from comms.reading.tables.table import Grid, Row, Table, TableError
from comms.terms.amounts import parse_number

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]|_x000[dD]_")
_BLANK = " \t\r\n\u00a0\u3000\u200b"
_AROUND = 200
"""The number of rows that a sheet may have in addition to its lines: titles, totals, notes."""
_TITLES = 20
"""The number of non-empty rows that may precede the header row."""


def clean(text: str) -> str:
    """Return the text of a cell without control characters and surrounding blanks."""
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip(_BLANK)


class RowCollector:
    """The non-empty rows of a sheet, collected up to the most that a table may have."""

    def __init__(self, first: int = 1) -> None:
        self.rows: list[Row] = []
        self._number = first - 1

    def add(self, cells: list[str]) -> None:
        """Add the next row; raises TableError("too_long")."""
        self._number += 1
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(self.rows) >= MAX_ITEMS + _AROUND:
            raise TableError("too_long", most=MAX_ITEMS)
        self.rows.append(Row(self._number, tuple(cells)))


def laid_out(grid: Grid, path: str) -> Table:
    """Return the table of a sheet; raises TableError if it is empty or too long."""
    head, depth = _header(grid.rows)
    headers = _joined(grid.rows[head : head + depth]) if head is not None else []
    first = 0 if head is None else head + depth
    lines, after = _lines(grid.rows[first:], headers)
    if not lines and head is None:
        raise TableError("empty", path=path)
    if len(lines) > MAX_ITEMS:
        raise TableError("too_long", most=MAX_ITEMS)
    columns = _used(headers, lines)
    return Table(
        headers=tuple(_at(headers, index) for index in columns),
        rows=tuple(Row(row.number, tuple(_at(row.cells, index) for index in columns)) for row in lines),
        columns=tuple(index + 1 for index in columns),
        header_row=grid.rows[head].number if head is not None else None,
        skipped=(*(grid.rows[:head] if head is not None else ()), *after),
        merged=_moved(grid.merged, columns),
        formulas=_moved(grid.formulas, columns),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
        delimiter=grid.delimiter,
    )


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _used(headers: Sequence[str], lines: Sequence[Row]) -> list[int]:
    """Return the indexes of the columns with a header or a value."""
    used = {index for index, header in enumerate(headers) if header}
    for row in lines:
        used.update(index for index, cell in enumerate(row.cells) if cell)
    return sorted(used)


def _moved(places: frozenset[tuple[int, int]], columns: list[int]) -> frozenset[tuple[int, int]]:
    index_of = {column + 1: index for index, column in enumerate(columns)}
    return frozenset((row, index_of[column]) for row, column in places if column in index_of)


def _header(rows: Sequence[Row]) -> tuple[int | None, int]:
    """Return the index of the header row and its height in rows; None for a table without one."""
    known = [_known(row) for row in rows[:_TITLES]]
    widest = max((row.filled for row in rows[: _TITLES * 2]), default=0)
    best = max(known, default=0)
    if best > 1 or (best == 1 and widest < 3):
        head = known.index(best)
        return head, 2 if _goes_on(rows, head) else 1
    for index, row in enumerate(rows[:_TITLES]):
        if row.filled > 1 and row.filled >= widest - 1:
            return (index, 1) if _looks_like_one(row, rows[index + 1 :]) else (None, 0)
    return None, 0


def _known(row: Row) -> int:
    """Return how many cells of a row are names of columns; 0 if most of its cells are something else."""
    names = sum(1 for cell in row.cells if cell and _is_name(cell))
    return names if names >= 4 or names * 3 >= row.filled else 0


def _is_name(text: str) -> bool:
    heading = read_heading(text)
    if any(name in vocabulary() for name, _ in heading.names):
        return True
    return bool(heading.pieces) and all(piece in vocabulary() for piece in heading.pieces)


def _goes_on(rows: Sequence[Row], head: int) -> bool:
    """Return whether the header has a second row, for example in another language."""
    if head + 1 >= len(rows) or rows[head + 1].number != rows[head].number + 1:
        return False
    below = rows[head + 1]
    if below.filled < 2 or below.cells == rows[head].cells or any(map(_has_figure, below.cells)):
        return False
    return _known(below) * 3 >= below.filled * 2


def _looks_like_one(row: Row, below: Sequence[Row]) -> bool:
    """Return whether unknown names head columns of figures: none has a digit, and none occurs twice."""
    names = [cell for cell in row.cells if cell]
    if len(set(names)) < len(names) or any(_has_figure(name) or len(name) > 40 for name in names):
        return False
    return any(_has_figure(cell) for lower in below[:20] for cell in lower.cells)


def _has_figure(text: str) -> bool:
    return len(text) < 40 and any(character.isdigit() for character in text)


def _joined(rows: Sequence[Row]) -> list[str]:
    """Return the header of each column, joined from one or two rows."""
    width = max(len(row.cells) for row in rows)
    columns = [[_at(row.cells, index) for row in rows] for index in range(width)]
    return ["\n".join(dict.fromkeys(filter(None, names))) for names in columns]


def _lines(rows: Sequence[Row], headers: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """Split rows into lines and others: totals, notes at the foot, and repetitions of the header."""
    lines: list[Row] = []
    skipped: list[Row] = []
    closed = False
    usual = max((row.filled for row in rows), default=0)
    for row in rows:
        ends = is_total(row)
        closed = closed or (ends and not folded(_first(row)).startswith(("小计", "subtotal", "本页")))
        below = closed and row.filled * 2 <= usual
        again = row.filled > 1 and list(row.cells) == list(headers)[: len(row.cells)]
        (skipped if ends or below or again else lines).append(row)
    while len(lines) > 1 and usual > 2 and _is_note(lines[-1]):
        skipped.append(lines.pop())
    return lines, sorted(skipped, key=lambda row: row.number)


def _first(row: Row) -> str:
    return next((cell for cell in row.cells if cell), "")


def is_total(row: Row) -> bool:
    """Return whether a row begins with 合计 or Total, possibly after a number, and has few other words."""
    texts = [cell for cell in row.cells if cell and parse_number(cell) is None]
    if not texts or len(texts[0]) > 40:
        return False
    name = re.split(r"[:(]", texts[0].replace("：", ":").replace("（", "("))[0]
    return folded(name) in listed("rows", "totals") and len(texts) < 4


def _is_note(row: Row) -> bool:
    """Return whether a row at the foot is a remark, a condition or a signature."""
    if row.filled > 2:
        return False
    text = _first(row)[:60].replace("：", ":")
    name = re.split(r"[:.\d\s]", text, maxsplit=1)[0]
    return folded(name) in listed("rows", "footers") or (
        ":" in text and folded(text.split(":")[0]) in listed("rows", "footers")
    )
