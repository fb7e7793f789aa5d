"""Finds dates in running text, with what the words around them say: periods, weekdays, dates of before."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from comms.terms.dates import (
    CHANGED,
    CHINESE_DIGITS,
    LONGEST,
    MONTH,
    MONTHS,
    MOVED,
    ORDINAL,
    WEEKDAY,
    weekday_of,
    with_figures,
)
from comms.terms.republic_years import BARE, NAMES_ERA, OF_REPUBLIC, republic_days

_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict.fromkeys(
    (0x3000, 0xA0, 0x202F), " "
)
"""Full-width characters and hard spaces as plain ones, one for one, so that places stay."""
_YEAR_FIRST = r"\d{4} ?[-/.年] ?\d{1,2} ?[-/.月] ?\d{1,2}(?!\d|\.\d) ?[日号]?"
_DASH = r"(?:-|–|—|~|〜)"
_TO = rf"(?: ?(?:{_DASH}|至|到) ?| (?:to|until|till|through|thru) )"
_DATE = (
    rf"(?<![\d_])(?<![^\d日号]/)(?<![a-z]-)(?P<year_first>{_YEAR_FIRST})"
    r"|(?<![\d第满])(?P<short_year>[2-4]\d ?年 ?\d{1,2} ?月 ?\d{1,2}(?!\d) ?[日号]?)"
    rf"|(?<!\d)(?P<day_name>{ORDINAL}(?: of |[ \-./]){MONTH}[ ,\-./]{{1,2}}"
    r"(?:\d{4}|(?:(?<=-)|['’])\d\d(?!:))(?!\d))"
    rf"|(?<![a-z])(?P<name_day>{MONTH} {ORDINAL}(?:{_TO}(?:{MONTH} )?{ORDINAL}| and {ORDINAL})?"
    r",? (?:\d{4}|['’]\d\d)(?!\d))"
    rf"|(?P<numerals>[{CHINESE_DIGITS}]{{4}}年[一二三四五六七八九十]{{1,3}}月[一二三四五六七八九十]{{1,3}}[日号])"
    rf"|(?<![\d/_])(?P<name_inside>\d{{4}}-{MONTH}-\d{{1,2}}(?!\d))"
    r"|(?:(?<![\d/.\-])|(?<=\d{4}-))(?P<day_first>\d{1,2}(?P<mark>[./-])\d{1,2}(?P=mark)\d{4}"
    r"(?!\d|[./]\d|-\d(?!\d?[./]\d{1,2}[./]\d{4})))"
    rf"|(?P<republic>{OF_REPUBLIC})"
)
_YEAR = r"\d{4}|[A-Za-z]-\d\d|['’]\d\d|年|民[國国]"
_COMPACT = r"(?<![\w#./\-])20\d{6}(?![\w./\-])"
_ADDRESS = r"(?:https?://|www\.)[!-~]+"
_IN_FILE_NAME = r"[\w\-]{0,40}\.(?:pdf|docx?|xlsx?|pptx?|png|jpe?g|md|zip|csv|psd|ai)\b"
_NUMBERED = r"(?:号|单|no\.?|po|so|sku|#)[ :]*$"

# without brackets an abbreviation needs its capital: "2026-10-09 sun cream" names no Sunday
_NAMED = (
    r"(?:((?:mon|tues|wednes|thurs|fri|satur|sun)day|(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
    r"|MON|TUE|WED|THU|FRI|SAT|SUN)\.?)|(?:[周週]|星期|礼拜)([一二三四五六日天]))"
)
_WEEKDAY_BEFORE = rf"(?<![a-z]){_NAMED}[,.]? ?$"
_WEEKDAY_AFTER = rf" ?\( ?{WEEKDAY} ?\)|,? ?{_NAMED}(?![a-z]| ?(?:{_DASH}|至|到))"
_CLOCK_AFTER = (
    r"(?:[ t,]*(?:(?:at|by|@) )?(?:上午|早上|早晨|中午|下午|傍晚|晚上|凌晨)?"
    r"(?:\d{1,2} ?[:点时] ?(?:\d{1,2}|半|整)?分?(?::\d\d(?:\.\d+)?)?(?: ?[ap]\.?m\b\.?)?"
    r"|\d{1,2} ?[ap]\.?m\b\.?)"
    r"|[ ,]*(?:noon|midnight|midday|eod|cob|eob|(?:end|close) of (?:the )?(?:day|business|play)"
    r"|中午|上午|下午|晚上|下班))"
    r"(?: ?\(?(?:(?:utc|gmt)(?:[+-]\d{1,2})?|ces?t|[ecmp][sd]t|bst|北京时间|z|[+-]\d\d:?\d\d)\b\)?)?"
)
_REST = (
    rf"(?:,? ?\(?{WEEKDAY}\)?)?(?:{_TO}| ?,? ?(?P<changed>{CHANGED}) ?)"
    r"(?:(?:(?P<month>\d{1,2}) ?月 ?)?(?P<day>\d{1,2}) ?[日号]"
    r"|(?P<number>\d{1,2})(?P<mark>[-/.])(?P<count>\d{1,2})(?= ?(?:[,.;)\n]|$|[一-鿿])))"
    r"|(?:~|–|—|/|(?: ?- | (?:to|until|till|through) | ?[至到] ?)(?=\d\d ?(?:[,.;)\n]|$)))"
    r"(?P<last>\d\d)(?![\w%:/-]|\.\d)"
)
_BEGINNING = (
    rf"(?<![\w./-])(?:{ORDINAL}(?: {MONTH})?|{MONTH} {ORDINAL}){_TO}$|between {ORDINAL}(?: {MONTH})? and $"
)
_BETWEEN = rf"(?:,? ?\(?{WEEKDAY}\)?)?(?:{_TO}|/)(?:{WEEKDAY},? )?"
_AND = r" and "
_EITHER = (
    rf"(?:,? ?\(?{WEEKDAY}\)?)?(?: ?/ ?|,? or (?:on |by )?|[ ,]*或者?(?:是|在)? ?"
    rf"|[ ,]*(?:alternatively|要么|要不)[ ,:]*)(?:{WEEKDAY},? )?"
)
_FIRST_OF_TWO = r"(?<![\w./-])(?P<day>\d{1,2})(?:st|nd|rd|th)?(?: or | ?/ ?)$"
_OLD_BEFORE = (
    r"(?:[ (]*(?<![a-z])(?:was|were|formerly|original(?:ly)?|initial(?:ly)?|previous(?:ly)?|former|old"
    r"|instead of|rather than|not|no longer)"
    r"(?:[ :(]+(?:due|planned|scheduled|set|on|for|by|deadline|date|delivery|launch|target|the|at|to be))*"
    r"|(?:原(?:定|计划|来|本|先|为|是)|此前|不是|而非|并非|改自|(?<![一-鿿])[原旧])"
    r"(?:的|于|在|为|是|定|计划|交付|交货|上线|截止|日期|时间|交期|期限)*)[ :(]*$"
)
_OLD_FROM = rf"[ (]*{MOVED} from[ :]*$"
_FROM = r"[ (]+from "
_STRUCK = ("~~", "</del>", "</s>")
_NOW = (
    rf"[ ,.;:)]*(?:→|->|=>|⇒|(?:现|已)?{CHANGED}|现(?:在|为|定)*|(?:but )?now(?: is)?"
    rf"|(?:(?:is|was|has been|but) )*(?:now )?{MOVED} to)[ 于:(]*"
)
_MONTH_AND_DAY = (
    rf"\d{{1,2}} ?月 ?\d{{1,2}}"
    rf"|(?<![\w.]){ORDINAL} (?:of )?{MONTH}(?![a-z])|(?<![a-z]){MONTH} {ORDINAL}(?!\w)"
    r"|(?<![\w./-])(?:0?[1-9]|1[0-2])[/.](?:0?[1-9]|[12]\d|3[01])(?= ?(?:$|[日号前\n,;)]|之前|以前))"
)
_WITHOUT_YEAR = (
    r"(?<!\d)(?<!\d年)(?<!\d年 )\d{1,2} ?月 ?\d{1,2} ?[日号]"
    r"|(?<=[、和及与或])\d{1,2} ?[日号](?![楼线门馆店库机仓])"
    rf"|(?<![\w.]){ORDINAL} (?:of )?(?-i:(?!may)){MONTH}(?![a-z])"
    rf"|(?<![a-z])(?-i:(?!may)){MONTH} {ORDINAL}(?!\w)"
    r"|(?<![\w./-])(?:0?[1-9]|1[0-2])(?P<between>[/.-])(?:0?[1-9]|[12]\d|3[01])(?=[前初定终完交]|之前|以前)"
)
_SHORT_YEAR = (
    r"(?<![\w./:-])(?:[2-4]\d(?P<first>[./-])\d{1,2}(?P=first)\d{1,2}"
    r"|\d{1,2}(?P<last>[./-])\d{1,2}(?P=last)[2-4]\d"
    rf"|{ORDINAL} {MONTH},? ?['’]?\d\d|{MONTH} {ORDINAL}, ?['’]?\d\d)(?![a-z\d_/:-]|\.\d)"
)
_HALF_A_YEAR = timedelta(days=183)
"""The longest time between two dates of which one is written without its year."""
_WINDOW = 48
"""The most characters around a date in which words about it are looked for."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a running text, or a period, of which the last day counts.

    start, end: its place. lead, until: the same with the words that belong to it, such as "was", a weekday
    and a time of day. day: None if the calendar has no such day, or if it is not sure which of the
    `readings` is meant, or the only one: 116年5月3日 need not count from 1912.
    iso: the day in ISO 8601, also of one that does not exist. weekday: the one that is named beside it, from
    0 for Monday. is_old: whether the words say that the date no longer holds. is_period, is_choice: whether
    it stands for a period, or for two days of which either may be meant.
    """

    start: int
    end: int
    day: date | None
    iso: str = ""
    readings: tuple[date, ...] = ()
    lead: int = 0
    until: int = 0
    weekday: int | None = None
    is_old: bool = False
    is_period: bool = False
    is_choice: bool = False


@cache
def _regex(source: str) -> re.Pattern[str]:
    """Return a pattern, compiled when it is first needed: together they take as long as to start."""
    return re.compile(source, re.IGNORECASE)


def find_dates(text: str) -> Iterator[tuple[int, int, date]]:
    """Yield the start, the end and the value of each complete date (year included) in a running text."""
    if not _regex(_YEAR).search(text):  # most cells of a table, and faster than to look for a date
        return
    for found in _complete(text.translate(_HALF_WIDTH), _DATE):
        if found.day is not None:
            yield found.start, found.end, found.day


def dates_in(text: str) -> list[WrittenDate]:
    """Return the dates and periods of a text about time, in order, with what is said about them.

    A date without a year has that of the date before it, or else after it; without either it is none. Numbers
    in addresses, file names and of versions are no dates.
    """
    text = text.translate(_HALF_WIDTH)
    bare = "republic" if NAMES_ERA.search(text) else "unsure"
    forms = (_DATE, _COMPACT, rf"(?P<{bare}>{BARE})") if "年" in text else (_DATE, _COMPACT)
    found = [each for form in forms for each in _complete(text, form)]
    periods = _completed(text, _joined(text, sorted(found, key=lambda each: each.start)))
    described = [_described(text, each) for each in periods]
    neighbours = zip([None, *described], described, [*described[1:], None], strict=False)
    return [_with_age(text, *each) for each in neighbours]


def day_that_holds(text: str) -> date | None:
    """Return the one day to which a text says that a date was moved; None if it tells of no such change."""
    found = dates_in(text) if len(text) <= LONGEST else []
    holding = [each.day for each in found if not each.is_old]
    return holding[0] if len(holding) == 1 < len(found) else None


def names_day(text: str) -> bool:
    """Return whether a text about time names a day of a month, with or without its year."""
    return bool(_regex(_MONTH_AND_DAY).search(text.translate(_HALF_WIDTH)))


def has_short_year(text: str) -> bool:
    """Return whether a text about time names a day with a year of two digits: 26/10/9, 9 Oct 26."""
    return bool(_regex(_SHORT_YEAR).search(text.translate(_HALF_WIDTH)))


# --- the dates themselves --------------------------------------------------------------------


def _complete(text: str, pattern: str) -> Iterator[WrittenDate]:
    """Yield what looks like a date with its year, outside of addresses and file names."""
    if "://" in text or "www." in text:
        text = _regex(_ADDRESS).sub(lambda match: " " * len(match[0]), text)
    for match in _regex(pattern).finditer(text):
        if _regex(_IN_FILE_NAME).match(text, match.end()):
            continue
        if match.lastgroup is None and _regex(_NUMBERED).search(
            text[max(0, match.start() - 8) : match.start()]
        ):
            continue
        spelt = _spelt(match.lastgroup, match.group())
        days = tuple(day for year, month, number in spelt if (day := _day(year, month, number)))
        end = match.start() + len(match.group().rstrip())
        if match.lastgroup == "unsure":
            yield WrittenDate(match.start(), end, None, readings=days)
        elif len(days) == 1:
            is_period = match.lastgroup == "name_day" and bool(_regex(_TO).search(match.group().rstrip()))
            yield WrittenDate(match.start(), end, days[0], days[0].isoformat(), is_period=is_period)
        elif days:
            yield WrittenDate(match.start(), end, None, readings=tuple(sorted(days)))
        elif 1900 <= spelt[0][0] < 2200 and not re.fullmatch(r"[\d.]+", match.group().strip()):
            year, month, number = spelt[0]
            yield WrittenDate(match.start(), end, None, f"{year}-{month:02d}-{number:02d}")


def _spelt(form: str | None, written: str) -> list[tuple[int, int, int]]:
    """Return year, month and day of a date by its form; 03/04/2026 has them twice."""
    numbers = [int(number) for number in re.findall(r"\d+", with_figures(written))]
    names = [
        MONTHS.index(name[:3].lower()) + 1 for name in re.findall("[A-Za-z]{3,}", written) if _is_month(name)
    ]
    match form:
        case "year_first" | "numerals" | "short_year":
            return [(numbers[0] + (2000 if numbers[0] < 100 else 0), numbers[1], numbers[2])]
        case "day_name" | "name_day":
            day, year = numbers[-2:]
            return [(year + (2000 if year < 100 else 0), names[-1], day)]
        case "name_inside":
            return [(numbers[0], names[-1], numbers[1])]
        case "republic" | "unsure":
            return republic_days(written)
        case "day_first":
            one, other, year = numbers
            return list(dict.fromkeys([(year, other, one), (year, one, other)]))
        case _:
            return [(numbers[0] // 10000, numbers[0] // 100 % 100, numbers[0] % 100)]


def _is_month(name: str) -> bool:
    return name[:3].lower() in MONTHS


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- periods ---------------------------------------------------------------------------------


def _joined(text: str, found: list[WrittenDate]) -> list[WrittenDate]:
    """Return the dates with those that begin and end a period made one."""
    joined: list[WrittenDate] = []
    for each in found:
        if joined and (both := _as_one(text, joined[-1], each)):
            joined[-1] = both
        elif not joined or each.start >= joined[-1].end:
            joined.append(_with_beginning(text, _with_rest(text, each)))
    return joined


def _as_one(text: str, first: WrittenDate, last: WrittenDate) -> WrittenDate | None:
    """Return two dates as one: a period, of which the last day counts, or one of two, which is open."""
    if _is_period(text, first, last):
        return replace(last, start=first.start, is_period=True)
    one = first.readings[0] if first.readings else first.day
    if one and last.day and _regex(_EITHER).fullmatch(text, first.end, last.start):
        return _choice(replace(last, start=first.start), one, last.day)
    return None


def _choice(found: WrittenDate, one: date, other: date) -> WrittenDate:
    return replace(found, day=None, iso="", readings=tuple(sorted((one, other))), is_choice=True)


def _is_period(text: str, first: WrittenDate, last: WrittenDate) -> bool:
    between = text[first.end : last.start]
    if len(between) > _WINDOW:
        return False
    if between == "/" and not _regex(_YEAR_FIRST).match(text, first.start):
        return False  # in ISO 8601 it makes a period, elsewhere it may mean either day
    is_between = text[max(0, first.start - 8) : first.start].lower() == "between "
    return bool(_regex(_BETWEEN).fullmatch(between) or (is_between and _regex(_AND).fullmatch(between)))


def _with_rest(text: str, found: WrittenDate) -> WrittenDate:
    """Return a date with the day after it with which a period ends, or to which it was moved."""
    match = _regex(_REST).match(text, found.end) if found.day else None
    if match is None or found.day is None:
        return found
    if match["mark"] and match["mark"] not in text[found.start : found.end]:
        return found
    month = int(match["month"] or match["number"] or found.day.month)
    number = int(match["day"] or match["count"] or match["last"])
    last = _nearest(found.day, month, number, match["changed"] or "")
    if last is None:
        return found
    return replace(found, end=match.end(), day=last, iso=last.isoformat(), is_period=not match["changed"])


def _nearest(first: date, month: int, number: int, changed: str) -> date | None:
    """Return the nearest such day after `first`, or on the side to which the words move the date."""
    days = [day for years in (-1, 0, 1) if (day := _day(first.year + years, month, number))]
    if changed.startswith("提前"):
        days = [day for day in days if day < first]
    elif not changed.startswith(("改", "变更", "调")):
        days = [day for day in days if day > first]
    nearest = min(days, key=lambda day: abs(day - first), default=None)
    return nearest if nearest and abs(nearest - first) <= _HALF_A_YEAR else None


def _with_beginning(text: str, found: WrittenDate) -> WrittenDate:
    """Return a date with the day before it: 5– of 5–9 October 2026, or 5 or of 5 or 9 October 2026."""
    since = max(0, found.start - _WINDOW)
    head = text[since : found.start]
    if match := _regex(_BEGINNING).search(head):
        return replace(found, start=since + match.start(), is_period=True)
    match = _regex(_FIRST_OF_TWO).search(head) if found.day and text[found.start].isdecimal() else None
    first = _day(found.day.year, found.day.month, int(match["day"])) if match and found.day else None
    if match is None or first is None or found.day is None or first >= found.day:
        return found
    return _choice(replace(found, start=since + match.start()), first, found.day)


# --- dates without a year ---------------------------------------------------------------------


def _completed(text: str, found: list[WrittenDate]) -> list[WrittenDate]:
    """Return the dates with those between them that lack a year, as in 2026年12月15日、12月20日."""
    done: list[WrittenDate] = []
    ahead = deque(found)
    for match in _regex(_WITHOUT_YEAR).finditer(text) if found else ():
        while ahead and ahead[0].start <= match.start():
            done.append(ahead.popleft())
        before, after = done[-1] if done else None, ahead[0] if ahead else None
        if (before and match.start() < before.end) or (after and after.start < match.end()):
            continue
        beside = before if before and before.day else after
        if beside and beside.day and (each := _with_year_of(text, match, beside, beside.day)):
            both = _as_one(text, done[-1], each) if done else None
            done[len(done) - bool(both) :] = [both or each]
    return [*done, *ahead]


def _with_year_of(text: str, match: re.Match[str], beside: WrittenDate, near: date) -> WrittenDate | None:
    """Return a date without a year as the next one after that beside it, or else the last one before."""
    written = match.group()
    if match["between"] and match["between"] not in text[beside.start : beside.end]:
        return None
    numbers = [int(number) for number in re.findall(r"\d+", written)]
    names = [MONTHS.index(name.lower()) + 1 for name in re.findall("[A-Za-z]{3}", written) if _is_month(name)]
    month = names[0] if names else numbers[0] if len(numbers) > 1 else near.month
    days = [day for years in (-1, 0, 1) if (day := _day(near.year + years, month, numbers[-1]))]
    close = [day for day in days if abs(day - near) <= _HALF_A_YEAR]
    day = next((day for day in close if day >= near), next(iter(close), None))
    if day is None:
        return None
    each = WrittenDate(match.start(), match.end(), day, day.isoformat())
    return _with_rest(text, each)


# --- the words around them -------------------------------------------------------------------


def _described(text: str, found: WrittenDate) -> WrittenDate:
    """Return a date with its weekday, and its place with the weekday and the time of day."""
    since = max(0, found.start - _WINDOW)
    before = _regex(_WEEKDAY_BEFORE).search(text[since : found.start])
    lead = since + before.start() if before else found.start
    after = _regex(_WEEKDAY_AFTER).match(text, found.end)
    until = after.end() if after else found.end
    clock = _regex(_CLOCK_AFTER).match(text, until)
    until = clock.end() if clock else until
    if clock and not after:
        after = _regex(_WEEKDAY_AFTER).match(text, until)
        until = after.end() if after else until
    weekday = weekday_of(before) if before else None
    if after:
        weekday = weekday_of(after, 1 if after[1] or after[2] else 3)
    return replace(found, lead=lead, until=until, weekday=weekday)


def _with_age(
    text: str, before: WrittenDate | None, found: WrittenDate, after: WrittenDate | None
) -> WrittenDate:
    """Return a date with whether it is old, and its place with the words that say so before it."""
    since = max(0, found.lead - _WINDOW)
    head = text[since : found.lead]
    is_day = any(
        _regex(form).fullmatch(text, found.start, found.end) for form in (_DATE, _WITHOUT_YEAR)
    )  # a period moved from A to B means B
    if said := _regex(_OLD_BEFORE).search(head) or (_regex(_OLD_FROM).search(head) if is_day else None):
        return replace(found, lead=since + said.start(), is_old=True)
    changed = _regex(_NOW).match(text, found.until)
    is_old = (
        text.startswith(_STRUCK, found.until)
        or bool(before and _regex(_FROM).fullmatch(text, before.until, found.lead))
        or bool(changed and after and after.lead <= changed.end() <= after.start)
    )
    return replace(found, is_old=is_old)
