"""The proposals of a sheet: those that stand on its first page, and those that complete it."""

from collections.abc import Callable, Collection
from copy import deepcopy
from dataclasses import replace
from typing import Any

from comms.interview.drafts import Draft
from comms.interview.proposals import CLOCK_PROPOSALS, fill_quiet, propose
from comms.interview.questions import questions
from comms.interview.sheet.fields import section_at, sections
from comms.interview.sheet.marks import Mark
from comms.interview.sheet.reading import Reading
from comms.interview.sheet.values import lines_of
from comms.interview.sheet.writing import Page
from comms.kinds import model_of
from comms.language.phrases import say
from comms.paths import FieldPath, dotted, put, value_at
from comms.reading.answers import AnswerContext
from comms.workspace.case import Case

Judged = Callable[[dict[str, Any]], Case]
"""What makes the case of a document's data."""
_MOST_IN_A_ROW = 4
"""How many proposals may depend on each other: the next update on the reply, the reply on the letter."""


def first_page(draft: Draft, judged: Judged, context: AnswerContext) -> Page:
    """Return the page of a draft, on which proposals stand as answers that say what they are."""
    model, data = model_of(draft.kind), deepcopy(draft.data)
    notes: dict[FieldPath, str] = {}
    case = judged(data)
    for section in sections(model, data):
        where = dotted(section.path)
        is_open = value_at(data, section.path) is None and where not in draft.half_typed
        if not is_open or where in draft.left or section.field.ask.proposes is None:
            continue
        proposal = propose(section.field, section.path, case, context)
        if proposal is not None and proposal.value is not None:
            put(data, section.path, proposal.value)
            notes[section.path] = proposal.note
            case = judged(data)
    return Page(model, context.language, data, notes, draft.half_typed, draft.like)


def renew(page: Page, reading: Reading, judged: Judged, context: AnswerContext) -> None:
    """Compute the proposals that were taken again from what the page says now, and mark those that differ."""
    for path, note in list(page.notes.items()):
        field, held = section_at(page.model, path).field, value_at(reading.data, path)
        is_taken = held is not None and held == value_at(page.data, path)
        if not is_taken or field.ask.proposes in CLOCK_PROPOSALS or path not in reading.spots:
            continue
        found = propose(field, path, judged(reading.data), context)
        if found is None or found.value is None or found.value == held:
            continue
        lines = lines_of(field, found.value, page.language)
        put(reading.data, path, found.value)
        reading.rewrite(reading.spots[path], " ".join(lines))
        if page.proposed(note) in reading.lines:
            reading.lines[reading.lines.index(page.proposed(note))] = page.proposed(found.note)
        put(page.data, path, found.value)
        reading.taken = [
            replace(taken, text=" ".join(lines), value=found.value) if taken.path == path else taken
            for taken in reading.taken
        ]
        page.notes[path] = found.note
        said = say("sheet.renewed", page.language)
        reading.marks.append(Mark(reading.spots[path].first, path, said, is_error=False))


def complete(
    data: dict[str, Any], kind: str, judged: Judged, context: AnswerContext, refused: Collection[str]
) -> list[FieldPath]:
    """Fill in the answers that need no question, and return the paths of those that are to be shown.

    refused: the dotted paths of answers that the person has left out.
    """
    filled: list[FieldPath] = []
    for _ in range(_MOST_IN_A_ROW):
        case, before = judged(data), len(filled)
        for question in questions(model_of(kind), data):
            path, field = question.path, question.field
            is_open = value_at(data, path) is None and dotted(path) not in refused
            if is_open and field.ask.accept_proposal and (found := propose(field, path, case, context)):
                put(data, path, found.value)
                filled.append(path)
                break
        if len(filled) == before:
            break
    fill_quiet(data, judged(data), context)
    return [path for path in filled if value_at(data, path) is not None]
