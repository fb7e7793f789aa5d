"""Values a letter shows beyond its document's data: totals, due dates, the related order, compensation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError, Refusal
from comms.language.formats import percent
from comms.language.phrases import field_words, label, words, written
from comms.models.base import Shape
from comms.models.change_request import SIDES, Approval, ChangeRequest
from comms.models.compensation_policy import CompensationPolicy
from comms.models.delay_notice import DelayNotice, Remedy
from comms.models.order_confirmation import LETTER_OF_CREDIT, Change, Instalment, OrderConfirmation, Revision
from comms.orders.lines import late_lines
from comms.orders.revisions import ChangeRefused, Target, apply_changes, find_target, read_value
from comms.orders.settlement import NO_CLAIM, choices_of, settle, tier_for
from comms.terms.capital import capital_yuan
from comms.terms.compensation import Compensation, LateLine, compensate
from comms.terms.instalments import instalment_amounts
from comms.terms.money import Totals as Computed
from comms.workspace.references import Reference, order_of, policy_of

if TYPE_CHECKING:
    from comms.rendering import Layout

CAPITAL = "CNY"
"""The only currency whose amounts are also spelled out in Chinese capital figures."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def order_confirmation(order: OrderConfirmation, layout: "Layout") -> dict[str, Any]:
    """Return the totals of an order, and its instalments with their amounts and due dates."""
    totals = order.computed()
    instalments = list(_instalments(order, totals, layout)) if order.payment else []
    made_by = order.history[-1] if order.history and order.number > 1 else None
    return {
        "totals": totals,
        "credit": _credit(order, totals, instalments),
        "capital": _capital(totals.total if totals else None, order.currency),
        "instalments": instalments,
        "made_by": made_by,
        "reply_asked": order.reply_by is not None and not _signed_since(made_by, order.reply_by.date()),
    }


def _credit(order: OrderConfirmation, totals: Computed | None, instalments: "list[Due]") -> Decimal | None:
    """Return the part of the price covered by a letter of credit, or None if there is no credit."""
    method = order.payment.method if order.payment else None
    amounts = [
        due.amount or Decimal(0)
        for due in instalments
        if (due.instalment.method or method) in LETTER_OF_CREDIT
    ]
    if not amounts and method in LETTER_OF_CREDIT:
        return totals.total if totals else Decimal(0)
    return sum(amounts, Decimal(0)) if amounts else None


def _signed_since(made_by: Revision | None, day: date) -> bool:
    """Whether both sides signed the revision's change request after `day`, so that `day` lies in the past."""
    return made_by is not None and made_by.date is not None and made_by.date > day


def _capital(amount: Decimal | None, currency: str | None) -> str | None:
    """Return a CNY amount in Chinese capital figures; None for other currencies and amounts out of range."""
    if amount is None or currency != CAPITAL:
        return None
    try:
        return capital_yuan(amount)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Due:
    """An instalment with its amount and the day it falls due if everything goes by the order's dates."""

    instalment: Instalment
    amount: Decimal | None
    day: date | None


def _instalments(order: OrderConfirmation, totals: Computed | None, layout: "Layout") -> Iterator[Due]:
    entries = (order.payment.instalments if order.payment else None) or []
    currency = order.currency
    percents = [entry.percent for entry in entries]
    amounts: list[Decimal | None] = [None] * len(entries)
    if totals and currency and None not in percents:
        amounts = list(
            instalment_amounts(totals.total, [share for share in percents if share is not None], currency)
        )
    for entry, amount in zip(entries, amounts, strict=True):
        yield Due(entry, amount, due_date(order, entry, layout))


def due_date(order: OrderConfirmation, instalment: Instalment, layout: "Layout") -> date | None:
    """Return the day an instalment falls due, counted from its event; None while that event has no date."""
    event = _event_date(order, instalment.after)
    if event is None or instalment.days is None:
        return None
    try:
        return layout.workspace.calendar.after(event, instalment.days, instalment.day_type == "working")
    except (ValueError, OverflowError):
        return None


def _event_date(order: OrderConfirmation, event: str | None) -> date | None:
    """Return the date the order gives for an event; events decided by other parties have none."""
    if event == "confirmation":
        made_by = order.history[-1].date if order.history and order.number > 1 else None
        return made_by or (order.reply_by.date() if order.reply_by else None)
    if event in ("shipment", "bill_of_lading"):
        return order.delivery.ship_by if order.delivery else None
    if event == "delivery":
        return order.delivery.deliver_by if order.delivery else None
    return None


