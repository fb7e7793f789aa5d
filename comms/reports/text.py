"""For people: each finding with the line it means, marked beneath, and how to mend it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from wcwidth import wcswidth, wcwidth

from comms.findings import Finding, Severity
from comms.reports import Piece
from comms.rules import RULES
from comms.shown import one_line, shown
from comms.words import say

if TYPE_CHECKING:
    from comms.linting import Lint

TAB = 4
WIDTH = 100
"""Display columns of a source line that are shown; a longer line is cut around the finding."""



def report(lint: "Lint", language: str) -> Iterator[list[Piece]]:
    """The findings with code frames that line up under Chinese text, and a line that counts them."""
    for finding in lint.findings:
        yield from _finding(finding, language)
        yield []
    yield _summary(lint, language)


def _finding(finding: Finding, language: str) -> Iterator[list[Piece]]:
    span = finding.span
    place = f"{one_line(finding.file)}:{span.line}:{span.column}"
    rule = f"{finding.code} {RULES[finding.code].name}"
    severity = say(f"lint.{finding.severity}", language)
    message = f"  {one_line(finding.message)}"
    yield [("place", place), ("", " "), (finding.severity, f"{severity} {rule}")]
    yield [("message", message)]
    yield from _frame(finding)
    yield [("frame", "  = "), ("hint", one_line(finding.hint))]


def _frame(finding: Finding) -> Iterator[list[Piece]]:
    span, excerpt = finding.span, finding.excerpt
    if excerpt is None:
        return
    gutter = len(str(span.line))
    if excerpt.before.strip():
        before = _cut(_expanded(excerpt.before.rstrip("\r")), 0)[0]
        yield [("frame", f"  {span.line - 1:>{gutter}} | "), ("", before)]
    line = excerpt.line
    end = span.end_column if span.end_line == span.line else len(line) + excerpt.skipped + 1
    start, end = span.column - excerpt.skipped, min(end - excerpt.skipped, len(line) + 1)
    before = _expanded(line[: start - 1])
    marked = _expanded(line[: max(end, start + 1) - 1])[len(before) :]
    visible, dropped = _cut(_expanded(line), wcswidth(before) if wcswidth(before) > 0 else 0)
    column = max(wcswidth(before) - dropped, 0)
    width = max(min(wcswidth(marked), WIDTH - column), 1)
    yield [("frame", f"  {span.line:>{gutter}} | "), ("", visible)]
    yield [("frame", f"  {'':>{gutter}} | "), (finding.severity, " " * column + "^" * width)]


def _expanded(line: str) -> str:
    """The line with tabs as spaces and without what would steer a terminal."""
    return shown(line).replace("\t", " " * TAB)


def _cut(line: str, column: int) -> tuple[str, int]:
    """The part of a line that is shown around a display column, and the width that was cut before it."""
    dropped = 0
    start = 0
    if column > WIDTH - 20:
        while dropped < column - 20:
            dropped += max(wcwidth(line[start]), 0)
            start += 1
    width, end = 0, start
    while end < len(line) and width < WIDTH:
        width += max(wcwidth(line[end]), 0)
        end += 1
    return line[start:end] + ("…" if end < len(line) else ""), dropped


def _summary(lint: "Lint", language: str) -> list[Piece]:
    errors = sum(each.severity is Severity.ERROR for each in lint.findings)
    warnings = len(lint.findings) - errors
    if not lint.findings:
        return [("ok", say("lint.clean", language, files=lint.files))]
    values = {"errors": errors, "warnings": warnings, "files": lint.files}
    return [("message", say("lint.summary", language, **values))]
