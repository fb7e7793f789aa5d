"""Comments that suppress findings: `# comms: ignore[V302] reason`, `<!-- comms: ignore[V302] reason -->`.

A comment applies to its line and, on the line of a key, to everything below the key. A comment alone on its
line applies to the next line, in Markdown to the next block. `ignore-file` applies to the whole file, and
`ignore-start` to the lines down to its `ignore-end`.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from comms.findings import Finding, Silence, Silenced, Span
from comms.reading.front_matter import front_matter_end
from comms.reading.line_index import LINE_FEED, LineIndex
from comms.terms.lazy_patterns import LazyPattern

if TYPE_CHECKING:
    from comms.reading.source import Source

_WORDS = (
    r"comms[:：][ \t]*(?P<word>ignore(?:-[a-z-]{1,30})?\b|[a-z-]{1,30}(?=[ \t]*\[))"
    r"[ \t]*(?:\[(?P<codes>[^\]\n]{0,200})\])?[ \t:—-]*"
)
_HASH = LazyPattern(rf"(?:^|(?<=[ \t]))#[ \t]*{_WORDS}(?P<reason>[^\r\n]*)", re.MULTILINE)
_ANGLE = LazyPattern(rf"<!--[ \t]*{_WORDS}(?P<reason>(?:(?!-->)[^\r\n])*+)-->")
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
"""Code blocks in Markdown, in which a comment is part of the code."""
UNIGNORABLE = frozenset({"F001", "F002", "F011", "F012"})
"""The findings that no comment can suppress: of a file that cannot be checked, and about a comment."""


class Scope(StrEnum):
    """How far a comment reaches: the word with which it begins, UNKNOWN for one that means nothing."""

    LINE = "ignore"
    FILE = "ignore-file"
    START = "ignore-start"
    END = "ignore-end"
    UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class Suppression:
    """A comment that suppresses findings.

    codes: rule codes or their beginnings.
    lines: the lines that it applies to; none if it begins or ends a region without the other end.
    span: the place of the comment.
    opening: "#" or "<!--".
    """

    codes: tuple[str, ...]
    reason: str
    lines: range
    span: Span
    opening: str = "#"
    scope: Scope = Scope.LINE

    @property
    def closing(self) -> str:
        """The text that ends such a comment."""
        return " -->" if self.opening != "#" else ""

    def answers(self, finding: Finding, lines: frozenset[int]) -> bool:
        """Return whether it suppresses a finding on, or below a key on, one of `lines`."""
        if not self.codes or not finding.code.startswith(self.codes) or finding.code in UNIGNORABLE:
            return False
        if self.scope is Scope.LINE:
            return any(line in self.lines for line in lines)
        return finding.span.line in self.lines  # a region with a key need not hold all that is below the key


@dataclass(frozen=True, slots=True)
class UnusedSuppression:
    """A suppressing comment, and those of its codes for which there is nothing to suppress."""

    comment: Suppression
    codes: tuple[str, ...]


def suppressions(source: "Source") -> list[Suppression]:
    """Return the suppressing comments of a source in order; the end of a region only if it has no start."""
    if not source.may_suppress:
        return []
    lines = _Lines(source.text, source.name)
    return _with_regions(_suppression(lines, match) for match in _comments(source))


def _with_regions(comments: Iterable[Suppression]) -> list[Suppression]:
    """Return the comments in order, each start of a region with the lines down to its end.

    An end names the codes of its start, or none: then it ends the region that was started last.
    """
    found: list[Suppression] = []
    open_regions: list[int] = []
    for comment in comments:
        if comment.scope is Scope.END:
            ended = [at for at in open_regions if comment.codes in ((), found[at].codes)][-1:]
            for at in ended:
                lines = range(found[at].span.line, comment.span.line + 1)
                found[at] = replace(found[at], lines=lines)
                open_regions.remove(at)
            if ended:
                continue
        elif comment.scope is Scope.START:
            open_regions.append(len(found))
        found.append(comment)
    return found


def split_silenced(findings: Iterable[Finding], source: "Source") -> tuple[list[Finding], list[Silenced]]:
    """Split the findings into those that remain and those that a comment suppresses."""
    comments = suppressions(source)
    kept: list[Finding] = []
    answered: list[Silenced] = []
    for finding in findings:
        lines = _lines(finding, source) if comments else frozenset()
        by = next((comment for comment in comments if comment.answers(finding, lines)), None)
        if by is None:
            kept.append(finding)
        else:
            answered.append(Silenced(finding, Silence.COMMENT, by.reason))
    return kept, answered


def unused_suppressions(
    findings: Iterable[Finding], source: "Source", is_judged: Callable[[str], bool]
) -> Iterator[UnusedSuppression]:
    """Yield the comments, or those of their codes, that suppress none of all the findings of a file.

    is_judged: whether the findings tell if a code, or beginning of one, has a use.
    """
    comments = suppressions(source)
    reached = [(finding, _lines(finding, source)) for finding in findings] if comments else []
    for comment in comments:
        if not comment.lines:  # which F011 reports: half a region, or an unknown word
            continue
        answered = tuple(finding.code for finding, lines in reached if comment.answers(finding, lines))
        unused = (code for code in comment.codes if not any(found.startswith(code) for found in answered))
        if codes := tuple(code for code in unused if is_judged(code)):
            yield UnusedSuppression(comment, codes)


def _lines(finding: Finding, source: "Source") -> frozenset[int]:
    """Return the lines of a finding and the keys above it; one missing at the root has the head's."""
    keys = (source.positions.key(finding.path[:end]) for end in range(1, len(finding.path) + 1))
    lines = {finding.span.line, *(key.line for key in keys if key)}
    if finding.path and source.positions.key(finding.path[:1]) is None:
        lines |= _head(source)
    return frozenset(lines)


