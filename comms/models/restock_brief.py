"""The brief to restock goods, with the stock figures behind the requested quantities."""

from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Part
from comms.models.brief import FiveW2H
from comms.models.parts import Budget
from comms.models.scalars import Items, Maybe, NotNegative, Text
from comms.terms.restock import Stock, uplifted
from comms.terms.units import is_counted


class StockLine(Part):
    """The stock, the sales and the requested quantity of one SKU."""

    sku: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    name: Annotated[Text | None, Ask(wording="label")] = None
    unit: Annotated[Maybe[Text], Ask(missing="F006", proposes="line_before", wording="literal")] = None
    on_hand: Annotated[Maybe[NotNegative], Ask(missing="F006", varies=True)] = None
    in_transit: Annotated[Maybe[NotNegative], Ask(varies=True)] = None
    daily_sales: Annotated[Maybe[NotNegative], Ask(missing="F006", varies=True)] = None
    presold: Annotated[Maybe[NotNegative], Ask(varies=True)] = None
    lead_time_days: Annotated[Maybe[NotNegative], Ask(missing="F006", proposes="line_before")] = None
    safety_days: Annotated[Maybe[NotNegative], Ask()] = None
    quantity: Annotated[
        Maybe[NotNegative], Ask(missing="F006", proposes="suggested_quantity", varies=True)
    ] = None

    def stock(self, uplift_percent: Decimal | None = None) -> Stock | None:
        """Return the line's figures for the restock arithmetic; None while a required one is absent.

        uplift_percent: the expected uplift of sales, e.g. by a campaign (20 means 20 %).
        """
        if self.on_hand is None or self.daily_sales is None or self.lead_time_days is None:
            return None
        return Stock(
            on_hand=self.on_hand,
            in_transit=self.in_transit or Decimal(0),
            daily_sales=uplifted(self.daily_sales, uplift_percent),
            presold=self.presold or Decimal(0),
            lead_time_days=self.lead_time_days,
            safety_days=self.safety_days or Decimal(0),
            is_counted=self.unit is not None and is_counted(self.unit),
        )


class ShortageCost(Budget):
    """The cost of being out of stock, what it is counted per, and the basis of the figure."""

    per: Annotated[Text | None, Ask()] = None
    basis: Annotated[Text | None, Ask()] = None


class RestockBrief(FiveW2H):
    """A request to restock: 5W2H, goals, the sales data behind every quantity, the cost of a shortage."""

    id_prefix: ClassVar[str] = "RB"

    kind: Annotated[Literal["restock-brief"], Ask()] = "restock-brief"
    demand_uplift_percent: Annotated[Maybe[NotNegative], Ask(step="lines")] = None
    lines: Annotated[Maybe[Items[StockLine]], Ask(missing="F006", step="lines")] = None
    shortage_cost: Annotated[Maybe[ShortageCost], Ask(missing="R402", step="lines")] = None
