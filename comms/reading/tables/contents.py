"""The fields of a table without header row, told by the contents of its columns if these are unambiguous."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal

from comms.models.base import Part, Shape
from comms.reading.tables.columns import is_serial, matchable
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import is_unit
from comms.reading.tables.table import Table
from comms.terms.dates import NotADate, parse_date

_CODE = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9\-_./#]{1,39}")


def keys_by_contents(table: Table, part: type[Part]) -> dict[int, str]:
    """Return the field of each column that its cells alone reveal; a person has to match the others."""
    columns = [
        [row.cells[index] for row in table.rows if row.cells[index]] for index in range(len(table.headers))
    ]
    indexes: dict[str, list[int]] = {}
    for index, cells in enumerate(columns):
        if cells and not is_serial(table, index):
            indexes.setdefault(_content_type(cells), []).append(index)
    keys = {indexes[name][0]: key for name, key in _UNIQUE.items() if len(indexes.get(name, ())) == 1}
    keys |= _figures(indexes, columns, table, part)
    days = [key for key, field in matchable(part).items() if field.shape is Shape.DATE]
    if len(days) == 1 and len(indexes.get("date", ())) == 1:
        keys[indexes["date"][0]] = days[0]
    return {index: key for index, key in keys.items() if key in matchable(part)}


_UNIQUE = {"code": "sku", "text": "name", "unit": "unit"}
"""The fields that a column reveals by being the only one with contents of its type."""


def _content_type(cells: Sequence[str]) -> str:
    if all(map(is_unit, cells)):
        return "unit"
    figures = [read_figure(cell) for cell in cells]
    if all(figures):
        return "price" if any(figure and figure.currency for figure in figures) else "figure"
    if all(map(_is_date, cells)):
        return "date"
    codes = all(_CODE.fullmatch(cell) for cell in cells) and len(set(cells)) == len(cells)
    return "code" if codes else "text"


def _is_date(text: str) -> bool:
    with suppress(NotADate):
        return len(text) < 40 and bool(parse_date(text, date(2000, 1, 1)))
    return False


def _figures(
    indexes: dict[str, list[int]], columns: list[list[str]], table: Table, part: type[Part]
) -> dict[int, str]:
    """Return quantity and price if a currency, decimals or an amount next to them tell which is which."""
    if not {"quantity", "unit_price"} <= set(matchable(part)):
        return {}
    figures, priced = list(indexes.get("figure", ())), list(indexes.get("price", ()))
    candidates = figures + priced
    for amount in candidates if len(candidates) == 3 else ():
        factors = [index for index in candidates if index != amount]
        if _is_product(table, factors, amount):
            figures, priced = (
                [index for index in figures if index in factors],
                [index for index in priced if index in factors],
            )
    decimals = [index for index in figures if any("." in cell for cell in columns[index])]
    if len(figures) == 2 and not priced and len(decimals) == 1:
        figures, priced = [index for index in figures if index not in decimals], decimals
    if len(figures) != 1 or len(priced) > 1:
        return {}
    return {figures[0]: "quantity"} | dict.fromkeys(priced, "unit_price")


def _is_product(table: Table, factors: list[int], amount: int) -> bool:
    """Return whether a column is the product of two others in every row."""
    for row in table.rows:
        figures = [read_figure(row.cells[index]) for index in (*factors, amount)]
        one, other, product = (figure.value if figure else Decimal(0) for figure in figures)
        if abs(one * other - product) > Decimal("0.01"):
            return False
    return True
