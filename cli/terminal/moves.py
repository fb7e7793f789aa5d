"""What a person may type in the place of an answer, to move about in the interview."""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple, Protocol

from comms.interview.questions import Question


class Move(StrEnum):
    """A way to go, by what is typed for it as the whole answer."""

    BACK = "<"
    FORWARD = ">"
    SKIP = ">>"
    HELP = "?"
    JUMP = ":"
    KEEP = "!"


class Navigation(NamedTuple):
    """A move with what stands behind it: the step to jump to, the reason to keep a warning."""

    move: Move
    argument: str = ""


_JUMP = re.compile(r":\s*(\d{0,3})")
_KEEP = re.compile(r"[!！]\s*(.*)", re.DOTALL)
_QUOTES = str.maketrans("《》", "<>")
"""What an input method of Chinese makes of < and >."""


def navigation_in(text: str) -> Navigation | None:
    """The move that a text asks for as a whole; None where it is an answer."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if (turned := plain.translate(_QUOTES)) in (Move.BACK, Move.FORWARD, Move.SKIP, Move.HELP):
        return Navigation(Move(turned))
    if match := _JUMP.fullmatch(plain):
        return Navigation(Move.JUMP, match[1])
    if match := _KEEP.fullmatch(text.strip()):  # a reason stays as it was typed
        return Navigation(Move.KEEP, match[1])
    return None


class Asker(Protocol):
    """Gets one text for a prompt; raises Stopped or MovedByKey with what was half typed."""

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        """`preset` stands in the line already: half typed text goes on, anything else gives way to typing."""
        ...


class Stopped(Exception):
    """The person stopped (Ctrl-C, Ctrl-D); holds what was half typed, None where that is not known."""

    def __init__(self, typed: str | None = None) -> None:
        super().__init__(typed)
        self.typed = typed


class DraftKept(Stopped):
    """The person keeps the document as a draft."""


class MovedByKey(Exception):
    """The person went another way by a key; holds what was half typed."""

    def __init__(self, move: Move, typed: str = "") -> None:
        super().__init__(move, typed)
        self.move = move
        self.typed = typed
