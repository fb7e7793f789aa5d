"""Finds vague expressions, which leave open how many, when, how good, who, what else, whether, which day."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from comms.rules.vague.vague import Vague
from comms.terms.lazy_patterns import LazyPattern

_CHINESE = LazyPattern("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z~≈∼～]")  # a sign of approximation is the same in every language

SEPARATOR = "\n\x00\n"
"""Joins texts that are searched at once: no sentence and no expression extends across it."""
FENCE = "```"
"""Opens and closes a block of code."""


def vague_in(text: str) -> list[Vague]:
    """Return the vague expressions of a text in Chinese, English or both, in order.

    An expression is not vague if its sentence makes it precise (by a tolerance, a date, a measure, a name),
    nor in quotation marks, in code, in a web address, or inside a longer word.
    """
    return [vague for _, vague in vague_in_texts([text])]


clear_texts: set[str] = set()
"""Short texts without vague expressions: a team's places, people and phrases recur from brief to brief, so
callers may skip them."""
MAX_CLEAR_TEXTS = 4096
SHORT = 300
"""The longest text to remember as clear, in characters."""


def vague_in_texts(texts: Sequence[str]) -> list[tuple[int, Vague]]:
    """Return the vague expressions of several texts in order, each with the index of its text."""
    if not texts:
        return []
    distinct = list(dict.fromkeys(texts))
    found: dict[str, list[Vague]] = {}
    joined = SEPARATOR.join(distinct)
    for number, vague in (*_chinese(distinct, joined), *_english(distinct, joined)):
        found.setdefault(distinct[number], []).append(vague)
    if len(clear_texts) > MAX_CLEAR_TEXTS:
        clear_texts.clear()
    clear_texts.update(text for text in distinct if text not in found and len(text) <= SHORT)
    for expressions in found.values():
        expressions.sort(key=lambda vague: vague.start)
    return [(number, vague) for number, text in enumerate(texts) if found for vague in found.get(text, ())]


def _chinese(texts: Sequence[str], joined: str) -> Iterator[tuple[int, Vague]]:
    """Search all texts at once, since starting a search takes longer than searching a short text."""
    if joined.isascii() or not _CHINESE.search(joined):
        return
    from comms.rules.vague import chinese

    if FENCE in joined:  # an unclosed code block would swallow the texts after it
        yield from ((number, vague) for number, text in enumerate(texts) for vague in chinese.vague_in(text))
        return
    starts = [0, *accumulate(len(text) + len(SEPARATOR) for text in texts)]
    for vague in chinese.vague_in(joined):
        number = bisect_right(starts, vague.start) - 1
        start = starts[number]
        yield number, replace(vague, start=vague.start - start, end=vague.end - start)


def _english(texts: Sequence[str], joined: str) -> Iterator[tuple[int, Vague]]:
    if not _LATIN.search(joined):
        return
    from comms.rules.vague import english

    yield from english.vague_in_texts(texts, joined)
