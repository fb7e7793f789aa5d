"""Computes compensation for late delivery: the contract's penalty, and a policy's offers under its cap."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal, localcontext

from comms.terms.money import EXACT, ZERO, round_money

HUNDRED = Decimal(100)
GOODS = "spare_parts"
MONEY = frozenset({"discount", "voucher", "refund"})
"""The types of offers that are paid or credited; all others are goods or services."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late line of an order, with its prices.

    unit_net: the price of a unit after the discounts of line and order, unrounded.
    net: the value of the line after both discounts.
    unit_price, discount_percent, price_per, discount_amount: as the line itself states them.
    """

    sku: str
    quantity: Decimal
    unit: str
    unit_net: Decimal
    net: Decimal
    unit_price: Decimal = ZERO
    discount_percent: Decimal | None = None
    price_per: Decimal | None = None
    discount_amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Penalty:
    """The contractual penalty for a delay: value × rate × days, limited by the cap.

    value: the value that the rate applies to.
    rate_percent: the rate for every `per_days` calendar days.
    cap: the largest amount owed, None without a cap.
    uncapped: the rounded amount before the cap.
    amount: the rounded amount owed.
    capped: whether the cap has reduced the amount.
    """

    value: Decimal
    rate_percent: Decimal
    per_days: int
    days: int
    cap_percent: Decimal | None
    cap: Decimal | None
    uncapped: Decimal
    amount: Decimal
    capped: bool


def penalty(
    value: Decimal,
    rate_percent: Decimal,
    days: int,
    currency: str,
    per_days: int = 1,
    cap_percent: Decimal | None = None,
) -> Penalty:
    """Return the late-delivery penalty: `rate_percent` of `value` for every `per_days` days of delay.

    days: calendar days of delay; a negative number counts as 0. Part periods count in proportion: 5 days at
    10.5 % per 2 days are 26.25 %. A percentage of 2 means 2 %. Amounts are rounded half-up to the minor
    units of the currency.
    """
    with localcontext(EXACT):
        owed = round_money(value * rate_percent * max(days, 0) / per_days / HUNDRED, currency)
        cap = None if cap_percent is None else round_money(value * cap_percent / HUNDRED, currency)
    capped = cap is not None and owed > cap
    amount = cap if capped and cap is not None else owed
    return Penalty(value, rate_percent, per_days, max(days, 0), cap_percent, cap, owed, amount, capped)


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer of a tier: a percentage of the late lines' value, a fixed amount, or a service."""

    type: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class SpareUnits:
    """Spare units of one line, given as compensation; `unit_net` is the net price of a unit."""

    sku: str
    quantity: int
    unit: str
    unit_net: Decimal


@dataclass(frozen=True, slots=True)
class GrantedOffer:
    """An offer in figures.

    value: its worth after the cap; uncut: its worth before the cap; goods: the spare units, if it is goods.
    """

    offer: Offer
    value: Decimal
    goods: tuple[SpareUnits, ...]
    uncut: Decimal

    @property
    def cut(self) -> bool:
        """Whether the cap has reduced the offer."""
        return self.value < self.uncut

    @property
    def gone(self) -> bool:
        """Whether the cap has reduced the offer to nothing."""
        return self.cut and not self.value

    @property
    def in_money(self) -> bool:
        return self.offer.type in MONEY


@dataclass(frozen=True, slots=True)
class Option:
    """A set of offers that the customer gets, or may choose, in addition to the penalty.

    money: the sum paid or credited, penalty included.
    value: the money and the worth of the goods.
    percent: `value` in percent of the late lines' value.
    """

    offers: tuple[GrantedOffer, ...]
    money: Decimal
    value: Decimal
    percent: Decimal

    @property
    def given(self) -> tuple[GrantedOffer, ...]:
        """The offers that the cap has not reduced to nothing."""
        return tuple(offer for offer in self.offers if not offer.gone)


@dataclass(frozen=True, slots=True)
class Compensation:
    """The compensation for a delay of certain lines.

    days: days of delay as the policy counts them.
    value: net value of the late lines.
    cap: the limit of offers and penalty together, None without a limit.
    options: one, or one per offer if the customer chooses.
    on_time: nothing is late at all.
    """

    days: int
    value: Decimal
    lines: tuple[LateLine, ...]
    penalty: Penalty | None
    cap_percent: Decimal | None
    cap: Decimal | None
    options: tuple[Option, ...]
    on_time: bool = False

    @property
    def largest(self) -> Option:
        """The most valuable option."""
        return max(self.options, key=lambda option: option.value)

    @property
    def nothing(self) -> bool:
        """Whether there is no penalty and no option grants anything."""
        return not self.penalty_amount and not any(option.given for option in self.options)

    @property
    def penalty_amount(self) -> Decimal:
        return self.penalty.amount if self.penalty else ZERO


def value_of(lines: Iterable[LateLine], currency: str) -> Decimal:
    """Return the value of the late lines after all discounts, rounded once."""
    with localcontext(EXACT):
        return round_money(sum((line.net for line in lines), ZERO), currency)


def compensate(
    lines: Sequence[LateLine],
    currency: str,
    days: int,
    choices: Sequence[Sequence[Offer]],
    cap_percent: Decimal | None = None,
    owed: Penalty | None = None,
) -> Compensation:
    """Return the compensation for late lines: every choice granted in full, then cut to the cap.

    days: days of delay as the policy counts them.
    choices: sets of offers among which the customer chooses; the cap applies to each set separately.
    owed: the contractual penalty. It is never cut; the offers share the rounded cap less the rounded
    penalty, and the last offers are cut first.
    """
    with localcontext(EXACT):
        value = value_of(lines, currency)
        cap = None if cap_percent is None else round_money(value * cap_percent / HUNDRED, currency)
        owing = owed.amount if owed else ZERO
        options = tuple(
            _option(_granted_within_cap(offers, lines, value, currency, cap, owing), owing, value)
            for offers in choices or ((),)
        )
    return Compensation(days, value, tuple(lines), owed, cap_percent, cap, options)


