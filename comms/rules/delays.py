"""D rules: delay notices and compensation policies."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from comms.findings import Problem, Severity
from comms.language.phrases import LANGUAGES, words
from comms.models.compensation_policy import CompensationPolicy
from comms.models.delay_notice import DelayNotice, StatedOffer
from comms.models.order_confirmation import OrderConfirmation
from comms.models.parts import Money
from comms.orders.lines import late_lines
from comms.orders.promises import missed_date, remedy_shipment, ships_by_delivery
from comms.orders.settlement import Settlement, choices_of, settle, spans_of
from comms.paths import FieldPath
from comms.rules.shared import absent, document_as, late_letter
from comms.terms.compensation import (
    Compensation,
    GrantedOffer,
    Option,
    goods_value,
    highest_promise,
    promises_less,
    tier_faults,
)
from comms.terms.money import minor_units, round_money
from comms.workspace.references import order_of, policy_of

if TYPE_CHECKING:
    from comms.workspace.case import Case

MIN_REMEDIES = 3


def late_notice(case: "Case") -> Iterator[Problem]:
    """The notice goes out more than 4 hours after the delay was detected.

    To change the limit, set `deadlines.delay_notice_hours` in comms.toml.

    FAIL
        kind: delay-notice
        detected_at: 2026-05-20T09:05:00+08:00
        issued_at: 2026-05-20T15:30:00+08:00

    PASS
        kind: delay-notice
        detected_at: 2026-05-20T09:05:00+08:00
        issued_at: 2026-05-20T05:30:00+02:00
    """
    notice = document_as(case, DelayNotice)
    if notice is not None:
        limit = case.workspace.settings.deadlines.delay_notice_hours
        yield from late_letter(notice.detected_at, notice.issued_at, limit)


def no_root_cause(case: "Case") -> Iterator[Problem]:
    """The notice does not say what caused the delay, or says it in empty words.

    FAIL
        kind: delay-notice
        root_cause: various reasons

    PASS
        kind: delay-notice
        root_cause: the weaving mill had no power for 9 hours on 19 May
    """
    yield from absent(case, "D702")
    notice = document_as(case, DelayNotice)
    if notice and notice.root_cause and _is_vague(notice.root_cause):
        cause = notice.root_cause
        short = cause[:40].rstrip() + "…" if len(cause) > 40 else cause
        yield Problem(("root_cause",), "vague", {"written": short})


def _is_vague(text: str) -> bool:
    """Return whether a cause consists of nothing but empty phrases, in any of the languages."""
    rest = text.casefold()
    for language in LANGUAGES:
        for phrase in sorted(words(language)["empty_causes"]["words"], key=len, reverse=True):
            if phrase in rest:
                pattern = rf"\b{re.escape(phrase)}\b" if phrase.isascii() else re.escape(phrase)
                rest = re.sub(pattern, " ", rest)
    return not re.search(r"\w", rest)


def no_responsible_party(case: "Case") -> Iterator[Problem]:
    """The notice does not name who answers for the delay; the party `none` needs no name.

    FAIL
        kind: delay-notice
        responsible_party: {party: carrier}

    PASS
        kind: delay-notice
        responsible_party: {party: carrier, name: Example Lines}
    """
    for path in case.absent.get("D703", ()):
        yield Problem(path, "" if len(path) == 1 else str(path[-1]))


def too_few_remedies(case: "Case") -> Iterator[Problem]:
    """The customer has fewer than three different remedies to choose from.

    FAIL
        kind: delay-notice
        remedies:
          - {action: ship everything on 1 June}
          - {action: Ship everything on 1 June.}
          - {action: ship the black shirts on 27 May and the white ones by courier on 1 June}

    PASS
        kind: delay-notice
        remedies:
          - {action: ship everything on 1 June}
          - {action: ship the black shirts on 27 May and the white ones by courier on 1 June}
          - {action: replace the white shirts by the 200 g quality from stock}
    """
    notice = document_as(case, DelayNotice)
    if notice is None:
        return
    distinct = {_normalized(remedy.action) for remedy in notice.remedies or () if remedy.action}
    if len(distinct) < MIN_REMEDIES:
        yield Problem(("remedies",), values={"count": len(distinct), "least": MIN_REMEDIES})


def _normalized(text: str) -> str:
    return re.sub(r"\W+", "", text).casefold()


def dates_reversed(case: "Case") -> Iterator[Problem]:
    """The revised date is not after the original one, or the original one is not the date in the order.

    FAIL
        kind: delay-notice
        original_date: 2026-05-27
        revised_date: 2026-05-20

    PASS
        kind: delay-notice
        original_date: 2026-05-27
        revised_date: 2026-06-01
    """
    notice = document_as(case, DelayNotice)
    if notice is None or notice.original_date is None:
        return
    if notice.revised_date is not None and notice.revised_date <= notice.original_date:
        values = {"original": notice.original_date, "revised": notice.revised_date}
        yield Problem(("revised_date",), values=values)
    order = order_of(notice, case.workspace).document
    differing = _other_promises(order, notice) if order else []
    if differing:
        promised = sorted({day for day in differing if day is not None})
        promise: dict[str, object] = {"original": notice.original_date, "promised": promised}
        yield Problem(("original_date",), "order" if promised else "no_promise", promise)
    else:
        yield from _late_without_lines(notice)


def _late_without_lines(notice: DelayNotice) -> Iterator[Problem]:
    """Report remedies that say that no line is late, and yet give a date after the promised one."""
    for index, remedy in enumerate(notice.remedies or ()):
        original, revised = notice.original_date, remedy.revised_date
        if remedy.affected == [] and original and revised and revised > original:
            path = ("remedies", index, "affected")
            yield Problem(path, "nothing_late", {"original": original, "revised": revised})


def _other_promises(order: OrderConfirmation, notice: DelayNotice) -> list[date | None]:
    """Return the promised dates of the late lines that differ from the notice's; None for no promise."""
    lines = late_lines(order, notice, notice.affected)
    promised = [order.promised(line, notice.milestone or "ship_by") for line in lines]
    return [day for day in promised if day != notice.original_date]


