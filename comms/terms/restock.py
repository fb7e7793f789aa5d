"""Restock arithmetic: how long the stock lasts, and how much to order."""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

ZERO = Decimal(0)
TOLERANCE = Decimal("0.20")
"""The fraction of the suggested quantity by which a request may differ unreported (usual in the trade)."""


def uplifted(daily_sales: Decimal, percent: Decimal | None) -> Decimal:
    """Return the daily sales raised by a campaign's expected uplift (20 means 20 %, None means no uplift)."""
    return daily_sales * (1 + (percent or ZERO) / 100)


@dataclass(frozen=True, slots=True)
class Stock:
    """The stock figures of one SKU, none negative: quantities in its unit, sales per day, times in days.

    is_counted: the unit comes in whole numbers, such as pieces.
    """

    on_hand: Decimal
    in_transit: Decimal
    daily_sales: Decimal
    presold: Decimal
    lead_time_days: Decimal
    safety_days: Decimal
    is_counted: bool = False

    @property
    def free(self) -> Decimal:
        """The stock left once all presold units are delivered; negative if it does not cover them."""
        return self.on_hand + self.in_transit - self.presold

    @property
    def days_of_cover(self) -> Decimal | None:
        """The days that the free stock lasts at the current daily sales; None if nothing sells."""
        return self.free / self.daily_sales if self.daily_sales else None

    @property
    def suggested_quantity(self) -> Decimal:
        """presold + daily sales × (lead time + safety days) − on hand − in transit, never below 0.

        Rounded up to whole units if they are counted.
        """
        demand = self.daily_sales * (self.lead_time_days + self.safety_days)
        needed = max(demand - self.free, ZERO)
        return needed.to_integral_value(ROUND_CEILING) if self.is_counted else needed

    def difference(self, quantity: Decimal) -> Decimal:
        """Return the requested quantity minus the suggested one."""
        return quantity - self.suggested_quantity

    def differs(self, quantity: Decimal) -> bool:
        """Return whether a request differs by more than 20 % of the suggestion (of 1 unit if that is 0)."""
        return abs(self.difference(quantity)) > TOLERANCE * (self.suggested_quantity or 1)
