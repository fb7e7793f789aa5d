"""The turns of a chat: who wrote which lines, by the stamps between them or by the names in front of them."""

import re
from collections import Counter
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date

from comms.messages.chat_days import Days
from comms.messages.chat_stamps import (
    BEFORE_NAME,
    Stamp,
    bare_stamp,
    day_line,
    is_name,
    sender_of,
    stamp_of,
    timed_day,
)
from comms.messages.labels import is_label, is_salutation

Line = tuple[int, str]
"""A line and where it begins in the message."""


@dataclass(frozen=True, slots=True)
class Said:
    """The lines that one person wrote at one time, each with its place in the message."""

    sender: str
    day: date | None
    time: str
    lines: tuple[Line, ...]


def said_in(lines: list[Line], today: date) -> list[Said]:
    """Return who said which lines of a chat; an empty list for a text that is none."""
    stamps = _stamps(lines)
    if stamps:
        return list(_by_stamps(lines, stamps, today))
    return list(_by_names(lines, today))


def names_sender(line: str) -> bool:
    """Return whether a line of a chat may begin with who says what follows."""
    return stamp_of(line) is not None or _NAMED.match(line) is not None


# --- chats with times ------------------------------------------------------------------------


def _stamps(lines: list[Line]) -> dict[int, Stamp]:
    """Return the stamps by the numbers of their lines, all of one form; none if the text is no chat."""
    found = {number: stamp for number, (_, line) in enumerate(lines) if (stamp := stamp_of(line))}
    if found:
        forms = Counter(stamp.form for stamp in found.values())
        usual = max(forms, key=lambda form: forms[form])
        found = {number: stamp for number, stamp in found.items() if stamp.form == usual}
        found = {number: stamp for number, stamp in found.items() if not _is_chance(number, found)}
    found = found if len(found) > 1 else _on_two_lines(lines) or found
    if not found:
        return {}
    above = sum(bool(line.strip()) and not day_line(line) for _, line in lines[: next(iter(found))])
    return found if above == 0 or (len(found) > 1 and above <= _MOST_ABOVE) or len(found) > 3 else {}


_MOST_ABOVE = 3
"""The most lines above the first stamp of a short chat: who passed it on says a word about it."""


def _is_chance(number: int, found: dict[int, Stamp]) -> bool:
    """Return whether words with a time of day look like a stamp by chance: Doors open 18:00."""
    stamp = found[number]
    is_first = number == next(iter(found))
    return not (is_first or stamp.day or is_name(stamp.sender)) and not any(
        other.sender == stamp.sender for place, other in found.items() if place != number
    )


_CLOCK_LINE = re.compile(
    r"([ \t]*)(?:(?:上午|下午|晚上|早上|中午|凌晨) ?)?\d{1,2}[:：]\d\d(?:[:：]\d\d)?( ?[ap]\.? ?m\.?)?[ \t]*",
    re.IGNORECASE,
)
_LONGEST_NAME = 40


def _on_two_lines(lines: list[Line]) -> dict[int, Stamp]:
    """Return the stamps whose name stands on the line above the time, as some programs copy them.

    Each makes two: the name's line only ends what was said before. A time without a name above, or in another
    form than the first one, goes on with the same person.
    """
    stamps: dict[int, Stamp] = {}
    usual, sender = None, ""
    second = next((number for number, (_, line) in enumerate(lines) if line.strip()), 0) + 1
    has_days = second < len(lines) and timed_day(lines[second][1]) is not None
    for number in range(1, len(lines)):
        line = lines[number][1]
        found = _time_line(line, has_days)
        if found is None:
            continue
        day, time, form = found
        named = _name_on(lines[number - 1][1])
        if named and usual in (None, form):
            usual, sender = form, named
            stamps[number - 1] = Stamp(sender, "", "", len(lines[number - 1][1]))
        if sender:
            stamps[number] = Stamp(sender, day, time, len(line))
    return stamps


def _time_line(line: str, has_days: bool) -> tuple[str, str, tuple[bool, bool]] | None:
    """Return the day and the time that stand alone on a line, and in which form; None for any other line."""
    if has_days:
        dated = timed_day(line)
        return (*dated, (True, True)) if dated else None
    found = _CLOCK_LINE.fullmatch(line)
    return ("", line.strip(), (bool(found[1]), bool(found[2]))) if found else None


def _name_on(line: str) -> str | None:
    """Return the name that stands alone on a line, None if it is something else."""
    written = line.strip()
    named = sender_of(written) if len(written) <= _LONGEST_NAME and not _ANSWERS.match(written) else None
    return named if named and is_name(named) and not is_label(named) else None


def _by_stamps(lines: list[Line], stamps: dict[int, Stamp], today: date) -> Iterator[Said]:
    days = Days(_days_written(lines, stamps), today)
    has_notices = next(iter(stamps.values())).form in BEFORE_NAME
    sender, day, time = "", None, ""
    own_day: date | None = None
    held: list[Line] = []
    for number, (start, line) in enumerate(lines):
        stamp = stamps.get(number)
        alone = None if stamp else _is_day_line(lines, number, stamps)
        bare = None if stamp or alone else bare_stamp(line)
        if not (stamp or alone or bare):
            held.append((start, line))
            continue
        yield from _said(sender, own_day, time, held)
        held = []
        if alone:
            day = days.of(alone)
            sender, own_day, time = "", day, ""
        elif bare and not has_notices:
            time = bare.time
            held = [(start + bare.end, line[bare.end :])]
        elif stamp:
            sender, time = stamp.sender, stamp.time
            own_day = days.of(stamp.day) if stamp.day else day
            held = [(start + stamp.end, line[stamp.end :])]
    yield from _said(sender, own_day, time, held)


