"""Typed answers become the data of a document."""

from datetime import UTC, datetime

import pytest

from comms.errors import CommsError
from comms.kinds import model_of
from comms.language.field_names import field_at
from comms.reading.answers import AnswerContext, Refused, put_answer, read_answer

CONTEXT = AnswerContext("zh", datetime(2026, 5, 20, 9, 0, tzinfo=UTC), "CNY")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3千", "3000"),
        ("２百件", "200"),
        ("1.5千万", "15000000"),
        ("1千克", "1"),
        ("5kg", "5"),
        ("3k", "3000"),
        ("30%", "30"),
    ],
)
def test_a_chinese_multiplier_counts_and_a_unit_that_begins_like_one_does_not(text: str, value: str) -> None:
    field = field_at(model_of("brief"), ("goals", 0, "target"))
    assert read_answer(field, text, CONTEXT) == value


@pytest.mark.parametrize("text", ["2打", "20^", "3 - 5", "1千2百"])
def test_a_figure_that_is_not_understood_as_a_whole_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        read_answer(field_at(model_of("brief"), ("how_much", "quantity")), text, CONTEXT)


def test_a_percentage_is_not_a_number_of_months() -> None:
    field = field_at(model_of("order-confirmation"), ("quality", "warranty_months"))
    with pytest.raises(Refused):
        read_answer(field, "8%", CONTEXT)


def test_names_are_separated_by_chinese_commas() -> None:
    field = field_at(model_of("brief"), ("who", "informed"))
    assert read_answer(field, "李四、王五，赵六", CONTEXT) == ["李四", "王五", "赵六"]


def test_full_width_figures_and_letters_become_half_width() -> None:
    field = field_at(model_of("brief"), ("what",))
    assert read_answer(field, "３ 张图，点击率 ２．５％：ＳＶＧ", CONTEXT) == "3 张图，点击率 2.5%：SVG"


PRICE = field_at(model_of("order-confirmation"), ("lines", 0, "unit_price"))


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("¥12.80", "CNY", "12.80"),
        ("12.80元", "CNY", "12.80"),
        ("1.2万元", "CNY", "12000"),
        ("¥900", "JPY", "900"),
        ("$4", "USD", "4"),
        ("$4", "HKD", "4"),
        ("EUR 4.50", "EUR", "4.50"),
        ("4.50", "EUR", "4.50"),
    ],
)
def test_an_amount_may_name_the_currency_of_its_document(text: str, currency: str, amount: str) -> None:
    order = CONTEXT.of_document({"currency": currency})
    assert read_answer(PRICE, text, order) == amount


@pytest.mark.parametrize(
    "text", ["¥12", "12元", "12 RMB", "CNY 12", "€12", "12 欧元", "日元 12", "1.2万元", "12 zlotys"]
)
def test_an_amount_in_another_currency_than_its_document_is_refused(text: str) -> None:
    with pytest.raises(Refused) as refused:
        read_answer(PRICE, text, CONTEXT.of_document({"currency": "USD"}))
    assert refused.value.reason in ("other_currency", "number")


def test_a_currency_set_before_or_within_the_document_holds_for_its_amounts() -> None:
    data = {"currency": "USD", "lines": [{"sku": "A"}, {"sku": "B"}]}
    model = model_of("order-confirmation")
    put_answer(data, model, "lines[].unit_price", "$3", CONTEXT)
    assert [line["unit_price"] for line in data["lines"]] == ["3", "3"]
    with pytest.raises(Refused):
        put_answer(data, model, "charges[0].amount", "¥100", CONTEXT)


@pytest.mark.parametrize("text", ["500元", "500 USD", "500€"])
def test_money_is_no_quantity(text: str) -> None:
    with pytest.raises(Refused):
        read_answer(field_at(model_of("order-confirmation"), ("lines", 0, "quantity")), text, CONTEXT)


def test_one_answer_may_be_given_to_every_entry_of_a_list() -> None:
    data = {"lines": [{"sku": "A"}, {"sku": "B", "unit": "set"}]}
    put_answer(data, model_of("order-confirmation"), "lines[].unit", "pcs", CONTEXT)
    assert data["lines"] == [{"sku": "A", "unit": "pcs"}, {"sku": "B", "unit": "pcs"}]


def test_a_list_without_entries_takes_no_answer_for_all() -> None:
    with pytest.raises(CommsError) as refused:
        put_answer({"lines": []}, model_of("order-confirmation"), "lines[].unit", "pcs", CONTEXT)
    assert refused.value.reason == "no_entries"
