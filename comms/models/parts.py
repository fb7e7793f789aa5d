"""Parts that several kinds of documents share."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Part, Shorthand
from comms.models.scalars import Currency, Date, Items, Maybe, MaybePerson, NotNegative, Number, Text, Texts


class Money(Shorthand):
    """An exact amount in a currency (ISO 4217); a bare number is the amount."""

    bare: ClassVar[str] = "amount"
    waivable: ClassVar[frozenset[str]] = frozenset({"currency"})

    amount: Annotated[Maybe[Number], Ask(missing="F006")] = None
    currency: Annotated[Maybe[Currency], Ask(missing="F006", wording="literal")] = None

    def waives(self, key: str) -> bool:
        return key == "currency" and self.amount == Decimal(0)  # zero is zero in any currency


class Budget(Money):
    """An amount that may be spent, never negative."""

    amount: Annotated[Maybe[NotNegative], Ask(missing="F006")] = None


class Milestone(Part):
    """An intermediate date, and what is due on it."""

    date: Annotated[Maybe[Date], Ask(missing="F006")] = None
    name: Annotated[Maybe[Text], Ask(missing="F006")] = None


class When(Shorthand):
    """The schedule of a request; a bare date is the delivery date."""

    bare: ClassVar[str] = "due"

    due: Annotated[Maybe[Date], Ask(missing="W103")] = None
    start: Annotated[Maybe[Date], Ask()] = None
    milestones: Annotated[Maybe[Items[Milestone]], Ask()] = None


class Who(Shorthand):
    """The people who request, deliver and approve the work; a bare text names the owner."""

    bare: ClassVar[str] = "owner"
    named_roles: ClassVar[bool] = True  # `owner: TBD` is W108 (no owner), not W105 (nobody named)

    requester: Annotated[Text | None, Ask(wording="names")] = None
    owner: Annotated[MaybePerson[Text], Ask(missing="W108", wording="names")] = None
    approver: Annotated[Text | None, Ask(wording="names")] = None
    informed: Annotated[Maybe[Texts], Ask(wording="names")] = None


class HowMuch(Shorthand):
    """The resources and data behind the request, of which one suffices; a bare text is the note."""

    bare: ClassVar[str] = "note"

    budget: Annotated[Maybe[Budget], Ask()] = None
    quantity: Annotated[Maybe[NotNegative], Ask(proposes="total_quantity", follows=True)] = None
    unit: Annotated[
        Maybe[Text], Ask(after="quantity", proposes="total_unit", follows=True, wording="literal")
    ] = None
    hours: Annotated[Maybe[NotNegative], Ask()] = None
    note: Annotated[Maybe[Text], Ask()] = None
    data: Annotated[Maybe[Texts], Ask()] = None


class Goal(Part):
    """A SMART goal: specific, measurable, achievable, relevant, time-bound."""

    actor: Annotated[Maybe[Text], Ask(missing="S201")] = None
    scenario: Annotated[Maybe[Text], Ask(missing="S201")] = None
    metric: Annotated[Maybe[Text], Ask(missing="S202")] = None
    baseline: Annotated[Maybe[Number], Ask(missing="S203")] = None
    target: Annotated[Maybe[Number], Ask(missing="S202")] = None
    unit: Annotated[Maybe[Text], Ask(missing="S202", wording="literal")] = None
    by: Annotated[Maybe[Date], Ask(missing="S205")] = None
    evidence: Annotated[Maybe[Text], Ask(missing="S203")] = None
    relevance: Annotated[Maybe[Text], Ask(missing="S204")] = None
    kano: Annotated[Maybe[Literal["basic", "performance", "excitement"]], Ask()] = None
