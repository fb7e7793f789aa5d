"""An order confirmation: parties, lines, prices, and the terms that both sides sign."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Document, Part
from comms.models.party import Party
from comms.models.scalars import (
    Count,
    Currency,
    Date,
    Flag,
    Items,
    Maybe,
    NotNegative,
    Number,
    Percent,
    Positive,
    Text,
    Texts,
    Time,
    Untyped,
    Whole,
)
from comms.terms.money import Totals as ComputedTotals
from comms.terms.money import line_net, line_value, totals

Incoterm = Literal["EXW", "FCA", "CPT", "CIP", "DAP", "DPU", "DDP", "FAS", "FOB", "CFR", "CIF"]
DEPARTURE_INCOTERMS = frozenset({"EXW", "FCA", "FAS", "FOB"})
"""The Incoterms whose place is one of departure: groups E and F of Incoterms 2020."""
Mode = Literal["sea", "air", "road", "rail", "courier", "multimodal"]
Method = Literal["T/T", "L/C", "D/P", "D/A", "O/A"]
DayType = Literal["calendar", "working"]
Event = Literal[
    "confirmation", "shipment", "bill_of_lading", "presentation", "delivery", "acceptance", "invoice"
]
Side = Literal["buyer", "seller"]


class OrderLine(Part):
    """A line of an order: the article, its quantity and its price; a line free of charge needs no price."""

    waivable: ClassVar[frozenset[str]] = frozenset({"unit_price"})

    sku: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    buyer_item: Annotated[Maybe[Text], Ask(unprompted=True, wording="literal")] = None
    name: Annotated[Maybe[Text], Ask(missing="F006", wording="label")] = None
    specification: Annotated[Maybe[Text], Ask(wording="technical")] = None
    hs_code: Annotated[Maybe[Text], Ask(unprompted=True, wording="literal")] = None
    origin: Annotated[Maybe[Text], Ask(unprompted=True, wording="literal")] = None
    quantity: Annotated[Maybe[Positive], Ask(missing="F006")] = None
    tolerance_percent: Annotated[Maybe[Percent], Ask(missing="O510", proposes="line_before")] = None
    unit: Annotated[Maybe[Text], Ask(missing="F006", proposes="line_before", wording="literal")] = None
    unit_code: Annotated[Maybe[Text], Ask(unprompted=True, wording="literal")] = None
    unit_price: Annotated[Maybe[NotNegative], Ask(missing="F006")] = None
    free: Annotated[Maybe[Flag], Ask(after="unit_price", among=("0",))] = None
    price_per: Annotated[Maybe[Positive], Ask(unprompted=True)] = None
    discount_percent: Annotated[Maybe[Percent], Ask(unprompted=True)] = None
    discount_amount: Annotated[Maybe[NotNegative], Ask(unprompted=True)] = None
    ship_by: Annotated[Maybe[Date], Ask(unprompted=True)] = None
    deliver_by: Annotated[Maybe[Date], Ask(unprompted=True)] = None

    def waives(self, key: str) -> bool:
        return key == "unit_price" and self.free is True

    @property
    def price(self) -> Decimal | None:
        """The price of a unit; 0 for a line that is free of charge and states none."""
        return Decimal(0) if self.unit_price is None and self.free else self.unit_price

    def net(self, currency: str) -> Decimal | None:
        """Return quantity × price less the line's discounts, rounded to the currency's minor units.

        None while the quantity or the price is absent.
        """
        if self.quantity is None or self.price is None:
            return None
        return line_net(
            self.quantity,
            self.price,
            self.discount_percent,
            currency,
            self.price_per,
            self.discount_amount,
        )

    @property
    def value(self) -> Decimal | None:
        """The value of the line after its discounts, unrounded; None while quantity or price is absent."""
        if self.quantity is None or self.price is None:
            return None
        return line_value(
            self.quantity, self.price, self.discount_percent, self.price_per, self.discount_amount
        )


class Charge(Part):
    """A charge in addition to the goods, such as freight or a mould; a credit is negative."""

    name: Annotated[Maybe[Text], Ask(missing="F006", wording="label")] = None
    amount: Annotated[Maybe[Number], Ask(missing="F006")] = None


class Tax(Part):
    """The tax on the order, added to the prices or included in them."""

    rate_percent: Annotated[Maybe[Percent], Ask(missing="F006")] = None
    included: Annotated[Maybe[Flag], Ask(missing="F006", after="rate_percent")] = None
    invoice: Annotated[Maybe[Text], Ask(after="rate_percent", wording="label")] = None


class Totals(Part):
    """The totals that a document states, to be compared with the computed ones."""

    subtotal: Annotated[Maybe[Number], Ask()] = None
    discount: Annotated[Maybe[Number], Ask()] = None
    tax: Annotated[Maybe[Number], Ask()] = None
    total: Annotated[Maybe[Number], Ask()] = None


class Delivery(Part):
    """Where, how and by when the goods are handed over."""

    incoterm: Annotated[Maybe[Incoterm], Ask(missing="F006")] = None
    place: Annotated[Maybe[Text], Ask(missing="O515", wording="label")] = None
    ship_by: Annotated[Maybe[Date], Ask(missing="F006", alternative="deliver_by", varies=True)] = None
    deliver_by: Annotated[Maybe[Date], Ask(varies=True)] = None
    mode: Annotated[Maybe[Mode], Ask(missing="F006")] = None
    packaging: Annotated[Maybe[Text], Ask(wording="technical")] = None
    marks: Annotated[Maybe[Text], Ask(wording="literal")] = None
    partial_shipment: Annotated[Maybe[Flag], Ask()] = None
    forwarder_nominated_by: Annotated[Maybe[Side], Ask(after="incoterm", among=("FOB", "FCA"))] = None
    release_documents: Annotated[
        Maybe[Literal["after_full_payment", "with_shipment"]],
        Ask(after="forwarder_nominated_by", among=("buyer",)),
    ] = None


class Instalment(Part):
    """A percentage of the price, due a number of days after an event."""

    name: Annotated[Maybe[Text], Ask(missing="F006", wording="technical")] = None
    percent: Annotated[Maybe[Percent], Ask(missing="F006", proposes="rest_of_the_price")] = None
    days: Annotated[Maybe[Whole], Ask(missing="F006", proposes="instalment_days")] = None
    day_type: Annotated[Maybe[DayType], Ask()] = None
    after: Annotated[Maybe[Event], Ask(missing="F006")] = None
    method: Annotated[Maybe[Method], Ask(unprompted=True)] = None


LETTER_OF_CREDIT = ("L/C",)
"""The payment methods that are letters of credit."""


class Payment(Part):
    """How and when the price is paid."""

    method: Annotated[Maybe[Method], Ask(missing="F006")] = None
    rules: Annotated[
        Maybe[Text],
        Ask(after="method", among=LETTER_OF_CREDIT, proposes="credit_rules", wording="literal"),
    ] = None
    availability: Annotated[Maybe[Text], Ask(after="method", among=LETTER_OF_CREDIT, proposes="at_sight")] = (
        None
    )
    latest_shipment: Annotated[
        Maybe[Date],
        Ask(after="method", among=LETTER_OF_CREDIT, proposes="latest_shipment", varies=True),
    ] = None
    expiry: Annotated[
        Maybe[Date], Ask(after="method", among=LETTER_OF_CREDIT, proposes="credit_expiry", varies=True)
    ] = None
    presentation_days: Annotated[
        Maybe[Whole], Ask(after="method", among=LETTER_OF_CREDIT, proposes="presentation_days")
    ] = None
    instalments: Annotated[Maybe[Items[Instalment]], Ask(missing="F006")] = None

    @property
    def uses_credit(self) -> bool:
        """Whether any part of the price is paid by letter of credit."""
        methods = (self.method, *(instalment.method for instalment in self.instalments or ()))
        return any(method in LETTER_OF_CREDIT for method in methods)


class Quality(Part):
    """The standards and criteria by which the goods are accepted, and their warranty."""

    standards: Annotated[Maybe[Texts], Ask(wording="label")] = None
    acceptance: Annotated[Maybe[Texts], Ask(missing="O511", wording="technical")] = None
    warranty_months: Annotated[Maybe[Whole], Ask()] = None


class LateDelivery(Part):
    """The seller's penalty per day of delay and its cap; a rate per week counts as a seventh per day."""

    percent_per_day: Annotated[Maybe[Percent], Ask(missing="O502", alternative="percent_per_week")] = None
    percent_per_week: Annotated[Maybe[Percent], Ask(unprompted=True)] = None
    cap_percent: Annotated[Maybe[Percent], Ask()] = None
    base: Annotated[Maybe[Literal["affected_lines", "order"]], Ask(unprompted=True)] = None


