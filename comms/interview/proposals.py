"""Proposals: answers computed from the other answers, each with a note on how it was derived."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from comms.errors import CommsError
from comms.language.formats import long_time, money, rounded
from comms.language.phrases import say
from comms.models.base import Field, Part, Shape, fields_of
from comms.paths import FieldPath, put
from comms.reading.answers import AnswerContext, as_typed
from comms.runtime.resources import LANGUAGE_FOLDERS

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
"""Percent of the price: 30 % in advance and 70 % at the end are common in the trade."""
CREDIT_RULES = "UCP 600"
"""The ICC's rules for documentary credits, which practically every bank issues under."""
PRESENTATION_DAYS = 21
"""Calendar days after shipment in which documents are presented, unless the credit says otherwise (UCP 600,
article 14 c)."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The plain data of a proposed answer, and a sentence on the figures behind it."""

    value: Any
    note: str = ""


@dataclass(frozen=True)
class _Request:
    """The answer to propose (its path), the document so far, and the language and time of the interview."""

    path: FieldPath
    case: "Case"
    context: AnswerContext

    @property
    def document(self) -> Any:
        """The document, which has the fields that the proposal is declared for."""
        return self.case.document

    @property
    def language(self) -> str:
        """The language of the notes."""
        return self.context.language

    @property
    def index(self) -> int:
        """The index of the list entry that the answer belongs to, such as 0 for `lines[0].unit`."""
        return int(self.path[1])

    @cached_property
    def order(self) -> "OrderConfirmation | None":
        """The order that the document refers to."""
        return _order(self.case)


def propose(field: Field, path: FieldPath, case: "Case", context: AnswerContext) -> Proposal | None:
    """Return the proposal for the answer at `path`, None if the field has none or figures are missing."""
    if field.ask.proposes is None or case.document is None:
        return None
    return PROPOSALS[field.ask.proposes](_Request(path, case, context))


def proposal_text(field: Field, proposal: Proposal, language: str) -> str:
    """Return the text that a person would type to give the proposed answer."""
    return as_typed(field, proposal.value, language)


def fill_quiet(data: dict[str, Any], case: "Case", context: AnswerContext) -> None:
    """Fill in the answers that the interview does not ask for because they follow from the others."""
    if case.document is None:
        return
    for path, field in quiet_gaps(case.document):
        proposal = propose(field, path, case, context)
        if proposal is not None and proposal.value is not None:
            put(data, path, proposal.value)


def quiet_gaps(part: Part, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Field]]:
    """Yield the unanswered fields of a document that are filled in without a question."""
    for key, field in fields_of(type(part)).items():
        value, field_path = getattr(part, field.name), (*path, key)
        if field.ask.unprompted and field.ask.proposes and value is None:
            yield field_path, field
        elif isinstance(value, Part):
            yield from quiet_gaps(value, field_path)
        elif field.shape is Shape.PARTS:
            for index, item in enumerate(value or ()):
                yield from quiet_gaps(item, (*field_path, index))


def target_field(case: "Case", path: FieldPath) -> Field | None:
    """Return the order's field that the change at `path` sets, None if it is not known."""
    from comms.orders.revisions import find_target

    order, changed_field = _order(case), _changed_field(case, path)
    if order is None or not changed_field:
        return None
    try:
        return find_target(order, changed_field).field
    except CommsError:
        return None


def present_value(case: "Case", path: FieldPath, language: str) -> str:
    """Return the name and the present value of what the change at `path` changes, "" if not known."""
    from comms.interview.suggestions import order_value
    from comms.orders.revisions import find_target

    order, changed_field = _order(case), _changed_field(case, path)
    if order is None or not changed_field:
        return ""
    try:
        return order_value(order, find_target(order, changed_field), language)
    except CommsError:
        return ""


def summary_of(case: "Case", context: AnswerContext) -> str:
    """Return a sentence with the total of an order, "" for other kinds."""
    computed = getattr(case.document, "computed", None)
    totals = computed() if computed else None
    if totals is None:
        return ""
    currency = getattr(case.document, "currency", None)
    return say("proposals.total", context.language, total=money(totals.total, currency, context.language))


def removes_entry(case: "Case", path: FieldPath) -> bool:
    """Whether a change without a new value removes a whole entry of the order."""
    from comms.orders.revisions import find_target

    order, changed_field = _order(case), _changed_field(case, path)
    if order is None or not changed_field:
        return True
    try:
        target = find_target(order, changed_field)
    except CommsError:
        return True
    return not target.adds and isinstance(target.path[-1], int)


