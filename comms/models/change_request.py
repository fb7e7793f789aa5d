"""A request to change a confirmed order: what, why and at what cost, to be signed by both sides."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Document, Part
from comms.models.order_confirmation import Change, Side
from comms.models.parts import Money
from comms.models.scalars import Choices, Count, Date, Items, Maybe, Number, Text, Texts, Time

SIDES = ("buyer", "seller")
RequiredAction = Literal["lc_amendment", "insurance"]


class Requester(Part):
    """The side that asks for the change, and the person who represents it."""

    party: Annotated[Maybe[Side], Ask(missing="F006")] = None
    name: Annotated[Maybe[Text], Ask(missing="F006", wording="names")] = None


class Impact(Part):
    """The effects of the change on cost, schedule, quality, scope and payment, and what else it requires."""

    cost: Annotated[Maybe[Money], Ask(missing="C602", proposes="cost_difference")] = None
    schedule_days: Annotated[Maybe[Number], Ask(missing="C603", proposes="schedule_days")] = None
    quality: Annotated[Maybe[Text], Ask()] = None
    scope: Annotated[Maybe[Text], Ask()] = None
    payment: Annotated[Maybe[Text], Ask()] = None
    requires: Annotated[Maybe[Choices[RequiredAction]], Ask()] = None


class Decision(Part):
    """The decision of both sides about the change."""

    status: Annotated[
        Maybe[Literal["proposed", "approved", "rejected", "withdrawn"]],
        Ask(missing="F006", proposes="proposed"),
    ] = None
    note: Annotated[Maybe[Text], Ask()] = None


class Approval(Part):
    """The signature of one side; it counts only with its date."""

    party: Annotated[Maybe[Side], Ask(missing="F006")] = None
    name: Annotated[Maybe[Text], Ask(missing="F006", wording="names")] = None
    title: Annotated[Maybe[Text], Ask(wording="literal")] = None
    signed_on: Annotated[Maybe[Date], Ask()] = None


class ChangeRequest(Document):
    """A request to change a confirmed order; once both sides have signed, it is an annex to the order."""

    id_prefix: ClassVar[str] = "CR"

    kind: Annotated[Literal["change-request"], Ask()] = "change-request"
    id: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    order: Annotated[Maybe[Text], Ask(missing="F006", step="request", wording="literal")] = None
    order_revision: Annotated[
        Maybe[Count], Ask(missing="F006", step="request", proposes="latest_revision")
    ] = None
    requested_by: Annotated[Maybe[Requester], Ask(missing="F006", step="request")] = None
    requested_at: Annotated[Maybe[Time], Ask(missing="F006", step="request", proposes="now")] = None
    reason: Annotated[Maybe[Text], Ask(missing="C601", step="request")] = None
    changes: Annotated[Maybe[Items[Change]], Ask(missing="F006", step="changes")] = None
    impact: Annotated[Maybe[Impact], Ask(missing="C602", step="impact")] = None
    alternatives: Annotated[Maybe[Texts], Ask(step="impact")] = None
    decision: Annotated[Maybe[Decision], Ask(missing="F006", step="decision")] = None
    approvals: Annotated[Maybe[Items[Approval]], Ask()] = None

    @property
    def author(self) -> str | None:
        return self.requested_by.name if self.requested_by else None

    @property
    def subject(self) -> str | None:
        return self.title or self.order

    @property
    def stage(self) -> str | None:
        return (self.decision.status if self.decision else None) or self.status

    @property
    def signatures(self) -> dict[str, date]:
        """The date of each side's signature."""
        return {
            approval.party: approval.signed_on
            for approval in self.approvals or ()
            if approval.party and approval.signed_on
        }

    @property
    def unsigned(self) -> list[str]:
        """The sides that have not signed."""
        return [side for side in SIDES if side not in self.signatures]
