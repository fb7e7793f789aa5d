"""Working days and public holidays of a country, from the `holidays` library."""

import functools
import warnings
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from holidays import HolidayBase

MAX_DAYS = 10_000
"""The longest term in days, some 27 years: a longer one is a typing error, and slow to count."""


class WorkCalendar:
    """A calendar that works Monday to Friday; a country's subclass adds its own weekend and holidays."""

    def is_weekend(self, day: date) -> bool:
        """Return whether the day is a weekly day of rest; a make-up working day is not."""
        return day.weekday() >= 5

    def is_public_holiday(self, day: date) -> bool:
        """Return whether the day is a public holiday, or a day off in lieu; it may fall on a weekend."""
        return False

    def is_provisional(self, year: int) -> bool:
        """Return whether the calendar of a year (1 to 9999) may still change.

        In China it may until the library has the State Council's notice, which usually comes in November of
        the year before and may still move the last days of that December. Elsewhere it may where the dates
        of feasts are estimates, or lie beyond the library's data. For the other countries that move working
        days by decree (Russia, Vietnam …) this cannot be known.
        """
        return False

    def is_working(self, day: date) -> bool:
        """Return whether the day is a working day: neither weekend nor public holiday."""
        return not (self.is_weekend(day) or self.is_public_holiday(day))

    def festival(self, name: str, year: int) -> date | None:
        """Return the day of a festival in a year, by its Chinese name; None if the calendar does not tell.

        Of a festival of several days it is the first, as the first day of the lunar year is of 春节.
        """
        return None

    def before(self, day: date) -> date:
        """Return the last working day before `day`; raises OverflowError before the year 1."""
        day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day

    def after(self, day: date, days: int, working: bool) -> date:
        """Return the date `days` calendar days after `day`, or working days if `working`; 0 is `day` itself.

        Raises ValueError unless 0 <= days <= 10,000, and OverflowError beyond the year 9999.
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
        """Return the number of working days after `start`, up to and including `end`; 0 if end <= start.

        Raises ValueError for dates more than 10,000 calendar days apart.
        """
        days = (end - start).days
        if days > MAX_DAYS:
            raise ValueError(f"{start} and {end} are over {MAX_DAYS} days apart")
        return sum(self.is_working(start + timedelta(days=offset)) for offset in range(1, days + 1))


@functools.cache
def work_calendar(country: str | None) -> WorkCalendar:
    """Return the calendar of a country, given its ISO 3166-1 code (CN, DE, USA); None has weekends only.

    Regional holidays are not included. Raises ValueError for a code that the library does not know.
    """
    if country is None:
        return WorkCalendar()

    from holidays import country_holidays  # 0.1 s, for the few commands that count working days
    from holidays.registry import EntityLoader

    # country_holidays itself accepts the name of anything in its package as a country
    if country not in EntityLoader.get_country_codes():
        raise ValueError(f"no public holidays are known of a country {country!r}")
    # a few countries (Saudi Arabia) mark estimated feasts only on request
    supported = country_holidays(country).get_supported_options()
    options: dict[str, Any] = {option: True for option in supported if option.endswith("_show_estimated")}
    return _CountryCalendar(country_holidays(country, **options))


class _CountryCalendar(WorkCalendar):
    def __init__(self, holidays: "HolidayBase") -> None:
        self._holidays = holidays

    def is_weekend(self, day: date) -> bool:
        holidays = self._including(day.year)
        return holidays.is_weekend(day) and day not in holidays.weekend_workdays

    def is_public_holiday(self, day: date) -> bool:
        return day in self._including(day.year)

    def festival(self, name: str, year: int) -> date | None:
        if self._holidays.country != "CN" or not 1949 < year < 2100:  # the lunar calendar of the library
            return None
        days = _chinese_festivals(year)
        return min((day for day, names in days.items() if name in names and day.year == year), default=None)

    def is_provisional(self, year: int) -> bool:
        holidays = self._including(year)
        if holidays.country == "CN":  # every year's notice moves some days and thus adds an entry here
            return year not in holidays.special_public_holidays
        return not holidays.start_year <= year <= holidays.end_year or self._has_estimates(year)

    def _has_estimates(self, year: int) -> bool:
        # the names, and so the mark in them, are in the language of the environment
        mark = self._holidays.tr(getattr(self._holidays, "estimated_label", "")).strip("%s ()（）")
        return bool(mark) and any(mark in name for day, name in self._holidays.items() if day.year == year)

    def _including(self, year: int) -> "HolidayBase":
        """Return the country's holidays after adding those of the year."""
        if year not in self._holidays.years:
            with warnings.catch_warnings(
                action="ignore"
            ):  # India's calendar warns that it lacks feasts after 2035
                self._holidays.get(date(year, 1, 1))
        return self._holidays


@functools.cache
def _chinese_festivals(year: int) -> dict[date, str]:
    """Return China's public holidays of a year with their Chinese names in every environment."""
    from holidays import country_holidays

    return dict(country_holidays("CN", language="zh_CN", years=year))