def no_next_update(case: "Case") -> Iterator[Problem]:
    """The notice does not say when the customer will hear from you again.

    FAIL
        kind: delay-notice
        next_update_at: TBD

    PASS
        kind: delay-notice
        next_update_at: 2026-05-25T17:00:00+08:00
    """
    yield from absent(case, "D707")


def notice_dates(case: "Case") -> Iterator[Problem]:
    """A date or time that the notice announces is before the notice itself.

    FAIL
        kind: delay-notice
        issued_at: 2026-05-20T11:30:00+08:00
        reply_by: 2026-05-19T18:00:00+08:00

    PASS
        kind: delay-notice
        issued_at: 2026-05-20T11:30:00+08:00
        reply_by: 2026-05-21T18:00:00+08:00
    """
    notice = document_as(case, DelayNotice)
    if notice is None or notice.issued_at is None:
        return
    if notice.revised_date is not None and notice.revised_date < notice.issued_at.date():
        yield Problem(("revised_date",), values={"date": notice.revised_date, "issued": notice.issued_at})
    for key in ("reply_by", "next_update_at"):
        moment = getattr(notice, key)
        if moment is not None and moment <= notice.issued_at:
            yield Problem((key,), values={"date": moment, "issued": notice.issued_at})
    for index, remedy in enumerate(notice.remedies or ()):
        if remedy.revised_date is not None and remedy.revised_date < notice.issued_at.date():
            path = ("remedies", index, "revised_date")
            yield Problem(path, values={"date": remedy.revised_date, "issued": notice.issued_at})