def _changed_field(case: "Case", path: FieldPath) -> str | None:
    """Return the path in the order that the change at `path` names."""
    changes = getattr(case.document, "changes", None) or []
    return changes[int(path[1])].field if len(path) > 1 and int(path[1]) < len(changes) else None


def _order(case: "Case") -> "OrderConfirmation | None":
    from comms.workspace.references import order_of

    return order_of(case.document, case.workspace).document if case.document else None


# --- briefs ----------------------------------------------------------------------------------


def _title(asked: _Request) -> Proposal | None:
    """Propose the beginning of what is asked for as the title."""
    from comms.interview.summaries import title_of

    return Proposal(title_of(asked.document.what)) if asked.document.what else None


def _total_quantity(asked: _Request) -> Proposal | None:
    """Propose the quantity of all deliverables or lines."""
    from comms.interview.summaries import total_of

    total = total_of(asked.document, asked.language)
    return Proposal(f"{total.quantity.normalize():f}") if total else None


def _total_unit(asked: _Request) -> Proposal | None:
    """Propose what the quantity of all deliverables or lines is counted in, once that quantity is given."""
    from comms.interview.summaries import total_of

    total = total_of(asked.document, asked.document.language or asked.language)
    return Proposal(total.unit) if total and asked.document.how_much.quantity == total.quantity else None


# --- restock ---------------------------------------------------------------------------------


def _suggested_quantity(asked: _Request) -> Proposal | None:
    """Propose the restock quantity of a line; once the line has one, the note compares the two."""
    line = asked.document.lines[asked.index]
    stock = line.stock(asked.document.demand_uplift_percent)
    if stock is None:
        return None
    unit = line.unit or ""
    note = _cover(stock, unit, asked.language)
    if line.quantity is not None:
        difference = stock.difference(line.quantity)
        values = {
            "sku": line.sku or "",
            "cover": note,
            "quantity": rounded(line.quantity),
            "difference": ("+" if difference > 0 else "") + rounded(difference),
            "unit": unit,
        }
        note = say("proposals.compared", asked.language, **values)
    return Proposal(f"{stock.suggested_quantity.normalize():f}", note)


def _cover(stock: "Stock", unit: str, language: str) -> str:
    """Return a sentence on the suggested quantity and on how long the present stock lasts."""
    values = {"suggested": rounded(stock.suggested_quantity), "unit": unit}
    if stock.free < 0:
        return say("proposals.short", language, short=rounded(-stock.free), **values)
    if stock.days_of_cover is None:
        return say("proposals.no_sales", language, **values)
    return say("proposals.cover", language, cover=rounded(stock.days_of_cover), **values)


# --- times -----------------------------------------------------------------------------------


def _now(asked: _Request) -> Proposal:
    """Propose the present minute; for a delay notice, the note says how much of the deadline is left."""
    now = asked.context.now.replace(second=0, microsecond=0)
    detected = getattr(asked.document, "detected_at", None)
    if detected is not None and detected <= asked.context.now:
        return Proposal(now.isoformat(), time_left_note(detected, asked.case, asked.context))
    return Proposal(now.isoformat(), long_time(now, asked.language))


