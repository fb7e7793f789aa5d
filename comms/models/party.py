"""The parties of an order: who they are, whom one writes to, and the account one pays to."""

from typing import Annotated

from comms.models.base import Ask, Part
from comms.models.scalars import Maybe, Text


class Contact(Part):
    """A person whom one writes to or calls."""

    name: Annotated[Maybe[Text], Ask(missing="F006")] = None
    title: Annotated[Maybe[Text], Ask()] = None
    honorific: Annotated[Maybe[Text], Ask()] = None
    email: Annotated[Maybe[Text], Ask()] = None
    phone: Annotated[Maybe[Text], Ask(quiet=True)] = None


class Bank(Part):
    """The account that the buyer pays to."""

    name: Annotated[Maybe[Text], Ask()] = None
    account_name: Annotated[Maybe[Text], Ask()] = None
    account: Annotated[Maybe[Text], Ask()] = None
    swift: Annotated[Maybe[Text], Ask()] = None


class Identifiers(Part):
    """Numbers by which registers know a company: GS1's location number, the legal entity identifier."""

    gln: Annotated[Maybe[Text], Ask()] = None
    lei: Annotated[Maybe[Text], Ask()] = None


class Party(Part):
    """A company that buys or sells."""

    name: Annotated[Maybe[Text], Ask(missing="F006")] = None
    address: Annotated[Maybe[Text], Ask(missing="F006")] = None
    contact: Annotated[Maybe[Contact], Ask(missing="F006")] = None
    tax_id: Annotated[Maybe[Text], Ask(quiet=True)] = None
    bank: Annotated[Maybe[Bank], Ask(quiet=True)] = None
    identifiers: Annotated[Maybe[Identifiers], Ask(quiet=True)] = None
