"""Restock arithmetic, and numbers and amounts as people type them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from comms.models.restock_brief import StockLine
from comms.terms.amounts import parse_money, parse_number
from comms.terms.currencies import AS_OF, CURRENCIES
from comms.terms.restock import Stock

D = Decimal


def stock(on_hand: str, in_transit: str, sales: str, presold: str, lead: str, safety: str) -> Stock:
    return Stock(D(on_hand), D(in_transit), D(sales), D(presold), D(lead), D(safety))


@pytest.mark.parametrize(
    ("figures", "cover", "suggested"),
    [
        # 600 + 400 - 3000 = -2000, / 180; 3000 + 180 x (7 + 3) - 600 - 400
        (("600", "400", "180", "3000", "7", "3"), D(-2000) / 180, D(3800)),
        # 300 - 2000 = -1700, / 110; 2000 + 110 x 10 - 300
        (("300", "0", "110", "2000", "7", "3"), D(-1700) / 110, D(2800)),
        # 500 / 10 = 50 days; 10 x 20 - 500 is below 0
        (("500", "0", "10", "0", "15", "5"), D(50), D(0)),
        # nothing sells: no days of cover; 40 presold - 15
        (("15", "0", "0", "40", "7", "3"), None, D(25)),
        # 12.5 x 8 = 100
        (("0", "0", "12.5", "0", "7", "1"), D(0), D("100.0")),
    ],
)
def test_cover_and_suggestion_follow_the_formula(
    figures: tuple[str, str, str, str, str, str], cover: Decimal | None, suggested: Decimal
) -> None:
    line = stock(*figures)
    assert line.days_of_cover == cover
    assert line.suggested_quantity == suggested


def test_goods_that_are_counted_are_suggested_in_whole_units() -> None:
    line = StockLine(sku="A", unit="件", on_hand=D(3), daily_sales=D("1.24"), lead_time_days=D(10))
    for unit, suggested in (("件", D(10)), ("kg", D("9.4")), ("千件", D("9.4")), (None, D("9.4"))):
        figures = line.model_copy(update={"unit": unit}).stock()
        assert figures is not None and figures.suggested_quantity == suggested  # 12.4 - 3
    pieces = line.stock()
    assert pieces is not None
    assert (pieces.differs(D(12)), pieces.differs(D(13)), pieces.differs(D(8))) == (False, True, False)


@pytest.mark.parametrize(
    ("quantity", "differs"),
    [
        ("3800", False),
        ("4560", False),
        ("4561", True),
        ("3040", False),
        ("3039", True),
        ("0", True),
    ],
)
def test_a_request_may_differ_by_a_fifth_of_the_suggestion(quantity: str, differs: bool) -> None:
    assert stock("600", "400", "180", "3000", "7", "3").differs(D(quantity)) is differs  # of 3800


def test_if_nothing_is_suggested_a_fifth_of_one_unit_is_allowed() -> None:
    plenty = stock("500", "0", "10", "0", "15", "5")
    assert not plenty.differs(D("0.2"))
    assert plenty.differs(D(1))


figures = st.decimals(0, 10**6, places=2)


@given(figures, figures, figures, figures, figures, figures)
def test_the_suggestion_covers_what_is_presold_and_sold_until_the_next_delivery(
    on_hand: Decimal,
    transit: Decimal,
    sales: Decimal,
    presold: Decimal,
    lead: Decimal,
    safety: Decimal,
) -> None:
    line = Stock(on_hand, transit, sales, presold, lead, safety)
    left = on_hand + transit + line.suggested_quantity - presold - sales * (lead + safety)
    assert line.suggested_quantity >= 0
    assert left >= 0
    assert left == 0 or line.suggested_quantity == 0
    counted = replace(line, is_counted=True).suggested_quantity
    assert counted == counted.to_integral_value() and 0 <= counted - line.suggested_quantity < 1


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1200", "1200"),
        ("１２００", "1200"),
        ("7,400", "7400"),
        ("1,234,567.89", "1234567.89"),
        ("1.2万", "12000"),
        ("3k", "3000"),
        ("98.5%", "98.5"),
        ("98.5 ％", "98.5"),
        ("-3", "-3"),
        ("2.0", "2.0"),
        ("1.5亿", "150000000"),
    ],
)
def test_a_number_is_read_as_people_type_it(text: str, value: str) -> None:
    assert f"{parse_number(text):f}" == value


@pytest.mark.parametrize(
    "text",
    ["", "about 500", "很多", "1,2", "1e3", "0x10", "1_000", "--3", "五", "5 件", "NaN", "9" * 50],
)
def test_a_text_that_is_not_a_number_is_refused(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("6000", "6000", "CNY"),
        ("6000 元", "6000", "CNY"),
        ("6000元整", "6000", "CNY"),
        ("¥6,000.50", "6000.50", "CNY"),
        ("1.2万", "12000", "CNY"),
        ("USD 800", "800", "USD"),
        ("800 usd", "800", "USD"),
        ("$800", "800", "USD"),
        ("EUR 4.50", "4.50", "EUR"),
        ("€4.50", "4.50", "EUR"),
        ("0", "0", "CNY"),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, amount: str, currency: str) -> None:
    found = parse_money(text, "CNY")
    assert found is not None
    assert (f"{found[0]:f}", found[1]) == (amount, currency)


@pytest.mark.parametrize("text", ["", "USD", "800 XXQ", "EUR 5 USD", "about 800", "8 0 0 x"])
def test_a_text_that_is_not_an_amount_is_refused(text: str) -> None:
    assert parse_money(text, "CNY") is None


def test_the_currencies_are_those_that_babel_knows_as_legal_tender_of_the_day_of_the_list() -> None:
    tender = {
        code
        for entries in get_global("territory_currencies").values()
        for code, start, end, is_tender in entries
        if is_tender and (start is None or date(*start) <= AS_OF) and (end is None or date(*end) > AS_OF)
    }
    assert tender == CURRENCIES
