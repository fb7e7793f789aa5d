"""What a change would break: the errors that an order would have with it, and does not have without."""

from typing import TYPE_CHECKING

from comms.checking import Case, check, load_case
from comms.findings import Finding, Severity
from comms.reading.source import Source
from comms.revisions import data_of

if TYPE_CHECKING:
    from comms.models.order_confirmation import OrderConfirmation


def fresh_errors(order: Case, made: "OrderConfirmation", language: str, name: str = "") -> list[Finding]:
    """The errors of the changed order that the present one does not have, by their codes and fields."""
    known = {(each.code, each.field) for each in check(order, language)}
    fresh = check(load_case(Source(name, "", data_of(made)), order.workspace), language)
    return [
        each for each in fresh if each.severity is Severity.ERROR and (each.code, each.field) not in known
    ]
