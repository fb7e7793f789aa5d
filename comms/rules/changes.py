"""C rules: change requests must be complete, fit their order, and be signed by both sides."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from comms.errors import CommsError
from comms.findings import Problem, Severity
from comms.models.base import is_answered
from comms.models.change_request import ChangeRequest
from comms.models.order_confirmation import OrderConfirmation
from comms.models.plain import to_jsonable
from comms.orders.promises import MissedDate, missed_date, shipments
from comms.orders.regressions import new_errors
from comms.orders.revisions import (
    ChangeRefused,
    apply_changes,
    check_overlap,
    cost_difference,
    differs,
    find_target,
    read_value,
    schedule_days,
)
from comms.rules.shared import absent, before_its_document, document_as
from comms.workspace.references import order_of

if TYPE_CHECKING:
    from comms.workspace.case import Case


def _order(case: "Case") -> OrderConfirmation | None:
    request = document_as(case, ChangeRequest)
    return order_of(request, case.workspace).document if request else None


def no_reason(case: "Case") -> Iterator[Problem]:
    """The change request states no reason.

    FAIL
        kind: change-request
        reason: TBD

    PASS
        kind: change-request
        reason: the shops show 12 more summer displays than planned
    """
    yield from absent(case, "C601")


def no_cost_impact(case: "Case") -> Iterator[Problem]:
    """The change request does not say what the change costs; 0 is an answer.

    FAIL
        kind: change-request
        impact: {schedule_days: 0}

    PASS
        kind: change-request
        impact: {cost: 0, schedule_days: 0}
    """
    yield from absent(case, "C602")


def no_schedule_impact(case: "Case") -> Iterator[Problem]:
    """The change request does not say by how many days the schedule shifts, or its dates say otherwise.

    The shift is the largest one among the changed dates in calendar days; 0 if no date changes.

    FAIL
        kind: change-request
        impact: {cost: 0}

    PASS
        kind: change-request
        impact: {cost: 0, schedule_days: 0}
    """
    request, order = document_as(case, ChangeRequest), _order(case)
    if request is not None and not is_answered(request.impact):
        yield Problem(("impact", "schedule_days"))
    yield from absent(case, "C603")
    stated = request.impact.schedule_days if request and request.impact else None
    if request is None or order is None or stated is None or case.is_doubtful(("changes",)):
        return
    try:
        days = schedule_days(order, request.changes or ())
    except CommsError:  # reported by the rule on unknown targets
        return
    if stated != days:
        yield Problem(("impact", "schedule_days"), "differs", {"stated": stated, "computed": days})


def unsigned_approval(case: "Case") -> Iterator[Problem]:
    """The change request is marked as approved, but not both sides have signed with a date.

    FAIL
        kind: change-request
        decision: {status: approved}
        approvals: [{party: buyer, name: Lin Ke, signed_on: 2026-04-28}]

    PASS
        kind: change-request
        decision: {status: approved}
        approvals:
          - {party: buyer, name: Lin Ke, signed_on: 2026-04-28}
          - {party: seller, name: Zhou Qian, signed_on: 2026-04-28}
    """
    request = document_as(case, ChangeRequest)
    if request is None or request.decision is None or request.decision.status != "approved":
        return
    if request.unsigned and not case.is_doubtful(("approvals",)):
        variant = request.unsigned[0] if len(request.unsigned) == 1 else ""
        undated = [
            index for index, approval in enumerate(request.approvals or ()) if approval.party == variant
        ]
        if undated:
            yield Problem(("approvals", undated[0]), f"{variant}_undated")
        else:
            yield Problem(("decision", "status"), variant)


def before_differs(case: "Case") -> Iterator[Problem]:
    """The value that a change states as the present one is not the value in the order.

    FAIL
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: delivery.ship_by, before: 2026-05-17, after: 2026-05-25}]
        ---
        kind: order-confirmation
        id: SO-1
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, mode: road}

    PASS
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: delivery.ship_by, before: 2026-05-18, after: 2026-05-25}]
        ---
        kind: order-confirmation
        id: SO-1
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, mode: road}
    """
    request, order = document_as(case, ChangeRequest), _order(case)
    if request is None or order is None:
        return
    for index, change in enumerate(request.changes or ()):
        try:
            if not change.field or not differs(order, change):
                continue
            now = find_target(order, change.field).value
        except ChangeRefused:  # reported by the rule on unknown targets
            continue
        values = {
            "field": change.field,
            "before": _shown(change.before, now),
            "now": _shown(now, now),
            "plain": _as_written(now),
        }
        yield Problem(("changes", index, "before"), values=values)


def _as_written(value: object) -> str:
    """Return a value as a file would spell it."""
    if isinstance(value, dict | list):
        return json.dumps(to_jsonable(value), ensure_ascii=False)
    return f"{value:f}" if isinstance(value, Decimal) else "null" if value is None else str(value)


def _shown(value: object, like: object) -> object:
    """Return a value for a sentence; if the field holds text, digits are not formatted like an amount."""
    if value is None:
        return "—"
    return _as_written(value) if isinstance(like, str) else value


def unknown_target(case: "Case") -> Iterator[Problem]:
    """A change addresses a field that the order does not have, or sets it to a value it does not accept.

    `lines[SKU].quantity` addresses a line by its SKU, `lines[+]` adds a line.

    FAIL
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: delivery.colour, before: white, after: black}]
        ---
        kind: order-confirmation
        id: SO-1

    PASS
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: delivery.place, before: Shanghai, after: Suzhou}]
        ---
        kind: order-confirmation
        id: SO-1
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, mode: road}
    """
    request, order = document_as(case, ChangeRequest), _order(case)
    if request is None or order is None:
        return
    sound = True
    for index, change in enumerate(request.changes or ()):
        if not change.field:
            continue
        try:
            target = find_target(order, change.field)
            after = read_value(order, target, change.after)
        except ChangeRefused as refusal:
            sound = False
            key = "after" if refusal.reason in ("bad_value", "nothing_added") else "field"
            yield Problem(("changes", index, key), refusal.reason, refusal.values)
            continue
        if after is not None and after == target.value:
            values = {"before": after}
            yield Problem(("changes", index, "after"), "same", values, severity=Severity.WARNING)
    if sound:
        yield from _overlaps(request, order)


def _overlaps(request: ChangeRequest, order: OrderConfirmation) -> Iterator[Problem]:
    """Report a change whose target is a part of another one's."""
    changes = [change for change in request.changes or () if change.field]
    try:
        check_overlap(order, changes)
    except ChangeRefused as refusal:
        places = [
            index
            for index, change in enumerate(request.changes or ())
            if change.field == refusal.values["field"]
        ]
        yield Problem(("changes", places[-1], "field"), refusal.reason, refusal.values)


