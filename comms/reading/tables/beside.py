"""What columns are for by what stands beside them and in their cells, where their headers alone mislead."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from comms.reading.tables.columns import Column, numbers_lines
from comms.reading.tables.headings import folded, listed, names_of, per_of, read_heading, roles_of
from comms.reading.tables.row_kinds import counts
from comms.reading.tables.table import Table
from comms.terms.amounts import parse_number

_OF_LINES = re.compile(r"items?\s*[./].+|.+[(（]items?[)）]", re.IGNORECASE | re.DOTALL)
"""A header of a line in an export of ERPNext: items.qty, Item Code (Items)."""


def settled_beside(columns: Sequence[Column], table: Table) -> list[Column]:
    """Return the columns with the fields and roles that their neighbours and their cells give them.

    A number of the line is no article, a day on which an invoice is due is no day of delivery, and the cells
    tell whether a price is for a number of units or for another unit. What a person chose stays.
    """
    found = list(columns)
    for settle in _SETTLED:
        for index, column in enumerate(found):
            if not column.chosen:
                settle(found, index, table)
    return found


def named_again(columns: Sequence[Column]) -> list[tuple[Column, Column]]:
    """Return each column that gives a field with a later one of that name that gives nothing: Qty, Qty."""
    return [
        (column, other)
        for index, column in enumerate(columns)
        if column.key
        for other in columns[index + 1 :]
        if not other.key and not other.role and _names(other) & names_of(column.key)
    ]


def _without_positions(found: list[Column], index: int, table: Table) -> None:
    """Take the article from a column that numbers the lines if another column can give it."""
    column = found[index]
    if column.key not in ("sku", "name") or not numbers_lines(table, index):
        return
    key = column.key
    other = next(_candidates(found, index, key, table), None)
    is_named = any(each.key in ("sku", "name") and each is not column for each in found)
    if other is None and not (is_named and _names(column) & listed("weak", key)):
        return
    found[index] = replace(column, key=None, role="position")
    if other is not None:
        found[other] = replace(found[other], key=key, role=None)


def _candidates(found: Sequence[Column], index: int, key: str, table: Table) -> Iterator[int]:
    """Yield the columns that may give a field instead of another column, those without a field first."""
    names = names_of(key) | listed("weak", key)
    for other, column in enumerate(found):
        if other != index and not column.key and not column.chosen and _names(column) & names:
            yield other
    for other, column in enumerate(found):
        if key == "sku" and column.key == "specification" and not column.chosen and _is_code(other, table):
            yield other


def _is_code(index: int, table: Table) -> bool:
    """Return whether a column headed Material holds the numbers of articles, as in SAP, and not fabrics."""
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    is_headed = folded(table.headers[index]) in listed("beside", "material")
    return is_headed and bool(cells) and all(re.fullmatch(r"[\w./-]*\d[\w./-]*", cell) for cell in cells)


def _with_order(found: list[Column], index: int, table: Table) -> None:
    """Give the ID in an export with lines below each order its role: it is that of the order."""
    others = (column.header for place, column in enumerate(found) if place != index)
    if folded(found[index].header) == "id" and any(map(_OF_LINES.fullmatch, others)):
        found[index] = replace(found[index], key=None, role="order")


def _without_payment_days(found: list[Column], index: int, table: Table) -> None:
    column = found[index]
    if column.key != "deliver_by" or not _names(column) & listed("beside", "due"):
        return
    if not any(_names(other) & listed("beside", "invoice_date") for other in found):
        return
    other = next(_candidates(found, index, "deliver_by", table), None)
    found[index] = replace(column, key=None, role="payment_due")
    if other is not None:
        found[other] = replace(found[other], key="deliver_by", role=None)


def _with_price_units(found: list[Column], index: int, table: Table) -> None:
    """Tell the number of units that a price is for from its unit by the cells: 100, 100 pcs, or kg."""
    column = found[index]
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    role = "price_per" if column.key == "price_per" else column.role
    if role not in ("price_per", "price_unit") or not cells or not all(map(per_of, cells)):
        return
    numbered = [cell[0].isdecimal() for cell in cells]
    if role == "price_unit" and all(numbered):
        found[index] = replace(column, role="price_per")
    elif role == "price_per" and not any(numbered):
        found[index] = replace(column, key=None, role="price_unit")


def _with_priced_quantity(found: list[Column], index: int, table: Table) -> None:
    """Tell a quantity in the unit of the price, as in 金蝶, from the number of units that a price is for.

    A number that prices are for is 100 or a dozen, and has no unit of its own beside it.
    """
    column = found[index]
    is_open = column.key == "price_per" or column.role == "priced_quantity"
    if not is_open or not _names(column) & listed("roles", "priced_quantity"):
        return
    counted = next((place for place, other in enumerate(found) if other.key == "quantity"), None)
    has_unit = any(other.role == "price_unit" for other in found)
    is_base = all(row.cells[index] in _BASES for row in table.rows if parse_number(row.cells[index]))
    is_same = counted is not None and all(
        parse_number(row.cells[index]) and row.cells[index] == row.cells[counted] for row in table.rows
    )
    if has_unit or is_same or not is_base:
        key, role = ("quantity", None) if counted is None else (None, "priced_quantity")
        found[index] = replace(column, key=key, role=role)
    else:
        found[index] = replace(column, key="price_per", role=None)


_BASES = ("1", "10", "12", "100", "144", "1000", "10000")


def _with_discount_for_each(found: list[Column], index: int, table: Table) -> None:
    """Take a discount in money for each piece for what it is: Discount (USD/pc) is none on the line."""
    column = found[index]
    if column.key in ("discount_percent", "discount_amount") and "discount_each" in roles_of(column.header):
        found[index] = replace(column, key=None, role="discount_each")


def _with_counts(found: list[Column], index: int, table: Table) -> None:
    """Tell the quantities below Cancelled from a Yes or No."""
    if found[index].role == "cancelled_flag" and counts(row.cells[index] for row in table.rows):
        found[index] = replace(found[index], role="cancelled_quantity")


def _names(column: Column) -> frozenset[str]:
    return frozenset(name for name, _ in read_heading(column.header).names)


_SETTLED: tuple[Callable[[list[Column], int, Table], None], ...] = (
    _without_positions,
    _with_order,
    _without_payment_days,
    _with_price_units,
    _with_priced_quantity,
    _with_discount_for_each,
    _with_counts,
)
