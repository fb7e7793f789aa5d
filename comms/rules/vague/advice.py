"""Chooses the advice that fits what a vague word is said of: a screen, a picture or goods.

A page that opens smoothly and a zip that runs smoothly are measured in different ways.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from comms.language.phrases import FALLBACK, words
from comms.rules.vague.vague import bounded

USUAL = {"order-confirmation": "goods", "restock-brief": "goods", "design-brief": "picture"}
"""The kinds of documents that are about one subject even where a sentence names none."""
_SENTENCE_END = re.compile(r"[。！？；!?;\n]|\.(?=\s|$)")
_REACH = 200
"""The number of characters on either side of a word in which its subject is looked for."""


def fitting(advice: str, text: str, start: int, kind: str) -> str:
    """Return the key of the advice for a vague word at a position of a text in a kind of document.

    advice: its key in wording.toml, which may have a variant for the subject: `english.screen.speed`.
    """
    family, _, key = advice.partition(".")
    book = words(FALLBACK, "wording")[family] if key else {}
    variants = [name for name in _subjects() if key in book.get(name, {})]
    subject = (_subject_near(text, start) or USUAL.get(kind, "")) if variants else ""
    return f"{family}.{subject}.{key}" if subject in variants else advice


def _subject_near(text: str, position: int) -> str:
    """Return the subject whose word is nearest to a position within its sentence, "" if there is none."""
    before = text[max(position - _REACH, 0) : position]
    first = position - len(before) + max((end.end() for end in _SENTENCE_END.finditer(before)), default=0)
    end = _SENTENCE_END.search(text, position, position + _REACH)
    last = end.start() if end else position + _REACH
    found = [
        (abs(match.start() - position), name)
        for name, pattern in _subjects().items()
        for match in pattern.finditer(text, first, last)
    ]
    return min(found)[1] if found else ""


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    """Return the subjects with the patterns of their words, longest first."""
    with Path(__file__).with_name("subjects.toml").open("rb") as file:
        book = tomllib.load(file)
    listed = {name: " ".join(table.values()).split() for name, table in book.items()}
    return {
        name: re.compile("|".join(map(bounded, sorted(entries, key=len, reverse=True))), re.IGNORECASE)
        for name, entries in listed.items()
    }
