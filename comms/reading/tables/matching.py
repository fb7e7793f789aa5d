"""The matching of a table's columns with the fields of a part."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from comms.errors import CommsError
from comms.language.phrases import LANGUAGES, label, words
from comms.models.base import Field, Part, Shape, fields_of
from comms.reading.tables.above import stated_currencies, with_stated_tax
from comms.reading.tables.beside import settled_beside
from comms.reading.tables.columns import MONEY, Column, header_of, is_serial, letter_of, matchable
from comms.reading.tables.decimals import DecimalSign
from comms.reading.tables.headings import folded, listed, read_heading, roles_of
from comms.reading.tables.prices import DISCOUNTS, settled
from comms.reading.tables.stock import days_of_sales, longest_sales, settled_stock
from comms.reading.tables.table import Table

_FIRST, _OWN, _KNOWN, _ASPECT, _WEAK, _IN_PIECES = 0, 1, 2, 4, 8, 10
"""The ranks of the ways in which a header names a field, best first; penalties for omissions are added."""


CODED_NAME = re.compile(r"\[(?P<code>[^\[\]\n]{1,60})\]\s*(?P<name>.*)", re.DOTALL)
"""The name of an article with its code before it, as Odoo writes it."""


@dataclass(frozen=True, slots=True)
class Matching:
    """The field that each column gives.

    stated: the currencies named above the header row and in totals; decimal: the sign that a person named.
    """

    part: type[Part]
    columns: tuple[Column, ...]
    stated: tuple[str, ...] = ()
    decimal: DecimalSign | None = None

    def with_column(self, index: int, key: str | None, also: bool = False) -> "Matching":
        """Return the matching with another field, or none, for a column; the field's former column loses it.

        also: share the field with its other columns if it is a text, which they then form together.
        Raises CommsError("no_such_field") for a key that the part does not have, and IndexError.
        """
        if key is not None and key not in matchable(self.part):
            near = difflib.get_close_matches(key, list(matchable(self.part)), 1, 0)[0]
            raise CommsError("no_such_field", path=key, near=near)
        shared = also and key is not None and fields_of(self.part)[key].shape is Shape.TEXT
        columns = [
            column if shared or key is None or column.key != key else replace(column, key=None)
            for column in self.columns
        ]
        columns[index] = replace(columns[index], key=key, role=None, chosen=True)
        return replace(self, columns=tuple(columns))

    def of(self, key: str) -> list[int]:
        """Return the indexes of the columns that give a field."""
        return [index for index, column in enumerate(self.columns) if column.key == key]

    def role(self, name: str) -> int | None:
        """Return the index of the column that has a role, None if none has it."""
        return next((index for index, column in enumerate(self.columns) if column.role == name), None)

    @property
    def currency(self) -> str | None:
        """The currency that the headers of prices, those of amounts, or else the rows above them name."""
        priced = [column.note.currency for column in self.columns if column.key in MONEY]
        amounts = [column.note.currency for column in self.columns if column.role == "amount"]
        return next((currency for currency in (*priced, *amounts, *self.stated) if currency), None)

    @property
    def unit(self) -> str | None:
        """The unit that the header of the quantities names, or else that of the prices."""
        units = [
            column.note.unit
            for key in ("quantity", "unit_price")
            for column in self.columns
            if column.key == key
        ]
        return next((unit for unit in units if unit), None)

    @property
    def unmatched(self) -> tuple[int, ...]:
        """The indexes of the columns that give nothing."""
        return tuple(
            index for index, column in enumerate(self.columns) if column.key is None and column.role is None
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that no column gives."""
        given = {column.key for column in self.columns} | ({"unit"} if self.unit else set())
        return tuple(
            key for key, field in matchable(self.part).items() if field.required and key not in given
        )


@dataclass(frozen=True, slots=True)
class ColumnPreview:
    """A column as a person sees it: its header, the label of what it gives or None, its first two values.

    letter: by which a spreadsheet calls it.
    """

    letter: str
    header: str
    label: str | None
    values: tuple[str, ...]


def match(table: Table, part: type[Part], language: str, taxed: bool | None = None) -> Matching:
    """Match the columns of a table with the fields of a part by their headers.

    taxed: whether the prices of the document include tax, None if it does not say.

    A table without a header row is matched by its contents, if these have only one meaning.
    If two columns name one field, the better named one gives it; columns that each describe one aspect of
    a text, such as colour and size, give it together. language: of the labels that are preferred.
    """
    if table.header_row is None:
        from comms.reading.tables.contents import keys_by_contents

        keys = keys_by_contents(table, part)
    else:
        keys = _keys(table, part, language)
    columns = [
        Column(header, number, keys.get(index), None, read_heading(header).note)
        for index, (header, number) in enumerate(zip(table.headers, table.columns, strict=True))
    ]
    columns = settled_beside(list(_with_roles(columns)), table)
    if "unit_price" in matchable(part):
        columns = settled(with_stated_tax(columns, table), taxed)
    return Matching(part, tuple(settled_stock(columns)), stated_currencies(table))


