"""What the XML of an XLSX sheet says of rows and columns: hidden, filtered, merged, not computed.

openpyxl does not report it while it streams, and parsing a sheet that is formatted down to its millionth row
would take half a minute.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from comms.reading.tables.table import Place, Range

MAX_ROWS = 1_048_576
"""The most rows that a sheet of the format can have; a file may claim more."""
MAX_COLUMNS = 16_384
_REFERENCE = rb"""\sref=["']\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?["']"""
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f\b[^<>]*(?:/>|(?<!/)>([^<]*)</(?:\w+:)?f>)"
    rb"\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^<>]*?" + _REFERENCE)
_FILTER = re.compile(rb"<(?:\w+:)?autoFilter\b[^<>]*?" + _REFERENCE)
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_INLINE = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?is>(.*?)</(?:\w+:)?is>", re.DOTALL)
_RUN = re.compile(rb"<(?:\w+:)?r>(.*?)</(?:\w+:)?r>", re.DOTALL)
_TEXT = re.compile(rb"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)</(?:\w+:)?t>")
_STRIKE = re.compile(rb"<(?:\w+:)?strike\b(?![^<>]*val=.(?:0|false).)[^<>]*>")
_CELL = re.compile(rb"""\br=["']([A-Z]{1,3})([0-9]{1,7})["']""")
_NUMBER = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_IS_HIDDEN = re.compile(rb"""\s(?:hidden=["'](?:1|true)|(?:ht|width)=["']0(?:\.0*)?)["']""")
ENDS_OF_VALUES = (b"v>", b"is>", b"f>", b"f/>")

HIDING = (None, "hidden", "filtered")


def last_row(written: bytes) -> int:
    """Return the number of the last row with content, the format's last row if it cannot be told."""
    last = max(written.rfind(ending) for ending in ENDS_OF_VALUES)
    if last < 0:
        return 0
    start = max(written.rfind(tag, 0, last) for tag in (b"<row", b":row"))
    number = (
        re.match(rb""".row\b[^>]*?\sr=["'](\d{1,7})["']""", written[start : start + 500])
        if start >= 0
        else None
    )
    return min(int(number.group(1)), MAX_ROWS) if number else MAX_ROWS


def uncomputed(written: bytes) -> dict[int, dict[int, str]]:
    """Return the formulas without a computed value, as a program may write them, by row and column."""
    formulas: dict[int, dict[int, str]] = {}
    for match in _FORMULA.finditer(written):
        if (place := _place(match.group(1))) is not None:
            row, column = place
            formulas.setdefault(row, {})[column] = "=" + unescape((match.group(2) or b"").decode("utf-8"))
    return formulas


def struck_in_part(written: bytes) -> dict[Place, tuple[str, str]]:
    """Return the text that holds and the text struck through of the cells that contain their own text."""
    if _STRIKE.search(written) is None:
        return {}
    parts: dict[Place, tuple[str, str]] = {}
    for cell in _INLINE.finditer(written):
        place = _place(cell.group(1))
        runs = [run.group(1) for run in _RUN.finditer(cell.group(2))]
        if place is not None and any(map(_STRIKE.search, runs)):
            kept = b"".join(text for run in runs if not _STRIKE.search(run) for text in _TEXT.findall(run))
            gone = b"".join(text for run in runs if _STRIKE.search(run) for text in _TEXT.findall(run))
            parts[place] = (unescape(kept.decode()), unescape(gone.decode()))
    return parts


def merged_ranges(written: bytes) -> Iterator[Range]:
    """Yield the merged ranges of a sheet."""
    return _ranges(_MERGED, written)


def filtered_ranges(written: bytes) -> Iterator[Range]:
    """Yield the ranges of a sheet or of one of its tables that a filter may hide rows of."""
    return _ranges(_FILTER, written)


def hidden_rows(written: bytes, filters: Iterable[Range]) -> bytearray:
    """Return the index in HIDING of why each row of the format, by its number, is not shown."""
    ranges = list(filters)
    hidden = bytearray(MAX_ROWS + 1)
    number = 0
    for match in _ROW.finditer(written):
        found = _NUMBER.search(match.group(1))
        number = int(found.group(1)) if found else number + 1
        if number <= MAX_ROWS and _IS_HIDDEN.search(match.group(1)):
            hidden[number] = 2 if any(top < number <= bottom for top, bottom, _, _ in ranges) else 1
    return hidden


def hidden_columns(written: bytes) -> frozenset[int]:
    """Return the numbers of the columns that are not shown."""
    hidden: set[int] = set()
    for match in _COLUMN.finditer(written[: written.find(b"sheetData")]):
        ends = [re.search(rb"""\s%s=["'](\d{1,5})["']""" % end, match.group(1)) for end in (b"min", b"max")]
        if all(ends) and _IS_HIDDEN.search(match.group(1)):
            first, last = (int(end.group(1)) for end in ends if end)
            hidden.update(range(first, min(last, MAX_COLUMNS) + 1))
    return frozenset(hidden)


def column_number(letters: str) -> int:
    """Return the number of a column by its letters: 1 for A, 27 for AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _place(attributes: bytes) -> Place | None:
    found = _CELL.search(attributes)
    return (int(found.group(2)), column_number(found.group(1).decode())) if found else None


def _ranges(pattern: re.Pattern[bytes], written: bytes) -> Iterator[Range]:
    for match in pattern.finditer(written):
        left, top, right, bottom = (group.decode() if group else "" for group in match.groups())
        yield int(top), int(bottom or top), column_number(left), column_number(right or left)
