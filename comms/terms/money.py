"""Sums of money: rounded to a currency's minor units, from the lines of an order to its total."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

ZERO = Decimal(0)
EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""Digits enough for the product of any figures in a file: Python's 28 would round long ones silently."""

# ISO 4217, list one: the currencies whose minor unit is not the hundredth.
_DECIMALS = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0)
_DECIMALS |= dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)


def minor_units(currency: str) -> int:
    """Decimals of an amount in a currency, by its ISO 4217 code: 0, 2 or 3; 2 for a code unknown here."""
    return _DECIMALS.get(currency, 2)


def round_money(amount: Decimal, currency: str) -> Decimal:
    """The amount with exactly as many decimals as its currency has, half rounded away from zero.

    Never "-0.00". The amount is finite; one of more than 400 digits raises decimal.InvalidOperation.
    """
    with localcontext(EXACT):
        return +amount.quantize(Decimal(1).scaleb(-minor_units(currency)))  # plus makes -0 a 0


def line_net(
    quantity: Decimal, unit_price: Decimal, discount_percent: Decimal | None, currency: str
) -> Decimal:
    """quantity × unit price × (100 − discount) / 100, rounded; a discount of 2 is 2 %, None is none."""
    with localcontext(EXACT):
        return round_money(quantity * unit_price * (100 - (discount_percent or ZERO)) / 100, currency)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of an order, in its currency and rounded to it.

    subtotal − discount + charges is `net` where tax is added to prices, `total` where they contain it;
    net + tax = total in both.
    """

    subtotal: Decimal
    discount: Decimal
    charges: Decimal
    net: Decimal
    tax: Decimal
    total: Decimal


def totals(
    nets: Iterable[Decimal],
    currency: str,
    discount_percent: Decimal | None = None,
    charges: Iterable[Decimal] = (),
    tax_percent: Decimal | None = None,
    tax_included: bool = False,
) -> Totals:
    """The totals of lines' net values: less the discount, plus charges (freight, packing), tax last.

    Percentages are not negative: 13 is 13 %, None is none. The discount is of the lines alone; the tax,
    one rate for everything, is added, or with `tax_included` the part rate / (100 + rate) of the total.
    """
    with localcontext(EXACT):
        subtotal = round_money(sum(nets, ZERO), currency)
        discount = round_money(subtotal * (discount_percent or ZERO) / 100, currency)
        extra = round_money(sum(charges, ZERO), currency)
        due = subtotal - discount + extra
        rate = tax_percent or ZERO
        tax = round_money(due * rate / (100 + rate if tax_included else 100), currency)
        net, total = (due - tax, due) if tax_included else (due, due + tax)
    return Totals(subtotal, discount, extra, net, tax, total)
