"""The dates that an order promises, and how they fit the dates of its letter of credit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comms.models.order_confirmation import DEPARTURE_INCOTERMS, OrderConfirmation
from comms.orders.lines import late_lines
from comms.paths import FieldPath

if TYPE_CHECKING:
    from comms.models.delay_notice import DelayNotice, Remedy


def promised_dates(order: OrderConfirmation) -> Iterator[tuple[FieldPath, date]]:
    """Yield the ship and delivery dates of an order and of its lines, with their paths."""
    holders: list[tuple[FieldPath, object]] = [(("delivery",), order.delivery)]
    holders += [(("lines", index), line) for index, line in enumerate(order.lines or ())]
    for path, holder in holders:
        for key in ("ship_by", "deliver_by"):
            day = getattr(holder, key, None)
            if day is not None:
                yield (*path, key), day


def shipments(order: OrderConfirmation) -> Iterator[tuple[FieldPath, date]]:
    """Yield the latest days of shipment: ship dates, and delivery dates where shipment is delivery."""
    for path, day in promised_dates(order):
        if path[-1] == "ship_by" or ships_by_delivery(order):
            yield path, day


def ships_by_delivery(order: OrderConfirmation) -> bool:
    """Return whether the goods are delivered by being shipped, as under FOB and the other E and F terms."""
    return order.delivery is not None and order.delivery.incoterm in DEPARTURE_INCOTERMS


@dataclass(frozen=True, slots=True)
class MissedDate:
    """A date of a letter of credit that a shipment misses: its key in the payment terms, and the date."""

    key: str
    limit: date


def missed_date(order: OrderConfirmation, shipment: date) -> MissedDate | None:
    """Return the date of the order's letter of credit that a shipment misses, or None."""
    payment = order.payment
    if payment is None or not payment.uses_credit:
        return None
    for key in ("latest_shipment", "expiry"):
        limit = getattr(payment, key)
        if limit is not None and shipment > limit:
            return MissedDate(key, limit)
    return None


def remedy_shipment(order: OrderConfirmation, notice: "DelayNotice", remedy: "Remedy") -> date | None:
    """Return the day on which the late lines of a remedy are shipped.

    Where the notice speaks of the arrival, the shipment is taken to shift by the same number of days. None
    if the remedy leaves no line late, or the order does not say when the lines are shipped.
    """
    affected = notice.affected if remedy.affected is None else remedy.affected
    late, revised = late_lines(order, notice, affected), remedy.revised_date or notice.revised_date
    if revised is None or not late:
        return None
    if notice.milestone != "deliver_by" or ships_by_delivery(order):
        return revised
    promised = [day for line in late if (day := order.promised(line, "ship_by"))]
    if not promised or notice.original_date is None:
        return None
    try:
        return max(promised) + (revised - notice.original_date)
    except OverflowError:  # beyond the year 9999, which is a typing error
        return None
