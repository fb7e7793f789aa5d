"""What is wrong with a document: a finding to show, and an error that stops."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from comms.terms.personal import hidden

FieldPath = tuple[str | int, ...]
"""Where a value stands: `("goals", 0, "by")` is written `goals[0].by`."""


class Severity(StrEnum):
    """Errors fail a run; warnings do so with `--strict` only."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text: lines and columns from 1, in code points, the end exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class Problem:
    """What a rule says: where, which of its sentences, and what fills their blanks.

    variant: the sentence in the rule's words; "" is the usual one.
    on_key: the key itself is meant, not its value.
    severity: where this case of the rule weighs less than the rule does.
    """

    path: FieldPath = ()
    variant: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    on_key: bool = False
    span: Span | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What stands around a finding: the line before its line, and its line, both cut where they are long.

    skipped: the characters of the line that were cut off before `line`.
    """

    before: str = ""
    line: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as a person or a program reads it, in one language.

    excerpt: what to show of the file; None where a file has no lines, such as a DOCX.
    more: how many findings of its rule the file has beside those that are told; the last one says so.
    """

    code: str
    severity: Severity
    message: str
    hint: str
    file: str
    span: Span
    path: FieldPath
    excerpt: Excerpt | None = None
    more: int = 0

    @property
    def field(self) -> str:
        return hidden(dotted(self.path))


def place(finding: Finding) -> tuple[int, int, str]:
    """The order in which the findings of a file are told."""
    return finding.span.line, finding.span.column, finding.code


class Silence(StrEnum):
    """What keeps a finding out of a run's outcome: a comment in the file, or the baseline."""

    COMMENT = "comment"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that somebody has answered for; `reason` is what the comment says, "" where nothing."""

    finding: Finding
    by: Silence
    reason: str = ""


class CommsError(Exception):
    """Something a person can mend: `reason` names the sentence in messages.toml, `values` fill its blanks."""

    section = "errors"
    """The section of messages.toml that holds the sentences of this sort."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(f"{reason} {values}" if values else reason)
        self.reason = reason
        self.values = values

    def __reduce__(self) -> tuple[Any, ...]:
        # by its attributes, not its arguments: one process tells another what happened
        return self.__class__.__new__, (self.__class__,), self.__dict__


class SetupError(CommsError):
    """What is wrong concerns every document of a run: the house's letterhead, its templates, a program."""


class Unreadable(CommsError):
    """A file that cannot be parsed; it becomes an F001 finding at `span`."""

    file = ""
    """The file, once it is known."""

    def __init__(self, reason: str, line: int = 1, column: int = 1, **values: Any) -> None:
        super().__init__(reason, **values)
        self.span = Span(line, column, line, column + 1)


def dotted(path: FieldPath) -> str:
    """`("goals", 0, "by")` as `goals[0].by`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


_STEP = re.compile(r"(?:^|\.)([^.\[\]]+)|\[([^\[\]]+)\]")
NEW = "+"
"""Addresses the entry that a list does not have yet: `lines[+]`."""


def parse_path(text: str, data: Mapping[str, Any]) -> FieldPath:
    """`goals[0].by` or `lines[SKU].quantity` as a path into `data`; raises CommsError("bad_path")."""
    path: list[str | int] = []
    position = 0
    for match in _STEP.finditer(text):
        if match.start() != position:
            break
        position = match.end()
        key, selector = match.groups()
        path.append(key if key else _index(selector, data, path))
    if position != len(text) or not path or isinstance(path[0], int):
        raise CommsError("bad_path", path=text)
    return tuple(path)


def _index(selector: str, data: Mapping[str, Any], path: list[str | int]) -> int:
    value = value_at(data, tuple(path))
    if selector == NEW:
        return len(value) if isinstance(value, list) else 0
    for index, item in enumerate(value if isinstance(value, list) else ()):
        if isinstance(item, Mapping) and str(item.get("sku")) == selector:
            return index
    if selector.isdecimal() and len(selector) < 6:  # a place, unless it is a SKU of figures
        return int(selector)
    raise CommsError("no_such_item", path=dotted(tuple(path)), selector=selector)


def value_at(data: Any, path: FieldPath) -> Any:
    """The value at `path` of plain data, or None where there is none."""
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
    return data
