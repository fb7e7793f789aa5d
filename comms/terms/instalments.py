"""The amounts of a payment in instalments."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

from comms.terms.money import EXACT, ZERO, round_money


def instalment_amounts(total: Decimal, percents: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Each percentage of the total, rounded half-up to the currency's minor units.

    Percentages that add up to 100 yield amounts that add up to the total (itself rounded first): the last
    instalment takes what rounding left. Others yield each its own share. No percentage is negative, and
    then no amount has another sign than the total.
    """
    with localcontext(EXACT):
        total = round_money(total, currency)
        shares = [round_money(total * each / 100, currency) for each in percents]
        if sum(percents) != 100:
            return shares
        last = total - sum(shares[:-1])
        if last * total < 0:
            return _rounded_as_they_add_up(total, percents, currency)
        return [*shares[:-1], last]


def _rounded_as_they_add_up(total: Decimal, percents: Sequence[Decimal], currency: str) -> list[Decimal]:
    """The steps between the rounded sums so far.

    For totals of so few minor units that rounding each share up would spend more than there is: a tenth
    of 0.05 is 0.01, ten times. The sums never fall, so that no step is negative, and end at the total.
    """
    reached = [round_money(total * each / 100, currency) for each in accumulate(percents)]
    return [now - before for before, now in pairwise([ZERO, *reached])]
