"""Rows of lists on the screen."""

from typing import NamedTuple

from comms.findings import Finding
from comms.interview.questions import Question


class Row(NamedTuple):
    """Answer in the review, with the findings about it and the reasons for accepted warnings.

    is_left: the question has no answer, and no finding says that it needs one.
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


class StepState(NamedTuple):
    """Step of the interview, with the numbers of its answered and its open questions."""

    step: str
    number: int
    answered: int
    waiting: int
