"""Compensation for a late delivery: the contract's penalty, and a policy's offers under its cap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal, localcontext

from comms.terms.money import EXACT, ZERO, round_money

HUNDRED = Decimal(100)
GOODS = "spare_parts"
MONEY = frozenset({"discount", "voucher", "refund"})
"""The offers that are paid or credited; all others are goods or services, counted apart."""


@dataclass(frozen=True, slots=True)
class LateLine:
    """A late line as the order prices it.

    unit_price, discount_percent: the line's own; unit_net: a unit after all discounts, not rounded; net:
    the line's value after all discounts.
    """

    sku: str
    quantity: Decimal
    unit: str
    unit_net: Decimal
    net: Decimal
    unit_price: Decimal = ZERO
    discount_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Penalty:
    """What the contract owes for the delay: value × rate × days, at most the cap.

    value: of what the rate applies to; rate_percent: per `per_days` calendar days; amount: rounded;
    uncapped: what the rate alone comes to; cap: the most that is owed, None without a cap; capped: whether
    the cap holds.
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
    """The late-delivery penalty: `rate_percent` of `value` for each `per_days` of the `days` of delay.

    Part periods count in proportion (5 days at 10.5 % per 2 days are 26.25 %). Percentages are of 100,
    amounts in the currency's minor units, half-up.
    """
    with localcontext(EXACT):
        owed = round_money(value * rate_percent * max(days, 0) / per_days / HUNDRED, currency)
        cap = None if cap_percent is None else round_money(value * cap_percent / HUNDRED, currency)
    capped = cap is not None and owed > cap
    amount = cap if capped and cap is not None else owed
    return Penalty(value, rate_percent, per_days, max(days, 0), cap_percent, cap, owed, amount, capped)


@dataclass(frozen=True, slots=True)
class Offer:
    """What a tier offers: a percentage of the late lines' value, a fixed amount, or a service."""

    type: str
    percent: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None


@dataclass(frozen=True, slots=True)
class Goods:
    """Spare units of one line."""

    sku: str
    quantity: int
    unit: str
    unit_net: Decimal


@dataclass(frozen=True, slots=True)
class Granted:
    """An offer in figures: `value` in money, `goods` where it is given in goods; `uncut` before the cap."""

    offer: Offer
    value: Decimal
    goods: tuple[Goods, ...]
    uncut: Decimal

    @property
    def cut(self) -> bool:
        """Whether the cap has taken something off."""
        return self.value < self.uncut

    @property
    def gone(self) -> bool:
        """Whether the cap has left nothing of the offer."""
        return self.cut and not self.value

    @property
    def in_money(self) -> bool:
        return self.offer.type in MONEY


@dataclass(frozen=True, slots=True)
class Option:
    """What the customer gets, or may choose to get, beside the penalty.

    money: what is paid or credited, penalty included; value: that and the goods; percent: value of the
    late lines' value.
    """

    offers: tuple[Granted, ...]
    money: Decimal
    value: Decimal
    percent: Decimal

    @property
    def given(self) -> tuple[Granted, ...]:
        """The offers of which the cap has left something."""
        return tuple(each for each in self.offers if not each.gone)


