"""Dates as people type them; the expectations were worked out on a calendar, from Wednesday 20 May 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.dates import NotADate, is_relative, parse_date
from comms.terms.written_dates import find_dates

TODAY = date(2026, 5, 20)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-05", "2026-06-05"),
        ("2026/6/5", "2026-06-05"),
        ("2026.6.5", "2026-06-05"),
        ("20260605", "2026-06-05"),
        ("2026年6月5日", "2026-06-05"),
        ("２０２６年６月５日", "2026-06-05"),
        ("二〇二六年六月五日", "2026-06-05"),
        ("6月5日", "2026-06-05"),
        ("6月5号前", "2026-06-05"),
        ("六月五日", "2026-06-05"),
        ("十二月二十日", "2026-12-20"),
        ("5月19日", "2027-05-19"),
        ("5月20日", "2026-05-20"),
        ("明年3月1日", "2027-03-01"),
        ("5 June", "2026-06-05"),
        ("June 5", "2026-06-05"),
        ("5th of June", "2026-06-05"),
        ("5 Jun 2026", "2026-06-05"),
        ("June 5, 2026", "2026-06-05"),
        ("by 5 June", "2026-06-05"),
        ("+14d", "2026-06-03"),
        ("+2w", "2026-06-03"),
        ("+1m", "2026-06-20"),
        ("3天后", "2026-05-23"),
        ("两周后", "2026-06-03"),
        ("三个月后", "2026-08-20"),
        ("in 2 weeks", "2026-06-03"),
        ("今天", "2026-05-20"),
        ("明天", "2026-05-21"),
        ("后天", "2026-05-22"),
        ("tomorrow", "2026-05-21"),
        ("周五", "2026-05-22"),
        ("周一", "2026-05-25"),
        ("周三", "2026-05-27"),
        ("本周五", "2026-05-22"),
        ("下周五", "2026-05-29"),
        ("下下周一", "2026-06-01"),
        ("下周日", "2026-05-31"),
        ("星期天", "2026-05-24"),
        ("Friday", "2026-05-22"),
        ("next Friday", "2026-05-29"),
        ("月底", "2026-05-31"),
        ("下月底", "2026-06-30"),
        ("end of month", "2026-05-31"),
        ("25号", "2026-05-25"),
        ("15号", "2026-06-15"),
        ("下个月3号", "2026-06-03"),
        ("25/12", "2026-12-25"),
        ("12/25", "2026-12-25"),
        ("5/5", "2027-05-05"),
        ("2月29日", "2028-02-29"),
    ],
)
def test_a_date_is_read_as_intended(text: str, day: str) -> None:
    assert parse_date(text, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("05/06", date(2026, 6, 5), date(2027, 5, 6)),
        ("5.6.", date(2026, 6, 5), date(2027, 5, 6)),
        ("05/06/26", date(2026, 5, 6), date(2026, 6, 5)),
        ("05/06/2026", date(2026, 5, 6), date(2026, 6, 5)),
    ],
)
def test_an_ambiguous_date_is_refused_with_both_readings(text: str, one: date, other: date) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(text, TODAY)
    assert refused.value.reason == "date_ambiguous"
    assert (refused.value.values["one"], refused.value.values["other"]) == (one, other)


@pytest.mark.parametrize(
    "text", ["31 June", "6月31日", "2026-02-29", "2026-13-01", "2月30日", "45/45", "0月0日"]
)
def test_a_day_that_no_month_has_is_impossible(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(text, TODAY)
    assert refused.value.reason == "date_impossible"


@pytest.mark.parametrize(
    "text",
    ["尽快", "ASAP", "soon", "", "?", "marketing 5", "9999999999999", "6月", "next", "x" * 10_000],
)
def test_a_text_that_is_not_a_date_is_unknown(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(text, TODAY)
    assert refused.value.reason == "date_unknown"


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_full_date_reads_the_same_in_every_spelling(day: date) -> None:
    month = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    spellings = (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.day} {month[day.month - 1]} {day.year}",
        f"{month[day.month - 1]} {day.day}, {day.year}",
    )
    assert {parse_date(spelling, TODAY) for spelling in spellings} == {day}
    assert all(found == day for text in spellings for _, _, found in find_dates(f"（{text}）"))


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_relative_days_are_counted_from_today(today: date, days: int) -> None:
    assert parse_date(f"+{days}d", today) == today + timedelta(days=days)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_date_without_a_year_is_the_next_one_to_come(today: date, month: int, day: int) -> None:
    found = parse_date(f"{month}月{day}日", today)
    assert (found.month, found.day) == (month, day)
    assert today <= found <= today + timedelta(days=366)


@given(st.text(max_size=60))
def test_any_text_is_a_date_or_refused(text: str) -> None:
    try:
        parse_date(text, TODAY)
    except NotADate as refused:
        assert refused.reason in ("date_unknown", "date_impossible", "date_ambiguous")


def test_only_a_date_with_its_year_is_accepted_without_confirmation() -> None:
    assert not is_relative("2026-06-05")
    assert not is_relative("2026年6月5日")
    assert all(map(is_relative, ("6月5日", "5 June", "+14d", "下周五")))
