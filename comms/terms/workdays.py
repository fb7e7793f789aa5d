"""Working days and public holidays of a country, by the library `holidays`."""

import functools
import warnings
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holidays import HolidayBase

MAX_DAYS = 10_000
"""Days that a term may count: some 27 years; more is a slip of the keyboard, and slow to count."""


class WorkCalendar:
    """Working days from Monday to Friday; a country's calendar knows its own weekend and holidays besides."""

    def is_weekend(self, day: date) -> bool:
        """Whether the day is one of the weekly days of rest; a make-up working day is not."""
        return day.weekday() >= 5

    def is_public_holiday(self, day: date) -> bool:
        """Whether the day is a public holiday, or free in lieu of one; it may fall on a weekend."""
        return False

    def is_provisional(self, year: int) -> bool:
        """Whether the calendar of a year from 1 to 9999 may still change.

        In China until the library has the State Council's notice (which usually comes in November of the
        year before, and may still move the last days of that December); elsewhere where dates of feasts are
        estimated, or the library's data ends. Of the other countries that move working days by decree
        (Russia, Vietnam …) it cannot be told.
        """
        return False

    def is_working(self, day: date) -> bool:
        """Whether people work on the day: neither weekend nor public holiday."""
        return not (self.is_weekend(day) or self.is_public_holiday(day))

    def after(self, day: date, days: int, working: bool) -> date:
        """The day that many calendar days, or with `working` working days, after a day; 0 is the day itself.

        Raises ValueError unless 0 <= days <= 10,000, OverflowError beyond the year 9999.
        """
        if not 0 <= days <= MAX_DAYS:
            raise ValueError(f"{days} is no number of days from 0 to {MAX_DAYS}")
        if not working:
            return day + timedelta(days=days)
        while days:
            day += timedelta(days=1)
            days -= self.is_working(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Working days after `start` up to and including `end`; 0 where the end is not after the start.

        Raises ValueError for days over 10,000 calendar days apart.
        """
        days = (end - start).days
        if days > MAX_DAYS:
            raise ValueError(f"{start} and {end} are over {MAX_DAYS} days apart")
        return sum(self.is_working(start + timedelta(days=each)) for each in range(1, days + 1))


@functools.cache
def work_calendar(country: str | None) -> WorkCalendar:
    """The calendar of a country by its ISO 3166-1 code (CN, DE, USA); None has weekends only.

    It is that of the whole country, without its regions' own holidays. Raises ValueError for a code that
    the library does not know.
    """
    if country is None:
        return WorkCalendar()

    from holidays import country_holidays  # 0.1 s, for the few commands that count working days
    from holidays.registry import EntityLoader

    # country_holidays itself takes any name that it finds in its package for a country
    if country not in EntityLoader.get_country_codes():
        raise ValueError(f"no public holidays are known of a country {country!r}")
    # a few countries (Saudi Arabia) leave the mark of an estimated feast out unless it is asked for
    options = country_holidays(country).get_supported_options()
    marks: dict[str, Any] = {each: True for each in options if each.endswith("_show_estimated")}
    return _CountryCalendar(country_holidays(country, **marks))


class _CountryCalendar(WorkCalendar):
    def __init__(self, holidays: "HolidayBase") -> None:
        self._holidays = holidays

    def is_weekend(self, day: date) -> bool:
        holidays = self._with(day.year)
        return holidays.is_weekend(day) and day not in holidays.weekend_workdays

    def is_public_holiday(self, day: date) -> bool:
        return day in self._with(day.year)

    def is_provisional(self, year: int) -> bool:
        holidays = self._with(year)
        if holidays.country == "CN":  # each year's notice moves some days, and so has its entry here
            return year not in holidays.special_public_holidays
        return not holidays.start_year <= year <= holidays.end_year or self._estimated(year)

    def _estimated(self, year: int) -> bool:
        # names, and so the mark in them, are in the language of the environment
        mark = self._holidays.tr(getattr(self._holidays, "estimated_label", "")).strip("%s ()（）")
        return bool(mark) and any(mark in name for day, name in self._holidays.items() if day.year == year)

    def _with(self, year: int) -> "HolidayBase":
        """The country's holidays, once those of the year are among them."""
        if year not in self._holidays.years:
            with warnings.catch_warnings(action="ignore"):  # India's warns that it lacks feasts after 2035
                self._holidays.get(date(year, 1, 1))
        return self._holidays
