"""Default answers, taken from the settings, the standard terms or the order that a document is about."""

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from comms.models.base import Part, Shape, fields_of
from comms.models.plain import to_jsonable
from comms.paths import FieldPath

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation
    from comms.workspace.settings import Settings
    from comms.workspace.workspace import Workspace


def standard_terms(
    kind: str, workspace: "Workspace", order: "OrderConfirmation | None" = None
) -> dict[str, Any]:
    """Return the plain data that a new document of a kind begins with."""
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
        about["contact"] = to_jsonable(contact.model_dump(exclude_none=True))
    return about


def reusable_answers(part: Part, path: FieldPath = ()) -> dict[str, Any]:
    """Return the answers of a document that may be reused in the next one, as plain data.

    Left out are ids, dates and times, answers that vary from document to document (except for the buyer of
    an order, since naming an earlier order implies its buyer), and what happened to the document itself.
    """
    found: dict[str, Any] = {}
    for key, field in fields_of(type(part)).items():
        value = getattr(part, field.name)
        varies = field.ask.varies and key != "buyer"
        if value is None or varies or field.shape in (Shape.DATE, Shape.TIME) or _is_own(path, key):
            continue
        if isinstance(value, Part):
            value = reusable_answers(value, (*path, key))
        elif field.shape is Shape.PARTS:
            value = [reusable_answers(entry, (*path, key)) for entry in value]
        if value not in ({}, []):
            found[key] = to_jsonable(value)
    return found


def split_earlier_answers(
    model: type[Part], earlier: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split the answers of an earlier document into those that are settled and those that are proposals.

    The terms of an order remain as they were agreed with the same buyer. A brief or a notice keeps the
    people, the deliverables, and of its lines what is the same next month; its other lists start empty, and
    its other answers are proposals.
    """
    fields = fields_of(model)
    if any(field.ask.varies for field in fields.values()):
        return earlier, {}
    settled = {key: value for key, value in earlier.items() if key in _PEOPLE or key in _REPEATED}
    lists = {key for key, field in fields.items() if field.shape is Shape.PARTS}
    return settled, {key: value for key, value in earlier.items() if key not in {*settled, *lists}}


def starting_point(document: Part) -> dict[str, Any]:
    """Return what the documents of a team have in common, as one of them shows: not what it is about."""
    answers = reusable_answers(document)
    return {key: value for key, value in answers.items() if key not in _ABOUT}


_ABOUT = frozenset(
    (
        "title what why when how_much goals copy demand_uplift_percent shortage_cost"
        " seller buyer order order_revision"
    ).split()
)
"""The fields that say what a document is about, and those that the settings or the order give."""
_REPEATED = ("deliverables", "lines")
"""The lists that are much the same in the next document."""
_PEOPLE = ("who", "contact")
"""The fields that hold the people of a document, who are the same in the next one."""


def _is_own(path: FieldPath, key: str) -> bool:
    return key in _AGREED or (not path and key in _OWN)


LIFECYCLE_FIELDS = ("revision", "status", "history", "approval", "approvals", "decision")
"""The fields that record the life of one document, which another one does not inherit."""
_OWN = ("kind", "id", "language", "attachments", "charges", *LIFECYCLE_FIELDS)
"""The fields that belong to one document alone."""
_AGREED = ("discount_percent", "discount_amount", "marks")
"""The fields that are agreed for one order, in any of its parts."""


def merged(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """Return two mappings as one; `over` wins where both have a key, and nested mappings are merged."""
    found = deepcopy(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(found.get(key), dict)
        found[key] = merged(found[key], value) if both else deepcopy(value)
    return found