# --- change requests -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A change as the reader sees it: the field's name, both values and, where it applies, their difference.

    days: the shift of a date; amount: the difference of a figure.
    """

    label: str
    before: Any
    after: Any
    days: int | None = None
    amount: Decimal | None = None


def change_request(request: ChangeRequest, layout: "Layout") -> dict[str, Any]:
    """Return the changes under their fields' names, and the order's total before and after."""
    order = _needed(order_of(request, layout.workspace), request.order, layout)
    changes = request.changes or []
    cost = request.impact.cost if request.impact else None
    return {
        "order": order,
        "rows": [_changed_value(order, change, layout.language) for change in changes],
        "before": order.computed() if order else None,
        "after": _total_after(order, changes),
        "cost_capital": _capital(abs(cost.amount), cost.currency) if cost and cost.amount else None,
        "signed": {**dict.fromkeys(SIDES), **_signatures(request)},
    }


def _signatures(request: ChangeRequest) -> dict[str, Approval]:
    return {approval.party: approval for approval in request.approvals or () if approval.party}


def _total_after(order: OrderConfirmation | None, changes: list[Change]) -> Any:
    try:
        return apply_changes(order, changes).computed() if order else None
    except CommsError:  # a draft may ask for a change that cannot be made
        return None


def _changed_value(order: OrderConfirmation | None, change: Change, language: str) -> ChangedValue:
    unresolved = ChangedValue(change.field or "", change.before, change.after)
    if order is None or not change.field:
        return unresolved
    try:
        target = find_target(order, change.field)
        after = read_value(order, target, change.after)
    except ChangeRefused:
        return unresolved
    return compare_values(name_of(order, target, language), target, target.value, after, language)


def compare_values(name: str, target: Any, before: Any, after: Any, language: str) -> ChangedValue:
    """Compare two values of a field: their difference, and the labels of values from a closed list."""
    days = amount = None
    if isinstance(before, date) and isinstance(after, date) and target.field.shape is Shape.DATE:
        days = (after - before).days
    elif isinstance(before, Decimal) and isinstance(after, Decimal):
        amount = after - before
    named = field_words(target.field.owner, target.field.key, language).choices or {}
    shown = [named.get(value, value) if isinstance(value, str) else value for value in (before, after)]
    return ChangedValue(name, _line(shown[0], language), _line(shown[1], language), days, amount)


def _line(value: Any, language: str) -> Any:
    """Return a whole order line as readable text with everything agreed on it; other values unchanged."""
    if not isinstance(value, dict) or "sku" not in value:
        return value
    tolerance = value.get("tolerance_percent")
    quantity = " ".join(written(value[key], language) for key in ("quantity", "unit") if key in value)
    parts = [" ".join(value[key] for key in ("sku", "name") if key in value), value.get("specification")]
    parts.append(f"{quantity} ±{percent(tolerance, language)}" if tolerance else quantity)
    if value.get("free"):
        parts.append(str(words(language)["document"]["free"]))
    elif "unit_price" in value:
        parts.append(f"@ {written(value['unit_price'], language)}")
    return str(words(language)["language"]["list"]).join(part for part in parts if part)


def name_of(order: OrderConfirmation, target: Target, language: str) -> str:
    """Return the name of a changed field: the order line it belongs to, then its label."""
    own = label(target.field, language)
    if target.adds and target.path[0] == "lines":
        return str(words(language)["document"]["new_line"])
    if target.adds or target.path[0] != "lines":
        parent = [step for step in target.path[:-1] if isinstance(step, str)]
        return own if target.adds or not parent else f"{_label_of(parent[0], language)} · {own}"
    line = (order.lines or [])[int(target.path[1])] if len(target.path) > 1 else None
    if line is None:
        return own
    name = f"{line.sku} {line.name or ''}"
    if sum(other.sku == line.sku for other in order.lines or ()) > 1:
        name = words(language)["document"]["one_of_lines"].format(name=name, number=int(target.path[1]) + 1)
    return f"{name} · {own}" if len(target.path) > 2 else name


def _label_of(key: str, language: str) -> str:
    return field_words(OrderConfirmation, key, language).label or key


# --- delay notices ---------------------------------------------------------------------------


def delay_notice(notice: DelayNotice, layout: "Layout") -> dict[str, Any]:
    """Return the order, the late lines, and the compensation for the notice and for each remedy."""
    order = _needed(order_of(notice, layout.workspace), notice.order, layout)
    number = notice.compensation.policy if notice.compensation else None
    policy = _needed(policy_of(number, layout.workspace), number, layout)
    settled = settle(notice, order, policy, layout.workspace.calendar) if order and policy else None
    gains = settled.remedies if settled else ()
    return {
        "order": order,
        "policy": policy,
        "settled": settled,
        "late": late_lines(order, notice, notice.affected) if order else [],
        "options": list(zip_longest(_letters(notice.remedies or []), notice.remedies or [], gains)),
        "blameless": notice.cause in NO_CLAIM,
        "own_differs": settled is not None and settled.own not in settled.remedies,
    }


def _letters(remedies: list[Remedy]) -> list[str]:
    """Return the letters by which the customer chooses a remedy: A, B, C … Z, AA, AB …."""
    return [
        (LETTERS[index // len(LETTERS) - 1] if index >= len(LETTERS) else "") + LETTERS[index % len(LETTERS)]
        for index in range(len(remedies))
    ]


def _needed(found: Reference[Any], number: str | None, layout: "Layout") -> Any:
    """Return the document a letter refers to; only a draft may lack it."""
    if found.document is None and not layout.draft:
        raise Refusal("no_reference", id=number or "—")
    return found.document


# --- policies --------------------------------------------------------------------------------

WORKED_DAYS = (1, 7, 8, 14, 15, 30)
WORKED_QUANTITY, WORKED_PRICE = Decimal(1000), Decimal("10.00")


def compensation_policy(policy: CompensationPolicy, layout: "Layout") -> dict[str, Any]:
    """Return the policy applied to an example order of 1,000 pieces at 10.00, for several delays."""
    currency = layout.workspace.currency(layout.language)
    piece = words(layout.language)["document"]["piece"]
    return {
        "worked": worked_example(policy, currency, piece),
        "quantity": WORKED_QUANTITY,
        "price": WORKED_PRICE,
        "net": WORKED_QUANTITY * WORKED_PRICE,
        "currency": currency,
        "piece": piece,
    }


def worked_example(policy: CompensationPolicy, currency: str, unit: str) -> list[Compensation]:
    """Return the example's compensation for each of WORKED_DAYS, without the contract's own penalty."""
    net = WORKED_QUANTITY * WORKED_PRICE
    lines = [LateLine("", WORKED_QUANTITY, unit, WORKED_PRICE, net)]
    return [
        compensate(lines, currency, days, choices_of(tier_for(policy, days)), policy.cap_percent)
        for days in WORKED_DAYS
    ]