def _head(source: "Source") -> set[int]:
    """Return the lines that open a document: that of its kind, and the first with content."""
    kind = source.positions.key(("kind",))
    lines = enumerate(source.text.split("\n", 200), 1)
    is_comment = _Lines(source.text, source.name).is_comment
    first = next((number for number, line in lines if line.strip() and not is_comment(number, line)), 1)
    return {kind.line, first} if kind else {first}


def _comments(source: "Source") -> Iterator[re.Match[str]]:
    """Yield the matches that are comments, and not text which happens to read like one."""
    suffix = Path(source.name).suffix.lower()
    if suffix in (".yaml", ".yml"):
        yield from _outside_of_scalars(source.text, 0, len(source.text))
    elif suffix == ".toml":
        yield from _outside_of_strings(source)
    elif suffix in (".md", ".markdown"):
        body = front_matter_end(source.text)
        yield from _outside_of_scalars(source.text, 0, body)
        fences = [code.span() for code in _FENCED.finditer(source.text, body)]
        starts = [start for start, _ in fences]
        for match in _ANGLE.finditer(source.text, body):
            place = bisect_right(starts, match.start()) - 1
            if place < 0 or match.start() >= fences[place][1]:
                yield match


def _outside_of_scalars(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    if not _HASH.search(text, start, end):
        return
    from comms.reading.yaml_file import scalar_spans

    taken = scalar_spans(text[start:end])
    starts = [scalar_start for scalar_start, _ in taken]
    while match := _HASH.search(text, start, end):
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and match.start() < taken[place][1]:
            start = taken[place][1]  # a comment may follow a value that reads like one
        else:
            yield match
            start = match.end()


def _outside_of_strings(source: "Source") -> Iterator[re.Match[str]]:
    """Yield all matches if removing them changes no data; otherwise none of them is taken for a comment."""
    from comms.findings import Unreadable
    from comms.reading.toml_file import parse

    try:
        if parse(_HASH.sub("", source.text)) == source.data:
            yield from _HASH.finditer(source.text)
    except Unreadable:
        return


class _Lines(LineIndex):
    """The lines of a file, with the next line of content and the end of the block for each."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, LINE_FEED)
        self.lines = text.split("\n")
        is_markdown = name.lower().endswith((".md", ".markdown"))
        self.body = self.number(front_matter_end(text)) if is_markdown else len(self.lines) + 1
        """The line from which on `#` begins a heading, and not a comment."""

    def is_comment(self, number: int, line: str) -> bool:
        """Return whether a line holds nothing but a comment."""
        stripped = line.strip()
        return bool(_ANGLE.fullmatch(stripped)) if number >= self.body else stripped.startswith("#")

    @cached_property
    def next_content(self) -> list[int]:
        """For each line, the number of the next line that is neither empty nor a comment."""
        following = [len(self.lines)] * len(self.lines)
        for index in range(len(self.lines) - 2, -1, -1):
            line = self.lines[index + 1]
            is_content = line.strip() and not self.is_comment(index + 2, line)
            following[index] = index + 2 if is_content else following[index + 1]
        return following

    @cached_property
    def block_end(self) -> list[int]:
        """For each line, the number of the last line before the next empty one."""
        ends = [len(self.lines)] * len(self.lines)
        for index in range(len(self.lines) - 2, -1, -1):
            ends[index] = ends[index + 1] if self.lines[index + 1].strip() else index + 1
        return ends


_SCOPES = {scope.value: scope for scope in Scope}


def _suppression(lines: _Lines, match: re.Match[str]) -> Suppression:
    number = lines.number(match.start())
    start = match.start() - lines.starts[number - 1]
    end = start + len(match.group().rstrip())
    codes = tuple(code.strip().upper() for code in (match.group("codes") or "").split(",") if code.strip())
    scope = _SCOPES.get(match.group("word"), Scope.UNKNOWN)
    opening = "<!--" if match.group().startswith("<") else "#"
    span = Span(number, start + 1, number, end + 1)
    held = _held(lines, scope, span, opening)
    return Suppression(codes, match.group("reason").strip(), held, span, opening, scope)


def _held(lines: _Lines, scope: Scope, span: Span, opening: str) -> range:
    """Return the lines that a comment by itself applies to; a region has none until its end is known."""
    if scope is Scope.FILE:
        return range(1, len(lines.lines) + 1)
    if scope is not Scope.LINE:  # nothing for a word that means nothing
        return range(0)
    line = lines.lines[span.line - 1]
    if (line[: span.column - 1] + line[span.end_column - 1 :]).strip():
        return range(span.line, span.line + 1)
    # its own line counts too, since the text of a section may begin with it
    following = lines.next_content[span.line - 1]
    last = lines.block_end[following - 1] if opening == "<!--" else following
    return range(span.line, last + 1)
