"""Rows of the lists that the screen shows."""

from typing import NamedTuple

from comms.findings import Finding
from comms.interview.questions import Question


class Row(NamedTuple):
    """An answer as the review shows it, with the findings about it and why others were kept."""

    number: int
    question: Question
    answer: str
    findings: list[Finding]
    reasons: list[str]


class StepState(NamedTuple):
    """A step with how many of its questions are answered and how many wait."""

    step: str
    number: int
    answered: int
    waiting: int
