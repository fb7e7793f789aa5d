"""The amounts of a payment in instalments."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.instalments import instalment_amounts
from comms.terms.money import minor_units, round_money

D = Decimal


def amounts(total: str, percents: str, currency: str = "CNY") -> str:
    found = instalment_amounts(D(total), [D(percent) for percent in percents.split()], currency)
    return " ".join(f"{amount:f}" for amount in found)


@pytest.mark.parametrize(
    ("total", "percents", "currency", "expected"),
    [
        ("263900.00", "30 70", "CNY", "79170.00 184730.00"),
        ("46922.40", "30 70", "EUR", "14076.72 32845.68"),
        ("100.00", "33.33 33.33 33.34", "CNY", "33.33 33.33 33.34"),
        ("0.05", "30 70", "CNY", "0.02 0.03"),  # 0.015, and not 0.035 but what is left
        ("1001", "50 50", "JPY", "501 500"),
        ("10.001", "50 50", "KWD", "5.001 5.000"),
        ("99.99", "100", "CNY", "99.99"),
        ("0", "30 70", "CNY", "0.00 0.00"),
        ("100", "100 0", "CNY", "100.00 0.00"),
        ("100.00", "33.335 33.335 33.33 0", "CNY", "33.34 33.34 33.32 0.00"),  # nothing is left for 0 %
        ("-263900.00", "30 70", "CNY", "-79170.00 -184730.00"),
    ],
)
def test_each_instalment_is_its_share_and_the_last_above_zero_is_the_remainder(
    total: str, percents: str, currency: str, expected: str
) -> None:
    assert amounts(total, percents, currency) == expected


@pytest.mark.parametrize(
    ("total", "percents", "expected"),
    [
        ("100.00", "30 60", "30.00 60.00"),
        ("100.00", "30 80", "30.00 80.00"),
        ("0.05", "30 30", "0.02 0.02"),
        ("100.00", "33.33 33.33 33.33", "33.33 33.33 33.33"),
        ("100.00", "", ""),
        # 100 to Python's 28 digits, but not exactly
        ("0.05", "50 49.9999999999999999999999999999", "0.03 0.02"),
    ],
)
def test_percentages_that_do_not_add_up_to_100_give_plain_shares(
    total: str, percents: str, expected: str
) -> None:
    assert amounts(total, percents) == expected


@pytest.mark.parametrize(
    ("total", "percents", "expected"),
    [
        # 0.001 each: nothing but the last
        ("0.01", "10 " * 10, "0.00 " * 9 + "0.01"),
        # 0.005 each is 0.01 nine times, more than there is; so every other one
        ("0.05", "10 " * 10, "0.01 0.00 " * 5),
        ("-0.05", "10 " * 10, "-0.01 0.00 " * 5),
        ("0.01", "50 50 0", "0.01 0.00 0.00"),
    ],
)
def test_a_total_of_few_cents_leaves_no_instalment_below_zero(
    total: str, percents: str, expected: str
) -> None:
    assert amounts(total, percents) == expected.strip()


@st.composite
def whole_payments(draw: st.DrawFn) -> tuple[Decimal, list[Decimal], str]:
    """A total, percentages that add up to 100, a currency."""
    cuts = sorted(draw(st.lists(st.integers(0, 10_000), max_size=12)))
    percents = [Decimal(end - start) / 100 for start, end in zip([0, *cuts], [*cuts, 10_000], strict=True)]
    currency = draw(st.sampled_from(["CNY", "JPY", "KWD"]))
    units = draw(st.integers(0, 30) | st.integers(0, 10**14))
    return Decimal(units).scaleb(-minor_units(currency)), percents, currency


@given(whole_payments())
def test_instalments_of_the_whole_always_add_up_to_it_and_are_never_negative(
    payment: tuple[Decimal, list[Decimal], str],
) -> None:
    total, percents, currency = payment
    found = instalment_amounts(total, percents, currency)
    assert len(found) == len(percents)
    assert sum(found) == total
    assert all(amount >= 0 and amount == round_money(amount, currency) for amount in found)
    assert instalment_amounts(-total, percents, currency) == [-amount for amount in found]


@given(whole_payments())
def test_all_but_the_last_are_rounded_shares_if_the_total_suffices(
    payment: tuple[Decimal, list[Decimal], str],
) -> None:
    total, percents, currency = payment
    last = max(index for index, percent in enumerate(percents) if percent)
    shares = [round_money(total * percent / 100, currency) for percent in percents[:last]]
    if sum(shares) <= total:
        assert instalment_amounts(total, percents, currency)[:last] == shares


@given(whole_payments())
def test_an_instalment_of_nothing_is_nothing(payment: tuple[Decimal, list[Decimal], str]) -> None:
    total, percents, currency = payment
    found = zip(percents, instalment_amounts(total, percents, currency), strict=True)
    assert all(amount == 0 for percent, amount in found if not percent)