def preview(table: Table, matching: Matching, language: str) -> list[ColumnPreview]:
    """Return a preview of each column of a table in order."""
    said = words(language, "tables")
    fields = fields_of(matching.part)
    shown = []
    for index, column in enumerate(matching.columns):
        values = [row.cells[index].replace("\n", " ") for row in table.rows if row.cells[index]]
        named = label(fields[column.key], language) if column.key else said["roles"].get(column.role)
        if column.key == "daily_sales" and (days := days_of_sales(column.header)):
            named = f"{named} (÷ {days})"
        header = column.header.replace("\n", " ") or header_of(column, language)
        shown.append(ColumnPreview(letter_of(column), header, named, tuple(values[:2])))
    return shown


def _keys(table: Table, part: type[Part], language: str) -> dict[int, str]:
    """Return the field of each column; the best named columns choose first."""
    filled = {index for row in table.rows for index, cell in enumerate(row.cells) if cell}
    order = list(matchable(part))
    found = [
        (rank, index not in filled, index, order.index(key), key)
        for index, header in enumerate(table.headers)
        for rank, key in _candidates(header, part, language)
        if not (rank >= _WEAK and key == "sku" and is_serial(table, index))
    ]
    if not any(key == "sku" and rank < _WEAK for rank, _, _, _, key in found):
        found += [(_FIRST, False, index, 0, "sku") for index in filled if _is_coded(index, found, table)]
    index = longest_sales(table.headers)
    if index is not None and "daily_sales" in order:
        found.append((_WEAK, index not in filled, index, order.index("daily_sales"), "daily_sales"))
    keys: dict[int, str] = {}
    ranks: dict[str, int] = {}
    for rank, _, index, _, key in sorted(found):
        if index not in keys and (key not in ranks or rank == ranks[key] == _ASPECT):
            keys[index], ranks[key] = key, rank
    return keys


def _is_coded(index: int, found: list[tuple[int, bool, int, int, str]], table: Table) -> bool:
    """Return whether all names in a column begin with their code: `[DL-30] Desk lamp`."""
    if not any(place == index and key == "name" for _, _, place, _, key in found):
        return False
    return all(CODED_NAME.fullmatch(row.cells[index]) for row in table.rows if row.cells[index])


def _candidates(header: str, part: type[Part], language: str) -> Iterator[tuple[int, str]]:
    heading = read_heading(header)
    names = _names(part, language)
    for name, penalty in heading.names:
        for rank, key in names.get(name, ()):
            yield rank + penalty, key
    yield from (
        (rank, key) for name in heading.prices for rank, key in names.get(name, ()) if key == "unit_price"
    )
    if heading.pieces and all(piece in names for piece in heading.pieces):
        for rank, key in names[heading.pieces[0]]:
            yield rank + _IN_PIECES, key


@cache
def _names(part: type[Part], language: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """Return the fields that each folded name may mean, with ranks."""
    names: dict[str, dict[str, int]] = {}
    for key, part_field in matchable(part).items():
        for name, rank in _names_of(part_field, language):
            names.setdefault(name, {}).setdefault(key, rank)
    return {
        name: tuple((rank, key) for key, rank in meanings.items()) for name, meanings in names.items() if name
    }


def _names_of(field: Field, language: str) -> Iterator[tuple[str, int]]:
    """Yield the names of a field with their ranks; the first rank of a name counts."""
    key = field.key
    yield from ((name, _FIRST) for name in listed("first", key))
    yield from ((name, _WEAK) for name in listed("weak", key))
    yield from ((name, _OWN) for name in (folded(key), folded(label(field, language))))
    yield from ((folded(label(field, other)), _KNOWN) for other in LANGUAGES)
    yield from ((name, _KNOWN) for name in listed("fields", key))
    yield from ((name, _ASPECT) for name in listed("aspects", key))


def _with_roles(columns: list[Column]) -> Iterator[Column]:
    """Yield the columns, those without a field with their role; each role is given once."""
    shop = any(_is_of_line(column) for column in columns)
    taken: set[str] = set()
    for column in columns:
        of_order = shop and not _is_of_line(column)
        key = None if of_order and column.key in DISCOUNTS else column.key
        role = None if key else next((role for role in _roles(column, of_order) if role not in taken), None)
        yield replace(column, key=key, role=role)
        taken |= {role} if role else set()


def _is_of_line(column: Column) -> bool:
    """Return whether a shop's export, with order and line side by side, marks a column as the line's."""
    return folded(column.header).startswith("lineitem")


def _roles(column: Column, of_order: bool) -> tuple[str, ...]:
    roles = roles_of(column.header)
    if not of_order:
        return roles
    if folded(column.header) == "name":
        return ("order",)  # the number of the order in a Shopify export
    return tuple(_OF_THE_ORDER.get(role, role) for role in roles if role != "amount")


_OF_THE_ORDER = {"discount_amount": "discount_of_order", "discount": "discount_of_order"}
