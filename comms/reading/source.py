"""The source of a document: a file's data together with the place of each value."""

import re
from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from comms.findings import Excerpt, Span, Unreadable
from comms.paths import FieldPath
from comms.reading.stamps import Stamp
from comms.terms.personal import mask_numbers

MAX_DEPTH = 100
"""The most levels to which data may nest."""
MAX_VALUES = 200_000
"""The most values that a file may hold, aliases of YAML expanded."""
MAX_SHOWN = 250
"""The number of code points on either side of a finding that an excerpt keeps."""
_CONTENT = re.compile(r"(?!---|\.\.\.|%)[ \t]*+[^\s#]")
NOWHERE = Span(1, 1, 1, 1)
"""The span of a missing value in a file without lines to add it to; a value has at least one character."""


class Positions(Protocol):
    """The places of values and keys in a text, computed only when a finding asks for one."""

    def value(self, path: FieldPath) -> Span | None: ...

    def key(self, path: FieldPath) -> Span | None: ...


class NoPositions:
    """The positions in formats whose values have no line."""

    def value(self, _path: FieldPath) -> Span | None:
        return None

    key = value


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a handwritten file as it reads: the text of a dimension, or text between them.

    path: of the field that the text answers, () for text between.
    line, column: of the beginning of the text, from 1.
    """

    path: FieldPath
    line: int
    text: str
    column: int = 1


@dataclass(frozen=True, slots=True)
class Heading:
    """A handwritten heading that names a dimension.

    form: the style of the heading, a `comms.reading.section_marks.Form`.
    level: 1 to 6 for headings, higher for lead-ins.
    line, end: the heading's own line and the last line of its text, from 1.
    written: the heading's line up to the text.
    is_nested: whether its text is part of the section of a heading above that names the same dimension.
    """

    dimension: str
    heading: str
    form: str
    level: int
    line: int
    end: int
    written: str
    is_nested: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The content of a file before any model validates it.

    data: the file's mapping, with plain values as the text that was written.
    stamp: present if comms wrote the file.
    sections: for handwritten requests, the first line of each dimension's section; empty if the text
    neither looks like a request nor has front matter, so that a README is not taken for one.
    passages: for handwritten requests, the whole text in order.
    by_hand: the paths of the data that were read out of the passages.
    headings: for handwritten requests, the headings that name a dimension, in order.
    unsure: for handwritten requests, what was written where no single value could be read, by its path.
    house: for handwritten requests, the headings of the house in which it was read, to read it again.
    paragraphs: of a file without `text` to edit, the units counted as lines: the paragraphs of a request
    written in Word, the lines of a text that cannot be read.
    quoted: the numbers of the paragraphs that are quotations by their style, from 1.
    above: for a document that shares its file with others, the number of lines of the file above its text.
    """

    name: str
    text: str
    data: dict[str, Any]
    positions: Positions = field(default_factory=NoPositions)
    stamp: Stamp | None = None
    sections: Mapping[str, int] | None = None
    passages: tuple[Passage, ...] = ()
    by_hand: frozenset[FieldPath] = frozenset()
    headings: tuple[Heading, ...] = ()
    unsure: Mapping[FieldPath, str] = field(default_factory=dict)
    house: tuple[tuple[str, str], ...] = ()
    paragraphs: tuple[str, ...] = ()
    quoted: frozenset[int] = frozenset()
    above: int = 0

    @property
    def may_suppress(self) -> bool:
        """Whether the text may contain comments that suppress findings, so that it must be searched."""
        return "comms:" in self.text or "comms：" in self.text

    @property
    def is_plain(self) -> bool:
        """Whether the text holds every value verbatim, so that searching the text is enough."""
        return bool(self.text) and "\\" not in self.text

    def is_by_hand(self, path: FieldPath) -> bool:
        """Return whether the value at a path was read out of a passage, so that its words stand there."""
        return any(path[:end] in self.by_hand for end in range(1, len(path) + 1))

    def at(self, path: FieldPath, on_key: bool = False) -> Span:
        """Return the span of the value at `path`, or of its nearest existing parent if it is missing."""
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
        """Return the lines to show for a finding, identifying numbers masked; None if it has no place."""
        lines = self.paragraphs or (split_lines(self.text) if self.text else ())
        if span.line > len(lines) or (self.paragraphs and span == NOWHERE):
            return None
        before = lines[span.line - 2][:MAX_SHOWN] if span.line > 1 else ""
        line = lines[span.line - 1].rstrip("\r")
        skipped = max(span.column - MAX_SHOWN, 0)
        return Excerpt(mask_numbers(before), mask_numbers(line[skipped : span.column + MAX_SHOWN]), skipped)

    def _first_line(self) -> Span:
        if self.paragraphs:
            return NOWHERE
        first, number = self.text.partition("\n")[0], 1
        if self.above:  # the line that divides the documents of a file belongs to none of them
            lines = enumerate(split_lines(self.text), 1)
            number, first = next((each for each in lines if _CONTENT.match(each[1])), (1, first))
        return Span(number, 1, number, max(len(first.rstrip("\r")), 1) + 1)


@lru_cache(maxsize=1)  # called for each finding of a file, and a file may have thousands
def split_lines(text: str) -> list[str]:
    """Return the lines of a text without their line feeds; a carriage return stays."""
    return text.split("\n")


def decode(content: bytes) -> str:
    """Decode the content of a text file; raises Unreadable if it is not UTF-8 text."""
    if b"\x00" not in content:
        try:
            return content.removeprefix(BOM_UTF8).decode()
        except UnicodeDecodeError:
            pass
    from comms.reading.encodings import misencoded

    raise misencoded(content)


def mapping_of(data: Any) -> dict[str, Any]:
    """Return the root of a file, which must be a mapping; raises Unreadable if it is not."""
    if data is None or data == "":
        raise Unreadable("empty")
    if not isinstance(data, dict):
        raise Unreadable("no_mapping")
    return data


def refuse_excess(data: Any, depth: int = 0) -> None:
    """Raise Unreadable if the data nest more than 100 levels deep."""
    if depth > MAX_DEPTH:
        raise Unreadable("too_deep", most=MAX_DEPTH)
    for value in data.values() if isinstance(data, dict) else data:
        if isinstance(value, dict | list):
            refuse_excess(value, depth + 1)
