"""Typed answers become the data of a document."""

from datetime import UTC, datetime

import pytest

from comms.kinds import model_of
from comms.language.field_names import field_at
from comms.reading.answers import AnswerContext, Refused, read_answer

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
