"""The output of a lint run: one file per format, selected by its key in the table."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, cast

from comms.runtime.lazy import load

if TYPE_CHECKING:
    from comms.linting.run import Lint

REPORTS = {
    "text": "comms.reports.text:report",
    "json": "comms.reports.json_array:report",
    "github": "comms.reports.github:report",
    "gitlab": "comms.reports.gitlab:report",
    "sarif": "comms.reports.sarif:report",
    "junit": "comms.reports.junit:report",
}
"""Name of the format -> the function `(lint, language) -> lines` that writes it."""

StyledText = tuple[str, str]
"""A role ("error", "frame", …; "" for none), which a terminal may colour, and the text."""


def report(name: str, lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    """Return the lines of a report, each as pieces of text with their roles."""
    write = cast("Callable[[Lint, str], Iterator[list[StyledText]]]", load(REPORTS[name]))
    return write(lint, language)


def unstyled(lines: Iterator[list[StyledText]]) -> str:
    """Return a report as plain text."""
    return "".join("".join(text for _, text in line) + "\n" for line in lines)
