"""The discounts of lines, read on the basis that the column and the stated amounts leave."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from comms.language.phrases import fill, words
from comms.models.scalars import is_placeholder
from comms.reading.tables.cell_reader import CellRefused
from comms.reading.tables.discounts import Basis, DiscountTerms, Priced, agreeing, as_terms, possible
from comms.reading.tables.figures import Figure
from comms.reading.tables.headings import folded, listed
from comms.reading.tables.line_reader import LineReader
from comms.reading.tables.prices import DISCOUNTS, is_net
from comms.reading.tables.table import Row
from comms.terms.money import line_net, round_money

Entry = tuple[Row, dict[str, Any]]


def add_discounts(reader: LineReader, entries: Sequence[Entry]) -> None:
    """Add the discount of each line to its data; a column whose figures leave two readings is refused."""
    for key in DISCOUNTS:
        for index in reader.matching.of(key)[:1]:
            _DiscountColumn(reader, index, entries).add()


class _Cell(NamedTuple):
    """A cell with a discount, and the ways in which it can be meant."""

    row: Row
    data: dict[str, Any]
    figure: Figure | None
    bases: frozenset[Basis]


class _DiscountColumn:
    """A column of discounts, all of whose doubtful figures are read on one basis."""

    def __init__(self, reader: LineReader, index: int, entries: Sequence[Entry]) -> None:
        self.reader, self.index = reader, index
        self.column = reader.matching.columns[index]
        self.is_net = is_net(reader.matching.columns) and not self.column.chosen
        self.cells = [cell for row, data in entries if (cell := self._cell(row, data))]

    def _cell(self, row: Row, data: dict[str, Any]) -> _Cell | None:
        text = row.cells[self.index]
        if not text:
            return None
        figure = self.reader.figure(row, self.index)
        bases = possible(self.column, text, figure)
        if figure is not None and (figure.currency or self.column.key == "discount_amount"):
            self.reader.name_currency(row.number, self.index, text, figure)
        is_none = is_placeholder(text) or folded(text) in {"", *listed("hints", "no_discount")}
        if not bases and figure is None and not is_none:
            self.reader.refuse(row, self.index, CellRefused("discount", text=text[:40]))
        return _Cell(row, data, figure, bases) if bases else None

    def add(self) -> None:
        """Add the discounts to the data of the lines."""
        signs = {cell.figure.value > 0 for cell in self.cells if cell.figure and cell.figure.value}
        if len(signs) > 1:
            self.reader.refuse_column(self.index, CellRefused("discount_signs"))
            return
        doubtful = [cell for cell in self.cells if self._is_doubtful(cell)]
        basis = self._basis(doubtful) if doubtful else None
        rows: set[int] = set()
        for cell in self.cells:
            own = basis if self._is_doubtful(cell) else next(iter(cell.bases))
            if own is not None:
                if own is Basis.MONEY and cell.row.number in rows:
                    continue  # the lines of a row, one for each size, have its discount once
                rows.add(cell.row.number)
                text = cell.row.cells[self.index]
                self._put(cell.row, cell.data, as_terms(own, text, cell.figure, _quantity(cell.data)))

    def _is_doubtful(self, cell: _Cell) -> bool:
        return self.is_net or len(cell.bases) > 1

    def _basis(self, doubtful: list[_Cell]) -> Basis | None:
        """Return the basis of the doubtful cells, None for no discount; refuse them if several are left."""
        common = frozenset.intersection(*(cell.bases for cell in doubtful))
        options: list[Basis | None] = [basis for basis in Basis if basis in common]
        options += [None] if self.is_net else []
        lines = [self._priced(cell) for cell in doubtful if {"quantity", "unit_price"} <= cell.data.keys()]
        if len(options) == 1 or not lines:  # without prices, those are what is missing
            return options[0] if len(options) == 1 else None
        try:
            basis = agreeing(options, lines, self._currency)
        except LookupError:
            self._refuse(doubtful[0].row, options, lines)
            return None
        meaning = self._meaning(basis, lines[0])
        self.reader.warn("discount_read", header=self.reader.header(self.index), meaning=meaning)
        return basis

    def _refuse(self, row: Row, options: list[Basis | None], lines: list[Priced]) -> None:
        text = row.cells[self.index][:40]
        meanings = [self._meaning(option, lines[0]) for option in options] if lines else []
        self.reader.refuse(row, self.index, CellRefused("two_discounts", text=text, meanings=meanings))

    def _meaning(self, basis: Basis | None, line: Priced) -> str:
        """Return what a basis makes of a line: "10 % off: 135.00"."""
        language = self.reader.context.language
        terms = as_terms(basis, line.text, line.figure, line.quantity) if basis else DiscountTerms()
        value = terms.percent if terms.percent is not None else terms.amount
        key = "none" if basis is None else "percent" if terms.percent is not None else "money"
        values = {"value": value, "net": line.net(basis, self._currency)}
        return fill(words(language, "tables")["discounts"][key], values, language)

    def _priced(self, cell: _Cell) -> Priced:
        row, data, figure, _ = cell
        per = Decimal(data["price_per"]) if "price_per" in data else None
        amount = self.reader.figure(row, self.reader.matching.role("amount"))
        stated = round_money(amount.value, self._currency) if amount else None
        return Priced(
            Decimal(data["quantity"]), Decimal(data["unit_price"]), per, stated, row.cells[self.index], figure
        )

    def _put(self, row: Row, data: dict[str, Any], terms: DiscountTerms) -> None:
        """Add the discount to the data; one in money that repeats the one in percent is left out."""
        if terms.percent:
            data["discount_percent"] = f"{terms.percent.normalize():f}"
        if not terms.amount:
            return
        if "discount_percent" not in data:
            data["discount_amount"] = f"{terms.amount:f}"
        elif {"quantity", "unit_price"} <= data.keys():
            percent = Decimal(data["discount_percent"])
            gross, net = (
                line_net(_quantity(data), Decimal(data["unit_price"]), rate, self._currency, _per(data))
                for rate in (None, percent)
            )
            if round_money(terms.amount, self._currency) != gross - net:
                values = {"percent": percent, "computed": gross - net, "stated": terms.amount}
                self.reader.refuse(row, self.index, CellRefused("discounts_differ", **values))

    @property
    def _currency(self) -> str:
        return self.reader.context.currency


def _quantity(data: dict[str, Any]) -> Decimal:
    return Decimal(data.get("quantity", 0))


def _per(data: dict[str, Any]) -> Decimal | None:
    return Decimal(data["price_per"]) if "price_per" in data else None
