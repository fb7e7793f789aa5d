"""What a message says, each value with the words it came from."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Turn:
    """What one person wrote at one time: `message[start:end]`, without the line that names both.

    sender: "" where nobody is named. day: when it was written, None where the message does not say so.
    time: as written, such as "14:23", else "". addressees: whom a mail was sent to; copied: who got a copy.
    subject: that of a mail. is_quoted: words of others that the message only repeats.
    """

    start: int
    end: int
    sender: str = ""
    day: date | None = None
    time: str = ""
    addressees: tuple[str, ...] = ()
    copied: tuple[str, ...] = ()
    subject: str = ""
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """A value for a field and the words `message[start:end]` that it was taken from.

    path: as in documents, such as "when.due" or "deliverables[0].size". value: plain data of the format.
    is_sure: it is taken; otherwise it is only proposed. replaced: what was said before and taken back.
    """

    path: str
    value: Any
    start: int
    end: int
    turn: Turn
    is_sure: bool = True
    replaced: Any = None


@dataclass(frozen=True, slots=True)
class Untaken:
    """Words `message[start:end]` that could have been a value and why they are none.

    reason: a key of the words for it, such as "past", "question", "condition", "others", "quoted", "vague".
    """

    start: int
    end: int
    turn: Turn
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says: its text, who wrote what, the values by their fields, and what was left out."""

    message: str
    turns: tuple[Turn, ...] = ()
    values: tuple[Value, ...] = ()
    untaken: tuple[Untaken, ...] = field(default=())
