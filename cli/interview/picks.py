"""Lists of answers to pick from: by number, by text, and in long lists by part of the text."""

import re
import unicodedata

from cli.terminal.screen import Screen
from comms.interview.questions import Question
from comms.interview.suggestions import MOST, SEARCHED, Suggestion, matching
from comms.language.phrases import say

LONG_LIST = 5
"""The length above which a list that was shown for one entry is not repeated for the next."""
_NUMBERS = re.compile(r"\s*\d{1,2}(?:[\s,、;]+\d{1,2})*\s*")


class Picks:
    """Lists of suggestions that an interview shows; listed: the texts of the last one."""

    def __init__(self, screen: Screen, language: str) -> None:
        self.screen = screen
        self.language = language
        self.listed: list[str] = []

    def show(self, picks: list[Suggestion], again: bool = False) -> None:
        """List the answers to pick from; `again` repeats a long list that was shown for the last entry."""
        texts, several = [pick.text for pick in picks], any(pick.usual for pick in picks)
        if len(texts) > LONG_LIST and texts == self.listed and not again:
            self.screen.note(say("interview.pick_as_before", self.language, count=len(texts)))
            return
        self.screen.picks(texts[:MOST], self.language, several)
        if len(texts) > MOST:
            self.screen.note(say("interview.pick_more", self.language, count=len(texts) - MOST))
        self.listed = texts or self.listed

    def is_number_of_none(self, question: Question, text: str) -> bool:
        """Return whether a text that picks nothing looks like a number of the list."""
        return bool(question.offers and self.listed and are_numbers(text))


def are_numbers(text: str) -> bool:
    """Return whether a text consists of numbers of one or two digits, as typed to pick from a list."""
    return bool(_NUMBERS.fullmatch(unicodedata.normalize("NFKC", text)))


def narrowed(question: Question, text: str, picks: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions of a long list that match a text if there are several, else none."""
    found = picked(question, text, picks)
    return found if len(found) > 1 and question.offers in SEARCHED else []


def picked(question: Question, text: str, picks: list[Suggestion]) -> list[Suggestion]:
    """Return the suggestions picked by their numbers, by the exact text of one, or in a long list by part."""
    stripped = unicodedata.normalize("NFKC", text).strip()
    numbers = re.split(r"[\s,、;]+", stripped) if picks else []
    if numbers and all(
        number.isdecimal() and len(number) < 4 and 0 < int(number) <= len(picks) for number in numbers
    ):
        return [picks[int(number) - 1] for number in dict.fromkeys(numbers)]
    exact = [pick for pick in picks if stripped and stripped == pick.text][:1]
    return exact or (matching(stripped, picks) if question.offers in SEARCHED else [])
