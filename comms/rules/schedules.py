"""W rules on the dates of requests: their order, their weekdays, and days on which nobody works."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from comms.findings import Problem
from comms.language.phrases import Saying
from comms.models.brief import FiveW2H
from comms.models.parts import When
from comms.paths import FieldPath
from comms.rules.passages import Places, passages_with, texts_of_values
from comms.rules.shared import before_its_document, day_off, document_as, own_day
from comms.rules.vague.left_alone import without_markup
from comms.terms.weekdays import may_name_weekday, wrong_weekdays

if TYPE_CHECKING:
    from comms.workspace.case import Case


def impossible_schedule(case: "Case") -> Iterator[Problem]:
    """The dates of a request are in the wrong order: a milestone after the due date, or before the start.

    In an interview, a warning also for a date that has already passed.

    FAIL
        kind: brief
        when: {due: 2026-06-05, milestones: [{date: 2026-06-12, name: first draft}]}

    FAIL
        kind: brief
        when: {start: 2026-06-08, due: 2026-06-05}

    PASS
        kind: brief
        when: {start: 2026-05-20, due: 2026-06-05, milestones: [{date: 2026-05-29, name: first draft}]}
    """
    request = document_as(case, FiveW2H)
    if request is None or request.when is None:
        return
    when = request.when
    if when.start and when.due and when.start > when.due:
        yield Problem(("when", "start"), values={"start": when.start, "due": when.due})
    for path, day in _milestones(when):
        if when.due and day > when.due:
            yield Problem(path, "after_due", {"date": day, "due": when.due})
        elif when.start and day < when.start:
            yield Problem(path, "before_start", {"date": day, "start": when.start})
        yield from before_its_document(case, path, day)
    if when.due:
        yield from before_its_document(case, ("when", "due"), when.due)


def _milestones(when: When) -> Iterator[tuple[FieldPath, date]]:
    for index, milestone in enumerate(when.milestones or ()):
        if milestone.date is not None:
            yield ("when", "milestones", index, "date"), milestone.date


def wrong_weekday(case: "Case") -> Iterator[Problem]:
    """A weekday is not that of the date beside it, so that nobody knows which of the two is meant.

    A date without a year is taken in the year that is nearest to the document's own date, or else to the
    date on which its work is due.

    FAIL
        kind: brief
        how: the draft goes to the printer on Friday, 8 October 2026

    PASS
        kind: brief
        how: the draft goes to the printer on Thursday, 8 October 2026
    """
    source = case.source
    if case.document is None or (source.is_plain and not may_name_weekday(source.text)):
        return
    near = own_day(case) or _due(case)
    for passage in passages_with(case, texts_of_values(case.document)):
        places: Places | None = None
        for found in wrong_weekdays(without_markup(passage.text), near):
            places = places or Places(case, passage)
            values = {
                "written": " ".join(passage.text[found.start : found.end].split()),
                "date": found.day,
                "weekday": Saying("words", f"language.weekdays.{found.day.weekday()}"),
                "stated": Saying("words", f"language.weekdays.{found.weekday}"),
            }
            yield Problem(passage.path, values=values, span=places.span(found.start, found.end))


def _due(case: "Case") -> date | None:
    """Return the day on which the work of a request is due."""
    request = document_as(case, FiveW2H)
    return request.when.due if request and request.when else None


def due_on_holiday(case: "Case") -> Iterator[Problem]:
    """The work is due on a public holiday or weekend of the country that `holidays` in comms.toml names.

    Make-up working days count as working days. In a handwritten text only public holidays are reported,
    since the date is read out of its sentences. If the calendar of a year is not official yet, the finding
    says so.

    PASS
        kind: brief
        when: 2026-06-05
    """
    day = _due(case)
    if day is not None:
        is_read_out = "when" in (case.source.sections or ())
        yield from day_off(case, ("when", "due"), day, works_weekends=is_read_out)
