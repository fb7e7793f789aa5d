"""Edits of a text, and the helpers with which fixes place them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comms.findings import Unreadable
from comms.language.display import one_line
from comms.paths import FieldPath
from comms.reading import read_bytes
from comms.reading.front_matter import find_front_matter
from comms.reading.headings import with_house
from comms.reading.line_index import LINE_BREAK, LINE_FEED, LineIndex
from comms.reading.source import Source


@dataclass(frozen=True, slots=True)
class Edit:
    """The replacement of `text[start:end]`, in code points of the source's text, by `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Fix:
    """A safe fix of the finding of `code` at `path`; its edits are applied together or not at all."""

    code: str
    path: FieldPath
    edits: tuple[Edit, ...]

    @property
    def start(self) -> int:
        return min(edit.start for edit in self.edits)


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """Return the text with the fixes applied; of two that overlap, the later waits for the next round."""
    taken: list[Edit] = []
    for fix in fixes:
        if not any(_overlap(edit, other) for edit in fix.edits for other in taken):
            taken += fix.edits
    pieces, position = [], 0
    for edit in sorted(taken, key=lambda edit: (edit.start, edit.end)):  # stable for insertions at one place
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    return "".join([*pieces, text[position:]])


def _overlap(one: Edit, other: Edit) -> bool:
    """Return whether two edits touch the same characters; insertions at one place follow each other."""
    if one.start == one.end and other.start == other.end:
        return False
    return one.start < other.end and other.start < one.end


def lines_of(source: Source) -> LineIndex:
    """Return the lines of a source, counted as the positions of its data count them."""
    return LineIndex(source.text, LINE_FEED if suffix_of(source) == ".toml" else LINE_BREAK)


def suffix_of(source: Source) -> str:
    """Return the suffix of a source's file in lower case."""
    return Path(source.name).suffix.lower()


def front_matter_span(text: str) -> tuple[int, int]:
    """Return the start and the end of the YAML in front matter, (0, 0) if there is none or it is open."""
    try:
        found = find_front_matter(text)
    except Unreadable:
        return 0, 0
    return (found.start, found.end) if found else (0, 0)


def reread(source: Source, text: str) -> Source | None:
    """Return the source that the file would be with another text, None if that could not be read."""
    try:
        with with_house(source.house):
            return read_bytes(text.encode(), source.name)
    except Unreadable:
        return None


def for_comment(text: str) -> str:
    """Return a text as one line of a comment, which it can neither end nor extend by a code in brackets."""
    printable = "".join(character for character in one_line(text) if character.isprintable())
    return re.sub(r"-{2,}", "—", printable.translate(_HARMLESS)).strip("- ")


_HARMLESS = str.maketrans("<>[]\N{REPLACEMENT CHARACTER}", "‹›() ")
