"""What several reports say in the same words."""

from typing import TYPE_CHECKING

from comms.findings import Severity
from comms.language.display import one_line
from comms.language.phrases import say, words

if TYPE_CHECKING:
    from comms.findings import Finding
    from comms.linting.run import Lint


def told(finding: "Finding", language: str, between: str | None = None) -> str:
    """A finding in two sentences: what is wrong, and how to mend it.

    between: what stands between them; unless it is given, what the language has between sentences.
    """
    stop = str(words(language)["language"]["stop"])
    if between is None:
        between = " " if stop.isascii() else ""
    message = one_line(finding.message)
    ended = message.endswith((".", "。", "?", "？", "!", "！"))
    return f"{message}{'' if ended else stop}{between}{one_line(finding.hint)}"


def summary(lint: "Lint", language: str) -> str:
    """How many errors and warnings a run found, in how many files."""
    if not lint.files:
        return say("lint.nothing", language)
    if not lint.findings:
        return say("lint.clean", language, files=lint.files)
    errors = sum(each.severity is Severity.ERROR for each in lint.findings)
    warnings = len(lint.findings) - errors
    return say("lint.summary", language, errors=errors, warnings=warnings, files=lint.files)
