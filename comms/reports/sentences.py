"""Sentences that several reports share."""

from typing import TYPE_CHECKING

from comms.findings import Severity
from comms.language.display import one_line
from comms.language.phrases import say, words

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting.run import Lint


def message_and_hint(finding: "Finding", language: str, between: str | None = None) -> str:
    """Return a finding as two sentences: what is wrong, and how to fix it.

    between: the text between the two sentences; by default the language's own separator.
    """
    stop = str(words(language)["language"]["stop"])
    if between is None:
        between = " " if stop.isascii() else ""
    message = one_line(finding.message)
    ended = message.endswith((".", "。", "?", "？", "!", "！"))
    return f"{message}{'' if ended else stop}{between}{one_line(finding.hint)}"


def summary(lint: "Lint", language: str) -> str:
    """Return a sentence with the number of errors, warnings and files of a run."""
    if not lint.files:
        return say("lint.nothing_is_request" if lint.if_request else "lint.nothing", language)
    if not lint.findings:
        return say("lint.clean", language, files=lint.files)
    errors = sum(finding.severity is Severity.ERROR for finding in lint.findings)
    warnings = len(lint.findings) - errors
    return say("lint.summary", language, errors=errors, warnings=warnings, files=lint.files)
