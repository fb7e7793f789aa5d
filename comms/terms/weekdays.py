"""Finds dates that stand beside a weekday in a running text: Friday 9 October 2026, 10月9日（周五）."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from comms.terms.dates import Conventions, NotADate, parse_date
from comms.terms.lazy_patterns import LazyPattern

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"(?:,?[ \t]+\d{4}(?!\d))"
_DATE = (
    r"(?:(?<![\d.])\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)"
    r"|(?<![\w/.-])\d{1,2}(?:/\d{1,2}/|\.\d{1,2}\.|-\d{1,2}-)\d{4}(?![\w/-])"
    r"|(?<!\d)(?:\d{4}[ \t]?年[ \t]?)?\d{1,2}[ \t]?月[ \t]?\d{1,2}[ \t]?[日号]"
    rf"|(?<![\d/.–-])\d{{1,2}}(?:st|nd|rd|th)?[ \t]+(?:of[ \t]+)?{_MONTH}(?![a-z]){_YEAR}?"
    rf"|\b{_MONTH}[ \t]+\d{{1,2}}(?!\d)(?:st|nd|rd|th)?{_YEAR}?)"
)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_CHINESE = "一二三四五六日"
# abbreviations need their capital: "they sat", "the sun", "to wed" are no days
_WEEKDAY = (
    rf"(?:\b(?i:{'|'.join(_NAMES)})\b|\b(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun|MON|TUE|WED|THU|FRI|SAT|SUN)\b\.?"
    r"|(?:[周週]|星期|礼拜)[一二三四五六日天]|(?<=[\d日号])[ \t]?[(（][一二三四五六日天][)）])"
)
_RANGE = r"[ \t]*(?:\b(?:to|till|until|through|and|or)\b|[-–—/~至到、和或或者])[ \t]*"
_BESIDE = r"[ \t]*(?:[,，|][ \t]*)?"
_NAMED = re.compile(_WEEKDAY)
_BEFORE = LazyPattern(rf"(?i:{_DATE}){_BESIDE}[(（]?[ \t]*\Z")
# figures alone are a day only where nothing but a bracket parts them from the weekday: 12/3（周五）, 12.3周五
_FIGURES_BEFORE = LazyPattern(
    r"(?<![\w/.%$¥€£-])(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|[12]\d|3[01])[(（]?\Z|"
    r"(?<![\w/.%$¥€£-])(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])[ \t]*[(（]?\Z"
)
_AFTER = LazyPattern(rf"{_BESIDE}(?:[(（][ \t]*)?(?:the[ \t]+)?(?i:({_DATE}))")
_ENDS_RANGE = LazyPattern(rf"{_WEEKDAY}{_RANGE}\Z")
_BEGINS_RANGE = LazyPattern(rf"{_RANGE}{_WEEKDAY}")
_RECURRING = LazyPattern(
    r"(?:每(?:[逢个]|隔?[一二两三]个?)?|逢|\b(?:every|each)(?:[ \t]+(?:other|second))?[ \t]+)\Z", re.I
)
_EXCEPTED = re.compile(r"[ \t]*(?:除外|以外|不算|(?:is |are )?(?:excepted|excluded|not included))", re.I)
_WINDOW = 48
"""The most characters between the beginning of a date and a weekday behind it."""
_HALF_A_YEAR = timedelta(days=183)
_PARTS = (
    *"Mon Tue Wed Thu Fri Sat Sun MON TUE WED THU FRI SAT SUN".split(),
    *(name[1:] for name in _NAMES),
    *(week + day for week in ("周", "週", "星期", "礼拜") for day in f"{_CHINESE}天"),
    *(bracket + day for bracket in "(（" for day in f"{_CHINESE}天"),
)


def may_name_weekday(text: str) -> bool:
    """Return whether a text may name a weekday, found out much faster than which one."""
    return any(part in text for part in _PARTS)


@dataclass(frozen=True, slots=True)
class WrongWeekday:
    """A weekday that is not that of the date beside it.

    start, end: the place of both in the text; day: the date; weekday: the one written, Monday is 0.
    """

    start: int
    end: int
    day: date
    weekday: int


def wrong_weekdays(text: str, near: date | None) -> Iterator[WrongWeekday]:
    """Yield the weekdays that contradict the date beside them; one of two dates suffices to agree with.

    near: a date without a year is the one nearest to this day; without it, such a date is not judged.
    """
    for match in _NAMED.finditer(text):
        if _is_of_range(text, match) or _recurs(text, match):
            continue
        weekday = _number(match.group())
        found = list(_dates_beside(text, match, near))
        if found and all(day.weekday() != weekday for _, _, day in found):
            start, end, day = found[-1]
            yield WrongWeekday(start, end + _is_bracketed(text, start, end), day, weekday)


def _is_bracketed(text: str, start: int, end: int) -> bool:
    """Return whether a bracket that opens in a stretch of a text closes right behind it."""
    return text[end : end + 1] in (")", "）") and re.search("[(（]", text[start:end]) is not None


def _is_of_range(text: str, match: re.Match[str]) -> bool:
    """Return whether a weekday begins or ends a range of weekdays, such as Monday to Friday."""
    before = text[max(match.start() - _WINDOW, 0) : match.start()]
    return bool(_BEGINS_RANGE.match(text, match.end()) or _ENDS_RANGE.search(before))


def _recurs(text: str, match: re.Match[str]) -> bool:
    """Return whether a weekday is that of every week: 每周五, every Friday."""
    return bool(_RECURRING.search(text[max(match.start() - _WINDOW, 0) : match.start()]))


def _dates_beside(text: str, weekday: re.Match[str], near: date | None) -> Iterator[tuple[int, int, date]]:
    """Yield the dates right before and right behind a weekday, each with the place of both."""
    window = max(weekday.start() - _WINDOW, 0)
    before = text[window : weekday.start()]
    if behind := _BEFORE.search(before) or (_names_chinese_day(weekday) and _FIGURES_BEFORE.search(before)):
        written = behind.group().rstrip(" \t,，|(（")
        if day := _day(written, near):
            yield window + behind.start(), weekday.end(), day
    ahead = _AFTER.match(text, weekday.end())
    if ahead and not _EXCEPTED.match(text, ahead.end()) and (day := _day(ahead[1], near)):
        yield weekday.start(), ahead.end(), day


def _names_chinese_day(weekday: re.Match[str]) -> bool:
    """Return whether a weekday is 周五, in whose texts 12/3 is 3 December; a section may be 12.3（五）."""
    return weekday.group()[-1] in f"{_CHINESE}天"


def _day(written: str, near: date | None) -> date | None:
    has_year = re.search(r"\d{4}", written)
    if near is None and not has_year:
        return None
    try:
        since = date.min if near is None or has_year else near - _HALF_A_YEAR
        return parse_date(written, since, Conventions(month_first=not has_year))
    except (NotADate, OverflowError):
        return None


def _number(written: str) -> int:
    written = written.rstrip(")）")
    if written[-1] in f"{_CHINESE}天":
        return _CHINESE.index(written[-1].replace("天", "日"))
    return next(number for number, name in enumerate(_NAMES) if name.startswith(written[:3].lower()))