def credit_amendment(case: "Case") -> Iterator[Problem]:
    """A remedy ships after a date of the letter of credit and does not say that this needs an amendment.

    A later shipment than the credit allows is not paid until the credit has been amended. If the notice
    speaks of the arrival, the shipment is taken to shift by as many days, and the finding is a warning.

    FAIL
        kind: delay-notice
        order: SO-1
        milestone: ship_by
        original_date: 2026-05-27
        revised_date: 2026-06-08
        remedies: [{action: ship everything on 8 June}]
        ---
        kind: order-confirmation
        id: SO-1
        lines: [{sku: A, quantity: 100, unit_price: 32.50}]
        delivery: {incoterm: FOB, place: Ningbo, ship_by: 2026-05-27, mode: sea}
        payment: {method: L/C, latest_shipment: 2026-06-05, expiry: 2026-06-26}

    PASS
        kind: delay-notice
        order: SO-1
        milestone: ship_by
        original_date: 2026-05-27
        revised_date: 2026-06-08
        remedies: [{action: ship everything on 8 June, requires: [lc_amendment]}]
        ---
        kind: order-confirmation
        id: SO-1
        lines: [{sku: A, quantity: 100, unit_price: 32.50}]
        delivery: {incoterm: FOB, place: Ningbo, ship_by: 2026-05-27, mode: sea}
        payment: {method: L/C, latest_shipment: 2026-06-05, expiry: 2026-06-26}
    """
    notice = document_as(case, DelayNotice)
    order = order_of(notice, case.workspace).document if notice else None
    if notice is None or order is None or case.is_doubtful(("affected",)):
        return
    for index, remedy in enumerate(notice.remedies or ()):
        day = remedy_shipment(order, notice, remedy)
        missed = missed_date(order, day) if day else None
        if missed is None or "lc_amendment" in (remedy.requires or ()):
            continue
        is_certain = notice.milestone == "ship_by" or ships_by_delivery(order)
        variant, severity = (missed.key, None) if is_certain else ("by_delivery", Severity.WARNING)
        values: dict[str, object] = {"date": day, "limit": missed.limit}
        yield Problem(("remedies", index, "requires"), variant, values, severity=severity)


# --- compensation ----------------------------------------------------------------------------


def _settled(case: "Case") -> tuple[DelayNotice, OrderConfirmation, CompensationPolicy, Settlement] | None:
    """Return a notice with its order, policy and settlement; None unless all of them can be determined."""
    notice = document_as(case, DelayNotice)
    if notice is None or notice.compensation is None:
        return None
    order = order_of(notice, case.workspace).document
    policy = policy_of(notice.compensation.policy, case.workspace).document
    if order is None or policy is None or any(map(case.is_doubtful, _SETTLED_BY)):
        return None
    settled = settle(notice, order, policy, case.workspace.calendar)
    return (notice, order, policy, settled) if settled else None


_SETTLED_BY: tuple[FieldPath, ...] = (("original_date",), ("revised_date",), ("affected",), ("cause",))
"""The fields of a notice that determine its settlement."""


def compensation_differs(case: "Case") -> Iterator[Problem]:
    """A stated amount differs from the one computed from order and policy; unstated amounts are fine.

    FAIL
        kind: delay-notice
        order: SO-1
        original_date: 2026-05-27
        revised_date: 2026-06-01
        compensation: {policy: standard, penalty: {amount: 100, currency: CNY}}
        ---
        kind: order-confirmation
        id: SO-1
        currency: CNY
        lines: [{sku: A, quantity: 100, unit: pcs, unit_price: 32.50}]
        late_delivery: {percent_per_day: 0.3, cap_percent: 10}

    PASS
        kind: delay-notice
        order: SO-1
        original_date: 2026-05-27
        revised_date: 2026-06-01
        compensation: {policy: standard, penalty: {amount: 48.75, currency: CNY}}
        ---
        kind: order-confirmation
        id: SO-1
        currency: CNY
        lines: [{sku: A, quantity: 100, unit: pcs, unit_price: 32.50}]
        late_delivery: {percent_per_day: 0.3, cap_percent: 10}
    """
    found = _settled(case)
    if found is None:
        return
    notice, order, _, settled = found
    stated = notice.compensation
    assert stated is not None
    options = settled.own.options
    if stated.choice is not None:
        options = _including(options, stated.choice)
        if not options:
            yield Problem(("compensation", "choice"), "choice", {"stated": stated.choice})
            return
    for index, offer in enumerate(stated.offers or ()):
        yield from _offer_differs(offer, options, order, ("compensation", "offers", index))
    yield from _sum_differs("penalty", stated.penalty, [settled.own.penalty_amount], order.currency)
    yield from _sum_differs("total", stated.total, [option.money for option in options], order.currency)


def _including(options: tuple[Option, ...], offer_type: str | None) -> tuple[Option, ...]:
    """Return the options with an offer of a type."""
    return tuple(
        option for option in options if any(granted.offer.type == offer_type for granted in option.offers)
    )


