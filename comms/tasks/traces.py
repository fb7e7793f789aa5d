"""Texts of a document that name its customer, which a letter to another customer must not take over."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.models.order_confirmation import OrderConfirmation
from comms.paths import FieldPath, scalars_of
from comms.tasks.spoken_names import names_of_company, names_of_person
from comms.workspace.references import order_of

if TYPE_CHECKING:
    from comms.workspace.case import Case

Trace = tuple[FieldPath, str, str]
"""The path of a text, the text, and the name in it."""
OURS = ("seller", "contact", "kind", "id", "language")
"""The fields that cannot name a customer: those about ourselves and about the document."""
_SHORTEST, _SHORTEST_ASCII = 2, 5
"""The least characters by which a number or an address is recognized; a shorter one may be part of any."""


def traces(base: "Case") -> list[Trace]:
    """Return the texts of a document that name the customer, a person there, or the customer's own number."""
    names = [name for name in dict.fromkeys(_names(base)) if name]
    if not names:
        return []
    pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{'|'.join(names)})(?![A-Za-z0-9])")
    return [
        (path, text, match[0])
        for path, text in scalars_of(base.source.data)
        if path[0] not in OURS and isinstance(text, str) and (match := pattern.search(text))
    ]


def _names(base: "Case") -> Iterator[str]:
    """Yield patterns of the names of a document's customer."""
    document = base.document
    assert document is not None
    order = (
        document if isinstance(document, OrderConfirmation) else order_of(document, base.workspace).document
    )
    yield from _exactly(getattr(document, "order", None))
    if order is None:
        return
    yield from _exactly(order.order_reference)
    if (buyer := order.buyer) is None:
        return
    yield from _exactly(buyer.tax_id)
    ours = order.seller.name if order.seller and order.seller.name else ""
    yield from names_of_company(buyer.name or "", buyer.address or "", ours)
    if (person := buyer.contact) is not None:
        yield from names_of_person(person.name or "")
        yield from (*_exactly(person.email), *_exactly(person.phone))


def _exactly(name: str | None) -> list[str]:
    is_telling = name is not None and len(name) >= (_SHORTEST_ASCII if name.isascii() else _SHORTEST)
    return [f"(?i:{re.escape(name)})"] if name is not None and is_telling else []
