"""Answers to pick from: what earlier documents said, and the values of the order in question."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comms.language.phrases import field_words, say, words, written
from comms.models.plain import to_jsonable
from comms.paths import FieldPath
from comms.workspace.register import register_of

if TYPE_CHECKING:
    from comms.workspace.case import Case

MOST = 15
"""Entries of a list that one can still look through at a prompt."""


_SELDOM = ("seller.", "buyer.", "order_re", "reply_by")
"""What nobody changes by a change request, though it may be typed."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An answer to pick: the text that tells it, the plain data that it gives, whether it is proposed."""

    text: str
    value: Any
    usual: bool = False


def suggestions_for(name: str, path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """The answers that the entry `name` of OFFERS has for the question at `path`."""
    return OFFERS[name](path, case, language)


def matching(text: str, offers: list[Suggestion]) -> list[Suggestion]:
    """Those of a long list whose text holds what was typed, if need be with other words between."""
    plain = "".join(text.split()).casefold()
    if not any(map(str.isalnum, plain)):
        return []
    together = [each for each in offers if plain in "".join(each.text.split()).casefold()]
    # Chinese is typed without blanks: its characters are looked for in their order, other words one by one
    parts = text.casefold().split() if plain.isascii() else list(plain)
    return together or [each for each in offers if _has_in_order(parts, each.text.casefold())]


def _has_in_order(parts: list[str], text: str) -> bool:
    """Whether a text holds all parts, one behind the other."""
    place = 0
    for part in parts:
        found = text.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return True


def _buyers(path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """The buyers of the workspace's orders, the most recent order's first."""
    from comms.models.order_confirmation import OrderConfirmation

    del path, language
    register = register_of(case.workspace)
    orders = [each.document for each in register.of_kind("order-confirmation")] if register else []
    known: dict[str, Suggestion] = {}
    for order in sorted(
        (each for each in orders if isinstance(each, OrderConfirmation)), key=_issued, reverse=True
    ):
        if order.buyer and order.buyer.name:
            value = to_jsonable(order.buyer.model_dump(exclude_none=True))
            known.setdefault(order.buyer.name, Suggestion(order.buyer.name, value))
    return list(known.values())[:MOST]


def _issued(order: Any) -> str:
    return order.issued_at.isoformat() if order.issued_at else ""


def _order_values(path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """The values of the order that a change request may change, each by its path."""
    from comms.orders.revisions import CHANGED_OFTEN, changeable, find_target
    from comms.rendering.letters import name_of
    from comms.workspace.references import order_of

    order = order_of(case.document, case.workspace).document if case.document else None
    if order is None:
        return []
    del path
    colon = words(language)["language"]["colon"]
    found = []
    paths = [each for each in changeable(order) if not each.startswith(_SELDOM)]
    for field in sorted(paths, key=lambda each: not CHANGED_OFTEN.search(each)):
        target = find_target(order, field)
        text = f"{name_of(order, target, language)}{colon}{written(_named(target, language), language)}"
        found.append(Suggestion(text, field))
    return found


def _named(target: Any, language: str) -> Any:
    """The value of a target, one of a closed list by its name."""
    named = field_words(target.field.owner, target.field.key, language).choices or {}
    return named.get(target.value, target.value) if isinstance(target.value, str) else target.value


_REMEDIES = {
    (True, False): ("rest_on_time", "together", "cancel"),
    (False, False): ("in_two", "together", "cancel_all"),
    (True, True): ("rest_on_time_late", "together", "cancel_late"),
    (False, True): ("in_two_late", "together", "cancel_all_late"),
}
"""The usual remedies, by whether only some of the goods are late, and whether the agreed date is over."""


def _remedies(path: FieldPath, case: "Case", language: str) -> list[Suggestion]:
    """The usual ways out of a delay, filled in with the dates and the items of the notice."""
    from comms.workspace.references import order_of

    notice: Any = case.document
    order = order_of(notice, case.workspace).document
    if order is None or not (notice.original_date and notice.revised_date):
        return []
    items = [each.sku for each in order.lines or () if each.sku]
    late = [each for each in notice.affected or items if each in items]
    some = bool(late) and len(late) < len(items)
    dates = {"original": notice.original_date, "revised": notice.revised_date}
    found = []
    is_over = bool(notice.issued_at and notice.original_date <= notice.issued_at.date())
    for name in _REMEDIES[some, is_over]:
        text = say(f"remedies.{name}", language, items=late, **dates)
        moved = is_over or not name.startswith("cancel")
        day = notice.revised_date if moved else notice.original_date
        remedy: dict[str, Any] = {"action": text, "revised_date": str(day), "cost_to_buyer": {"amount": "0"}}
        rest = [each for each in items if each not in late]
        of_cancel = (rest or late) if is_over else []  # what comes after the agreed day is late
        remedy["affected"] = items if name == "together" else of_cancel if name.startswith("cancel") else late
        if name != "together":
            remedy["requires"] = ["change_request"]
        found.append(Suggestion(text, remedy, usual=not path[1]))
    there = {each.action for each in notice.remedies or ()}
    return [each for each in found if each.text not in there]


OFFERS: dict[str, Callable[[FieldPath, "Case", str], list[Suggestion]]] = {
    "buyers": _buyers,
    "order_values": _order_values,
    "remedies": _remedies,
}
"""What a field's `Ask(offers=…)` names."""
SEARCHED = frozenset({"order_values"})
"""Those that are long, and whose answers are found by a part of their text."""
