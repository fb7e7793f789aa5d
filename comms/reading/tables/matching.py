"""Which column of a table gives which field of a part."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from comms.errors import CommsError
from comms.language.phrases import LANGUAGES, fill, label, words
from comms.models.base import Field, Part, Shape, fields_of
from comms.reading.tables.columns import MONEY, is_serial, matchable
from comms.reading.tables.headings import Note, book, currency_named, listed, plain, read_heading
from comms.reading.tables.table import Table

_FIRST, _OWN, _KNOWN, _ASPECT, _WEAK, _IN_PIECES = 0, 1, 2, 4, 8, 10
"""How good the ways are by which a head names a field; what was left away for it is added."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it gives.

    header: "" where it has none; number: its place in the file, from 1.
    key: the field it fills; role: what else it is good for: "amount", "currency" or "order".
    note: the currency, the unit and the scale that its head names.
    """

    header: str
    number: int
    key: str | None = None
    role: str | None = None
    note: Note = field(default_factory=Note)


@dataclass(frozen=True, slots=True)
class Matching:
    """What each column gives; stated: the currency that is named above the header row."""

    part: type[Part]
    columns: tuple[Column, ...]
    stated: str | None = None

    def with_column(self, index: int, key: str | None, also: bool = False) -> "Matching":
        """The matching with another field, or none, for a column; the field's other column loses it.

        also: the field is a text that several columns make up together.
        Raises CommsError("no_such_field") for a key that the part does not have, and IndexError.
        """
        if key is not None and key not in matchable(self.part):
            near = difflib.get_close_matches(key, list(matchable(self.part)), 1, 0)[0]
            raise CommsError("no_such_field", path=key, near=near)
        shared = also and key is not None and fields_of(self.part)[key].shape is Shape.TEXT
        columns = [
            each if shared or key is None or each.key != key else replace(each, key=None)
            for each in self.columns
        ]
        columns[index] = replace(columns[index], key=key, role=None)
        return replace(self, columns=tuple(columns))

    def of(self, key: str) -> list[int]:
        """The indexes of the columns that give a field."""
        return [index for index, each in enumerate(self.columns) if each.key == key]

    def role(self, name: str) -> int | None:
        """The index of the column that has a role, or None."""
        return next((index for index, each in enumerate(self.columns) if each.role == name), None)

    @property
    def currency(self) -> str | None:
        """The currency that the heads name: that of the prices, that of the amounts, the one stated above."""
        priced = [each.note.currency for each in self.columns if each.key in MONEY]
        amounts = [each.note.currency for each in self.columns if each.role == "amount"]
        return next((each for each in (*priced, *amounts) if each), self.stated)

    @property
    def unit(self) -> str | None:
        """The unit that the head of the quantities names, or that of the prices."""
        units = [
            each.note.unit for key in ("quantity", "unit_price") for each in self.columns if each.key == key
        ]
        return next((each for each in units if each), None)

    @property
    def unmatched(self) -> tuple[int, ...]:
        """The indexes of the columns that give nothing."""
        return tuple(
            index for index, each in enumerate(self.columns) if each.key is None and each.role is None
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The required fields that no column gives."""
        given = {each.key for each in self.columns} | ({"unit"} if self.unit else set())
        return tuple(
            key for key, field in matchable(self.part).items() if field.required and key not in given
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as a person sees it: its head, the label of what it gives or None, its first two values."""

    header: str
    label: str | None
    values: tuple[str, ...]


def match(table: Table, part: type[Part], language: str) -> Matching:
    """The matching of a table's columns with the fields of a part, by their heads.

    A table without header row is matched by what its columns hold where that has one meaning only.
    Of two columns for one field the better named one gives it; columns that each say one thing of a
    text, such as colour and size, give it together. language: whose labels are preferred.
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


def preview(table: Table, matching: Matching, language: str) -> list[Shown]:
    """What to show of a matching: a row for each column of the table, in its order."""
    said = words(language, "tables")
    fields = fields_of(matching.part)
    shown = []
    for index, column in enumerate(matching.columns):
        values = [row.cells[index].replace("\n", " ") for row in table.rows if row.cells[index]]
        named = label(fields[column.key], language) if column.key else said["roles"].get(column.role)
        header = column.header.replace("\n", " ") or header_of(column, language)
        shown.append(Shown(header, named, tuple(values[:2])))
    return shown


def header_of(column: Column, language: str) -> str:
    """What a column is called: by its head, or by its letter where it has none."""
    if column.header:
        return column.header.replace("\n", " ")
    return fill(words(language, "tables")["column"], {"letter": _letters(column.number)}, language)


def _letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def _keys(table: Table, part: type[Part], language: str) -> dict[int, str]:
    """The field of each column, the best named first."""
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
    for name, left in heading.names:
        for rank, key in names.get(name, ()):
            yield rank + left, key
    if heading.pieces and all(each in names for each in heading.pieces):
        for rank, key in names[heading.pieces[0]]:
            yield rank + _IN_PIECES, key


@cache
def _names(part: type[Part], language: str) -> dict[str, tuple[tuple[int, str], ...]]:
    """The fields that each plain name may mean, and how well."""
    names: dict[str, dict[str, int]] = {}
    for key, each in matchable(part).items():
        for name, rank in _names_of(each, language):
            names.setdefault(name, {}).setdefault(key, rank)
    return {
        name: tuple((rank, key) for key, rank in meanings.items()) for name, meanings in names.items() if name
    }


def _names_of(field: Field, language: str) -> Iterator[tuple[str, int]]:
    """The names of a field, each with its rank, the one that counts first."""
    key = field.key
    yield from ((each, _FIRST) for each in listed("first", key))
    weak = listed("weak", key)
    yield from ((each, _WEAK) for each in weak)
    yield from ((each, _OWN) for each in (plain(key), plain(label(field, language))))
    yield from ((plain(label(field, each)), _KNOWN) for each in LANGUAGES)
    yield from ((each, _KNOWN) for each in listed("fields", key))
    yield from ((each, _ASPECT) for each in listed("aspects", key))


def _with_roles(columns: list[Column], keys: dict[int, str]) -> Iterator[Column]:
    """The columns that are no fields with what else they are good for, each role once."""
    shop = any(plain(each.header).startswith("lineitem") for each in columns)
    taken: set[str] = set()
    for index, column in enumerate(columns):
        role = None if index in keys else _role(column, shop)
        yield column if role is None or role in taken else replace(column, role=role)
        taken |= {role} if role else set()


def _role(column: Column, shop: bool) -> str | None:
    heading = read_heading(column.header)
    if shop and plain(column.header) == "name":
        return "order"  # so the order's number is called in Shopify's export
    names = {name for name, _ in heading.names}
    if heading.pieces:
        names.add(heading.pieces[0])
    roles = [role for role in book()["roles"] if names & listed("roles", role)]
    return next((role for role in roles if not (shop and role == "amount")), None)  # that is the order's


def _stated(table: Table) -> str | None:
    """The currency named above the header row: 币种：USD, 单位：元, Currency: EUR."""
    for row in table.skipped:
        if table.header_row is None or row.number > table.header_row:
            break
        for each, following in zip(row.cells, (*row.cells[1:], ""), strict=True):
            name, _, value = each.replace("：", ":")[:60].partition(":")
            if plain(name) in listed("roles", "currency") | {"单位", "金额单位"} and (
                found := currency_named(value.strip() or following)
            ):
                return found
    return None
