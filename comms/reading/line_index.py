"""An index of the lines of a text: offsets to lines and columns, and back."""

import re
from bisect import bisect_right

LINE_BREAK = re.compile(r"\r\n|[\r\n]")
"""The line breaks of Markdown, YAML and JSON; U+0085, U+2028 and U+2029 end no line in an editor."""
LINE_FEED = re.compile(r"\n")
"""The line break of TOML; a carriage return before it belongs to the line."""


class LineIndex:
    """The lines of a text; lines and columns count from 1, offsets from 0, all in code points.

    breaks: matches the line breaks of the format, which `LINE_BREAK` and `LINE_FEED` provide.
    """

    def __init__(self, text: str, breaks: re.Pattern[str] = LINE_BREAK) -> None:
        self.text = text
        found = list(breaks.finditer(text))
        self.starts = [0, *(match.end() for match in found)]
        self.ends = [*(match.start() for match in found), len(text)]

    def __len__(self) -> int:
        return len(self.starts)

    def offset(self, line: int, column: int = 1) -> int:
        """Return the offset of a place; a place past the end of the text is the end of the text."""
        return min(self.starts[min(line, len(self)) - 1] + column - 1, len(self.text))

    def end(self, line: int) -> int:
        """Return the offset at which the break of a line begins, with its carriage return."""
        end = self.ends[min(line, len(self)) - 1]
        return end - self.text.endswith("\r", self.starts[min(line, len(self)) - 1], end)

    def line(self, number: int) -> str:
        """Return the text of a line without its break; "" for a number that the text does not have."""
        return self.text[self.offset(number) : self.end(number)] if 0 < number <= len(self) else ""

    def number(self, offset: int) -> int:
        """Return the number of the line that an offset falls on."""
        return bisect_right(self.starts, offset)

    def place(self, offset: int) -> tuple[int, int]:
        """Return the line and the column of an offset."""
        line = self.number(offset)
        return line, offset - self.starts[line - 1] + 1

    def above_comments(self, number: int, comment: re.Pattern[str]) -> int:
        """Return the first of the comment lines directly above a line, or that line if there are none."""
        while number > 1 and comment.fullmatch(self.line(number - 1)):
            number -= 1
        return number


def start_of_line(text: str, offset: int) -> int:
    """Return the offset at which the line that contains an offset begins, by `LINE_BREAK`."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def newline_of(text: str) -> str:
    r"""Return the line break that a text uses first, "\n" if it has none."""
    match = LINE_BREAK.search(text)
    return match.group() if match else "\n"