def _sum_differs(
    key: str, stated: Money | None, computed: list[Decimal], currency: str | None
) -> Iterator[Problem]:
    """Report a stated sum that is none of the computed ones, or not in the currency of the order."""
    if stated is None or stated.amount is None:
        return
    if stated.currency not in (None, currency):
        values = {"stated": stated.currency, "computed": currency, "plain": currency}
        yield Problem(("compensation", key), "currency", values)
    elif stated.amount not in computed:
        correct = computed[0]
        sums = {"stated": stated.amount, "computed": correct, "plain": f"{correct:f}", "currency": currency}
        yield Problem(("compensation", key), key, sums)


def _offer_differs(
    stated: StatedOffer, options: tuple[Option, ...], order: OrderConfirmation, path: FieldPath
) -> Iterator[Problem]:
    """Report the figures of a stated offer that differ from those of the offer in the policy."""
    if stated.type is None:
        return
    offers = [offer for option in options for offer in option.offers if offer.offer.type == stated.type]
    if not offers:
        yield Problem((*path, "type"), "not_offered", {"stated": stated.type})
        return
    granted = next((offer for offer in offers if offer.offer.percent == stated.percent), offers[0])
    skus = [spares.sku for spares in granted.goods]
    if stated.sku is not None and skus and stated.sku not in skus and not stated.quantity:
        yield Problem((*path, "sku"), "not_offered", {"stated": stated.sku})
        return
    for key, computed in _correct_figures(granted, stated, order.currency):
        figure = getattr(stated, key)
        if figure is not None and figure != computed:
            written = f"{computed:f}" if isinstance(computed, Decimal) else str(computed)
            values = {"stated": figure, "computed": computed, "plain": written, "currency": order.currency}
            yield Problem((*path, key), key, values)


def _correct_figures(
    granted: GrantedOffer, stated: StatedOffer, currency: str | None
) -> Iterator[tuple[str, object]]:
    """Yield the keys of a stated offer that can be checked, with their correct values."""
    spares = [goods for goods in granted.goods if stated.sku in (None, goods.sku)]
    yield "percent", granted.offer.percent
    if spares or not granted.goods:  # for a SKU without spares, only the quantity is wrong
        yield "amount", goods_value(spares, currency or "") if stated.sku and spares else granted.value
    yield "currency", currency
    if granted.goods or stated.quantity is not None:
        yield "quantity", Decimal(sum(goods.quantity for goods in spares))


def unapproved(case: "Case") -> Iterator[Problem]:
    """The compensation exceeds the policy's approval limit, and nobody has approved it.

    The limit is a percentage of the late lines' value; the highest compensation counts, whether it is that
    of the notice or of one of its remedies.

    FAIL
        kind: delay-notice
        order: SO-1
        original_date: 2026-05-27
        revised_date: 2026-06-20
        compensation: {policy: standard}
        ---
        kind: order-confirmation
        id: SO-1
        currency: CNY
        lines: [{sku: A, quantity: 100, unit: pcs, unit_price: 32.50}]
        late_delivery: {percent_per_day: 0.3, cap_percent: 10}

    PASS
        kind: delay-notice
        order: SO-1
        original_date: 2026-05-27
        revised_date: 2026-06-20
        compensation: {policy: standard, approved_by: Chen Jie}
        ---
        kind: order-confirmation
        id: SO-1
        currency: CNY
        lines: [{sku: A, quantity: 100, unit: pcs, unit_price: 32.50}]
        late_delivery: {percent_per_day: 0.3, cap_percent: 10}
    """
    found = _settled(case)
    if found is None:
        return
    notice, order, policy, settled = found
    assert notice.compensation is not None
    limit = policy.approval_above_percent
    if limit is None or notice.compensation.approved_by is not None:
        return
    above = [
        percent
        for compensation in settled.all
        if (percent := _percent_above(limit, compensation, notice.compensation.choice, order.currency or ""))
    ]
    if above:
        values = {"percent": round(max(above), 2), "limit": limit}
        yield Problem(("compensation", "approved_by"), values=values)


def _percent_above(
    limit: Decimal, compensation: Compensation, choice: str | None, currency: str
) -> Decimal | None:
    """Return the percentage of a compensation above the limit, or None; rounding alone does not exceed it."""
    options = _including(compensation.options, choice) or compensation.options
    option = max(options, key=lambda option: option.value)
    sums = len(option.offers) + 1  # offers and penalty were rounded separately, by up to half a minor unit
    rounding = Decimal(sums) / 2 / 10 ** minor_units(currency)
    allowed = round_money(compensation.value * limit / 100, currency) + rounding
    return option.percent if option.value > allowed else None


