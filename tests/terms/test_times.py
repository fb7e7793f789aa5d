"""Times as people type them, seen from Wednesday 20 May 2026, 15:00 in Shanghai."""

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from comms.language.formats import long_time
from comms.language.phrases import LANGUAGES
from comms.terms.dates import NotADate
from comms.terms.deadlines import hours_between, time_left
from comms.terms.times import parse_time

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 5, 20, 15, 0, 42, 7, tzinfo=SHANGHAI)


def read(text: str, now: datetime = NOW) -> str:
    return parse_time(text, now).isoformat()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-16 16:05", "2026-04-16T16:05"),
        ("2026-04-16T16:05", "2026-04-16T16:05"),
        ("2026/4/16 16:05", "2026-04-16T16:05"),
        ("20260416 16:05", "2026-04-16T16:05"),
        ("2026年4月16日 16:05", "2026-04-16T16:05"),
        ("2026年4月16日16时05分", "2026-04-16T16:05"),
        ("２０２６年４月１６日　１６：０５", "2026-04-16T16:05"),
        ("4月16日 16:05", "2026-04-16T16:05"),
        ("4月16日16点", "2026-04-16T16:00"),
        ("4月16日下午4点半", "2026-04-16T16:30"),
        ("昨天下午4点半", "2026-05-19T16:30"),
        ("昨天 9:40", "2026-05-19T09:40"),
        ("前天上午9点一刻", "2026-05-18T09:15"),
        ("今天上午9点三刻", "2026-05-20T09:45"),
        ("今天 8:00", "2026-05-20T08:00"),
        ("明天 9:00", "2026-05-21T09:00"),
        ("下周五 18:00", "2026-05-29T18:00"),
        ("周五下午5点", "2026-05-22T17:00"),
        ("上午10点", "2026-05-20T10:00"),
        ("早上8:30", "2026-05-20T08:30"),
        ("下午3点", "2026-05-20T15:00"),
        ("傍晚6点", "2026-05-20T18:00"),
        ("晚上8点", "2026-05-20T20:00"),
        ("凌晨2点", "2026-05-20T02:00"),
        ("凌晨12点", "2026-05-20T00:00"),
        ("中午12点", "2026-05-20T12:00"),
        ("中午12点半", "2026-05-20T12:30"),
        ("中午1点", "2026-05-20T13:00"),
        ("5 May 9:40", "2026-05-05T09:40"),
        ("5 May 2026 9:40 pm", "2026-05-05T21:40"),
        ("5 May 2026, 21:40", "2026-05-05T21:40"),
        ("May 5 9:40", "2026-05-05T09:40"),
        ("May 5, 2026 9:40 a.m.", "2026-05-05T09:40"),
        ("5 May 12am", "2026-05-05T00:00"),
        ("5 May 12 pm", "2026-05-05T12:00"),
        ("yesterday 9:00", "2026-05-19T09:00"),
        ("next Friday 18:00", "2026-05-29T18:00"),
        ("16:05", "2026-05-20T16:05"),
        ("0:30", "2026-05-20T00:30"),
        ("4pm", "2026-05-20T16:00"),
        ("4 P.M.", "2026-05-20T16:00"),
        ("  16:05  ", "2026-05-20T16:05"),
        ("now", "2026-05-20T15:00"),
        ("Just now", "2026-05-20T15:00"),
        ("现在", "2026-05-20T15:00"),
        ("刚才", "2026-05-20T15:00"),
    ],
)
def test_a_time_is_read_as_intended(text: str, moment: str) -> None:
    assert read(text) == f"{moment}:00+08:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("tomorrow 9:00", "2026-05-21T09:00"),
        ("today 16:05", "2026-05-20T16:05"),
        ("21 August 18:00", "2026-08-21T18:00"),
        ("5 Oct 9:40", "2026-10-05T09:40"),
        ("Sat 10:00", "2026-05-23T10:00"),
    ],
)
def test_a_word_that_begins_or_ends_with_t_is_read(text: str, moment: str) -> None:
    assert read(text) == f"{moment}:00+08:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("中午11点半", "2026-05-20T11:30"),
        ("晚上12点", "2026-05-21T00:00"),
        ("5月22日晚上12点", "2026-05-23T00:00"),
        ("5月22日 24:00", "2026-05-23T00:00"),
        ("5月22日24点", "2026-05-23T00:00"),
        ("2026-05-31T24:00:00", "2026-06-01T00:00"),
    ],
)
def test_noon_may_be_before_twelve_and_twelve_at_night_is_midnight(text: str, moment: str) -> None:
    assert read(text) == f"{moment}:00+08:00"


