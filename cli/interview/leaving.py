"""What is said beneath a question about leaving it without an answer; it is true of what is in the line."""

from comms.findings import Finding
from comms.interview.questions import Question
from comms.language.phrases import field_words, say
from comms.models.base import Field, fields_of

_SAID = {
    "left_out": ("left_out", "left_out_filled"),
    "opener": ("opener", "opener_filled"),
    "wanted": ("wanted", "wanted_filled"),
    "optional": ("optional", "optional_filled"),
}
"""The sentences for an empty line, which Enter leaves empty, and for a line that holds a text."""


def how_to_leave(question: Question, is_filled: bool, stays: Finding | None, language: str) -> str:
    """Return how a question is left without an answer, "" if it needs one.

    is_filled: the line holds a text, which Enter gives as the answer. stays: an error that is there until
    this question or another one is answered, and is told instead.
    """
    if question.required:
        return ""
    if stays is not None:
        return stays.message
    means = field_words(question.field.owner, question.field.key, language).left_out
    return say(f"interview.{_SAID[_manner(question, means)][is_filled]}", language, means=means)


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
