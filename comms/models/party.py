"""The parties of an order: who they are, whom one writes to, and the account one pays to."""

from typing import Annotated

from comms.models.base import Ask, Part
from comms.models.scalars import Maybe, Text


class Contact(Part):
    """A person whom one writes to or calls."""

    name: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    title: Annotated[Maybe[Text], Ask(wording="literal")] = None
    honorific: Annotated[Maybe[Text], Ask(wording="literal")] = None
    email: Annotated[Maybe[Text], Ask(wording="literal")] = None
    phone: Annotated[Maybe[Text], Ask(quiet=True, wording="literal")] = None


class Bank(Part):
    """The account that the buyer pays to."""

    name: Annotated[Maybe[Text], Ask(wording="literal")] = None
    account_name: Annotated[Maybe[Text], Ask(wording="literal")] = None
    account: Annotated[Maybe[Text], Ask(wording="literal")] = None
    swift: Annotated[Maybe[Text], Ask(wording="literal")] = None


class Identifiers(Part):
    """Numbers by which registers know a company: GS1's location number, the legal entity identifier."""

    gln: Annotated[Maybe[Text], Ask(wording="literal")] = None
    lei: Annotated[Maybe[Text], Ask(wording="literal")] = None


class Party(Part):
    """A company that buys or sells."""

    name: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    address: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    contact: Annotated[Maybe[Contact], Ask(missing="F006")] = None
    tax_id: Annotated[Maybe[Text], Ask(quiet=True, wording="literal")] = None
    bank: Annotated[Maybe[Bank], Ask(quiet=True)] = None
    identifiers: Annotated[Maybe[Identifiers], Ask(quiet=True)] = None
