"""Tells which words could have been values and why they are none."""

from collections.abc import Iterator

from comms.messages.cues import cue
from comms.messages.reading import Untaken
from comms.messages.talk import Talk
from comms.messages.values.figures import figures_in


def untaken(talk: Talk) -> Iterator[Untaken]:
    """Yield the clauses with figures, days or taste from which nothing is taken."""
    for clause in talk.clauses:
        if clause.status:
            has_value = any(figures_in(talk.text, clause.start, clause.end)) or talk.days(clause)
            if has_value:
                yield Untaken(clause.start, clause.end, clause.turn, clause.status)
        elif cue("vague").search(clause.words):
            yield Untaken(clause.start, clause.end, clause.turn, "vague")
