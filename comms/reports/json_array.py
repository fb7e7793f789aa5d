"""For programs: one JSON array; positions are code points counted from 1."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.reports import StyledText
from comms.reports.json_text import json_text

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting.run import Lint


def report(lint: "Lint", _language: str) -> Iterator[list[StyledText]]:
    """Yield an array with one object per finding, empty if there is none; texts are not shortened."""
    yield [("", json_text([_object(finding) for finding in lint.findings]))]


def _object(finding: "Finding") -> dict[str, object]:
    span = finding.span
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "message": finding.message,
        "hint": finding.hint,
        "file": finding.file,
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
        "field": finding.field,
    }
