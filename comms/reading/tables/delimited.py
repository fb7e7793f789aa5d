"""CSV and tab-separated text in the encodings and with the delimiters that spreadsheets write."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Any

from comms.reading.tables.layout import Kept, clean
from comms.reading.tables.table import Grid, TableError, TableRow

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
    text, _ = _decoded(content, path)
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
    except csv.Error as error:
        raise _broken_off(error, path, reader.line_num) from None
    return Grid(tuple(kept.rows))


def records_of(file: Path) -> Iterator[TableRow]:
    """The records of a file one by one, with the line that each begins on; raises TableError.

    The encoding and the delimiter are taken from the first megabyte. What cannot be read ends the records.
    """
    path = str(file)
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    text, encoding = _decoded(head, path, is_whole=len(head) < _HEAD)
    hint = _HINT.match(text)
    with file.open(encoding=encoding, newline="") as lines:
        if hint is not None:
            next(lines)
        reader = csv.reader(lines, delimiter=hint.group(1) if hint else delimiter_of(text), strict=True)
        yield from _records(reader, path, first=1 + (hint is not None))


def _records(reader: Any, path: str, first: int) -> Iterator[TableRow]:
    """What a reader of CSV gives, with the line that each record begins on; `first` is that of its first."""
    while True:
        begun = first + reader.line_num
        try:
            yield begun, [clean(each) for each in next(reader)]
        except StopIteration:
            return
        except csv.Error as error:
            broken = _broken_off(error, path, begun)
            yield begun, broken
            if broken.reason != "quoted":
                return
        except UnicodeDecodeError:
            yield begun, TableError("encoding_later", path=path, line=str(begun))
            return


_HEAD = 1_000_000
"""Bytes from which the encoding and the delimiter are taken."""


def _broken_off(error: csv.Error, path: str, line: int) -> TableError:
    """What is wrong with a record: a quotation mark that is never closed swallows the rest of the file."""
    limit = csv.field_size_limit()
    if str(limit) in str(error):
        return TableError("long_cell", path=path, line=str(line), most=limit)
    reason = "quoted" if "expected after" in str(error) else "unclosed"
    return TableError(reason, path=path, line=str(line))


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


def _decoded(content: bytes, path: str, is_whole: bool = True) -> tuple[str, str]:
    """The text of a file and its encoding: by its mark, UTF-8, UTF-16 without mark, GB18030, Windows-1252."""
    for encoding in _encodings(content):
        with suppress(UnicodeDecodeError):
            text = codecs.getincrementaldecoder(encoding)().decode(content, is_whole)
            if "\x00" not in text:
                return text, encoding
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
