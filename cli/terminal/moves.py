"""Moves in the interview: commands that are typed in place of an answer."""

import re
import unicodedata
from enum import StrEnum
from typing import NamedTuple, Protocol

from comms.interview.questions import Question


class Move(StrEnum):
    """A move, by the text that is typed for it as the whole answer."""

    BACK = "<"
    FORWARD = ">"
    SKIP = ">>"
    UNDO = "<<"
    HELP = "?"
    JUMP = ":"
    KEEP = "!"


class Navigation(NamedTuple):
    """A move with its argument: the step to jump to, or the reason to accept a warning."""

    move: Move
    argument: str = ""


_JUMP = re.compile(r":\s*(\d{0,3})")
_KEEP = re.compile(r"[!！]\s*(.*)", re.DOTALL)
_QUOTES = str.maketrans("《》", "<>")
"""The characters that Chinese input methods produce for < and >."""


def navigation_in(text: str) -> Navigation | None:
    """Return the move that a text as a whole stands for, or None if it is an answer."""
    normalized = unicodedata.normalize("NFKC", text).strip()
    if (sign := normalized.translate(_QUOTES)) in (Move.BACK, Move.FORWARD, Move.SKIP, Move.UNDO, Move.HELP):
        return Navigation(Move(sign))
    if match := _JUMP.fullmatch(normalized):
        return Navigation(Move.JUMP, match[1])
    if match := _KEEP.fullmatch(text.strip()):  # a reason stays as it was typed
        return Navigation(Move.KEEP, match[1])
    return None


class Asker(Protocol):
    """Source of the texts typed at prompts."""

    def __call__(
        self, question: Question | None, prompt: str, preset: str, half_typed: bool = False, /
    ) -> str:
        """Return the text typed for a prompt; raise Stopped or MovedByKey with what was half typed.

        preset: the text in the line at first; typing replaces it, or continues it if it was `half_typed`.
        """
        ...


class Stopped(Exception):
    """The user stopped (Ctrl-C, Ctrl-D); typed: the half-typed text, None if it is not known."""

    def __init__(self, typed: str | None = None) -> None:
        super().__init__(typed)
        self.typed = typed


class DraftKept(Stopped):
    """The user keeps the document as a draft."""


class MovedByKey(Exception):
    """The user moved by pressing a key; typed: the half-typed text."""

    def __init__(self, move: Move, typed: str = "") -> None:
        super().__init__(move, typed)
        self.move = move
        self.typed = typed
