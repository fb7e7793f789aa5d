"""Texts of a document that name its customer, which a letter to another customer must not take over."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.models.order_confirmation import OrderConfirmation
from comms.paths import FieldPath, scalars_of
from comms.workspace.references import order_of

if TYPE_CHECKING:
    from comms.workspace.case import Case

Trace = tuple[FieldPath, str, str]
"""The path of a text, the text, and the name in it."""
OURS = ("seller", "contact", "kind", "id", "language")
"""The fields that cannot name a customer: those about ourselves and about the document."""
_SHORTEST, _SHORTEST_ASCII = 2, 5
"""The least characters by which somebody is recognized; a shorter name may be part of any word."""


def traces(base: "Case") -> list[Trace]:
    """Return the texts of a document that name the customer, a person there, or the customer's own number."""
    names = [re.escape(name) for name in dict.fromkeys(_names(base)) if name and _is_telling(name)]
    if not names:
        return []
    pattern = re.compile(rf"(?<![a-z0-9])(?:{'|'.join(names)})(?![a-z0-9])", re.IGNORECASE | re.ASCII)
    return [
        (path, text, match[0])
        for path, text in scalars_of(base.source.data)
        if path[0] not in OURS and isinstance(text, str) and (match := pattern.search(text))
    ]


def _names(base: "Case") -> Iterator[str | None]:
    document = base.document
    assert document is not None
    order = (
        document if isinstance(document, OrderConfirmation) else order_of(document, base.workspace).document
    )
    yield getattr(document, "order", None)
    if order is not None:
        yield order.order_reference
        if order.buyer is not None:
            yield from (order.buyer.name, order.buyer.tax_id)
            person = order.buyer.contact
            yield from (person.name, person.email, person.phone) if person else ()


def _is_telling(name: str) -> bool:
    return len(name) >= (_SHORTEST_ASCII if name.isascii() else _SHORTEST)
