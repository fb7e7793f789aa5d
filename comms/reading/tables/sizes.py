"""Size matrices: a column of quantities for each size, S M L or 38 39 40, turned into a line for each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from comms.reading.tables.cells import joined_runs, start_of
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import book, listed, names_of, read_heading, roles_of
from comms.reading.tables.row_kinds import is_total
from comms.reading.tables.size_names import MATRIX, bare_size, has_surcharge, is_size, size_number
from comms.reading.tables.table import LeftOut, LeftOutColumn, Place, Row, Table, TableError, WrongSum

_STEPS = (Decimal("0.5"), Decimal(1), Decimal(2), Decimal(3), Decimal(4), Decimal(5), Decimal(6), Decimal(10))
_NOTHING = frozenset({"", "-", "--", "—", "–", "/"})
_PRICES = frozenset({"net_price", "gross_price", "price_with_tax", "price_without_tax", "cost_price"})
_SUM = re.compile(r"total|ttl|合计|总|小计", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Matrix:
    """The indexes of columns: the sizes, their sum, the amounts of whole rows, the specification if any."""

    sizes: tuple[int, ...]
    total: int | None
    amounts: tuple[int, ...]
    specification: int | None

    @property
    def counted(self) -> int:
        """The index of the column that stands for the quantities: their sum, or else the first size."""
        return self.sizes[0] if self.total is None else self.total

    def layout(self, width: int) -> list[int | None]:
        """Return the index of the column that each new column is made of: the first size for quantities.

        None stands for the column of sizes, which is there unless the specification takes them up.
        """
        new: list[int | None] = []
        for index in range(width):
            if index == self.sizes[0]:
                new += [index] if self.specification is not None else [None, index]
            elif index not in (*self.sizes, self.total, *self.amounts):
                new.append(index)
        return new


def by_size(table: Table) -> Table:
    """Return a table with a line for each size instead of a column; the same table if it is no size matrix.

    The sum that a row states is compared with its quantities; no line is made of a size without a quantity.
    The quantities count as the column of the sums, whose total is theirs; without sums, no total is kept.
    Raises TableError if a size has a price of its own, or if the sizes may be those of each carton.
    """
    table = _without_cartons(table)
    matrix = _matrix_of(table)
    if matrix is None:
        return table
    _refuse_surcharges(table, matrix)
    layout = matrix.layout(len(table.headers))
    size_header, quantity_header = _headers(table)
    headers = {None: size_header, matrix.sizes[0]: quantity_header}
    lines = [line for row in table.rows for line in _lines(row, table, matrix, layout)]
    without = [row for row in table.rows if not _sum(row, matrix.sizes, table)]
    numbers = {None: table.columns[matrix.sizes[0]], matrix.sizes[0]: table.columns[matrix.counted]}
    return replace(
        table,
        headers=tuple(headers.get(index) or table.headers[index or 0] for index in layout),
        columns=tuple(numbers.get(index) or table.columns[index or 0] for index in layout),
        rows=tuple(lines),
        skipped=(*(row for row in table.skipped if matrix.total is not None or not is_total(row)), *without),
        left_out=joined_runs([*table.left_out, *(_without_size(row) for row in without)]),
        left_out_columns=(*table.left_out_columns, *_summed_up(table, matrix)),
        wrong_sums=tuple(_wrong_sums(table, matrix)),
        merged=frozenset(_moved(table.merged, matrix, layout)),
        formulas=frozenset(_moved(table.formulas, matrix, layout)),
        struck={place: text for old, text in table.struck.items() for place in _moved([old], matrix, layout)},
    )


def _matrix_of(table: Table) -> _Matrix | None:
    if table.header_row is None or not table.rows:
        return None
    sizes = _sizes_in(table)
    places = [(row, index) for row in table.rows for index in sizes]
    if len(sizes) < MATRIX or not all(_is_count(row, index, table) for row, index in places):
        return None
    sums = [_sum(row, sizes, table) for row in table.rows]
    total = _total(table, sizes, sums)
    is_counted = any(_names(table, index) & names_of("quantity") for index in range(len(table.headers)))
    if not any(sums) or (total is None and is_counted):
        return None  # the quantity is in a column of its own, so the sizes say something else
    amounts = tuple(
        index for index in range(len(table.headers)) if _is_amount(table, index) and index != total
    )
    specification = next(
        (index for index in range(len(table.headers)) if _names(table, index) & names_of("specification")),
        None,
    )
    return _Matrix(sizes, total, amounts, specification)


def _refuse_surcharges(table: Table, matrix: _Matrix) -> None:
    """Raise TableError if a size that is ordered costs more than the price of its row."""
    dearer = [
        table.headers[index]
        for index in matrix.sizes
        if has_surcharge(table.headers[index]) and any(_quantity(row, index, table) for row in table.rows)
    ]
    priced = any(
        _names(table, index) & names_of("unit_price") or set(roles_of(header)) & _PRICES
        for index, header in enumerate(table.headers)
    )
    if dearer and priced:
        raise TableError("size_surcharge", headers=dearer)


def _without_cartons(table: Table) -> Table:
    """Return a table of assortments with the pieces of all cartons: 2 of a size in each of 5 cartons are 10.

    A total tells whether the sizes are those of one carton; without any, TableError is raised.
    """
    sizes, cartons = _sizes_in(table), _cartons(table)
    rows = [row for row in table.rows if any(row.cells[index] for index in sizes)]
    if cartons is None or len(sizes) < MATRIX or not rows:
        return table
    if not all(_is_count(row, index, table) for row in rows for index in (*sizes, cartons)):
        return table
    sums = [_sum(row, sizes, table) for row in rows]
    whole = [one * _quantity(row, cartons, table) for one, row in zip(sums, rows, strict=True)]
    if whole == sums or not any(whole):
        return table
    stated = [[_number(row.cells[index]) for row in rows] for index in _totals(table, sizes)]
    if sums in stated:
        return table
    if whole in stated:
        return replace(table, rows=tuple(_times(row, sizes, cartons, table) for row in table.rows))
    raise TableError("size_cartons", header=table.headers[cartons])


def _cartons(table: Table) -> int | None:
    """Return the index of the column that counts cartons."""
    return next(
        (index for index, header in enumerate(table.headers) if "packages" in roles_of(header)),
        None,
    )


def _totals(table: Table, sizes: Sequence[int]) -> Iterator[int]:
    """Yield the indexes of the columns that may hold the pieces of a row."""
    known = listed("rows", "totals") | listed("roles", "total_quantity") | names_of("quantity")
    for index, header in enumerate(table.headers):
        if index not in sizes and (_names(table, index) & known or _SUM.match(header)):
            yield index


def _times(row: Row, sizes: Sequence[int], cartons: int, table: Table) -> Row:
    times = _quantity(row, cartons, table)
    cells = [
        f"{_quantity(row, index, table) * times:f}" if index in sizes and row.cells[index] else cell
        for index, cell in enumerate(row.cells)
    ]
    return Row(row.number, tuple(cells))


def _sizes_in(table: Table) -> tuple[int, ...]:
    """Return the indexes of the first run of sizes: different letters, or numbers that rise in even steps.

    Letters that stand apart from the run belong to it: S, M, L, Remarks, XL.
    """
    run: list[int] = []
    for index, header in enumerate([*table.headers, ""]):
        if is_size(header):
            run.append(index)
        elif len(run) >= MATRIX:
            break
        else:
            run = []
    if len(run) >= MATRIX and not any(size_number(table.headers[index]) for index in run):
        run += [index for index, header in enumerate(table.headers) if index > run[-1] and _is_letter(header)]
    names = [bare_size(table.headers[index]) for index in run]
    numbers = [number for index in run if (number := size_number(table.headers[index])) is not None]
    steps = {other - one for one, other in pairwise(numbers)}
    is_even = len(numbers) in (0, len(run)) and steps <= set(_STEPS) and len(steps) <= 2
    return tuple(run) if len(set(names)) == len(names) and is_even else ()


def _is_letter(header: str) -> bool:
    return is_size(header) and size_number(header) is None


def _is_count(row: Row, index: int, table: Table) -> bool:
    """Return whether a cell says how many pieces of a size there are, none included."""
    text = row.cells[index]
    if (row.number, index) in table.formulas:
        return True
    number = _number(text) if text and len(text) < 20 and text not in _NOTHING else Decimal(0)
    return number is not None and number >= 0 and number == number.to_integral_value()


def _number(text: str) -> Decimal | None:
    """Return the number in a cell, whatever its unit; money and shares are none."""
    figure = read_figure(text)
    return None if figure is None or figure.currency or figure.is_percent else figure.value


def _quantity(row: Row, index: int, table: Table) -> Decimal:
    """Return the quantity of a size, 0 for none; that of a formula never computed is not a number."""
    if (row.number, index) in table.formulas:
        return Decimal("NaN")
    return _number(row.cells[index]) or Decimal(0)


def _sum(row: Row, sizes: Sequence[int], table: Table) -> Decimal:
    return sum((_quantity(row, index, table) for index in sizes), Decimal(0))


def _lines(row: Row, table: Table, matrix: _Matrix, layout: Sequence[int | None]) -> Iterator[Row]:
    for size in matrix.sizes:
        if not _quantity(row, size, table):
            continue
        new = {None: table.headers[size], matrix.sizes[0]: row.cells[size]}
        if matrix.specification is not None:
            new[matrix.specification] = _with_size(row.cells[matrix.specification], table.headers[size])
        yield Row(
            row.number, tuple(new[index] if index in new else row.cells[index or 0] for index in layout)
        )


def _with_size(specification: str, size: str) -> str:
    comma = "，" if re.search("[\u4e00-\u9fff]", specification) else ", "
    return f"{specification}{comma}{size}" if specification else size


def _total(table: Table, sizes: Sequence[int], sums: Sequence[Decimal]) -> int | None:
    """Return the column of the sums: one named so, or one of quantities that holds the sum in some row."""
    for index in range(len(table.headers)):
        names = _names(table, index)
        if index in sizes or not names:
            continue
        is_sum = names & listed("rows", "totals") or _SUM.match(table.headers[index])
        is_next = index == sizes[-1] + 1 and is_sum
        is_total = is_sum or names & (listed("roles", "total_quantity") | names_of("quantity"))
        figures = [_number(row.cells[index]) for row in table.rows]
        if is_next or (
            is_total and any(one == other for one, other in zip(figures, sums, strict=True) if other)
        ):
            return index
    return None


def _is_amount(table: Table, index: int) -> bool:
    return bool(_names(table, index) & (listed("roles", "amount") | listed("roles", "amount_with_tax")))


def _names(table: Table, index: int) -> frozenset[str]:
    heading = read_heading(table.headers[index])
    return frozenset(name for name, _ in heading.names) | frozenset(heading.pieces[:1])


def _headers(table: Table) -> tuple[str, str]:
    is_chinese = any("\u4e00" <= character <= "\u9fff" for header in table.headers for character in header)
    size, quantity = book()["sizes"]["chinese" if is_chinese else "other"]
    return size, quantity


def _summed_up(table: Table, matrix: _Matrix) -> Iterator[LeftOutColumn]:
    for index in sorted(filter(None, (matrix.total, *matrix.amounts))):
        yield LeftOutColumn("size", table.columns[index], table.headers[index])


def _wrong_sums(table: Table, matrix: _Matrix) -> Iterator[WrongSum]:
    for row in table.rows if matrix.total is not None else ():
        stated = row.cells[matrix.total or 0]
        computed = _sum(row, matrix.sizes, table)
        if stated and not computed.is_nan() and _number(stated) != computed:
            yield WrongSum(row.number, table.headers[matrix.total or 0], stated, f"{computed:f}")


def _without_size(row: Row) -> LeftOut:
    return LeftOut("without_size", row.number, row.number, start_of(row.cells))


def _moved(places: Iterable[Place], matrix: _Matrix, layout: Sequence[int | None]) -> Iterator[Place]:
    """Yield places with the new index of their column; that of a size is now the column of quantities."""
    for row, index in places:
        old = matrix.sizes[0] if index in matrix.sizes else index
        if old in layout:
            yield row, layout.index(old)
