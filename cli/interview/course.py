"""The course of an interview: the next question, and navigation to others."""

from collections.abc import Iterator

from cli.terminal.rows import StepState
from comms.interview.drafts import Draft
from comms.interview.questions import Question, questions, steps_of
from comms.kinds import model_of
from comms.language.catalog import FALLBACK
from comms.language.phrases import field_words
from comms.models.base import Document
from comms.paths import FieldPath, dotted, put, value_at


class Course:
    """The questions of a draft's kind in order, and the user's position among them.

    step: the step of the last question asked; open questions after that one come before earlier ones.
    wants_review: the user has asked for the review, even if questions are still open.
    opened: the path of the answer whose section the review shows unfolded.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.model: type[Document] = model_of(draft.kind)
        self.step = ""
        self._current: FieldPath | None = None
        self._target: FieldPath | None = None
        self._is_visit = False
        self._walked_step = ""
        self._is_retracing = False
        self._lists: set[FieldPath] = set()
        self.wants_review = False
        self.opened: FieldPath = ()

    def questions(self) -> Iterator[Question]:
        """Return the questions that apply to the answers so far."""
        return questions(self.model, self.draft.data)

    def answers(self) -> list[Question]:
        """Return the questions of the review: those that apply, and unprompted ones with an answer."""
        asked = {question.path for question in self.questions()}
        return [
            question
            for question in questions(self.model, self.draft.data, quiet=True)
            if question.path in asked or self._is_answered(question)
        ]

    def find(self, path: FieldPath) -> Question | None:
        """Return the question at a path, or None if it neither applies nor has an answer."""
        return next((question for question in self.answers() if question.path == path), None)

    def next(self) -> Question | None:
        """Return the question that the user went to, else the next open one; None when all are answered."""
        if self._target is not None and (goal := self.find(self._target)):
            return goal
        self._target = None
        asked = list(self.questions())
        later = asked[self._position(asked) + 1 :]
        if self._is_retracing:
            visited = (
                question for question in later if self.is_pending(question) or self._is_answered(question)
            )
            if (following := next(visited, None)) and not self.is_pending(following):
                return following
            self._is_retracing = False
        if self._walked_step:
            if following := next(
                (question for question in later if question.step == self._walked_step), None
            ):
                return following
            self._walked_step = ""
        pending = [*filter(self.is_pending, later), *filter(self.is_pending, asked)]
        asks_last = (question for question in pending if not self.follows(question))
        return next(asks_last, None) or next(iter(pending), None)

    @property
    def is_going(self) -> bool:
        """Whether the user is moving to a question of their own choice."""
        return self._target is not None or bool(self._walked_step) or self._is_retracing

    def enter(self, question: Question) -> None:
        """Make a question the current one."""
        if question.path != self._target:
            self._is_visit = False
        if self._is_visit:
            self.wants_review = True  # again, once this one answer is given
        if question.step != self._walked_step:
            self._walked_step = ""
        if question.opener:
            self._lists.add(question.path[:-2])
        self._current, self._target = question.path, None

    def _is_answered(self, question: Question) -> bool:
        return value_at(self.draft.data, question.path) is not None

    def follows(self, question: Question) -> bool:
        """Return whether the answer follows from others, so that the question waits until they are given."""
        return question.field.ask.follows and not self.draft.asks_all

    def is_pending(self, question: Question) -> bool:
        """Return whether a question is to be asked: it is due and open, or has a half-typed answer."""
        is_open = self._is_due(question) and self.is_open(question)
        return is_open or dotted(question.path) in self.draft.half_typed

    def _is_due(self, question: Question) -> bool:
        """Return whether the interview asks a question: all of them, or those that matter to this document.

        An optional one matters if no answer means something, or an earlier document has an answer to repeat.
        """
        if self.draft.asks_all or question.required or self._continues_list(question):
            return True
        return means_something(question) or value_at(self.draft.like, question.path) is not None

    def _continues_list(self, question: Question) -> bool:
        """Return whether a question asks for one more entry of a list that is being filled in."""
        if not question.opener or question.item is None or question.item[1].ask.several:
            return False
        return question.path[:-2] in self._lists

    def ask_all(self) -> None:
        """Ask for all that has no answer yet, one after another."""
        self.draft.asks_all, self.draft.left = True, []
        self._current, self.step = None, ""

    def is_open(self, question: Question) -> bool:
        """Return whether a question is neither answered nor deliberately left unanswered."""
        if dotted(question.path) in self.draft.left:
            return False
        return value_at(self.draft.data, question.path) is None

    def go(self, path: FieldPath, visit: bool = False) -> None:
        """Go to the question at a path, whether it is answered, left unanswered or open.

        visit: go to that question alone; moving forward or back from it returns to the review.
        """
        self._target, self._is_visit = path, visit
        self._is_retracing = self._is_retracing and not visit

    def return_to(self, path: FieldPath) -> None:
        """Return to the prompt of an answer that was taken back, () for the review."""
        self._walked_step, self._is_retracing, self.step = "", False, ""
        self.wants_review = path == ()
        self._target = path or None

    def reopen(self, paths: list[FieldPath]) -> None:
        """Reopen questions that were left unanswered."""
        names = {dotted(path) for path in paths}
        self.draft.left = [name for name in self.draft.left if name not in names]

    def retrace(self, path: FieldPath) -> None:
        """Go to an answer, and from there forward again question by question."""
        self.go(path)
        self._is_retracing = True

    def back(self) -> bool:
        """Go to the previous question, then forward again one by one; return False at the first question."""
        self._is_retracing = not self._is_visit
        return self._move_by(-1)

    def forward(self) -> bool:
        """Go to the following question, answered or not; return False at the last question."""
        return self._move_by(1)

    def jump(self, number: int) -> bool:
        """Go through all questions of a step, or to the review, whose number follows the last step's.

        Returns False if there is no such step.
        """
        first = next((question for question in self.questions() if question.number == number), None)
        if first is None:
            self.wants_review = number == len(steps_of(self.model)) + 1
            return self.wants_review
        self.go(first.path)
        self._walked_step = first.step
        return True

    def skip(self, question: Question) -> None:
        """Leave what is optional unanswered from a question on: in its list entry, else in its step.

        Stops at the first question that needs an answer. A list that has entries stays open for more.
        """
        self._walked_step, self._is_retracing = "", False
        asked, entry = list(self.questions()), entry_of(question.path)
        place = next((at for at, other in enumerate(asked) if other.path == question.path), len(asked))
        for other in asked[place:]:
            if other.step != question.step or other.path[: len(entry)] != entry:
                return
            begins_list = other.opener and other.item is not None and other.item[0] == 1
            if not self.is_open(other) or (entry_of(other.path) != entry and not begins_list):
                continue
            if other.required:
                return
            self.leave(other.path)

    def leave(self, path: FieldPath) -> None:
        """Mark the question at a path as deliberately left unanswered."""
        if dotted(path) not in self.draft.left:
            self.draft.left.append(dotted(path))

    def change_list(self, path: FieldPath, order: list[int]) -> None:
        """Reorder the entries of a list, or keep only some of them; `order` holds their present positions.

        Questions that are open in these entries are asked only if they need an answer.
        """
        entries = [value_at(self.draft.data, path)[place] for place in order]
        put(self.draft.data, path, entries or None)
        self.draft.reorder(dotted(path), order)
        for question in list(self.questions()):
            is_inside = question.path[: len(path)] == path
            if is_inside and self.is_open(question) and not (question.required and entries):
                self.leave(question.path)
        self.draft.save()

    def overview(self) -> list[StepState]:
        """Return the steps of the interview in order, with the progress of each."""
        asked = list(self.questions())
        return [
            StepState(
                step,
                number,
                sum(question.step == step and self._is_answered(question) for question in asked),
                sum(question.step == step and self.is_pending(question) for question in asked),
            )
            for number, step in enumerate(steps_of(self.model), 1)
        ]

    def _move_by(self, by: int) -> bool:
        if self._is_visit:
            return True
        asked = [question for question in self.questions() if self._is_stop(question)]
        current = self._position(asked)
        place = current + by if current < len(asked) else len(asked) - 1
        if not 0 <= place < len(asked):
            return False
        self.go(asked[place].path)
        return True

    def _is_stop(self, question: Question) -> bool:
        """Return whether a move stops at a question, as it does not at optional ones without an answer."""
        is_due = self._is_due(question) or self.is_pending(question)
        return is_due or self._is_answered(question) or question.path == self._current

    def _position(self, asked: list[Question]) -> int:
        """Return the position of the current question, or the number of questions if it is not among them."""
        return next((at for at, question in enumerate(asked) if question.path == self._current), len(asked))


def means_something(question: Question) -> bool:
    """Return whether leaving a question without an answer says something, as "all items" are late does."""
    return bool(field_words(question.field.owner, question.field.key, FALLBACK).left_out)


def entry_of(path: FieldPath) -> FieldPath:
    """Return the path of the list entry that an answer belongs to, () if it is in no list."""
    last = max((at for at, step in enumerate(path) if isinstance(step, int)), default=-1)
    return path[: last + 1]
