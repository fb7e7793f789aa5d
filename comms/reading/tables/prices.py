"""Several columns of prices, discounts and quantities: one of each gives the value, the others check it."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from comms.reading.tables.columns import Column
from comms.reading.tables.headings import folded, listed, read_heading, roles_of

PRICES = ("net_price", "price_with_tax", "price_without_tax", "gross_price", "cost_price")
"""The roles of a column of prices; a net price is one after discount, a gross price one before."""
DISCOUNTS = ("discount_percent", "discount_amount")
_FILLED = {
    "discount_amount": "discount_amount",
    "discount_each": "discount_amount",
    "price_per": "price_per",
}
"""The roles whose figures are fields of an order's line, and those fields."""


def settled(columns: Sequence[Column], taxed: bool | None) -> list[Column]:
    """Return the columns of order lines with a single price, discount and quantity; others only check these.

    taxed: whether the prices of the document include tax, None if it does not say.
    """
    found = _with_terms(_with_amounts(columns))
    found = _with_one_price(found, taxed)
    return _with_one_quantity(found)


def is_net(columns: Sequence[Column]) -> bool:
    """Return whether the prices are those after discount."""
    return any(column.key == "unit_price" and _is(column, "net_price") for column in columns)


def prices_of_other_tax(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of prices with tax if the chosen ones are without, and the other way round."""
    chosen = next((column for column in columns if column.key == "unit_price"), None)
    if chosen is None or chosen.note.taxed is None:
        return []
    return [
        column
        for column in columns
        if column.role in PRICES and column.note.taxed not in (None, chosen.note.taxed)
    ]


def _is(column: Column, role: str) -> bool:
    return role in roles_of(column.header)


def _with_amounts(columns: Sequence[Column]) -> list[Column]:
    """Return the columns with the item-price of Amazon's order reports as what it is, an amount."""
    if not any(folded(column.header) == "quantitypurchased" for column in columns):
        return list(columns)
    return [
        replace(column, key=None, role="amount") if folded(column.header) == "itemprice" else column
        for column in columns
    ]


def _with_terms(columns: Sequence[Column]) -> list[Column]:
    """Return the columns with the fields that their roles name: discounts in money, units per price."""
    found = list(columns)
    for role, key in _FILLED.items():
        if not any(column.key == key for column in found):
            index = _first(found, lambda column, role=role: column.role == role)  # type: ignore[misc]
            if index is not None:
                found[index] = replace(found[index], key=key, role=None)
    return found


def _with_one_price(columns: list[Column], taxed: bool | None) -> list[Column]:
    """Return the columns with the price that fits the document: its tax first, then the one after discount.

    With a price after discount beside one before, the discount has been applied and only checks.
    """
    priced = [
        index for index, column in enumerate(columns) if column.key == "unit_price" or column.role in PRICES
    ]
    if not priced or any(columns[index].chosen for index in priced):
        return columns
    best = min(priced, key=lambda index: (*_rank(columns[index], taxed), index))
    found = [
        replace(column, key="unit_price", role=None)
        if index == best
        else replace(column, key=None, role=_price_role(column))
        if index in priced
        else column
        for index, column in enumerate(columns)
    ]
    others = [index for index in priced if index != best]
    gross = [
        index
        for index in others
        if not any(_is(columns[index], role) for role in ("net_price", "cost_price"))
    ]
    if not is_net(found) or not any(_same_tax(found[best], columns[index]) for index in gross):
        return found
    return [
        replace(column, key=None, role="discount")
        if column.key in DISCOUNTS and not column.chosen
        else column
        for column in found
    ]


def _price_role(column: Column) -> str:
    return next((role for role in roles_of(column.header) if role in PRICES), "gross_price")


def _same_tax(one: Column, other: Column) -> bool:
    return one.note.taxed == other.note.taxed or None in (one.note.taxed, other.note.taxed)


_COST = 3
"""The stage of a cost, which is the price of no customer where another price stands, whatever its tax."""


def _rank(column: Column, taxed: bool | None) -> tuple[bool, bool, int]:
    other_tax = column.note.taxed is not None and column.note.taxed != bool(taxed)
    stages = ("net_price", "gross_price", "cost_price")
    stage = next((place for place, role in zip((0, 2, _COST), stages, strict=True) if _is(column, role)), 1)
    return stage == _COST, other_tax, stage


def _with_one_quantity(columns: list[Column]) -> list[Column]:
    """Return the columns with the quantity in units of the article where another one counts packages."""
    packages = _first(columns, lambda column: _is(column, "packages") and column.key in (None, "quantity"))
    if packages is None or columns[packages].chosen:
        return columns
    total = _first(columns, lambda column: column.role == "total_quantity", packages)
    if total is None:
        total = _first(columns, _names_quantity, packages)
    each = _first(columns, lambda column: column.role == "per_package")
    if total is None and each is None:
        return columns
    found = [replace(column, key=None) if column.key == "quantity" else column for column in columns]
    found[packages] = replace(found[packages], key=None, role="packages")
    if total is not None:
        found[total] = replace(found[total], key="quantity", role=None)
    return found


def _names_quantity(column: Column) -> bool:
    names = (name for name, _ in read_heading(column.header).names)
    return column.key in (None, "quantity") and any(name in listed("fields", "quantity") for name in names)


def unread_figures(columns: Sequence[Column], hint: str) -> list[int]:
    """Return the indexes of the columns that give nothing, but whose headers hold a word of [hints]."""
    return [
        index
        for index, column in enumerate(columns)
        if not (column.key or column.role or column.chosen)
        and any(word in folded(column.header) for word in listed("hints", hint))
    ]


def _first(columns: Sequence[Column], fits: Callable[[Column], bool], but: int | None = None) -> int | None:
    return next((index for index, column in enumerate(columns) if index != but and fits(column)), None)
