"""O rules: order confirmations must settle what is often disputed: money, dates, quality and law."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from comms.findings import Problem, Severity
from comms.models.order_confirmation import OrderConfirmation
from comms.orders.promises import promised_dates, shipments
from comms.paths import FieldPath
from comms.rules.shared import absent, before_its_document, day_off, document_as, late_letter

if TYPE_CHECKING:
    from comms.workspace.case import Case

SEA_ONLY = ("FAS", "FOB", "CFR", "CIF")
"""The terms that Incoterms 2020 reserve for sea and inland waterway transport."""
MIN_DAILY_RATE, MAX_DAILY_RATE = Decimal("0.1"), Decimal("0.5")
"""The usual range of a penalty, in percent of the value per day of delay."""
MIN_WEEKLY_RATE, MAX_WEEKLY_RATE = Decimal("0.25"), Decimal(1)
"""The usual range in percent per week; less than seven daily rates, since weekly clauses run lower."""
MIN_NEGOTIATION_DAYS = 15
LONG_ORDER_DAYS = 90
MAX_PRESENTATION_DAYS = 21
"""The latest presentation of documents, in days after shipment (UCP 600, article 14 c)."""
MAX_DEPOSIT_PERCENT = 20
"""The share of the price up to which a 定金 has its legal effect (Civil Code of China, article 586)."""
_UCP = re.compile(r"\bUCP\s*-?\s*600\b|统一惯例.{0,12}600|600\s*号出版物", re.IGNORECASE)
_MEASURED = re.compile(
    r"\d|百分之|[一二三四五六七八九十][级天日]|[零一二三四五六七八九十百]{2,}[个件]|\b(?:AQL|GB|ISO|EN|ASTM|DIN|JIS|BS|CE|UL|FDA|OEKO-TEX|REACH|RoHS)\b"
)


def _absent_by_key(case: "Case", code: str) -> Iterator[Problem]:
    for path in case.absent.get(code, ()):
        yield Problem(path, "absent" if len(path) == 1 else str(path[-1]), {"key": path[-1]})


def instalments(case: "Case") -> Iterator[Problem]:
    """The instalments do not add up to 100 % of the price.

    FAIL
        kind: order-confirmation
        payment:
          instalments:
            - {name: prepayment, percent: 30, days: 5, after: confirmation}
            - {name: balance, percent: 60, days: 10, after: delivery}

    PASS
        kind: order-confirmation
        payment:
          instalments:
            - {name: prepayment, percent: 30, days: 5, after: confirmation}
            - {name: balance, percent: 70, days: 10, after: delivery}
    """
    order = document_as(case, OrderConfirmation)
    entries = (order.payment.instalments if order and order.payment else None) or []
    percents = [instalment.percent for instalment in entries]
    if percents and None not in percents:
        total = sum(percent for percent in percents if percent is not None)
        if total != 100:
            values = {"sum": total, "rest": abs(100 - total)}
            if total > 100:
                yield Problem(("payment", "instalments", len(entries) - 1, "percent"), "over", values)
            else:
                yield Problem(("payment", "instalments"), values=values)


def late_delivery_terms(case: "Case") -> Iterator[Problem]:
    """The order does not say what a late delivery costs.

    A warning if the rate is unusual or has no cap: 0.1 to 0.5 % of the value a day (0.25 to 1 % a week), up
    to a cap, are usual.

    FAIL
        kind: order-confirmation
        late_delivery: TBD

    FAIL
        kind: order-confirmation
        late_delivery: {percent_per_day: 2, cap_percent: 10}

    PASS
        kind: order-confirmation
        late_delivery: {percent_per_day: 0.3, cap_percent: 10}
    """
    yield from _absent_by_key(case, "O502")
    order = document_as(case, OrderConfirmation)
    terms = order.late_delivery if order else None
    if terms is None:
        return
    daily, weekly = terms.percent_per_day, terms.percent_per_week
    warning = Severity.WARNING
    if daily is not None and not MIN_DAILY_RATE <= daily <= MAX_DAILY_RATE:
        values = {"rate": daily, "least": MIN_DAILY_RATE, "most": MAX_DAILY_RATE}
        yield Problem(("late_delivery", "percent_per_day"), "rate", values, severity=warning)
    elif daily is None and weekly is not None and not MIN_WEEKLY_RATE <= weekly <= MAX_WEEKLY_RATE:
        values = {"rate": weekly, "least": MIN_WEEKLY_RATE, "most": MAX_WEEKLY_RATE}
        yield Problem(("late_delivery", "percent_per_week"), "weekly", values, severity=warning)
    if daily is not None and weekly is not None:
        values = {"daily": daily, "weekly": weekly}
        yield Problem(("late_delivery", "percent_per_week"), "both", values, severity=warning)
    if (daily, weekly) != (None, None) and terms.cap_percent is None:
        yield Problem(("late_delivery", "cap_percent"), "cap", severity=warning)


def credit_rules(case: "Case") -> Iterator[Problem]:
    """The payment terms do not say that the letter of credit is subject to UCP 600.

    FAIL
        kind: order-confirmation
        payment: {method: L/C}

    PASS
        kind: order-confirmation
        payment: {method: L/C, rules: UCP 600}
    """
    order = document_as(case, OrderConfirmation)
    if order and order.payment and order.payment.uses_credit and not _UCP.search(order.payment.rules or ""):
        yield Problem(
            ("payment", "rules"), "other" if order.payment.rules else "", {"written": order.payment.rules}
        )


def release_of_documents(case: "Case") -> Iterator[Problem]:
    """Under FOB or FCA with the buyer's own forwarder, the documents are not held until full payment.

    Whoever holds the documents holds the goods. This is reported for T/T, D/P, D/A and O/A only, since a
    letter of credit has its own rules for the release of documents.

    FAIL
        kind: order-confirmation
        delivery: {incoterm: FOB, place: Ningbo, mode: sea, forwarder_nominated_by: buyer}
        payment: {method: T/T}

    PASS
        kind: order-confirmation
        delivery:
          incoterm: FOB
          place: Ningbo
          mode: sea
          forwarder_nominated_by: buyer
          release_documents: after_full_payment
        payment: {method: T/T}
    """
    order = document_as(case, OrderConfirmation)
    if order is None or order.delivery is None or order.payment is None:
        return
    delivery = order.delivery
    at_risk = delivery.incoterm in ("FOB", "FCA") and delivery.forwarder_nominated_by == "buyer"
    held = delivery.release_documents == "after_full_payment"
    if at_risk and not held and order.payment.method and not order.payment.uses_credit:
        yield Problem(("delivery", "release_documents"), values={"incoterm": delivery.incoterm})


def force_majeure(case: "Case") -> Iterator[Problem]:
    """The order does not say which events excuse a party, how soon to give notice, or how to prove them.

    FAIL
        kind: order-confirmation
        force_majeure: {events: [war], proof: chamber of commerce certificate}

    PASS
        kind: order-confirmation
        force_majeure: {events: [war], notice_days: 7, proof: chamber of commerce certificate}
    """
    yield from _absent_by_key(case, "O505")


def negotiation_period(case: "Case") -> Iterator[Problem]:
    """The negotiation period before court or arbitration is shorter than 15 days, or not stated.

    FAIL
        kind: order-confirmation
        dispute:
          negotiation_days: 7
          forum: court
          institution: Jiaxing Nanhu District People's Court
          seat: Jiaxing
          governing_law: the law of China

    PASS
        kind: order-confirmation
        dispute:
          negotiation_days: 30
          forum: court
          institution: Jiaxing Nanhu District People's Court
          seat: Jiaxing
          governing_law: the law of China
    """
    yield from _absent_by_key(case, "O506")
    order = document_as(case, OrderConfirmation)
    days = order.dispute.negotiation_days if order and order.dispute else None
    if days is not None and days < MIN_NEGOTIATION_DAYS:
        yield Problem(("dispute", "negotiation_days"), values={"days": days, "least": MIN_NEGOTIATION_DAYS})


def dispute_forum(case: "Case") -> Iterator[Problem]:
    """The dispute clause lacks the arbitration body or court, the seat, or the governing law.

    FAIL
        kind: order-confirmation
        dispute: {negotiation_days: 30, forum: arbitration, seat: Shanghai, governing_law: CISG}

    PASS
        kind: order-confirmation
        dispute:
          negotiation_days: 30
          forum: arbitration
          institution: CIETAC Shanghai Sub-Commission
          seat: Shanghai
          governing_law: CISG
    """
    yield from _absent_by_key(case, "O507")


def written_confirmation(case: "Case") -> Iterator[Problem]:
    """The order does not say that the written confirmation prevails over oral agreements.

    FAIL
        kind: order-confirmation
        written_confirmation_prevails: false

    PASS
        kind: order-confirmation
        written_confirmation_prevails: true
    """
    yield from _absent_by_key(case, "O508")
    order = document_as(case, OrderConfirmation)
    if order and order.written_confirmation_prevails is False:
        yield Problem(("written_confirmation_prevails",), "denied")


def late_confirmation(case: "Case") -> Iterator[Problem]:
    """The confirmation goes out more than 24 hours after the order was received.

    To change the limit, set `deadlines.order_confirmation_hours` in comms.toml.

    FAIL
        kind: order-confirmation
        order_received_at: 2026-04-16T16:05:00+08:00
        issued_at: 2026-04-18T09:00:00+08:00

    PASS
        kind: order-confirmation
        order_received_at: 2026-04-16T16:05:00+08:00
        issued_at: 2026-04-17T10:30:00+08:00
    """
    order = document_as(case, OrderConfirmation)
    if order is not None:
        limit = case.workspace.settings.deadlines.order_confirmation_hours
        yield from late_letter(order.order_received_at, order.issued_at, limit)


def no_tolerance(case: "Case") -> Iterator[Problem]:
    """A line does not say how far the delivered quantity may deviate; 0 is an answer.

    The automatic tolerance under a letter of credit does not apply to goods counted in pieces.

    FAIL
        kind: order-confirmation
        lines: [{sku: A, quantity: 5000, unit: pcs, unit_price: 1.20}]

    PASS
        kind: order-confirmation
        lines: [{sku: A, quantity: 5000, tolerance_percent: 3, unit: pcs, unit_price: 1.20}]
    """
    order = document_as(case, OrderConfirmation)
    for path in case.absent.get("O510", ()):
        index = int(path[1])
        line = order.lines[index] if order and order.lines else None
        yield Problem(path, values={"sku": (line.sku if line else None) or index + 1})


def no_acceptance(case: "Case") -> Iterator[Problem]:
    """No acceptance criterion contains a figure or cites a standard; "good quality" is not a criterion.

    FAIL
        kind: order-confirmation
        quality: {acceptance: [good quality]}

    PASS
        kind: order-confirmation
        quality: {acceptance: ["inspection at AQL 2.5 for major and 4.0 for minor defects"]}
    """
    order = document_as(case, OrderConfirmation)
    if case.absent.get("O511"):
        yield Problem(case.absent["O511"][0])
    elif order and order.quality and not _is_measured(order.quality.acceptance or []):
        yield Problem(("quality", "acceptance"), "unmeasured")


def _is_measured(criteria: list[str]) -> bool:
    return any(_MEASURED.search(criterion) for criterion in criteria)


def exchange_rate(case: "Case") -> Iterator[Problem]:
    """An order in a foreign currency that runs for more than 90 days does not mention exchange rates.

    A currency other than `currency` in comms.toml is foreign. The days run from the issue of the letter to
    the last ship or delivery date.

    PASS
        kind: order-confirmation
        issued_at: 2026-05-05T09:40:00+08:00
        currency: USD
        delivery: {incoterm: FOB, place: Ningbo, ship_by: 2026-06-20, mode: sea}
    """
    order = document_as(case, OrderConfirmation)
    home = case.workspace.settings.currency
    if order is None or order.issued_at is None or home is None or order.exchange_rate is not None:
        return
    last = max((day for _, day in promised_dates(order)), default=None)
    if last is not None and order.currency not in (None, home):
        days = (last - order.issued_at.date()).days
        if days > LONG_ORDER_DAYS:
            values = {"currency": order.currency, "days": days, "most": LONG_ORDER_DAYS}
            yield Problem(("exchange_rate",), values=values)


def stated_totals(case: "Case") -> Iterator[Problem]:
    """A stated total differs from the one computed from the lines, discount, charges and tax.

    FAIL
        kind: order-confirmation
        currency: CNY
        lines: [{sku: A, quantity: 100, unit_price: 32.50}]
        totals: {total: 3200}

    PASS
        kind: order-confirmation
        currency: CNY
        lines: [{sku: A, quantity: 100, unit_price: 32.50}]
        totals: {total: 3250}
    """
    order = document_as(case, OrderConfirmation)
    computed = order.computed() if order else None
    if order is None or order.totals is None or computed is None or _figures_in_doubt(case):
        return
    for key in type(order.totals).model_fields:
        stated, correct = getattr(order.totals, key), getattr(computed, key)
        if stated is not None and stated != correct:
            values = {"key": key, "stated": stated, "computed": correct, "plain": f"{correct:f}"}
            yield Problem(("totals", key), values=values)


def _figures_in_doubt(case: "Case") -> bool:
    return any(
        case.is_doubtful((key,))
        for key in ("currency", "lines", "discount_percent", "discount_amount", "charges", "tax")
    )


def date_on_holiday(case: "Case") -> Iterator[Problem]:
    """A ship or delivery date falls on a public holiday or weekend of the country in comms.toml.

    Make-up working days count as working days. For transport by sea, only public holidays count. Delivery
    dates are checked only if the order is in the home currency, since a foreign buyer's calendar differs.
    If the calendar of a year is not official yet, the finding says so.

    PASS
        kind: order-confirmation
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, mode: road}
    """
    order = document_as(case, OrderConfirmation)
    settings = case.workspace.settings
    if order is None or settings.holidays is None:
        return
    by_sea = bool(order.delivery and order.delivery.mode == "sea")
    for path, day in promised_dates(order):
        if path[-1] == "ship_by" or order.currency == settings.currency:
            yield from day_off(case, path, day, works_weekends=by_sea)


def incoterm_mode(case: "Case") -> Iterator[Problem]:
    """FAS, FOB, CFR or CIF is used for transport other than by sea, or an Incoterm has no place.

    For containers, air and road, Incoterms 2020 provide FCA, CPT and CIP.

    FAIL
        kind: order-confirmation
        delivery: {incoterm: FOB, place: Ningbo, ship_by: 2026-05-18, mode: road}

    FAIL
        kind: order-confirmation
        delivery: {incoterm: FCA, ship_by: 2026-05-18, mode: road}

    PASS
        kind: order-confirmation
        delivery: {incoterm: FCA, place: Jiaxing, ship_by: 2026-05-18, mode: road}
    """
    for path in case.absent.get("O515", ()):
        yield Problem(path, "place")
    order = document_as(case, OrderConfirmation)
    delivery = order.delivery if order else None
    if delivery and delivery.incoterm in SEA_ONLY and delivery.mode not in (None, "sea"):
        instead = {"FAS": "FCA", "FOB": "FCA", "CFR": "CPT", "CIF": "CIP"}[delivery.incoterm]
        values = {"incoterm": delivery.incoterm, "mode": delivery.mode, "instead": instead}
        yield Problem(("delivery", "mode"), values=values)


def deposit_word(case: "Case") -> Iterator[Problem]:
    """An instalment of more than 20 % is called 定金.

    Under Chinese law, a 定金 takes effect (the buyer forfeits it, the seller returns it twofold) only up to
    20 % of the price.

    FAIL
        kind: order-confirmation
        payment:
          instalments:
            - {name: 定金, percent: 30, days: 5, after: confirmation}
            - {name: 尾款, percent: 70, days: 10, after: delivery}

    PASS
        kind: order-confirmation
        payment:
          instalments:
            - {name: 预付款, percent: 30, days: 5, after: confirmation}
            - {name: 尾款, percent: 70, days: 10, after: delivery}
    """
    order = document_as(case, OrderConfirmation)
    for index, instalment in enumerate(
        (order.payment.instalments if order and order.payment else None) or ()
    ):
        if (
            "定金" in (instalment.name or "")
            and instalment.percent is not None
            and instalment.percent > MAX_DEPOSIT_PERCENT
        ):
            path = ("payment", "instalments", index, "name")
            yield Problem(path, values={"percent": instalment.percent, "most": MAX_DEPOSIT_PERCENT})


_LATEST: FieldPath = ("payment", "latest_shipment")


def credit_dates(case: "Case") -> Iterator[Problem]:
    """A letter of credit lacks an essential date, or its dates contradict those of the order.

    It needs the latest shipment date, the expiry date and the days for presentation, at most 21 after
    shipment. The latest shipment must be neither before a ship date, that of a line included, nor after the
    expiry. Under the terms of groups E and F, goods are shipped when they are delivered.

    FAIL
        kind: order-confirmation
        payment: {method: L/C, rules: UCP 600, expiry: 2026-09-10, presentation_days: 21}

    FAIL
        kind: order-confirmation
        lines: [{sku: A, quantity: 100, unit_price: 32.50, ship_by: 2026-08-27}]
        delivery: {incoterm: FOB, place: Ningbo, ship_by: 2026-08-20, mode: sea}
        payment:
          method: L/C
          rules: UCP 600
          latest_shipment: 2026-08-20
          expiry: 2026-09-10
          presentation_days: 21

    PASS
        kind: order-confirmation
        delivery: {incoterm: FOB, place: Ningbo, ship_by: 2026-08-20, mode: sea}
        payment:
          method: L/C
          rules: UCP 600
          latest_shipment: 2026-08-20
          expiry: 2026-09-10
          presentation_days: 21
    """
    order = document_as(case, OrderConfirmation)
    if order is None or order.payment is None or not order.payment.uses_credit:
        return
    payment = order.payment
    for key in ("latest_shipment", "expiry", "presentation_days"):
        if getattr(payment, key) is None:
            yield Problem(("payment", key), key)
    latest = payment.latest_shipment
    for path, ship in shipments(order) if latest else ():
        if latest and latest < ship:
            at, variant = (path, "line_late") if path[0] == "lines" else (_LATEST, "too_early")
            yield Problem(at, variant, {"latest": latest, "ship": ship})
    if latest and payment.expiry and payment.expiry < latest:
        yield Problem(("payment", "expiry"), "expired", {"expiry": payment.expiry, "latest": latest})
    if (days := payment.presentation_days) is not None and days > MAX_PRESENTATION_DAYS:
        yield Problem(
            ("payment", "presentation_days"), "too_long", {"days": days, "most": MAX_PRESENTATION_DAYS}
        )


def late_payment(case: "Case") -> Iterator[Problem]:
    """The order does not say what follows if the buyer pays late, such as interest or resale of the goods.

    FAIL
        kind: order-confirmation
        late_payment: 待定

    PASS
        kind: order-confirmation
        late_payment: {percent_per_day: 0.05, resale_after_days: 30}
    """
    yield from _absent_by_key(case, "O518")


def no_reply_date(case: "Case") -> Iterator[Problem]:
    """The letter does not say by when the buyer must countersign; silence is not acceptance.

    FAIL
        kind: order-confirmation
        reply_by: TBD

    PASS
        kind: order-confirmation
        reply_by: 2026-04-21T18:00:00+08:00
    """
    yield from absent(case, "O519")


def order_of_dates(case: "Case") -> Iterator[Problem]:
    """Dates are in the wrong order: delivery before shipment, or any date before the letter is issued.

    A line without a date of its own has the order's. A warning if a date is before the letter, or in an
    interview before today, for the deadline to countersign, and for lines on different days in an order that
    allows no partial shipment.

    FAIL
        kind: order-confirmation
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-20, deliver_by: 2026-05-18, mode: road}

    PASS
        kind: order-confirmation
        delivery: {incoterm: DAP, place: Shanghai, ship_by: 2026-05-18, deliver_by: 2026-05-20, mode: road}
    """
    order = document_as(case, OrderConfirmation)
    if order is None:
        return
    if order.reply_by and order.issued_at and order.reply_by <= order.issued_at:
        values: dict[str, object] = {"reply": order.reply_by, "issued": order.issued_at}
        yield Problem(("reply_by",), "reply", values, severity=Severity.WARNING)
    for path, day in [*promised_dates(order), *_credit_days(order)]:
        yield from before_its_document(case, path, day)
    yield from _deliveries_before_shipment(order)
    yield from _parted_shipments(order)


def _deliveries_before_shipment(order: OrderConfirmation) -> Iterator[Problem]:
    """Report deliveries before the shipment, of a line at the date that is its own."""
    ship, deliver = order.date_of("ship_by"), order.date_of("deliver_by")
    if ship and deliver and deliver < ship:
        yield Problem(("delivery", "deliver_by"), values={"deliver": deliver, "ship": ship})
    for index, line in enumerate(order.lines or ()):
        own = "deliver_by" if line.deliver_by else "ship_by" if line.ship_by else ""
        ship, deliver = order.promised(line, "ship_by"), order.promised(line, "deliver_by")
        if own and ship and deliver and deliver < ship:
            yield Problem(("lines", index, own), values={"deliver": deliver, "ship": ship})


def _parted_shipments(order: OrderConfirmation) -> Iterator[Problem]:
    """Warn of lines that are due on different days in an order that allows no partial shipment."""
    if order.delivery is None or order.delivery.partial_shipment is not False:
        return
    for milestone in ("ship_by", "deliver_by"):
        days = sorted({day for line in order.lines or () if (day := order.promised(line, milestone))})
        if len(days) > 1:
            values: dict[str, object] = {"first": days[0], "last": days[-1]}
            yield Problem(("delivery", "partial_shipment"), "parted", values, severity=Severity.WARNING)
            return


def _credit_days(order: OrderConfirmation) -> Iterator[tuple[FieldPath, date]]:
    """Yield the dates of an order's letter of credit, with their paths."""
    for key in ("latest_shipment", "expiry"):
        day = getattr(order.payment, key, None)
        if day is not None:
            yield ("payment", key), day