# --- policies --------------------------------------------------------------------------------


def policy_gap(case: "Case") -> Iterator[Problem]:
    """The tiers of a policy leave a gap, overlap, or have no open end.

    FAIL
        kind: compensation-policy
        tiers:
          - {from_day: 1, to_day: 7, offers: [{type: discount, percent: 1}]}
          - {from_day: 10, offers: [{type: discount, percent: 5}]}

    PASS
        kind: compensation-policy
        tiers:
          - {from_day: 1, to_day: 7, offers: [{type: discount, percent: 1}]}
          - {from_day: 8, offers: [{type: discount, percent: 5}]}
    """
    if (notice := document_as(case, DelayNotice)) is not None:
        yield from _unsound_policy(notice, case)
    policy = document_as(case, CompensationPolicy)
    if policy is None or case.is_doubtful(("tiers",)):
        return
    if any(tier.from_day is None for tier in policy.tiers or ()):
        return
    for fault in tier_faults(spans_of(policy)):
        key = "to_day" if fault.reason in ("open", "backwards") else "from_day"
        # a missing open end is reported for the tiers as a whole, since no single tier is wrong
        path = ("tiers",) if fault.reason == "closed" else ("tiers", fault.index, key)
        one_day = fault.first == fault.last and fault.reason in ("gap", "overlap")
        variant = f"{fault.reason}_one" if one_day else fault.reason
        yield Problem(path, variant, {"first": fault.first, "last": fault.last})


def _unsound_policy(notice: DelayNotice, case: "Case") -> Iterator[Problem]:
    """Report a notice whose policy has faulty tiers."""
    number = notice.compensation.policy if notice.compensation else None
    policy = policy_of(number, case.workspace).document
    if policy is not None and any(tier_faults(spans_of(policy))):
        yield Problem(("compensation", "policy"), "notice", {"id": number})


def falling_policy(case: "Case") -> Iterator[Problem]:
    """A policy promises less for a longer delay.

    If the customer chooses among the offers of a tier, the most valuable one counts.

    FAIL
        kind: compensation-policy
        tiers:
          - {from_day: 1, to_day: 7, offers: [{type: discount, percent: 5}]}
          - {from_day: 8, offers: [{type: discount, percent: 3}]}

    PASS
        kind: compensation-policy
        tiers:
          - {from_day: 1, to_day: 7, offers: [{type: discount, percent: 3}]}
          - {from_day: 8, offers: [{type: discount, percent: 5}]}
    """
    policy = document_as(case, CompensationPolicy)
    tiers = (policy.tiers if policy else None) or []
    if case.is_doubtful(("tiers",)):
        return
    promises = [highest_promise(choices_of(tier)) for tier in tiers]
    for index, (before, after) in enumerate(pairwise(promises), 1):
        if promises_less(before, after):
            by_amount = before[0] == after[0]
            values = {
                "day": tiers[index].from_day or 1,
                "before_day": tiers[index - 1].from_day or 1,
                "before": before[by_amount],
                "after": after[by_amount],
            }
            yield Problem(("tiers", index), "amount" if by_amount else "", values)


def cap_below_tier(case: "Case") -> Iterator[Problem]:
    """The cap of a policy is lower than what one of its tiers promises.

    FAIL
        kind: compensation-policy
        tiers: [{from_day: 1, offers: [{type: discount, percent: 8}]}]
        cap_percent: 5

    PASS
        kind: compensation-policy
        tiers: [{from_day: 1, offers: [{type: discount, percent: 8}]}]
        cap_percent: 12
    """
    policy = document_as(case, CompensationPolicy)
    if policy is None or policy.cap_percent is None or case.is_doubtful(("tiers",)):
        return
    for index, tier in enumerate(policy.tiers or ()):
        percent, _ = highest_promise(choices_of(tier))
        if percent > policy.cap_percent:
            values = {
                "day": tier.from_day or 1,
                "percent": percent,
                "cap": policy.cap_percent,
                "tier": index + 1,
            }
            yield Problem(("cap_percent",), values=values)
