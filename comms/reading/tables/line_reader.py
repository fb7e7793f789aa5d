"""A row of a table as the plain data of a part: its cells, units, packages and currencies."""

import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from comms.errors import CommsError
from comms.language.phrases import Saying, fill, say, words
from comms.models.base import Field, Part, Shape
from comms.models.scalars import is_placeholder
from comms.reading.answers import QUANTITIES, AnswerContext, read_answer
from comms.reading.tables.cell_reader import CellReader, CellRefused, is_one_unit, units_in
from comms.reading.tables.columns import MONEY, header_of, matchable
from comms.reading.tables.figures import Figure
from comms.reading.tables.headings import currency_named, folded, listed, may_be_currency, per_of
from comms.reading.tables.matching import CODED_NAME, Matching
from comms.reading.tables.prices import DISCOUNTS, prices_of_other_tax
from comms.reading.tables.stock import days_of_sales
from comms.reading.tables.table import Row, Table
from comms.terms.currencies import currency_meant

ONE = Decimal(1)
MOST_ALIKE = 8
"""The number of warnings of one kind that are told one by one."""


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


class LineReader:
    """A reader of one row after another that collects problems, warnings and the currencies named."""

    def __init__(self, table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> None:
        self.table, self.matching, self.context = table, matching, context
        self.fields = matchable(part)
        self.cells = CellReader(table, matching, context)
        self.problems: list[CellProblem] = []
        self._warnings: dict[str, list[str]] = {}
        self.named: dict[str, tuple[int, int, str]] = {}
        self._unit = ""

    def warn(self, reason: str, **values: object) -> None:
        """Add a warning of tables.toml."""
        said = words(self.context.language, "tables")["warnings"][reason]
        self._warnings.setdefault(reason, []).append(fill(said, values, self.context.language))

    @property
    def warnings(self) -> list[str]:
        """The warnings; of many of one kind the first ones, and how many more there are."""
        shown: list[str] = []
        for told in self._warnings.values():
            shown += told[:MOST_ALIKE]
            if len(told) > MOST_ALIKE:
                said = words(self.context.language, "tables")["warnings"]["more"]
                shown.append(fill(said, {"count": len(told) - MOST_ALIKE}, self.context.language))
        return shown

    def header(self, index: int) -> str:
        """Return the header of a column as it is told to a person."""
        return header_of(self.matching.columns[index], self.context.language)

    def refuse(self, row: Row, index: int, error: CommsError) -> None:
        """Report a cell that cannot be used."""
        problem = CellProblem(
            "tables", "cell", row.number, index, self.header(index), row.cells[index], error
        )
        self.problems.append(problem)

    def refuse_column(self, index: int, error: CommsError) -> None:
        """Report a column that cannot be used, at its header."""
        number = self.table.header_row or self.table.rows[0].number
        header = self.header(index)
        self.problems.append(CellProblem("tables", "cell", number, index, header, header, error))

    def figure(self, row: Row, index: int | None) -> Figure | None:
        """Return the figure in a cell, None for another text; a figure with two readings is reported."""
        if index is None or not row.cells[index] or is_placeholder(row.cells[index]):
            return None
        try:
            return self.cells.figure(row, index, self.unit_of(row))
        except CellRefused as error:
            self.refuse(row, index, error)
            return None

    def part(self, row: Row) -> dict[str, Any]:
        """Return the data of a row but for its discount, empty if no matched column has a value."""
        data: dict[str, Any] = {}
        self._unit = self.unit_of(row)
        for index, column in enumerate(self.matching.columns):
            if column.key is None or column.key in DISCOUNTS or not row.cells[index]:
                continue
            try:
                value = self._value(row, index, self.fields[column.key])
            except CommsError as error:
                self.refuse(row, index, error)
                continue
            if value is not None:
                data[column.key] = self._together(data.get(column.key), value)
        self._split_coded_name(data)
        self._add_quantity(row, data)
        if data and self._unit and "unit" in self.fields:
            data.setdefault("unit", self._unit)
        self._add_price(row, data)
        self._add_price_per(row, data)
        self.refuse_open_quantities(row, data)
        self._note_currency(row)
        return data

    def unit_of(self, row: Row) -> str:
        """Return the unit that the row's own cell names, or else the header of the quantities."""
        own = next((row.cells[index] for index in self.matching.of("unit") if row.cells[index]), None)
        return own or self.matching.unit or ""

    def _split_coded_name(self, data: dict[str, Any]) -> None:
        """Split `[DL-30] Desk lamp` into the code and the name of an article."""
        if coded := CODED_NAME.fullmatch(str(data.get("sku", ""))):
            data["sku"] = coded["code"]
            if coded["name"] and "name" in self.fields:
                data.setdefault("name", coded["name"])

    def _together(self, before: Any, value: Any) -> Any:
        if before is None:
            return value
        if not isinstance(before, str):
            return before
        return f"{before}{words(self.context.language, 'tables')['join']}{value}"

    def _value(self, row: Row, index: int, field: Field) -> Any:
        """Return the plain data of a cell, None for a placeholder; raises CommsError."""
        if field.shape not in (Shape.NUMBER, Shape.WHOLE):
            return self.cells.value(row, index, field)
        text = self.cells.text(row, index)
        return None if is_placeholder(text) else self._number(row, index, field)

    def _number(self, row: Row, index: int, field: Field) -> Any:
        figure = self.cells.figure(row, index, self._unit)
        if figure is None or (figure.currency and field.key not in MONEY):
            return read_answer(field, row.cells[index], self.context)  # raises the right error
        if figure.is_percent and field.key in MONEY | {"quantity"}:
            raise CellRefused("percent", text=row.cells[index][:40])
        if field.key in MONEY:
            self.name_currency(row.number, index, row.cells[index], figure)
        if field.key != "unit_price":
            self._compare_unit(figure.unit or self._unit_of_heading(index, field), field)
        value = figure.times(self.matching.columns[index].note.scale).value
        if field.key == "daily_sales" and (days := days_of_sales(self.matching.columns[index].header)):
            value = round(value / days, 2)
        return read_answer(field, f"{value:f}", self.context)

    def _unit_of_heading(self, index: int, field: Field) -> str | None:
        """Return the unit that the heading of a quantity names, unless packages are counted there."""
        unit = self.matching.columns[index].note.unit if field.key in QUANTITIES else None
        converts = field.key == "quantity" and self.matching.role("per_package") is not None
        return None if unit and converts and folded(unit) in listed("units", "packages") else unit

    def _compare_unit(self, unit: str | None, field: Field) -> None:
        """Adopt the unit of a figure if the row has none; raises CellRefused if the row has another."""
        if not unit:
            return
        if folded(unit) in listed("units", "days"):
            if not field.key.endswith("_days"):
                raise CellRefused("unit", unit=unit, expected=self._unit or "-")
        elif field.key.endswith("_percent"):
            raise CellRefused("unit", unit=unit, expected="%")
        elif self._unit and not is_one_unit(unit, self._unit):
            raise CellRefused("unit", unit=unit, expected=self._unit)
        else:
            self._unit = self._unit or unit

    # --- quantities and prices in packages, by the hundred, by the dozen -----------------------

    def _add_quantity(self, row: Row, data: dict[str, Any]) -> None:
        """Complete or check the quantity by the number of packages and the units in each."""
        packages, each = (self.matching.role(role) for role in ("packages", "per_package"))
        if packages is None:
            self._unpack_quantity(row, data, each)
            return
        counted, held = self.figure(row, packages), self.figure(row, each)
        product = counted.value * held.value if counted and held else None
        if "quantity" not in data and product:
            self._multiply(row, data, packages, product)
        elif product is not None and "quantity" in data and product != Decimal(data["quantity"]):
            assert counted is not None and held is not None
            values = {"packages": counted.value, "each": held.value, "product": product}
            self.refuse(row, packages, CellRefused("packages", **values, stated=data["quantity"]))
        if "quantity" in data and folded(self._unit) in listed("units", "outer"):
            self.refuse(
                row, packages, CellRefused("package_unit", unit=self._unit, quantity=data["quantity"])
            )

    def _add_price(self, row: Row, data: dict[str, Any]) -> None:
        """Add the price that follows from an amount where the table has no prices, if it comes out even."""
        if "unit_price" not in self.fields or self.matching.of("unit_price") or "quantity" not in data:
            return
        index = self.matching.role("amount")
        amount, quantity = self.figure(row, index), Decimal(data["quantity"])
        if amount is None or index is None or not quantity:
            return
        price = amount.value / quantity
        if price != round(price, 4):
            self.refuse(row, index, CellRefused("uneven_price", quantity=quantity))
            return
        data["unit_price"] = f"{round(price, 4).normalize():f}"
        self.name_currency(row.number, index, row.cells[index], amount)
        self.warn("price_computed", row=str(row.number), header=self.header(index), price=data["unit_price"])

    def _unpack_quantity(self, row: Row, data: dict[str, Any], each: int | None) -> None:
        """Turn a quantity whose heading counts packages into units: 数量(箱) 10 of 24 are 240."""
        index = next(iter(self.matching.of("quantity")), None)
        unit = self.matching.columns[index].note.unit if index is not None else None
        own = next((row.cells[place] for place in self.matching.of("unit") if row.cells[place]), None)
        held = self.figure(row, each)
        if unit and own and held and "quantity" in data and not is_one_unit(unit, own):
            self._multiply(row, data, index or 0, Decimal(data["quantity"]) * held.value)

    def _multiply(self, row: Row, data: dict[str, Any], index: int, quantity: Decimal) -> None:
        """Set the quantity that packages come to, and tell it."""
        data["quantity"] = f"{quantity.normalize():f}"
        values = {"header": self.header(index), "quantity": data["quantity"]}
        self.warn("quantity_computed", row=str(row.number), **values)

    def _add_price_per(self, row: Row, data: dict[str, Any]) -> None:
        """Add the number of units that the price is for: a hundred, a dozen, the content of a carton."""
        index = next(iter(self.matching.of("unit_price")), None)
        if index is None or "unit_price" not in data:
            return
        note, figure = self.matching.columns[index].note, self.figure(row, index)
        try:
            count, unit_of_price = self._price_unit(row)
        except LookupError:
            place = self.matching.role("price_unit") or 0
            error = CellRefused("price_unit", priced=row.cells[place][:20], unit=data.get("unit", "-"))
            self.refuse(row, place, error)
            return
        priced = (figure.unit if figure else None) or unit_of_price or note.unit
        per = note.per * Decimal(data.get("price_per", ONE)) * count
        if priced and (unit := data.get("unit")):
            held = self.figure(row, self.matching.role("per_package"))
            units = units_in(priced, unit, held.value if held else None)
            if not units:
                self.refuse(row, index, CellRefused("price_unit", priced=priced, unit=unit))
                return
            per *= units
        elif priced and "unit" in self.fields:
            data["unit"] = priced
        if per != ONE:
            data["price_per"] = f"{per.normalize():f}"
        else:
            data.pop("price_per", None)

    def _price_unit(self, row: Row) -> tuple[Decimal, str | None]:
        """Return the number and the unit that a column of its own names for the price.

        Raises LookupError for a cell that names neither, such as the C of some systems for a hundred.
        """
        index = self.matching.role("price_unit")
        if index is None or not row.cells[index]:
            return ONE, None
        if (found := per_of(row.cells[index])) is None:
            raise LookupError
        return found[0], found[1] or None

    def refuse_open_quantities(self, row: Row, data: dict[str, Any]) -> None:
        """Refuse a quantity part of which is cancelled, or of which another one was confirmed."""
        if "quantity" not in data:
            return
        for role in ("cancelled_quantity", "confirmed_quantity"):
            index = self.matching.role(role)
            figure = self.figure(row, index)
            if index is None or figure is None:
                continue
            agrees = Decimal(0) if role == "cancelled_quantity" else Decimal(data["quantity"])
            if figure.value != agrees:
                self.refuse(row, index, CellRefused(role, other=figure.value, quantity=data["quantity"]))

    def refuse_unknown_currency(self) -> None:
        """Refuse prices whose heading names money that several countries call so, such as kr."""
        for index in self.matching.of("unit_price"):
            note = self.matching.columns[index].note
            is_said = note.currency or self.matching.currency or self.matching.role("currency") is not None
            if note.unknown and not is_said and not may_be_currency(note.unknown, self.context.currency):
                self.refuse_column(index, CellRefused("currency_unknown", text=note.unknown))

    def refuse_other_tax(self) -> None:
        """Refuse prices with tax for a document whose prices are without it, and the other way round."""
        index = next(iter(self.matching.of("unit_price")), None)
        if index is None or (taxed := self.matching.columns[index].note.taxed) is None:
            return
        included, chosen = self.context.prices_include_tax, self.matching.columns[index].chosen
        if included is None and not chosen and prices_of_other_tax(self.matching.columns):
            self.refuse_column(index, CellRefused("two_prices"))
        elif included is None:
            self.warn("price_with_tax" if taxed else "price_without_tax", header=self.header(index))
        elif taxed != included:
            reason = "price_with_tax" if taxed else "price_without_tax"
            self.refuse_column(index, CellRefused(reason, percent=self.context.tax_percent))

    # --- currencies -----------------------------------------------------------------------------

    def name_currency(self, number: int, index: int, text: str, figure: Figure) -> None:
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
            self.refuse(row, index, CellRefused("currency_unknown", text=text[:40]))

    def compare_currencies(self) -> None:
        """Refuse each currency other than the document's once, at the cell that first names it."""
        prices = self.matching.of("unit_price")
        for named in self.matching.stated[1:] if prices else ():  # rows about the table that differ
            self.named.setdefault(named, (self.table.header_row or 1, prices[0], named))
        for named, (number, index, text) in self.named.items():
            if named != self.context.currency:
                error = CellRefused("currency", named=named, expected=self.context.currency)
                header = self.header(index)
                self.problems.append(CellProblem("tables", "cell", number, index, header, text, error))


def _meant(figure: Figure, stated: str | None, expected: str) -> str:
    """Return the currency of a figure; a shared sign is that of the header or else of the document."""
    sign = unicodedata.normalize("NFKC", figure.sign)
    return currency_meant(sign, stated or expected) or str(figure.currency)
