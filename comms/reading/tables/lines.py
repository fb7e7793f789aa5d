"""The rows of a table as the plain data of a part, with everything told that cannot be taken."""

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
from comms.reading.tables.continued import figure_columns, lines_in
from comms.reading.tables.figures import Figure, has_decimal_comma, read_figure, with_decimal_point
from comms.reading.tables.headings import currency_named, listed, plain
from comms.reading.tables.matching import Matching, header_of
from comms.reading.tables.table import Row, Table, TableError
from comms.terms.money import line_net, round_money

MOST = 20
"""Problems that are told one by one; the rest is counted."""

_ERROR = re.compile(r"#(N/A|REF!|DIV/0!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!)")
_DAY_WITH_TIME = re.compile(r"(\d{4}[-/.]\d{1,2}[-/.]\d{1,2})[ T]\d{1,2}:\d{2}(:\d{2})?")
_SIGNS = {"¥": ("CNY", "JPY"), "元": ("CNY", "HKD", "TWD", "SGD")}
_SIGNS["$"] = ("USD", "AUD", "CAD", "HKD", "SGD", "NZD", "TWD", "MXN")
"""The currencies that a sign may mean; the document's own is what it does mean."""


class CellRefused(CommsError):
    """A cell that cannot be taken for a reason that only tables have; its sentence is in tables.toml."""

    section = "cells"


@dataclass(frozen=True, slots=True)
class CellProblem(Saying):
    """A cell that cannot be taken, to be told in whichever language.

    row: its number in the file; column: its index; error: what is wrong with it.
    """

    row: int
    column: int
    header: str
    text: str
    error: CommsError

    def in_language(self, language: str) -> str:
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
    """What a table comes to.

    parts: the plain data of each entry; a cell with a problem is absent from it.
    problems: every cell that cannot be taken; warnings: what else somebody should know, as sentences.
    currency: the one that the table names; None where it names none, or several.
    """

    parts: tuple[dict[str, Any], ...]
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]
    currency: str | None


def parts_of(
    table: Table, matching: Matching, part: type[Part], context: AnswerContext
) -> list[dict[str, Any]]:
    """The plain data of the entries of a table.

    context: its currency is the document's, and a table in another one is refused.
    Raises TableError("cells") with the count of problems and the first 20 of them as CellProblem.
    """
    lines = lines_of(table, matching, part, context)
    if lines.problems:
        raise TableError("cells", count=len(lines.problems), problems=list(lines.problems[:MOST]))
    return list(lines.parts)