@dataclass(frozen=True, slots=True)
class Compensation:
    """The compensation for some days of delay on some lines.

    days: as the policy counts them; value: of the late lines, net of discounts; cap: of offers and
    penalty together, None without one; options: one, or one for each offer where the customer chooses;
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
        """The option of the greatest value."""
        return max(self.options, key=lambda each: each.value)

    @property
    def nothing(self) -> bool:
        """Whether no option brings anything."""
        return not self.penalty_amount and not any(each.given for each in self.options)

    @property
    def penalty_amount(self) -> Decimal:
        return self.penalty.amount if self.penalty else ZERO


def value_of(lines: Iterable[LateLine], currency: str) -> Decimal:
    """The net value of the late lines after all discounts, rounded once."""
    with localcontext(EXACT):
        return round_money(sum((each.net for each in lines), ZERO), currency)


def compensate(
    lines: Sequence[LateLine],
    currency: str,
    days: int,
    choices: Sequence[Sequence[Offer]],
    cap_percent: Decimal | None = None,
    owed: Penalty | None = None,
) -> Compensation:
    """The compensation of late lines: each of `choices` granted in full, then cut to the cap by itself.

    days: of delay, as the policy counts them; owed: the contract's penalty, which is never cut: the offers
    give way, from the last one backwards, to the rounded cap less the rounded penalty.
    """
    with localcontext(EXACT):
        value = value_of(lines, currency)
        cap = None if cap_percent is None else round_money(value * cap_percent / HUNDRED, currency)
        owing = owed.amount if owed else ZERO
        options = tuple(
            _option(
                _cut([_granted(each, lines, value, currency) for each in offers], cap, owing, currency),
                owing,
                value,
            )
            for offers in choices or ((),)
        )
    return Compensation(days, value, tuple(lines), owed, cap_percent, cap, options)


def _granted(offer: Offer, lines: Sequence[LateLine], value: Decimal, currency: str) -> Granted:
    goods: tuple[Goods, ...] = ()
    worth = ZERO
    if offer.type == GOODS and offer.percent:
        goods = tuple(_spares(each, offer.percent) for each in lines)
        worth = worth_of(goods, currency)
    elif offer.percent:
        worth = round_money(value * offer.percent / HUNDRED, currency)
    elif offer.amount and offer.currency in (None, currency) and value:
        worth = round_money(offer.amount, currency)
    return Granted(offer, worth, goods, worth)


def _spares(line: LateLine, percent: Decimal) -> Goods:
    """Spare units of a line: the percentage of its quantity, rounded up to whole units."""
    units = int((line.quantity * percent / HUNDRED).to_integral_value(rounding=ROUND_CEILING))
    return Goods(line.sku, units, line.unit, line.unit_net)


def worth_of(goods: Iterable[Goods], currency: str) -> Decimal:
    """What spare units are worth at their net price, rounded once."""
    return round_money(sum((each.quantity * each.unit_net for each in goods), ZERO), currency)


def _cut(offers: list[Granted], cap: Decimal | None, owing: Decimal, currency: str) -> tuple[Granted, ...]:
    """The offers within the cap; the last gives way first."""
    if cap is None:
        return tuple(offers)
    room = max(cap - owing, ZERO)
    kept: list[Granted] = []
    for each in offers:
        fitting = _fitted(each, room, currency)
        room -= fitting.value
        kept.append(fitting)
    return tuple(kept)


def _fitted(granted: Granted, room: Decimal, currency: str) -> Granted:
    if granted.value <= room:
        return granted
    if not granted.goods:
        return replace(granted, value=room)
    kept = list(granted.goods)
    while kept and worth_of(kept, currency) > room:
        *before, last = kept
        left = room - worth_of(before, currency)
        units = int(left / last.unit_net) if left > 0 and last.unit_net else 0
        kept = [*before, replace(last, quantity=units)] if units else before
    return replace(granted, value=worth_of(kept, currency), goods=tuple(kept))


def _option(offers: tuple[Granted, ...], owing: Decimal, value: Decimal) -> Option:
    money = sum((each.value for each in offers if each.in_money), owing)
    whole = sum((each.value for each in offers), owing)
    percent = whole * HUNDRED / value if value else ZERO
    return Option(offers, money, whole, percent)


# --- the policy itself -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a tier; `to_day` None is open."""

    from_day: int
    to_day: int | None


def tier_of(days: int, spans: Sequence[Span]) -> int | None:
    """The index of the tier that holds a number of days; None before the first day or in a gap."""
    for index, span in enumerate(spans):
        if span.from_day <= days and (span.to_day is None or days <= span.to_day):
            return index
    return None


@dataclass(frozen=True, slots=True)
class Fault:
    """Why tiers do not follow one another: the tier, and the days concerned."""

    index: int
    reason: str
    first: int
    last: int


def faults(spans: Sequence[Span]) -> Iterable[Fault]:
    """Where tiers leave a gap, overlap, run backwards, or have no open end."""
    expected = 1
    for index, span in enumerate(spans):
        if span.from_day > expected:
            yield Fault(index, "gap", expected, span.from_day - 1)
        elif span.from_day < expected:
            last = expected - 1 if span.to_day is None else max(min(expected - 1, span.to_day), span.from_day)
            yield Fault(index, "overlap", span.from_day, last)
        if span.to_day is None:
            if index < len(spans) - 1:
                yield Fault(index, "open", span.from_day, span.from_day)
                return
            return
        if span.to_day < span.from_day:
            yield Fault(index, "backwards", span.from_day, span.to_day)
        expected = max(expected, span.to_day + 1, span.from_day)
    if spans:
        yield Fault(len(spans) - 1, "closed", expected, expected)


def promised(choices: Sequence[Sequence[Offer]]) -> tuple[Decimal, Decimal]:
    """What a tier promises at most: percent of the value, and fixed amounts.

    Where the customer chooses, the most valuable offer counts.
    """
    totals = [
        (
            sum((each.percent or ZERO for each in offers), ZERO),
            sum((each.amount or ZERO for each in offers if not each.percent), ZERO),
        )
        for offers in choices
    ]
    return max(totals, default=(ZERO, ZERO))


def falls(before: tuple[Decimal, Decimal], after: tuple[Decimal, Decimal]) -> bool:
    """Whether a later tier promises less than an earlier one, and not more of anything."""
    return after != before and after[0] <= before[0] and after[1] <= before[1]
