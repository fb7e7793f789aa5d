"""For Jenkins, GitLab and other tools that show test results: a JUnit report."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from comms.language.display import one_line, without_controls
from comms.reports import StyledText, unstyled
from comms.reports.places import repository, within
from comms.reports.sentences import summary
from comms.reports.text import finding_lines
from comms.rules import RULES

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting.run import Lint


def report(lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    """Yield a failed test case per finding, or a single passed one if there is none.

    A warning is a failure too, of type "warning", as in the reports of other linters: importers hide
    whatever did not fail. The run's exit status is not affected. The attributes are those of the strictest
    schema in use, that of Jenkins' xUnit plugin; so there is no `file`, but GitLab and Jenkins show the class
    name, which is the path.
    """
    failed = len(lint.findings)
    counts = f'tests="{max(failed, 1)}" failures="{failed}" errors="0"'
    yield _line('<?xml version="1.0" encoding="UTF-8"?>')
    yield _line(f'<testsuites name="comms" {counts}>')
    yield _line(f'  <testsuite name="comms" {counts} skipped="0">')
    yield from _failures(lint, language) if failed else [_line(_passed(lint, language))]
    yield _line("  </testsuite>")
    yield _line("</testsuites>")


def _passed(lint: "Lint", language: str) -> str:
    # importers take a report without any case for a broken one
    text = escape(summary(lint, language))
    return f'    <testcase classname="comms" name="lint"><system-out>{text}</system-out></testcase>'


def _failures(lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    root = repository()
    seen: Counter[tuple[str, str]] = Counter()
    for finding in lint.findings:
        path, name = one_line(within(root, finding.file)), _name(finding)
        seen[path, name] += 1
        if seen[path, name] > 1:  # GitLab drops a case whose names already occur in the report
            name += f" ({seen[path, name]})"
        yield _line(f"    <testcase classname={_attribute(path)} name={_attribute(name)}>")
        message = _attribute(one_line(finding.message))
        text = escape(unstyled(finding_lines(finding, language)))
        yield _line(f'      <failure type="{finding.severity}" message={message}>{text}</failure>')
        yield _line("    </testcase>")


def _name(finding: "Finding") -> str:
    """Return the name of a case, without a position, so that it stays the same case when lines move."""
    rule = f"{finding.code} {RULES[finding.code].name}"
    return f"{rule}: {one_line(finding.field)}" if finding.path else rule


def _attribute(text: str) -> str:
    return quoteattr(without_controls(text))  # without the characters that XML cannot hold


def _line(text: str) -> list[StyledText]:
    return [("", text)]
