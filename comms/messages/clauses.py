"""Cuts what people wrote into clauses, each of which says one thing."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comms.messages.patterns import Pattern
from comms.messages.reading import Turn

_STOP = Pattern(
    r"[\n。；;!?！？…]+|(?<=[^\s\d.][^\s.])\.(?=\s|$)|(?<=[\d)])\.(?=\s+[A-Z]|\s*$)|\s[–—-]{1,3}\s|——"
)
"""Ends a sentence; the stop of an abbreviation of one letter or of a number in a list does not."""
_EUROS = "".join(
    rf"(?<!{sign}{digits})" for sign in ("€", "€ ", "EUR ") for digits in (r"\d", r"\d\d", r"\d{3}")
)
"""Before the comma of 6,80 behind the sign of the euro."""
_COMMA = Pattern(
    rf"(?:{_EUROS},|,(?!\d{{1,2}}(?!\d)))(?!\d{{3}}(?!\d)|\d{{1,2}}\s?(?:€|EUR(?![a-z])|euros?(?![a-z])))|(?<!\d),",
    re.IGNORECASE,
)
_ITEM = Pattern(r"\s*(?:[-*•·]\s+|\(\d{1,2}\)\s*|\d{1,2}[.)、]\s*(?!\d))")
_LONGEST = 1000
"""The most characters of a sentence: longer ones are taken part by part, so that reading stays linear."""
_ENDLESS = "other"
"""The status of the parts of a longer sentence: nobody asks for anything in so many words without a stop."""
_BRACKETS = Pattern(r"\([^()\n]{0,200}\)")
_LABEL = Pattern(
    r"\s*(?:[-*•·]\s+|\d{1,2}[.)、]\s*(?!\d))?"
    r"(?:[\[*]*((?:\d{1,4}(?:ml|g|kg|L|cm|mm|oz|寸|克|毫升|升))?[^\W\d_][^:,.。、\n()【】]{0,24})[\]*]*(?:(?<!\d):|(?<=\d):(?!\d))(?!//)"
    r"|【([^\n】]{1,16})】:?)\s*"
)


@dataclass(slots=True)
class Clause:
    """A part of a sentence, `text[start:end]`, which says one thing.

    first, last: the place of its sentence. label: what stands before a colon at the beginning of the line, in
    lower case; opens_label: it stands right behind it. status: why it yields no values, "" if it does.
    """

    text: str
    start: int
    end: int
    first: int
    last: int
    turn: Turn
    label: str = ""
    opens_label: bool = False
    status: str = ""

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def sentence(self) -> str:
        return self.text[self.first : self.last]

    @property
    def is_asked(self) -> bool:
        return not self.status

    @property
    def is_question(self) -> bool:
        return self.text[self.last : self.last + 3].lstrip().startswith("?")


def clauses_of(text: str, turns: Sequence[Turn]) -> list[Clause]:
    """Return the clauses of all turns in the order of the text, which is as `scannable` returns it."""
    return [clause for turn in turns for clause in _of_turn(text, turn)]


def _of_turn(text: str, turn: Turn) -> Iterator[Clause]:
    label = heading = ""
    line_start = -1
    for first, last in _sentences(text, turn.start, turn.end):
        line = text.rfind("\n", 0, first) + 1
        if line != line_start:
            line_start, label = line, heading if _ITEM.match(text, first, last) else ""
            heading = label
            item = _ITEM.match(text, first, last)
        start = (
            item.end() if heading and item and label == heading and not text[line:first].strip() else first
        )
        opens = bool(heading) and label == heading and not text[line:first].strip()
        if (match := _LABEL.match(text, first, last)) and (not label or label == heading):
            label, start, opens = (match[1] or match[2]).strip().lower(), match.end(), True
        if opens and not text[start:last].strip():
            heading, start, opens, label = label, first, False, ""
        is_endless = last - first > _LONGEST
        for begin, end in _parts(text, start, last):
            whole = (begin, end) if is_endless else (first, last)
            yield Clause(text, begin, end, *whole, turn, label, opens, _ENDLESS if is_endless else "")
            opens = False


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    for stop in _STOP.finditer(text, start, end):
        if text[position : stop.start()].strip():
            yield _stripped(text, position, stop.start())
        position = stop.end()
    if text[position:end].strip():
        yield _stripped(text, position, end)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts between commas, of which those in brackets part nothing."""
    hidden = deque(match.span() for match in _BRACKETS.finditer(text, start, end))
    if end - start > _LONGEST and not _COMMA.search(text, start, start + _LONGEST):
        yield from ((at, min(at + _LONGEST, end)) for at in range(start, end, _LONGEST))
        return
    position = start
    for comma in _COMMA.finditer(text, start, end):
        while hidden and hidden[0][1] <= comma.start():
            hidden.popleft()
        if hidden and hidden[0][0] <= comma.start():
            continue
        if text[position : comma.start()].strip():
            yield _stripped(text, position, comma.start())
        position = comma.end()
    if text[position:end].strip():
        yield _stripped(text, position, end)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
