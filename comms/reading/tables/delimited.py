"""CSV and tab-separated text, in the encodings and with the delimiters that spreadsheets write."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from comms.reading.tables.cells import RowCollector, clean
from comms.reading.tables.headings import folded, vocabulary
from comms.reading.tables.table import Grid, TableError, TableRow

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = "\t;,|"
_HINT = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_LOOK_AT = 60
"""The number of records that are compared to find the delimiter."""


def grid_of_bytes(content: bytes, path: str) -> Grid:
    """Return the grid of a text file; raises TableError, with "encoding" if the file is not text."""
    text, _ = decoded(content, path)
    hint = _HINT.match(text)  # the line that tells Excel the delimiter
    if hint is None:
        return grid_of_text(text, path, delimiter_of(text))
    return grid_of_text(text[hint.end() :], path, hint.group(1), first=2)


def grid_of_text(text: str, path: str, delimiter: str, first: int = 1) -> Grid:
    """Return the grid of a text whose delimiter is known; `first` is the number of its first row."""
    if text.lstrip()[:1] == "<":  # an HTML export with the suffix .xls
        raise TableError("not_supported", path=path)
    collector = RowCollector(first)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            collector.add([clean(cell) for cell in record])
    except csv.Error as error:
        raise _broken_off(error, path, reader.line_num) from None
    return replace(collector.grid(), delimiter=delimiter)


def records_of(file: Path) -> Iterator[TableRow]:
    """Yield the records of a file with the line that each begins on; raises TableError.

    The encoding and the delimiter are found in the first megabyte. An unreadable record is the last one.
    """
    path = str(file)
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    text, encoding = decoded(head, path, is_whole=len(head) < _HEAD)
    hint = _HINT.match(text)
    with file.open(encoding=encoding, newline="") as lines:
        if hint is not None:
            next(lines)
        reader = csv.reader(lines, delimiter=hint.group(1) if hint else delimiter_of(text), strict=True)
        yield from _records(reader, path, first=1 + (hint is not None))


def _records(reader: Any, path: str, first: int) -> Iterator[TableRow]:
    """Yield the records of a CSV reader with the line that each begins on; `first` is the first one's."""
    while True:
        begun = first + reader.line_num
        try:
            yield begun, [clean(cell) for cell in next(reader)]
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
"""The number of bytes in which the encoding and the delimiter are found."""


def _broken_off(error: csv.Error, path: str, line: int) -> TableError:
    """Return the error for a broken record; a quotation mark never closed swallows the rest of the file."""
    limit = csv.field_size_limit()
    if str(limit) in str(error):
        return TableError("long_cell", path=path, line=str(line), most=limit)
    reason = "quoted" if "expected after" in str(error) else "unclosed"
    return TableError(reason, path=path, line=str(line))


def delimiter_of(text: str) -> str:
    """Return the delimiter that splits most records into the same number of cells, a comma if none does.

    csv.Sniffer is not used: it takes letters and spaces for delimiters, and fails on a single column.
    """
    best_score, best = 0.0, ","
    for delimiter in _DELIMITERS:
        widths = [width for width in _widths(text, delimiter) if width > 1]
        if widths and (score := _score(widths)) > best_score:
            best_score, best = score, delimiter
    return best


def _score(widths: list[int]) -> float:
    """Return the number of records with the most common width, weighted in favour of wider records."""
    width, count = Counter(widths).most_common(1)[0]
    return count * (2 - 1 / width) * (count / len(widths))


def _widths(text: str, delimiter: str) -> Iterator[int]:
    reader = csv.reader(io.StringIO(text[:1_000_000], newline=""), delimiter=delimiter)
    with suppress(csv.Error):  # reported when the text is read
        for record in islice(reader, _LOOK_AT):
            yield len(record)


def decoded(content: bytes, path: str, is_whole: bool = True) -> tuple[str, str]:
    """Return text and encoding: by its mark, or UTF-8, UTF-16 without mark, GB18030, Big5 or Windows-1252.

    What reads as GB18030 may be Big5; the one that gives more names of columns is taken.
    """
    for encoding in _encodings(content):
        if (text := _text(content, encoding, is_whole)) is None:
            continue
        other = _text(content, _BIG5, is_whole) if encoding == "gb18030" else None
        return (other, _BIG5) if other and _names_in(other) > _names_in(text) else (text, encoding)
    raise TableError("encoding", path=path)


_BIG5 = "big5hkscs"


def _text(content: bytes, encoding: str, is_whole: bool) -> str | None:
    """Return a text in an encoding, None if it is in another one."""
    with suppress(UnicodeDecodeError):
        text = codecs.getincrementaldecoder(encoding)().decode(content, is_whole)
        return None if "\x00" in text else text
    return None


def _names_in(text: str) -> int:
    """Return how many cells of the first rows are names of columns."""
    rows = islice(io.StringIO(text[:_HEAD]), _LOOK_AT)
    cells = (folded(cell) for row in rows for cell in re.split(f"[{_DELIMITERS}]", row))
    return sum(1 for cell in cells if cell in vocabulary())


def _encodings(content: bytes) -> Iterator[str]:
    yield from (encoding for mark, encoding in _MARKS if content.startswith(mark))
    yield "utf-8"
    nulls = content[:2000].count(0)
    if nulls > len(content[:2000]) // 4:
        yield "utf-16-le" if content[1:2000:2].count(0) > nulls // 2 else "utf-16-be"
    yield from ("gb18030", _BIG5, "cp1252") if _is_chinese(content) else ("cp1252", "gb18030")


def _is_chinese(content: bytes) -> bool:
    """Return whether bytes above ASCII come in pairs, as in GBK; European letters mostly stand alone."""
    runs = re.findall(rb"[\x80-\xff]+", content[:1_000_000])
    return sum(map(len, runs)) >= 1.7 * len(runs)
