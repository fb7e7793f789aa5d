"""Edits of a text, and what every fix needs to place them: lines, and the file as it reads afterwards."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comms.findings import Unreadable
from comms.language.display import one_line
from comms.paths import FieldPath
from comms.reading import read_bytes
from comms.reading.source import Source

MARKDOWN_BREAK = re.compile(r"\r\n|[\r\n]")
TOML_BREAK = re.compile(r"\n")
_FRONT = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces `text[start:end]`, in code points of the source's text, by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """What mends the finding of `code` at `path` safely; its edits go together or not at all."""

    code: str
    path: FieldPath
    edits: tuple[Edit, ...]

    @property
    def start(self) -> int:
        return min(each.start for each in self.edits)


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the fixes made; of two that overlap the first wins, the other is for the next round."""
    taken: list[Edit] = []
    for fix in fixes:
        if not any(_overlap(edit, other) for edit in fix.edits for other in taken):
            taken += fix.edits
    pieces, position = [], 0
    for edit in sorted(taken, key=lambda each: (each.start, each.end)):  # keeps the order at one place
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _overlap(one: Edit, other: Edit) -> bool:
    """Whether two edits touch the same characters; insertions at one place stand behind each other."""
    if one.start == one.end and other.start == other.end:
        return False
    return one.start < other.end and other.start < one.end


class Lines:
    """Offsets of lines and columns (from 1), lines ended as the reader of the format ends them."""

    def __init__(self, text: str, breaks: re.Pattern[str]) -> None:
        self.text = text
        found = list(breaks.finditer(text))
        self.starts = [0, *(each.end() for each in found)]
        self.ends = [*(each.start() for each in found), len(text)]

    def __len__(self) -> int:
        return len(self.starts)

    def offset(self, line: int, column: int = 1) -> int:
        return min(self.starts[min(line, len(self)) - 1] + column - 1, len(self.text))

    def end(self, line: int) -> int:
        """Where the line's break begins; of a TOML line before the carriage return, too."""
        end = self.ends[min(line, len(self)) - 1]
        return end - self.text.endswith("\r", self.starts[min(line, len(self)) - 1], end)

    def line(self, number: int) -> str:
        return self.text[self.offset(number) : self.end(number)] if 0 < number <= len(self) else ""

    def number(self, offset: int) -> int:
        """The line on which an offset is."""
        return bisect_right(self.starts, offset)

    def above_comments(self, number: int, comment: re.Pattern[str]) -> int:
        """The first of the comment lines that stand directly on top of a line, or that line."""
        while number > 1 and comment.fullmatch(self.line(number - 1)):
            number -= 1
        return number


def lines_of(source: Source) -> Lines:
    """The lines of a source as the places of its data count them."""
    return Lines(source.text, TOML_BREAK if suffix_of(source) == ".toml" else MARKDOWN_BREAK)


def suffix_of(source: Source) -> str:
    return Path(source.name).suffix.lower()


def newline_of(text: str) -> str:
    """The line end that a text uses first."""
    match = MARKDOWN_BREAK.search(text)
    return match.group() if match else "\n"


def front_matter(text: str) -> tuple[int, int]:
    """Where the YAML at the head of a Markdown text begins and ends; (0, 0) where there is none."""
    match = _FRONT.match(text)
    return match.span(1) if match else (0, 0)


def reread(source: Source, text: str) -> Source | None:
    """The source that the file would be with another text; None where that could not be read."""
    try:
        return read_bytes(text.encode(), source.name)
    except Unreadable:
        return None


def for_comment(text: str) -> str:
    """A text for one line of a comment, in which nothing can end the comment or name a code in brackets."""
    plain = "".join(each for each in one_line(text) if each.isprintable())
    return re.sub(r"-{2,}", "—", plain.translate(_HARMLESS)).strip("- ")


_HARMLESS = str.maketrans("<>[]\N{REPLACEMENT CHARACTER}", "‹›() ")
