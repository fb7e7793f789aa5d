"""Rows that go on with the row above: merged cells, 同上, lines of which only the first names its article."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from comms.models.base import Shape
from comms.reading.tables.columns import MONEY, matchable
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import book
from comms.reading.tables.matching import Matching
from comms.reading.tables.table import Row, Table

_FIGURES = (Shape.NUMBER, Shape.WHOLE)


def lines_in(table: Table, matching: Matching) -> tuple[list[Row], list[tuple[str, Row]]]:
    """The rows that are entries, each complete, and the rows that are none with the reason for it.

    A row without article, but with a figure, takes what it lacks from the row above, figures aside:
    a price counts for both, a quantity does not. One without a figure goes on with the text above.
    """
    if not _given(matching):
        return [], []
    rows = list(table.rows)
    passed: list[tuple[str, Row]] = []
    if len(rows) > 2 and _sums_up(rows, matching):
        passed.append(("total", rows.pop()))
    lines: list[Row] = []
    for row in rows:
        whole = _completed(row, lines[-1] if lines else None, table, matching)
        if not any(whole.cells[index] for index in _given(matching)):
            passed.append(("nothing", row))
        elif lines and _is_wrapped(whole, matching):
            lines[-1] = _joined(lines[-1], whole)
        elif lines and _is_heading(whole, matching):
            passed.append(("heading", row))
        else:
            lines.append(whole)
    return lines, passed


def _given(matching: Matching) -> list[int]:
    return [index for index, each in enumerate(matching.columns) if each.key]


def figure_columns(matching: Matching) -> list[int]:
    """The indexes of the columns that give a figure."""
    fields = matchable(matching.part)
    return [i for i, each in enumerate(matching.columns) if each.key and fields[each.key].shape in _FIGURES]


def _shared(matching: Matching) -> list[int]:
    """The columns whose value holds for the rows below it as well: all but figures, and prices."""
    figures = {index for index in figure_columns(matching) if matching.columns[index].key not in MONEY}
    return [index for index in _given(matching) if index not in figures]


def _completed(row: Row, above: Row | None, table: Table, matching: Matching) -> Row:
    if above is None:
        return row
    cells = list(row.cells)
    shared = _shared(matching)
    for index in shared:
        is_merged = not cells[index] and (row.number, index) in table.merged
        if is_merged or cells[index].strip().casefold() in book()["rows"]["ditto"]:
            cells[index] = above.cells[index]
    if _goes_on(cells, above, matching):
        for index in shared:
            cells[index] = cells[index] or above.cells[index]
    return replace(row, cells=tuple(cells))


def _goes_on(cells: Sequence[str], above: Row, matching: Matching) -> bool:
    """Whether a row names no article of its own, and has a figure."""
    skus, names = matching.of("sku"), matching.of("name")
    if not skus or any(cells[each] for each in skus):
        return False
    if any(cells[each] and cells[each] != above.cells[each] for each in names):
        return False
    return any(cells[each] for each in figure_columns(matching))


def _is_wrapped(row: Row, matching: Matching) -> bool:
    """Whether a row only goes on with a text of the row above, such as the rest of a specification."""
    cells = row.cells
    if not matching.of("sku") or any(cells[each] for each in (*matching.of("sku"), *matching.of("name"))):
        return False
    fields = matchable(matching.part)
    filled = [index for index in _given(matching) if cells[index]]
    return all(fields[str(matching.columns[each].key)].shape is Shape.TEXT for each in filled)


def _is_heading(row: Row, matching: Matching) -> bool:
    """Whether a row has a name and neither article nor figure: 男装系列 above the lines of that series."""
    if not matching.of("sku") or not figure_columns(matching):
        return False
    filled = [index for index in _given(matching) if row.cells[index]]
    return bool(filled) and all(matching.columns[each].key == "name" for each in filled)


def _joined(row: Row, more: Row) -> Row:
    cells = [" ".join(filter(None, both)) for both in zip(row.cells, more.cells, strict=True)]
    return replace(row, cells=tuple(cells))


def _sums_up(rows: Sequence[Row], matching: Matching) -> bool:
    """Whether the last row holds no text, and the sum of the rows above: a total that is not called one."""
    last = rows[-1]
    summed = [*matching.of("quantity"), *([role] if (role := matching.role("amount")) is not None else [])]
    if any(last.cells[index] for index in _given(matching) if index not in summed):
        return False
    sums = [_sum(rows[:-1], index) for index in summed if last.cells[index]]
    stated = [_sum([last], index) for index in summed if last.cells[index]]
    return bool(sums) and all(
        one is not None and one == other for one, other in zip(sums, stated, strict=True)
    )


def _sum(rows: Sequence[Row], index: int) -> Decimal | None:
    figures = [read_figure(row.cells[index]) for row in rows if row.cells[index]]
    if not all(figures):
        return None
    return sum((each.value for each in figures if each), Decimal(0))
