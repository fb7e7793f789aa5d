"""A seller's policy on compensation for late delivery, in tiers by days of delay."""

from typing import Annotated, ClassVar, Literal

from comms.models.base import Ask, Document, Part
from comms.models.scalars import Choices, Count, Currency, Items, Maybe, NotNegative, Percent, Text

OfferType = Literal[
    "spare_parts",
    "discount",
    "voucher",
    "refund",
    "priority_production",
    "free_shipping",
    "gift",
]
Cause = Literal[
    "supplier",
    "production",
    "quality",
    "logistics",
    "weather",
    "customs",
    "force_majeure",
    "buyer",
    "other",
]


class TierOffer(Part):
    """One offer of a tier: a percentage of the affected lines' value, a fixed amount, or a service."""

    type: Annotated[Maybe[OfferType], Ask(missing="F006")] = None
    percent: Annotated[Maybe[Percent], Ask()] = None
    amount: Annotated[Maybe[NotNegative], Ask(unprompted=True)] = None
    currency: Annotated[Maybe[Currency], Ask(unprompted=True, wording="literal")] = None


class Tier(Part):
    """The offers for a delay of `from_day` to `to_day` days; the last tier has no `to_day`."""

    from_day: Annotated[Maybe[Count], Ask(missing="F006", proposes="next_tier")] = None
    to_day: Annotated[Maybe[Count], Ask()] = None
    choose: Annotated[Maybe[Literal["one", "all"]], Ask()] = None
    offers: Annotated[Maybe[Items[TierOffer]], Ask(missing="F006")] = None


class CompensationPolicy(Document):
    """A compensation policy: its tiers, its cap, and the limit above which compensation needs approval."""

    id_prefix: ClassVar[str] = "CP"

    kind: Annotated[Literal["compensation-policy"], Ask()] = "compensation-policy"
    id: Annotated[Maybe[Text], Ask(missing="F006", wording="literal")] = None
    title: Annotated[Maybe[Text], Ask(step="policy")] = None
    day_type: Annotated[Maybe[Literal["calendar", "working"]], Ask(missing="F006", step="policy")] = None
    tiers: Annotated[Maybe[Items[Tier]], Ask(missing="F006", step="tiers")] = None
    cap_percent: Annotated[Maybe[Percent], Ask(step="limits")] = None
    excluded_causes: Annotated[Maybe[Choices[Cause]], Ask(step="limits")] = None
    approval_above_percent: Annotated[Maybe[Percent], Ask(step="limits")] = None
