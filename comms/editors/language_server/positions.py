"""Positions as editors count them: lines from 0, characters in the units the client chose."""

from functools import cached_property

from comms.findings import Span
from comms.reading.line_index import LINE_BREAK, LINE_FEED, LineIndex

_MARK = "\ufeff"

Point = tuple[int, int]
"""A line and a character in it, both counted from 0."""


class Text:
    """The text of an editor.

    plain: the text as our readers see it, without a byte order mark; offsets are code points of it.
    encoding: the units in which the editor counts characters: utf-8, utf-16 or utf-32.
    """

    def __init__(self, written: str, encoding: str = "utf-16") -> None:
        self.written = written
        self.encoding = encoding
        self.plain = written.removeprefix(_MARK)
        self._mark = len(written) - len(self.plain)

    @cached_property
    def _lines(self) -> LineIndex:
        return LineIndex(self.written, LINE_BREAK)

    @property
    def content(self) -> bytes:
        """The text as a file's bytes; lone surrogates, which only a client can send, become `?`."""
        return self.written.encode("utf-8", "replace")

    def point(self, offset: int) -> Point:
        """Return the editor's position of an offset."""
        at = min(offset + self._mark, len(self.written))
        number = self._lines.number(at)
        return number - 1, self._units(self.written[self._lines.offset(number) : at])

    def offset(self, line: int, character: int) -> int:
        """Return the offset of an editor's position; one beyond the end of a line or text means that end."""
        if line >= len(self._lines):
            return len(self.plain)
        start, end = self._lines.offset(line + 1), self._lines.end(line + 1)
        return max(self._walked(start, end, character) - self._mark, 0)

    def stretch(self, span: Span, suffix: str) -> tuple[Point, Point]:
        """Return the range of a finding's span, with lines split as the reader of the format splits them."""
        lines = LineIndex(self.plain, LINE_FEED if suffix == ".toml" else LINE_BREAK)
        start = lines.offset(span.line, span.column)
        end = max(lines.offset(span.end_line, span.end_column), start)
        return self.point(start), self.point(end)

    def _walked(self, start: int, end: int, character: int) -> int:
        for at in range(start, end):
            character -= self._units(self.written[at])
            if character < 0:  # a position within a character counts as its start
                return at
        return end

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(character > "\uffff" for character in text)