def _days_written(lines: list[Line], stamps: dict[int, Stamp]) -> Iterator[str]:
    for number, (_, line) in enumerate(lines):
        stamp = stamps.get(number)
        if stamp:
            yield stamp.day
        elif found := day_line(line):
            yield found[0]


def _is_day_line(lines: list[Line], number: int, stamps: Container[int]) -> str | None:
    """Return the day of a line that holds for the stamps below it, None for any other line."""
    found = day_line(lines[number][1])
    if found is None:
        return None
    day, is_set_off = found
    below = next(
        (each for each in range(number + 1, min(number + 4, len(lines))) if lines[each][1].strip()), None
    )
    return day if is_set_off or below in stamps else None


def _said(sender: str, day: date | None, time: str, lines: list[Line]) -> Iterator[Said]:
    if any(line.strip() for _, line in lines):
        yield Said(sender, day, time, tuple(lines))


# --- chats without times ---------------------------------------------------------------------

_NAMED = re.compile(r"[ \t]{0,8}([^\s:：\[\]【】「」>*|#•·-][^:：\n「」|]{0,39}?)[ \t]?[:：](?![/\d])[ \t]*")


def _by_names(lines: list[Line], today: date) -> Iterator[Said]:
    named = _named(lines)
    if not named:
        return
    days = Days((found[0] for _, line in lines if (found := day_line(line))), today)
    sender, held = "", []
    day: date | None = None
    for number, (start, line) in enumerate(lines):
        alone = None if number in named else _is_day_line(lines, number, named)
        if number not in named and not alone:
            held.append((start, line))
            continue
        yield from _said(sender, day, "", held)
        if number in named:
            sender, end = named[number]
            held = [(start + end, line[end:])]
        elif alone:
            sender, day, held = "", days.of(alone), []
    yield from _said(sender, day, "", held)


def _named(lines: list[Line]) -> dict[int, tuple[str, int]]:
    """Return the senders in front of lines, by the numbers of the lines, each with where its words begin.

    In a conversation somebody speaks twice, or the first line names who speaks; no list of labels does.
    """
    found: dict[int, tuple[str, int]] = {}
    for number, (_, line) in enumerate(lines):
        match = _NAMED.match(line)
        if (
            match
            and not _IS_SAID.search(match[1])
            and not is_label(match[1])
            and (sender := sender_of(match[1]))
        ):
            found[number] = sender, match.end()
    if not found:
        return {}
    times = Counter(sender for sender, _ in found.values())
    is_said = (number for number, (_, line) in enumerate(lines) if line.strip() and not _is_heading(line))
    first = next(is_said, -1)
    speaks_twice = max(times.values()) > 1
    return (
        found
        if first in found and (speaks_twice or _is_talk(lines, found) or _opens_alone(lines, found, first))
        else {}
    )


_IS_SAID = re.compile(r"^\d{1,2}[.)、]|，|^(?:为什么|为何|怎么|如何|各位|大家)")
"""What no name holds, in a line that ends with a colon: 各位好：, 2. 延展：, 收到了，我们确认："""
_HAILS = re.compile(r"@|(?:hi|hey|hello|morning)\b|在吗|你好|[哥姐亲][，,]", re.IGNORECASE)
_ANSWERS = re.compile(
    r"[\W_]{0,3}(?:ok(?:ay)?|yes|yep|sure|no|thanks|thank you|will do|got it|on it|deal"
    r"|好[的呀嘞]?|收到|嗯+|可以|行[吧啊]?|没问题|谢谢)(?:[\s]*[,，.。!！~～？?]|[\s]*$)",
    re.IGNORECASE,
)


def _is_talk(lines: list[Line], found: dict[int, tuple[str, int]]) -> bool:
    """Return whether people greet or answer each other behind their names."""
    (first, (_, start)), *others = found.items()
    return _HAILS.match(lines[first][1], start) is not None or any(
        _ANSWERS.match(lines[number][1], end) for number, (_, end) in others
    )


_HEADING = re.compile(
    r"[（(\[【].{1,30}[）)\]】]|.{0,20}(?:聊天记录|转发|forwarded).{0,20}|[^，,:：]{2,24}群", re.IGNORECASE
)


def _is_heading(line: str) -> bool:
    """Return whether a line only says where or when the messages come from: （微信转发）."""
    return len(line) < 60 and (_HEADING.fullmatch(line.strip()) or day_line(line)) is not None


def _opens_alone(lines: list[Line], found: dict[int, tuple[str, int]], first: int) -> bool:
    """Return whether who speaks first is named alone on a line, and is not whom a letter addresses."""
    sender, end = found[first]
    return not lines[first][1][end:].strip() and not is_salutation(sender, _below(lines, first))


def _below(lines: list[Line], number: int) -> str:
    return next((line for _, line in lines[number + 1 :] if line.strip()), "")
