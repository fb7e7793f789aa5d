"""Days, numbers, sums, sizes and codes in running text."""

from datetime import date
from decimal import Decimal

import pytest

from comms.messages.values.codes import codes_in
from comms.messages.values.dates import day_first, days_in
from comms.messages.values.figures import figures_in
from comms.messages.values.money import sums_in
from comms.messages.values.sizes import formats_in, sizes_in

WEDNESDAY = date(2026, 10, 14)


def days(text: str) -> list[str]:
    return [
        each.day.isoformat()
        for each in days_in(text, 0, len(text), WEDNESDAY, day_first(text))
        if each.is_sure
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10月23号前给我", "2026-10-23"),
        ("11.20前到杭州仓", "2026-11-20"),
        ("截止:8.12", "2027-08-12"),
        ("12.3要", "2026-12-03"),
        ("1.8前要", "2027-01-08"),
        ("明天下午6点前", "2026-10-15"),
        ("下周三前发我", "2026-10-21"),
        ("周六中午之前", "2026-10-17"),
        ("下月5号前", "2026-11-05"),
        ("11月底", "2026-11-30"),
        ("九月八号", "2027-09-08"),
        ("27号下班前发我", "2026-10-27"),
        ("by Friday please", "2026-10-16"),
        ("EOD Thu", "2026-10-15"),
        ("by Fri 16th", "2026-10-16"),
        ("Tuesday, 20 October", "2026-10-20"),
        ("before 15 Jan", "2027-01-15"),
        ("by the end of November", "2026-11-30"),
        ("EOM", "2026-10-31"),
        ("due 20/10", "2026-10-20"),
    ],
)
def test_a_day_is_found_in_running_text(text: str, day: str) -> None:
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "by 5/6",
        "Mon 12 Oct",
        "5月12日(周二)前",
        "A-17, AQL 2.5, second",
        "it may be 2",
        "价格 4.5 能不能",
        "交期20天",
        "每周五",
        "last Friday",
        "next Friday",
        "3号楼",
        "10月5日-9日",
        "尽快",
        "ASAP",
        "下周",
        "月初",
        "国庆前后",
        "1200x628",
    ],
)
def test_what_names_no_day_or_several_is_none(text: str) -> None:
    assert days(text) == []


def test_another_date_settles_the_order_of_figures() -> None:
    assert days("by 5/6, due 22/6") == ["2027-06-05", "2027-06-22"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.2w", 12000),
        ("数量 1w 只", 10000),
        ("3千", 3000),
        ("1.5k cups", 1500),
        ("一百二十个", 120),
        ("两千五", 2500),
        ("半打", 6),
        ("two dozen", 24),
        ("5,000 pcs", 5000),
        ("俩封面", 2),
    ],
)
def test_a_number_is_read_as_people_write_it(text: str, number: int) -> None:
    assert [each.value for each in figures_in(text, 0, len(text)) if each.is_exact] == [number]


@pytest.mark.parametrize(
    "text", ["大概30张", "三四张", "3-5张", "about 500", "500 or so", "55袋左右", "十来个", "约20"]
)
def test_a_blurred_number_is_not_exact(text: str) -> None:
    assert not [each for each in figures_in(text, 0, len(text)) if each.is_exact]


@pytest.mark.parametrize("text", ["SKU-2035A", "K-102", "1" * 40])
def test_a_number_in_a_code_counts_nothing(text: str) -> None:
    assert not list(figures_in(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "amount", "currency", "is_apiece"),
    [
        ("2000块", "2000", "CNY", False),
        ("9块8", "9.8", "CNY", False),
        ("1.2万元", "12000", "CNY", False),
        ("八百块", "800", "CNY", False),
        ("€400", "400", "EUR", False),
        ("30 quid", "30", "GBP", False),
        ("SEK 48,000", "48000", "SEK", False),
        ("人均380元", "380", "CNY", True),
        ("80元/张", "80", "CNY", True),
        ("at €41 each", "41", "EUR", True),
    ],
)
def test_a_sum_has_its_currency_and_whether_it_is_for_one(
    text: str, amount: str, currency: str, is_apiece: bool
) -> None:
    (found,) = sums_in(text, 0, len(text))
    assert (found.amount, found.currency, found.is_apiece) == (Decimal(amount), currency, is_apiece)


@pytest.mark.parametrize(
    ("text", "sizes"),
    [
        ("主图 800*800，详情页宽750", ["800×800", "宽750"]),
        ("310 x 95 mm", ["310×95mm"]),
        ("120*80*60mm", ["120×80×60mm"]),
        ("都是800x800", ["800×800"]),
        ("A3, portrait", ["A3 portrait"]),
        ("主图1:1 800像素，封面16:9", ["1:1 800像素", "16:9"]),
        ("at 10:30", []),
    ],
)
def test_a_size_is_written_in_one_way(text: str, sizes: list[str]) -> None:
    assert [each.value for each in sizes_in(text, 0, len(text))] == sizes


def test_formats_are_found_and_tools_are_not() -> None:
    assert [each.value for each in formats_in("AI + print PDF", 0, 14)] == ["AI", "print PDF"]
    assert not list(formats_in("AI工具生成", 0, 6))


@pytest.mark.parametrize(
    ("text", "codes"), [("BZ-330 和 2035B", ["BZ-330", "2035B"]), ("500ML A4 L/C 12OZ", [])]
)
def test_codes_are_told_from_sizes_and_terms(text: str, codes: list[str]) -> None:
    assert [each.value for each in codes_in(text, 0, len(text))] == codes


@pytest.mark.parametrize(
    "text",
    ["EUR 4,35 each", "€1.500", "1 200 EUR", "EUR 1 200", "budget is EUR 1.200,50", "1.200 EUR", "USD " + "1," * 50 + "1"],
)  # fmt: skip
def test_a_sum_is_never_a_part_of_a_number_or_one_of_two_readings(text: str) -> None:
    assert all(each.amount in (Decimal("4.35"), 1500, 1200) for each in sums_in(text, 0, len(text)))


@pytest.mark.parametrize("text", ["1.200 pcs", "1 200 pcs", "12 500 pcs"])
def test_a_count_is_never_a_part_of_a_number_or_one_of_two_readings(text: str) -> None:
    assert not list(figures_in(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "value"), [("1,200 pcs", "1200"), ("0.125 kg", "0.125"), ("500,30张", "500")]
)
def test_what_has_one_reading_is_taken(text: str, value: str) -> None:
    assert next(figures_in(text, 0, len(text))).value == Decimal(value)
