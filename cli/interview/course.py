"""The course of an interview: which question comes next, and where one may go from here."""

from collections.abc import Iterator
from typing import Any

from cli.terminal.rows import StepState
from comms.interview.drafts import Draft
from comms.interview.questions import Question, questions, steps_of
from comms.kinds import model_of
from comms.models.base import Document
from comms.paths import FieldPath, dotted, put, value_at


class Course:
    """The questions of a draft's kind in their order, and the place where the person is.

    step: that of the last question put; the next open question is looked for behind that question first.
    wants_review: the person goes to the review, whatever is still open.
    """

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.model: type[Document] = model_of(draft.kind)
        self.step = ""
        self._here: FieldPath | None = None
        self._goal: FieldPath | None = None
        self._is_visit = False
        self._walks = ""
        self._retraces = False
        self.wants_review = False

    def questions(self) -> Iterator[Question]:
        """Every question that applies to the answers so far."""
        return questions(self.model, self.draft.data)

    def answers(self) -> list[Question]:
        """What the review shows: every question that applies, and what was answered without one."""
        asked = {each.path for each in self.questions()}
        every = questions(self.model, self.draft.data, quiet=True)
        return [
            each for each in every if each.path in asked or value_at(self.draft.data, each.path) is not None
        ]

    def find(self, path: FieldPath) -> Question | None:
        """The question at a path, where it applies or is answered."""
        return next((each for each in self.answers() if each.path == path), None)

    def next(self) -> Question | None:
        """The question that the person went to, else the next open one; None when all are answered."""
        if self._goal is not None and (goal := self.find(self._goal)):
            return goal
        self._goal = None
        behind = self._behind()
        if self._retraces:
            rest = (each for each in self.questions() if each.path in behind)
            passed = (each for each in rest if self._waits(each) or self._is_answered(each))
            if (following := next(passed, None)) and not self._waits(following):
                return following
            self._retraces = False
        if self._walks:
            rest = (each for each in self.questions() if each.step == self._walks and each.path in behind)
            if following := next(rest, None):
                return following
            self._walks = ""
        waiting = [each for each in self.questions() if self._waits(each)]
        return next((each for each in waiting if each.path in behind), waiting[0] if waiting else None)

    @property
    def is_going(self) -> bool:
        """Whether the person goes to a question of their own choice."""
        return self._goal is not None or bool(self._walks) or self._retraces

    def put(self, question: Question) -> None:
        """Notes that a question is being put."""
        if question.path != self._goal:
            self._is_visit = False
        if self._is_visit:
            self.wants_review = True  # once more, when this one answer is settled
        if question.step != self._walks:
            self._walks = ""
        self._here, self._goal = question.path, None

    def _is_answered(self, question: Question) -> bool:
        return value_at(self.draft.data, question.path) is not None

    def _waits(self, question: Question) -> bool:
        """Whether a question is to be put: it is open, or something was half typed there."""
        return self.is_open(question) or dotted(question.path) in self.draft.half_typed

    def is_open(self, question: Question) -> bool:
        """Whether a question is neither answered nor left."""
        if dotted(question.path) in self.draft.left:
            return False
        return value_at(self.draft.data, question.path) is None

    def go(self, path: FieldPath, visit: bool = False) -> None:
        """Goes to the question at a path, whether it is answered, left or open.

        visit: only to that question; from there, forward and back lead to where one came from.
        """
        self._goal, self._is_visit = path, visit
        self._retraces = self._retraces and not visit

    def open(self, paths: list[FieldPath]) -> None:
        """Asks again for what was left unanswered."""
        names = {dotted(each) for each in paths}
        self.draft.left = [each for each in self.draft.left if each not in names]

    def retrace(self, path: FieldPath) -> None:
        """Goes to an answer, and from there on forward again one by one."""
        self.go(path)
        self._retraces = True

    def back(self) -> bool:
        """Goes to the question before, and from there on again one by one; False at the first one."""
        self._retraces = not self._is_visit
        return self._step_over(-1)

    def forward(self) -> bool:
        """Goes to the question behind, whether it is answered or not; False at the last one."""
        return self._step_over(1)

    def jump(self, number: int) -> bool:
        """Goes through the questions of a step, or to the review, which comes after them.

        False where there is no such step.
        """
        first = next((each for each in self.questions() if each.number == number), None)
        if first is None:
            self.wants_review = number == len(steps_of(self.model)) + 1
            return self.wants_review
        self.go(first.path)
        self._walks = first.step
        return True

    def skip(self, question: Question) -> None:
        """Leaves what is optional of a question's step unanswered, up to a question that needs an answer."""
        self._walks, self._retraces = "", False
        while True:
            rest = [each for each in self.questions() if each.step == question.step and self.is_open(each)]
            if not rest or rest[0].required:
                return
            self.leave(rest[0].path)

    def leave(self, path: FieldPath) -> None:
        """Notes that the question at a path is left unanswered."""
        if dotted(path) not in self.draft.left:
            self.draft.left.append(dotted(path))

    def change_list(self, path: FieldPath, order: list[int]) -> None:
        """Puts the entries of a list in another order, or fewer of them.

        What they leave open is not asked for unless it is due.
        """
        entries = [value_at(self.draft.data, path)[each] for each in order]
        put(self.draft.data, path, entries or None)
        self.draft.reorder(dotted(path), order)
        for each in list(self.questions()):
            if each.path[: len(path)] == path and self.is_open(each) and not (each.required and entries):
                self.leave(each.path)
        self.draft.save()

    def overview(self) -> list[StepState]:
        """The steps of the interview in their order, with how far each is."""
        asked = list(self.questions())
        return [
            StepState(
                step,
                number,
                sum(each.step == step and value_at(self.draft.data, each.path) is not None for each in asked),
                sum(each.step == step and self.is_open(each) for each in asked),
            )
            for number, step in enumerate(steps_of(self.model), 1)
        ]

    def _step_over(self, by: int) -> bool:
        if self._is_visit:
            return True
        paths = [each.path for each in self.questions()]
        place = paths.index(self._here) + by if self._here in paths else len(paths) - 1
        if not 0 <= place < len(paths):
            return False
        self.go(paths[place])
        return True

    def _behind(self) -> set[FieldPath]:
        """The paths of the questions behind the one that was put last."""
        paths: list[Any] = [each.path for each in self.questions()]
        return set(paths[paths.index(self._here) + 1 :] if self._here in paths else ())
