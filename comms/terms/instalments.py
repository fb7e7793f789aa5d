"""Splits a total into instalments that add up to it."""

from collections.abc import Sequence
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

from comms.terms.money import EXACT, ZERO, round_money


def instalment_amounts(total: Decimal, percents: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Return the amount of each instalment, rounded half-up to the currency's minor units.

    percents: percentages of `total`, none negative. If they add up to 100, the amounts add up to the total
    (which is rounded first), and the last instalment above 0 % absorbs the rounding difference. Otherwise
    every amount is simply its own rounded share. No amount has the opposite sign of the total, and 0 % of it
    is 0.
    """
    with localcontext(EXACT):
        total = round_money(total, currency)
        shares = [round_money(total * percent / 100, currency) for percent in percents]
        if sum(percents) != 100:
            return shares
        last = max(index for index, percent in enumerate(percents) if percent)
        shares[last] += total - sum(shares)
        if shares[last] * total < 0:
            return _rounded_cumulatively(total, percents, currency)
        return shares


def _rounded_cumulatively(total: Decimal, percents: Sequence[Decimal], currency: str) -> list[Decimal]:
    """Return the amounts as differences between rounded running totals.

    Needed for totals of so few minor units that rounding every share up would exceed the total: ten times a
    tenth of 0.05 is ten times 0.01. Running totals never fall, so no amount is negative, and they end at
    the total.
    """
    reached = [round_money(total * percent / 100, currency) for percent in accumulate(percents)]
    return [now - before for before, now in pairwise([ZERO, *reached])]
