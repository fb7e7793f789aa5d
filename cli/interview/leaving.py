"""What is said beneath a question about leaving it without an answer; it is true of what is in the line."""

from enum import IntEnum

from comms.findings import Finding
from comms.interview.questions import Question
from comms.language.phrases import field_words, say
from comms.models.base import Field, fields_of

_SAID = {
    "left_out": ("left_out", "left_out_filled", "left_out_refused"),
    "opener": ("opener", "opener_filled", "opener_refused"),
    "wanted": ("wanted", "wanted_filled", "wanted_refused"),
    "optional": ("optional", "optional_filled", "optional_refused"),
}
"""The sentences for each state of the line."""


class Line(IntEnum):
    """What the line holds: nothing, a text that Enter gives as the answer, or one that was refused."""

    EMPTY = 0
    FILLED = 1
    REFUSED = 2


def how_to_leave(question: Question, line: Line, stays: Finding | None, language: str) -> str:
    """Return how a question is left without an answer, "" if it needs one.

    stays: an error that is there until this question or another one is answered, and is told instead.
    """
    if question.required:
        return ""
    if stays is not None:
        return stays.message
    means = field_words(question.field.owner, question.field.key, language).left_out
    return say(f"interview.{_SAID[_manner(question, means)][line]}", language, means=means)


def _manner(question: Question, means: str) -> str:
    if means:
        return "left_out"
    if question.opener and question.item and question.item[0] > 1:
        return "opener"
    return "wanted" if question.field.ask.missing and not question.opener else "optional"


def concerns(finding: Finding, question: Question) -> bool:
    """Return whether a question can resolve a finding: the missing answer, or the next entry of its list."""
    if _is_alternative(finding, question):
        return True
    if question.path[: len(finding.path)] != finding.path:
        return False
    is_list = isinstance(next(iter(question.path[len(finding.path) :]), None), int)
    return question.opener if is_list else True


def _is_alternative(finding: Finding, question: Question) -> bool:
    """Return whether an answer to a question makes up for the missing one that a finding is about."""
    if not finding.path or finding.path[:-1] != question.path[:-1]:
        return False
    missing: Field | None = fields_of(question.field.owner).get(str(finding.path[-1]))
    return missing is not None and missing.ask.alternative == question.path[-1]
