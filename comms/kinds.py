"""The table of document kinds; a kind is a model, a template per language, and examples."""

from typing import TYPE_CHECKING, cast

from comms.runtime.lazy import load

if TYPE_CHECKING:
    from comms.models.base import Document

KINDS = {
    "brief": "comms.models.brief:Brief",
    "design-brief": "comms.models.design_brief:DesignBrief",
    "restock-brief": "comms.models.restock_brief:RestockBrief",
    "order-confirmation": "comms.models.order_confirmation:OrderConfirmation",
    "change-request": "comms.models.change_request:ChangeRequest",
    "delay-notice": "comms.models.delay_notice:DelayNotice",
    "compensation-policy": "comms.models.compensation_policy:CompensationPolicy",
}
"""The name of a kind -> the module and class of its model, which is imported on demand."""


def model_of(kind: str) -> "type[Document]":
    """Return the model of a kind; raises KeyError for a kind that is not in the table."""
    return cast("type[Document]", load(KINDS[kind]))
