"""The rows of a table as the plain data of a part, with a report of every cell that cannot be used."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from comms.errors import CommsError
from comms.language.phrases import Saying, fill, say, words
from comms.models.base import Field, Part, Shape
from comms.models.scalars import is_placeholder
from comms.reading.answers import AnswerContext, read_answer
from comms.reading.tables.columns import MONEY, matchable
from comms.reading.tables.continued import entry_rows, figure_columns
from comms.reading.tables.figures import Figure, has_decimal_comma, read_figure, with_decimal_point
from comms.reading.tables.headings import currency_named, folded, listed
from comms.reading.tables.matching import Matching, header_of
from comms.reading.tables.table import ERROR_VALUES, Row, Table, TableError
from comms.terms.currencies import currency_meant
from comms.terms.money import line_net, round_money

MAX_LISTED = 20
"""The number of problems that are listed; the rest are only counted."""
_DAY_WITH_TIME = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]\d{1,2}:\d{2}(:\d{2})?")


class CellRefused(CommsError):
    """A cell that is refused for a reason that only tables have; its sentence is in tables.toml."""

    section = "cells"


@dataclass(frozen=True, slots=True)
class CellProblem(Saying):
    """A cell that cannot be used, as a sentence in any language.

    row: its number in the file; column: its index in the table; error: the reason.
    """

    row: int
    column: int
    header: str
    text: str
    error: CommsError

    def in_language(self, language: str) -> str:
        """Return the sentence about the cell."""
        book = words(language, "tables")
        own = isinstance(self.error, CellRefused)
        why = (
            fill(book["cells"][self.error.reason], self.error.values, language)
            if own
            else say(f"{self.error.section}.{self.error.reason}", language, **self.error.values)
        )
        stop = str(words(language)["language"]["stop"])
        values = {"row": str(self.row), "header": self.header, "why": why.removesuffix(stop)}
        return fill(book[self.key], values, language)


@dataclass(frozen=True, slots=True)
class Lines:
    """The entries that a table holds.

    parts: the plain data of each entry, without the cells that have a problem.
    problems: every cell that cannot be used; warnings: sentences about anything else worth knowing.
    currency: the one that the table names, None if it names none or several.
    """

    parts: tuple[dict[str, Any], ...]
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]
    currency: str | None


def parts_of(
    table: Table, matching: Matching, part: type[Part], context: AnswerContext
) -> list[dict[str, Any]]:
    """Return the plain data of the entries of a table.

    context: its currency is the document's; a table in another currency is refused.
    Raises TableError("cells") with the number of problems and the first 20 of them as CellProblem.
    """
    lines = lines_of(table, matching, part, context)
    if lines.problems:
        raise TableError("cells", count=len(lines.problems), problems=list(lines.problems[:MAX_LISTED]))
    return list(lines.parts)


def lines_of(table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> Lines:
    """Return the entries of a table with all problems and warnings; no content of a cell raises an error."""
    reader = _Reader(table, matching, part, context)
    rows, skipped = entry_rows(table, matching)
    parts = [entry for row in rows if (entry := reader.part(row))]
    reader.compare_currencies()
    reader.count_orders()
    for reason, row in skipped:
        text = " ".join(filter(None, row.cells)).replace("\n", " ")[:40]
        reader.warn(reason, row=str(row.number), text=text)
    named = list(reader.named)
    currency = named[0] if len(named) == 1 else None
    return Lines(tuple(parts), tuple(reader.problems), tuple(reader.warnings), currency)


class _Reader:
    """A reader of one row after another that collects problems, warnings and the currencies named."""

    def __init__(self, table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> None:
        self.table, self.matching, self.context = table, matching, context
        self.fields = matchable(part)
        self.problems: list[CellProblem] = []
        self.warnings: list[str] = []
        self.named: dict[str, tuple[int, int, str]] = {}
        self._unit = ""
        # a table has one decimal sign: 9,80 in one column makes 1.200 in another one 1200
        self._with_comma = has_decimal_comma(
            row.cells[index] for row in table.rows for index in figure_columns(matching)
        )

    def warn(self, reason: str, **values: object) -> None:
        """Add a warning of tables.toml."""
        said = words(self.context.language, "tables")["warnings"][reason]
        self.warnings.append(fill(said, values, self.context.language))

    def part(self, row: Row) -> dict[str, Any]:
        """Return the data of a row, empty if no matched column has a value."""
        data: dict[str, Any] = {}
        self._unit = self._unit_of(row)
        for index, column in enumerate(self.matching.columns):
            if column.key is None or not row.cells[index]:
                continue
            try:
                value = self._value(row, index, self.fields[column.key])
            except CommsError as error:
                self._refuse(row, index, error)
                continue
            if value is not None:
                data[column.key] = self._together(data.get(column.key), value)
        if data and self._unit and "unit" in self.fields:
            data.setdefault("unit", self._unit)
        self._note_currency(row)
        self._compare_amount(row, data)
        return {key: data[key] for key in self.fields if key in data}

    def _unit_of(self, row: Row) -> str:
        """Return the unit that the row's own cell names, or else the header of the quantities."""
        own = next((row.cells[index] for index in self.matching.of("unit") if row.cells[index]), None)
        return own or self.matching.unit or ""

    def _together(self, before: Any, value: Any) -> Any:
        if before is None:
            return value
        if not isinstance(before, str):
            return before
        return f"{before}{words(self.context.language, 'tables')['join']}{value}"

    def _refuse(self, row: Row, index: int, error: CommsError) -> None:
        header = header_of(self.matching.columns[index], self.context.language)
        text = row.cells[index]
        self.problems.append(CellProblem("tables", "cell", row.number, index, header, text, error))

    def _value(self, row: Row, index: int, field: Field) -> Any:
        """Return the plain data of a cell, None for a placeholder; raises CommsError."""
        text = row.cells[index]
        if (row.number, index) in self.table.formulas:
            raise CellRefused("formula", text=text[:40])
        if text in ERROR_VALUES:
            raise CellRefused("error_value", text=text)
        if field.shape is not Shape.TEXT and field.shape is not Shape.FLAG and is_placeholder(text):
            return None
        if field.shape in (Shape.NUMBER, Shape.WHOLE):
            return self._number(row, index, field)
        if field.shape is Shape.DATE and (match := _DAY_WITH_TIME.fullmatch(text)):
            text = match.group(1)
        return read_answer(field, text, self.context)

    def _number(self, row: Row, index: int, field: Field) -> Any:
        figure = self._figure(row, index)
        if figure is None or (figure.currency and field.key not in MONEY):
            return read_answer(field, row.cells[index], self.context)  # raises the right error
        if figure.is_percent and field.key in MONEY | {"quantity"}:
            raise CellRefused("percent", text=row.cells[index][:40])
        if field.key in MONEY:
            self._name_currency(row.number, index, row.cells[index], figure)
        self._compare_unit(figure, field)
        value = figure.times(self.matching.columns[index].note.scale).value
        return read_answer(field, f"{value:f}", self.context)

    def _figure(self, row: Row, index: int) -> Figure | None:
        text = row.cells[index]
        return read_figure(with_decimal_point(text) if self._with_comma else text, self._unit)

    def _compare_unit(self, figure: Figure, field: Field) -> None:
        """Adopt the unit next to a figure if the row has none; raises CellRefused if the row has another."""
        if not figure.unit:
            return
        if folded(figure.unit) in listed("units", "days"):
            if not field.key.endswith("_days"):
                raise CellRefused("unit", unit=figure.unit, expected=self._unit or "-")
        elif self._unit and _singular(figure.unit) != _singular(self._unit):
            raise CellRefused("unit", unit=figure.unit, expected=self._unit)
        else:
            self._unit = self._unit or figure.unit

    def _name_currency(self, number: int, index: int, text: str, figure: Figure) -> None:
        """Record the currency of a figure: its own, or that of its header."""
        stated = self.matching.columns[index].note.currency or self.matching.currency
        if figure.currency:
            named = _meant(figure, stated, self.context.currency)
            self.named.setdefault(named, (number, index, text))
        elif stated:
            self.named.setdefault(stated, (self.table.header_row or number, index, text))

    def _note_currency(self, row: Row) -> None:
        """Record the currency that the column of currencies names in a row."""
        index = self.matching.role("currency")
        text = row.cells[index] if index is not None else ""
        if index is None or not text or not MONEY & set(self.fields):
            return
        if named := currency_named(text):
            self.named.setdefault(named, (row.number, index, text))
        else:
            self._refuse(row, index, CellRefused("currency_unknown", text=text[:40]))

    def compare_currencies(self) -> None:
        """Refuse each currency other than the document's once, at the cell that first names it."""
        for named, (number, index, text) in self.named.items():
            if named != self.context.currency:
                error = CellRefused("currency", named=named, expected=self.context.currency)
                header = header_of(self.matching.columns[index], self.context.language)
                self.problems.append(CellProblem("tables", "cell", number, index, header, text, error))

    def _compare_amount(self, row: Row, data: Mapping[str, Any]) -> None:
        """Warn if the amount in a row is not quantity times price, before or after the discount."""
        index = self.matching.role("amount")
        if index is None or not row.cells[index] or not {"quantity", "unit_price"} <= data.keys():
            return
        figure = self._figure(row, index)
        if figure is None:
            return
        quantity, price = Decimal(data["quantity"]), Decimal(data["unit_price"])
        discount = Decimal(data["discount_percent"]) if "discount_percent" in data else None
        currency = self.context.currency
        stated = round_money(figure.times(self.matching.columns[index].note.scale).value, currency)
        nets = [line_net(quantity, price, rate, currency) for rate in (discount, None)]
        if stated not in nets:
            header = header_of(self.matching.columns[index], self.context.language)
            self.warn("amount", row=str(row.number), header=header, computed=nets[0], stated=stated)

    def count_orders(self) -> None:
        """Warn if the rows belong to several orders, as in the export of a shop."""
        index = self.matching.role("order")
        if index is None:
            return
        orders = list(dict.fromkeys(row.cells[index] for row in self.table.rows if row.cells[index]))
        if len(orders) > 1:
            self.warn("orders", count=len(orders), orders=[order[:40] for order in orders[:5]])


def _meant(figure: Figure, stated: str | None, expected: str) -> str:
    """Return the currency of a figure; a shared sign is that of the header or else of the document."""
    sign = unicodedata.normalize("NFKC", figure.sign)
    return currency_meant(sign, stated or expected) or str(figure.currency)


def _singular(unit: str) -> str:
    short = {"piece": "pc", "pce": "pc", "ea": "pc", "each": "pc", "件": "件"}
    bare = folded(unit)
    bare = bare[:-1] if len(bare) > 2 and bare.endswith("s") else bare
    return short.get(bare, bare)
