"""Where two versions of one text disagree, in the few words that differ."""

import re
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from comms.terms.personal import mask_numbers

MOST_LINES = 1_000
"""Lines that are compared from the first one that differs; a letter has two hundred."""
MOST_SHOWN = 40
"""Characters that are shown of each side."""
_LETTERS = r"(?:[^\W\u2e80-\u9fff]|\*)+"
_WORD = re.compile(rf"{_LETTERS}(?:[.,:/'’-]{_LETTERS})*%?|\s+|.")
"""What is shown whole: a figure, one that is masked, a word of Latin letters; of Chinese each character."""


class Disagreement(NamedTuple):
    """What the text says, and what is due in its place; "" on the side that has no such line."""

    said: str
    due: str


def disagreements(said: str, due: str) -> list[Disagreement]:
    """The lines of two texts that differ, in their order, identifying numbers masked."""
    ones, others = _lines(said), _lines(due)
    start = _common(ones, others)
    ones, others = (each[start : start + MOST_LINES] for each in (ones, others))
    found: list[Disagreement] = []
    for same, *(first, end, other_first, other_end) in SequenceMatcher(None, ones, others).get_opcodes():
        if same != "equal":
            pairs = zip_longest(ones[first:end], others[other_first:other_end], fillvalue="")
            found += (_narrowed(*pair) for pair in pairs)
    return found


def _lines(text: str) -> list[str]:
    """The lines that hold text, masked whole, since half a number is still one."""
    lines = (" ".join(each.split()) for each in text.split("\n"))
    return [mask_numbers(each) for each in lines if each]


def _common(ones: list[str], others: list[str]) -> int:
    """How many entries two lists begin with in common."""
    pairs = enumerate(zip(ones, others, strict=False))
    return next((index for index, (one, other) in pairs if one != other), min(len(ones), len(others)))


def _narrowed(said: str, due: str) -> Disagreement:
    """What differs of two lines, with the word beside it where one side has nothing in its place."""
    ones, others = _WORD.findall(said), _WORD.findall(due)
    start = _common(ones, others)
    end = min(_common(ones[::-1], others[::-1]), len(ones) - start, len(others) - start)
    while said and due and not all(_between(each, start, end) for each in (ones, others)):
        start, end = (start - 1, end) if start else (start, end - 1)
    return Disagreement(*(_short(_between(each, start, end)) for each in (ones, others)))


def _between(words: list[str], start: int, end: int) -> str:
    """A line's words without those that it begins and ends with in common with another one."""
    return "".join(words[start : len(words) - end]).strip()


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1].rstrip() + "…"
