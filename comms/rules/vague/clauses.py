"""Divides a Chinese text into clauses, and says what stands beside a clause and what explains it."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from comms.terms.lazy_patterns import LazyPattern

# A bracket belongs to the clause around it. It contains no other bracket, so that a text of nothing but
# opening brackets is divided in linear time. The comma of 1,200 and the colon of 18:00 end nothing. One class
# of characters begins the pattern, which lets it skip all others quickly.
_BREAK = LazyPattern(
    r"[（(。！？；!?;\n：:，, \u3000](?:"
    r"(?P<bracket>(?<=[（(])[^（）()\n]*[）)])|(?P<sentence>(?<=[。！？；!?;\n]))"
    r"|(?P<colon>(?<=[：:])(?!(?<=[0-9].)[0-9]))"
    r"|(?<=，)|(?<=,)(?!(?<=[0-9],)[0-9])|(?<=[一-龥][ \u3000])(?=[一-龥]))"
)
_BRACKET = re.compile(r"[（(][^（）()\n]*[）)]")
_THAT_IS = LazyPattern(r"\s?(?:[也亦]?即(?![可使将刻时便日])|也?就是|[是意]?指|具体(?:[是为]|如下))")
_DATE_CHARACTERS = "0123456789年月日号./- "
_LONGEST_DATE = 20
"""How far before a bracket the date may begin that stands at it: 6月30日（月底）."""
_FAR = 3
"""How many of the next clauses are looked at; a long sentence is not searched again for each of its words."""


class Clause(NamedTuple):
    """A clause without its brackets, its neighbours in the sentence, and what explains it.

    explanations: clauses with “that is”, and the text after a colon.
    """

    text: str
    before: str = ""
    after: Sequence[str] = ()
    explanations: Sequence[str] = ()


class Clauses:
    """The clauses of a line of a text, by number; the inside of a bracket has a negative number."""

    def __init__(self, text: str, start: int, end: int) -> None:
        breaks = list(_BREAK.finditer(text, start, end))
        divisions = [match for match in breaks if not match["bracket"]]
        self.start, self.end = start, end
        self._text = text
        self._brackets = [match.span() for match in breaks if match["bracket"]]
        self._starts = [start, *(match.end() for match in divisions)]
        self._ends = [*(match.start() for match in divisions), end]
        self._closed_by = [*(match.lastgroup for match in divisions), "sentence"]

    def number(self, position: int) -> int:
        """Return the number of the clause at a position."""
        bracket = bisect_right(self._brackets, (position, self.end)) - 1
        if bracket >= 0 and position < self._brackets[bracket][1]:
            return ~bracket
        return bisect_right(self._starts, position) - 1

    def clause(self, number: int) -> Clause:
        """Return a clause by its number."""
        if number < 0:
            start, end = self._brackets[~number]
            before = self._text[max(0, start - _LONGEST_DATE) : start]
            return Clause(before[len(before.rstrip(_DATE_CHARACTERS)) :] + self._text[start:end])
        later = list(self._later(number))
        before = self._words(number - 1) if number and not self._closed_by[number - 1] else ""
        after = [self._words(other) for other in later]
        explanations = [clause for clause in after if _THAT_IS.match(clause)]
        if later and self._closed_by[number] == "colon":
            explanations = [self._text[self._starts[later[0]] : self._ends[later[-1]]]]
        return Clause(_BRACKET.sub("", self._words(number)), before, after, explanations)

    def brackets(self, position: int) -> Iterator[str]:
        """Yield the next brackets in the clause of a position; those before a word explain another."""
        number = self.number(position)
        if number >= 0:
            first = bisect_right(self._brackets, (position, self.end))
            for start, end in self._brackets[first : first + _FAR]:
                if end <= self._ends[number]:
                    yield self._text[start:end]

    def _words(self, number: int) -> str:
        return self._text[self._starts[number] : self._ends[number]]

    def _later(self, number: int) -> Iterator[int]:
        """Yield the numbers of the next clauses of the sentence."""
        for other in range(number, min(number + _FAR, len(self._starts) - 1)):
            if self._closed_by[other] == "sentence":
                return
            yield other + 1
