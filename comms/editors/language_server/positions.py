"""Places as editors count them: lines from 0, characters in the units that the client has chosen."""

from functools import cached_property

from comms.findings import Span
from comms.reading.edits import MARKDOWN_BREAK, TOML_BREAK, Lines

_MARK = "\ufeff"

Point = tuple[int, int]
"""A line and a character in it, both from 0."""


class Text:
    """A text of an editor.

    plain: the text as our readers see it, without the byte order mark; offsets are code points of it.
    encoding: in whose units the editor counts characters: utf-8, utf-16 or utf-32.
    """

    def __init__(self, written: str, encoding: str = "utf-16") -> None:
        self.written = written
        self.encoding = encoding
        self.plain = written.removeprefix(_MARK)
        self._mark = len(written) - len(self.plain)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.written, MARKDOWN_BREAK)

    @property
    def content(self) -> bytes:
        """The text as a file would hold it; half of a character, which only a client can send, is `?`."""
        return self.written.encode("utf-8", "replace")

    def point(self, offset: int) -> Point:
        """Where an offset is for the editor."""
        at = min(offset + self._mark, len(self.written))
        number = self._lines.number(at)
        return number - 1, self._units(self.written[self._lines.offset(number) : at])

    def offset(self, line: int, character: int) -> int:
        """The offset of an editor's place; one behind the end of its line or of the text is that end."""
        if line >= len(self._lines):
            return len(self.plain)
        start, end = self._lines.offset(line + 1), self._lines.end(line + 1)
        return max(self._walked(start, end, character) - self._mark, 0)

    def stretch(self, span: Span, suffix: str) -> tuple[Point, Point]:
        """A finding's span, its lines ended as the reader of that format ends them."""
        lines = Lines(self.plain, TOML_BREAK if suffix == ".toml" else MARKDOWN_BREAK)
        start = lines.offset(span.line, span.column)
        end = max(lines.offset(span.end_line, span.end_column), start)
        return self.point(start), self.point(end)

    def _walked(self, start: int, end: int, character: int) -> int:
        for at in range(start, end):
            character -= self._units(self.written[at])
            if character < 0:  # within a character counts as in front of it
                return at
        return end

    def _units(self, text: str) -> int:
        if self.encoding == "utf-32" or text.isascii():
            return len(text)
        if self.encoding == "utf-8":
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(each > "\uffff" for each in text)
