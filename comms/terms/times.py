"""Times as people write them: a day and a clock, with the zone of the house where none is named."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from comms.terms.dates import NotADate, parse_date

_NOW = frozenset({"now", "right now", "just now", "现在", "此刻", "刚刚", "刚才"})
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}[t ]\d{2}:\d{2}(?::\d{2})?(?:z|[+-]\d{2}:\d{2})?")
_ZONE = re.compile(
    r"\s*(?:\(?(?:utc|gmt)\s*)?([+-])\s?(\d{1,2})(?::?(\d{2}))?\)?$|\s*\(?(utc|gmt)\)?$|\s*\(?(北京时间)\)?$"
)
_HALF_DAY = {"上午": 0, "早上": 0, "早晨": 0, "凌晨": 0, "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12}
_CLOCK = re.compile(
    r"(?P<half>上午|早上|早晨|凌晨|中午|下午|傍晚|晚上)?\s*"
    r"(?P<hour>\d{1,2})(?:(?P<mark>[:点时])(?P<minute>\d{1,2}|半|一刻|三刻)?分?(?::\d{2})?)?\s*(?P<ampm>[ap]\.?m\.?)?$"
)
_HALF_A_YEAR = timedelta(days=183)
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_BEIJING = timezone(timedelta(hours=8))


def parse_time(text: str, now: datetime) -> datetime:
    """The moment that `text` means, seen from `now`, whose zone holds where the text names none.

    Reads 2026-04-16T16:05+08:00, 4月16日 16:05, 昨天下午4点半, 5 May 9:40, 9.40 am is not read; a clock alone
    is today's; "now" is now. Raises NotADate: "time_missing" for a day without its clock, otherwise as
    parse_date does.
    """
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
    if plain in _NOW:
        return now.replace(second=0, microsecond=0)
    if _ISO.fullmatch(plain):
        return _iso(plain, now, text)
    day_and_clock, zone = _split_zone(plain, now)
    match = _CLOCK.search(day_and_clock)
    clock = _clock(match) if match else None
    if match is None or clock is None:
        # says what is wrong with the day, if that is it; the end of 2026-06-05 is no zone
        is_day = re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain)
        try:
            parse_date(plain if is_day else day_and_clock, now.date())
        except NotADate as refusal:
            raise NotADate(refusal.reason, **{**refusal.values, "text": text}) from None
        raise NotADate("time_missing", text=text)
    written = re.sub(r"(?<=\d)t$", "", day_and_clock[: match.start()].strip(" ,，"))
    day = _nearest(written, now.date()) if written else now.date()
    return datetime.combine(day + timedelta(days=_is_midnight(match)), clock, zone)


def _nearest(text: str, today: date) -> date:
    """The day of a text; one without its year is the nearest, since times are as often past as to come."""
    day = parse_date(text, today)
    if day - today <= _HALF_A_YEAR:
        return day
    earlier = parse_date(text, today - _HALF_A_YEAR)
    return earlier if (earlier.month, earlier.day) == (day.month, day.day) else day


def _iso(plain: str, now: datetime, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(plain.upper())
    except ValueError:
        raise NotADate("date_impossible", text=text) from None
    return found if found.tzinfo else found.replace(tzinfo=now.tzinfo)


def _split_zone(plain: str, now: datetime) -> tuple[str, tzinfo | None]:
    match = _ZONE.search(plain)
    if match is None or not _CLOCK.search(plain[: match.start()]):
        return plain, now.tzinfo
    sign, hours, minutes, utc, beijing = match.groups()
    if beijing:
        return plain[: match.start()], _BEIJING
    if utc:
        return plain[: match.start()], timezone(timedelta(0))
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14):
        return plain, now.tzinfo
    return plain[: match.start()], timezone(-offset if sign == "-" else offset)


def _is_midnight(match: re.Match[str]) -> bool:
    """晚上12点 is where the day ends."""
    return match["half"] == "晚上" and match["hour"] == "12"


def _clock(match: re.Match[str]) -> time | None:
    """The time of day; None where the number may be anything else, such as a day of the month."""
    hour, half, ampm = int(match["hour"]), match["half"], match["ampm"]
    if not (match["mark"] or half or ampm):
        return None
    minute = _MINUTES.get(match["minute"] or "") or int(match["minute"] or 0)
    if _is_midnight(match):
        hour = 0
    elif (half or ampm) and hour <= 12 and not (half == "中午" and hour >= 11):
        afternoon = ampm.startswith("p") if ampm else _HALF_DAY[half] == 12
        hour = hour % 12 + (12 if afternoon else 0)
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute)
