"""Rounding to minor units and the totals of an order."""

from decimal import Decimal, InvalidOperation, localcontext
from fractions import Fraction

import pytest
from babel.numbers import get_currency_precision
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.currencies import CURRENCIES
from comms.terms.money import Totals, line_net, minor_units, round_money, totals

D = Decimal

# ISO 4217, list one: accounts and transfers in these have no decimals. CLDR, Babel's source, cannot say so:
# it counts the decimals that are in use, and with each edition other currencies whose coins are gone have none.
WITHOUT_MINOR_UNIT = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split()


def test_the_currencies_without_a_minor_unit_are_those_of_iso_4217() -> None:
    assert sorted(code for code in CURRENCIES if minor_units(code) == 0) == WITHOUT_MINOR_UNIT


@pytest.mark.parametrize("currency", sorted(CURRENCIES))
def test_minor_units_are_those_of_babel_unless_nobody_uses_the_coins_any_more(currency: str) -> None:
    assert get_currency_precision(currency) in {minor_units(currency), 0}


@pytest.mark.parametrize(
    ("amount", "currency", "rounded"),
    [
        ("2.345", "CNY", "2.35"),
        ("2.344999", "CNY", "2.34"),
        ("2.5", "CNY", "2.50"),
        ("-2.345", "CNY", "-2.35"),
        ("-0.004", "CNY", "0.00"),
        ("-0", "CNY", "0.00"),
        ("0.5", "JPY", "1"),
        ("1234.49", "JPY", "1234"),
        ("-0.4", "JPY", "0"),
        ("1E+3", "JPY", "1000"),
        ("1.0005", "KWD", "1.001"),
        ("1", "KWD", "1.000"),
        ("1E-999999", "CNY", "0.00"),
        # 38 digits before the point: more than Python's 28
        ("12345678901234567890123456789012345678.905", "CNY", "12345678901234567890123456789012345678.91"),
    ],
)
def test_an_amount_is_rounded_half_up_to_the_decimals_of_its_currency(
    amount: str, currency: str, rounded: str
) -> None:
    assert f"{round_money(D(amount), currency):f}" == rounded


def test_an_amount_beyond_all_reason_is_refused() -> None:
    with pytest.raises(InvalidOperation):
        round_money(D("1E+500"), "CNY")


amounts = st.decimals(-(10**12), 10**12, places=6)
currencies = st.sampled_from(["CNY", "JPY", "KWD"])


@given(amounts, currencies)
def test_rounding_is_to_the_nearest_unit_and_half_goes_away_from_zero(amount: Decimal, currency: str) -> None:
    rounded, unit = round_money(amount, currency), Fraction(1, 10 ** minor_units(currency))
    off = abs(Fraction(rounded)) - abs(Fraction(amount))
    assert -unit / 2 < off <= unit / 2
    assert rounded.as_tuple().exponent == -minor_units(currency)
    assert rounded or not rounded.is_signed()


@pytest.mark.parametrize(
    ("quantity", "price", "discount", "currency", "net"),
    [
        ("5000", "32.50", None, "CNY", "162500.00"),
        ("3000", "33.80", None, "CNY", "101400.00"),
        ("1800", "11.60", "2", "EUR", "20462.40"),  # 20,880.00 less 417.60
        ("3", "0.335", None, "CNY", "1.01"),  # 1.005
        ("7", "99.5", None, "JPY", "697"),  # 696.5
        ("1.5", "0.333", "10", "KWD", "0.450"),  # 0.44955
        ("10", "5", "100", "CNY", "0.00"),
        # 10^30 + 1 at 0.015: exact, where 28 digits would drop the 1
        ("1000000000000000000000000000001", "0.015", None, "CNY", "15000000000000000000000000000.02"),
    ],
)
def test_the_net_of_a_line_is_quantity_times_price_less_the_discount(
    quantity: str, price: str, discount: str | None, currency: str, net: str
) -> None:
    assert f"{line_net(D(quantity), D(price), D(discount) if discount else None, currency):f}" == net


