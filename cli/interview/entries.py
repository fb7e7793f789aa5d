"""The entries of a list, shown before the next one is asked for, to be removed, moved or edited."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any, NamedTuple

from cli.interview.course import Course
from cli.terminal.moves import Asker, MovedByKey
from cli.terminal.screen import Screen, answer_text
from comms.interview.proposals import present_value, target_field
from comms.interview.questions import Question
from comms.interview.suggestions import SEARCHED
from comms.language.phrases import item_label, say, words
from comms.models.base import Shape
from comms.paths import FieldPath, value_at
from comms.reading.answers import is_yes
from comms.workspace.case import Case

MOST_SHOWN = 12
"""The number of entries shown; of a longer list the last ones, since the new one follows them."""
_CHANGE = re.compile(r"(?P<out>-)\s*(?P<gone>\d{1,4})|(?P<number>\d{1,4})\s*(?P<sign>[v^=])")


class EntryChange(NamedTuple):
    """A change to an entry: `-` removes it, `^` and `v` move it up and down, `=` opens it; place: from 0."""

    sign: str
    place: int


class Entries:
    """The entries of the lists in an interview's draft."""

    def __init__(
        self, course: Course, ask: Asker, screen: Screen, language: str, case: Callable[[], Case]
    ) -> None:
        self.course = course
        self.ask = ask
        self.screen = screen
        self.language = language
        self.case = case

    def count(self, question: Question) -> int:
        """Return the number of entries in the list that a question would extend; 0 for other questions."""
        if not question.opener or value_at(self.course.draft.data, question.path[:-1]) is not None:
            return 0
        return len(value_at(self.course.draft.data, question.path[:-2]) or ())

    def show(self, question: Question) -> None:
        """Show the entries of the list, one line each, and how to change them."""
        count = self.count(question)
        if not count:
            return
        separator: str = words(self.language)["language"]["list"]
        for index in range(max(count - MOST_SHOWN, 0), count):
            answers = self._answers((*question.path[:-2], index))
            self.screen.entry(index + 1, separator.join(answers))
        self.screen.note(say("interview.entries", self.language))

    def change_in(self, question: Question, text: str) -> EntryChange | None:
        """Return the change to an entry that a text asks for, or None if the text is an answer."""
        match = _CHANGE.fullmatch(unicodedata.normalize("NFKC", text).strip())
        number = int(match["gone"] or match["number"]) if match else 0
        if match is None or not 0 < number <= self.count(question):
            return None
        return EntryChange(match["out"] or match["sign"], number - 1)

    def apply(self, above: FieldPath, change: EntryChange) -> bool:
        """Remove or move an entry; return False if the user decides to keep it."""
        if change.sign == "-" and not self._confirms((*above, change.place)):
            return False
        order = list(range(len(value_at(self.course.draft.data, above) or ())))
        order.remove(change.place)
        if change.sign != "-":
            order.insert(max(change.place + {"^": -1, "v": 1}[change.sign], 0), change.place)
        self.course.change_list(above, order)
        return True

    def _confirms(self, entry: FieldPath) -> bool:
        """Ask for confirmation before an entry that holds more than one answer is removed."""
        answered = self._answered(entry)
        if len(answered) < 2 or not (item := answered[0].item):
            return True
        name = item_label(item[1], item[0], self.language)
        try:
            asked = say("interview.confirm_out", self.language, name=name, count=len(answered))
            confirms = is_yes(self.ask(None, asked, ""))
        except MovedByKey:
            confirms = False
        if not confirms:
            self.screen.note(say("interview.stays", self.language, name=name))
        return confirms

    def _answered(self, entry: FieldPath) -> list[Question]:
        data = self.course.draft.data
        inside = (question for question in self.course.answers() if question.path[: len(entry)] == entry)
        return [question for question in inside if value_at(data, question.path) is not None]

    def _answers(self, entry: FieldPath) -> list[str]:
        data = self.course.draft.data
        found = ((question, value_at(data, question.path)) for question in self._answered(entry))
        case = self.case()
        return [shown_answer(question, value, case, self.language) for question, value in found]


def shown_answer(question: Question, value: Any, case: Case, language: str) -> str:
    """Return an answer in readable form; a field of the order as its name and the order's value."""
    if value is not None and question.offers in SEARCHED:
        return present_value(case, question.path, language) or str(value)
    field = target_field(case, question.path) if question.field.shape is Shape.UNTYPED else None
    return answer_text(field or question.field, value, language)
