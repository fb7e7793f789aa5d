"""The matching of a table's columns with the fields of a part."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from comms.errors import CommsError
from comms.language.phrases import LANGUAGES, fill, label, words
from comms.models.base import Field, Part, Shape, fields_of
from comms.reading.tables.columns import MONEY, is_serial, matchable
from comms.reading.tables.headings import Note, book, currency_named, folded, listed, read_heading
from comms.reading.tables.table import Table

_FIRST, _OWN, _KNOWN, _ASPECT, _WEAK, _IN_PIECES = 0, 1, 2, 4, 8, 10
"""The ranks of the ways in which a header names a field, best first; penalties for omissions are added."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the field that it gives.

    header: "" if it has none; number: its place in the file, from 1.
    key: of the field that it fills; role: another use: "amount", "currency" or "order".
    note: the currency, the unit and the scale that its header names.
    """

    header: str
    number: int
    key: str | None = None
    role: str | None = None
    note: Note = field(default_factory=Note)


@dataclass(frozen=True, slots=True)
class Matching:
    """The field that each column gives; stated: the currency named above the header row."""

    part: type[Part]
    columns: tuple[Column, ...]
    stated: str | None = None

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
        columns[index] = replace(columns[index], key=key, role=None)
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
        return next((currency for currency in (*priced, *amounts) if currency), self.stated)

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
    """A column as a person sees it: its header, the label of what it gives or None, its first two values."""

    header: str
    label: str | None
    values: tuple[str, ...]


def match(table: Table, part: type[Part], language: str) -> Matching:
    """Match the columns of a table with the fields of a part by their headers.

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
    return Matching(part, tuple(_with_roles(columns, keys)), _stated(table))


def preview(table: Table, matching: Matching, language: str) -> list[ColumnPreview]:
    """Return a preview of each column of a table in order."""
    said = words(language, "tables")
    fields = fields_of(matching.part)
    shown = []
    for index, column in enumerate(matching.columns):
        values = [row.cells[index].replace("\n", " ") for row in table.rows if row.cells[index]]
        named = label(fields[column.key], language) if column.key else said["roles"].get(column.role)
        header = column.header.replace("\n", " ") or header_of(column, language)
        shown.append(ColumnPreview(header, named, tuple(values[:2])))
    return shown


def header_of(column: Column, language: str) -> str:
    """Return the header of a column, or its letter if it has none."""
    if column.header:
        return column.header.replace("\n", " ")
    return fill(words(language, "tables")["column"], {"letter": _letter(column.number)}, language)


def _letter(number: int) -> str:
    """Return the letters by which a spreadsheet calls a column; beyond its last column ZZZ, the number."""
    from openpyxl.utils import get_column_letter

    try:
        return str(get_column_letter(number))
    except ValueError:
        return str(number)


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
    keys: dict[int, str] = {}
    ranks: dict[str, int] = {}
    for rank, _, index, _, key in sorted(found):
        if index not in keys and (key not in ranks or rank == ranks[key] == _ASPECT):
            keys[index], ranks[key] = key, rank
    return keys


def _candidates(header: str, part: type[Part], language: str) -> Iterator[tuple[int, str]]:
    heading = read_heading(header)
    names = _names(part, language)
    for name, penalty in heading.names:
        for rank, key in names.get(name, ()):
            yield rank + penalty, key
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


def _with_roles(columns: list[Column], keys: dict[int, str]) -> Iterator[Column]:
    """Yield the columns, those without a field with their role; each role is given once."""
    shop = any(folded(column.header).startswith("lineitem") for column in columns)
    taken: set[str] = set()
    for index, column in enumerate(columns):
        role = None if index in keys else _role(column, shop)
        yield column if role is None or role in taken else replace(column, role=role)
        taken |= {role} if role else set()


def _role(column: Column, shop: bool) -> str | None:
    heading = read_heading(column.header)
    if shop and folded(column.header) == "name":
        return "order"  # the number of the order in a Shopify export
    names = {name for name, _ in heading.names}
    if heading.pieces:
        names.add(heading.pieces[0])
    roles = [role for role in book()["roles"] if names & listed("roles", role)]
    # an amount in a shop's export is that of the whole order
    return next((role for role in roles if not (shop and role == "amount")), None)


def _stated(table: Table) -> str | None:
    """Return the currency named above the header row: 币种：USD, 单位：元, Currency: EUR."""
    for row in table.skipped:
        if table.header_row is None or row.number > table.header_row:
            break
        for cell, following in zip(row.cells, (*row.cells[1:], ""), strict=True):
            name, _, value = cell.replace("：", ":")[:60].partition(":")
            if folded(name) in listed("roles", "currency") | {"单位", "金额单位"} and (
                found := currency_named(value.strip() or following)
            ):
                return found
    return None
