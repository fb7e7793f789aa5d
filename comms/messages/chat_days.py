"""The patterns of days and times as stamps of chats and mails write them, and the days that they mean."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from comms.terms.dates import NotADate, parse_date

MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
WEEKDAY = (
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b\.?|(?:周|週|星期|礼拜)[一二三四五六日天]"
    r"|(?<=[(（])[一二三四五六日天](?=[)）]))"
)
NEAR = r"今天|昨天|前天|today|yesterday"
CLOCK = (
    r"(?:(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上) ?)?"
    r"(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d|[:：]\d)(?: ?[ap]\.? ?m\b\.?)?"
)
_NUMERIC = (
    r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d) ?日?|\d{1,2} ?月 ?\d{1,2} ?[日号]"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d)(?!\d)|\d{1,2}[-/]\d{1,2}(?![\d/-])"
)
_NAMED = (
    rf"\d{{1,2}}(?:st|nd|rd|th)?\.? (?:of )?{MONTH}(?:,? \d{{4}})?"
    rf"|{MONTH} \d{{1,2}}(?:st|nd|rd|th)?(?!\d)(?:,? \d{{4}})?"
)
DATE = rf"(?:{_NUMERIC}|{_NAMED})"
DAY = rf"(?:(?:{WEEKDAY}[,，]? ?)?{DATE}(?:,? ?[(（]?{WEEKDAY}[)）]?)?|{NEAR}|{WEEKDAY})"
BETWEEN = r",? {0,2}(?:at )?"
WHEN = (
    rf"(?:(?P<clock>{CLOCK}),? ?(?P<date>{DATE})"
    rf"|(?P<day>{DAY})(?:{BETWEEN}(?P<at>{CLOCK}))?|(?P<time>{CLOCK}))"
)
"""A day, a time of day, or both."""


def day_and_time(found: re.Match[str]) -> tuple[str, str]:
    """Return the day and the time that WHEN matched, each "" if it is not there."""
    return found["day"] or found["date"] or "", (found["clock"] or found["at"] or found["time"] or "").strip()


_TWO_FIGURES = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d))?(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})")
_MONTH_DAY = re.compile(r"(\d{1,2}) ?月 ?(\d{1,2})")
_DAYS_AGO = {"今天": 0, "today": 0, "昨天": 1, "yesterday": 1, "前天": 2}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Days:
    """Reads the days of the stamps of one chat: two figures stand in the same order in all of them.

    The order is the one in which the days exist, never go back and do not lie ahead of today; where both do,
    that whose last day is nearer to today.
    """

    def __init__(self, written: Iterable[str], today: date) -> None:
        self.today = today
        figures = [found for each in dict.fromkeys(written) if (found := _two_figures(each))]
        self.month_first = bool(figures) and self._rank(figures, True) < self._rank(figures, False)

    def _rank(self, figures: list[re.Match[str]], month_first: bool) -> tuple[int, int, int, int]:
        """Return how badly an order of the figures fits; the smaller, the better."""
        days = [self._ordered(each, month_first) for each in figures]
        known = [day for day in days if day is not None]
        back = sum(later < earlier for earlier, later in pairwise(known))
        ahead = sum(day > self.today for day in known)
        distance = abs((self.today - known[-1]).days) if known else 0
        return len(days) - len(known), back, ahead, distance

    def _ordered(self, found: re.Match[str], month_first: bool) -> date | None:
        one, _, other, year = found.groups()
        month, day = (int(one), int(other)) if month_first else (int(other), int(one))
        return self._past(year, month, day)

    def of(self, written: str) -> date | None:
        """Return the day that a stamp names, the latest up to today where it names no year."""
        written = written.strip().lower()
        if (ago := _DAYS_AGO.get(written)) is not None:
            return self.today - timedelta(days=ago)
        if found := _YEAR_FIRST.search(written):
            return self._past(*found.groups())
        if found := _MONTH_DAY.search(written):
            return self._past("", *found.groups())
        if found := _two_figures(written):
            # without a year, two figures are month and day wherever Chinese chats write them
            return self._ordered(found, self.month_first if found[4] or found[2] != "-" else True)
        return self._named(written)

    def _past(self, year: str | None, month: str | int, day: str | int) -> date | None:
        try:
            if year:
                return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
            years = (self.today.year + 1, self.today.year, self.today.year - 1)
            days = [_day(each, int(month), int(day)) for each in years]
            return next((each for each in days if each and each <= self.today + _CLOCKS_APART), None)
        except ValueError:
            return None

    def _named(self, written: str) -> date | None:
        """Return the day of a text with the name of a month or a weekday."""
        figures = re.sub(rf"^{WEEKDAY}[,，]? ?|,? ?[(（]?{WEEKDAY}[)）]?$", "", written)
        if not figures:
            return self._weekday(written)
        try:
            day = parse_date(figures, self.today)
        except NotADate:
            return None
        return day if re.search(r"\d{4}", figures) else self._past("", day.month, day.day)

    def _weekday(self, written: str) -> date | None:
        """Return the last such weekday before today."""
        name = written[:3]
        number = (
            _WEEKDAYS.index(name)
            if name in _WEEKDAYS
            else "一二三四五六日".find(written[-1].replace("天", "日"))
        )
        return (
            self.today - timedelta(days=(self.today.weekday() - number - 1) % 7 + 1) if number >= 0 else None
        )


_CLOCKS_APART = timedelta(days=1)
"""Where a stamp comes from, it may be tomorrow already."""


def _two_figures(written: str) -> re.Match[str] | None:
    return None if _YEAR_FIRST.search(written) else _TWO_FIGURES.search(written)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