def test_a_low_decimal_precision_of_the_caller_changes_no_sum() -> None:
    with localcontext(prec=3):
        assert line_net(D("1234.5"), D("67.89"), D("1.5"), "CNY") == D("82553.05")  # 82,553.051925
        assert totals([D("162500"), D("101400")], "CNY", tax_percent=D(13), tax_included=True) == Totals(
            D("263900.00"), D("0.00"), D("0.00"), D("233539.82"), D("30360.18"), D("263900.00")
        )


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        # 5000 x 32.50 + 3000 x 33.80 with 13 % contained: 263,900 x 13 / 113 = 30,360.176…
        (
            {"nets": ["162500.00", "101400.00"], "tax_percent": "13", "tax_included": True},
            ["263900.00", "0.00", "0.00", "233539.82", "30360.18", "263900.00"],
        ),
        # 2400 x 11.25 + 1800 x 11.60 less 2 %
        (
            {"nets": ["27000.00", "20880.00"], "discount_percent": "2"},
            ["47880.00", "957.60", "0.00", "46922.40", "0.00", "46922.40"],
        ),
        # the discount does not touch the charges, the tax does: (1000 - 50 + 200 + 30) x 19 %
        (
            {"nets": ["1000"], "discount_percent": "5", "charges": ["200", "30"], "tax_percent": "19"},
            ["1000.00", "50.00", "230.00", "1180.00", "224.20", "1404.20"],
        ),
        # (1000 - 50 + 230) x 19 / 119 = 188.403…
        (
            {
                "nets": ["1000"],
                "discount_percent": "5",
                "charges": ["200", "30"],
                "tax_percent": "19",
                "tax_included": True,
            },
            ["1000.00", "50.00", "230.00", "991.60", "188.40", "1180.00"],
        ),
        # 12,345 x 10 / 110 = 1,122.27…
        (
            {"nets": ["12345"], "tax_percent": "10", "tax_included": True, "currency": "JPY"},
            ["12345", "0", "0", "11223", "1122", "12345"],
        ),
        # 10.005 x 5 % = 0.50025
        (
            {"nets": ["10.005"], "tax_percent": "5", "currency": "KWD"},
            ["10.005", "0.000", "0.000", "10.005", "0.500", "10.505"],
        ),
        ({"nets": ["100"], "tax_included": True}, ["100.00", "0.00", "0.00", "100.00", "0.00", "100.00"]),
        ({"nets": []}, ["0.00"] * 6),
    ],
)
def test_totals_add_up_as_an_order_states_them(terms: dict[str, object], expected: list[str]) -> None:
    found = totals(
        [D(amount) for amount in terms["nets"]],  # type: ignore[attr-defined]
        str(terms.get("currency", "CNY")),
        D(str(terms["discount_percent"])) if "discount_percent" in terms else None,
        [D(amount) for amount in terms.get("charges", [])],  # type: ignore[attr-defined]
        D(str(terms["tax_percent"])) if "tax_percent" in terms else None,
        bool(terms.get("tax_included", False)),
    )
    shown = [found.subtotal, found.discount, found.charges, found.net, found.tax, found.total]
    assert [f"{amount:f}" for amount in shown] == expected


percents = st.none() | st.decimals(0, 100, places=2)
nets = st.lists(st.decimals(0, 10**9, places=2), max_size=6)


@given(nets, currencies, percents, nets, percents, st.booleans())
def test_net_and_tax_make_the_total_whatever_the_terms(
    lines: list[Decimal],
    currency: str,
    discount: Decimal | None,
    charges: list[Decimal],
    tax: Decimal | None,
    included: bool,
) -> None:
    found = totals(lines, currency, discount, charges, tax, included)
    due = found.subtotal - found.discount + found.charges
    assert due == (found.total if included else found.net)
    assert found.net + found.tax == found.total
    unit, rate = Fraction(1, 10 ** minor_units(currency)), Fraction(tax or 0)
    exact = Fraction(due) * rate / (100 + rate if included else 100)
    assert abs(Fraction(found.tax) - exact) <= unit / 2
    assert all(
        amount >= 0 and not amount.is_signed()
        for amount in (found.discount, found.tax, found.net, found.total)
    )


@pytest.mark.parametrize(
    ("quantity", "price", "terms", "net"),
    [
        ("5000", "2.40", {"price_per": D(100)}, "120.00"),
        ("1250", "3.10", {"price_per": D(1000)}, "3.88"),  # 3.875
        ("7", "10", {"price_per": D(3)}, "23.33"),
        ("3", "50.00", {"discount_amount": D(30)}, "120.00"),
        ("1000", "9.90", {"price_per": D(12), "discount_amount": D("25.00")}, "800.00"),
    ],
)
def test_a_price_may_be_for_several_units_and_a_discount_in_money(
    quantity: str, price: str, terms: dict[str, D], net: str
) -> None:
    assert line_net(D(quantity), D(price), None, "USD", **terms) == D(net)


def test_a_discount_in_percent_comes_before_one_in_money() -> None:
    assert line_net(D(10), D(100), D(10), "USD", discount_amount=D(50)) == D("850.00")


def test_a_discount_in_money_on_the_order_is_taken_off_before_the_tax() -> None:
    found = totals([D(1000)], "CNY", D(5), [D(30)], D(13), discount_amount=D(50))
    assert (found.discount, found.net, found.tax, found.total) == (
        D("100.00"),
        D("930.00"),
        D("120.90"),
        D("1050.90"),
    )
