"""Parses dates as people write them in Chinese and English, without guessing.

General-purpose date parsers read `12月20日` as 2012-11-20 and `03/04` as March. This small grammar refuses
a text that has two readings and reports both.
"""

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import TypeVar

from comms.errors import CommsError
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.workdays import WorkCalendar

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_ENGLISH_DAY = r"(mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
WEEKDAY = rf"(?:{_ENGLISH_DAY}\.?|(?:[周週]|星期|礼拜)([一二三四五六日天]))"
CHANGED = r"(?:改|变更|推迟|延期|延后|延迟|顺延|提前|调整?|后移)(?:为|到|成|至)"
MOVED = (
    r"(?:moved|postponed|pushed(?: back| out)?|put back|delayed|changed|rescheduled|brought forward|extended)"
)
ORDINAL = r"(\d{1,2})(?:st|nd|rd|th)?"
LONGEST = 80
"""The most characters of a text that may be a date or a period."""
_DAYS = "mon tue wed thu fri sat sun".split()
_CHINESE_DAYS = "一二三四五六日"
CHINESE_DIGITS = "〇零○一二三四五六七八九两"
_CHINESE_NUMBER = LazyPattern(
    rf"(?<![周週期拜])(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[{CHINESE_DIGITS}]+)"
)
_VALUES = dict(zip(CHINESE_DIGITS, "0001234567892", strict=True))
_CHINESE = LazyPattern("[一-鿿]")
_COUNTED_WORDS = {"a": 1, "an": 1} | {
    word: number for number, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
_COUNT = rf"(\d+|{'|'.join(_COUNTED_WORDS)})"
_NEAR = 10
"""The years around today in which a date with a year of two digits is looked for first."""

T = TypeVar("T", date, tuple[date, date])


class NotADate(CommsError):
    """Raised for a text that is not a calendar date, or could be two; see `reason` and `values`.

    readings: the days or moments that the text can mean, in order, if there are several.
    """

    section = "refused"
    readings: tuple[date, ...] = ()


class _MonthEnds(ValueError):
    """Raised for a day that its month does not have; last: the last one that it has."""

    def __init__(self, last: date) -> None:
        super().__init__(str(last))
        self.last = last


@dataclass(frozen=True, slots=True)
class Conventions:
    """The conventions of whoever writes a date.

    month_first: whether 12/3 is 3 December; otherwise that is open. calendar: gives the calendar of working
    days and festivals. It is a function because most dates do without, and loading it takes time.
    """

    month_first: bool = False
    calendar: Callable[[], WorkCalendar] = WorkCalendar


NO_CONVENTIONS = Conventions()


@dataclass(frozen=True, slots=True)
class _View:
    """What a text is read with; order: that of the numbers in 12/3, one of _ORDERS."""

    today: date
    conventions: Conventions
    order: str


_ORDERS = ("month-day", "day-month", "year-month-day")


def parse_date(text: str, today: date, conventions: Conventions = NO_CONVENTIONS) -> date:
    """Return the calendar day that `text` means when it is read on `today`.

    Understands 2026-06-05, 2026年6月5日, 6月5日, 5 June, June 5 2026, 09-Oct-2026, +14d, 3天后, in 2 weeks,
    3个工作日内, 明天, 下周五, next Friday, 月底, 双12, 国庆前. A date without a year is its next occurrence.
    Before a public holiday means the last working day before it; before a day of sales, the day before.
    Raises NotADate: "date_ambiguous" with its readings, "weekday_differs" for a date beside the weekday of
    another, "month_ends" or "date_impossible" for a day that does not exist, "holiday_unknown" for a
    festival that the calendar lacks, "date_unknown" for anything else.
    """
    return _only_reading(text, today, conventions, _day)


def parse_period(text: str, today: date, conventions: Conventions = NO_CONVENTIONS) -> tuple[date, date]:
    """Return the first and the last day that `text` means, which are the same if it names one day.

    Understands 5–9 October 2026, 10月5日至9日, 2026-10-05/2026-10-09, from … to …, between … and …, with the
    days that `parse_date` understands. Raises NotADate as `parse_date` does.
    """
    try:
        day = parse_date(text, today, conventions)
    except NotADate as refusal:
        if refusal.reason != "date_unknown":
            raise
        return _only_reading(text, today, conventions, _period)
    return day, day


def is_relative(text: str) -> bool:
    """Return whether the date that `text` means depends on who reads it, and on which day."""
    bare = _bare(_normalized(text))
    return not any(pattern.fullmatch(bare) for pattern in (_YMD, _COMPACT))


def weekday_of(match: re.Match[str], group: int = 1) -> int:
    """Return the weekday that WEEKDAY matched, from 0 for Monday; group: the number of its first group."""
    english, chinese = match.group(group), match.group(group + 1)
    return _DAYS.index(english[:3].lower()) if english else _CHINESE_DAYS.index(chinese.replace("天", "日"))


def of_several_readings(text: str, readings: Iterable[date], reason: str = "date_ambiguous") -> NotADate:
    """Return the error for a text that can mean several days or moments; it holds them in order."""
    ordered = sorted(readings)
    named = dict(zip(("one", "other"), ordered, strict=False))
    spelt = {f"{name}_iso": _spelt(day) for name, day in named.items()}
    refusal = NotADate(reason, text=text, **named, **spelt)
    refusal.readings = tuple(ordered)
    return refusal


def _spelt(day: date) -> str:
    return day.isoformat(" ", "minutes") if isinstance(day, datetime) else day.isoformat()


# --- the reading that is meant ---------------------------------------------------------------


def _only_reading(text: str, today: date, conventions: Conventions, read: Callable[[str, _View], T]) -> T:
    """Return the value of a text in the order of numbers that its writer uses, or the only possible one."""
    normalized = _normalized(text) if len(text) <= LONGEST else ""
    found, refusal = _readings(normalized, today, conventions, read)
    if not found:
        refusal.values["text"] = text
        raise refusal
    if _YEAR_OF_TWO_DIGITS.search(normalized):
        found = {order: value for order, value in found.items() if _is_near(value, today)} or found
    month_first = conventions.month_first or _CHINESE.search(normalized)
    if month_first and "month-day" in found and not _YEAR_LAST.search(normalized):
        return found["month-day"]
    by_last_day = {_last_day(value): value for value in found.values()}
    if len(by_last_day) > 1:
        raise of_several_readings(text, by_last_day)
    return next(iter(by_last_day.values()))


def _readings(
    normalized: str, today: date, conventions: Conventions, read: Callable[[str, _View], T]
) -> tuple[dict[str, T], NotADate]:
    """Return the value by each order of numbers that gives one, and the best refusal of the others."""
    found: dict[str, T] = {}
    refusal = NotADate("date_unknown")
    for order in _ORDERS:
        try:
            found[order] = read(normalized, _View(today, conventions, order))
        except NotADate as another:
            refusal = refusal if another.reason == "date_unknown" else another
        except _MonthEnds as error:
            if refusal.reason in ("date_unknown", "date_impossible"):
                refusal = NotADate("month_ends", last=error.last)
        except (ValueError, OverflowError):
            refusal = refusal if refusal.reason != "date_unknown" else NotADate("date_impossible")
    return found, refusal


def _last_day(value: date | tuple[date, date]) -> date:
    return value[1] if isinstance(value, tuple) else value


def _is_near(value: date | tuple[date, date], today: date) -> bool:
    return abs(_last_day(value).year - today.year) <= _NEAR


_TWO_DIGITS = r"(?<![\d/.-])\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{2}(?![\d/-])"
_YEAR_OF_TWO_DIGITS = re.compile(_TWO_DIGITS)
_YEAR_LAST = LazyPattern(rf"{_TWO_DIGITS}|\d ?[/.-] ?\d{{4}}(?! ?[-/.年\d])")


# --- one day ---------------------------------------------------------------------------------


def _day(normalized: str, view: _View) -> date:
    bare = _bare(normalized)
    for text in dict.fromkeys((normalized, bare)):
        for pattern, read in (*_calendar(), *_relative()):
            if match := pattern.fullmatch(text):
                return read(match, view)
    return _beside_weekday(bare, view)


def _calendar_day(text: str, view: _View) -> date:
    for pattern, read in _calendar():
        if match := pattern.fullmatch(text):
            return read(match, view)
    raise NotADate("date_unknown")


def _beside_weekday(text: str, view: _View) -> date:
    """Read a date beside its weekday: Friday, 9 October 2026 or 10月9日（周五）."""
    text = _WEEKDAY_ALONE.sub(r"周\1", text)
    before, after = _WEEKDAY_BEFORE.match(text), _WEEKDAY_AFTER.search(text)
    match = before or after
    if match is None:
        raise NotADate("date_unknown")
    day = _calendar_day(text[match.end() :] if before else text[: match.start()], view)
    weekday = weekday_of(match)
    if day.weekday() != weekday:
        nearest = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
        raise of_several_readings(text, (day, nearest), "weekday_differs")
    return day


_WEEKDAY_BEFORE = LazyPattern(rf"{WEEKDAY},? ?(?=[\da-z])")
_WEEKDAY_ALONE = re.compile(r"(?<=[日号\d]) ?\(([一二三四五六日天])\)$")
_WEEKDAY_AFTER = LazyPattern(rf"(?:[ ,(]+|(?<=[日号\d])){WEEKDAY}\)?$")


def _normalized(text: str) -> str:
    """Return a text in lower case, half-width, and with figures for counted Chinese numbers."""
    text = unicodedata.normalize("NFKC", text).strip().lower()
    return re.sub(r"\s+", " ", with_figures(text)).strip(" .。")


def _bare(normalized: str) -> str:
    """Return a text without the words that make a day a deadline: by, 于, 前."""
    return _DEADLINE_WORDS.sub("", normalized).strip(" .。")


_DEADLINE_WORDS = LazyPattern(
    r"^(?:(?:by|before|on|until|till|(?:no|not) later than|latest|at the latest)(?: by| on)?(?![a-z])"
    r"|于|在|截至|截止到?|最晚|最迟|不晚于)\s*(?=\S)"
    r"|(?<=\S),? (?:at the latest|latest|or (?:earlier|sooner|before))$"
    r"|(?<=[日号天末底\d一二三四五六])\s*(?:之前|以前|前|止)$"
)


def with_figures(text: str) -> str:
    """Return a text with figures for the Chinese numbers that count years, months, days or weeks in it."""
    return _CHINESE_NUMBER.sub(_as_digits, text) if _COUNTED.search(text) else text


_COUNTED = LazyPattern(rf"[{CHINESE_DIGITS}十][年月日号天周个]")


def _as_digits(match: re.Match[str]) -> str:
    word = match.group()
    if "十" in word:
        tens, _, units = word.partition("十")
        return f"{_VALUES[tens] if tens else 1}{_VALUES[units] if units else 0}"
    return "".join(map(_VALUES.__getitem__, word))


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def _ymd(match: re.Match[str], _view: _View) -> date:
    return _calendar_date(*map(int, match.groups()))


def _month_day(match: re.Match[str], view: _View) -> date:
    which, month, day = match.groups()
    if which:
        return _calendar_date(view.today.year + _YEARS[which], int(month), int(day))
    return _next_occurrence(int(month), int(day), view.today)


_YEARS = {"今": 0, "本": 0, "明": 1, "后": 2, "this": 0, "the": 0, "next": 1}


def _day_month_name(match: re.Match[str], view: _View) -> date:
    day, month, year = match.groups()
    return _with_month_name(month, day, year, view.today)


def _month_name_day(match: re.Match[str], view: _View) -> date:
    month, day, year = match.groups()
    return _with_month_name(month, day, year, view.today)


def _year_month_name_day(match: re.Match[str], view: _View) -> date:
    year, month, day = match.groups()
    return _with_month_name(month, day, year, view.today)


def _with_month_name(month: str, day: str, year: str | None, today: date) -> date:
    number = MONTHS.index(month[:3]) + 1
    return (
        _calendar_date(_year(year), number, int(day)) if year else _next_occurrence(number, int(day), today)
    )


def _two_numbers(match: re.Match[str], view: _View) -> date:
    first, second, third = match.groups()
    if view.order == "year-month-day" and third and len(third) == 2:
        return _calendar_date(_year(f"{first:0>2}"), int(second), int(third))
    month, day = (second, first) if view.order == "day-month" else (first, second)
    if third:
        return _calendar_date(_year(third), int(month), int(day))
    return _next_occurrence(int(month), int(day), view.today)


def _next_occurrence(month: int, day: int, today: date) -> date:
    if (month, day) != (2, 29):
        _calendar_date(today.year, month, day)  # raises ValueError for a day that no year has
    for year in range(today.year, today.year + 9):
        if day <= calendar.monthrange(year, month)[1] and (found := date(year, month, day)) >= today:
            return found
    raise ValueError


def _calendar_date(year: int, month: int, day: int) -> date:
    """Return a day; raises ValueError, for one that only this month lacks with the last one that it has."""
    if 1 <= month <= 12 and 28 < day <= 31 and day > (last := calendar.monthrange(year, month)[1]):
        raise _MonthEnds(date(year, month, last))
    return date(year, month, day)


def _end_of_named_month(match: re.Match[str], view: _View) -> date:
    year, month = match["year"], match["month"]
    number = int(month) if month.isdecimal() else MONTHS.index(month[:3]) + 1
    if year:
        return _end_of_month(date(int(year), number, 1))
    end = _end_of_month(date(view.today.year, number, 1))
    return end if end >= view.today else _end_of_month(date(end.year + 1, number, 1))


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


# --- days counted from today -----------------------------------------------------------------


def _offset(match: re.Match[str], view: _View) -> date:
    count, unit = match.group(1), (match.group(2) or "d")
    number = int(count) if count.isdecimal() else _COUNTED_WORDS[count]
    if unit[0] in "m月":
        return _add_months(view.today, number)
    return view.today + timedelta(days=number * (7 if unit[0] in "w周星礼" else 1))


def _working_days(match: re.Match[str], view: _View) -> date:
    count = match.group(1)
    number = int(count) if count.isdecimal() else _COUNTED_WORDS[count]
    return view.conventions.calendar().after(view.today, number, working=True)


def _add_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


_NAMED_DAYS = {
    "今天": 0,
    "今日": 0,
    "today": 0,
    "tonight": 0,
    "昨天": -1,
    "前天": -2,
    "yesterday": -1,
    "明天": 1,
    "明日": 1,
    "tomorrow": 1,
    "后天": 2,
    "大后天": 3,
}


def _named_day(match: re.Match[str], view: _View) -> date:
    return view.today + timedelta(days=_NAMED_DAYS[match.group()])


def _chinese_weekday(match: re.Match[str], view: _View) -> date:
    which, name = match.groups()
    weekday = _CHINESE_DAYS.index(name.replace("天", "日"))
    return _weekday({"下下": 2, "下": 1, "本": 0, "这": 0}.get(which), weekday, view.today)


def _english_weekday(match: re.Match[str], view: _View) -> date:
    which, name = match.groups()
    return _weekday({"next": 1, "this": 0}.get(which), _DAYS.index(name[:3]), view.today)


def _weekday(weeks: int | None, weekday: int, today: date) -> date:
    """Return the weekday in the week `weeks` from now (weeks begin on Monday); None means the next one."""
    day = today + timedelta(days=weekday - today.weekday())
    if weeks is None:
        return day if day > today else day + timedelta(weeks=1)
    return day + timedelta(weeks=weeks)


def _month_end(match: re.Match[str], view: _View) -> date:
    return _end_of_month(_add_months(view.today.replace(day=1), match.group(1) in ("下", "下个", "next")))


def _year_end(match: re.Match[str], view: _View) -> date:
    which = next(filter(None, match.groups()), "this")
    return date(int(which) if which.isdecimal() else view.today.year + _YEARS[which], 12, 31)


def _day_of_month(match: re.Match[str], view: _View) -> date:
    which, day, today = match.group(1), int(match.group(2)), view.today
    if which:
        return _add_months(today.replace(day=1), int(which.startswith("下"))).replace(day=day)
    for months in range(12):
        first = _add_months(today.replace(day=1), months)
        if day <= calendar.monthrange(first.year, first.month)[1] and first.replace(day=day) >= today:
            return first.replace(day=day)
    raise ValueError


# --- festivals -------------------------------------------------------------------------------

_SALES_DAYS = {"618": (6, 18), "双11": (11, 11), "双十一": (11, 11), "双12": (12, 12), "双十二": (12, 12)}
_HOLIDAYS = {
    "元旦": "元旦",
    "春节": "春节",
    "过年": "春节",
    "chinese new year": "春节",
    "lunar new year": "春节",
    "spring festival": "春节",
    "清明": "清明节",
    "清明节": "清明节",
    "五一": "劳动节",
    "五一节": "劳动节",
    "劳动节": "劳动节",
    "端午": "端午节",
    "端午节": "端午节",
    "中秋": "中秋节",
    "中秋节": "中秋节",
    "国庆": "国庆节",
    "国庆节": "国庆节",
    "圣诞": "圣诞节",
    "圣诞节": "圣诞节",
    "christmas": "圣诞节",
    "new year": "元旦",
    "new year's day": "元旦",
}
_ENGLISH_HOLIDAYS = "|".join(name for name in _HOLIDAYS if name.isascii())
_FIXED = {"元旦": (1, 1), "劳动节": (5, 1), "国庆节": (10, 1), "圣诞节": (12, 25)}
"""The holidays that fall on the same day each year, so that no calendar is needed to know it."""


def _sales_day(match: re.Match[str], view: _View) -> date:
    if match.group() == "618" and not view.conventions.month_first:
        raise NotADate("date_unknown")  # elsewhere it is a number
    month, day = _SALES_DAYS[match.group(1)]
    if match.group(2):
        return _next_occurrence(month, day, view.today + timedelta(days=1)) - timedelta(days=1)
    return _next_occurrence(month, day, view.today)


def _by_holiday(match: re.Match[str], view: _View) -> date:
    """Refuse "by Christmas", which can mean the last working day before it or the holiday itself."""
    before = _before_holiday(match, view)
    name = _HOLIDAYS[match.group(1)]
    year = before.year + (name == "元旦" and before.month == 12)
    month_and_day = _FIXED.get(name)
    day = date(year, *month_and_day) if month_and_day else view.conventions.calendar().festival(name, year)
    raise of_several_readings(match.string, (before, day or before))


def _before_holiday(match: re.Match[str], view: _View) -> date:
    """Return the last working day, not before today, that comes before a festival."""
    name, work = _HOLIDAYS[match.group(1)], view.conventions.calendar()
    for year in range(view.today.year, view.today.year + 2):
        festival = date(year, *_FIXED[name]) if name in _FIXED else work.festival(name, year)
        if festival is None:
            raise NotADate("holiday_unknown", name=match.group(1))
        if (found := work.before(festival)) >= view.today:
            return found
    raise NotADate("date_unknown")


# --- periods ---------------------------------------------------------------------------------

_OR = r" ?/ ?| or | ?或者? ?"
"""What stands between two days of which either may be meant; in ISO 8601 a slash makes a period."""
_SEPARATORS = (
    r" ?(?:–|—|~|至|到) ?| (?:to|until|till|through|thru) ",
    r" ?- ?",
    _OR,
)
_AROUND_PERIOD = re.compile(
    r"^(?:(?:by|during|within) )?(?:from|between|自|从|由|在)\s*(?=\S)|\s*(?:之间|期间|inclusive)$"
)
_MOST_PARTS = 9
"""The most places at which a text is divided to find the two days of a period."""
_MOVES = (
    LazyPattern(rf"(?:从|由|自|原定于?)?(?P<old>.+?)[, ]*{CHANGED}(?P<new>.+)"),
    LazyPattern(rf"{MOVED} from (?P<old>.+) to (?P<new>.+)"),
    LazyPattern(
        r"(?P<new>.+?)[ ,]*\(? ?(?:was|previously|formerly|originally|instead of) (?P<old>[^()]+)\)?"
    ),
    LazyPattern(r"(?P<new>.+?)[ ,]*\(? ?原(?:定|为|是|来|先|计划)?[于为是]?:? ?(?P<old>[^()]+)\)?"),
)
_DAY_ALONE = LazyPattern(rf"{ORDINAL} ?[日号.]?(?:,? (?P<year>\d{{4}}))?")
_NAMES_MONTH = LazyPattern(rf"(?!.*[内后]$).*(?:{MONTH}|[月日号]|\.\d{{4}}).*")
_HAS_YEAR = re.compile(r"\d{4}")
_HALF_A_YEAR = timedelta(days=183)
"""The longest period of which one day is written without its year: a longer one is a slip of the pen."""


def _period(normalized: str, view: _View) -> tuple[date, date]:
    if moved := next(filter(None, (move.fullmatch(normalized) for move in _MOVES)), None):
        day = _moved_to(moved["old"], moved["new"], view)
        return day, day
    impossible: ValueError | None = None
    for left, mark, right in islice(_parts(normalized), _MOST_PARTS):
        try:
            first, last = _joined(left, right, view)
        except NotADate as refusal:
            if refusal.reason != "date_unknown":
                raise
        except ValueError as error:
            impossible = error
        else:
            is_dated = all(map(_HAS_YEAR.search, (left, right)))
            if first < last and (is_dated or last - first <= _HALF_A_YEAR):
                if re.fullmatch(_OR, mark) and not (mark == "/" and _YMD.fullmatch(left)):
                    raise of_several_readings(normalized, (first, last))
                return first, last
    raise impossible or NotADate("date_unknown")


def _moved_to(left: str, right: str, view: _View) -> date:
    """Return the day to which another one was moved; without a year it is the nearest to that one."""
    first = _day(left, view)
    return _day(right, replace(view, today=first - _HALF_A_YEAR) if _HAS_YEAR.search(left) else view)


def _parts(normalized: str) -> Iterator[tuple[str, str, str]]:
    """Yield every separator that may divide the days of a period, with its two sides."""
    is_between = normalized.startswith("between ")
    text = _AROUND_PERIOD.sub("", _bare(normalized))
    for separator in (*([" and "] if is_between else []), *_SEPARATORS):
        for match in re.finditer(separator, text):
            left, right = text[: match.start()].strip(), text[match.end() :].strip()
            if left and right:
                yield left, match.group(), right


def _joined(left: str, right: str, view: _View) -> tuple[date, date]:
    """Return the two days of a period, one of which may lack the month or the year that the other names."""
    if (alone := _DAY_ALONE.fullmatch(left)) and not alone["year"]:
        if not _NAMES_MONTH.fullmatch(right):
            raise NotADate("date_unknown")
        last = _day(right, view)
        return last.replace(day=int(alone[1])), last
    if alone := _DAY_ALONE.fullmatch(right):  # October 5–9, 2026 has its year last
        if not _NAMES_MONTH.fullmatch(left) and not _HAS_YEAR.search(left) and right[-1] not in "日号":
            raise NotADate("date_unknown")  # 3.5-4 may be any figures
        first = _day(f"{left} {alone['year']}" if alone["year"] else left, view)
        return first, first.replace(day=int(alone[1]))
    if not any(map(str.isdecimal, left)):
        return _day(left, view), _day(right, view)
    if _HAS_YEAR.search(left):
        first = _day(left, view)
        return first, _day(right, replace(view, today=first))
    last = _day(right, view)
    return _day(left, replace(view, today=last - _HALF_A_YEAR)), last


# --- the grammar -----------------------------------------------------------------------------

_YMD = re.compile(r"(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?[日号]?")
_COMPACT = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_BEFORE = "(?:之前|以前|前)"

_Reader = Callable[[re.Match[str], _View], date]


_Grammar = tuple[tuple[re.Pattern[str], _Reader], ...]


def _compiled(*entries: tuple[str | re.Pattern[str], _Reader]) -> _Grammar:
    return tuple((re.compile(pattern), read) for pattern, read in entries)


@cache
def _calendar() -> _Grammar:
    return _compiled(
        (_YMD, _ymd),
        (_COMPACT, _ymd),
        (r"(?:(今|本|明|后)年)? ?(\d{1,2}) ?月 ?(\d{1,2}) ?[日号]?", _month_day),
        (rf"{ORDINAL}[ .\-/]*(?:of )?{MONTH}(?:[ ,.\-/]{{1,2}}'?(\d{{4}}|\d{{2}}))?", _day_month_name),
        (rf"{MONTH}[ .\-/]*{ORDINAL}(?:[ ,.\-/]{{1,2}}'?(\d{{4}}|\d{{2}}))?", _month_name_day),
        (rf"(\d{{4}})[ .\-/]*{MONTH}[ .\-/]*{ORDINAL}", _year_month_name_day),
        (r"(\d{1,2}) ?[/.\-] ?(\d{1,2})(?: ?[/.\-] ?(\d{4}|\d{2}))?", _two_numbers),
    )


@cache
def _relative() -> _Grammar:
    return _compiled(
        (r"\+ ?(\d+) ?(d|days?|w|weeks?|m|months?|天|日|周|星期|个?月)?", _offset),
        (r"(\d+) ?个?(天|日|周|星期|礼拜|月) ?(?:后|以后|之后|内|之内|以内)", _offset),
        (rf"(?:in|within) (?:the next )?{_COUNT} (day|week|month)s?", _offset),
        (r"\+ ?(\d+) ?(?:个?工作[日天]|working days?|wd)", _working_days),
        (r"(\d+) ?个?工作[日天] ?(?:后|以后|之后|内|之内|以内)", _working_days),
        (rf"(?:in|within) (?:the next )?{_COUNT} (?:working|business|work) ?days?", _working_days),
        ("|".join(_NAMED_DAYS), _named_day),
        (r"(下下|下|本|这)?个?(?:[周週]|星期|礼拜)([一二三四五六日天])", _chinese_weekday),
        (rf"(?:(next|this) )?{_ENGLISH_DAY}", _english_weekday),
        (r"(本|这个|下个?)?月(?:底|末)", _month_end),
        (r"(本|这个)月(?:内|之内|以内)", _month_end),
        (r"(?:the )?end of (this|next|the)? ?month", _month_end),
        (r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月 ?(?:底|末)", _end_of_named_month),
        (rf"(?:the )?end (?:of )?(?P<month>{MONTH})(?: (?P<year>\d{{4}}))?", _end_of_named_month),
        (r"(?:(今|本|明|后|\d{4}) ?)?年(?:底|末)", _year_end),
        (r"(今|本)?年(?:内|之内|以内)", _year_end),
        (r"(?:the )?end of (?:(this|the|next) year|(\d{4}))", _year_end),
        (r"(本月|这个月|下个?月)?(\d{1,2}) ?[日号]", _day_of_month),
        (rf"({'|'.join(_SALES_DAYS)})(?:大促)?({_BEFORE})?", _sales_day),
        (rf"(?:在|于)?({'|'.join(_HOLIDAYS)})(?:假期|放假)?{_BEFORE}", _before_holiday),
        (rf"before ({_ENGLISH_HOLIDAYS})", _before_holiday),
        (rf"(?:by|until|till|(?:no|not) later than|latest) ({_ENGLISH_HOLIDAYS})", _by_holiday),
        (rf"(?:最晚|最迟|不晚于|截至|截止到?)({'|'.join(_HOLIDAYS)})", _by_holiday),
    )
