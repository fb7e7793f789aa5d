"""Finds the lines in which two versions of a text disagree, shortened to the words that differ."""

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from comms.terms.personal import mask_numbers

MOST_LINES = 1_000
"""The most lines that are compared, from the first different one; a letter has two hundred."""
MOST_SHOWN = 40
"""The most characters that are shown of each side."""
_LETTERS = r"(?:[^\W\u2e80-\u9fff]|\*)+"
_WORD = re.compile(rf"{_LETTERS}(?:[.,:/'’-]{_LETTERS})*%?|\s+|.")
"""The units that are shown whole: figures, also masked ones, Latin words, single Chinese characters."""


class Disagreement(NamedTuple):
    """The words of the text and those expected instead; "" on the side that has no such line."""

    said: str
    due: str


def disagreements(said: str, due: str) -> list[Disagreement]:
    """Return the lines that differ between two texts, in order, with identifying numbers masked."""
    ones, others = _lines(said), _lines(due)
    start = _common(ones, others)
    ones, others = (lines[start : start + MOST_LINES] for lines in (ones, others))
    found: list[Disagreement] = []
    for same, *(first, end, other_first, other_end) in SequenceMatcher(None, ones, others).get_opcodes():
        if same != "equal":
            pairs = zip_longest(ones[first:end], others[other_first:other_end], fillvalue="")
            found += (_narrowed(*pair) for pair in pairs)
    return found


def _lines(text: str) -> list[str]:
    """Return the lines that are not blank, masked while whole, since even part of a number identifies."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [mask_numbers(line) for line in lines if line]


def _common(ones: list[str], others: list[str]) -> int:
    """Return the number of equal entries at the beginning of two lists."""
    pairs = enumerate(zip(ones, others, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(ones), len(others)))


def _narrowed(said: str, due: str) -> Disagreement:
    """Return the differing words of two lines, with a neighbouring word if one side would be empty."""
    ones, others = _WORD.findall(said), _WORD.findall(due)
    start = _common(ones, others)
    end = min(_common(ones[::-1], others[::-1]), len(ones) - start, len(others) - start)
    while said and due and not all(_between(words, start, end) for words in (ones, others)):
        start, end = (start - 1, end) if start else (start, end - 1)
    return Disagreement(*(_short(_between(words, start, end)) for words in (ones, others)))


def _between(words: list[str], start: int, end: int) -> str:
    """Return the text of a line's words without the first `start` and the last `end` ones."""
    return "".join(words[start : len(words) - end]).strip()


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1].rstrip() + "…"
