"""Where the header row is, which columns hold something, and which rows are no lines."""

import re
from collections.abc import Sequence

from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.headings import listed, plain, read_heading, vocabulary
from comms.reading.tables.table import Grid, Row, Table, TableError
from comms.terms.amounts import parse_number

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]|_x000[dD]_")
_BLANK = " \t\r\n\u00a0\u3000\u200b"
_AROUND = 200
"""Rows that a sheet may have beside its lines: titles, totals, notes."""
_TITLES = 20
"""Rows with something in them that may come before the header row."""


def clean(text: str) -> str:
    """A cell's text without control characters and the blanks around it."""
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip(_BLANK)


class Kept:
    """The rows of a sheet that hold something, gathered until they are too many."""

    def __init__(self, first: int = 1) -> None:
        self.rows: list[Row] = []
        self._number = first - 1

    def add(self, cells: list[str]) -> None:
        """Takes the next row; raises TableError("too_long")."""
        self._number += 1
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            return
        if len(self.rows) >= MAX_ITEMS + _AROUND:
            raise TableError("too_long", most=MAX_ITEMS)
        self.rows.append(Row(self._number, tuple(cells)))


def laid_out(grid: Grid, path: str) -> Table:
    """The table of a sheet; raises TableError where it is empty or too long."""
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
        headers=tuple(_at(headers, each) for each in columns),
        rows=tuple(Row(row.number, tuple(_at(row.cells, each) for each in columns)) for row in lines),
        columns=tuple(each + 1 for each in columns),
        header_row=grid.rows[head].number if head is not None else None,
        skipped=(*(grid.rows[:head] if head is not None else ()), *after),
        merged=_moved(grid.merged, columns),
        formulas=_moved(grid.formulas, columns),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
    )


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def _used(headers: Sequence[str], lines: Sequence[Row]) -> list[int]:
    """The columns with a header or a value."""
    used = {index for index, header in enumerate(headers) if header}
    for row in lines:
        used.update(index for index, cell in enumerate(row.cells) if cell)
    return sorted(used)


def _moved(places: frozenset[tuple[int, int]], columns: list[int]) -> frozenset[tuple[int, int]]:
    index_of = {column + 1: index for index, column in enumerate(columns)}
    return frozenset((row, index_of[column]) for row, column in places if column in index_of)


def _header(rows: Sequence[Row]) -> tuple[int | None, int]:
    """The index of the header row and how many rows it takes; None for a table without one."""
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
    """How many cells of a row are names of columns; 0 where most of what it holds is something else."""
    names = sum(1 for each in row.cells if each and _is_name(each))
    return names if names >= 4 or names * 3 >= row.filled else 0


def _is_name(text: str) -> bool:
    heading = read_heading(text)
    if any(name in vocabulary() for name, _ in heading.names):
        return True
    return bool(heading.pieces) and all(each in vocabulary() for each in heading.pieces)


def _goes_on(rows: Sequence[Row], head: int) -> bool:
    """Whether the header has a second row, such as the other language's."""
    if head + 1 >= len(rows) or rows[head + 1].number != rows[head].number + 1:
        return False
    below = rows[head + 1]
    if below.filled < 2 or below.cells == rows[head].cells or any(map(_has_figure, below.cells)):
        return False
    return _known(below) * 3 >= below.filled * 2


def _looks_like_one(row: Row, below: Sequence[Row]) -> bool:
    """Whether a row of unknown names heads columns of figures: it has none itself, and no name twice."""
    names = [each for each in row.cells if each]
    if len(set(names)) < len(names) or any(_has_figure(each) or len(each) > 40 for each in names):
        return False
    return any(_has_figure(cell) for each in below[:20] for cell in each.cells)


def _has_figure(text: str) -> bool:
    return len(text) < 40 and any(each.isdigit() for each in text)


def _joined(rows: Sequence[Row]) -> list[str]:
    """One header for each column, from one or two rows."""
    width = max(len(row.cells) for row in rows)
    each = [[_at(row.cells, index) for row in rows] for index in range(width)]
    return ["\n".join(dict.fromkeys(filter(None, names))) for names in each]


def _lines(rows: Sequence[Row], headers: Sequence[str]) -> tuple[list[Row], list[Row]]:
    """The rows that are lines, and those that are totals, notes at the foot or the header once more."""
    lines: list[Row] = []
    skipped: list[Row] = []
    closed = False
    usual = max((row.filled for row in rows), default=0)
    for row in rows:
        ends = is_total(row)
        closed = closed or (ends and not plain(_first(row)).startswith(("小计", "subtotal", "本页")))
        below = closed and row.filled * 2 <= usual
        again = row.filled > 1 and list(row.cells) == list(headers)[: len(row.cells)]
        (skipped if ends or below or again else lines).append(row)
    while len(lines) > 1 and usual > 2 and _is_note(lines[-1]):
        skipped.append(lines.pop())
    return lines, sorted(skipped, key=lambda row: row.number)


def _first(row: Row) -> str:
    return next((each for each in row.cells if each), "")


def is_total(row: Row) -> bool:
    """Whether a row begins with 合计 or Total, be it beside a serial number, and holds no other words."""
    texts = [each for each in row.cells if each and parse_number(each) is None]
    if not texts or len(texts[0]) > 40:
        return False
    name = re.split(r"[:(]", texts[0].replace("：", ":").replace("（", "("))[0]
    return plain(name) in listed("rows", "totals") and len(texts) < 4


def _is_note(row: Row) -> bool:
    """Whether a row at the foot is a remark, a condition or a signature."""
    if row.filled > 2:
        return False
    text = _first(row)[:60].replace("：", ":")
    name = re.split(r"[:.\d\s]", text, maxsplit=1)[0]
    return plain(name) in listed("rows", "footers") or (
        ":" in text and plain(text.split(":")[0]) in listed("rows", "footers")
    )
