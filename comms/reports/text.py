"""For people: each finding with its line, a marker below it, and how to fix it."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wcwidth import iter_graphemes, wcswidth

from comms.findings import Finding
from comms.language.display import harmless, one_line
from comms.language.phrases import say
from comms.reports import StyledText
from comms.reports.sentences import summary
from comms.rules import RULES

if TYPE_CHECKING:
    from comms.findings import Excerpt
    from comms.linting.run import Lint

TAB = 4
WIDTH = 100
"""Display columns shown of a source line; a longer line is cut around the finding."""
LEAD = 20
"""Columns kept before a finding when the line is cut."""


def report(lint: "Lint", language: str) -> Iterator[list[StyledText]]:
    """Yield the findings with code frames, aligned under Chinese text too, and a summary line."""
    for finding in lint.findings:
        yield from finding_lines(finding, language)
        yield []
    yield [("message" if lint.findings else "ok", summary(lint, language))]


def finding_lines(finding: Finding, language: str) -> Iterator[list[StyledText]]:
    """Yield the lines of a finding with its code frame."""
    span = finding.span
    place = f"{harmless(one_line(finding.file))}:{span.line}:{span.column}"
    rule = f"{finding.code} {RULES[finding.code].name}"
    severity = say(f"lint.{finding.severity}", language)
    yield [("place", place), ("", " "), (finding.severity, f"{severity} {rule}")]
    yield [("message", f"  {harmless(one_line(finding.message))}")]
    if finding.excerpt is not None:
        yield from _frame(finding, finding.excerpt)
    yield [("frame", "  = "), ("hint", harmless(one_line(finding.hint)))]


class _Cell(NamedTuple):
    """A unit that a terminal displays as one: a character with accents, an emoji sequence, a tab.

    begin, end: its code points in the line, counted from 0, the end exclusive.
    """

    text: str
    width: int
    begin: int
    end: int


def _cells(line: str) -> list[_Cell]:
    cells, end = [], 0
    for cluster in iter_graphemes(harmless(line)):
        begin, end = end, end + len(cluster)
        text = " " * TAB if cluster == "\t" else cluster
        cells.append(_Cell(text, _width(text), begin, end))
    return cells


@cache
def _width(cluster: str) -> int:
    return max(wcswidth(cluster), 0)


def _frame(finding: Finding, excerpt: "Excerpt") -> Iterator[list[StyledText]]:
    span, gutter = finding.span, len(str(finding.span.line))
    if excerpt.before.strip():
        before, _ = _cut(_cells(excerpt.before.rstrip("\r")), 0)
        yield [("frame", f"  {span.line - 1:>{gutter}} | "), ("", before)]
    cells = _cells(excerpt.line.rstrip("\r"))
    begin = span.column - 1 - excerpt.skipped
    end = span.end_column - 1 - excerpt.skipped if span.end_line == span.line else len(excerpt.line)
    first = sum(cell.end <= begin for cell in cells)
    marked = [cell for cell in cells[first:] if cell.begin < max(end, begin + 1)]
    visible, column = _cut(cells, first)
    # a finding beyond the end of the line or without width still gets a marker
    width = max(min(_columns(marked), WIDTH - column), 1)
    yield [("frame", f"  {span.line:>{gutter}} | "), ("", visible)]
    yield [("frame", f"  {'':>{gutter}} | "), (finding.severity, " " * column + "^" * width)]


def _columns(cells: list[_Cell]) -> int:
    return sum(cell.width for cell in cells)


def _cut(cells: list[_Cell], first: int) -> tuple[str, int]:
    """Return the visible part of a line around the cell `first`, and the display column of that cell."""
    left = first if _columns(cells[:first]) > WIDTH - LEAD else 0
    while left and _columns(cells[left:first]) < LEAD:
        left -= 1
    right, room = left, WIDTH
    while right < len(cells) and cells[right].width <= room:
        room -= cells[right].width
        right += 1
    head, tail = "…" if left else "", "…" if right < len(cells) else ""
    text = head + "".join(cell.text for cell in cells[left:right]) + tail
    return text, len(head) + _columns(cells[left:first])