def time_left_note(detected: datetime, case: "Case", context: AnswerContext) -> str:
    """Return how much of the hours allowed for a delay notice is left, or how long they have been over."""
    from comms.terms.deadlines import time_left

    most = case.workspace.settings.deadlines.delay_notice_hours
    left = time_left(detected, most, context.now)
    minutes = int(abs(left) / timedelta(minutes=1))
    span = say("proposals.duration", context.language, hours=minutes // 60, minutes=minutes % 60)
    key = "deadline_left" if left >= timedelta() else "deadline_passed"
    return say(f"proposals.{key}", context.language, most=most, left=span)


def _reply_by(asked: _Request) -> Proposal | None:
    """Propose the close of business REPLY_DAYS working days after the letter."""
    issued = getattr(asked.document, "issued_at", None)
    if issued is None:
        return None
    return _close_of_business(issued, REPLY_DAYS[asked.document.kind], asked)


def _close_of_business(moment: datetime, working_days: int, asked: _Request) -> Proposal:
    """Propose the close of business so many working days after the day of `moment`."""
    day = asked.case.workspace.calendar.after(moment.date(), working_days, working=True)
    closing = datetime.combine(day, CLOSE_OF_BUSINESS, moment.tzinfo)
    return Proposal(closing.isoformat(), long_time(closing, asked.language))


# --- order confirmations ---------------------------------------------------------------------


def _line_before(asked: _Request) -> Proposal | None:
    """Propose the value of the same field in the preceding line."""
    lines, index = getattr(asked.document, "lines", None) or [], asked.index
    if index == 0 or index > len(lines):
        return None
    before: Part = lines[index - 1]
    value = getattr(before, fields_of(type(before))[str(asked.path[-1])].name)
    return None if value is None else Proposal(str(value))


def _rest_of_the_price(asked: _Request) -> Proposal | None:
    """Propose the percentage of the price that the preceding instalments leave."""
    payment = getattr(asked.document, "payment", None)
    before = (payment.instalments or [])[: int(asked.path[2])] if payment else []
    rest = 100 - sum((instalment.percent or Decimal(0) for instalment in before), Decimal(0))
    if rest <= 0:
        return None
    return Proposal(f"{USUAL_PREPAYMENT if not before else rest:f}")


def _at_sight(asked: _Request) -> Proposal:
    """Propose that a letter of credit is available at sight, in the language of the document."""
    return Proposal(say("proposals.at_sight", asked.document.language or asked.language))


def _presentation_days(asked: _Request) -> Proposal:
    """Propose the longest time for presentation that needs no special term."""
    days = PRESENTATION_DAYS
    return Proposal(str(days), say("proposals.presentation_days", asked.language, days=days))


def _latest_shipment(asked: _Request) -> Proposal | None:
    """Propose the last day on which the order ships goods."""
    from comms.orders.promises import shipments

    days = [day for _, day in shipments(asked.document)]
    return Proposal(max(days).isoformat()) if days else None


def _credit_expiry(asked: _Request) -> Proposal | None:
    """Propose the day on which the time for presentation ends after the latest shipment."""
    payment = asked.document.payment
    if payment.latest_shipment is None:
        return None
    days = payment.presentation_days or PRESENTATION_DAYS
    expiry = payment.latest_shipment + timedelta(days=days)
    return Proposal(expiry.isoformat(), say("proposals.credit_expiry", asked.language, days=days))


def _instalment_days(asked: _Request) -> Proposal | None:
    """Propose that what is paid under a letter of credit at sight is due at once."""
    payment = asked.document.payment
    at_sight = {say("proposals.at_sight", language) for language in LANGUAGE_FOLDERS}
    return Proposal("0") if payment.method == "L/C" and payment.availability in at_sight else None


# --- change requests -------------------------------------------------------------------------


def _latest_revision(asked: _Request) -> Proposal | None:
    """Propose the number of the order, with its latest revision."""
    return Proposal(asked.order.number) if asked.order else None


def _value_before(asked: _Request) -> Proposal | None:
    """Propose the order's present value of the field that the change names."""
    from comms.models.plain import to_jsonable
    from comms.orders.revisions import find_target

    changed_field = _changed_field(asked.case, asked.path)
    if asked.order is None or not changed_field:
        return None
    try:
        target = find_target(asked.order, changed_field)
    except CommsError:
        return None
    return Proposal(None if target.adds else to_jsonable(target.value))


def _cost_difference(asked: _Request) -> Proposal | None:
    """Propose the total of the changed order less that of the present one."""
    from comms.orders.revisions import apply_changes, cost_difference

    order, changes = asked.order, getattr(asked.document, "changes", None) or []
    if order is None:
        return None
    try:
        cost, after = cost_difference(order, changes), apply_changes(order, changes).computed()
    except CommsError:
        return None
    if cost is None or after is None:
        return None
    values = {
        "total": money(after.total, order.currency, asked.language),
        "difference": money(cost, order.currency, asked.language),
    }
    note = say("proposals.total_after", asked.language, **values)
    return Proposal({"amount": f"{cost:f}", "currency": order.currency}, note)


def _schedule_days(asked: _Request) -> Proposal | None:
    """Propose the largest shift among the changed dates, in days."""
    from comms.orders.revisions import schedule_days

    if asked.order is None:
        return None
    try:
        days = schedule_days(asked.order, getattr(asked.document, "changes", None) or [])
    except CommsError:
        return None
    return Proposal(str(days), say("proposals.days_of_dates", asked.language, days=days))


# --- delay notices ---------------------------------------------------------------------------


def _milestone(asked: _Request) -> Proposal | None:
    """Propose the delivery if the order promises its date, otherwise the shipment."""
    if asked.order is None:
        return None
    return Proposal("deliver_by" if asked.order.date_of("deliver_by") else "ship_by")


def _original_date(asked: _Request) -> Proposal | None:
    """Propose the date that the order promised for the milestone, unless its lines have several."""
    order, milestone = asked.order, getattr(asked.document, "milestone", None)
    if order is None or not milestone:
        return None
    days = {order.promised(line, milestone) for line in order.lines or ()} or {order.date_of(milestone)}
    day = days.pop()
    return None if days or day is None else Proposal(str(day))


def _revised_date(asked: _Request) -> Proposal | None:
    """Propose the notice's own revised date."""
    day = getattr(asked.document, "revised_date", None)
    return Proposal(str(day)) if day else None


def _late_items(asked: _Request) -> Proposal | None:
    """Propose the notice's late items; once a remedy has its own, the note gives its compensation."""
    notice, order = asked.document, asked.order
    if order is None:
        return None
    note = ""
    if notice.remedies[asked.index].affected is not None:
        settled = _settled(notice.compensation.policy if notice.compensation else None, asked)
        note = _compensation_note(settled.remedies[asked.index], order, asked.language) if settled else ""
    items = dict.fromkeys(line.sku for line in order.lines or () if line.sku)
    return Proposal(notice.affected or list(items), note)


def _responsible(asked: _Request) -> Proposal | None:
    """Propose the name of the order's party that is responsible for the delay."""
    order, responsible = asked.order, getattr(asked.document, "responsible_party", None)
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
"""Cause of a delay -> who is usually responsible; nobody for the others (weather, customs, force majeure)."""


def _answerable(asked: _Request) -> Proposal | None:
    """Propose who is usually responsible for the cause."""
    cause = getattr(asked.document, "cause", None)
    return Proposal(ANSWERABLE.get(cause, "none")) if cause else None


def _next_update(asked: _Request) -> Proposal | None:
    """Propose the close of business on the working day after the customer's deadline for a reply."""
    reply = getattr(asked.document, "reply_by", None)
    return _close_of_business(reply, 1, asked) if reply else None


def _policy(asked: _Request) -> Proposal:
    """Propose the order's compensation policy, with the compensation that it yields."""
    from comms.workspace.references import STANDARD

    order = asked.order
    number = (order.compensation_policy if order else None) or STANDARD
    settled = _settled(number, asked)
    note = _compensation_note(settled.own, order, asked.language) if settled and order else ""
    return Proposal(number, note)


def _settled(number: str | None, asked: _Request) -> "Settlement | None":
    """Return the notice's consequences under the policy `number`; None stands for the order's policy."""
    from comms.orders.settlement import settle
    from comms.workspace.references import STANDARD, policy_of

    order, workspace = asked.order, asked.case.workspace
    number = number or (order.compensation_policy if order else None) or STANDARD
    policy = policy_of(number, workspace).document
    if order is None or policy is None:
        return None
    return settle(cast("DelayNotice", asked.document), order, policy, workspace.calendar)


def _compensation_note(found: "Compensation", order: "OrderConfirmation", language: str) -> str:
    """Return a compensation as a sentence."""
    if found.nothing:
        return say("proposals.no_compensation", language)
    values = {
        "days": found.days,
        "value": money(found.value, order.currency, language),
        "penalty": money(found.penalty_amount, order.currency, language),
        "percent": rounded(found.largest.percent),
    }
    return say("proposals.compensation", language, **values)


# --- policies --------------------------------------------------------------------------------


def _next_tier(asked: _Request) -> Proposal | None:
    """Propose the day after the preceding tier; the first tier begins on day 1."""
    tiers, index = getattr(asked.document, "tiers", None) or [], asked.index
    if index == 0:
        return Proposal("1")
    last = tiers[index - 1].to_day if index <= len(tiers) else None
    return Proposal(str(last + 1)) if last else None


PROPOSALS: dict[str, Callable[[_Request], Proposal | None]] = {
    "answerable": _answerable,
    "at_sight": _at_sight,
    "cost_difference": _cost_difference,
    "credit_expiry": _credit_expiry,
    "credit_rules": lambda asked: Proposal(CREDIT_RULES),
    "instalment_days": _instalment_days,
    "late_items": _late_items,
    "latest_revision": _latest_revision,
    "latest_shipment": _latest_shipment,
    "line_before": _line_before,
    "milestone": _milestone,
    "next_tier": _next_tier,
    "next_update": _next_update,
    "now": _now,
    "original_date": _original_date,
    "policy": _policy,
    "presentation_days": _presentation_days,
    "prevails": lambda asked: Proposal(True),  # the clause that a written confirmation is there for
    "proposed": lambda asked: Proposal("proposed"),  # the status of a new change request
    "reply_by": _reply_by,
    "responsible": _responsible,
    "rest_of_the_price": _rest_of_the_price,
    "revised_date": _revised_date,
    "schedule_days": _schedule_days,
    "suggested_quantity": _suggested_quantity,
    "title": _title,
    "total_quantity": _total_quantity,
    "total_unit": _total_unit,
    "value_before": _value_before,
}
"""The functions that `Ask(proposes=…)` of a field names."""
CLOCK_PROPOSALS = frozenset({"now"})
"""Proposals that change by the minute: once confirmed, they stay as they are."""