def breaks_order(case: "Case") -> Iterator[Problem]:
    """The change would introduce errors into the order.

    FAIL
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: "payment.instalments[0].percent", before: 100, after: 70}]
        ---
        kind: order-confirmation
        id: SO-1
        payment: {method: T/T, instalments: [{name: price, percent: 100, days: 30, after: delivery}]}

    PASS
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: "payment.instalments[0].days", before: 30, after: 20}]
        ---
        kind: order-confirmation
        id: SO-1
        payment: {method: T/T, instalments: [{name: price, percent: 100, days: 30, after: delivery}]}
    """
    request = document_as(case, ChangeRequest)
    found = order_of(request, case.workspace) if request else None
    if request is None or found is None or found.document is None or found.case is None:
        return
    assert case.judge is not None
    try:
        made = apply_changes(found.document, request.changes or [])
    except CommsError:  # reported by the rule on unknown targets
        return
    errors = new_errors(found.case, made, case.judge)
    if errors:
        listed = "; ".join(dict.fromkeys(f"{error.code} {error.field}" for error in errors))
        yield Problem(("changes",), values={"order": found.document.id, "errors": listed})


def past_dates(case: "Case") -> Iterator[Problem]:
    """A change sets a date of the order that was over when the change was requested.

    FAIL
        kind: change-request
        order: SO-1
        order_revision: 1
        requested_at: 2026-05-12T09:00:00+08:00
        changes: [{field: delivery.ship_by, before: 2026-05-18, after: 2025-05-25}]
        ---
        kind: order-confirmation
        id: SO-1
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, mode: road}

    PASS
        kind: change-request
        order: SO-1
        order_revision: 1
        requested_at: 2026-05-12T09:00:00+08:00
        changes: [{field: delivery.ship_by, before: 2026-05-18, after: 2026-05-25}]
        ---
        kind: order-confirmation
        id: SO-1
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, mode: road}
    """
    request = document_as(case, ChangeRequest)
    for index, change in enumerate((request.changes if request else None) or ()):
        added = change.after if isinstance(change.after, dict) else {}
        named = {str(change.field).rpartition(".")[2]: change.after, **added}
        for key in _FUTURE & named.keys():
            if isinstance(day := named[key], date):
                yield from before_its_document(case, ("changes", index, "after"), day)


