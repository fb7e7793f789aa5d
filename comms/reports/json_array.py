"""For programs: one JSON array, places in code points from 1."""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.reports import Piece

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting import Lint


def report(lint: "Lint", language: str) -> Iterator[list[Piece]]:
    """An array of objects, one a finding; empty where there is none."""
    del language
    findings = [_object(each) for each in lint.findings]
    text = json.dumps(findings, ensure_ascii=False, indent=2)
    # lone surrogates cannot be written as UTF-8; their escapes can
    yield [("", text if text.isascii() or _writable(text) else json.dumps(findings, indent=2))]


def _writable(text: str) -> bool:
    return not any("\ud800" <= each <= "\udfff" for each in text)


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
