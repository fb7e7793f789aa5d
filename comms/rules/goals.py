"""S rules: goals must be SMART. A brief needs no goals, but the goals that it has must be verifiable."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.findings import Problem
from comms.models.brief import FiveW2H
from comms.rules.shared import document_as

if TYPE_CHECKING:
    from comms.workspace.case import Case


def not_specific(case: "Case") -> Iterator[Problem]:
    """A goal does not name the actor whom it concerns or the scenario in which it shows.

    FAIL
        kind: brief
        goals: [{metric: click rate, baseline: 2.0, target: 2.5, unit: "%"}]

    PASS
        kind: brief
        goals: [{actor: visitors, scenario: on the home page, metric: click rate, target: 2.5}]
    """
    yield from _missing(case, "S201")


def not_measurable(case: "Case") -> Iterator[Problem]:
    """A goal lacks its metric, target or unit.

    FAIL
        kind: brief
        goals: [{actor: visitors, scenario: on the home page, metric: TBD, target: 2.5, unit: "%"}]

    PASS
        kind: brief
        goals: [{metric: click rate, target: 2.5, unit: "%"}]
    """
    yield from _missing(case, "S202")


def no_evidence(case: "Case") -> Iterator[Problem]:
    """A goal lacks today's figure, or evidence that it can be reached (a precedent, a test, a capacity).

    FAIL
        kind: brief
        goals: [{metric: click rate, target: 2.5, unit: "%"}]

    PASS
        kind: brief
        goals: [{baseline: 2.0, evidence: the same banner reached 2.4 % in April}]
    """
    yield from _missing(case, "S203")


def not_relevant(case: "Case") -> Iterator[Problem]:
    """A goal does not say what the business gains from it.

    FAIL
        kind: brief
        goals: [{metric: click rate, target: 2.5, unit: "%"}]

    PASS
        kind: brief
        goals: [{relevance: a tenth of a point more brings 1,200 visits a day}]
    """
    yield from _missing(case, "S204")


def not_time_bound(case: "Case") -> Iterator[Problem]:
    """A goal has no date by which it is to be reached.

    FAIL
        kind: brief
        goals: [{metric: click rate, target: 2.5, unit: "%", by: TBD}]

    PASS
        kind: brief
        goals: [{metric: click rate, target: 2.5, unit: "%", by: 2026-06-18}]
    """
    yield from _missing(case, "S205")


def impossible_goal(case: "Case") -> Iterator[Problem]:
    """The target equals today's figure, or the goal is due before the delivery on which it depends.

    FAIL
        kind: brief
        goals: [{baseline: 2.5, target: 2.5}]

    FAIL
        kind: brief
        when: 2026-06-05
        goals: [{by: 2026-06-01}]

    PASS
        kind: brief
        when: 2026-06-05
        goals: [{baseline: 2.0, target: 2.5, by: 2026-06-18}]
    """
    document = document_as(case, FiveW2H)
    if document is None:
        return
    due = document.when.due if document.when else None
    for index, goal in enumerate(document.goals or ()):
        if goal.target is not None and goal.target == goal.baseline:
            yield Problem(("goals", index, "target"), "no_change", {"target": goal.target})
        if goal.by and due and goal.by < due:
            yield Problem(("goals", index, "by"), "too_early", {"by": goal.by, "due": due})


def _missing(case: "Case", code: str) -> Iterator[Problem]:
    for path in case.absent.get(code, ()):
        yield Problem(path, str(path[-1]), {"number": int(path[1]) + 1})
