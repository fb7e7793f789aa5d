"""Weekdays that contradict the date beside them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.language.formats import long_date
from comms.terms.weekdays import may_name_weekday, wrong_weekdays

AUTUMN = date(2026, 9, 20)


def found(text: str, near: date | None = AUTUMN) -> list[tuple[str, str, int]]:
    return [
        (text[wrong.start : wrong.end], wrong.day.isoformat(), wrong.weekday)
        for wrong in wrong_weekdays(text, near)
    ]


@pytest.mark.parametrize(
    "text",
    [
        # 9 October 2026 is a Friday
        "Thursday 9 October 2026",
        "Thursday, 9 October 2026",
        "Thursday, the 9th of October 2026",
        "thursday 9 october 2026",
        "Thu 9 Oct 2026",
        "Thurs. 9 Oct. 2026",
        "THU, October 9, 2026",
        "9 October 2026 (Thursday)",
        "9 October 2026, Thursday",
        "2026-10-09 (Thu)",
        "2026-10-09 Thu",
        "2026/10/9 Thursday",
        "2026-10-09（周四）",
        "2026年10月9日（周四）",
        "2026 年 10 月 9 日 星期四",
        "10月9日（周四）",
        "10月9号周四",
        "周四（10月9日）",
        "星期四，10月9日",
        "礼拜四 10月9日",
        "Thursday 9 October",
        "Oct 9 (Thu)",
        "2026-10-09 | Thu",
        "10/9（周四）",
        "10/9 周四",
        "10.9周四",
        "10.9(周四)",
        "10月9日(四)",
        "2026-10-09（四）",
        "10月9日週四",
    ],
)
def test_a_weekday_beside_a_date_that_is_not_its_own_is_found(text: str) -> None:
    assert may_name_weekday(text)
    ((written, day, weekday),) = found(f"初稿 {text} 前交。")
    assert (day, weekday) == ("2026-10-09", 3)
    assert written == text


@pytest.mark.parametrize(
    "text",
    [
        "Friday 9 October 2026",
        "2026-10-09（周五）",
        "周五10月9日",
        "10月11日（周日）, 10月11日（星期天）, 10月11日 礼拜日",
        # a weekday between two dates belongs to either
        "8 October 2026, Friday 9 October 2026",
        "Thursday 8 October 2026, Friday 9 October 2026",
        "10月8日周四10月9日周五",
        # ranges of weekdays
        "from 9 October 2026, Monday to Thursday",
        "open Mon-Thu 9 October 2026",
        "10月9日起，周一至周四",
        "10月9日 周一至周四",
        "Saturday and Sunday, 11 October 2026",
        # not beside each other
        "9 October 2026. Thursday is the day of the fair",
        "the Thursday after 9 October 2026",
        "10月9日起每周四",
        "一周10月9日",
        "for Thursdays 9 October 2026",
        "every Thursday from 9 October 2026",
        "9 October 2026\nThursday",
        # no days
        "the team sat 9 October 2026",
        "section 2026-10-09.4 Thu",
        "Thursday 30 February 2026",
        "2月30日（周四）",
        "周期 10月9日",
        "Mondays 9 October 2026",
        # 9/10 may be 10 September, a Thursday, and 3/4 either of two days
        "Thursday 9/10/2026",
        "Friday 3/4/2026",
        "Thu 9/10",
        # figures that are no day
        "涨到 10.9，周四发货",
        "单价10.9 周四发货",
        "第10.9（四）条",
        "版本1.10.9周四",
        "2/10.9周四",
        # weekdays of every week, and a day that is excepted
        "每周四，2026年10月9日除外",
        "每周四，10月9日起",
        "每个周四 10月9日起",
        "逢周四（10月9日开始）",
        "every Thursday, 9 October 2026 excepted",
        "every other Thursday, 9 October 2026",
        "周四，10月9日除外",
    ],
)
def test_what_agrees_or_stands_apart_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    ["Friday 19/12/2026", "19/12/2026 (Friday)", "Fri, 19.12.2026", "19-12-2026 Fri", "周五 19/12/2026"],
)
def test_a_date_in_figures_is_judged_where_it_has_one_reading(text: str) -> None:
    assert may_name_weekday(text)
    assert found(f"due {text}, sharp", None) == [(text, "2026-12-19", 4)]


def test_a_date_without_a_year_is_the_nearest_to_the_day_of_the_document() -> None:
    assert found("1月4日（周一）", date(2026, 12, 20)) == []  # 2027
    assert found("12月28日（周一）", date(2027, 1, 10)) == []  # 2026
    assert found("1月4日（周一）", date(2026, 2, 1)) == [("1月4日（周一）", "2026-01-04", 0)]


def test_a_date_without_a_year_is_not_judged_in_a_document_without_a_day() -> None:
    assert found("10月9日（周四）", None) == []
    assert found("2026年10月9日（周四）", None) != []


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.sampled_from(["en", "zh"]), st.integers(1, 6))
def test_every_date_agrees_with_its_own_weekday_and_with_no_other(
    day: date, language: str, shift: int
) -> None:
    own, other = (
        long_date(day, language, weekday=True),
        long_date(day + timedelta(days=shift), language, True),
    )
    assert found(own, None) == []
    name = {"en": slice(0, other.find(" ")), "zh": slice(other.find("星"), None)}[language]
    mixed = own.replace(own[: own.find(" ")] if language == "en" else own[own.find("星") :], other[name])
    ((_, found_day, weekday),) = found(mixed, None)
    assert (found_day, weekday) == (day.isoformat(), (day + timedelta(days=shift)).weekday())


@given(st.text(alphabet="周五日月年0123 -/.,(（）)Fridayoctb|\n至", max_size=60))
def test_no_text_is_too_odd(text: str) -> None:
    for wrong in wrong_weekdays(text, AUTUMN):
        assert 0 <= wrong.start < wrong.end <= len(text)
        assert wrong.day.weekday() != wrong.weekday


@pytest.mark.parametrize(
    "text", ["周五" * 20_000, "Friday " * 20_000, "10月9日" * 20_000, "9 October " * 20_000]
)
def test_a_long_text_is_read_in_one_pass(text: str) -> None:
    assert list(wrong_weekdays(text, None)) == []