def _granted_within_cap(
    offers: Sequence[Offer],
    lines: Sequence[LateLine],
    value: Decimal,
    currency: str,
    cap: Decimal | None,
    owing: Decimal,
) -> tuple[GrantedOffer, ...]:
    """Return the offers in figures, cut to the room that the penalty leaves under the cap, the last first."""
    granted = [_granted(offer, lines, value, currency) for offer in offers]
    if cap is None:
        return tuple(granted)
    room = max(cap - owing, ZERO)
    kept: list[GrantedOffer] = []
    for offer in granted:
        fitting = _cut_to(room, offer, currency)
        room -= fitting.value
        kept.append(fitting)
    return tuple(kept)


def _granted(offer: Offer, lines: Sequence[LateLine], value: Decimal, currency: str) -> GrantedOffer:
    goods: tuple[SpareUnits, ...] = ()
    worth = ZERO
    if offer.type == GOODS and offer.percent:
        goods = tuple(_spares(line, offer.percent) for line in lines)
        worth = goods_value(goods, currency)
    elif offer.percent:
        worth = round_money(value * offer.percent / HUNDRED, currency)
    elif offer.amount and offer.currency in (None, currency) and value:
        worth = round_money(offer.amount, currency)
    return GrantedOffer(offer, worth, goods, worth)


def _spares(line: LateLine, percent: Decimal) -> SpareUnits:
    """Return spare units of a line: the percentage of its quantity, rounded up to whole units."""
    units = int((line.quantity * percent / HUNDRED).to_integral_value(rounding=ROUND_CEILING))
    return SpareUnits(line.sku, units, line.unit, line.unit_net)


def goods_value(goods: Iterable[SpareUnits], currency: str) -> Decimal:
    """Return the value of spare units at their net prices, rounded once."""
    return round_money(sum((spares.quantity * spares.unit_net for spares in goods), ZERO), currency)


def _cut_to(room: Decimal, granted: GrantedOffer, currency: str) -> GrantedOffer:
    """Return the offer cut to at most `room`; goods lose whole units, from the last line backwards."""
    if granted.value <= room:
        return granted
    if not granted.goods:
        return replace(granted, value=room)
    kept = list(granted.goods)
    while kept and goods_value(kept, currency) > room:
        *before, last = kept
        left = room - goods_value(before, currency)
        units = int(left / last.unit_net) if left > 0 and last.unit_net else 0
        kept = [*before, replace(last, quantity=units)] if units else before
    return replace(granted, value=goods_value(kept, currency), goods=tuple(kept))


def _option(offers: tuple[GrantedOffer, ...], owing: Decimal, lines_value: Decimal) -> Option:
    money = sum((offer.value for offer in offers if offer.in_money), owing)
    value = sum((offer.value for offer in offers), owing)
    percent = value * HUNDRED / lines_value if lines_value else ZERO
    return Option(offers, money, value, percent)


# --- checks of the policy itself ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The first and the last day of a tier; None for a tier without an end."""

    from_day: int
    to_day: int | None


def tier_of(days: int, spans: Sequence[DaySpan]) -> int | None:
    """Return the index of the tier that a number of days falls into, or None if it falls into none."""
    for index, span in enumerate(spans):
        if span.from_day <= days and (span.to_day is None or days <= span.to_day):
            return index
    return None


@dataclass(frozen=True, slots=True)
class TierFault:
    """A mistake in the sequence of tiers.

    index: the tier; reason: "gap", "overlap", "open" (open-ended, but not the last), "backwards" or "closed"
    (the last, but not open-ended); first, last: the days concerned.
    """

    index: int
    reason: str
    first: int
    last: int


def tier_faults(spans: Sequence[DaySpan]) -> Iterator[TierFault]:
    """Yield the places where tiers leave a gap, overlap, run backwards, or lack an open end."""
    expected = 1
    for index, span in enumerate(spans):
        if span.from_day > expected:
            yield TierFault(index, "gap", expected, span.from_day - 1)
        elif span.from_day < expected:
            last = expected - 1 if span.to_day is None else max(min(expected - 1, span.to_day), span.from_day)
            yield TierFault(index, "overlap", span.from_day, last)
        if span.to_day is None:
            if index < len(spans) - 1:
                yield TierFault(index, "open", span.from_day, span.from_day)
            return
        if span.to_day < span.from_day:
            yield TierFault(index, "backwards", span.from_day, span.to_day)
        expected = max(expected, span.to_day + 1, span.from_day)
    if spans:
        yield TierFault(len(spans) - 1, "closed", expected, expected)


def highest_promise(choices: Sequence[Sequence[Offer]]) -> tuple[Decimal, Decimal]:
    """Return the most that a tier promises: a percentage of the value, and a sum of fixed amounts.

    If the customer chooses, the most valuable choice counts.
    """
    totals = [
        (
            sum((offer.percent or ZERO for offer in offers), ZERO),
            sum((offer.amount or ZERO for offer in offers if not offer.percent), ZERO),
        )
        for offers in choices
    ]
    return max(totals, default=(ZERO, ZERO))


def promises_less(before: tuple[Decimal, Decimal], after: tuple[Decimal, Decimal]) -> bool:
    """Return whether a later tier promises less of something than an earlier one, and more of nothing."""
    return after != before and after[0] <= before[0] and after[1] <= before[1]
