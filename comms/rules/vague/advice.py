"""Chooses the advice that fits what a vague word is said of: a screen, a picture or goods.

A page that opens smoothly and a zip that runs smoothly are measured in different ways.
"""

import re
import tomllib
from functools import cache
from pathlib import Path

from comms.language.phrases import FALLBACK, words

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
    variants = [name for name, table in book.items() if isinstance(table, dict) and key in table]
    subject = (_subject_near(text, start) or USUAL.get(kind, "")) if variants else ""
    return f"{family}.{subject}.{key}" if subject in variants else advice


def _subject_near(text: str, position: int) -> str:
    """Return the subject whose word is nearest to a position within its sentence, "" if there is none."""
    before = text[max(position - _REACH, 0) : position]
    first = position - len(before) + max((end.end() for end in _SENTENCE_END.finditer(before)), default=0)
    end = _SENTENCE_END.search(text, position, position + _REACH)
    last = end.start() if end else position + _REACH
    found = [
        (abs(first + match.start() - position), subject)
        for match in _word().finditer(text[first:last])
        if (subject := _subject_of(match.group()))
    ]
    return min(found)[1] if found else ""


@cache
def _word() -> re.Pattern[str]:
    """Return a pattern for Latin words, of which most name no subject, and for the Chinese ones that do."""
    chinese = sorted((word for word in _subjects() if not word.isascii()), key=len, reverse=True)
    return re.compile(f"[A-Za-z]+|{'|'.join(map(re.escape, chinese))}")


def _subject_of(word: str) -> str:
    return _subjects().get(word.casefold(), "")


@cache
def _subjects() -> dict[str, str]:
    """Return the subject that each word names."""
    with Path(__file__).with_name("subjects.toml").open("rb") as file:
        book = tomllib.load(file)
    return {
        word.casefold(): name
        for name, table in book.items()
        for listed in table.values()
        for word in listed.split()
    }
