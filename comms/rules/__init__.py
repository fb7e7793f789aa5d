"""The rules: each is a function `Case -> problems` whose docstring is its page in the manual."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from comms.findings import Problem, Severity
from comms.rules import dimensions, files, goals, restock

if TYPE_CHECKING:
    from comms.checking import Case


class Rule(NamedTuple):
    """A rule by the name and the severity under which it is published."""

    name: str
    severity: Severity
    function: "Callable[[Case], Iterator[Problem]]"


E, W = Severity.ERROR, Severity.WARNING

RULES = {
    "F001": Rule("unreadable", E, files.unreadable),
    "F002": Rule("unknown-kind", E, files.unknown_kind),
    "F003": Rule("unknown-field", E, files.unknown_field),
    "F004": Rule("invalid-value", E, files.invalid_value),
    "F005": Rule("stale-body", W, files.stale_body),
    "F006": Rule("missing-field", E, files.missing_field),
    "F007": Rule("duplicate-id", E, files.duplicate_id),
    "W101": Rule("what-missing", E, dimensions.what_missing),
    "W102": Rule("why-missing", E, dimensions.why_missing),
    "W103": Rule("when-missing", E, dimensions.when_missing),
    "W104": Rule("where-missing", E, dimensions.where_missing),
    "W105": Rule("who-missing", E, dimensions.who_missing),
    "W106": Rule("how-missing", E, dimensions.how_missing),
    "W107": Rule("how-much-missing", E, dimensions.how_much_missing),
    "W108": Rule("no-owner", E, dimensions.no_owner),
    "W109": Rule("no-outcome", W, dimensions.no_outcome),
    "S201": Rule("not-specific", E, goals.not_specific),
    "S202": Rule("not-measurable", E, goals.not_measurable),
    "S203": Rule("no-evidence", W, goals.no_evidence),
    "S204": Rule("not-relevant", W, goals.not_relevant),
    "S205": Rule("not-time-bound", E, goals.not_time_bound),
    "S206": Rule("impossible-goal", E, goals.impossible_goal),
    "R401": Rule("quantity-differs", W, restock.quantity_differs),
    "R402": Rule("no-shortage-cost", E, restock.no_shortage_cost),
}
"""Code -> rule. The codes are public: they stand in CI logs, in `ignore` lists and in `comms explain`."""