class LatePayment(Part):
    """The buyer's interest per day of late payment, and when the seller may resell the goods."""

    percent_per_day: Annotated[Maybe[Percent], Ask()] = None
    resale_after_days: Annotated[Maybe[Whole], Ask()] = None


class ForceMajeure(Part):
    """Events beyond control, and the duties of the party that they affect."""

    events: Annotated[Maybe[Texts], Ask(missing="O505")] = None
    notice_days: Annotated[Maybe[Whole], Ask(missing="O505")] = None
    proof: Annotated[Maybe[Text], Ask(missing="O505")] = None
    terminate_after_days: Annotated[Maybe[Whole], Ask()] = None


class ExchangeRate(Part):
    """The exchange rate that the price is based on, and the change that reopens the price."""

    pair: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    base_rate: Annotated[Maybe[Positive], Ask(missing="F006")] = None
    source: Annotated[Maybe[Text], Ask(missing="F006", wording="label")] = None
    date: Annotated[Maybe[Date], Ask(missing="F006")] = None
    threshold_percent: Annotated[Maybe[Percent], Ask(missing="F006")] = None
    action: Annotated[Maybe[Literal["renegotiate", "adjust"]], Ask(missing="F006")] = None


class Dispute(Part):
    """The forum, seat and law for a dispute that negotiation has not settled."""

    negotiation_days: Annotated[Maybe[Whole], Ask(missing="O506")] = None
    forum: Annotated[Maybe[Literal["arbitration", "court"]], Ask(missing="O507")] = None
    institution: Annotated[Maybe[Text], Ask(missing="O507", wording="names")] = None
    seat: Annotated[Maybe[Text], Ask(missing="O507", wording="literal")] = None
    language: Annotated[Maybe[Text], Ask(wording="literal")] = None
    governing_law: Annotated[Maybe[Text], Ask(missing="O507", wording="literal")] = None


