"""Finds days in running text: 10月23号, 11.20前, 明天下午6点, 下周三, Thu 16th, by 5 June, EOM.

What a text could mean in two ways is no day; what a reader might take otherwise is not sure.
"""

import re
from dataclasses import replace
from datetime import date

from comms.messages.patterns import Pattern
from comms.messages.values.spans import Day
from comms.terms.dates import MONTH, Conventions, NotADate, parse_date
from comms.terms.lazy_patterns import LazyPattern

_CN = "[一二三四五六七八九十]"
_NUM = rf"(?:\d{{1,2}}|{_CN}{{1,3}})"
_ZH_WEEKDAY = r"(?:[周週]|星期|礼拜)[一二三四五六日天](?![一二三四五六日天])"
_EN_WEEKDAY = (
    r"(?:(?i:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun"
    r"|MON|TUE|WED|THU|FRI|SAT|SUN|(?<=by )(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun))(?![A-Za-z])\.?"
)
_MONTH = f"(?i:{MONTH})".replace("(jan", "(?:jan")
_TIME = (
    r"[ ]?(?:早上|上午|中午|下午|傍晚|晚上|晚|凌晨|一早)?[ ]?(?:\d{1,2}(?::\d{2}|点半?(?:钟)?"
    r"|时(?!间))|[一二三四五六七八九十]{1,2}点半?)"
    r"|[ ]?(?:早上|上午|中午|下午|傍晚|晚上|下班|一早|午前)(?![\d一二三四五六七八九十]{1,2}点)"
    r"|,?[ ](?:at )?(?:\d{1,2}(?::\d{2})? ?(?:am|pm|AM|PM|h)|noon|midday|close of play|COB|EOD"
    r"|end of day|morning|afternoon|evening|\d{1,2}:\d{2})(?![\w])"
)
_DAY = Pattern(
    r"(?<![\d.])(?P<iso>20\d{2}[ ]?[-/.年][ ]?\d{1,2}[ ]?[-/.月][ ]?\d{1,2}[ ]?[日号]?)(?!\d)"
    rf"|(?P<zh>(?:[今明后本]年)?(?<![\d.])(?<!年){_NUM}[ ]?月(?:份)?[ ]?(?:{_NUM}[ ]?[日号]?(?![\d.天个工内])"
    rf"|[底末]))"
    rf"|(?<![A-Za-z\d.])(?P<dmy>\d{{1,2}}(?:st|nd|rd"
    rf"|th)?[ /-]?(?:of[ ])?{_MONTH}(?![A-Za-z])(?:[ /-]+'?(?:20\d\d|(?<=[/-])\d\d)"
    rf"|,[ ]?20\d\d)?(?!\d))"
    rf"|(?<![A-Za-z])(?P<mdy>{_MONTH}[ -]?\d{{1,2}}(?!\d)(?:st|nd|rd|th)?(?:,?[ ]20\d\d)?)(?![\d%])"
    r"|(?<![A-Za-z\d./-])(?P<full>\d{1,2}([/.-])\d{1,2}\2(?:20)?\d\d)(?![\d/.-]|\.\d)"
    rf"|(?P<nextmonth>(?:下个?|本|这个)月[ ]?{_NUM}[ ]?[日号])"
    r"|(?P<zhend>(?:下个?|本|这个)?月[底末])"
    r"|(?<![A-Za-z])(?P<enend>(?i:EOM|(?:the )?end of (?:the |this |next )?month|month[- ]end"
    r"|(?:the )?end of (?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?: 20\d\d)?))(?![A-Za-z])"
    r"|(?<![A-Za-z])(?P<ennext>(?i:next month's \d{1,2}(?:st|nd|rd|th)|(?:the )?\d{1,2}(?:st|nd|rd"
    r"|th) of next month))"
    r"|(?<![A-Za-z\d./+×*x-])(?<!\d:)(?P<numbers>(?:1[0-2]|0?[1-9])[./](?:3[01]|[12]\d|0?[1-9])"
    r"|(?:3[01]|[12]\d|0?[1-9])/(?:1[0-2]|0?[1-9]))(?![\d/%:×*xX-]|\.\d)"
    rf"|(?P<named>大后天|后天|明天|明日|明早|明晚|今天|今晚|今日)"
    r"|(?<![A-Za-z])(?P<ennamed>(?i:today|tomorrow|tmrw|tmr|tonight|day after tomorrow))(?![A-Za-z'])"
    rf"|(?P<zhweek>(?:下下|下|本|这)?个?{_ZH_WEEKDAY})"
    rf"|(?<![A-Za-z])(?P<enweek>(?:(?i:next|this|coming) )?{_EN_WEEKDAY})"
    r"|(?<![\d.:/A-Za-z-])(?P<zhday>\d{1,2}[ ]?[日号](?![楼线门馆店库机仓色装字段位桌车间码])"
    r"|(?<![\d月一二三四五六七八九十])[一二三四五六七八九十]{1,3}号(?![楼线门馆店库机仓色装字段位桌车间码]))"
    r"|(?<![A-Za-z\d.])(?P<enday>(?:the )?(?:3[01]|[12]?\d)(?:st|nd|rd|th))(?![A-Za-z])",
)
_AFTER_TIME = Pattern(_TIME)
_BESIDE = Pattern(
    rf"[ ]?[(,][ ]?(?P<zh>{_ZH_WEEKDAY})[ ]?\)?|[ ](?P<bare>{_ZH_WEEKDAY})"
    rf"|[ ]?[(,][ ]?(?P<en>{_EN_WEEKDAY})\)?|[ ]?\((?P<one>[一二三四五六日天])\)"
    rf"|(?P<tight>(?<=[日号\d]){_ZH_WEEKDAY})"
)
_DAY_AFTER_WEEK = Pattern(r"[ ,(]{0,2}")
_RANGE_BEFORE = Pattern(r"(?:\d|[日号月])[ ]?(?:-|–|~|至|到|to)[ ]?\Z")
_RANGE_BEHIND = Pattern(r"[ ]?(?:[-–~]|至|到(?=\d)|to(?= \d| [A-Z]))[ ]?(?:\d|[A-Z][a-z]{2})")
_POINTED = Pattern(r"\d{1,2}\.\d{1,2}")
_DATE_BEHIND = LazyPattern(
    r"[ ]?(?:之前|以前|前|号|日|要|给|交|到|截|上线|开|入|起|下午|上午|中午|晚|[(]?周|发|完|定|出"
    r"|必须|得|就|能(?!不能)|可|ok|OK|初稿|终稿|成品|样)"
)
_DATE_BEFORE = LazyPattern(
    r"(?i)(?:截止|最[晚迟]|交[期稿货付]|日期|时间|期限|deadline|due|by|before|日|于|在|排期|ddl|定稿"
    r"|终稿|初稿|成品|从|[稿图片本版样品]"
    r"|改[到成为]|推迟?到|提前到|到货)[ :]*\Z"
)
_PAST = LazyPattern(r"(?i)(?:last|since|from last|上个?|去年|昨天的?|前)[ ]?\Z")
_PRICE = LazyPattern(r"[价元¥$€£][ :]*\Z")
_RECURRING = LazyPattern(r"(?i)(?:每|逢|every |each )\Z")
_MONTH_FIRST = Conventions(month_first=True)