def test_at_once_is_not_a_time() -> None:
    with pytest.raises(NotADate):
        parse_time("马上", NOW)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-04-16T16:05+08:00", "2026-04-16T16:05:00+08:00"),
        ("2026-04-16T16:05:30+02:00", "2026-04-16T16:05:30+02:00"),
        ("2026-04-16t16:05z", "2026-04-16T16:05:00+00:00"),
        ("2026-04-16 16:05:59", "2026-04-16T16:05:59+08:00"),
        ("21 April 18:00 (UTC+2)", "2026-04-21T18:00:00+02:00"),
        ("21 April 18:00 UTC+2", "2026-04-21T18:00:00+02:00"),
        ("21 April 18:00 gmt-3", "2026-04-21T18:00:00-03:00"),
        ("21 April 18:00 +02:00", "2026-04-21T18:00:00+02:00"),
        ("21 April 18:00 -0330", "2026-04-21T18:00:00-03:30"),
        ("21 April 18:00 +5:30", "2026-04-21T18:00:00+05:30"),
        ("21 April 18:00 GMT", "2026-04-21T18:00:00+00:00"),
        ("21 April 6 pm UTC", "2026-04-21T18:00:00+00:00"),
        ("4月21日 18:00 北京时间", "2026-04-21T18:00:00+08:00"),
        ("4月21日 18:00（北京时间）", "2026-04-21T18:00:00+08:00"),
        ("2026年4月21日 18:00（UTC+2）", "2026-04-21T18:00:00+02:00"),
    ],
)
def test_a_named_zone_is_used(text: str, moment: str) -> None:
    assert read(text) == moment
    elsewhere = NOW.astimezone(BERLIN)
    if "59" not in text:
        assert read(text, elsewhere) == moment


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("15 January 2026 9:00", "+01:00"),
        ("28 March 2026 9:00", "+01:00"),
        ("29 March 2026 9:00", "+02:00"),  # summer time began that night
        ("24 October 2026 18:00", "+02:00"),
        ("25 October 2026 18:00", "+01:00"),
        ("25 October 2026 2:30", "+02:00"),  # it strikes half past two twice: the first is taken
    ],
)
def test_a_zone_with_summer_time_has_the_offset_of_that_day(text: str, offset: str) -> None:
    found = parse_time(text, NOW.astimezone(BERLIN))
    assert found.isoformat().endswith(offset)
    assert found.tzinfo is BERLIN
    assert read(text, NOW.astimezone(BERLIN).replace(month=1)) == found.isoformat(), "whenever it is typed"


def test_an_hour_that_summer_time_skips_is_still_read_as_a_time() -> None:
    skipped = parse_time("29 March 2026 2:30", NOW.astimezone(BERLIN))
    assert skipped.astimezone(UTC).date() == date(2026, 3, 29)
    assert abs(skipped - datetime(2026, 3, 29, 1, 30, tzinfo=UTC)) <= timedelta(hours=1)


