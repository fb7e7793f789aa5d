"""Finds the errors that a change would introduce into an order."""

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from comms.findings import Finding, Severity
from comms.orders.revisions import order_data
from comms.paths import FieldPath
from comms.reading.source import Source
from comms.workspace.case import Case
from comms.workspace.loading import load_case

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.models.order_confirmation import OrderConfirmation


def new_errors(
    order: Case, made: "OrderConfirmation", judge: Callable[[Case], list[Finding]], name: str = ""
) -> list[Finding]:
    """Return the errors of the changed order that the present one lacks, compared by code and field.

    made: the changed order.
    judge: returns the findings of all rules for a case.
    name: the file name that the findings carry.
    """
    before = order.document
    known = Counter((finding.code, _path_by_sku(before, finding.path)) for finding in judge(order))
    fresh = judge(load_case(Source(name, "", order_data(made)), order.workspace))
    return [
        finding
        for finding in fresh
        if finding.severity is Severity.ERROR and not _is_known(finding, made, known)
    ]


def _is_known(finding: Finding, made: "OrderConfirmation", known: Counter[tuple[str, FieldPath]]) -> bool:
    """Take a finding off those that the present order has, and return whether it was one of them."""
    found = finding.code, _path_by_sku(made, finding.path)
    known[found] -= 1
    return known[found] >= 0


def _path_by_sku(document: "Document | None", path: FieldPath) -> FieldPath:
    """Return a path with the line's SKU for its index, since removing a line shifts those after it."""
    lines = getattr(document, "lines", None) or []
    if len(path) > 1 and path[0] == "lines" and isinstance(path[1], int) and path[1] < len(lines):
        return (path[0], str(lines[path[1]].sku), *path[2:])
    return path