_FUTURE = frozenset({"ship_by", "deliver_by", "latest_shipment", "expiry"})
"""The dates of an order by which something is still to happen."""
_CREDIT_TERMS = ("latest_shipment", "expiry", "presentation_days", "availability", "rules")
"""The payment terms that the letter of credit itself repeats."""


def credit_amendment(case: "Case") -> Iterator[Problem]:
    """A change needs an amendment of the letter of credit, and the request does not say so.

    It does if it ships later than the present credit allows, or changes the terms of the credit.

    FAIL
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: payment.expiry, before: 2026-06-26, after: 2026-07-10}]
        impact: {cost: 0, schedule_days: 0}
        ---
        kind: order-confirmation
        id: SO-1
        payment: {method: L/C, latest_shipment: 2026-06-05, expiry: 2026-06-26}

    PASS
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: payment.expiry, before: 2026-06-26, after: 2026-07-10}]
        impact: {cost: 0, schedule_days: 0, requires: [lc_amendment]}
        ---
        kind: order-confirmation
        id: SO-1
        payment: {method: L/C, latest_shipment: 2026-06-05, expiry: 2026-06-26}
    """
    request, order = document_as(case, ChangeRequest), _order(case)
    if request is None or order is None or order.payment is None or not order.payment.uses_credit:
        return
    has_ended = request.decision is not None and request.decision.status in ("rejected", "withdrawn")
    if has_ended or "lc_amendment" in ((request.impact.requires if request.impact else None) or ()):
        return
    try:
        changed = apply_changes(order, request.changes or [])
    except CommsError:  # reported by the rule on unknown targets
        return
    if late := _later_than_the_credit(order, changed):
        day, missed = late
        yield Problem(("impact", "requires"), missed.key, {"date": day, "limit": missed.limit})
    elif _credit_terms(order) != _credit_terms(changed):
        yield Problem(("impact", "requires"))


def _later_than_the_credit(
    order: OrderConfirmation, changed: OrderConfirmation
) -> tuple[date, MissedDate] | None:
    """Return the last shipment that a change puts after a date of the present credit, and that date."""
    before = {day for _, day in shipments(order)}
    day = max((day for _, day in shipments(changed) if day not in before), default=None)
    missed = missed_date(order, day) if day else None
    return (day, missed) if day and missed else None


def _credit_terms(order: OrderConfirmation) -> list[object]:
    return [getattr(order.payment, key, None) for key in _CREDIT_TERMS]


def cost_differs(case: "Case") -> Iterator[Problem]:
    """The stated cost is not the difference between the totals of the changed and the present order.

    FAIL
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: "lines[A].quantity", before: 100, after: 150}]
        impact: {cost: {amount: 500, currency: CNY}, schedule_days: 0}
        ---
        kind: order-confirmation
        id: SO-1
        currency: CNY
        lines: [{sku: A, name: mug, quantity: 100, unit: pcs, unit_price: 32.50}]

    PASS
        kind: change-request
        order: SO-1
        order_revision: 1
        changes: [{field: "lines[A].quantity", before: 100, after: 150}]
        impact: {cost: {amount: 1625, currency: CNY}, schedule_days: 0}
        ---
        kind: order-confirmation
        id: SO-1
        currency: CNY
        lines: [{sku: A, name: mug, quantity: 100, unit: pcs, unit_price: 32.50}]
    """
    request, order = document_as(case, ChangeRequest), _order(case)
    cost = request.impact.cost if request and request.impact else None
    if (
        request is None
        or order is None
        or cost is None
        or cost.amount is None
        or case.is_doubtful(("changes",))
    ):
        return
    try:
        computed = cost_difference(order, request.changes or [])
    except CommsError:  # reported by the rule on unknown targets
        return
    same_currency = cost.currency in (None, order.currency)
    if computed is not None and (cost.amount != computed or not same_currency):
        values = {
            "stated": cost.amount,
            "stated_in": cost.currency or "",
            "computed": computed,
            "plain": f"{computed:f}",
            "currency": order.currency,
        }
        yield Problem(("impact", "cost"), values=values)
