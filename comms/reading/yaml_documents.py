"""The documents of a YAML file: almost always one, but `---` divides a file into several."""

import re
from bisect import bisect_right
from itertools import pairwise
from typing import NamedTuple

from comms.findings import Unreadable
from comms.reading.line_index import LINE_BREAK

_SUFFIXES = (".yaml", ".yml")
_MARKER = re.compile(r"(?:\A|(?<=[\r\n]))(?:---|\.\.\.)(?=[ \t\r\n]|\Z)")
"""A line that begins or ends a document; YAML allows no such line within a value, of whatever style."""
_FILLED = re.compile(r"(?:\A|(?<=[\r\n]))[ \t\ufeff]*+[^\s#%]")


class Part(NamedTuple):
    """The content of one document of a file, and the number of lines above it."""

    content: bytes
    above: int = 0


class _Segment(NamedTuple):
    """A stretch of text from one marker to the next; only a filled one holds a document."""

    start: int
    end: int
    filled: bool


def parts_of(content: bytes, name: str) -> list[Part]:
    """Return the documents of a file in order; together they are the whole content."""
    # the first test costs next to nothing, and few files need another
    if (b"---" not in content and b"..." not in content) or not name.lower().endswith(_SUFFIXES):
        return [Part(content)]
    try:
        text = content.decode()
    except UnicodeDecodeError:  # reading the whole will tell
        return [Part(content)]
    bounds = [0, *_further_starts(_segments(text)), len(text)]
    parts, above = [], 0
    for start, end in pairwise(bounds):
        parts.append(Part(text[start:end].encode(), above))
        above += sum(1 for _ in LINE_BREAK.finditer(text, start, end))
    return parts


def bounds_around(text: str, offset: int) -> tuple[int, int]:
    """Return the start and the end of the document of a YAML text that an offset lies in."""
    bounds = [0, *_further_starts(_segments(text)), len(text)]
    last = max(bisect_right(bounds[:-1], offset), 1)
    return bounds[last - 1], bounds[last]


def single(text: str) -> str:
    """Return a text with its only document, the markers of empty ones blanked out so that places are kept.

    Raises Unreadable at the second document if there are several.
    """
    if ("---" not in text and "..." not in text) or not _MARKER.search(text):
        return text
    segments = _segments(text)
    if further := _further_starts(segments):
        line = 1 + sum(1 for _ in LINE_BREAK.finditer(text, 0, further[0]))
        raise Unreadable("several_documents", line=line, count=len(further) + 1)
    return "".join(_shown(text, segment) for segment in segments)


def _shown(text: str, segment: _Segment) -> str:
    written = text[segment.start : segment.end]
    return written if segment.filled else _MARKER.sub("   ", written)


def _segments(text: str) -> list[_Segment]:
    """Divide a text before each line that begins a document, and after each that ends one."""
    cuts = [0]
    for marker in _MARKER.finditer(text):
        is_end = marker.group() == "..."
        cuts.append(marker.end() if is_end else marker.start())
    cuts.append(len(text))
    return [_Segment(start, end, _is_filled(text[start:end])) for start, end in pairwise(cuts) if start < end]


def _is_filled(written: str) -> bool:
    return bool(_FILLED.search(_MARKER.sub("   ", written)))


def _further_starts(segments: list[_Segment]) -> list[int]:
    """Return where the second and each further document begins, with the directives and comments above it."""
    starts: list[int] = []
    is_first, free = True, None
    for segment in segments:
        if not segment.filled:
            free = segment.start if free is None else free
            continue
        if not is_first:
            starts.append(segment.start if free is None else free)
        is_first, free = False, None
    return starts
