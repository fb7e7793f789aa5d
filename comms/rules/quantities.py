"""The rule that compares what a request counts in several places."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from comms.findings import Problem
from comms.models.brief import FiveW2H
from comms.models.design_brief import DesignBrief
from comms.terms.listed_items import ListedItem, listed_items

if TYPE_CHECKING:
    from comms.workspace.case import Case


def quantities_differ(case: "Case") -> Iterator[Problem]:
    """The same things are counted differently in two places of a request.

    What is asked for is compared with the deliverables of the same name, and in all with the quantity. A text
    that holds more than plain counts is not compared.

    FAIL
        kind: design-brief
        what: 5 main images 800x800, 1 detail page
        deliverables: [{name: main images, count: 3}, {name: detail page, count: 1}]

    PASS
        kind: design-brief
        what: 5 main images 800x800, 1 detail page
        deliverables: [{name: main images, count: 5}, {name: detail page, count: 1}]
    """
    document = case.document
    items = listed_items(document.what) if isinstance(document, FiveW2H) and document.what else []
    if not items or not isinstance(document, FiveW2H):
        return
    if isinstance(document, DesignBrief):
        yield from _of_deliverables(document, items)
    quantity = document.how_much.quantity if document.how_much else None
    total = Decimal(sum(item.quantity for item in items))
    if quantity is not None and quantity != total and _are_alike(document, items):
        yield Problem(("how_much", "quantity"), "", {"count": quantity, "what": total})


def _of_deliverables(document: DesignBrief, items: list[ListedItem]) -> Iterator[Problem]:
    """Yield a problem for each thing whose deliverables come to another number."""
    asked = Counter[str]()
    for item in items:
        asked[_folded(item.name)] += item.quantity
    given = Counter[str]()
    places: dict[str, int] = {}
    for index, deliverable in enumerate(document.deliverables or ()):
        if deliverable.name and deliverable.count is not None:
            given[_folded(deliverable.name)] += deliverable.count
            places.setdefault(_folded(deliverable.name), index)
    for name in given:
        if name in asked and asked[name] != given[name]:
            shown = (document.deliverables or [])[places[name]].name
            values: dict[str, object] = {"name": shown, "count": given[name], "what": asked[name]}
            yield Problem(("deliverables", places[name], "count"), "deliverable", values)


def _are_alike(document: FiveW2H, items: list[ListedItem]) -> bool:
    """Return whether the quantity can be meant for all that is counted: it has no other unit."""
    unit = document.how_much.unit if document.how_much else None
    units = {item.unit for item in items}
    return unit is None or unit in units | {"件", "个", "pcs", "pieces"}


def _folded(name: str) -> str:
    return "".join(name.split()).casefold().removesuffix("s")
