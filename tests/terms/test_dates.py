"""Dates as people type them; the expectations were worked out on a calendar, from Wednesday 20 May 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.dates import Conventions, NotADate, is_relative, parse_date, parse_period
from comms.terms.workdays import WorkCalendar, work_calendar
from comms.terms.written_dates import find_dates

TODAY = date(2026, 5, 20)  # a Wednesday
CHINESE = Conventions(month_first=True, calendar=lambda: work_calendar("CN"))


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
        ("下周五前", "2026-05-29"),
        ("周五之前", "2026-05-22"),
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
        ("09-Oct-2026", "2026-10-09"),
        ("9-Oct-26", "2026-10-09"),
        ("9 Oct 26", "2026-10-09"),
        ("Oct. 9th", "2026-10-09"),
        ("Oct 9, '26", "2026-10-09"),
        ("2026-Oct-09", "2026-10-09"),
        ("13.10.2026", "2026-10-13"),
        ("26/10/09", "2026-10-09"),
        ("9999-12-31", "9999-12-31"),
        ("5日内", "2026-05-25"),
        ("三天内", "2026-05-23"),
        ("两周内", "2026-06-03"),
        ("within 10 days", "2026-05-30"),
        ("within the next two weeks", "2026-06-03"),
        ("3个工作日内", "2026-05-25"),
        ("三个工作日之内", "2026-05-25"),
        ("5个工作日后", "2026-05-27"),
        ("within 3 working days", "2026-05-25"),
        ("in three business days", "2026-05-25"),
        ("+3 working days", "2026-05-25"),
        ("本月底", "2026-05-31"),
        ("本月内", "2026-05-31"),
        ("10月底", "2026-10-31"),
        ("4月底前", "2027-04-30"),
        ("2028年2月底", "2028-02-29"),
        ("end of October", "2026-10-31"),
        ("by the end of October 2027", "2027-10-31"),
        ("年底前", "2026-12-31"),
        ("明年底", "2027-12-31"),
        ("end of next year", "2027-12-31"),
        ("双11", "2026-11-11"),
        ("双十二", "2026-12-12"),
        ("双12大促前", "2026-12-11"),
        ("618前", "2026-06-17"),
        ("国庆前", "2026-09-30"),
        ("元旦之前", "2026-12-31"),
        ("before Christmas", "2026-12-24"),
        ("五一节前", "2027-04-30"),
        ("Friday, 9 October 2026", "2026-10-09"),
        ("2026-10-09 (Fri)", "2026-10-09"),
        ("10月9日（周五）", "2026-10-09"),
        ("星期五 2026年10月9日", "2026-10-09"),
        ("Fri 9/10/2026", "2026-10-09"),  # 10 September is a Thursday
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
        ("12/3", date(2026, 12, 3), date(2027, 3, 12)),
        ("12.3", date(2026, 12, 3), date(2027, 3, 12)),
        ("10/5-10/9", date(2026, 9, 10), date(2026, 10, 9)),
        ("5.10.2026 - 9.10.2026", date(2026, 9, 10), date(2026, 10, 9)),
        ("5 Oct / 9 Oct", date(2026, 10, 5), date(2026, 10, 9)),
        ("5/9 October", date(2026, 10, 5), date(2026, 10, 9)),
        ("5 or 9 Oct", date(2026, 10, 5), date(2026, 10, 9)),
        ("10月5日或10月9日", date(2026, 10, 5), date(2026, 10, 9)),
        ("10月5日/9日", date(2026, 10, 5), date(2026, 10, 9)),
    ],
)
def test_an_ambiguous_date_is_refused_with_both_readings(text: str, one: date, other: date) -> None:
    with pytest.raises(NotADate) as refused:
        parse_period(text, TODAY)
    assert refused.value.reason == "date_ambiguous"
    assert (refused.value.values["one"], refused.value.values["other"]) == (one, other)
    assert refused.value.readings == (one, other)
    for spelling in ("one_iso", "other_iso"):
        assert parse_date(str(refused.value.values[spelling]), TODAY) in (one, other)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12/3", "2026-12-03"),
        ("12.3", "2026-12-03"),
        ("5/6", "2027-05-06"),
        ("25/12", "2026-12-25"),  # the only reading
        ("10/5-10/9", "2026-10-09"),
        ("25/9-5/10", "2026-10-05"),
        ("618", "2026-06-18"),
        ("春节前", "2027-02-04"),  # 除夕, 5 February, is a holiday
        ("端午前", "2026-06-18"),
        ("国庆前", "2026-09-30"),
        ("before Chinese New Year", "2027-02-04"),
        ("3个工作日内", "2026-05-25"),
    ],
)
def test_a_chinese_writer_names_the_month_first_and_has_a_calendar(text: str, day: str) -> None:
    assert parse_period(text, TODAY, CHINESE)[1].isoformat() == day


def test_the_month_is_first_in_any_chinese_text() -> None:
    assert parse_date("12/3前", TODAY) == date(2026, 12, 3)
    assert parse_period("10/5至10/9", TODAY) == (date(2026, 10, 5), date(2026, 10, 9))


@pytest.mark.parametrize("text", ["3/4/2026", "05/06/26", "5.10.2026 - 9.10.2026"])
def test_the_year_last_is_no_chinese_order(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_period(text, TODAY, CHINESE)
    assert refused.value.reason == "date_ambiguous"


def test_working_days_and_the_days_before_a_holiday_follow_the_calendar() -> None:
    before_holiday = date(2026, 9, 29)
    assert parse_date("3个工作日内", before_holiday) == date(2026, 10, 2)
    assert parse_date("3个工作日内", before_holiday, CHINESE) == date(2026, 10, 9)
    assert parse_date("春节前", date(2026, 1, 5), CHINESE) == date(2026, 2, 14)  # a Saturday that is worked
    assert parse_date("国庆前", date(2026, 10, 2), CHINESE) == date(2027, 9, 30)


def test_a_festival_that_the_calendar_lacks_is_told() -> None:
    with pytest.raises(NotADate) as refused:
        parse_date("春节前", TODAY)
    assert (refused.value.reason, refused.value.values["name"]) == ("holiday_unknown", "春节")


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("Friday, 8 October 2026", date(2026, 10, 9)),
        ("2026-10-08 (Mon)", date(2026, 10, 5)),
        ("10月8日（星期日）", date(2026, 10, 11)),
    ],
)
def test_a_date_beside_the_weekday_of_another_is_refused_with_both(text: str, nearest: date) -> None:
    with pytest.raises(NotADate) as refused:
        parse_date(text, TODAY)
    assert refused.value.reason == "weekday_differs"
    assert set(refused.value.readings) == {date(2026, 10, 8), nearest}


def test_the_weekday_is_told_rather_than_an_order_of_figures_that_is_impossible() -> None:
    with pytest.raises(NotADate) as refused:
        parse_date("Friday, 13.10.2026", TODAY)
    assert refused.value.reason == "weekday_differs"
    assert refused.value.readings == (date(2026, 10, 13), date(2026, 10, 16))


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("31 Sep 2026", date(2026, 9, 30)),
        ("31 June", date(2026, 6, 30)),
        ("6月31日", date(2026, 6, 30)),
        ("2026-02-29", date(2026, 2, 28)),
        ("2月30日", date(2026, 2, 28)),
        ("31/11/2026", date(2026, 11, 30)),
        ("10月5日至2026-11-31", date(2026, 11, 30)),
    ],
)
def test_a_day_that_its_month_lacks_is_refused_with_its_last_one(text: str, last: date) -> None:
    with pytest.raises(NotADate) as refused:
        parse_period(text, TODAY)
    assert (refused.value.reason, refused.value.values["last"]) == ("month_ends", last)
    assert refused.value.values["text"] == text


@pytest.mark.parametrize("text", ["2026-13-01", "45/45", "0月0日", "2026-06-32"])
def test_a_day_that_no_month_has_is_impossible(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_period(text, TODAY)
    assert refused.value.reason == "date_impossible"


@pytest.mark.parametrize(
    "text",
    [
        "尽快",
        "ASAP",
        "soon",
        "",
        "?",
        "marketing 5",
        "9999999999999",
        "6月",
        "next",
        "x" * 10_000,
        "618",
        "10月中旬",
        "本周内",
        "国庆",
        "3.5-4",
        "3-5日内",
        "1-2周",
        "100-200",
        "5 Oct - 3 Oct 2026",
        "5天前",
        "月初",
        "2026-10-09 maybe",
    ],
)
def test_a_text_that_is_not_a_date_is_unknown(text: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_period(text, TODAY)
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


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("5–9 October 2026", "2026-10-05", "2026-10-09"),
        ("from 5 to 9 October 2026", "2026-10-05", "2026-10-09"),
        ("between 5 and 9 October 2026", "2026-10-05", "2026-10-09"),
        ("between October 5 and November 2, 2026", "2026-10-05", "2026-11-02"),
        ("October 5-9, 2026", "2026-10-05", "2026-10-09"),
        ("28 December – 5 January 2027", "2026-12-28", "2027-01-05"),
        ("10月5日至9日", "2026-10-05", "2026-10-09"),
        ("10月5-9日", "2026-10-05", "2026-10-09"),
        ("从10月5日到11月2日", "2026-10-05", "2026-11-02"),
        ("2026年12月28日至1月5日", "2026-12-28", "2027-01-05"),
        ("2026-10-05/2026-10-09", "2026-10-05", "2026-10-09"),
        ("2026-10-05/09", "2026-10-05", "2026-10-09"),
        ("2026.10.5-10.9", "2026-10-05", "2026-10-09"),
        ("下周一至下周五", "2026-05-25", "2026-05-29"),
        ("5 June", "2026-06-05", "2026-06-05"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(text: str, first: str, last: str) -> None:
    assert [day.isoformat() for day in parse_period(text, TODAY)] == [first, last]


@given(st.dates(date(1900, 1, 1), date(2199, 1, 1)), st.integers(1, 180))
def test_a_period_is_the_same_in_every_spelling(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    one, other = (f"{day:%d %B %Y}" for day in (first, last))
    spellings = [f"{first}/{last}", f"{first} - {last}", f"{first}至{last}", f"from {one} to {other}"]
    spellings += [f"{one} – {other}", f"between {one} and {other}"]
    spellings += [f"{first:%Y年%m月%d日}-{last:%m月%d日}", f"{first:%d %B} until {other}"]
    if first.month == last.month:
        spellings += [f"{first:%Y年%m月%d日}至{last:%d日}", f"{first.day}–{other}", f"{first}~{last:%d}"]
        spellings += [f"{first:%B} {first.day}–{last.day}, {last.year}"]
    for spelling in spellings:
        assert parse_period(spelling, TODAY) == (first, last), spelling


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_two_numbers_are_month_and_day_in_chinese_and_either_in_english(
    today: date, month: int, day: int
) -> None:
    chinese, swapped = parse_date(f"{month}月{day}日", today), None
    for mark in "/.":
        assert parse_date(f"{month}{mark}{day}", today, CHINESE) == chinese
    if day <= 12 and day != month:
        swapped = parse_date(f"{day}月{month}日", today)
        with pytest.raises(NotADate) as refused:
            parse_date(f"{month}/{day}", today)
        assert set(refused.value.readings) == {chinese, swapped}
    else:
        assert parse_date(f"{month}/{day}", today) == chinese


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 300))
def test_working_days_are_those_of_the_calendar(today: date, days: int) -> None:
    expected = WorkCalendar().after(today, days, working=True)
    assert parse_date(f"{days}个工作日内", today) == expected
    assert parse_date(f"within {days} working days", today) == expected


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)), st.integers(0, 6))
def test_a_weekday_is_compared_with_its_date(day: date, weekday: int) -> None:
    text = f"{'Mon Tue Wed Thu Fri Sat Sun'.split()[weekday]}, {day:%d %B %Y}"
    if weekday == day.weekday():
        assert parse_date(text, TODAY) == day
        return
    with pytest.raises(NotADate) as refused:
        parse_date(text, TODAY)
    (other,) = set(refused.value.readings) - {day}
    assert other.weekday() == weekday
    assert abs(other - day) <= timedelta(days=3)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 4000))
def test_relative_days_are_counted_from_today(today: date, days: int) -> None:
    assert parse_date(f"+{days}d", today) == today + timedelta(days=days)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 28))
def test_a_date_without_a_year_is_the_next_one_to_come(today: date, month: int, day: int) -> None:
    found = parse_date(f"{month}月{day}日", today)
    assert (found.month, found.day) == (month, day)
    assert today <= found <= today + timedelta(days=366)


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [*"0123456789/.-年月日至前内 ", "May", "Fri", "to", "双", "国庆", "工作日", "底", "周五"]
        ),
        max_size=14,
    ).map("".join)
)
def test_any_text_is_a_date_or_refused(text: str) -> None:
    known = (
        "date_unknown",
        "date_impossible",
        "month_ends",
        "date_ambiguous",
        "weekday_differs",
        "holiday_unknown",
    )
    for conventions in (Conventions(), Conventions(month_first=True)):
        try:
            first, last = parse_period(text, TODAY, conventions)
        except NotADate as refused:
            assert refused.reason in known
        else:
            assert first <= last


def test_only_a_date_with_its_year_is_accepted_without_confirmation() -> None:
    assert not is_relative("2026-06-05")
    assert not is_relative("2026年6月5日")
    assert all(map(is_relative, ("6月5日", "5 June", "+14d", "下周五")))
