"""A message with what was found out about it before its values are looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from comms.messages.candidates import corrects
from comms.messages.clauses import Clause, clauses_of
from comms.messages.cues import cue
from comms.messages.patterns import Pattern
from comms.messages.reading import Turn
from comms.messages.scan import scannable
from comms.messages.statuses import judge
from comms.messages.values.dates import day_first, days_in
from comms.messages.values.spans import Day

OFFER = Pattern(r"(?i)(?:还是|要不|那)?(?:我来|我可以)(?!要)|(?:let me|i can|i'll)(?= )")
"""Begins the words of somebody who offers to do the work."""


@dataclass
class Talk:
    """What people wrote to each other, in clauses; text: the message as `scannable` returns it."""

    message: str
    turns: tuple[Turn, ...]
    kind: str
    today: date

    @cached_property
    def text(self) -> str:
        return scannable(self.message)

    @cached_property
    def clauses(self) -> list[Clause]:
        found = clauses_of(self.text, self.turns)
        judge(self.text, found)
        return found

    @cached_property
    def asked(self) -> list[Clause]:
        return [clause for clause in self.clauses if clause.is_asked]

    @cached_property
    def own_turns(self) -> list[Turn]:
        return [turn for turn in self.turns if not turn.is_quoted]

    @cached_property
    def senders(self) -> list[str]:
        """Who wrote, each once, in the order of their first words."""
        return list(dict.fromkeys(turn.sender for turn in self.own_turns if turn.sender))

    @cached_property
    def asking(self) -> Clause | None:
        """The first clause that asks for something to be done."""
        asking = (clause for clause in self.asked if cue("ask").search(clause.words))
        return next((clause for clause in asking if not OFFER.match(clause.words)), None)

    @cached_property
    def _is_day_first(self) -> bool | None:
        return day_first(self.text)

    def days(self, clause: Clause) -> list[Day]:
        """Return the days that a clause names, as they were meant when it was written."""
        return days_in(self.text, clause.start, clause.end, clause.turn.day or self.today, self._is_day_first)

    def corrects(self, clause: Clause) -> bool:
        """Return whether a clause takes back something that was said before."""
        return corrects(self.clauses, self._places[id(clause)])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {id(clause): place for place, clause in enumerate(self.clauses)}

    def before(self, clause: Clause) -> Sequence[Clause]:
        """Return the few clauses before one, the nearest first."""
        place = self._places[id(clause)]
        return self.clauses[max(place - 8, 0) : place][::-1]

    def of_turn(self, turn: Turn) -> list[Clause]:
        """Return the clauses of a turn."""
        return self._of_turns.get(turn.start, [])

    @cached_property
    def _of_turns(self) -> dict[int, list[Clause]]:
        found: dict[int, list[Clause]] = {}
        for clause in self.clauses:
            found.setdefault(clause.turn.start, []).append(clause)
        return found
