"""Rows of lists on the screen."""

from typing import NamedTuple

from comms.findings import Finding
from comms.interview.questions import Question


class Row(NamedTuple):
    """Answer in the review, with the findings about it and the reasons for accepted warnings.

    is_left: the question has no answer, and no finding says that it needs one.
    has_entry: the list has the entry that the answer belongs to.
    """

    number: int
    question: Question
    answer: str
    findings: list[Finding]
    reasons: list[str]
    is_answered: bool

    @property
    def is_left(self) -> bool:
        return not (self.is_answered or self.findings or self.reasons)

    @property
    def has_entry(self) -> bool:
        return self.is_answered or not self.question.opener


class Heading(NamedTuple):
    """The name of a step above its answers in the review."""

    step: str


class Fold(NamedTuple):
    """Answers of the review that are folded to a line: those of a step, of an entry, or of several.

    last: the last of several folds that were put together.
    """

    rows: tuple[Row, ...]
    is_step: bool
    last: "Fold | None" = None

    @property
    def findings(self) -> list[Finding]:
        return [finding for row in self.rows for finding in row.findings]


Item = Row | Heading | Fold
"""What stands on the lines of the review."""


class StepState(NamedTuple):
    """Step of the interview, with the numbers of its answered and its open questions."""

    step: str
    number: int
    answered: int
    waiting: int
