"""What is wrong with a document: a finding to show, and an error that stops."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from comms.errors import CommsError
from comms.paths import FieldPath, dotted
from comms.terms.personal import mask_numbers


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
        return mask_numbers(dotted(self.path))


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


class Unreadable(CommsError):
    """A file that cannot be parsed; it becomes an F001 finding at `span`."""

    file = ""
    """The file, once it is known."""

    def __init__(self, reason: str, line: int = 1, column: int = 1, **values: Any) -> None:
        super().__init__(reason, **values)
        self.span = Span(line, column, line, column + 1)