def sku_twice(case: "Case") -> Iterator[Problem]:
    """Two lines have the same SKU and specification, dates and price, so they could be one line.

    One article may stand on several lines if they differ in size, are shipped on different days, or one of
    them is free of charge. In paths such lines are named by their position, from 0: `lines[0].quantity`.

    FAIL
        kind: order-confirmation
        lines:
          - {sku: A, quantity: 100, unit_price: 32.50}
          - {sku: A, quantity: 200, unit_price: 32.50}

    PASS
        kind: order-confirmation
        lines:
          - {sku: A, quantity: 100, unit_price: 32.50, ship_by: 2026-05-18}
          - {sku: A, quantity: 200, unit_price: 32.50, ship_by: 2026-06-18}
    """
    order = document_as(case, OrderConfirmation)
    seen: dict[tuple[object, ...], int] = {}
    for index, line in enumerate(order.lines or () if order else ()):
        if order is None or line.sku is None:
            continue
        first = seen.setdefault(order.agreed(line), index)
        if first != index:
            yield Problem(("lines", index, "sku"), values={"sku": line.sku, "first": first + 1})


def free_line(case: "Case") -> Iterator[Problem]:
    """A line costs nothing and does not say that it is free of charge, or says so and has a price.

    An error if it is said to be free and has a price, since the letter can state only one of them.

    FAIL
        kind: order-confirmation
        lines: [{sku: A, quantity: 20, unit: pcs, unit_price: 0}]

    FAIL
        kind: order-confirmation
        lines: [{sku: A, quantity: 20, unit: pcs, unit_price: 32.50, free: true}]

    PASS
        kind: order-confirmation
        lines: [{sku: A, quantity: 20, unit: pcs, unit_price: 0, free: true}]
    """
    order = document_as(case, OrderConfirmation)
    for index, line in enumerate((order.lines if order else None) or ()):
        values: dict[str, object] = {"sku": line.sku or index + 1, "price": line.unit_price}
        if line.unit_price and line.free:
            yield Problem(("lines", index, "unit_price"), "priced", values, severity=Severity.ERROR)
        elif line.unit_price is not None and line.unit_price == 0 and not line.free:
            at_price = case.source.at(("lines", index, "unit_price"))
            variant = "denied" if line.free is False else ""
            yield Problem(("lines", index, "free"), variant, values, span=at_price)


def discount_too_high(case: "Case") -> Iterator[Problem]:
    """A discount in money is more than what it is taken off: the line, or all lines of the order.

    FAIL
        kind: order-confirmation
        currency: CNY
        lines: [{sku: A, quantity: 10, unit_price: 32.50, discount_amount: 400}]

    PASS
        kind: order-confirmation
        currency: CNY
        lines: [{sku: A, quantity: 100, unit_price: 32.50, discount_amount: 400}]
    """
    order = document_as(case, OrderConfirmation)
    if order is None or order.currency is None or _figures_in_doubt(case):
        return
    for index, line in enumerate(order.lines or ()):
        net = line.net(order.currency)
        if line.discount_amount and net is not None and net < 0:
            values = {"discount": line.discount_amount, "value": net + line.discount_amount}
            yield Problem(("lines", index, "discount_amount"), values=values)
    computed = order.computed()
    if order.discount_amount and computed is not None and computed.discount > computed.subtotal:
        values = {"discount": order.discount_amount, "value": computed.subtotal}
        yield Problem(("discount_amount",), values=values)
