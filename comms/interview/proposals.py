"""Answers that are computed from the others and proposed, each with how it was reached."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from comms.errors import CommsError
from comms.language.formats import long_time, money, rounded
from comms.language.phrases import say
from comms.models.base import Field, Part, Shape, fields_of
from comms.paths import FieldPath, put
from comms.reading.answers import AnswerContext, as_typed

if TYPE_CHECKING:
    from comms.models.delay_notice import DelayNotice
    from comms.models.order_confirmation import OrderConfirmation
    from comms.orders.settlement import Settlement
    from comms.terms.compensation import Compensation
    from comms.terms.restock import Stock
    from comms.workspace.case import Case

CLOSE_OF_BUSINESS = time(18)
REPLY_DAYS = {"order-confirmation": 2, "delay-notice": 1}
"""Working days that the customer has for an answer, unless another time is given."""
USUAL_PREPAYMENT = Decimal(30)
"""Percent of the price: 30 % ahead and 70 % at the end are common in the trade."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plain data of a proposed answer, and a sentence on the figures behind it."""

    value: Any
    note: str = ""


def propose(field: Field, path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The proposal for the answer at `path`; None where there is none, or not all figures yet."""
    if field.ask.proposes is None or case.document is None:
        return None
    return PROPOSALS[field.ask.proposes](path, case, context)


def typed(field: Field, proposal: Proposal, language: str) -> str:
    """The text that gives the proposed answer."""
    return as_typed(field, proposal.value, language)


def fill_quiet(data: dict[str, Any], case: "Case", context: AnswerContext) -> None:
    """Fills the answers that the interview does not ask for, but that follow from the others."""
    if case.document is None:
        return
    for path, field in quiet_gaps(case.document):
        proposal = propose(field, path, case, context)
        if proposal is not None and proposal.value is not None:
            put(data, path, proposal.value)


def quiet_gaps(part: Part, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Field]]:
    """The unanswered fields of a document that are filled in without a question."""
    for key, field in fields_of(type(part)).items():
        value, here = getattr(part, field.name), (*path, key)
        if field.ask.unprompted and field.ask.proposes and value is None:
            yield here, field
        elif isinstance(value, Part):
            yield from quiet_gaps(value, here)
        elif field.shape is Shape.PARTS:
            for index, item in enumerate(value or ()):
                yield from quiet_gaps(item, (*here, index))


def target_field(case: "Case", path: FieldPath) -> Field | None:
    """The order's field that the change at a path gives a new value; None where it is not known."""
    from comms.orders.revisions import find_target

    order, changes = _order(case), getattr(case.document, "changes", None) or []
    if order is None or len(path) < 2 or int(path[1]) >= len(changes) or not changes[int(path[1])].field:
        return None
    try:
        return find_target(order, changes[int(path[1])].field).field
    except CommsError:
        return None


def present_value(case: "Case", path: FieldPath, language: str) -> str:
    """What the change at a path changes, with the order's value of it; "" where that is not known."""
    from comms.interview.suggestions import suggestions_for

    changes = getattr(case.document, "changes", None) or []
    field = changes[int(path[1])].field if len(path) > 1 and int(path[1]) < len(changes) else None
    known = suggestions_for("order_values", path, case, language) if field else []
    return next((each.text for each in known if each.value == field), "")


def summary_of(case: "Case", context: AnswerContext) -> str:
    """What the answers come to as a whole: the total of an order; "" for the other kinds."""
    computed = getattr(case.document, "computed", None)
    totals = computed() if computed else None
    if totals is None:
        return ""
    currency = getattr(case.document, "currency", None)
    return say("proposals.total", context.language, total=money(totals.total, currency, context.language))


def takes_out(case: "Case", path: FieldPath) -> bool:
    """Whether leaving the new value of a change away takes a whole entry of the order out."""
    from comms.orders.revisions import find_target

    order, changes = _order(case), getattr(case.document, "changes", None) or []
    field = changes[int(path[1])].field if len(path) > 1 and int(path[1]) < len(changes) else None
    if order is None or not field:
        return True
    try:
        target = find_target(order, field)
    except CommsError:
        return True
    return not target.adds and isinstance(target.path[-1], int)


# --- restock ---------------------------------------------------------------------------------


def _suggested_quantity(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The restock quantity of a line; once the line has one, the note compares the two."""
    document: Any = case.document
    line = document.lines[int(path[1])]
    stock = line.stock(document.demand_uplift_percent)
    if stock is None:
        return None
    unit = line.unit or ""
    note = _cover(stock, unit, context.language)
    if line.quantity is not None:
        difference = stock.difference(line.quantity)
        values = {
            "sku": line.sku or "",
            "cover": note,
            "quantity": rounded(line.quantity),
            "difference": ("+" if difference > 0 else "") + rounded(difference),
            "unit": unit,
        }
        note = say("proposals.compared", context.language, **values)
    return Proposal(f"{stock.suggested_quantity.normalize():f}", note)


def _cover(stock: "Stock", unit: str, language: str) -> str:
    values = {"suggested": rounded(stock.suggested_quantity), "unit": unit}
    if stock.free < 0:
        return say("proposals.short", language, short=rounded(-stock.free), **values)
    if stock.days_of_cover is None:
        return say("proposals.no_sales", language, **values)
    return say("proposals.cover", language, cover=rounded(stock.days_of_cover), **values)


# --- times -----------------------------------------------------------------------------------


def _now(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal:
    """Now; for a delay notice with how much of its deadline is left."""
    del path
    now = context.now.replace(second=0, microsecond=0)
    detected = getattr(case.document, "detected_at", None)
    is_past = detected is not None and detected <= context.now
    note = (
        time_left_note(detected, case, context) if detected and is_past else long_time(now, context.language)
    )
    return Proposal(now.isoformat(), note)


def time_left_note(detected: datetime, case: "Case", context: AnswerContext) -> str:
    """How much of the hours for a delay notice is left, or for how long they have been over."""
    from comms.terms.deadlines import time_left

    most = case.workspace.settings.deadlines.delay_notice_hours
    left = time_left(detected, most, context.now)
    minutes = int(abs(left) / timedelta(minutes=1))
    span = say("proposals.duration", context.language, hours=minutes // 60, minutes=minutes % 60)
    key = "deadline_left" if left >= timedelta() else "deadline_passed"
    return say(f"proposals.{key}", context.language, most=most, left=span)


def _reply_by(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The close of business some working days after the letter."""
    del path
    issued = getattr(case.document, "issued_at", None)
    if issued is None or case.document is None:
        return None
    day = case.workspace.calendar.after(issued.date(), REPLY_DAYS[case.document.kind], working=True)
    moment = datetime.combine(day, CLOSE_OF_BUSINESS, issued.tzinfo)
    return Proposal(moment.isoformat(), long_time(moment, context.language))


# --- order confirmations ---------------------------------------------------------------------


def _line_before(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """What the line before answered here."""
    from comms.models.order_confirmation import OrderLine

    del context
    lines, index = getattr(case.document, "lines", None) or [], int(path[1])
    if index == 0 or index > len(lines):
        return None
    value = getattr(lines[index - 1], fields_of(OrderLine)[str(path[-1])].name)
    return None if value is None else Proposal(str(value))


def _rest_of_the_price(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """What the instalments before leave of the price."""
    del context
    payment = getattr(case.document, "payment", None)
    before = (payment.instalments if payment else None or [])[: int(path[2])] if payment else []
    rest = 100 - sum((each.percent or Decimal(0) for each in before), Decimal(0))
    if rest <= 0:
        return None
    return Proposal(f"{USUAL_PREPAYMENT if not before else rest:f}")


# --- change requests -------------------------------------------------------------------------


def _order(case: "Case") -> "OrderConfirmation | None":
    from comms.workspace.references import order_of

    return order_of(case.document, case.workspace).document if case.document else None


def _latest_revision(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    del path, context
    order = _order(case)
    return Proposal(order.number) if order else None


def _value_before(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The value that the order has now, at the field which the change names."""
    from comms.models.plain import to_jsonable
    from comms.orders.revisions import find_target

    del context
    order, changes = _order(case), getattr(case.document, "changes", None) or []
    change = changes[int(path[1])]
    if order is None or not change.field:
        return None
    try:
        target = find_target(order, change.field)
    except CommsError:
        return None
    return Proposal(None if target.adds else to_jsonable(target.value))


def _cost_difference(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The total of the changed order less that of the present one."""
    from comms.orders.revisions import apply_changes, cost_difference

    del path
    order, changes = _order(case), getattr(case.document, "changes", None) or []
    if order is None:
        return None
    try:
        cost, after = cost_difference(order, changes), apply_changes(order, changes).computed()
    except CommsError:
        return None
    if cost is None or after is None:
        return None
    values = {
        "total": money(after.total, order.currency, context.language),
        "difference": money(cost, order.currency, context.language),
    }
    note = say("proposals.total_after", context.language, **values)
    return Proposal({"amount": f"{cost:f}", "currency": order.currency}, note)


def _schedule_days(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The largest shift among the changed dates."""
    from comms.orders.revisions import schedule_days

    del path
    order = _order(case)
    if order is None:
        return None
    try:
        days = schedule_days(order, getattr(case.document, "changes", None) or [])
    except CommsError:
        return None
    return Proposal(str(days), say("proposals.days_of_dates", context.language, days=days))


# --- delay notices ---------------------------------------------------------------------------


def _milestone(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """Delivery where the order promises one, else shipment."""
    del path, context
    order = _order(case)
    if order is None:
        return None
    return Proposal("deliver_by" if order.date_of("deliver_by") else "ship_by")


def _original_date(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The date that the order promised."""
    del path, context
    order, milestone = _order(case), getattr(case.document, "milestone", None)
    day = order.date_of(milestone) if order and milestone else None
    return Proposal(str(day)) if day else None


def _revised_date(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The notice's own revised date."""
    del path, context
    day = getattr(case.document, "revised_date", None)
    return Proposal(str(day)) if day else None


def _late_items(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The notice's late items; once a remedy has its own, the note says what it brings the customer."""
    notice: Any = case.document
    order, remedy = _order(case), notice.remedies[int(path[1])]
    if order is None:
        return None
    note = ""
    if remedy.affected is not None:
        settled = _settled(notice.compensation.policy if notice.compensation else None, case)
        note = _gain(settled.remedies[int(path[1])], order, context) if settled else ""
    return Proposal(notice.affected or [each.sku for each in order.lines or () if each.sku], note)


def _responsible(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The party of the order that answers for the delay."""
    del path, context
    order, responsible = _order(case), getattr(case.document, "responsible_party", None)
    side = responsible.party if responsible else None
    party = getattr(order, side, None) if order and side in ("seller", "buyer") else None
    return Proposal(party.name) if party and party.name else None


ANSWERABLE = {
    "supplier": "supplier",
    "production": "seller",
    "quality": "seller",
    "logistics": "carrier",
    "buyer": "buyer",
}
"""Who usually answers for a cause; nobody for the others: weather, customs, force majeure."""


def _answerable(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """Who usually answers for the cause."""
    del path, context
    cause = getattr(case.document, "cause", None)
    return Proposal(ANSWERABLE.get(cause, "none")) if cause else None


def _next_update(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The close of business of the working day after the one by which the customer replies."""
    del path
    reply = getattr(case.document, "reply_by", None)
    if reply is None:
        return None
    day = case.workspace.calendar.after(reply.date(), 1, working=True)
    moment = datetime.combine(day, CLOSE_OF_BUSINESS, reply.tzinfo)
    return Proposal(moment.isoformat(), long_time(moment, context.language))


def _policy(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal:
    """The order's policy, with what it comes to."""
    from comms.workspace.references import STANDARD

    del path
    order = _order(case)
    number = (order.compensation_policy if order else None) or STANDARD
    settled = _settled(number, case)
    note = _gain(settled.own, order, context) if settled and order else ""
    return Proposal(number, note)


def _settled(number: str | None, case: "Case") -> "Settlement | None":
    """What the notice comes to by a policy, by that of its order where none is named."""
    from comms.orders.settlement import settle
    from comms.workspace.references import STANDARD, policy_of

    order, notice = _order(case), case.document
    number = number or (order.compensation_policy if order else None) or STANDARD
    policy = policy_of(number, case.workspace).document
    if order is None or policy is None:
        return None
    return settle(cast("DelayNotice", notice), order, policy, case.workspace.calendar)


def _gain(found: "Compensation", order: "OrderConfirmation", context: AnswerContext) -> str:
    """What a compensation comes to, in a sentence."""
    if found.nothing:
        return say("proposals.no_compensation", context.language)
    values = {
        "days": found.days,
        "value": money(found.value, order.currency, context.language),
        "penalty": money(found.penalty_amount, order.currency, context.language),
        "percent": rounded(found.largest.percent),
    }
    return say("proposals.compensation", context.language, **values)


# --- policies --------------------------------------------------------------------------------


def _next_tier(path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """The day after the tier before; the first tier begins with day 1."""
    del context
    tiers, index = getattr(case.document, "tiers", None) or [], int(path[1])
    if index == 0:
        return Proposal("1")
    last = tiers[index - 1].to_day if index <= len(tiers) else None
    return Proposal(str(last + 1)) if last else None


PROPOSALS: dict[str, Callable[[FieldPath, "Case", AnswerContext], Proposal | None]] = {
    "answerable": _answerable,
    "cost_difference": _cost_difference,
    "late_items": _late_items,
    "latest_revision": _latest_revision,
    "line_before": _line_before,
    "milestone": _milestone,
    "next_tier": _next_tier,
    "next_update": _next_update,
    "now": _now,
    "original_date": _original_date,
    "policy": _policy,
    "proposed": lambda path, case, context: Proposal("proposed"),
    "reply_by": _reply_by,
    "responsible": _responsible,
    "rest_of_the_price": _rest_of_the_price,
    "revised_date": _revised_date,
    "schedule_days": _schedule_days,
    "suggested_quantity": _suggested_quantity,
    "value_before": _value_before,
}
"""What a field's `Ask(proposes=…)` names."""
CLOCK = frozenset({"now"})
"""Proposals that change by the minute: once confirmed, they stay as they are."""
