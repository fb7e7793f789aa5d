"""Restock arithmetic: how long the stock lasts, and how much to order."""

from dataclasses import dataclass
from decimal import Decimal

ZERO = Decimal(0)
TOLERANCE = Decimal("0.20")
"""The part of the suggested quantity by which a request may differ without a word (the trade's habit)."""


def uplifted(daily_sales: Decimal, percent: Decimal | None) -> Decimal:
    """Daily sales raised by a campaign's expected percentage (20 means 20 %); None raises nothing."""
    return daily_sales * (1 + (percent or ZERO) / 100)


@dataclass(frozen=True, slots=True)
class Stock:
    """The figures of one SKU: quantities in its unit, sales in units a day, times in days; none negative."""

    on_hand: Decimal
    in_transit: Decimal
    daily_sales: Decimal
    presold: Decimal
    lead_time_days: Decimal
    safety_days: Decimal

    @property
    def free(self) -> Decimal:
        """What is left once every presold unit is delivered; negative where stock falls short of them."""
        return self.on_hand + self.in_transit - self.presold

    @property
    def days_of_cover(self) -> Decimal | None:
        """Days that the free stock lasts at the daily sales; None without sales."""
        return self.free / self.daily_sales if self.daily_sales else None

    @property
    def suggested_quantity(self) -> Decimal:
        """presold + daily sales × (lead time + safety days) − on hand − in transit, never below 0."""
        demand = self.daily_sales * (self.lead_time_days + self.safety_days)
        return max(demand - self.free, ZERO)

    def difference(self, quantity: Decimal) -> Decimal:
        """The requested quantity less the suggested one."""
        return quantity - self.suggested_quantity

    def differs(self, quantity: Decimal) -> bool:
        """Whether the request is off by over 20 % of the suggestion (of 1 unit where that is 0)."""
        return abs(self.difference(quantity)) > TOLERANCE * (self.suggested_quantity or 1)
