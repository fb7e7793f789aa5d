"""The parts that several kinds of documents share."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Part, Shorthand
from comms.models.scalars import Currency, Date, Items, Maybe, NotNegative, Number, Text, Texts


class Money(Shorthand):
    """An exact amount of a currency (ISO 4217)."""

    bare: ClassVar[str] = "amount"
    waivable: ClassVar[frozenset[str]] = frozenset({"currency"})

    amount: Annotated[Maybe[Number], Ask(missing="F006")] = None
    currency: Annotated[Maybe[Currency], Ask(missing="F006", wording="literal")] = None

    def waives(self, key: str) -> bool:
        return key == "currency" and self.amount == Decimal(0)  # nothing is nothing in any currency


class Budget(Money):
    """Money that may be spent."""

    amount: Annotated[Maybe[NotNegative], Ask(missing="F006")] = None


class Milestone(Part):
    """A day on the way to the delivery, and what is due on it."""

    date: Annotated[Maybe[Date], Ask(missing="F006")] = None
    name: Annotated[Maybe[Text], Ask(missing="F006")] = None


class When(Shorthand):
    """By which date; a bare date is the delivery date."""

    bare: ClassVar[str] = "due"

    due: Annotated[Maybe[Date], Ask(missing="W103")] = None
    start: Annotated[Maybe[Date], Ask()] = None
    milestones: Annotated[Maybe[Items[Milestone]], Ask()] = None


class Who(Shorthand):
    """Who asks, who delivers, who approves; a bare text names the owner."""

    bare: ClassVar[str] = "owner"
    named_roles: ClassVar[bool] = True  # an owner who is yet to be named is W108, not W105

    requester: Annotated[Text | None, Ask(wording="names")] = None
    owner: Annotated[Maybe[Text], Ask(missing="W108", wording="names")] = None
    approver: Annotated[Text | None, Ask(wording="names")] = None
    informed: Annotated[Maybe[Texts], Ask(wording="names")] = None


class HowMuch(Shorthand):
    """Which resources and data support the request: any one of them will do; a bare text is the note."""

    bare: ClassVar[str] = "note"

    budget: Annotated[Maybe[Budget], Ask()] = None
    quantity: Annotated[Maybe[NotNegative], Ask()] = None
    unit: Annotated[Maybe[Text], Ask(after="quantity", wording="literal")] = None
    hours: Annotated[Maybe[NotNegative], Ask()] = None
    note: Annotated[Maybe[Text], Ask()] = None
    data: Annotated[Maybe[Texts], Ask()] = None


class Goal(Part):
    """One SMART goal: specific, measurable, achievable, relevant, time-bound."""

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