class Change(Part):
    """A changed value of an order, before and after."""

    field: Annotated[Maybe[Text], Ask(missing="F006", offers="order_values", wording="literal")] = None
    before: Annotated[Untyped, Ask(unprompted=True, proposes="value_before", wording="literal")] = None
    after: Annotated[Untyped, Ask(after="field", wording="target")] = None


class Revision(Part):
    """An entry in an order's history: the change request that led to a revision."""

    revision: Annotated[Maybe[Count], Ask(missing="F006")] = None
    change_request: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    date: Annotated[Maybe[Date], Ask(missing="F006")] = None
    changes: Annotated[Maybe[Items[Change]], Ask(missing="F006")] = None


class OrderConfirmation(Document):
    """The confirmation of an order, to be countersigned by the buyer."""

    id_prefix: ClassVar[str] = "SO"

    kind: Annotated[Literal["order-confirmation"], Ask()] = "order-confirmation"
    id: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    order_reference: Annotated[
        Maybe[Text], Ask(missing="F006", step="order", varies=True, wording="literal")
    ] = None
    order_received_at: Annotated[Maybe[Time], Ask(step="order", varies=True)] = None
    issued_at: Annotated[Maybe[Time], Ask(missing="F006", step="order", proposes="now", varies=True)] = None
    reply_by: Annotated[Maybe[Time], Ask(missing="O519", step="order", proposes="reply_by", varies=True)] = (
        None
    )
    seller: Annotated[Maybe[Party], Ask(missing="F006", step="parties")] = None
    buyer: Annotated[Maybe[Party], Ask(missing="F006", step="parties", offers="buyers", varies=True)] = None
    currency: Annotated[Maybe[Currency], Ask(missing="F006", step="order_lines", wording="literal")] = None
    lines: Annotated[Maybe[Items[OrderLine]], Ask(missing="F006", step="order_lines", varies=True)] = None
    discount_percent: Annotated[Maybe[Percent], Ask(step="order_lines")] = None
    discount_amount: Annotated[Maybe[NotNegative], Ask(step="order_lines", unprompted=True)] = None
    charges: Annotated[Maybe[Items[Charge]], Ask(step="order_lines")] = None
    tax: Annotated[Maybe[Tax], Ask(step="order_lines")] = None
    totals: Annotated[Maybe[Totals], Ask()] = None
    delivery: Annotated[Maybe[Delivery], Ask(missing="F006", step="delivery")] = None
    payment: Annotated[Maybe[Payment], Ask(missing="F006", step="payment")] = None
    quality: Annotated[Maybe[Quality], Ask(missing="O511", step="quality")] = None
    late_delivery: Annotated[Maybe[LateDelivery], Ask(missing="O502", step="breach")] = None
    late_payment: Annotated[Maybe[LatePayment], Ask(missing="O518", step="breach")] = None
    force_majeure: Annotated[Maybe[ForceMajeure], Ask(missing="O505", step="force_majeure")] = None
    exchange_rate: Annotated[Maybe[ExchangeRate], Ask()] = None
    dispute: Annotated[Maybe[Dispute], Ask(missing="O507", step="dispute")] = None
    written_confirmation_prevails: Annotated[
        Maybe[Flag], Ask(missing="O508", step="dispute", proposes="prevails")
    ] = None
    intellectual_property: Annotated[Maybe[Text], Ask()] = None
    compensation_policy: Annotated[Maybe[Text], Ask(wording="literal")] = None
    notices: Annotated[Maybe[Text], Ask()] = None
    history: Annotated[Maybe[Items[Revision]], Ask(wording="literal")] = None

    @property
    def author(self) -> str | None:
        return self.seller.name if self.seller else None

    @property
    def customer(self) -> str | None:
        return self.buyer.name if self.buyer else None

    @property
    def subject(self) -> str | None:
        return self.title or self.order_reference

    def dates_ahead(self) -> Iterator[tuple[str, date]]:
        if self.reply_by and self.number == 1:  # both sides have signed what led to a later revision
            yield "reply_by", self.reply_by.date()
        for holder in (self.delivery, *(self.lines or ())):
            for key in ("ship_by", "deliver_by"):
                if day := getattr(holder, key, None):
                    yield key, day

    @property
    def number(self) -> int:
        """The revision number of the order; 1 if it states none."""
        return self.revision or 1

    def computed(self) -> ComputedTotals | None:
        """Return the totals of the order; None while a figure or the currency is absent."""
        if self.currency is None or not self.lines:
            return None
        nets = [line.net(self.currency) for line in self.lines]
        charges = [charge.amount for charge in self.charges or ()]
        if any(amount is None for amount in (*nets, *charges)):
            return None
        return totals(
            [net for net in nets if net is not None],
            self.currency,
            self.discount_percent,
            [amount for amount in charges if amount is not None],
            self.tax.rate_percent if self.tax else None,
            bool(self.tax and self.tax.included),
            self.discount_amount,
        )

    def date_of(self, milestone: str) -> date | None:
        """Return the promised date of the whole order for the milestone `ship_by` or `deliver_by`."""
        if self.delivery is None:
            return None
        return self.delivery.ship_by if milestone == "ship_by" else self.delivery.deliver_by

    def promised(self, line: OrderLine, milestone: str) -> date | None:
        """Return the promised date of a line: its own, or else that of the whole order."""
        own: date | None = line.ship_by if milestone == "ship_by" else line.deliver_by
        return own or self.date_of(milestone)

    def agreed(self, line: OrderLine) -> tuple[object, ...]:
        """Return what tells a line from the others: its article, its promised dates and its price terms.

        Two lines that agree in it differ in nothing but their quantities and could be one.
        """
        dates = self.promised(line, "ship_by"), self.promised(line, "deliver_by")
        terms = (line.price, line.price_per, line.discount_percent, line.discount_amount, bool(line.free))
        return (line.sku, line.specification, *dates, *terms)
