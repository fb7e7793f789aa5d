"""Rows that continue the row above: merged cells, 同上 (ditto), lines that omit a repeated article."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from comms.models.base import Shape
from comms.reading.tables.columns import matchable
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import book
from comms.reading.tables.matching import Matching
from comms.reading.tables.table import Row, Table

_FIGURES = (Shape.NUMBER, Shape.WHOLE)


def entry_rows(table: Table, matching: Matching) -> tuple[list[Row], list[tuple[str, Row]]]:
    """Return the rows that are entries, completed, and the other rows with the reason for leaving each out.

    A row with a figure but no article takes what it lacks from the row above, except for figures; a price
    is shared, a quantity is not. A row without a figure continues the text above.
    """
    if not _matched(matching):
        return [], []
    rows = list(table.rows)
    skipped: list[tuple[str, Row]] = []
    if len(rows) > 2 and _sums_up(rows, matching):
        skipped.append(("total", rows.pop()))
    lines: list[Row] = []
    for row in rows:
        above = lines[-1] if lines and row.number not in table.breaks else None
        complete = _completed(row, above, table, matching)
        if above and _omits_article(row.cells, above, matching) and not _is_merged(row, table, matching):
            skipped.append(("continued", row))
        if not any(complete.cells[index] for index in _matched(matching)):
            skipped.append(("nothing", row))
        elif above and _is_wrapped(complete, matching):
            lines[-1] = _joined(lines[-1], complete)
        elif lines and _is_heading(complete, matching):
            skipped.append(("heading", row))
        else:
            lines.append(complete)
    return lines, skipped


def _matched(matching: Matching) -> list[int]:
    return [index for index, column in enumerate(matching.columns) if column.key]


def figure_columns(matching: Matching) -> list[int]:
    """Return the indexes of the columns that give a figure."""
    fields = matchable(matching.part)
    return [
        index
        for index, column in enumerate(matching.columns)
        if column.key and fields[column.key].shape in _FIGURES
    ]


def _shared(matching: Matching) -> list[int]:
    """Return the columns whose value also applies to the rows below: all but figures, and prices."""
    figures = {index for index in figure_columns(matching) if matching.columns[index].key != "unit_price"}
    return [index for index in _matched(matching) if index not in figures]


def _completed(row: Row, above: Row | None, table: Table, matching: Matching) -> Row:
    if above is None:
        return row
    cells = list(row.cells)
    shared = _shared(matching)
    percents = matching.of("discount_percent")
    for index in (*shared, *percents):
        is_merged = not cells[index] and (row.number, index) in table.merged
        if is_merged or cells[index].strip().casefold() in book()["rows"]["ditto"]:
            cells[index] = above.cells[index]
    if _omits_article(cells, above, matching):
        for index in shared:
            cells[index] = cells[index] or above.cells[index]
    return replace(row, cells=tuple(cells))


def _omits_article(cells: Sequence[str], above: Row, matching: Matching) -> bool:
    """Return whether a row has a figure but names no article of its own."""
    skus, names = matching.of("sku"), matching.of("name")
    if not skus or any(cells[index] for index in skus):
        return False
    if any(cells[index] and cells[index] != above.cells[index] for index in names):
        return False
    return any(cells[index] for index in figure_columns(matching))


def _is_wrapped(row: Row, matching: Matching) -> bool:
    """Return whether a row only continues a text of the row above, such as a long specification."""
    cells = row.cells
    articles = (*matching.of("sku"), *matching.of("name"))
    if not matching.of("sku") or any(cells[index] for index in articles):
        return False
    fields = matchable(matching.part)
    filled = [index for index in _matched(matching) if cells[index]]
    return all(fields[str(matching.columns[index].key)].shape is Shape.TEXT for index in filled)


def _is_heading(row: Row, matching: Matching) -> bool:
    """Return whether a row has a name only: 男装系列 (menswear) above the lines of that series."""
    if not matching.of("sku") or not figure_columns(matching):
        return False
    filled = [index for index in _matched(matching) if row.cells[index]]
    if len(filled) == 1 and matching.columns[filled[0]].key == "sku":
        return not any(character.isdigit() for character in row.cells[filled[0]])
    return bool(filled) and all(matching.columns[index].key == "name" for index in filled)


def _is_merged(row: Row, table: Table, matching: Matching) -> bool:
    """Return whether a row's article is merged with that of the row above."""
    return any((row.number, index) in table.merged for index in matching.of("sku"))


def _joined(row: Row, more: Row) -> Row:
    cells = [" ".join(filter(None, both)) for both in zip(row.cells, more.cells, strict=True)]
    return replace(row, cells=tuple(cells))


def _sums_up(rows: Sequence[Row], matching: Matching) -> bool:
    """Return whether the last row has no text and is the sum of the others: a total without a label."""
    last = rows[-1]
    summed = [*matching.of("quantity"), *([role] if (role := matching.role("amount")) is not None else [])]
    if any(last.cells[index] for index in _matched(matching) if index not in summed):
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
    return sum((figure.value for figure in figures if figure), Decimal(0))