def days_in(text: str, start: int, end: int, base: date, is_day_first: bool | None = None) -> list[Day]:
    """Return the days in `text[start:end]`, as somebody means them who writes on the day `base`.

    is_day_first: how figures such as 5/6 are ordered in English, None where the message does not tell.
    """
    found: list[Day] = []
    position = start
    while match := _DAY.search(text, position, end):
        day, position = _read(text, match, end, base, is_day_first)
        if day is not None:
            found.append(day)
    return found


def day_first(text: str) -> bool | None:
    """Return whether a message writes the day before the month in figures, None where it does not show it."""
    orders = set()
    for match in re.finditer(r"(?<![A-Za-z\d./-])(\d{1,2})/(\d{1,2})(?:/(?:20)?\d\d)?(?![\d/-])", text):
        one, other = int(match[1]), int(match[2])
        if one > 12 >= other > 0:
            orders.add(True)
        elif other > 12 >= one > 0:
            orders.add(False)
    return orders.pop() if len(orders) == 1 else None


def _read(
    text: str, match: re.Match[str], end: int, base: date, is_day_first: bool | None
) -> tuple[Day | None, int]:
    """Return the day that a match means with what stands beside it, None if it is none, and where it ends."""
    before = text[max(0, match.start() - 14) : match.start()].rpartition("\n")[2]
    day = None if _is_none(text, match, before, end) else _day(text, match, before, base, is_day_first)
    if day is None:
        return None, match.end()
    if match.lastgroup in ("enweek", "zhweek"):
        beside = _day_behind(text, match, end, base, is_day_first)
        if beside:
            agrees = beside.day.weekday() == _weekday(match[0])
            return beside if agrees else None, beside.end
    is_sure = not match[0].strip().lower().startswith("next ")
    return _with_weekday(text, Day(match.start(), match.end(), day, is_sure), end)


def _is_none(text: str, match: re.Match[str], before: str, end: int) -> bool:
    """Return whether the words beside a day tell that it is past, recurs, or begins or ends a period."""
    is_range = _RANGE_BEFORE.search(before) or _RANGE_BEHIND.match(text, match.end(), end)
    return bool(is_range or _PAST.search(before) or _RECURRING.search(before))


