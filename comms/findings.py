"""Findings about documents, and the error for a file that cannot be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from comms.errors import CommsError
from comms.paths import FieldPath, dotted
from comms.terms.personal import mask_numbers


class Severity(StrEnum):
    """The severity of a finding: errors make a run fail, warnings only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Span:
    """A range of text: lines and columns from 1, in code points, with an exclusive end."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1

    def moved(self, lines: int) -> "Span":
        """Return the range as many lines further down."""
        return Span(self.line + lines, self.column, self.end_line + lines, self.end_column)


@dataclass(frozen=True, slots=True)
class Problem:
    """The report of a rule: the path of a value, the variant of the sentence, the values for its blanks.

    variant: the key of the sentence among the rule's variants; "" is the usual one.
    on_key: the problem is with the key itself, not its value.
    span: its place, if it is not that of the whole value.
    severity: that of this problem, if it differs from the rule's.
    """

    path: FieldPath = ()
    variant: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    on_key: bool = False
    span: Span | None = None
    severity: Severity | None = None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The text around a finding: the line before, and its own line, both shortened if they are long.

    skipped: the number of characters cut off at the start of the line.
    """

    before: str = ""
    line: str = ""
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem as it is reported, with its sentences in one language.

    excerpt: the text to show; None for a file without lines, such as a DOCX.
    more: the number of further findings of the rule in the file that are not reported; set at the last one.
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
        """The path of the value as people write it, with identifying numbers masked."""
        return mask_numbers(dotted(self.path))

    def moved(self, lines: int) -> "Finding":
        """Return the finding as many lines further down its file."""
        return replace(self, span=self.span.moved(lines)) if lines else self


def sort_key(finding: Finding) -> tuple[int, int, str]:
    """Return the key by which the findings of a file are sorted."""
    return finding.span.line, finding.span.column, finding.code


class Silence(StrEnum):
    """The reason why a finding does not count: a comment in the file, or the baseline."""

    COMMENT = "comment"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Silenced:
    """A finding that does not count; `reason` is the text of the comment, if any."""

    finding: Finding
    by: Silence
    reason: str = ""

    def moved(self, lines: int) -> "Silenced":
        """Return the same with its finding as many lines further down."""
        return replace(self, finding=self.finding.moved(lines)) if lines else self


class Unreadable(CommsError):
    """An error for a file that cannot be parsed; it becomes an F001 finding at `span`."""

    file = ""
    """The name of the file, as soon as it is known."""

    def __init__(self, reason: str, line: int = 1, column: int = 1, **values: Any) -> None:
        super().__init__(reason, **values)
        self.span = Span(line, column, line, column + 1)
