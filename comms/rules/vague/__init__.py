"""Finds the words that leave open how many, when, how good, who, what else, whether, or which day."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from comms.rules.vague.vague import Vague

_CHINESE = re.compile("[\u4e00-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


APART = "\n\x00\n"
"""What stands between two texts that are read at once: no sentence and no expression reaches across it."""
FENCE = "```"


def vague_in(text: str) -> list[Vague]:
    """The vague stretches of a text of either language, or of both, in their order.

    A word that its sentence makes precise (a tolerance, a date, a measure, a name), and one in quotes,
    in code, in an address of the web or inside a longer word, is not vague.
    """
    return [vague for _, vague in vague_in_texts([text])]


clear_texts: set[str] = set()
"""Short texts in which nothing was found: the places, people and phrases of a team come back in brief after
brief, and need not be gathered again."""
MOST_CLEAR = 4096
SHORT = 300


def vague_in_texts(texts: Sequence[str]) -> list[tuple[int, Vague]]:
    """The vague stretches of several texts, each with the number of its text, in their order."""
    if not texts:
        return []
    distinct = list(dict.fromkeys(texts))
    found: dict[str, list[Vague]] = {}
    joined = APART.join(distinct)
    for number, vague in (*_chinese(distinct, joined), *_english(distinct, joined)):
        found.setdefault(distinct[number], []).append(vague)
    if len(clear_texts) > MOST_CLEAR:
        clear_texts.clear()
    clear_texts.update(text for text in distinct if text not in found and len(text) <= SHORT)
    for stretches in found.values():
        stretches.sort(key=lambda one: one.start)
    return [(number, vague) for number, text in enumerate(texts) if found for vague in found.get(text, ())]


def _chinese(texts: Sequence[str], joined: str) -> Iterator[tuple[int, Vague]]:
    """Reads all texts at once, since to begin takes longer than to read a short one."""
    if not _CHINESE.search(joined):
        return
    from comms.rules.vague import chinese

    if FENCE in joined:  # code that does not end would swallow the texts behind it
        yield from ((number, vague) for number, text in enumerate(texts) for vague in chinese.vague_in(text))
        return
    starts = [0, *accumulate(len(text) + len(APART) for text in texts)]
    for vague in chinese.vague_in(joined):
        number = bisect_right(starts, vague.start) - 1
        start = starts[number]
        yield number, replace(vague, start=vague.start - start, end=vague.end - start)


def _english(texts: Sequence[str], joined: str) -> Iterator[tuple[int, Vague]]:
    """Reads the texts one by one, since the fewer words are together, the fewer expressions may be there."""
    if not _LATIN.search(joined):
        return
    from comms.rules.vague import english

    if not (signs := english.signs_of_vagueness(joined)):
        return
    for number, text in enumerate(texts):
        small = text.lower()
        if any(sign.lower() in small for sign in signs):
            for vague in english.vague_in(text):
                yield number, vague
