"""Answers to pick from: what earlier documents said, and the values of the order in question."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from comms.findings import FieldPath
from comms.rendering.json_data import plain
from comms.words import field_words, words, written

if TYPE_CHECKING:
    from comms.checking import Case

MOST = 15
"""Entries of a list that one can still look through at a prompt."""


_SELDOM = ("seller.", "buyer.", "order_re", "reply_by")
"""What nobody changes by a change request, though it may be typed."""


@dataclass(frozen=True, slots=True)
class Offered:
    """An answer to pick: the text that tells it, and the plain data that it gives."""

    text: str
    value: Any


def offered(name: str, path: FieldPath, case: "Case", language: str) -> list[Offered]:
    """The answers that the entry `name` of OFFERS has for the question at `path`."""
    return OFFERS[name](path, case, language)[:MOST]


def _buyers(path: FieldPath, case: "Case", language: str) -> list[Offered]:
    """The buyers of the workspace's orders, the most recent order's first."""
    from comms.models.order_confirmation import OrderConfirmation

    del path, language
    register = case.workspace.register
    orders = [each.document for each in register.of_kind("order-confirmation")] if register else []
    known: dict[str, Offered] = {}
    for order in sorted(
        (each for each in orders if isinstance(each, OrderConfirmation)), key=_issued, reverse=True
    ):
        if order.buyer and order.buyer.name:
            value = plain(order.buyer.model_dump(exclude_none=True))
            known.setdefault(order.buyer.name, Offered(order.buyer.name, value))
    return list(known.values())


def _issued(order: Any) -> str:
    return order.issued_at.isoformat() if order.issued_at else ""


def _order_values(path: FieldPath, case: "Case", language: str) -> list[Offered]:
    """The values of the order that a change request may change, each by its path."""
    from comms.references import order_of
    from comms.rendering.letters import name_of
    from comms.revisions import CHANGED_OFTEN, changeable, target_of

    order = order_of(case.document, case.workspace).document if case.document else None
    if order is None:
        return []
    del path
    colon = words(language)["language"]["colon"]
    found = []
    paths = [each for each in changeable(order) if not each.startswith(_SELDOM)]
    for field in sorted(paths, key=lambda each: not CHANGED_OFTEN.search(each)):
        target = target_of(order, field)
        text = f"{name_of(order, target, language)}{colon}{written(_named(target, language), language)}"
        found.append(Offered(text, field))
    return found


def _named(target: Any, language: str) -> Any:
    """The value of a target, one of a closed list by its name."""
    named = field_words(target.field.owner, target.field.key, language).choices or {}
    return named.get(target.value, target.value) if isinstance(target.value, str) else target.value


OFFERS: dict[str, Callable[[FieldPath, "Case", str], list[Offered]]] = {
    "buyers": _buyers,
    "order_values": _order_values,
}
"""What a field's `Ask(offers=…)` names."""
