"""What a change would break: the errors that an order would have with it, and does not have without."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from comms.findings import Finding, Severity
from comms.orders.revisions import data_of
from comms.paths import FieldPath
from comms.reading.source import Source
from comms.workspace.case import Case
from comms.workspace.loading import load_case

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.models.order_confirmation import OrderConfirmation


def fresh_errors(
    order: Case, made: "OrderConfirmation", judge: Callable[[Case], list[Finding]], name: str = ""
) -> list[Finding]:
    """The errors of the changed order that the present one does not have, by their codes and fields.

    judge: gives the findings of a case under all rules.
    """
    before = order.document
    known = {(finding.code, _named(before, finding.path)) for finding in judge(order)}
    fresh = judge(load_case(Source(name, "", data_of(made)), order.workspace))
    return [
        finding
        for finding in fresh
        if finding.severity is Severity.ERROR and (finding.code, _named(made, finding.path)) not in known
    ]


def _named(document: "Document | None", path: FieldPath) -> FieldPath:
    """A path whose line goes by its SKU, since a line that is taken out moves those behind it."""
    lines = getattr(document, "lines", None) or []
    if len(path) > 1 and path[0] == "lines" and isinstance(path[1], int) and path[1] < len(lines):
        return (path[0], str(lines[path[1]].sku), *path[2:])
    return path
