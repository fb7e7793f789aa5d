"""Parses dates as people write them in Chinese and English, without guessing.

General-purpose date parsers read `12月20日` as 2012-11-20 and `03/04` as March. This small grammar refuses
a text that has two readings and reports both.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from comms.errors import CommsError

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_DAYS = "mon tue wed thu fri sat sun".split()
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
_CHINESE_DIGITS = "〇一二三四五六七八九"
_CHINESE_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[〇零一二三四五六七八九两]+")
_COUNTED_WORDS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "six": 6}


class NotADate(CommsError):
    """Raised for a text that is not a calendar date, or could be two; see `reason` and `values`."""

    section = "refused"


def parse_date(text: str, today: date) -> date:
    """Return the calendar day that `text` means when it is read on `today`.

    Understands 2026-06-05, 2026年6月5日, 6月5日, 5 June, June 5 2026, +14d, 3天后, in 2 weeks, 明天, 下周五,
    next Friday, 月底. A date without a year is its next occurrence. Raises NotADate: "date_ambiguous" with
    both readings, "date_impossible" for a day that does not exist, "date_unknown" for anything else.
    """
    normalized = _normalized(text)
    for pattern, read in _GRAMMAR:
        if match := pattern.fullmatch(normalized):
            try:
                return read(match, today)
            except (ValueError, OverflowError):
                raise NotADate("date_impossible", text=text) from None
    raise NotADate("date_unknown", text=text)


def is_relative(text: str) -> bool:
    """Return whether the date that `text` means depends on the day on which it is read."""
    return not any(pattern.fullmatch(_normalized(text)) for pattern in (_YMD, _COMPACT))


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield the start, the end and the value of each complete date (year included) in a running text."""
    for match in _FULL_DATE.finditer(text):
        try:
            yield match.start(), match.end(), parse_date(match.group(), date.min)
        except NotADate:
            continue


