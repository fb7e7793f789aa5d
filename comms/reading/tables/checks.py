"""Figures that a table states besides its lines, compared with what the lines come to."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from comms.reading.tables.beside import named_again
from comms.reading.tables.cell_reader import CellRefused
from comms.reading.tables.discounts import Basis, as_terms, possible
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import roles_of
from comms.reading.tables.line_reader import LineReader
from comms.reading.tables.prices import unread_figures
from comms.reading.tables.row_kinds import is_total
from comms.reading.tables.table import Row
from comms.terms.money import line_net, round_money, totals
from comms.terms.units import is_counted

Entry = tuple[Row, dict[str, Any]]
_HUNDRED = Decimal(100)


class Checks:
    """Comparison of the lines of a table with its amounts, its totals and its orders.

    document: values for the whole document, found on the way.
    """

    def __init__(self, reader: LineReader, entries: Sequence[Entry]) -> None:
        self._reader, self._entries = reader, entries
        self._currency = reader.context.currency
        self.document: dict[str, Any] = {}

    def run(self) -> None:
        """Run all comparisons; what differs is a warning, what leaves two readings a problem."""
        if "unit_price" in self._reader.fields:
            for row, data in self._entries:
                if {"quantity", "unit_price"} <= data.keys():
                    self._compare_amounts(row, data)
                    self._compare_net(row, data)
            self._take_discount_of_order()
            self._compare_order_totals()
            self._refuse_unread()
            self._refuse_twins()
            self._tell_fractions()
        self._compare_total_rows()
        self._refuse_several("order", "orders")
        if "unit_price" in self._reader.fields:
            self._refuse_several("customer", "customers")

    # --- a row ----------------------------------------------------------------------------------

    def _net(self, data: dict[str, Any], discounted: bool = True) -> Decimal:
        percent, amount, per = (
            Decimal(data[key]) if key in data else None
            for key in ("discount_percent", "discount_amount", "price_per")
        )
        quantity, price = Decimal(data["quantity"]), Decimal(data["unit_price"])
        if not discounted:
            percent = amount = None
        return line_net(quantity, price, percent, self._currency, per, amount)

    def _compare_amounts(self, row: Row, data: dict[str, Any]) -> None:
        """Warn if an amount in a row is not quantity times price, before or after the discount."""
        for index, column in enumerate(self._reader.matching.columns):
            if column.role not in ("amount", "amount_with_tax"):
                continue
            if (figure := self._reader.figure(row, index)) is None:
                continue
            stated = round_money(figure.times(column.note.scale).value, self._currency)
            nets = list(self._expected(row, data, column.role == "amount_with_tax" or column.note.taxed))
            if nets and stated not in nets:
                header = self._reader.header(index)
                self._reader.warn(
                    "amount", row=str(row.number), header=header, computed=nets[0], stated=stated
                )

    def _expected(self, row: Row, data: dict[str, Any], taxed: bool | None) -> Iterator[Decimal]:
        """Yield the amounts that a row may state; none if its tax is not known."""
        prices = self._reader.matching.of("unit_price")
        priced = self._reader.matching.columns[prices[0]].note.taxed if prices else taxed
        is_taxed = bool(self._reader.context.prices_include_tax) if priced is None else priced
        factor = Decimal(1)
        if taxed is not None and taxed != is_taxed:
            if (rate := self._tax_rate(row)) is None:
                return
            factor = 1 + rate / _HUNDRED if taxed else 1 / (1 + rate / _HUNDRED)
        for discounted in (True, False):
            yield round_money(self._net(data, discounted) * factor, self._currency)

    def _tax_rate(self, row: Row) -> Decimal | None:
        figure = self._reader.figure(row, self._reader.matching.role("tax_rate"))
        if figure is None:
            return self._reader.context.tax_percent
        return figure.value * _HUNDRED if figure.value < 1 and not figure.is_percent else figure.value

    def _compare_net(self, row: Row, data: dict[str, Any]) -> None:
        """Warn if the price before discount, less the discount, is not the price after it."""
        matching = self._reader.matching
        gross_at, discount_at = matching.role("gross_price"), matching.role("discount")
        if gross_at is None or discount_at is None:
            return
        gross, discount = self._reader.figure(row, gross_at), self._reader.figure(row, discount_at)
        net, quantity = Decimal(data["unit_price"]), Decimal(data["quantity"]) or Decimal(1)
        text = row.cells[discount_at]
        if gross is None:
            return
        exponent = net.as_tuple().exponent
        places = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        expected = []
        for basis in possible(matching.columns[discount_at], text, discount) or {None}:
            terms = as_terms(basis, text, discount, quantity) if basis else None
            percent, amount = (terms.percent, terms.amount) if terms else (None, None)
            price = gross.value * (_HUNDRED - (percent or 0)) / _HUNDRED - (amount or 0) / quantity
            expected.append(price.quantize(places))
        if net not in expected:
            values = {"gross": gross.value, "discount": text[:20], "computed": expected[0], "net": net}
            self._reader.warn("net", row=str(row.number), **values)

    # --- the table ------------------------------------------------------------------------------

    def _stated(self, role: str) -> list[Decimal]:
        """Return the different figures of a column that states a value for the whole order."""
        index = self._reader.matching.role(role)
        figures = (self._reader.figure(row, index) for row in self._reader.table.rows)
        return list(dict.fromkeys(figure.value for figure in figures if figure))

    def _take_discount_of_order(self) -> None:
        """Take the discount on the order, in percent or money, unless the lines are already less it."""
        index = self._reader.matching.role("discount_of_order")
        rows = [row for row in self._reader.table.rows if index is not None and row.cells[index]]
        if index is None or not rows:
            return
        if len({row.cells[index] for row in rows}) > 1:
            self._reader.refuse_column(index, CellRefused("order_discounts"))
            return
        text, figure = rows[0].cells[index], self._reader.figure(rows[0], index)
        bases = possible(self._reader.matching.columns[index], text, figure) - {Basis.MONEY_EACH}
        if len(bases) > 1:
            values = [f"{text[:20]} %", f"{self._currency} {text[:20]}"]
            self._reader.refuse(rows[0], index, CellRefused("two_discounts", text=text[:40], meanings=values))
        elif bases:
            terms = as_terms(next(iter(bases)), text, figure, Decimal(1))
            if terms.percent:
                self.document["discount_percent"] = f"{terms.percent.normalize():f}"
            elif terms.amount and not self._is_in_the_lines(terms.amount, rows[0], index):
                self.document["discount_amount"] = f"{terms.amount:f}"

    def _is_in_the_lines(self, discount: Decimal, row: Row, index: int) -> bool:
        """Return whether the lines are already less a discount on the order; refuse it if that is open."""
        nets, gross = (sum(self._nets(discounted), Decimal(0)) for discounted in (True, False))
        subtotal = self._stated("subtotal_of_order")
        if len(subtotal) == 1 and round_money(subtotal[0], self._currency) == nets:
            return True
        is_same = gross - nets == round_money(discount, self._currency)
        if is_same and not (
            len(subtotal) == 1 and round_money(subtotal[0], self._currency) == nets - discount
        ):
            self._reader.refuse(row, index, CellRefused("order_discount_twice", discount=discount))
        return is_same

    def _nets(self, discounted: bool = True) -> Iterator[Decimal]:
        return (self._net(data, discounted) for _, data in self._entries if _is_priced(data))

    def _compare_order_totals(self) -> None:
        """Warn if the total that the table states for the order is not that of its lines."""
        for role in ("subtotal_of_order", "total_of_order"):
            stated = self._stated(role)
            index = self._reader.matching.role(role)
            if len(stated) != 1 or index is None:
                continue
            after = self._after_discount()
            if round_money(stated[0], self._currency) != after:
                header = self._reader.header(index)
                self._reader.warn("order_total", header=header, computed=after, stated=stated[0])
            return

    def _after_discount(self) -> Decimal:
        """Return the value of the lines after the discount on the order."""
        percent, amount = (
            Decimal(self.document.get(key, 0)) for key in ("discount_percent", "discount_amount")
        )
        found = totals(self._nets(), self._currency, percent, discount_amount=amount)
        return found.subtotal - found.discount

    def _compare_total_rows(self) -> None:
        """Warn if the last row of totals is not the sum of the lines."""
        last = next((row for row in reversed(self._reader.table.skipped) if is_total(row)), None)
        if last is None:
            return
        for key in ("quantity", "amount"):
            index = (
                self._reader.matching.role(key)
                if key == "amount"
                else next(iter(self._reader.matching.of(key)), None)
            )
            if index is None:
                continue
            place = self._reader.table.columns[index] - 1
            stated = read_figure(last.cells[place]) if place < len(last.cells) else None
            figures = [self._reader.figure(row, index) for row, _ in self._entries]
            total = sum((figure.value for figure in figures if figure), Decimal(0))
            if stated is not None and all(figures) and stated.value != total:
                header = self._reader.header(index)
                self._reader.warn(
                    "total_differs", row=str(last.number), header=header, computed=total, stated=stated.value
                )

    def _refuse_unread(self) -> None:
        """Refuse a column of discounts that nothing is known of, and tell one of prices."""
        columns = self._reader.matching.columns
        for index in unread_figures(columns, "discounts"):
            if any(_has_figure(row.cells[index]) for row, _ in self._entries):
                self._reader.refuse_column(index, CellRefused("unread_discount"))
        gross = any(
            column.key == "unit_price" and "gross_price" in roles_of(column.header) for column in columns
        )
        for index in unread_figures(columns, "prices"):
            if not any(_has_figure(row.cells[index]) for row, _ in self._entries):
                continue
            if gross:
                self._reader.refuse_column(index, CellRefused("unread_price"))
            else:
                self._reader.warn("unread_price", header=self._reader.header(index))

    def _refuse_twins(self) -> None:
        """Refuse a second column for the quantity or the price, such as Qty and Qty again."""
        columns = self._reader.matching.columns
        for column, other in named_again(columns):
            if column.key in ("quantity", "unit_price") and not (column.chosen or other.chosen):
                self._reader.refuse_column(columns.index(other), CellRefused("same_heading"))

    def _tell_fractions(self) -> None:
        """Tell quantities of counted goods that are no whole numbers."""
        for row, data in self._entries:
            quantity, unit = Decimal(data.get("quantity", 0)), data.get("unit")
            if unit and is_counted(unit) and quantity != quantity.to_integral_value():
                self._reader.warn("fraction", row=str(row.number), quantity=quantity, unit=unit)

    def _refuse_several(self, role: str, reason: str) -> None:
        """Refuse rows of several orders or customers, as in the export of a shop."""
        index = self._reader.matching.role(role)
        if index is None:
            return
        firsts: dict[str, Row] = {}
        for row, _ in self._entries:
            if row.cells[index]:
                firsts.setdefault(row.cells[index], row)
        if len(firsts) > 1:
            orders = list(firsts)
            error = CellRefused(
                reason,
                count=len(orders),
                orders=[order[:40] for order in orders[:5]],
                header=self._reader.header(index),
                first=orders[0][:40],
            )
            self._reader.refuse(firsts[orders[1]], index, error)


def _is_priced(data: dict[str, Any]) -> bool:
    return {"quantity", "unit_price"} <= data.keys()


def _has_figure(text: str) -> bool:
    figure = read_figure(text)
    return figure is not None and bool(figure.value)
