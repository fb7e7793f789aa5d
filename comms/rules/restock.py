"""R rules: restock briefs."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.findings import Problem
from comms.language.formats import rounded
from comms.models.restock_brief import RestockBrief
from comms.rules.shared import absent, document_as

if TYPE_CHECKING:
    from comms.workspace.case import Case


def quantity_differs(case: "Case") -> Iterator[Problem]:
    """The requested quantity differs by more than 20 % from the one that the stock figures suggest.

    suggested = presold + daily sales x (lead time + safety days) - on hand - in transit, never below 0,
    and rounded up to whole units where the unit is counted (pcs, cartons, sets; not kg or m).

    FAIL
        kind: restock-brief
        lines:
          - {sku: A, unit: pcs, on_hand: 100, daily_sales: 10, lead_time_days: 20, quantity: 500}

    PASS
        kind: restock-brief
        lines:
          - {sku: A, unit: pcs, on_hand: 100, daily_sales: 10, lead_time_days: 20, quantity: 110}
    """
    document = document_as(case, RestockBrief)
    if document is None or case.is_doubtful(("demand_uplift_percent",)):
        return
    for index, line in enumerate(document.lines or ()):
        stock = line.stock(document.demand_uplift_percent)
        doubtful = case.is_doubtful(("lines", index))
        if stock and line.quantity is not None and not doubtful and stock.differs(line.quantity):
            difference = stock.difference(line.quantity)
            values = {
                "requested": rounded(line.quantity),
                "suggested": rounded(stock.suggested_quantity),
                "difference": ("+" if difference > 0 else "") + rounded(difference),
                "unit": line.unit or "",
            }
            yield Problem(("lines", index, "quantity"), values=values)


def no_shortage_cost(case: "Case") -> Iterator[Problem]:
    """The restock brief does not say what a shortage costs.

    FAIL
        kind: restock-brief
        shortage_cost: TBD

    PASS
        kind: restock-brief
        shortage_cost: {amount: 5, currency: CNY, per: order, basis: the platform's late-dispatch fee}
    """
    yield from absent(case, "R402")
