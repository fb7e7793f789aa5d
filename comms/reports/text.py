"""For people: each finding with the line it means, marked beneath, and how to mend it."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wcwidth import iter_graphemes, wcswidth

from comms.findings import Finding
from comms.language.display import one_line, shown
from comms.language.phrases import say
from comms.reports import Piece
from comms.reports.sentences import summary
from comms.rules import RULES

if TYPE_CHECKING:
    from comms.findings import Excerpt
    from comms.linting.run import Lint

TAB = 4
WIDTH = 100
"""Display columns of a source line that are shown; a longer line is cut around the finding."""
LEAD = 20
"""Columns that are kept before a finding where the line is cut."""
_STEERING = re.compile("[\u2028\u2029]|^:(?=:)|#(?=#\\w*\\[)")
"""What breaks a line for some, and what CI services obey in a log: `::error`, `##[…]`, `##vso[…]`."""


def report(lint: "Lint", language: str) -> Iterator[list[Piece]]:
    """The findings with code frames that line up under Chinese text, and a line that counts them."""
    for finding in lint.findings:
        yield from finding_lines(finding, language)
        yield []
    yield [("message" if lint.findings else "ok", summary(lint, language))]


def finding_lines(finding: Finding, language: str) -> Iterator[list[Piece]]:
    """A finding with its frame."""
    span = finding.span
    place = f"{_calm(one_line(finding.file))}:{span.line}:{span.column}"
    rule = f"{finding.code} {RULES[finding.code].name}"
    severity = say(f"lint.{finding.severity}", language)
    yield [("place", place), ("", " "), (finding.severity, f"{severity} {rule}")]
    yield [("message", f"  {_calm(one_line(finding.message))}")]
    if finding.excerpt is not None:
        yield from _frame(finding, finding.excerpt)
    yield [("frame", "  = "), ("hint", _calm(one_line(finding.hint)))]


def _calm(text: str) -> str:
    """`text` without what would steer a terminal or a CI service that shows it; each character stays one."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", shown(text))


class _Cell(NamedTuple):
    """What a terminal moves as one: a character with its accents, an emoji family, a tab.

    begin, end: the code points of the line that it stands for, from 0, the end exclusive.
    """

    text: str
    width: int
    begin: int
    end: int


def _cells(line: str) -> list[_Cell]:
    cells, end = [], 0
    for cluster in iter_graphemes(_calm(line)):
        begin, end = end, end + len(cluster)
        text = " " * TAB if cluster == "\t" else cluster
        cells.append(_Cell(text, _width(text), begin, end))
    return cells


@cache
def _width(cluster: str) -> int:
    return max(wcswidth(cluster), 0)


def _frame(finding: Finding, excerpt: "Excerpt") -> Iterator[list[Piece]]:
    span, gutter = finding.span, len(str(finding.span.line))
    if excerpt.before.strip():
        before, _ = _cut(_cells(excerpt.before.rstrip("\r")), 0)
        yield [("frame", f"  {span.line - 1:>{gutter}} | "), ("", before)]
    cells = _cells(excerpt.line.rstrip("\r"))
    begin = span.column - 1 - excerpt.skipped
    end = span.end_column - 1 - excerpt.skipped if span.end_line == span.line else len(excerpt.line)
    first = sum(each.end <= begin for each in cells)
    marked = [each for each in cells[first:] if each.begin < max(end, begin + 1)]
    visible, column = _cut(cells, first)
    # what lies beyond the end of the line, or has no width, is marked all the same
    width = max(min(_columns(marked), WIDTH - column), 1)
    yield [("frame", f"  {span.line:>{gutter}} | "), ("", visible)]
    yield [("frame", f"  {'':>{gutter}} | "), (finding.severity, " " * column + "^" * width)]


def _columns(cells: list[_Cell]) -> int:
    return sum(each.width for each in cells)


def _cut(cells: list[_Cell], first: int) -> tuple[str, int]:
    """The part of a line that is shown around the cell `first`, and the column where that cell stands."""
    left = first if _columns(cells[:first]) > WIDTH - LEAD else 0
    while left and _columns(cells[left:first]) < LEAD:
        left -= 1
    right, room = left, WIDTH
    while right < len(cells) and cells[right].width <= room:
        room -= cells[right].width
        right += 1
    head, tail = "…" if left else "", "…" if right < len(cells) else ""
    text = head + "".join(each.text for each in cells[left:right]) + tail
    return text, len(head) + _columns(cells[left:first])
