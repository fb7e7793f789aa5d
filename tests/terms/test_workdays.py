"""Working days and public holidays, and which of them are still provisional."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.workdays import MAX_DAYS, WorkCalendar, work_calendar

CHINA = work_calendar("CN")


def days_of(year: int) -> list[date]:
    return [date(year, 1, 1) + timedelta(days=offset) for offset in range(366 if year % 4 == 0 else 365)]


@pytest.mark.parametrize("year", range(2018, 2027))
def test_the_working_days_of_china_are_those_of_the_state_councils_notices(year: int) -> None:
    chinese_calendar = pytest.importorskip("chinese_calendar")
    assert [day for day in days_of(year) if CHINA.is_working(day)] == [
        day for day in days_of(year) if chinese_calendar.is_workday(day)
    ]


def test_a_make_up_saturday_in_china_is_not_a_weekend() -> None:
    for month, day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)):  # the notice for 2026
        made_up = date(2026, month, day)
        assert made_up.weekday() >= 5
        assert CHINA.is_working(made_up)
        assert not CHINA.is_weekend(made_up)
        assert not CHINA.is_public_holiday(made_up)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("元旦", date(2026, 1, 1)),
        ("春节", date(2026, 2, 17)),
        ("清明节", date(2026, 4, 5)),
        ("劳动节", date(2026, 5, 1)),
        ("端午节", date(2026, 6, 19)),
        ("中秋节", date(2026, 9, 25)),
        ("国庆节", date(2026, 10, 1)),
    ],
)
def test_a_festival_of_china_has_its_day_in_the_notice(name: str, day: date) -> None:
    assert CHINA.festival(name, 2026) == day
    assert WorkCalendar().festival(name, 2026) is None
    assert work_calendar("DE").festival(name, 2026) is None


def test_a_festival_is_unknown_where_the_lunar_calendar_ends() -> None:
    assert CHINA.festival("春节", 2099) is not None
    assert [CHINA.festival("春节", year) for year in (1949, 2100, 9999)] == [None] * 3
    assert CHINA.festival("七夕", 2026) is None


@given(st.dates(date(2018, 2, 1), date(2026, 12, 31)))
def test_the_last_working_day_before_a_day_has_only_free_days_behind_it(day: date) -> None:
    for calendar in (CHINA, WorkCalendar()):
        before = calendar.before(day)
        assert before < day
        assert calendar.is_working(before)
        between = (before + timedelta(days=offset) for offset in range(1, (day - before).days))
        assert not any(map(calendar.is_working, between))


def test_a_day_off_in_lieu_is_a_public_holiday() -> None:
    friday_after_new_year = date(2026, 1, 2)
    assert CHINA.is_public_holiday(friday_after_new_year)
    assert not CHINA.is_weekend(friday_after_new_year)
    assert not CHINA.is_working(friday_after_new_year)


def test_a_make_up_day_in_december_is_known_before_the_new_year_is_loaded() -> None:
    fresh = work_calendar.__wrapped__("CN")
    assert fresh.is_working(date(2011, 12, 31))  # a Saturday, for 3 January 2012


@pytest.mark.parametrize(
    ("country", "day", "working"),
    [
        (None, date(2026, 10, 1), True),
        (None, date(2026, 10, 10), False),
        ("DE", date(2026, 10, 3), False),
        ("DE", date(2026, 12, 25), False),
        ("DE", date(2026, 12, 28), True),
        ("SA", date(2026, 6, 5), False),  # a Friday
        ("SA", date(2026, 6, 7), True),  # a Sunday
        ("US", date(2026, 7, 3), False),  # in lieu of Saturday the 4th
        ("USA", date(2026, 7, 3), False),
    ],
)
def test_each_country_has_its_own_weekend_and_holidays(country: str | None, day: date, working: bool) -> None:
    assert work_calendar(country).is_working(day) is working


@pytest.mark.parametrize("country", ["CN", "DE", "HK", "IL", "RU", "SA", "TW", "US", "VN"])
def test_a_day_works_where_the_library_says_so(country: str) -> None:
    library = pytest.importorskip("holidays").country_holidays(country)
    ours = work_calendar(country)
    for year in (2023, 2025):
        assert [day for day in days_of(year) if ours.is_working(day)] == [
            day for day in days_of(year) if library.is_working_day(day)
        ]


@pytest.mark.parametrize("country", ["", "cn", "China", "XX", "utils", "XNYS", "country_holidays"])
def test_a_country_that_is_not_known_is_refused(country: str) -> None:
    with pytest.raises(ValueError, match="no public holidays are known"):
        work_calendar(country)


@pytest.mark.parametrize("year", [*range(2001, 2027), 2060])
def test_a_year_of_china_is_provisional_until_a_notice_moves_working_days_to_weekends(year: int) -> None:
    moved = any(day.weekday() >= 5 and CHINA.is_working(day) for day in days_of(year))
    assert CHINA.is_provisional(year) is not moved
    assert moved is (year < 2060)


@pytest.mark.parametrize(
    ("country", "year", "provisional"),
    [
        (None, 2060, False),
        ("DE", 2060, False),
        ("EG", 2020, False),
        ("EG", 2060, True),  # feasts by the moon
        ("SA", 2060, True),  # where the library marks them only if asked
        ("IN", 2060, True),
        ("DE", 2300, True),  # the library ends at 2100
        ("CN", 2300, True),
        ("CN", 1, True),
    ],
)
def test_a_year_is_provisional_where_feasts_are_estimated_or_not_known(
    country: str | None, year: int, provisional: bool
) -> None:
    assert work_calendar(country).is_provisional(year) is provisional


@pytest.mark.parametrize("language", ["ar", "en_US", "zh_CN", "de"])
def test_an_estimate_is_recognised_in_every_language(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    assert work_calendar.__wrapped__("EG").is_provisional(2060)
    assert work_calendar.__wrapped__("MY").is_provisional(2060)


def test_working_days_are_counted_over_a_golden_week() -> None:
    # 29 and 30 September; 8, 9 and Saturday 10 October; 12 to 16 October
    assert CHINA.after(date(2026, 9, 28), 10, working=True) == date(2026, 10, 16)
    assert CHINA.after(date(2026, 9, 28), 10, working=False) == date(2026, 10, 8)
    assert work_calendar(None).after(date(2026, 9, 28), 10, working=True) == date(2026, 10, 12)


def test_working_days_between_exclude_the_start_and_include_the_end() -> None:
    assert CHINA.between(date(2026, 9, 28), date(2026, 10, 16)) == 10
    assert CHINA.between(date(2026, 10, 9), date(2026, 10, 10)) == 1
    assert CHINA.between(date(2026, 9, 30), date(2026, 10, 7)) == 0
    assert CHINA.between(date(2026, 10, 16), date(2026, 10, 16)) == 0
    assert CHINA.between(date(2026, 10, 16), date(2026, 9, 28)) == 0


def test_zero_days_after_a_holiday_is_the_holiday_itself() -> None:
    assert CHINA.after(date(2026, 10, 1), 0, working=True) == date(2026, 10, 1)


CALENDARS = {country: work_calendar(country) for country in (None, "CN", "DE", "SA")}
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@given(st.sampled_from(list(CALENDARS)), days, st.integers(1, 300))
def test_the_day_after_n_working_days_is_a_working_day_and_n_working_days_away(
    country: str | None, start: date, count: int
) -> None:
    calendar = CALENDARS[country]
    end = calendar.after(start, count, working=True)
    assert calendar.is_working(end)
    assert calendar.between(start, end) == count


@pytest.mark.parametrize("working", [True, False])
def test_a_number_of_days_beyond_reason_is_refused_at_once(working: bool) -> None:
    for count in (-1, MAX_DAYS + 1, 10**9, 10**30):
        with pytest.raises(ValueError, match="no number of days"):
            CHINA.after(date(2026, 1, 1), count, working)
    with pytest.raises(ValueError, match="days apart"):
        CHINA.between(date.min, date.max)
    assert CHINA.between(date.max, date.min) == 0


@pytest.mark.parametrize("working", [True, False])
@pytest.mark.parametrize("calendar", [WorkCalendar(), CHINA], ids=["weekends", "China"])
def test_the_calendar_ends_with_the_year_9999(calendar: WorkCalendar, working: bool) -> None:
    assert calendar.after(date(9999, 12, 30), 1, working) == date.max  # a Friday
    assert calendar.is_working(date.min)
    with pytest.raises(OverflowError):
        calendar.after(date.max, 1, working)


def test_far_years_come_without_a_warning() -> None:
    assert work_calendar("IN").is_public_holiday(date(2050, 1, 26))  # the library warns of India after 2035


def test_a_calendar_of_weekends_loads_no_library() -> None:
    script = (
        "import sys; from comms.terms.workdays import work_calendar; work_calendar(None); "
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
