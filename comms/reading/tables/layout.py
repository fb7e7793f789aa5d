"""The layout of a sheet: its header row, the columns in use, and the rows that are not lines."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.cells import joined_runs, start_of
from comms.reading.tables.header_row import at, find_header, joined_headers
from comms.reading.tables.headings import folded, listed, read_heading
from comms.reading.tables.row_kinds import Sorted, sort_rows
from comms.reading.tables.sizes import by_size
from comms.reading.tables.table import Grid, LeftOut, LeftOutColumn, OtherTable, Place, Row, Table, TableError

_OF_ONE_ROW = (
    *(("fields", key) for key in ("quantity", "on_hand", "in_transit", "daily_sales", "presold")),
    *(
        ("roles", key)
        for key in ("amount", "amount_with_tax", "packages", "total_quantity", "discount_amount")
    ),
)
"""Lists of names of columns whose figures are of one row alone, also where its cell is merged with others."""


def laid_out(grid: Grid, path: str, header_row: int | None = None) -> Table:
    """Return the table of a sheet.

    header_row: the number of the row that names the columns; None means that it is found.
    Raises TableError if the table is empty or too long, or if that row is not there.
    """
    head, depth = find_header(grid, header_row)
    heads = grid.rows[head : head + depth] if head is not None else ()
    headers = joined_headers(grid, head, depth) if head is not None else []
    found = sort_rows(grid.rows[(head or 0) + depth :], heads, headers, grid)
    if not found.lines and head is None:
        raise TableError("empty", path=path)
    table = by_size(_table(grid, heads, headers, found))
    if len(table.rows) > MAX_ITEMS:
        raise TableError("too_long", most=MAX_ITEMS)
    return table


def _table(grid: Grid, heads: Sequence[Row], headers: Sequence[str], found: Sorted) -> Table:
    above = tuple(row for row in grid.rows if heads and row.number < heads[0].number)
    others = [*(("above", row) for row in above), *found.others]
    breaks = grid.breaks | _begun_anew(found)
    lines, filled = _completed(found.lines, grid, headers, breaks)
    used = _used(headers, lines)
    beside = _beside(headers, used)
    columns = [index for index in used if index not in beside and index + 1 not in grid.hidden_columns]
    aside = [line for line in lines if not any(at(line, index) for index in columns)]
    lines = [line for line in lines if any(at(line, index) for index in columns)]
    others += [("other_table" if beside else "hidden", line) for line in aside]
    return Table(
        headers=tuple(_header(headers, index) for index in columns),
        rows=tuple(Row(row.number, tuple(at(row, index) for index in columns)) for row in lines),
        columns=tuple(index + 1 for index in columns),
        header_row=heads[0].number if heads else None,
        skipped=(*above, *(row for _, row in found.others)),
        left_out=joined_runs([*grid.left_out, *(_left_out(reason, row) for reason, row in others)]),
        left_out_columns=tuple(_left_out_columns(grid, headers, used, beside)),
        breaks=breaks,
        merged=frozenset(_moved(grid.merged.keys() - filled, columns)),
        formulas=frozenset(_moved(grid.formulas, columns)),
        struck=_struck(grid.struck, columns),
        other_tables=tuple(_other_tables(heads, headers, beside, found.other_table)),
        sheet=grid.sheet,
        other_sheets=grid.other_sheets,
        delimiter=grid.delimiter,
        sheets_with_lines=grid.sheets_with_lines,
        hidden_sheets=grid.hidden_sheets,
    )


def _header(headers: Sequence[str], index: int) -> str:
    return headers[index] if index < len(headers) else ""


def _used(headers: Sequence[str], lines: Sequence[Row]) -> list[int]:
    """Return the indexes of the columns with a header or a value."""
    used = {index for index, header in enumerate(headers) if header}
    for row in lines:
        used.update(index for index, cell in enumerate(row.cells) if cell)
    return sorted(used)


def _left_out(reason: str, row: Row) -> LeftOut:
    return LeftOut(reason, row.number, row.number, start_of(row.cells))


def _left_out_columns(
    grid: Grid, headers: Sequence[str], used: Sequence[int], beside: Sequence[int]
) -> Iterator[LeftOutColumn]:
    for index in used:
        if index in beside:
            yield LeftOutColumn("other_table", index + 1, _header(headers, index))
        elif index + 1 in grid.hidden_columns:
            yield LeftOutColumn("hidden", index + 1, _header(headers, index))


def _beside(headers: Sequence[str], used: Sequence[int]) -> list[int]:
    """Return the indexes of the columns of another table: beyond an empty column, a name comes again."""
    starts = [other for one, other in pairwise(used) if other > one + 1]
    for start in starts:
        first = {_name(_header(headers, index)) for index in used if index < start} - {""}
        second = {_name(_header(headers, index)) for index in used if index >= start} - {""}
        if first & second and len(second) > 1:
            return [index for index in used if index >= start]
    return []


def _name(header: str) -> str:
    heading = read_heading(header)
    return heading.names[-1][0] if heading.names else folded(header)


def _other_tables(
    heads: Sequence[Row], headers: Sequence[str], beside: Sequence[int], below: Row | None
) -> Iterator[OtherTable]:
    if beside and heads:
        yield OtherTable(
            heads[0].number, beside[0] + 1, tuple(filter(None, (_header(headers, each) for each in beside)))
        )
    if below is not None:
        column = next(index for index, cell in enumerate(below.cells, 1) if cell)
        yield OtherTable(below.number, column, tuple(filter(None, below.cells)))


def _begun_anew(found: Sorted) -> frozenset[int]:
    """Return the numbers of the lines below a cancelled row or a heading, which continue no line above."""
    reasons = {row.number: reason for reason, row in found.others}
    numbers = sorted([*reasons, *(row.number for row in found.lines)])
    return frozenset(
        other for one, other in pairwise(numbers) if reasons.get(one) in ("cancelled", "heading")
    )


def _completed(
    lines: Sequence[Row], grid: Grid, headers: Sequence[str], breaks: frozenset[int]
) -> tuple[list[Row], set[Place]]:
    """Return the lines with what they take from merged cells whose row was left out, and those places."""
    texts = dict(grid.covered)
    tops = set(grid.merged.values())
    for row in grid.rows:
        if row.number in tops:
            texts |= {(row.number, column): cell for column, cell in enumerate(row.cells, 1) if cell}
    completed: list[Row] = []
    filled: set[Place] = set()
    shared = [index for index, header in enumerate(headers) if not _is_of_one_row(header)]
    for row in lines:
        cells = [*row.cells, *[""] * (len(headers) - len(row.cells))]
        above = completed[-1].number if completed else 0
        for index in shared:
            place = (row.number, index + 1)
            top = grid.merged.get(place)
            if not top or cells[index] or (above >= top and row.number not in breaks):
                continue
            cells[index] = texts.get((top, index + 1), "")
            filled.add(place)
        completed.append(Row(row.number, tuple(cells)))
    return completed, filled


def _is_of_one_row(header: str) -> bool:
    names = {name for name, _ in read_heading(header).names}
    return any(names & listed(section, key) for section, key in _OF_ONE_ROW)


def _moved(places: Iterable[Place], columns: Sequence[int]) -> Iterator[Place]:
    """Yield places with the index of their column among those in use."""
    index_of = {column + 1: index for index, column in enumerate(columns)}
    return ((row, index_of[column]) for row, column in places if column in index_of)


def _struck(struck: Mapping[Place, str], columns: Sequence[int]) -> dict[Place, str]:
    index_of = {column + 1: index for index, column in enumerate(columns)}
    return {(row, index_of[column]): text for (row, column), text in struck.items() if column in index_of}
