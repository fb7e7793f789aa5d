"""A delay notice: what is late and why, the remedies to choose from, and the compensation."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from comms.models.base import Ask, Document, Part
from comms.models.compensation_policy import Cause, OfferType
from comms.models.parts import Money
from comms.models.party import Contact
from comms.models.scalars import (
    Choices,
    Count,
    Currency,
    Date,
    Items,
    Maybe,
    NotNegative,
    Percent,
    SomeTexts,
    Text,
    Texts,
    Time,
    is_placeholder,
)

RequiredAction = Literal["lc_amendment", "insurance", "change_request"]
ResponsibleSide = Literal["seller", "supplier", "carrier", "buyer", "none"]


def _absent_unless_nobody(value: Any) -> Any:
    """Return None for a placeholder other than `none`, which is an answer here."""
    return None if is_placeholder(value) and value != "none" else value


class Responsible(Part):
    """The side that answers for the delay, and its name."""

    waivable: ClassVar[frozenset[str]] = frozenset({"name"})

    party: Annotated[
        ResponsibleSide | None,
        BeforeValidator(_absent_unless_nobody),
        Ask(missing="D703", proposes="answerable", accept_proposal=True),
    ] = None
    name: Annotated[
        Maybe[Text],
        Ask(
            missing="D703",
            after="party",
            among=("seller", "supplier", "carrier", "buyer"),
            proposes="responsible",
            accept_proposal=True,
            wording="names",
        ),
    ] = None

    def waives(self, key: str) -> bool:
        return key == "name" and self.party == "none"


class Remedy(Part):
    """A remedy that the customer may choose.

    affected: the SKUs that are then late; None means those of the notice, an empty list none.
    """

    action: Annotated[Maybe[Text], Ask(missing="F006", offers="remedies")] = None
    revised_date: Annotated[Maybe[Date], Ask(proposes="revised_date")] = None
    affected: Annotated[Maybe[Texts], Ask(proposes="late_items", empty_is_answer=True, wording="literal")] = (
        None
    )
    cost_to_buyer: Annotated[Maybe[Money], Ask()] = None
    requires: Annotated[Maybe[Choices[RequiredAction]], Ask()] = None


class StatedOffer(Part):
    """An offer as the notice states it; its figures are compared with the policy's."""

    type: Annotated[Maybe[OfferType], Ask(missing="F006")] = None
    percent: Annotated[Maybe[Percent], Ask()] = None
    amount: Annotated[Maybe[NotNegative], Ask()] = None
    currency: Annotated[Maybe[Currency], Ask(wording="literal")] = None
    sku: Annotated[Maybe[Text], Ask(wording="literal")] = None
    quantity: Annotated[Maybe[NotNegative], Ask()] = None
    unit: Annotated[Maybe[Text], Ask(wording="literal")] = None


class StatedCompensation(Part):
    """The policy that applies, and the figures that the notice states; the others are computed."""

    policy: Annotated[
        Maybe[Text], Ask(missing="F006", proposes="policy", accept_proposal=True, wording="literal")
    ] = None
    choice: Annotated[Maybe[OfferType], Ask(unprompted=True)] = None
    offers: Annotated[Maybe[Items[StatedOffer]], Ask(unprompted=True)] = None
    penalty: Annotated[Maybe[Money], Ask(unprompted=True)] = None
    total: Annotated[Maybe[Money], Ask(unprompted=True)] = None
    approved_by: Annotated[Maybe[Text], Ask(unprompted=True, wording="names")] = None


class DelayNotice(Document):
    """A notice of a delay, with its cause, at least three remedies, and the compensation."""

    id_prefix: ClassVar[str] = "DN"

    kind: Annotated[Literal["delay-notice"], Ask()] = "delay-notice"
    id: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    order: Annotated[Maybe[Text], Ask(missing="F006", step="delay", wording="literal")] = None
    order_revision: Annotated[Maybe[Count], Ask()] = None
    detected_at: Annotated[Maybe[Time], Ask(missing="F006", step="delay")] = None
    issued_at: Annotated[
        Maybe[Time], Ask(missing="F006", step="delay", proposes="now", accept_proposal=True)
    ] = None
    milestone: Annotated[
        Maybe[Literal["ship_by", "deliver_by"]],
        Ask(missing="F006", step="delay", proposes="milestone", accept_proposal=True),
    ] = None
    original_date: Annotated[
        Maybe[Date],
        Ask(
            missing="F006",
            step="delay",
            proposes="original_date",
            offers="promised_dates",
            accept_proposal=True,
        ),
    ] = None
    revised_date: Annotated[Maybe[Date], Ask(missing="F006", step="delay")] = None
    affected: Annotated[Maybe[SomeTexts], Ask(step="delay", wording="literal")] = None
    root_cause: Annotated[Maybe[Text], Ask(missing="D702", step="cause")] = None
    cause: Annotated[Maybe[Cause], Ask(missing="F006", step="cause")] = None
    responsible_party: Annotated[Maybe[Responsible], Ask(missing="D703", step="cause")] = None
    actions_taken: Annotated[Maybe[Texts], Ask(step="cause")] = None
    remedies: Annotated[Maybe[Items[Remedy]], Ask(missing="D704", step="remedies")] = None
    reply_by: Annotated[Maybe[Time], Ask(step="closing", proposes="reply_by", accept_proposal=True)] = None
    compensation: Annotated[Maybe[StatedCompensation], Ask(missing="F006", step="closing")] = None
    next_update_at: Annotated[
        Maybe[Time], Ask(missing="D707", step="closing", proposes="next_update", accept_proposal=True)
    ] = None
    contact: Annotated[Maybe[Contact], Ask(missing="F006", step="closing")] = None

    @property
    def author(self) -> str | None:
        return self.contact.name if self.contact else None

    @property
    def subject(self) -> str | None:
        return self.title or self.order

    def dates_ahead(self) -> Iterator[tuple[str, date]]:
        for key in ("reply_by", "next_update_at"):
            if moment := getattr(self, key):
                yield key, moment.date()
        if self.revised_date:
            yield "revised_date", self.revised_date
