"""The general brief, which answers 5W2H; the other kinds of briefs extend it."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Document
from comms.models.parts import Goal, HowMuch, When, Who
from comms.models.scalars import Items, Maybe, MaybeChosen, Text

DIMENSIONS = ("what", "why", "when", "where", "who", "how", "how_much")
"""The seven dimensions of a request, in the order in which they are asked for and printed."""


class FiveW2H(Document):
    """The base of all briefs: the seven dimensions, and measurable goals."""

    title: Annotated[Maybe[Text], Ask(missing="F006", step="what", proposes="title", follows=True)] = None
    what: Annotated[Maybe[Text], Ask(missing="W101", step="what")] = None
    why: Annotated[MaybeChosen[Text], Ask(missing="W102", step="why")] = None
    when: Annotated[Maybe[When], Ask(missing="W103", step="when")] = None
    where: Annotated[MaybeChosen[Text], Ask(missing="W104", step="where")] = None
    who: Annotated[MaybeChosen[Who], Ask(missing="W105", step="who")] = None
    how: Annotated[Maybe[Text], Ask(missing="W106", step="how")] = None
    how_much: Annotated[MaybeChosen[HowMuch], Ask(missing="W107", step="how_much")] = None
    goals: Annotated[Maybe[Items[Goal]], Ask(step="goals")] = None

    @property
    def author(self) -> str | None:
        return self.who.requester if self.who else None

    @property
    def owner(self) -> str | None:
        return self.who.owner if self.who else None

    def dates_ahead(self) -> Iterator[tuple[str, date]]:
        if self.when and self.when.due:
            yield "due", self.when.due
        else:
            milestones = (self.when.milestones if self.when else None) or ()
            yield from (("milestones", each.date) for each in milestones if each.date)


class Brief(FiveW2H):
    """A general request: what, why, when, where, who, how, how much, and goals."""

    id_prefix: ClassVar[str] = "BR"

    kind: Annotated[Literal["brief"], Ask()] = "brief"
