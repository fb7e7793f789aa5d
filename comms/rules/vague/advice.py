"""Chooses the advice that fits what a vague word is said of: a screen, a picture, money, goods.

A page that opens smoothly and a zip that runs smoothly are measured in different ways.
"""

import re
import tomllib
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import Path

from comms.language.phrases import FALLBACK, words

USUAL = {"order-confirmation": "goods", "restock-brief": "goods", "design-brief": "picture"}
"""The kinds of documents that are about one subject even where a sentence names none."""
_SENTENCE_END = re.compile(r"[。！？；!?;\n]|\.(?=\s|$)")
_CLAUSE_END = re.compile(rf"[，,]|{_SENTENCE_END.pattern}")
_PREPOSITION = re.compile(r"\b(?:of|on|in|for)(?:\s[A-Za-z]+){0,2}\s\Z")
_PHRASE = 40
"""The most characters from a preposition to the word that it governs."""
_REACH = 200
"""The number of characters on either side of a word in which its subject is looked for."""
MEASURES = frozenset({"usability", "speed", "look", "taste", "quality"})
"""The advice that asks for a measure, whose example depends on the subject more than on the word."""


def fitting(advice: str, text: str, start: int, kind: str) -> str:
    """Return the key of the advice for a vague word at a position of a text in a kind of document.

    advice: its key in wording.toml. A variant of its own, `english.screen.speed`, comes before one that both
    languages of documents share, `subjects.money.measure`.
    """
    family, _, key = advice.partition(".")
    if not key:
        return advice
    subject = subject_near(text, start, within_clause=key == "quantity") or USUAL.get(kind, "")
    book = words(FALLBACK, "wording")
    if key in book[family].get(subject, ()):
        return f"{family}.{subject}.{key}"
    shared = "measure" if key in MEASURES else key
    return f"subjects.{subject}.{shared}" if shared in book["subjects"].get(subject, ()) else advice


FAULTS = {
    "example": "reference",
    "which": "which",
    "comparison": "change",
    **dict.fromkeys(("measure", "quality", "speed", "usability", "price"), "measure"),
}
"""What is wrong with a word by the advice for it, as a variant of the rule's message."""


def fault_told(advice: str) -> str:
    """Return the variant of the message that goes with a key of advice; "" is the usual one."""
    return FAULTS.get(advice.rpartition(".")[-1], "")


def subject_near(text: str, position: int, within_clause: bool = False) -> str:
    """Return the subject whose word is nearest to a position, "" if its sentence names none.

    Its clause comes first: in "页面要好看，发货要快，价格要低" each word has a subject of its own.
    within_clause: look no further, since "大约 500 件，单价合理" counts pieces.
    """
    start = max(position - _REACH, 0)
    return _subject_within(text[start : position + _REACH], position - start, within_clause)


@lru_cache(maxsize=512)  # a text that repeats itself has the same words around each finding
def _subject_within(text: str, position: int, within_clause: bool) -> str:
    subject = _nearest(text, position, _CLAUSE_END)
    return subject if subject or within_clause else _nearest(text, position, _SENTENCE_END)


def _nearest(text: str, position: int, border: re.Pattern[str]) -> str:
    """Return the subject whose word is nearest to a position between two borders, "" if there is none."""
    first = max((end.end() for end in border.finditer(text, 0, position)), default=0)
    end = border.search(text, position)
    last = end.start() if end else len(text)
    found = [
        (_is_detail(text, match, position), abs(match.start() - position), -match.start(), subject)
        for match in _word().finditer(text, first, last)
        if (subject := _subject_of(match.group()))
    ]
    return min(found)[-1] if found else ""


def _is_detail(text: str, word: re.Match[str], position: int) -> bool:
    """Return whether a word only describes another one: the price of the lamps is high, the stock photos."""
    follower = _word().match(text, word.end() + text.startswith((" ", "-"), word.end()))
    if follower and _subject_of(follower.group()):
        return True
    return word.start() < position and bool(
        _PREPOSITION.search(text, max(word.start() - _PHRASE, 0), word.start())
    )


@cache
def _word() -> re.Pattern[str]:
    """Return a pattern for the words of several parts, the Chinese ones, and any other Latin word."""
    parts = _any_of(word for word in _subjects() if word.isascii() and "-" in word).replace(r"\-", "[ -]")
    chinese = _any_of(word for word in _subjects() if not word.isascii())
    return re.compile(rf"(?i:{parts})s?(?![A-Za-z])|[A-Za-z]+|{chinese}")


def _any_of(listed: Iterable[str]) -> str:
    """Return a pattern for words, the longest first; a look at the first character makes it fast."""
    longest_first = sorted(listed, key=len, reverse=True)
    initials = "".join(sorted({word[0] for word in longest_first}))
    return f"(?=[{initials}])(?:{'|'.join(map(re.escape, longest_first))})"


def _subject_of(word: str) -> str:
    name = word.casefold().replace(" ", "-")
    return _subjects().get(name, "") or _subjects().get(name.removesuffix("s"), "")


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
