"""What may be the value of a field, and which of several holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from comms.messages.clauses import Clause
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.reading import Value

NOT_MEANT = Pattern(r"(?i)(?:而?不是|(?<![a-z])(?:not|rather than|instead of|no longer))\s?\Z")
"""Stands before a value that is named only as the one that is not meant: 400, not 360."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that `text[start:end]` gives for a field.

    weight: that of its cue, the heavier wins; corrects: its words take back what was said before.
    """

    path: str
    value: Any
    start: int
    end: int
    clause: Clause
    weight: int = 1
    corrects: bool = False
    is_sure: bool = True

    def as_value(self, replaced: Any = None) -> Value:
        """Return it as a value of the message."""
        return Value(self.path, self.value, self.start, self.end, self.clause.turn, self.is_sure, replaced)


def settled(candidates: Iterable[Candidate]) -> list[Value]:
    """Return one value for each field, none where several contradict each other and no words correct."""
    by_path: dict[str, list[Candidate]] = {}
    for each in candidates:
        by_path.setdefault(each.path, []).append(each)
    found = (_one(sorted(each, key=lambda candidate: candidate.start)) for each in by_path.values())
    return [each for each in found if each is not None]


def _one(candidates: Sequence[Candidate]) -> Value | None:
    sure = [each for each in candidates if each.is_sure]
    if not sure:
        return candidates[-1].as_value() if len({str(each.value) for each in candidates}) == 1 else None
    heaviest = max(each.weight for each in sure)
    last = [each for each in sure if each.weight == heaviest][-1]
    correcting = [each for each in sure if each.corrects]
    if correcting and correcting[-1].start > last.start:
        last = correcting[-1]
    others = [each for each in sure if each.value != last.value and each.weight >= last.weight]
    if not others or last.corrects or all(each.clause.turn != last.clause.turn for each in others):
        return last.as_value(others[-1].value if others else None)
    return None


def corrects(clauses: Sequence[Clause], place: int) -> bool:
    """Return whether a clause, or the one before it, says that what follows takes back something."""
    clause = clauses[place]
    if cue("correction").search(clause.words):
        return True
    before = clauses[place - 1] if place else None
    return bool(
        before
        and before.turn.sender == clause.turn.sender
        and len(before.words) <= 14
        and cue("correction").search(before.words)
    )
