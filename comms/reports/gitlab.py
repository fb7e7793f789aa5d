"""For GitLab: a Code Quality report, shown beside the lines of merge requests."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comms.findings import Severity
from comms.reports import StyledText
from comms.reports.json_text import json_text
from comms.reports.places import fingerprints, repository, within
from comms.reports.sentences import message_and_hint

if TYPE_CHECKING:
    from comms.linting.run import Lint

SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor"}
"""GitLab knows info, minor, major, critical and blocker; none of them blocks a merge."""


def report(lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    """Yield an array with exactly the properties GitLab reads; it ignores columns and everything else."""
    root = repository()
    marks = fingerprints(lint.findings, root)
    issues = [
        {
            "description": message_and_hint(finding, language),
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
