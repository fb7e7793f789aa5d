"""From a file to the text of a message and its turns: who wrote what, to whom, and when."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby, pairwise
from pathlib import PurePath

from comms.messages.chat_stamps import day_line
from comms.messages.chat_turns import Said, names_sender, said_in
from comms.messages.labels import is_label
from comms.messages.mail_headers import Letter, letters_in
from comms.messages.message_text import plain, text_of
from comms.messages.quotations import Sort, sorted_lines
from comms.messages.reading import Turn

MAX_CHARACTERS = 200_000
"""The most characters of a message that are read."""


@dataclass(frozen=True, slots=True)
class Message:
    """The text of a message, its turns, and how many characters of the file were left out as too many."""

    text: str
    turns: tuple[Turn, ...]
    left_out: int = 0


def turns_of(content: bytes, name: str, today: date) -> tuple[str, tuple[Turn, ...]]:
    """Return the text of a message and its turns; raises Unreadable for a file that holds no text."""
    message = message_of(content, name, today)
    return message.text, message.turns


def message_of(content: bytes, name: str, today: date) -> Message:
    """Return a message out of a chat, an e-mail, a mailbox, a note or a DOCX; raises Unreadable.

    Of a longer chat the last MAX_CHARACTERS are read, since later words correct earlier ones; of anything
    else the first, where a mail has its newest words.
    """
    whole = _text(content, name)
    text = _shortened(whole, today)
    letters = list(letters_in(_lines(text), today))
    turns = tuple(turn for letter in letters for turn in _of_letter(letter, today))
    return Message(_unwrapped(text, letters), _signed(text, turns), len(whole) - len(text))


def _text(content: bytes, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    if content.startswith(b"PK\x03\x04") or suffix == ".docx":
        from comms.reading.docx_file import lines_of

        return plain("\n".join(lines_of(content)))
    from comms.messages.mail import is_mail, is_mailbox, mail_text, mailbox_text

    if suffix == ".mbox" or is_mailbox(content):
        return plain(mailbox_text(content))
    if suffix == ".eml" or is_mail(content):
        return plain(mail_text(content))
    return text_of(content)


def _lines(text: str) -> list[tuple[int, str]]:
    lines, start = [], 0
    for line in text.split("\n"):
        lines.append((start, line))
        start += len(line) + 1
    return lines


_FEWEST_IN_CHAT = 2
"""The fewest people who speak in a chat that a mail passes on."""


def _of_letter(letter: Letter, today: date) -> Iterator[Turn]:
    """Yield the turns of a mail, which may hold a chat."""
    said = [] if letter.repeats else said_in(list(letter.lines), letter.day or today)
    if letter.is_mail and len({each.sender for each in said if each.sender}) < _FEWEST_IN_CHAT:
        said = []  # 王经理：at the beginning of a letter is who it is addressed to
    for each in said or [Said(letter.sender, letter.day, letter.time, letter.lines)]:
        is_own = not said or not each.sender
        of_mail = Turn(
            0,
            0,
            each.sender or letter.sender,
            each.day or letter.day,
            each.time,
            letter.addressees if is_own else (),
            letter.copied if is_own else (),
            letter.subject,
            letter.repeats,
        )
        yield from _of_lines(of_mail, list(each.lines), letter.is_mail)


def _of_lines(like: Turn, lines: list[tuple[int, str]], is_mail: bool) -> Iterator[Turn]:
    """Yield the turns of what one person wrote: own words and quotations apart, without what says nothing."""
    found = sorted_lines([line for _, line in lines], is_mail)
    for (sort, by), group in groupby(found, key=lambda each: (each.sort, each.by)):
        numbers = [each.number for each in group]
        if sort is Sort.NOTHING:
            continue
        start, end = _stripped(lines, numbers)
        if start == end:
            continue
        if sort is Sort.QUOTED:
            yield Turn(start, end, by, is_quoted=True)
        else:
            yield replace(like, start=start, end=end)


def _stripped(lines: list[tuple[int, str]], numbers: list[int]) -> tuple[int, int]:
    """Return the place of some lines in the message, without the blanks around them."""
    words = [(start, line) for start, line in (lines[number] for number in numbers) if line.strip()]
    if not words:
        return 0, 0
    (first, line), (last, end) = words[0], words[-1]
    return first + len(line) - len(line.lstrip()), last + len(end.rstrip())


# --- lines that only the width of the page parts ---------------------------------------------

_WIDTHS = range(56, 81)
"""The most characters of a line in mails whose program breaks lines."""
_OPEN_END = re.compile(
    r"(?:^| )(?:an?|the|of|to|for|by|on|in|at|and|or|with|from|than|until|is|are|be|our|your|per|as|that)$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.:;!?。：；！？]\s*$")
_GOES_ON = re.compile(r"[a-zà-ÿ(]")


def _unwrapped(text: str, letters: list[Letter]) -> str:
    """Return a text of the same length in which the lines of mails that belong together are joined."""
    breaks = [place for letter in letters if letter.is_mail for place in _soft_breaks(letter.lines)]
    if not breaks:
        return text
    signs = list(text)
    for place in breaks:
        signs[place] = " "
    return "".join(signs)


def _soft_breaks(lines: Sequence[tuple[int, str]]) -> Iterator[int]:
    """Yield the places of the line feeds that a mail program has put between words."""
    width = max((len(line.rstrip()) for _, line in lines), default=0)
    if width not in _WIDTHS:
        return
    for (start, line), (_, below) in pairwise(lines):
        word = below.partition(" ")[0]
        is_full = len(line.rstrip()) + 1 + len(word) > width and not _SENTENCE_END.search(line)
        if word and is_full and (_GOES_ON.match(below) or _OPEN_END.search(line.rstrip())):
            yield start + len(line)


# --- who signs -------------------------------------------------------------------------------

_NAME = r"(?:[A-Z][\w'’.-]{0,20}(?: (?:[A-Z][\w'’.-]{0,20}|de|van|von|der|al|el)){0,3}|[\u4e00-\u9fff]{2,4})"
_DASHED = re.compile(rf"[ \t]*[—–-]{{1,3}}[ \t]*({_NAME})[ \t]*")
_CLOSING = re.compile(
    r"[ \t]*(?:(?:many |with |best |kind |warm |very |yours )*(?:thanks|thank you|regards|wishes|best|cheers"
    r"|rgds|sincerely|truly|faithfully)(?: again| a lot| so much| in advance)?|br|tks|thx"
    r"|此致|敬礼|顺祝商祺|祝好|谢谢|多谢|感谢)[\s,，.!！。~]*",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?:^|[\s.!?,;。！？，])(?:x{{1,3}}|[—–-]{{1,2}}|thanks|cheers|best|regards|br|thx|谢谢)"
    rf"[,， ]{{1,2}}({_NAME})[ \t]*$",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"[ \t]*({_NAME})[ \t]*")
_ONLY_NAME = re.compile(_NAME)


def _signed(text: str, turns: tuple[Turn, ...]) -> tuple[Turn, ...]:
    """Return turns whose sender is who signs them, where nothing else names one or only an address does."""
    if not turns or any(turn.sender and "@" not in turn.sender and not turn.is_quoted for turn in turns):
        return turns
    said = [turn for turn in turns if not turn.is_quoted]
    name = _signature(text[said[-1].start : said[-1].end]) if said else ""
    return tuple(replace(turn, sender=name) if name and not turn.is_quoted else turn for turn in turns)


def _signature(words: str) -> str:
    """Return the name with which a text is signed: below a closing or a blank line, behind a dash or an x."""
    lines = words[-2000:].split("\n")
    below = next(
        (number for number in range(len(lines) - 1, -1, -1) if _CLOSING.fullmatch(lines[number])), None
    )
    candidates = lines[below + 1 :] if below is not None else []
    if not candidates and len(lines) > 2 and "" in (line.strip() for line in lines[1:]):
        blank = max(number for number, line in enumerate(lines) if not line.strip())
        candidates = lines[blank + 1 :] if len(lines) - blank <= _MOST_LINES + 1 else []
    for line in candidates:
        if line.strip():
            found = _DASHED.fullmatch(line) or _ALONE.fullmatch(line)
            return found[1] if found and _is_person(found[1]) else ""
    found = _DASHED.fullmatch(lines[-1]) or _BEHIND.search(lines[-1][-80:])
    return found[1] if found and _ONLY_NAME.fullmatch(found[1]) and _is_person(found[1]) else ""


_MOST_LINES = 4
"""The most lines of a signature that stands below a blank line alone."""


def _is_person(name: str) -> bool:
    return not is_label(name) and not _CLOSING.fullmatch(name)


# --- what is too long ------------------------------------------------------------------------


def _shortened(text: str, today: date) -> str:
    """Return the part of a text that is read, in whole lines; of a chat its end, below the day that holds."""
    if len(text) <= MAX_CHARACTERS:
        return text
    head = _lines(text[:_SAMPLE])
    if len(list(letters_in(head, today))) > 1 or len(said_in(head, today)) < 2:
        return text[: text.rfind("\n", 0, MAX_CHARACTERS) + 1 or MAX_CHARACTERS]
    cut = _next_turn(text, len(text) - MAX_CHARACTERS + _LONGEST_DAY_LINE)
    has_days = any(day_line(line) for _, line in head)
    above = (
        next((line for line in reversed(text[:cut].split("\n")) if day_line(line)), "") if has_days else ""
    )
    return f"{above}\n{text[cut:]}" if above else text[cut:]


_SAMPLE = 20_000
"""The characters at the beginning of a long text that show whether it is a chat."""
_LONGEST_DAY_LINE = 130


def _next_turn(text: str, place: int) -> int:
    """Return where the first whole turn of a chat begins behind a place, if one does soon."""
    start = text.find("\n", place) + 1 or place
    for begins, line in _lines(text[start : start + _SAMPLE]):
        if names_sender(line) or day_line(line):
            return start + begins
    return start
