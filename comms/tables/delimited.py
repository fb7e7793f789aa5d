"""CSV and tab-separated text in the encodings and with the delimiters that spreadsheets write."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from comms.tables.layout import Kept, clean
from comms.tables.table import Grid, TableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = "\t;,|"
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_LOOK_AT = 60
"""Records that are compared in order to find the delimiter."""


def grid_of_bytes(content: bytes, path: str) -> Grid:
    """The grid of a text file; raises TableError("encoding") where it is no text."""
    text = _decoded(content, path)
    hint = _HINT.match(text)  # the first line by which Excel is told the delimiter
    if hint is None:
        return grid_of_text(text, path, delimiter_of(text))
    return grid_of_text(text[hint.end() :], path, hint.group(1), first=2)


def grid_of_text(text: str, path: str, delimiter: str, first: int = 1) -> Grid:
    """The grid of a text whose delimiter is known; `first` is the number of its first row."""
    if text.lstrip()[:1] == "<":  # an export that calls itself XLS and is HTML
        raise TableError("not_supported", path=path)
    kept = Kept(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            kept.add([clean(each) for each in record])
    except csv.Error:  # a quotation mark that is never closed swallows the rest of the file
        raise TableError("unclosed", path=path, line=str(reader.line_num)) from None
    return Grid(tuple(kept.rows))


def delimiter_of(text: str) -> str:
    """The delimiter that cuts most records into equally many cells; the comma where none does.

    csv.Sniffer is not asked: it takes letters and spaces for delimiters, and fails on a single column.
    """
    best, found = 0.0, ","
    for each in _DELIMITERS:
        widths = [width for width in _widths(text, each) if width > 1]
        if widths and (score := _score(widths)) > best:
            best, found = score, each
    return found


def _score(widths: list[int]) -> float:
    """How many records have the commonest width, weighed by that width's worth."""
    width, count = Counter(widths).most_common(1)[0]
    return count * (2 - 1 / width) * (count / len(widths))


def _widths(text: str, delimiter: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=delimiter)
    with suppress(csv.Error):  # it is told when the text is read
        for record in islice(reader, _LOOK_AT):
            yield len(record)


def _decoded(content: bytes, path: str) -> str:
    """The text of a file: by its mark, as UTF-8, as UTF-16 without mark, as GB18030, as Windows-1252."""
    for encoding in _encodings(content):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\x00" not in text:
                return text
    raise TableError("encoding", path=path)


def _encodings(content: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _MARKS if content.startswith(mark))
    yield "utf-8"
    nulls = content[:2000].count(0)
    if nulls > len(content[:2000]) // 4:
        yield "utf-16-le" if content[1:2000:2].count(0) > nulls // 2 else "utf-16-be"
    yield from ("gb18030", "cp1252") if _is_chinese(content) else ("cp1252", "gb18030")


def _is_chinese(content: bytes) -> bool:
    """Whether bytes above ASCII come in pairs, as GBK writes them; European letters mostly stand alone."""
    runs = re.findall(rb"[\x80-\xff]+", content[:1_000_000])
    return sum(map(len, runs)) >= 1.7 * len(runs)
