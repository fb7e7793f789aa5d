"""Money arithmetic: rounding to a currency's minor units, and the totals of an order."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

ZERO = Decimal(0)
ONE = Decimal(1)
EXACT = Context(prec=400, rounding=ROUND_HALF_UP)
"""A decimal context that keeps every digit of a product of figures from a file.

Python's default of 28 digits would silently round long ones.
"""

# ISO 4217, list one: the currencies whose minor unit is not the hundredth.
_DECIMALS = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0)
_DECIMALS |= dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3)


def minor_units(currency: str) -> int:
    """Return the number of decimals of a currency by its ISO 4217 code: 0, 2 or 3; 2 for an unknown code."""
    return _DECIMALS.get(currency, 2)


def round_money(amount: Decimal, currency: str) -> Decimal:
    """Return the amount with exactly as many decimals as its currency has, halves rounded away from zero.

    The result is never "-0.00". The amount must be finite; one of more than 400 digits raises
    decimal.InvalidOperation.
    """
    with localcontext(EXACT):
        return +amount.quantize(Decimal(1).scaleb(-minor_units(currency)))  # unary plus turns -0 into 0


def line_value(
    quantity: Decimal,
    unit_price: Decimal,
    discount_percent: Decimal | None = None,
    price_per: Decimal | None = None,
    discount_amount: Decimal | None = None,
) -> Decimal:
    """Return quantity × unit price / price_per × (100 − discount) / 100 − discount amount, unrounded.

    discount_percent: 2 means 2 %; price_per: the number of units that the price is for, above 0;
    discount_amount: in the currency of the price. None means no discount, and a price for one unit.
    """
    with localcontext(EXACT):
        gross = quantity * unit_price / (price_per or ONE)
        return gross * (100 - (discount_percent or ZERO)) / 100 - (discount_amount or ZERO)


def line_net(
    quantity: Decimal,
    unit_price: Decimal,
    discount_percent: Decimal | None,
    currency: str,
    price_per: Decimal | None = None,
    discount_amount: Decimal | None = None,
) -> Decimal:
    """Return the value of a line as `line_value` does, rounded to the currency's minor units."""
    value = line_value(quantity, unit_price, discount_percent, price_per, discount_amount)
    return round_money(value, currency)


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals of an order, rounded to the minor units of its currency.

    subtotal − discount + charges equals `net` if tax is added to the prices, and `total` if the prices
    include it; net + tax = total in both cases.
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
    discount_amount: Decimal | None = None,
) -> Totals:
    """Return the totals of an order: its lines less the discount, plus charges (freight, packing), plus tax.

    nets: net values of the lines.
    discount_percent: applies to the lines only; not negative, 13 means 13 %, None means no discount.
    discount_amount: a discount in money, which is added to the one in percent.
    tax_percent: a single rate for lines and charges; not negative, None means no tax.
    tax_included: the prices include the tax, which is then the share rate / (100 + rate) of the total;
    otherwise it is added on top.
    """
    with localcontext(EXACT):
        subtotal = round_money(sum(nets, ZERO), currency)
        percented = subtotal * (discount_percent or ZERO) / 100
        discount = round_money(percented + (discount_amount or ZERO), currency)
        charged = round_money(sum(charges, ZERO), currency)
        due = subtotal - discount + charged
        rate = tax_percent or ZERO
        tax = round_money(due * rate / (100 + rate if tax_included else 100), currency)
        net, total = (due - tax, due) if tax_included else (due, due + tax)
    return Totals(subtotal, discount, charged, net, tax, total)
