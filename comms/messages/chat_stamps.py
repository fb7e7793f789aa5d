"""The lines of a chat that say who wrote what follows, and when; in exports and in what people paste."""

import re
from dataclasses import dataclass

from comms.messages.chat_days import BETWEEN, CLOCK, DATE, DAY, NEAR, WEEKDAY, WHEN, day_and_time
from comms.terms.personal import find_numbers

_NAME = r"(?P<name>[^\s:：\[\]【】「」>*][^:：\n\t「」]{0,39}?)"
_OR_END = r"(?:[:：](?![/\d])[ \t]*|\t[ \t]*|[ \t]*$)"
_TIME = re.compile(r"\d[:：]\d\d")
_OPENING = re.compile(
    r"[\s\[【(（=_*~─—–-]{0,30}(?:\d|[今昨前周週星礼凌清早上中下傍晚]"
    r"|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|today|yes))",
    re.IGNORECASE,
)
"""How a line begins that begins with a day or a time; most lines of a long chat do not."""
_TIME_FIRST = (
    # [14/09/2026, 16:21:07] Priya: …      [9:12 AM] Maya Lind
    re.compile(rf"[\[【]{WHEN}[\]】][ \t]?{_NAME}{_OR_END}", re.IGNORECASE),
    # 14/09/2026, 16:21 - Priya: …         10:23 张三：…
    re.compile(rf"{WHEN}(?:[ \t]?[-–—|][ \t]?|[ \t]{{1,4}}){_NAME}{_OR_END}", re.IGNORECASE),
)
BEFORE_NAME = (0, 1)
"""The forms of stamps in which the time stands before the name."""
_IN_BRACKETS, _BEHIND_NAME = 2, 3
_CLOCK = re.compile(CLOCK, re.IGNORECASE)
_DAY_BEFORE = re.compile(rf"(?<![^\s\[(（【,，|·•—–-])(?P<day>{DAY}){BETWEEN}$", re.IGNORECASE)
_CLOSED = re.compile(rf"(?:,? ?(?P<date>{DATE}))?[\])）】]{_OR_END}", re.IGNORECASE)
_ENDED = re.compile(_OR_END)
_GAPS = " \t,，|·•—–-"
_BARE = re.compile(rf"(?P<open>[\[【])?{WHEN}(?(open)[\]】]|[ \t]?[-–—](?=[ \t]))[ \t]*", re.IGNORECASE)
_DAY_LINE = re.compile(
    rf"(?P<rule>[-–—=_*~─]{{1,30}}[ \t]*|[\[【(（])?{WHEN}[ \t]*(?:[-–—=_*~─]{{1,30}}|[\]】)）])?",
    re.IGNORECASE,
)
_CUSTOMER = re.compile(
    r"\s*(?:客户|顾客|买家|客人|(?:customer|client|buyer)\b)[ \t:：-]*(?=\w{2})", re.IGNORECASE
)
_BRACKETED_ID = re.compile(
    r"[ \t]*[(（<](?:[^()（）<>]{0,60}?(?:\d{5}|@|wxid)[^()（）<>]{0,60}|guest|external|you|me|edited"
    r"|外部|访客|我|已编辑)[)）>]"
    r"|(?<=\S)@[^\s@]{1,30}$",
    re.IGNORECASE,
)
_ROLE = re.compile(r"[【\[][^【】\[\]]{1,12}[】\]][ \t]*")
_NO_NAME = re.compile(
    rf"^(?:am|pm|a\.m\.|p\.m\.)$|(?:{WEEKDAY}|{NEAR}|明天|后天|{CLOCK})|时间|日期|开始|结束|截止|最晚|之前|直播(?![-_·/])|开播|会议|交付|初稿|终稿|定稿"
    r"|[0-9]{1,2} ?[月日号点]|[。！？；!?;…]|https?|\b(?:by|at|on|until|till|from|before|after|deadline|due"
    r"|meeting|call|launch|start|starts|draft|final|between)\b",
    re.IGNORECASE,
)
_PART = r"(?:[A-Z\u00c0-\u00de][\w.'’-]{0,25}|[\u4e00-\u9fff]{1,8}|de|da|van|von|der|den|di|al|el|bin)"
_SHAPE = re.compile(
    rf"(?:[\w.'’-]{{1,30}}|{_PART}(?:[ ,/·|-]{{1,3}}{_PART}){{0,4}})(?:[ \t]?[(（][^()（）]{{1,30}}[)）])?"
)
_PICTURES = re.compile(r"(?:^[^\w(（]+)|[^\w)）.]+$")
"""Emoji around a name."""
_DIGITS = re.compile(r"\+?[\d ()./-]{7,25}")
_LONGEST = 120
"""The most characters of a line in which a stamp ends."""
_LONGEST_NAME = 40
_LONGEST_DAY = 40


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who wrote what follows and when, as a line says it; the words begin at `end` of the line.

    day: as written, "" where only a time of day stands; time: as written. form: that of the line; all
    stamps of a chat have the same.
    """

    sender: str
    day: str
    time: str
    end: int
    form: int = 0


def stamp_of(line: str) -> Stamp | None:
    """Return the stamp with which a line begins, None if it begins with none."""
    head = line[:_LONGEST]
    if _TIME.search(head) is None:
        return None
    return (_time_first(head) if _OPENING.match(head) else None) or _name_first(head)


def _time_first(head: str) -> Stamp | None:
    for number, form in enumerate(_TIME_FIRST):
        if found := form.match(head):
            day, time = day_and_time(found)
            if time and (name := sender_of(found["name"])) is not None:
                return Stamp(name, day, time, found.end(), number)
    return None


def _name_first(head: str) -> Stamp | None:
    """Return the stamp of a line such as `Olu [10:05]`, `张三 2026/10/14 10:23` or `Maya Lind  9:12 AM`."""
    clock = _CLOCK.search(head)
    if clock is None:
        return None
    closed = _CLOSED.match(head, clock.end())
    ended = closed or _ENDED.match(head, clock.end())
    if ended is None:
        return None
    start = max(clock.start() - _LONGEST_DAY, 0)
    before = _DAY_BEFORE.search(head[start : clock.start()])
    written = head[: start + before.start() if before else clock.start()]
    if written[-1:] not in tuple("[(（【" if closed else _GAPS):
        return None
    name = (
        sender_of(written[: -1 if closed else None].strip(_GAPS))
        if len(written) <= _LONGEST_NAME + 6
        else None
    )
    if name is None or any(sign in name for sign in ":：「」"):
        return None
    day = before["day"] if before else closed["date"] or "" if closed else ""
    return Stamp(name, day, clock.group().strip(), ended.end(), _IN_BRACKETS if closed else _BEHIND_NAME)


def sender_of(written: str) -> str | None:
    """Return the name of a sender, "" for a bare telephone number, None for what is no name."""
    if _NO_NAME.search(written):
        return None
    written = _CUSTOMER.sub("", written, count=1)
    name = _ROLE.sub("", _BRACKETED_ID.sub("", written.strip()), count=1).strip(" \t~*_-–—,，|·•")
    name = _PICTURES.sub("", name)
    if any(True for _ in find_numbers(name)) or (
        _DIGITS.fullmatch(name) and sum(map(str.isdigit, name)) >= 7
    ):
        return ""
    return name if any(map(str.isalpha, name)) else None


def is_name(written: str) -> bool:
    """Return whether words have the shape of a name: few, and in Latin letters each with its capital."""
    return _SHAPE.fullmatch(written.strip()) is not None


def bare_stamp(line: str) -> Stamp | None:
    """Return the stamp in front of a line that names no sender; None for any other line.

    Where the other lines name one behind the time, the program speaks: who joined the group. Where they name
    one in front of it, the line goes on with what the same person said.
    """
    found = _BARE.match(line[:_LONGEST]) if _OPENING.match(line) else None
    if found is None:
        return None
    day, time = day_and_time(found)
    return Stamp("", day, time, found.end()) if time else None


def day_line(line: str) -> tuple[str, bool] | None:
    """Return the day that stands alone on a line and whether a rule or brackets set it off; else None."""
    found = _DAY_LINE.fullmatch(line.strip()) if len(line) <= _LONGEST and _OPENING.match(line) else None
    day = day_and_time(found)[0] if found else ""
    return (day, found["rule"] is not None) if found and day else None


def timed_day(line: str) -> tuple[str, str] | None:
    """Return the day and the time that stand alone on a line, None for any other line."""
    found = _DAY_LINE.fullmatch(line.strip()) if len(line) <= _LONGEST and _OPENING.match(line) else None
    day, time = day_and_time(found) if found and not found["rule"] else ("", "")
    return (day, time) if day and time else None
