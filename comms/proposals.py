"""Answers that are computed from the others and proposed, each with how it was reached."""

from collections.abc import Callable
from dataclasses import dataclass

from comms.findings import FieldPath
from comms.models.base import Document, Field
from comms.models.restock_brief import RestockBrief
from comms.terms.restock import Stock
from comms.words import rounded, say


@dataclass(frozen=True, slots=True)
class Proposal:
    """The text that would give the answer, and a sentence on the figures behind it."""

    value: str
    note: str


def propose(field: Field, path: FieldPath, document: Document | None, language: str) -> Proposal | None:
    """The proposal for the answer at `path`; None where there is none, or not all figures yet."""
    if field.ask.proposes is None or document is None:
        return None
    return PROPOSALS[field.ask.proposes](path, document, language)


def _suggested_quantity(path: FieldPath, document: Document, language: str) -> Proposal | None:
    """The restock quantity of a line; once the line has one, the note compares the two."""
    if not isinstance(document, RestockBrief) or not document.lines:
        return None
    line = document.lines[int(path[1])]
    stock = line.stock(document.demand_uplift_percent)
    if stock is None:
        return None
    unit = line.unit or ""
    note = _cover(stock, unit, language)
    if line.quantity is not None:
        difference = stock.difference(line.quantity)
        values = {
            "sku": line.sku or "",
            "cover": note,
            "quantity": rounded(line.quantity),
            "difference": ("+" if difference > 0 else "") + rounded(difference),
            "unit": unit,
        }
        note = say("proposals.compared", language, **values)
    return Proposal(f"{stock.suggested_quantity.normalize():f}", note)


def _cover(stock: Stock, unit: str, language: str) -> str:
    values = {"suggested": rounded(stock.suggested_quantity), "unit": unit}
    if stock.free < 0:
        return say("proposals.short", language, short=rounded(-stock.free), **values)
    if stock.days_of_cover is None:
        return say("proposals.no_sales", language, **values)
    return say("proposals.cover", language, cover=rounded(stock.days_of_cover), **values)


PROPOSALS: dict[str, Callable[[FieldPath, Document, str], Proposal | None]] = {
    "suggested_quantity": _suggested_quantity,
}
"""What a field's `Ask(proposes=…)` names."""
