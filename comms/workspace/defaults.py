"""Standing answers: what the house, its standard terms or the order in question say already."""

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from comms.models.base import Part, Shape, fields_of
from comms.models.plain import plain
from comms.paths import FieldPath

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation
    from comms.workspace.settings import Settings
    from comms.workspace.workspace import Workspace


def standard_terms(
    kind: str, workspace: "Workspace", order: "OrderConfirmation | None" = None
) -> dict[str, Any]:
    """The plain data that a new document of a kind begins with."""
    own = _of_kind(kind, workspace.settings, order)
    return merged(own, workspace.settings.defaults.get(kind, {}))


def _of_kind(kind: str, settings: "Settings", order: "OrderConfirmation | None") -> dict[str, Any]:
    if kind == "order-confirmation":
        found = {"revision": 1, "seller": settings.company or None, "currency": settings.currency}
        return {key: deepcopy(value) for key, value in found.items() if value is not None}
    if order is None:
        return {}
    about: dict[str, Any] = {"order": order.id, "order_revision": order.number}
    contact = order.seller.contact if order.seller else None
    if kind == "delay-notice" and contact is not None:
        about["contact"] = plain(contact.model_dump(exclude_none=True))
    return about


def lasting(part: Part, path: FieldPath = ()) -> dict[str, Any]:
    """What a document says that may hold for the next one too, as plain data.

    Left out are numbers of documents, days and times, what varies from one document to the next (the buyer
    of an order aside: who names an earlier order means its buyer), and what only its course has brought.
    """
    found: dict[str, Any] = {}
    for key, field in fields_of(type(part)).items():
        value = getattr(part, field.name)
        passes = field.ask.varies and key != "buyer"
        if value is None or passes or field.shape in (Shape.DATE, Shape.TIME) or _is_own(path, key):
            continue
        if isinstance(value, Part):
            value = lasting(value, (*path, key))
        elif field.shape is Shape.PARTS:
            value = [lasting(each, (*path, key)) for each in value]
        if value not in ({}, []):
            found[key] = plain(value)
    return found


def settled_by(model: type[Part], earlier: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What an earlier document of a kind settles, and what it only proposes.

    The terms of an order stand as they were agreed with the same buyer. A brief and a notice keep the
    people; their lists are begun anew, and their other answers are proposed.
    """
    fields = fields_of(model)
    if any(each.ask.varies for each in fields.values()):
        return earlier, {}
    settled = {key: value for key, value in earlier.items() if key in _PEOPLE}
    lists = {key for key, field in fields.items() if field.shape is Shape.PARTS}
    return settled, {key: value for key, value in earlier.items() if key not in _PEOPLE and key not in lists}


_PEOPLE = ("who", "contact")
"""The people of a document, who are the same in the next one."""


def _is_own(path: FieldPath, key: str) -> bool:
    return key in _AGREED or (not path and key in _OWN)


OF_ITS_COURSE = ("revision", "status", "history", "approval", "approvals", "decision")
"""What became of one document, so that another one does not begin with it."""
_OWN = ("kind", "id", "language", "attachments", "charges", *OF_ITS_COURSE)
"""What belongs to one document alone."""
_AGREED = ("discount_percent", "marks")
"""What was agreed for one order, in whichever part of it."""


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Two mappings as one; where both have a key, `over` holds, mappings key by key."""
    found = deepcopy(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if both else deepcopy(value)
    return found