def _normalized(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip().lower()
    text = re.sub(r"^(?:by|before|on|until|于|在)\s*(?=\S)|(?<=[日号天末底\d])\s*(?:之前|以前|前)$", "", text)
    text = _CHINESE_NUMBER.sub(_as_digits, text) if _has_counted_chinese(text) else text
    return re.sub(r"\s+", " ", text).strip(" .。")


def _has_counted_chinese(text: str) -> bool:
    return bool(re.search(r"[〇零一二三四五六七八九十两][年月日号天周个]", text))


def _as_digits(match: re.Match[str]) -> str:
    word = match.group().replace("零", "〇").replace("两", "二")
    if word[0] in "周期拜":
        return word
    if "十" in word:
        tens, _, units = word.partition("十")
        return str(
            (_CHINESE_DIGITS.index(tens) if tens else 1) * 10 + (_CHINESE_DIGITS.index(units) if units else 0)
        )
    return "".join(str(_CHINESE_DIGITS.index(character)) for character in word)


def _ymd(match: re.Match[str], _today: date) -> date:
    return date(*map(int, match.groups()))


def _month_day(match: re.Match[str], today: date) -> date:
    which, month, day = match.groups()
    if which:
        return date(today.year + {"今年": 0, "明年": 1, "后年": 2}[which], int(month), int(day))
    return _next_occurrence(int(month), int(day), today)


def _day_month_name(match: re.Match[str], today: date) -> date:
    day, month, year = match.groups()
    return _with_month_name(month, day, year, today)


def _month_name_day(match: re.Match[str], today: date) -> date:
    month, day, year = match.groups()
    return _with_month_name(month, day, year, today)


def _with_month_name(month: str, day: str, year: str | None, today: date) -> date:
    number = _MONTHS.index(month[:3]) + 1
    return date(int(year), number, int(day)) if year else _next_occurrence(number, int(day), today)


def _two_numbers(match: re.Match[str], today: date) -> date:
    first, second, year = match.groups()
    readings = {
        reading
        for month, day in ((int(first), int(second)), (int(second), int(first)))
        if (reading := _in_year(month, day, year, today)) is not None
    }
    if not readings:
        raise NotADate("date_impossible", text=match.group())
    if len(readings) > 1:
        one, other = sorted(readings)
        iso = {"one_iso": one.isoformat(), "other_iso": other.isoformat()}
        raise NotADate("date_ambiguous", text=match.group(), one=one, other=other, **iso)
    return readings.pop()


def _in_year(month: int, day: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        return _next_occurrence(month, day, today)
    except ValueError:
        return None


def _next_occurrence(month: int, day: int, today: date) -> date:
    date(2000, month, day)  # a leap year: raises ValueError for a day that no year has
    for year in range(today.year, today.year + 9):
        if day <= calendar.monthrange(year, month)[1] and (found := date(year, month, day)) >= today:
            return found
    raise ValueError


def _offset(match: re.Match[str], today: date) -> date:
    count, unit = match.group(1), (match.group(2) or "d")
    number = int(count) if count.isdecimal() else _COUNTED_WORDS[count]
    if unit[0] in "m月":
        return _add_months(today, number)
    return today + timedelta(days=number * (7 if unit[0] in "w周星礼" else 1))


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_NAMED_DAYS = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "昨天": -1,
    "前天": -2,
    "yesterday": -1,
    "明天": 1,
    "明日": 1,
    "tomorrow": 1,
    "后天": 2,
    "大后天": 3,
}


def _named_day(match: re.Match[str], today: date) -> date:
    return today + timedelta(days=_NAMED_DAYS[match.group()])


def _chinese_weekday(match: re.Match[str], today: date) -> date:
    which, name = match.groups()
    weekday = "一二三四五六日".index(name.replace("天", "日"))
    return _weekday({"下下": 2, "下": 1, "本": 0, "这": 0}.get(which), weekday, today)


def _english_weekday(match: re.Match[str], today: date) -> date:
    which, name = match.groups()
    return _weekday({"next": 1, "this": 0}.get(which), _DAYS.index(name[:3]), today)


def _weekday(weeks: int | None, weekday: int, today: date) -> date:
    """Return the weekday in the week `weeks` from now (weeks begin on Monday); None means the next one."""
    day = today + timedelta(days=weekday - today.weekday())
    if weeks is None:
        return day if day > today else day + timedelta(weeks=1)
    return day + timedelta(weeks=weeks)


def _month_end(match: re.Match[str], today: date) -> date:
    first = _add_months(today.replace(day=1), 1 if match.group(1) in ("下", "下个", "next") else 0)
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _day_of_month(match: re.Match[str], today: date) -> date:
    which, day = match.group(1), int(match.group(2))
    if which:
        return _add_months(today.replace(day=1), int(which.startswith("下"))).replace(day=day)
    for months in range(12):
        first = _add_months(today.replace(day=1), months)
        if day <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=day) >= today:
            return first.replace(day=day)
    raise ValueError


_YMD = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_FULL_DATE = re.compile(
    r"(?<![\d/])\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d) ?[日号]?"
    rf"|(?<!\d){_ORDINAL} (?:of )?{_MONTH},? \d{{4}}(?!\d)|\b{_MONTH} {_ORDINAL},? \d{{4}}(?!\d)",
    re.IGNORECASE,
)

_GRAMMAR: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], date]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (_YMD, _ymd),
        (_COMPACT, _ymd),
        (r"(今年|明年|后年)? ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?", _month_day),
        (rf"{_ORDINAL}(?: of)? {_MONTH},?(?: (\d{{4}}))?", _day_month_name),
        (rf"{_MONTH} {_ORDINAL},?(?: (\d{{4}}))?", _month_name_day),
        (r"(\d{1,2}) ?[/.\-] ?(\d{1,2})(?: ?[/.\-] ?(\d{4}|\d{2}))?", _two_numbers),
        (r"\+ ?(\d+) ?(d|days?|w|weeks?|m|months?|天|日|周|星期|个?月)?", _offset),
        (r"(\d+) ?个?(天|日|周|星期|礼拜|月) ?(?:后|以后|之后)", _offset),
        (r"in (\d+|a|an|one|two|three|four|six) (day|week|month)s?", _offset),
        ("|".join(_NAMED_DAYS), _named_day),
        (r"(下下|下|本|这)?个?(?:周|星期|礼拜)([一二三四五六日天])", _chinese_weekday),
        (rf"(?:(next|this) )?{_WEEKDAY}", _english_weekday),
        (r"(本|这个|下个?)?月(?:底|末)", _month_end),
        (r"(?:the )?end of (this|next|the)? ?month", _month_end),
        (r"(本月|这个月|下个?月)?(\d{1,2}) ?[日号]", _day_of_month),
    )
)
