"""Bare dates in the head of a form: they tell when it was filled in, not when something is due.

"Date: 4 January" beside the number of a form, the name of whoever asks or a signature is the date of the
paper; beside a place or a time it is that of an event.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from comms.reading.headings import Name, is_about_form, is_bare_date
from comms.reading.section_marks import AnswerTable, Form, Mark

_NEAR = 2
"""The most lines between a label and the next one of the same block."""
_OF_FORM = ("requester", "approver")
"""The roles of those who fill in or sign a form."""


def without_form_dates(marks: Sequence[Mark | AnswerTable]) -> list[Mark | AnswerTable]:
    """Return the marks; those of the dates of a form name nothing."""
    dated = {id(mark) for mark in _form_dates(marks)}
    return [_without(mark, dated) for mark in marks] if dated else list(marks)


def _without(mark: Mark | AnswerTable, dated: set[int]) -> Mark | AnswerTable:
    if isinstance(mark, AnswerTable):
        return replace(mark, rows=tuple(_unnamed(row) if id(row) in dated else row for row in mark.rows))
    return _unnamed(mark) if id(mark) in dated else mark


def _unnamed(mark: Mark) -> Mark:
    return replace(mark, name=Name())


def _form_dates(marks: Iterable[Mark | AnswerTable]) -> Iterator[Mark]:
    labels = [row for mark in marks for row in (mark.rows if isinstance(mark, AnswerTable) else (mark,))]
    for before, label, behind in zip([None, *labels], labels, [*labels[1:], None], strict=False):
        if label.form is Form.HEADING or label.dimension != "when" or not is_bare_date(label.heading):
            continue
        beside = [other for other in (before, behind) if other and _is_beside(label, other)]
        if any(map(_is_of_form, beside)) and not any(map(_is_of_event, beside)):
            yield label


def _is_beside(label: Mark, other: Mark) -> bool:
    return other.form is not Form.HEADING and abs(other.start[0] - label.start[0]) <= _NEAR


def _is_of_form(mark: Mark) -> bool:
    return (mark.name is not None and mark.name.role in _OF_FORM) or is_about_form(mark.heading)


def _is_of_event(mark: Mark) -> bool:
    """Return whether a label is for a place, or for a time that is no deadline."""
    is_time = mark.dimension == "when" and mark.name is not None and not mark.name.clear
    return mark.dimension == "where" or is_time
