"""The kinds of documents: each is a model, one template per language, and examples."""

from typing import TYPE_CHECKING, cast

from comms.loading import load

if TYPE_CHECKING:
    from comms.models.base import Document

KINDS = {
    "brief": "comms.models.brief:Brief",
    "design-brief": "comms.models.design_brief:DesignBrief",
    "restock-brief": "comms.models.restock_brief:RestockBrief",
}
"""Name of the kind -> where its model is; loaded when asked for."""


def model_of(kind: str) -> "type[Document]":
    """The model of a kind; raises KeyError for a kind that is not in the table."""
    return cast("type[Document]", load(KINDS[kind]))
