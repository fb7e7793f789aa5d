"""Dates in years of the Republic of China, which count from 1912."""

from datetime import date

import pytest

from comms.reading.due_dates import when_of
from comms.terms.written_dates import dates_in, find_dates
from tests.support import codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import BY_HAND


@pytest.mark.parametrize(
    "text",
    [
        *(
            "民國116年5月3日",
            "民国116年5月3日",
            "中華民國116年5月3日",
            "民國 116 年 5 月 3 日",
            "民國１１６年５月３日",
        ),
        *("民國116/05/03", "民國116.5.3", "民國116-05-03", "116/05/03（民國）", "民國一一六年五月三日"),
        *("中華民國一百一十六年五月三日", "民國116年（2027年）5月3日", "西元2027年（民國116年）5月3日"),
    ],
)
def test_a_year_behind_its_era_counts_from_1912(text: str) -> None:
    assert {found.iso for found in dates_in(f"最晚{text}前交付")} == {"2027-05-03"}
    assert [day for _, _, day in find_dates(text)] == [date(2027, 5, 3)]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("民國116年5月3日至116年5月10日", "2027-05-10"),
        ("民國115年12月28日至116年1月5日", "2027-01-05"),
        ("民國116年5月3日至5月10日", "2027-05-10"),
        ("116年4月1日打樣，116年5月3日交付（民國）", "2027-05-03"),
        ("民國116年4月1日打樣，5月3日交付", "2027-05-03"),
        ("| 節點 | 日期 |\n|---|---|\n| 打樣 | 民國116年4月1日 |\n| 交付 | 民國116/05/03 |", "2027-05-03"),
        ("民國116年2月30日", "2027-02-30"),
    ],
)
def test_the_dates_of_a_text_that_names_the_era_are_in_it(text: str, due: str) -> None:
    assert when_of(text)["due"] == due


@pytest.mark.parametrize(
    "text", ["116/05/03", "116.5.3", "第116年5月3日", "16年5月3日", "5年5月3日", "IP 116.5.3.1"]
)
def test_figures_without_the_era_are_no_date(text: str) -> None:
    assert dates_in(text) == []
    assert [found.iso for found in dates_in(f"2026年12月1日打樣，{text}")] == ["2026-12-01"]


@pytest.mark.parametrize(
    "text", ["116年5月3日", "2026年12月1日打樣，116年5月3日交付", "2026年12月1日，116年5月3日"]
)
def test_a_year_of_three_digits_without_the_era_is_asked_back(text: str) -> None:
    assert when_of(text)["due"] is None
    content = BY_HAND.replace("2026-06-05", text)
    assert "W103" in codes_of(content, "x.md")
    assert finding_of(content, "W103", "x.md").message.endswith("which can mean 3 May 2027")


def test_two_years_that_differ_are_two_readings() -> None:
    (found,) = dates_in("民國116年（2026年）5月3日")
    assert (found.day, found.readings) == (None, (date(2026, 5, 3), date(2027, 5, 3)))


def test_no_text_about_years_takes_long() -> None:
    with within(3):
        for piece in (
            "民國",
            "民國116年",
            "116年",
            "民國116年(2027年)",
            "1999(民國",
            "一百一十",
            "民國116/5/",
        ):
            dates_in(piece * (20_000 // len(piece)))
