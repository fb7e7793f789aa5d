"""For GitLab: a Code Quality report, shown in merge requests beside the lines."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.findings import Severity
from comms.reports import Piece
from comms.reports.json_text import json_text
from comms.reports.places import fingerprints, repository, within
from comms.reports.sentences import told

if TYPE_CHECKING:
    from comms.linting.run import Lint

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}
"""GitLab knows info, minor, major, critical and blocker; it stops no merge at any of them."""


def report(lint: "Lint", language: str) -> Iterator[list[Piece]]:
    """An array with exactly the properties that GitLab reads; it ignores columns and all others."""
    root = repository()
    marks = fingerprints(lint.findings, root)
    issues = [
        {
            "description": told(finding, language),
            "check_name": finding.code,
            "fingerprint": mark,
            "severity": SEVERITIES[finding.severity],
            "location": {
                "path": within(root, finding.file),
                "lines": {"begin": finding.span.line, "end": finding.span.end_line},
            },
        }
        for finding, mark in zip(lint.findings, marks, strict=True)
    ]
    yield [("", json_text(issues))]
