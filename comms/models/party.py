"""The parties to an order, with their contacts and bank accounts."""

from typing import Annotated

from comms.models.base import Ask, Part
from comms.models.scalars import Maybe, Text


class Contact(Part):
    """A contact person of a party."""

    name: Annotated[Maybe[Text], Ask(missing="F006", wording="names")] = None
    title: Annotated[Maybe[Text], Ask(wording="literal")] = None
    honorific: Annotated[Maybe[Text], Ask(wording="literal")] = None
    email: Annotated[Maybe[Text], Ask(wording="literal")] = None
    phone: Annotated[Maybe[Text], Ask(unprompted=True, wording="literal")] = None


class Bank(Part):
    """The bank account that receives the payment."""

    name: Annotated[Maybe[Text], Ask(wording="literal")] = None
    account_name: Annotated[Maybe[Text], Ask(wording="literal")] = None
    account: Annotated[Maybe[Text], Ask(wording="literal")] = None
    swift: Annotated[Maybe[Text], Ask(wording="literal")] = None


class Identifiers(Part):
    """Registered identifiers of a company: GS1's global location number, the legal entity identifier."""

    gln: Annotated[Maybe[Text], Ask(wording="literal")] = None
    lei: Annotated[Maybe[Text], Ask(wording="literal")] = None


class Party(Part):
    """A company that buys or sells."""

    name: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    address: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    contact: Annotated[Maybe[Contact], Ask(missing="F006")] = None
    tax_id: Annotated[Maybe[Text], Ask(unprompted=True, wording="literal")] = None
    bank: Annotated[Maybe[Bank], Ask(unprompted=True)] = None
    identifiers: Annotated[Maybe[Identifiers], Ask(unprompted=True)] = None
