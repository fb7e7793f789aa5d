"""For GitHub Actions: workflow commands, shown as annotations on the lines of a pull request."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from comms.language.display import one_line, without_controls
from comms.reports import StyledText
from comms.reports.places import repository, within
from comms.reports.sentences import summary
from comms.rules import RULES

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting.run import Lint


def report(lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    """Yield one `::error` or `::warning` command per finding, and a summary for readers of the log.

    GitHub annotates the first ten errors and ten warnings of a step; the log shows them all.
    """
    root = repository()
    for finding in lint.findings:
        yield [("", _command(finding, root))]
    yield [("", summary(lint, language))]


def _command(finding: "Finding", root: Path) -> str:
    span, file = finding.span, within(root, finding.file)
    properties = {
        "file": file,
        "line": span.line,
        "endLine": span.end_line,
        "title": f"{finding.code} {RULES[finding.code].name}",
    }
    if span.line == span.end_line:  # columns of an annotation only apply within one line
        properties |= {"col": span.column, "endColumn": span.end_column}
    named = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    # the log shows only this text, so it repeats the place and the code
    place = f"{one_line(file)}:{span.line}:{span.column}"
    text = f"{place}: {finding.code} {one_line(finding.message)}\n{one_line(finding.hint)}"
    return f"::{finding.severity} {named}::{_data(text)}"


def _data(text: str) -> str:
    return without_controls(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
