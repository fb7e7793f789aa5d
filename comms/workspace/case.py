"""Cases: the source of a file, the document made from it, and the values that could not be used."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from comms.findings import Finding, Unreadable
from comms.models.base import Document, missing_answers
from comms.paths import FieldPath
from comms.reading.source import Source, split_lines
from comms.reading.suppressions import UnusedSuppression
from comms.workspace.workspace import NOWHERE, Workspace


@dataclass(frozen=True, slots=True)
class Invalid:
    """A value that the model rejects: its path, pydantic's name of the error and its details, the input."""

    path: FieldPath
    error: str
    values: dict[str, Any]
    written: Any


@dataclass(eq=False)
class Case:
    """The subject of the rules: a source, the document made from it, and the values that were rejected."""

    source: Source
    document: Document | None = None
    invalid: tuple[Invalid, ...] = ()
    unreadable: Unreadable | None = None
    twins: tuple[str, ...] = ()
    """Other files of the same run that claim the same id and revision."""
    unused_suppressions: tuple[UnusedSuppression, ...] = ()
    """The suppressing comments without use, known when all other rules have been applied."""
    workspace: Workspace = NOWHERE
    """The settings in force, and the documents that this one may refer to."""
    today: date | None = None
    """The day on which the answers are given; None for a file, whose findings do not depend on the day."""
    judge: "Callable[[Case], list[Finding]] | None" = None
    """Checks another document as this one is checked. Set while a check runs, for the rule that asks which
    findings a change would cause."""

    @cached_property
    def absent(self) -> dict[str, list[FieldPath]]:
        """The paths of missing answers, by the code of the rule that reports them."""
        found: dict[str, list[FieldPath]] = {}
        for code, path in missing_answers(self.document) if self.document else ():
            found.setdefault(code, []).append(path)
        return found

    @cached_property
    def canonical_data(self) -> str:
        """The data of the document in a form that can be compared."""
        return json.dumps(self.document.to_data(), default=str, sort_keys=True) if self.document else ""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return split_lines(self.source.text)

    @cached_property
    def _doubts(self) -> tuple[frozenset[FieldPath], frozenset[FieldPath]]:
        """The paths of the invalid values, and all paths above them."""
        exact = frozenset(invalid.path for invalid in self.invalid)
        return exact, frozenset(path[:end] for path in exact for end in range(len(path)))

    def is_doubtful(self, path: FieldPath) -> bool:
        """Return whether a value at, above or below `path` is invalid, so that no rule may judge it."""
        exact, above = self._doubts
        return path in above or any(path[:end] in exact for end in range(1, len(path) + 1))