def lines_of(table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> Lines:
    """The entries of a table with all problems and warnings; raises nothing for what a cell holds."""
    reader = _Reader(table, matching, part, context)
    rows, passed_over = lines_in(table, matching)
    parts = [each for row in rows if (each := reader.part(row))]
    reader.compare_currencies()
    reader.count_orders()
    for reason, row in passed_over:
        text = " ".join(filter(None, row.cells)).replace("\n", " ")[:40]
        reader.warn(reason, row=str(row.number), text=text)
    named = list(reader.named)
    currency = named[0] if len(named) == 1 else None
    return Lines(tuple(parts), tuple(reader.problems), tuple(reader.warnings), currency)


class _Reader:
    """Reads row after row, and gathers what is wrong and what the table names."""

    def __init__(self, table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> None:
        self.table, self.matching, self.context = table, matching, context
        self.fields = matchable(part)
        self.problems: list[CellProblem] = []
        self.warnings: list[str] = []
        self.named: dict[str, tuple[int, int, str]] = {}
        self._unit = ""
        # figures are written in one way throughout a table: 9,80 in one column makes 1.200 of another 1200
        self._with_comma = has_decimal_comma(
            row.cells[index] for row in table.rows for index in figure_columns(matching)
        )

    def warn(self, reason: str, **values: object) -> None:
        """Notes a warning of tables.toml."""
        said = words(self.context.language, "tables")["warnings"][reason]
        self.warnings.append(fill(said, values, self.context.language))

    def part(self, row: Row) -> dict[str, Any]:
        """The data of a row; empty where no column that is matched holds anything."""
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
        """The unit that a row's own cell names, or else the head of the quantities."""
        own = next((row.cells[each] for each in self.matching.of("unit") if row.cells[each]), None)
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
        """The plain data of a cell, None for a placeholder; raises CommsError."""
        text = row.cells[index]
        if (row.number, index) in self.table.formulas:
            raise CellRefused("formula", text=text[:40])
        if _ERROR.fullmatch(text):
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
            return read_answer(field, row.cells[index], self.context)  # which refuses it
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
        """Takes a unit beside a figure for the row's where it has none; raises where it has another one."""
        if not figure.unit:
            return
        if plain(figure.unit) in listed("units", "days"):
            if not field.key.endswith("_days"):
                raise CellRefused("unit", unit=figure.unit, expected=self._unit or "-")
        elif self._unit and _singular(figure.unit) != _singular(self._unit):
            raise CellRefused("unit", unit=figure.unit, expected=self._unit)
        else:
            self._unit = self._unit or figure.unit

    def _name_currency(self, number: int, index: int, text: str, figure: Figure) -> None:
        """Notes the currency of a figure: its own, or that of its head."""
        stated = self.matching.columns[index].note.currency or self.matching.currency
        if figure.currency:
            named = _meant(figure, (stated, self.context.currency))
            self.named.setdefault(named, (number, index, text))
        elif stated:
            self.named.setdefault(stated, (self.table.header_row or number, index, text))

    def _note_currency(self, row: Row) -> None:
        """Notes what the column of currencies says in a row."""
        index = self.matching.role("currency")
        text = row.cells[index] if index is not None else ""
        if index is None or not text or not MONEY & set(self.fields):
            return
        if named := currency_named(text):
            self.named.setdefault(named, (row.number, index, text))
        else:
            self._refuse(row, index, CellRefused("currency_unknown", text=text[:40]))

    def compare_currencies(self) -> None:
        """Refuses each currency that is not the document's, once and where it first stands."""
        for named, (number, index, text) in self.named.items():
            if named != self.context.currency:
                error = CellRefused("currency", named=named, expected=self.context.currency)
                header = header_of(self.matching.columns[index], self.context.language)
                self.problems.append(CellProblem("tables", "cell", number, index, header, text, error))

    def _compare_amount(self, row: Row, data: Mapping[str, Any]) -> None:
        """Warns where the amount beside quantity and price is not their product, before or after discount."""
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
        nets = [line_net(quantity, price, each, currency) for each in (discount, None)]
        if stated not in nets:
            header = header_of(self.matching.columns[index], self.context.language)
            self.warn("amount", row=str(row.number), header=header, computed=nets[0], stated=stated)

    def count_orders(self) -> None:
        """Warns where the rows belong to several orders, as those of a shop's export may."""
        index = self.matching.role("order")
        if index is None:
            return
        orders = list(dict.fromkeys(row.cells[index] for row in self.table.rows if row.cells[index]))
        if len(orders) > 1:
            self.warn("orders", count=len(orders), orders=[each[:40] for each in orders[:5]])


def _meant(figure: Figure, expected: tuple[str | None, ...]) -> str:
    """The currency of a figure whose sign may mean several: the expected one among them."""
    sign = unicodedata.normalize("NFKC", figure.sign)
    return next((each for each in expected if each in _SIGNS.get(sign, ())), None) or str(figure.currency)


def _singular(unit: str) -> str:
    short = {"piece": "pc", "pce": "pc", "ea": "pc", "each": "pc", "件": "件"}
    bare = plain(unit)
    bare = bare[:-1] if len(bare) > 2 and bare.endswith("s") else bare
    return short.get(bare, bare)