def test_today_is_the_current_day_in_the_writers_zone() -> None:
    late = datetime(2026, 5, 20, 23, 30, tzinfo=UTC)
    assert read("9:00", late) == "2026-05-20T09:00:00+00:00"
    assert read("9:00", late.astimezone(SHANGHAI)) == "2026-05-21T09:00:00+08:00"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1月2日 8:00", date(2026, 1, 2)),
        ("5月19日 8:00", date(2026, 5, 19)),
        ("5月21日 8:00", date(2026, 5, 21)),
        ("11月18日 8:00", date(2026, 11, 18)),  # in 182 days
        ("12月20日 8:00", date(2025, 12, 20)),  # in 214 days, or 151 days ago
    ],
)
def test_a_day_without_a_year_is_the_nearest_one(text: str, day: date) -> None:
    assert parse_time(text, NOW).date() == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("4月16日", "time_missing"),
        ("5 May", "time_missing"),
        ("2026-04-16", "time_missing"),
        ("明天", "time_missing"),
        ("next Friday", "time_missing"),
        ("2026-02-30T10:00", "date_impossible"),
        ("2026-02-30 10:00", "date_impossible"),
        ("2026-04-16T25:00", "date_impossible"),
        ("6月31日 10:00", "month_ends"),
        ("05/06 10:00", "date_ambiguous"),
        ("05/06", "date_ambiguous"),
        ("", "date_unknown"),
        ("?", "date_unknown"),
        ("16", "date_unknown"),
        ("尽快", "date_unknown"),
        ("ASAP", "date_unknown"),
        ("in the afternoon", "date_unknown"),
        ("4月16日 24:30", "date_unknown"),
        ("4月16日 24 pm", "date_unknown"),
        ("2026-04-16T24:01", "date_impossible"),
        ("2026-06-30T23:59:60Z", "date_impossible"),
        ("9999-12-31T24:00Z", "date_impossible"),
        ("4月16日 9:60", "date_unknown"),
        ("25:00", "date_unknown"),
        ("5 May 9:40 EST", "date_unknown"),
        ("9.40 am", "date_unknown"),
        ("21 April 18:00 +15:00", "date_unknown"),
    ],
)
def test_a_text_that_is_not_a_time_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(NotADate) as refused:
        parse_time(text, NOW)
    assert refused.value.reason == reason


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=40) | st.text("0123456789:+-./ TZ年月日点半上下午apm", max_size=20))
def test_any_text_is_a_time_or_refused(text: str) -> None:
    try:
        found = parse_time(text, NOW)
    except NotADate:
        return
    assert found.tzinfo is not None


def zones(least: int, most: int) -> st.SearchStrategy[timezone]:
    """Time zones with offsets between the given minutes."""
    return st.integers(least, most).map(lambda minutes: timezone(timedelta(minutes=minutes)))


def moments(zone: st.SearchStrategy[timezone], least: int = 1) -> st.SearchStrategy[datetime]:
    whole = st.datetimes(datetime(least, 1, 2), datetime(9999, 12, 30))
    return st.builds(lambda moment, tz: moment.replace(microsecond=0, tzinfo=tz), whole, zone)


@settings(max_examples=100, deadline=None)
@given(moments(zones(-23 * 60 - 59, 23 * 60 + 59)))
def test_the_iso_form_of_any_moment_is_read_back(moment: datetime) -> None:
    found = parse_time(moment.isoformat(), NOW)
    assert found == moment
    assert found.isoformat() == moment.isoformat(), "with the same offset"


@settings(max_examples=100, deadline=None)
@given(moments(zones(-12 * 60, 14 * 60), least=1000), st.sampled_from(LANGUAGES))
def test_a_time_as_letters_write_it_is_read_back(moment: datetime, language: str) -> None:
    assume(language == "en" or moment.utcoffset())  # see the next test
    moment = moment.replace(second=0)
    assert read(long_time(moment, language)) == moment.isoformat()


def test_a_time_in_utc_as_chinese_letters_write_it_is_read_back() -> None:
    moment = datetime(2026, 4, 21, 18, 0, tzinfo=UTC)
    assert long_time(moment, "zh") == "2026年4月21日 18:00（UTC）"
    assert read(long_time(moment, "zh")) == moment.isoformat()


# --- deadlines ---------------------------------------------------------------------------------


def test_hours_are_counted_across_zones() -> None:
    known = datetime(2026, 5, 20, 9, 5, tzinfo=SHANGHAI)
    told = datetime(2026, 5, 20, 5, 35, tzinfo=BERLIN)  # 11:35 in Shanghai
    assert hours_between(known, told) == 2.5
    assert hours_between(told, known) == -2.5
    assert time_left(known, 4, told) == timedelta(hours=1, minutes=30)
    assert time_left(known, 2, told) == -timedelta(minutes=30)


@pytest.mark.parametrize("text", ["12月5日上午12点", "12月5日 早上12点", "12月5日上午12:00"])
def test_twelve_in_the_morning_may_be_midnight_or_noon(text: str) -> None:
    now = datetime(2026, 12, 1, 9, tzinfo=timezone(timedelta(hours=8)))
    with pytest.raises(NotADate) as refused:
        parse_time(text, now)
    assert refused.value.values["one_iso"] == "2026-12-05 00:00+08:00"
    assert refused.value.values["other_iso"] == "2026-12-05 12:00+08:00"
    assert parse_time("12月5日凌晨12点半", now).isoformat() == "2026-12-05T00:30:00+08:00"
    assert parse_time("12月5日中午12点", now).isoformat() == "2026-12-05T12:00:00+08:00"
