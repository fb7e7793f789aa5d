"""A file's data together with the place of each value."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from comms.findings import Excerpt, Span, Unreadable
from comms.paths import FieldPath
from comms.reading.stamps import Stamp
from comms.terms.personal import hidden

MAX_DEPTH = 100
MAX_VALUES = 200_000
MAX_SHOWN = 250
"""Code points on either side of a finding that an excerpt keeps."""
NOWHERE = Span(1, 1, 1, 1)
"""Where what is missing stands in a file without lines to add it to; a value has a character at least."""


class Positions(Protocol):
    """Finds values and keys in a text; asked only when a finding needs a place."""

    def value(self, path: FieldPath) -> Span | None: ...

    def key(self, path: FieldPath) -> Span | None: ...


class NoPositions:
    """For formats whose values have no line."""

    def value(self, path: FieldPath) -> Span | None:
        del path
        return None

    key = value


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a file written by hand, as it stands: the text of a dimension, or with no path the rest.

    line, column: where the text begins.
    """

    path: FieldPath
    line: int
    text: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading by hand that names a dimension.

    form: how it is dressed (see `comms.reading.section_marks`); level: 1 to 6, more for what is no heading.
    line, end: its own line and the last one of its text, from 1; written: its line up to its text.
    """

    dimension: str
    heading: str
    form: str
    level: int
    line: int
    end: int
    written: str


@dataclass(frozen=True, slots=True)
class Source:
    """What a file says, before any model has looked at it.

    data: the file's mapping, plain values as the text that was written.
    stamp: present where comms itself wrote the file.
    sections: for hand-written requests, the first line of each dimension's section; empty where the text
    does not look like a request and has no front matter, so that the README of a folder is none.
    passages: for hand-written requests, all that they say, in its order.
    headings: for hand-written requests, those that name a dimension, in their order.
    paragraphs: for those of Word, which have no `text` to edit, what stands for its lines.
    """

    name: str
    text: str
    data: dict[str, Any]
    positions: Positions = field(default_factory=NoPositions)
    stamp: Stamp | None = None
    sections: Mapping[str, int] | None = None
    passages: tuple[Passage, ...] = ()
    headings: tuple[Heading, ...] = ()
    paragraphs: tuple[str, ...] = ()

    @property
    def may_silence(self) -> bool:
        """Whether there may be comments that answer for findings, so that a closer look is worth while."""
        return "comms:" in self.text

    @property
    def is_plain(self) -> bool:
        """Whether the values stand in the text as they are, so that what it does not hold, they do not."""
        return bool(self.text) and "\\" not in self.text

    def at(self, path: FieldPath, on_key: bool = False) -> Span:
        """The span of the value at `path`; for what is missing, that of its nearest existing parent."""
        span = self.positions.key(path) if on_key else self.positions.value(path)
        if span and (span.line, span.column) != (span.end_line, span.end_column):
            return span
        while path:
            if span := self.positions.key(path):
                return span
            path = path[:-1]
            if path and isinstance(path[-1], int) and (span := self.positions.value(path)):
                return span
        return self._first_line()

    def excerpt(self, span: Span) -> Excerpt | None:
        """The lines to show for a finding, identifying numbers masked; none where it stands nowhere."""
        lines = self.paragraphs or (lines_of(self.text) if self.text else ())
        if span.line > len(lines) or (self.paragraphs and span == NOWHERE):
            return None
        before = lines[span.line - 2][:MAX_SHOWN] if span.line > 1 else ""
        line = lines[span.line - 1].rstrip("\r")
        skipped = max(span.column - MAX_SHOWN, 0)
        return Excerpt(hidden(before), hidden(line[skipped : span.column + MAX_SHOWN]), skipped)

    def _first_line(self) -> Span:
        if self.paragraphs:
            return NOWHERE
        first, _, _ = self.text.partition("\n")
        return Span(1, 1, 1, max(len(first.rstrip("\r")), 1) + 1)


@lru_cache(maxsize=1)  # asked for each finding of a file, and a file may have thousands
def lines_of(text: str) -> list[str]:
    """The lines of a text, without their ends but for a carriage return."""
    return text.split("\n")


def decode(content: bytes) -> str:
    """A text file's content; raises Unreadable where it is no UTF-8 text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or _every_other_byte_is_zero(content):
        raise Unreadable("utf16")
    if b"\x00" in content:
        raise Unreadable("binary")
    content = content.removeprefix(BOM_UTF8)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        reason = "gbk" if _decodes_as_gbk(content) else "not_utf8"
        raise Unreadable(reason, line=line) from None


def _every_other_byte_is_zero(content: bytes) -> bool:
    head = content[:64]
    return len(head) >= 4 and (not any(head[1::2]) or not any(head[::2]))


def _decodes_as_gbk(content: bytes) -> bool:
    try:
        content.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def mapping_of(data: Any) -> dict[str, Any]:
    """The root of a file, which must be a mapping; raises Unreadable."""
    if data is None or data == "":
        raise Unreadable("empty")
    if not isinstance(data, dict):
        raise Unreadable("no_mapping")
    return data


def refuse_excess(data: Any, depth: int = 0) -> None:
    """Raises Unreadable where the data nest beyond 100 levels."""
    if depth > MAX_DEPTH:
        raise Unreadable("too_deep", most=MAX_DEPTH)
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, dict | list):
            refuse_excess(value, depth + 1)
