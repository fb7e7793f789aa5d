"""What the columns of a table without header row hold, as far as that has one meaning only."""

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
    """The field of each column that can be told from its cells alone; the rest is for a person to say."""
    columns = [
        [row.cells[index] for row in table.rows if row.cells[index]] for index in range(len(table.headers))
    ]
    sorts: dict[str, list[int]] = {}
    for index, cells in enumerate(columns):
        if cells and not is_serial(table, index):
            sorts.setdefault(_sort(cells), []).append(index)
    keys = {sorts[sort][0]: key for sort, key in _ALONE.items() if len(sorts.get(sort, ())) == 1}
    keys |= _figures(sorts, columns, table, part)
    days = [key for key, field in matchable(part).items() if field.shape is Shape.DATE]
    if len(days) == 1 and len(sorts.get("date", ())) == 1:
        keys[sorts["date"][0]] = days[0]
    return {index: key for index, key in keys.items() if key in matchable(part)}


_ALONE = {"code": "sku", "text": "name", "unit": "unit"}


def _sort(cells: Sequence[str]) -> str:
    if all(is_unit(each) for each in cells):
        return "unit"
    figures = [read_figure(each) for each in cells]
    if all(figures):
        return "price" if any(each and each.currency for each in figures) else "figure"
    if all(map(_is_date, cells)):
        return "date"
    codes = all(_CODE.fullmatch(each) for each in cells) and len(set(cells)) == len(cells)
    return "code" if codes else "text"


def _is_date(text: str) -> bool:
    with suppress(NotADate):
        return len(text) < 40 and bool(parse_date(text, date(2000, 1, 1)))
    return False


def _figures(
    sorts: dict[str, list[int]], columns: list[list[str]], table: Table, part: type[Part]
) -> dict[int, str]:
    """Quantity and price, where currency, decimals or an amount beside them tell one from the other."""
    if not {"quantity", "unit_price"} <= set(matchable(part)):
        return {}
    figures, priced = list(sorts.get("figure", ())), list(sorts.get("price", ()))
    everything = figures + priced
    for amount in everything if len(everything) == 3 else ():
        rest = [each for each in everything if each != amount]
        if _is_product(table, rest, amount):
            figures, priced = (
                [each for each in figures if each in rest],
                [each for each in priced if each in rest],
            )
    parts = [each for each in figures if any("." in cell for cell in columns[each])]
    if len(figures) == 2 and not priced and len(parts) == 1:
        figures, priced = [each for each in figures if each not in parts], parts
    if len(figures) != 1 or len(priced) > 1:
        return {}
    return {figures[0]: "quantity"} | dict.fromkeys(priced, "unit_price")


def _is_product(table: Table, factors: list[int], amount: int) -> bool:
    """Whether a column is the product of two others in every row."""
    for row in table.rows:
        figures = [read_figure(row.cells[each]) for each in (*factors, amount)]
        one, other, product = (each.value if each else Decimal(0) for each in figures)
        if abs(one * other - product) > Decimal("0.01"):
            return False
    return True
