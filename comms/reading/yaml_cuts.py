"""Values in YAML that end before their author thinks: ` #` begins a comment, also in `issue #1234`."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms.reading.line_index import LineIndex
from comms.reading.yaml_mistakes import quoted_line, value_on

if TYPE_CHECKING:
    from comms.findings import Span

_HASH = re.compile(r"(?<=[ \t])#\w[^\r\n]*+")
_MEANT = re.compile(r"#(?:\d|[\dA-Fa-f]{6}\b)")
"""What follows a text and is hardly a comment: a number, a colour."""
_TAG = re.compile(r"(?<=[^ \t][ \t])#\w{2,40}+[ \t]*+$")
"""One word behind a single blank, such as `#sale`; comments are mostly further off, or more than a word."""
_NO_PLAIN_TEXT = "\"'[{|>&*!"


@dataclass(frozen=True, slots=True)
class Cut:
    """A part of a line that the parser takes for a comment, its place, and the line as it should be."""

    lost: str
    span: "Span"
    fix: str


def cuts_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Cut]:
    """Yield what is cut off from the values of a valid YAML text, or of a part of a text that is YAML."""
    end = len(text) if end is None else end
    found = list(_HASH.finditer(text, start, end))
    if not found:
        return
    from comms.findings import Span
    from comms.reading.yaml_file import scalar_spans

    lines = LineIndex(text)
    taken = [(start + first, start + last) for first, last in scalar_spans(text[start:end])]
    starts = [first for first, _ in taken]
    for match in found:
        place = bisect_right(starts, match.start()) - 1
        if place >= 0 and match.start() < taken[place][1]:
            continue
        line, column = lines.place(match.start())
        if _is_meant(lines.line(line), match.group(), column - 1):
            span = Span(line, column, line, column + len(match.group().rstrip()))
            yield Cut(match.group().rstrip(), span, quoted_line(lines.line(line)))


def _is_meant(line: str, lost: str, start: int) -> bool:
    """Return whether what is lost belongs to a value: it is all of it, or a number, colour or tag at its end.

    start: where the lost part begins in the line.
    """
    value = value_on(line)
    if not value or value[0] in _NO_PLAIN_TEXT:
        return False
    if value.startswith(lost.rstrip()):
        return True
    return value[0] != "#" and bool(_MEANT.match(lost) or _TAG.match(line, start))
