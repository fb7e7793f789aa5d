"""Parses points in time as people write them: a day and a time of day, with or without a time zone."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta, timezone, tzinfo

from comms.terms.dates import NO_CONVENTIONS, Conventions, NotADate, of_several_readings, parse_date
from comms.terms.iso_times import parse_iso_time

_NOW = frozenset({"now", "right now", "just now", "现在", "此刻", "刚刚", "刚才"})
_ZONE = re.compile(
    r"\s*(?:\(?(?:utc|gmt)\s*)?([+-])\s?(\d{1,2})(?::?(\d{2}))?\)?$|\s*\(?(utc|gmt)\)?$|\s*\(?(北京时间)\)?$"
)
_HALF_DAY = {"上午": 0, "早上": 0, "早晨": 0, "凌晨": 0, "中午": 12, "下午": 12, "傍晚": 12, "晚上": 12}
_SHORT_DAY = re.compile(r"^([今明后昨前])([早晚])(?=\s*\d)")
_HALF_DAYS = {"早": "早上", "晚": "晚上"}
_MORNINGS = ("上午", "早上", "早晨")
"""The parts of a day whose twelve o'clock is midnight by the count, and noon to many who write it."""
_CLOCK = re.compile(
    r"(?P<half>上午|早上|早晨|凌晨|中午|下午|傍晚|晚上)?\s*"
    r"(?P<hour>\d{1,2})(?:(?P<mark>[:点时])(?P<minute>\d{1,2}|半|一刻|三刻)?分?(?::\d{2})?)?\s*(?P<ampm>[ap]\.?m\.?)?$"
)
_HALF_A_YEAR = timedelta(days=183)
_MINUTES = {"半": 30, "一刻": 15, "三刻": 45}
_BEIJING = timezone(timedelta(hours=8))


def parse_time(text: str, now: datetime, conventions: Conventions = NO_CONVENTIONS) -> datetime:
    """Return the moment that `text` means when it is read at `now`, whose zone is the default.

    Understands 2026-04-16T16:05+08:00, 4月16日 16:05, 昨天下午4点半, 5 May 9:40, but not 9.40 am. A time of
    day alone is today's; "now" is `now` to the minute. Raises NotADate: "time_missing" for a day without a
    time of day, otherwise as parse_date does.
    """
    normalized = _normalized(text)
    if normalized in _NOW:
        return now.replace(second=0, microsecond=0)
    if (moment := _iso(normalized, text)) is not None:
        return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
    day_and_clock, zone = _split_zone(normalized, now)
    match = _CLOCK.search(day_and_clock)
    clock = _clock(match) if match else None
    if match is None or clock is None:
        # report a wrong day as such; the -05 at the end of 2026-06-05 is not a zone
        is_day = re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", normalized)
        try:
            parse_date(normalized if is_day else day_and_clock, now.date(), conventions)
        except NotADate as refusal:
            refusal.values["text"] = text
            raise
        raise NotADate("time_missing", text=text)
    day_text = re.sub(r"(?<=\d)t$", "", day_and_clock[: match.start()].strip(" ,，"))
    past_midnight = timedelta(days=_is_midnight(match))
    try:
        day = _nearest_day(day_text, now.date(), conventions) if day_text else now.date()
    except NotADate as refusal:
        if refusal.readings:
            moments = [datetime.combine(each + past_midnight, clock, zone) for each in refusal.readings]
            raise of_several_readings(text, moments, refusal.reason) from None
        raise
    moment = datetime.combine(day + past_midnight, clock, zone)
    if match["half"] in _MORNINGS and match["hour"] == "12":
        raise of_several_readings(text, (moment, moment + timedelta(hours=12)))
    return moment


def day_with_time(text: str, now: datetime) -> str:
    """Return the day of a text that names a day and a time of day, as it is written; "" for any other text.

    Raises NotADate for a moment of another time zone that falls on another day in the zone of `now`; midnight
    is how programs write a day alone.
    """
    normalized = _normalized(text)
    if (moment := _iso(normalized, text)) is not None:
        written = date.fromisoformat(normalized[:10])
        here = _day_here(moment, now.tzinfo) if moment.timetz() != time(tzinfo=moment.tzinfo) else written
        if here != written:
            raise of_several_readings(text, (written, here))
        return written.isoformat()
    day_and_clock, _ = _split_zone(normalized, now)
    match = _CLOCK.search(day_and_clock)
    if match is None or _clock(match) is None:
        return ""
    return re.sub(r"(?<=\d)t$", "", day_and_clock[: match.start()].strip(" ,，"))


def _day_here(moment: datetime, zone: tzinfo | None) -> date:
    try:
        return moment.astimezone(zone).date() if moment.tzinfo else moment.date()
    except OverflowError:  # at the ends of the calendar
        return moment.date()


def _normalized(text: str) -> str:
    """Return a text in lower case and half-width, with 今天晚上 for 今晚."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().lower()
    return _SHORT_DAY.sub(lambda match: f"{match[1]}天{_HALF_DAYS[match[2]]}", text)


def _nearest_day(text: str, today: date, conventions: Conventions) -> date:
    """Return the day that `text` means; without a year, the nearest one, past or future."""
    try:
        day = parse_date(text, today, conventions)
    except NotADate:
        return parse_date(text, today - _HALF_A_YEAR, conventions)  # refused, but with the nearest readings
    if day - today <= _HALF_A_YEAR:
        return day
    earlier = parse_date(text, today - _HALF_A_YEAR, conventions)
    return earlier if (earlier.month, earlier.day) == (day.month, day.day) else day


def _iso(normalized: str, text: str) -> datetime | None:
    try:
        return parse_iso_time(normalized)
    except ValueError:
        raise NotADate("date_impossible", text=text) from None


def _split_zone(text: str, now: datetime) -> tuple[str, tzinfo | None]:
    """Return the text without the zone that ends it, and that zone; by default the zone of `now`."""
    match = _ZONE.search(text)
    if match is None or not _CLOCK.search(text[: match.start()]):
        return text, now.tzinfo
    sign, hours, minutes, utc, beijing = match.groups()
    if beijing:
        return text[: match.start()], _BEIJING
    if utc:
        return text[: match.start()], timezone(timedelta(0))
    offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if offset > timedelta(hours=14):
        return text, now.tzinfo
    return text[: match.start()], timezone(-offset if sign == "-" else offset)


def _is_midnight(match: re.Match[str]) -> bool:
    """Return whether the text says 晚上12点 or 24:00, the midnight that ends the day."""
    return (match["half"] == "晚上" and match["hour"] == "12") or match["hour"] == "24"


def _clock(match: re.Match[str]) -> time | None:
    """Return the time of day, or None if the number may be something else, such as a day of the month."""
    hour, half, ampm = int(match["hour"]), match["half"], match["ampm"]
    if not (match["mark"] or half or ampm):
        return None
    minute = _MINUTES.get(match["minute"] or "") or int(match["minute"] or 0)
    if _is_midnight(match):
        if hour == 24 and (minute or ampm):
            return None
        hour = 0
    elif (half or ampm) and hour <= 12 and not (half == "中午" and hour >= 11):
        afternoon = ampm.startswith("p") if ampm else _HALF_DAY[half] == 12
        hour = hour % 12 + (12 if afternoon else 0)
    if hour > 23 or minute > 59:
        return None
    return time(hour, minute)
