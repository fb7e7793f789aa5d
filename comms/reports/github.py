"""For GitHub Actions: workflow commands that become annotations on the lines of a pull request."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.reports import Piece
from comms.rules import RULES
from comms.shown import shown

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting import Lint


def report(lint: "Lint", language: str) -> Iterator[list[Piece]]:
    """One `::error` or `::warning` command a finding."""
    del language
    for finding in lint.findings:
        yield [("", _command(finding))]


def _command(finding: "Finding") -> str:
    span = finding.span
    properties = {
        "file": finding.file,
        "line": span.line,
        "endLine": span.end_line,
        "title": f"{finding.code} {RULES[finding.code].name}",
    }
    if span.line == span.end_line:  # columns of an annotation hold within one line only
        properties |= {"col": span.column, "endColumn": span.end_column}
    named = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    text = _data(f"{finding.message}\n{finding.hint}")
    return f"::{finding.severity} {named}::{text}"


def _data(text: str) -> str:
    return shown(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
