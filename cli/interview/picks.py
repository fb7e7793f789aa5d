"""Lists of answers to pick from: by their numbers, by their own text, long ones by a part of it."""

import re
import unicodedata

from cli.terminal.screen import Screen
from comms.interview.questions import Question
from comms.interview.suggestions import MOST, SEARCHED, Suggestion, matching
from comms.language.phrases import say

LONG_LIST = 5
"""A list that is longer is shown once, not anew for each entry."""
_NUMBERS = re.compile(r"\s*\d{1,2}(?:[\s,、;]+\d{1,2})*\s*")


class Picks:
    """The lists that an interview shows; listed: the last one, by the texts of its answers."""

    def __init__(self, screen: Screen, language: str) -> None:
        self.screen = screen
        self.language = language
        self.listed: list[str] = []

    def show(self, picks: list[Suggestion], again: bool = False) -> None:
        """Lists the answers to pick from; a long list that was shown for the last entry is not shown anew."""
        texts, several = [each.text for each in picks], any(each.usual for each in picks)
        if len(texts) > LONG_LIST and texts == self.listed and not again:
            self.screen.note(say("interview.pick_as_before", self.language, count=len(texts)))
            return
        self.screen.picks(texts[:MOST], self.language, several)
        if len(texts) > MOST:
            self.screen.note(say("interview.pick_more", self.language, count=len(texts) - MOST))
        self.listed = texts or self.listed

    def is_number_of_none(self, question: Question, text: str) -> bool:
        """Whether a text looks like a number of the list, but is the number of nothing in it."""
        return bool(question.offers and self.listed and are_numbers(text))


def are_numbers(text: str) -> bool:
    """Whether a text is one number or several, as they pick from a list."""
    return bool(_NUMBERS.fullmatch(unicodedata.normalize("NFKC", text)))


def narrowed(question: Question, text: str, picks: list[Suggestion]) -> list[Suggestion]:
    """Those of a long list that hold what was typed, where there are several; else none."""
    found = picked(question, text, picks)
    return found if len(found) > 1 and question.offers in SEARCHED else []


def picked(question: Question, text: str, picks: list[Suggestion]) -> list[Suggestion]:
    """Those that a text picks: by their numbers, by the text of one, in a long list by a part of it."""
    plain = unicodedata.normalize("NFKC", text).strip()
    numbers = re.split(r"[\s,、;]+", plain) if picks else []
    if numbers and all(
        each.isdecimal() and len(each) < 4 and 0 < int(each) <= len(picks) for each in numbers
    ):
        return [picks[int(each) - 1] for each in dict.fromkeys(numbers)]
    exact = [each for each in picks if plain and plain == each.text][:1]
    return exact or (matching(plain, picks) if question.offers in SEARCHED else [])
