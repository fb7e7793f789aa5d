"""Figures in a column of discounts: percent off, the tenths still to be paid (8折), or money."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from comms.models.scalars import is_placeholder
from comms.reading.tables.columns import Column
from comms.reading.tables.figures import Figure
from comms.reading.tables.headings import folded, listed, roles_of
from comms.terms.money import line_net
from comms.terms.zhe import percent_off


class Basis(StrEnum):
    """The way in which a figure states a discount."""

    PERCENT = "percent"
    FRACTION = "fraction"
    """0.1 for 10 %."""
    SHARE = "share"
    """The part of the price still to be paid, in tenths, hundredths or as a fraction: 8折, 85, 0.85."""
    MONEY = "money"
    MONEY_EACH = "money_each"
    """Money off the price of each unit."""


_HUNDRED = Decimal(100)
_MOST_OFF = Decimal(30)
"""A percentage up to this is what is taken off; 折扣率 90% is rather what is still to be paid."""


@dataclass(frozen=True, slots=True)
class DiscountTerms:
    """A discount as fields of a line; both are None if there is none."""

    percent: Decimal | None = None
    amount: Decimal | None = None


def possible(column: Column, text: str, figure: Figure | None) -> frozenset[Basis]:
    """Return the ways in which a cell can be meant; none for a cell that states no discount."""
    if percent_off(text) is not None:
        return frozenset({Basis.SHARE})
    if figure is None or not figure.value or is_placeholder(text):
        return frozenset()
    rate = folded(column.header) in listed("notes", "paid_share")
    if figure.is_percent:
        is_clear = not rate or column.chosen or abs(figure.value) <= _MOST_OFF
        return frozenset({Basis.PERCENT} if is_clear else {Basis.PERCENT, Basis.SHARE})
    return _of_figure(column, figure, rate)


def _of_figure(column: Column, figure: Figure, rate: bool) -> frozenset[Basis]:
    if "discount_each" in roles_of(column.header):
        return frozenset({Basis.MONEY_EACH})
    if figure.currency or column.note.currency:
        return frozenset({Basis.MONEY})
    if column.key == "discount_amount" or column.role == "discount_of_order":
        return (
            frozenset({Basis.MONEY})
            if _names_money(column)
            else _of_plain_number(column, abs(figure.value), rate)
        )
    return _of_plain_number(column, abs(figure.value), rate)


def _of_plain_number(column: Column, value: Decimal, rate: bool) -> frozenset[Basis]:
    if column.chosen:
        return frozenset({Basis.PERCENT})
    if value > _HUNDRED:
        return frozenset({Basis.MONEY})
    percents = {Basis.PERCENT} | ({Basis.FRACTION} if value < 1 else set())
    if rate:
        return frozenset(percents - {Basis.FRACTION} | {Basis.SHARE, Basis.MONEY})
    if _names_percent(column.header):
        return frozenset(percents)
    return frozenset(percents | {Basis.MONEY, Basis.MONEY_EACH})


def _names_money(column: Column) -> bool:
    """Return whether a header says that its figures are money: 优惠金额, Discount amount."""
    return column.key is not None or any(word in folded(column.header) for word in listed("hints", "money"))


def _names_percent(header: str) -> bool:
    is_signed = "%" in unicodedata.normalize("NFKC", header)
    return is_signed or any(word in folded(header) for word in listed("hints", "percent"))


def as_terms(basis: Basis, text: str, figure: Figure | None, quantity: Decimal) -> DiscountTerms:
    """Return the discount that a cell states on its basis."""
    value = abs(figure.value) if figure else Decimal(0)
    match basis:
        case Basis.PERCENT:
            return DiscountTerms(percent=value)
        case Basis.FRACTION:
            return DiscountTerms(percent=value * _HUNDRED)
        case Basis.SHARE:
            return DiscountTerms(percent=_off(text, value))
        case Basis.MONEY:
            return DiscountTerms(amount=value)
        case Basis.MONEY_EACH:
            return DiscountTerms(amount=value * quantity)


def _off(text: str, value: Decimal) -> Decimal:
    """Return the percent taken off by what is still to be paid: 20 for 8折, 8, 80 and 0.8."""
    if (stated := percent_off(text)) is not None:
        return stated
    return _HUNDRED - (value * _HUNDRED if value <= 1 else value * 10 if value < 10 else value)


@dataclass(frozen=True, slots=True)
class Priced:
    """A line with a discount in a column, and the amount that the table states for it, if any."""

    quantity: Decimal
    price: Decimal
    per: Decimal | None
    amount: Decimal | None
    text: str
    figure: Figure | None

    def net(self, basis: Basis | None, currency: str) -> Decimal:
        """Return the value of the line with its discount on a basis, None for no discount."""
        terms = as_terms(basis, self.text, self.figure, self.quantity) if basis else DiscountTerms()
        return line_net(self.quantity, self.price, terms.percent, currency, self.per, terms.amount)


def agreeing(bases: Sequence[Basis | None], lines: Sequence[Priced], currency: str) -> Basis | None:
    """Return the one basis on which stated amounts come out.

    An amount that is the value before any discount says nothing. Bases that come to the same value in every
    line count as one, the first. Raises LookupError if the amounts leave none or several.
    """
    stated = [line for line in lines if line.amount not in (None, line.net(None, currency))]
    found = [
        basis
        for basis in bases
        if stated and all(line.net(basis, currency) == line.amount for line in stated)
    ]
    if not found:
        found = [basis for basis in bases if any(line.net(basis, currency) == line.amount for line in stated)]
    if not found and None in bases and any(line.amount is not None for line in lines) and not stated:
        return None
    nets = {tuple(line.net(basis, currency) for line in lines) for basis in found}
    if len(nets) != 1:
        raise LookupError
    return found[0]
