"""Settles a delay: computes the compensation from a notice, its order and the policy, for every remedy."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from comms.models.compensation_policy import CompensationPolicy, Tier
from comms.models.delay_notice import DelayNotice, Remedy
from comms.models.order_confirmation import LateDelivery, OrderConfirmation, OrderLine
from comms.orders.lines import late_lines
from comms.terms.compensation import (
    Compensation,
    DaySpan,
    LateLine,
    Offer,
    Penalty,
    compensate,
    penalty,
    tier_of,
    value_of,
)
from comms.terms.money import EXACT
from comms.terms.workdays import MAX_DAYS

if TYPE_CHECKING:
    from comms.terms.workdays import WorkCalendar

NO_CLAIM = frozenset({"force_majeure", "buyer"})
"""Causes for which the seller owes nothing, in addition to those that a policy excludes."""
DAYS_OF_A_WEEK = 7


@dataclass(frozen=True, slots=True)
class Settlement:
    """The compensation for the date and lines of the notice itself, and for those of every remedy."""

    own: Compensation
    remedies: tuple[Compensation, ...]

    @property
    def all(self) -> tuple[Compensation, ...]:
        """The notice's own compensation followed by those of the remedies."""
        return (self.own, *self.remedies)


def settle(
    notice: DelayNotice, order: OrderConfirmation, policy: CompensationPolicy, calendar: "WorkCalendar"
) -> Settlement | None:
    """Return the settlement of a notice; None while its dates, the order or the policy are incomplete."""
    if notice.original_date is None or notice.revised_date is None or order.currency is None:
        return None
    if order.computed() is None or policy.day_type is None:
        return None
    delay = _Delay(notice, order, policy, calendar)
    own = delay.compensation(notice.revised_date, notice.affected)
    remedies = tuple(delay.of_remedy(remedy) for remedy in notice.remedies or ())
    return Settlement(own, remedies)


@dataclass(frozen=True, slots=True)
class _Delay:
    """A notice with everything that its compensation depends on."""

    notice: DelayNotice
    order: OrderConfirmation
    policy: CompensationPolicy
    calendar: "WorkCalendar"

    @property
    def excluded(self) -> bool:
        return self.notice.cause in NO_CLAIM | frozenset(self.policy.excluded_causes or ())

    def of_remedy(self, remedy: Remedy) -> Compensation:
        """Return the compensation for a remedy; what it does not state is taken from the notice."""
        affected = self.notice.affected if remedy.affected is None else remedy.affected
        assert self.notice.revised_date is not None
        return self.compensation(remedy.revised_date or self.notice.revised_date, affected)

    def compensation(self, revised: date, affected: list[str] | None) -> Compensation:
        assert self.notice.original_date is not None
        currency = self.order.currency or ""
        lines = priced(late_lines(self.order, self.notice, affected), self.order)
        days = self.days(revised) if lines else 0
        choices = [] if self.excluded or not days else choices_of(tier_for(self.policy, days))
        owed = self.owed(lines, revised)
        found = compensate(lines, currency, days, choices, self.policy.cap_percent, owed)
        return replace(found, on_time=not lines or revised <= self.notice.original_date)

    def days(self, revised: date) -> int:
        """Return the days of delay after the original date, as the policy counts them."""
        assert self.notice.original_date is not None
        days = max((revised - self.notice.original_date).days, 0)
        if self.policy.day_type == "working" and days <= MAX_DAYS:  # beyond that, the year is a typing error
            return self.calendar.between(self.notice.original_date, revised)
        return days

    def owed(self, lines: list[LateLine], revised: date) -> Penalty | None:
        """Return the contractual penalty, counted in calendar days.

        None if the order has no penalty clause or the cause excuses the delay. The rate applies to the late
        lines, or to all lines if the clause says so.
        """
        terms, original, currency = self.order.late_delivery, self.notice.original_date, self.order.currency
        rate = _rate(terms) if terms else None
        if terms is None or rate is None or original is None or currency is None:
            return None
        percent, per_days = rate
        if not lines or self.notice.cause in NO_CLAIM or revised <= original:
            return None
        base = priced(self.order.lines or [], self.order) if terms.base == "order" else lines
        days = (revised - original).days
        return penalty(value_of(base, currency), percent, days, currency, per_days, terms.cap_percent)


def _rate(terms: LateDelivery) -> tuple[Decimal, int] | None:
    """Return the percentage of the late-delivery clause and the number of days that it is for."""
    if terms.percent_per_day is not None:
        return terms.percent_per_day, 1
    if terms.percent_per_week is not None:
        return terms.percent_per_week, DAYS_OF_A_WEEK
    return None


def priced(lines: Iterable[OrderLine], order: OrderConfirmation) -> list[LateLine]:
    """Return lines of an order with their prices after all discounts; those without a price are left out."""
    return [_late_line(line, order) for line in lines if line.quantity and line.price is not None]


def _late_line(line: OrderLine, order: OrderConfirmation) -> LateLine:
    assert line.quantity is not None and line.price is not None and line.value is not None
    with localcontext(EXACT):
        off_order = _share_after_discount(order)
        unit_net = line.value / line.quantity * off_order
        net = (line.net(order.currency or "") or Decimal(0)) * off_order
    return LateLine(
        line.sku or "",
        line.quantity,
        line.unit or "",
        unit_net,
        net,
        line.price,
        line.discount_percent,
        line.price_per,
        line.discount_amount,
    )


def _share_after_discount(order: OrderConfirmation) -> Decimal:
    """Return the share of the lines' value that is left after the discounts on the order."""
    share = (100 - (order.discount_percent or Decimal(0))) / 100
    goods = sum((line.net(order.currency or "") or Decimal(0) for line in order.lines or ()), Decimal(0))
    if order.discount_amount and goods:
        share -= order.discount_amount / goods
    return share


def spans_of(policy: CompensationPolicy) -> list[DaySpan]:
    """Return the day spans of a policy's tiers."""
    return [DaySpan(tier.from_day or 1, tier.to_day) for tier in policy.tiers or ()]


def tier_for(policy: CompensationPolicy, days: int) -> Tier | None:
    """Return the tier that a number of days falls into, or None."""
    index = tier_of(days, spans_of(policy))
    return None if index is None or policy.tiers is None else policy.tiers[index]


def choices_of(tier: Tier | None) -> list[list[Offer]]:
    """Return the sets of offers to choose from: a single set, or one per offer if the customer chooses."""
    if tier is None:
        return []
    offers = [
        Offer(offer.type, offer.percent, offer.amount, offer.currency)
        for offer in tier.offers or ()
        if offer.type
    ]
    return [[offer] for offer in offers] if tier.choose == "one" else [offers]
