"""The brief for design work."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from comms.models.base import Ask, Part
from comms.models.brief import FiveW2H
from comms.models.scalars import Count, Items, Maybe, Text, Texts, Whole


class Deliverable(Part):
    """A countable item that the designer delivers."""

    name: Annotated[Maybe[Text], Ask(missing="F006")] = None
    count: Annotated[Maybe[Count], Ask(missing="F006")] = None
    size: Annotated[Text | None, Ask(wording="technical")] = None
    format: Annotated[Text | None, Ask(wording="technical")] = None
    channel: Annotated[Text | None, Ask(wording="technical")] = None


class DesignBrief(FiveW2H):
    """A request for design work: 5W2H, goals and deliverables."""

    id_prefix: ClassVar[str] = "DB"

    kind: Annotated[Literal["design-brief"], Ask()] = "design-brief"
    deliverables: Annotated[
        Maybe[Items[Deliverable]], Ask(missing="F006", step="deliverables", several=True)
    ] = None
    must_include: Annotated[Maybe[Texts], Ask(step="deliverables")] = None
    must_avoid: Annotated[Maybe[Texts], Ask(step="deliverables", wording="label")] = None
    style_references: Annotated[Maybe[Texts], Ask(step="deliverables")] = None
    # an attribute `copy` would shadow a method of pydantic's models, so only files use that name
    picture_copy: Annotated[Text | None, Ask(step="deliverables", wording="literal"), Field(alias="copy")] = (
        None
    )
    revision_rounds: Annotated[Maybe[Whole], Ask(step="deliverables")] = None
