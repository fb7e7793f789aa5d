"""A case: a file's source, the document made of it, and what could not be taken."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from comms.findings import Finding, Unreadable
from comms.models.base import Document, absences
from comms.paths import FieldPath
from comms.reading.source import Source, split_lines
from comms.terms.personal import Personal, may_hold_numbers, numbers_in
from comms.workspace.workspace import NOWHERE, Workspace


@dataclass(frozen=True, slots=True)
class Invalid:
    """A value that the model could not take: where, pydantic's name of the error, its figures."""

    path: FieldPath
    error: str
    values: dict[str, Any]
    written: Any


@dataclass(eq=False)
class Case:
    """What the rules look at: a source, the document made of it, and what could not be taken."""

    source: Source
    document: Document | None = None
    invalid: tuple[Invalid, ...] = ()
    unreadable: Unreadable | None = None
    twins: tuple[str, ...] = ()
    """Other files of the same run that claim the same id and revision."""
    workspace: Workspace = NOWHERE
    """The settings in force, and the documents that this one may refer to."""
    judge: "Callable[[Case], list[Finding]] | None" = None
    """Judges another document as this one is judged; set while a check runs, for a rule that asks what a
    change would break."""

    @cached_property
    def absent(self) -> dict[str, list[FieldPath]]:
        """The paths of the absent answers by the code that reports them."""
        found: dict[str, list[FieldPath]] = {}
        for code, path in absences(self.document) if self.document else ():
            found.setdefault(code, []).append(path)
        return found

    @cached_property
    def personal(self) -> list[tuple[FieldPath, Personal]]:
        """The identifying numbers in the texts of the source, with the paths of the texts."""
        if self.source.is_plain and not may_hold_numbers(self.source.text):
            return []
        found = [(path, each) for path, text in _texts(self.source.data) for each in numbers_in(text)]
        if self.source.sections is not None:  # written by hand: what stands beside the sections is no data
            known = {each.number for _, each in found}
            # a DOCX has no text but its passages
            texts = [self.source.text] if self.source.text else [each.text for each in self.source.passages]
            lines = [line for text in texts for line in text.splitlines()]
            found += [((), each) for line in lines for each in numbers_in(line) if each.number not in known]
        return found

    @cached_property
    def plain(self) -> str:
        """The data of the document, so that two can be compared."""
        return json.dumps(self.document.to_data(), default=str, sort_keys=True) if self.document else ""

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the file."""
        return split_lines(self.source.text)

    @cached_property
    def _doubts(self) -> tuple[frozenset[FieldPath], frozenset[FieldPath]]:
        """The paths of the invalid values, and all paths above them."""
        exact = frozenset(each.path for each in self.invalid)
        return exact, frozenset(path[:end] for path in exact for end in range(len(path)))

    def is_doubtful(self, path: FieldPath) -> bool:
        """Whether a value at, above or below `path` could not be taken, so that no rule may judge it."""
        exact, above = self._doubts
        return path in above or any(path[:end] in exact for end in range(1, len(path) + 1))


def _texts(value: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _texts(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _texts(each, (*path, index))
