"""Suggestions: answers to pick from, taken from earlier documents and from the order concerned."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError
from comms.language.formats import long_date, long_time
from comms.language.phrases import field_words, say, words, written
from comms.models.plain import to_jsonable
from comms.paths import FieldPath
from comms.terms.dates import NotADate
from comms.workspace.register import register_of

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation, OrderLine
    from comms.workspace.case import Case

MOST = 15
"""The most entries of a list that a person can look through at a prompt."""


_SELDOM = ("seller.", "buyer.", "order_re", "reply_by")
"""Beginnings of the paths that change requests hardly ever change, though they may be typed."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer to pick: the text shown, the plain data it stands for, and whether it is the proposed one."""

    text: str
    value: Any
    usual: bool = False


def readings_of(refusal: CommsError, language: str) -> list[Suggestion]:
    """Return the readings of a refused date as answers to pick from; none for any other refusal."""
    if not isinstance(refusal, NotADate):
        return []
    return [Suggestion(_reading(day, language), day.isoformat()) for day in refusal.readings]


def _reading(day: date, language: str) -> str:
    return long_time(day, language) if isinstance(day, datetime) else long_date(day, language, weekday=True)


def suggestions_for(name: str, path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """Return the suggestions of the entry `name` of OFFERS for the question at `path`."""
    return OFFERS[name](path, case, language)


def matching(text: str, offers: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions that contain what was typed, or failing that, its parts in the same order."""
    joined = "".join(text.split()).casefold()
    if not any(map(str.isalnum, joined)):
        return []
    together = [offer for offer in offers if joined in "".join(offer.text.split()).casefold()]
    # Chinese is typed without blanks, so its characters are looked for one by one, other text by words
    parts = text.casefold().split() if joined.isascii() else list(joined)
    return together or [offer for offer in offers if _has_in_order(parts, offer.text.casefold())]


def _has_in_order(parts: list[str], text: str) -> bool:
    """Whether a text contains all parts, one after the other."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _buyers(_path: FieldPath, case: "Case", _language: str) -> list[Suggestion]:
    """Return the buyers of the workspace's orders, most recent order first."""
    from comms.models.order_confirmation import OrderConfirmation

    register = register_of(case.workspace)
    cases = register.of_kind("order-confirmation") if register else ()
    orders = [case.document for case in cases if isinstance(case.document, OrderConfirmation)]
    known: dict[str, Suggestion] = {}
    for order in sorted(orders, key=_issued, reverse=True):
        if order.buyer and order.buyer.name:
            value = to_jsonable(order.buyer.model_dump(exclude_none=True))
            known.setdefault(order.buyer.name, Suggestion(order.buyer.name, value))
    return list(known.values())[:MOST]


def _issued(order: Any) -> str:
    return order.issued_at.isoformat() if order.issued_at else ""


def _order_values(_path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """Return the paths of the order's values that a change request may change, often changed ones first."""
    from comms.orders.revisions import CHANGED_OFTEN, changeable, find_target
    from comms.workspace.references import order_of

    order = order_of(case.document, case.workspace).document if case.document else None
    if order is None:
        return []
    found = []
    paths = [path for path in changeable(order) if not path.startswith(_SELDOM)]
    for path in sorted(paths, key=lambda path: not CHANGED_OFTEN.search(path)):
        found.append(Suggestion(order_value(order, find_target(order, path), language), path))
    return found


def order_value(order: "OrderConfirmation", target: Any, language: str) -> str:
    """Return the name and the present value of what a change addresses in an order."""
    from comms.rendering.letters import name_of

    colon = words(language)["language"]["colon"]
    return f"{name_of(order, target, language)}{colon}{written(_named(target, language), language)}"


def _named(target: Any, language: str) -> Any:
    """Return the value of a target; one of a closed list by its name in the language."""
    named = field_words(target.field.owner, target.field.key, language).choices or {}
    return named.get(target.value, target.value) if isinstance(target.value, str) else target.value


_REMEDIES = {
    (True, False): ("rest_on_time", "together", "cancel"),
    (False, False): ("in_two", "together", "cancel_all"),
    (True, True): ("rest_on_time_late", "together", "cancel_late"),
    (False, True): ("in_two_late", "together", "cancel_all_late"),
}
"""The usual remedies, by whether only some of the goods are late, and whether the agreed date has passed."""


def _remedies(path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """Return the usual remedies of a delay, with the dates and items of the notice filled in."""
    from comms.orders.lines import late_lines
    from comms.workspace.references import order_of

    notice: Any = case.document
    order = order_of(notice, case.workspace).document
    if order is None or not (notice.original_date and notice.revised_date):
        return []
    late = late_lines(order, notice, notice.affected)
    milestone = notice.milestone or "ship_by"
    places = set(map(id, late))
    rest = [
        line
        for line in order.lines or ()
        if id(line) not in places and order.promised(line, milestone) == notice.original_date
    ]
    items = _skus(line for line in order.lines or () if id(line) in places or line in rest)
    only_some = bool(late and rest)
    is_past = _is_past(notice)
    dates = {"original": notice.original_date, "revised": notice.revised_date}
    taken = {remedy.action for remedy in notice.remedies or ()}
    found = []
    for name in _REMEDIES[only_some, is_past]:
        text = say(f"remedies.{name}", language, items=_skus(late), **dates)
        if text not in taken:
            remedy = _remedy(name, text, notice, items, notice.affected or _skus(late))
            _require_amendment(remedy, notice, order)
            found.append(Suggestion(text, remedy, usual=not path[1]))
    return found


def _remedy(name: str, text: str, notice: Any, items: list[str], late: list[str]) -> dict[str, Any]:
    """Return a remedy as plain data.

    name: its entry in _REMEDIES. items: the SKUs of the order; late: those that the delay concerns.
    """
    is_past = _is_past(notice)
    cancels = name.startswith("cancel")
    day = notice.original_date if cancels and not is_past else notice.revised_date
    if name == "together":
        affected = items
    elif not cancels:
        affected = late
    else:  # the goods that are still delivered are late once the agreed date has passed
        affected = ([sku for sku in items if sku not in late] or late) if is_past else []
    remedy: dict[str, Any] = {"action": text, "revised_date": str(day), "cost_to_buyer": {"amount": "0"}}
    remedy["affected"] = affected
    if name != "together":
        remedy["requires"] = ["change_request"]
    return remedy


def _skus(lines: "Iterable[OrderLine]") -> list[str]:
    """Return the SKUs of lines, each once."""
    return list(dict.fromkeys(line.sku for line in lines if line.sku))


def _require_amendment(remedy: dict[str, Any], notice: Any, order: "OrderConfirmation") -> None:
    """Add that a remedy needs an amendment of the letter of credit, if it ships too late for it."""
    from comms.models.delay_notice import Remedy
    from comms.orders.promises import missed_date, remedy_shipment

    day = remedy_shipment(order, notice, Remedy.model_validate(remedy))
    if day is not None and missed_date(order, day):
        remedy["requires"] = [*remedy.get("requires", ()), "lc_amendment"]


def _promised_dates(_path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """Return the dates that an order promises for the milestone of a notice, each with its items."""
    from comms.workspace.references import order_of

    notice: Any = case.document
    order = order_of(notice, case.workspace).document
    found: dict[Any, list[OrderLine]] = {}
    for line in (order.lines if order else None) or ():
        if order and (day := order.promised(line, notice.milestone or "ship_by")):
            found.setdefault(day, []).append(line)
    colon = words(language)["language"]["colon"]
    return [
        Suggestion(f"{written(day, language)}{colon}{written(_skus(found[day]), language)}", str(day))
        for day in sorted(found)
    ]


def _is_past(notice: Any) -> bool:
    """Whether the agreed date has passed by the time of the notice."""
    return bool(notice.issued_at and notice.original_date <= notice.issued_at.date())


OFFERS: dict[str, Callable[[FieldPath, "Case", str], list[Suggestion]]] = {
    "buyers": _buyers,
    "order_values": _order_values,
    "promised_dates": _promised_dates,
    "remedies": _remedies,
}
"""The functions that `Ask(offers=…)` of a field names."""
SEARCHED = frozenset({"order_values"})
"""The offers that are long, so that their answers are found by a part of their text."""