def _with_weekday(text: str, day: Day, end: int) -> tuple[Day | None, int]:
    """Return a day with the time and the weekday behind it, None if the weekday is another, and its end."""
    stop = day.end
    for _ in range(2):
        if time := _AFTER_TIME.match(text, stop, end):
            stop = time.end()
        if weekday := _BESIDE.match(text, stop, end):
            stop = weekday.end()
            if _weekday(next(filter(None, weekday.groups()))) != day.day.weekday():
                return None, stop
    return replace(day, end=stop), stop


def _day_behind(
    text: str, week: re.Match[str], end: int, base: date, is_day_first: bool | None
) -> Day | None:
    """Return the day of a month that stands behind a weekday: Thu 16th."""
    gap = _DAY_AFTER_WEEK.match(text, week.end(), end)
    match = _DAY.match(text, gap.end() if gap else week.end(), end)
    if match is None or match.lastgroup in ("enweek", "zhweek", "named", "ennamed", "zhend", "enend"):
        return None
    day = _day(text, match, "on ", base, is_day_first)
    if day is None:
        return None
    time = _AFTER_TIME.match(text, match.end(), end)
    return Day(week.start(), time.end() if time else match.end(), day)


def _weekday(written: str) -> int:
    last = written.strip(" .")
    if last[-1] in "一二三四五六日天":
        return "一二三四五六日".index(last[-1].replace("天", "日"))
    return "mon tue wed thu fri sat sun".split().index(last.rpartition(" ")[2][:3].lower())


def _day(text: str, match: re.Match[str], before: str, base: date, is_day_first: bool | None) -> date | None:
    form, written = match.lastgroup, match[0].strip()
    is_chinese = bool(re.search(r"[\u4e00-\u9fff]", text[max(0, match.start() - 30) : match.end() + 30]))
    if (
        form in ("enday", "mdy", "dmy")
        and re.fullmatch(r"(?i)may \d{1,2}|march \d{1,2}", written)
        and written[0].islower()
    ):
        return None
    if form == "enday" and not (
        written.startswith("the") or re.search(r"(?i)(?:by|on|before|until|due|latest|till)[ ]\Z", before)
    ):
        return None
    if form == "numbers":
        return _of_numbers(text, match, before, base, is_chinese, is_day_first)
    if form == "full":
        return _of_full(written, base, is_chinese, is_day_first)
    return _parsed(_plain(form or "", written), base)


def _of_numbers(
    text: str, match: re.Match[str], before: str, base: date, is_chinese: bool, is_day_first: bool | None
) -> date | None:
    written = match[0].strip()
    behind = text[match.end() : match.end() + 6]
    has_cue = not _PRICE.search(before) and bool(_DATE_BEHIND.match(behind) or _DATE_BEFORE.search(before))
    if "." in written:
        return (
            _parsed(written.replace(".", "/"), base) if is_chinese and has_cue and len(written) > 2 else None
        )
    one, other = map(int, written.split("/"))
    if is_chinese:
        return _parsed(written, base) if has_cue and one <= 12 else None
    if not has_cue:
        return None
    if one > 12 or other > 12:
        return _parsed(written, base, None)
    if is_day_first is None:
        return None
    return _parsed(f"{other}/{one}" if is_day_first else written, base)


def _of_full(written: str, base: date, is_chinese: bool, is_day_first: bool | None) -> date | None:
    one, other, year = map(int, re.split(r"[/.-]", written))
    year += 2000 if year < 100 else 0
    if one <= 12 and other <= 12 and one != other and is_day_first is None and "." not in written:
        return None
    is_first = other <= 12 and (one > 12 or is_day_first is not False)
    try:
        return date(year, other, one) if is_first else date(year, one, other)
    except ValueError:
        return None


def _plain(form: str, written: str) -> str:
    """Return what the reader of dates understands for a day that people write otherwise."""
    text = re.sub(r"[ ]?月份?[ ]?", "月", written) if "月" in written else written
    if form == "zh" and text[-1] not in "日号底末":
        return text + "日"
    if form == "enend" and (text.upper() == "EOM" or "month" in text.lower()):
        return "end of next month" if "next" in text.lower() else "end of month"
    if form in ("ennext", "enday"):
        number = "".join(filter(str.isdecimal, text))
        return f"下月{number}日" if form == "ennext" else f"{number}日"
    if form == "enweek":
        return text.rstrip(".").lower().removeprefix("coming ")
    return _SAME_DAYS.get(text.lower(), text)


_SAME_DAYS = {
    "月末": "月底",
    "明早": "明天",
    "明晚": "明天",
    "今晚": "今天",
    "tmrw": "tomorrow",
    "tmr": "tomorrow",
    "day after tomorrow": "后天",
}


def _parsed(text: str, base: date, conventions: Conventions | None = _MONTH_FIRST) -> date | None:
    try:
        return parse_date(text, base, conventions) if conventions else parse_date(text, base)
    except NotADate:
        return None
