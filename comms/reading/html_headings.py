"""Headings in the HTML of a Markdown text: `<h2>`, the summary of `<details>`, and the cells of tables."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from html import unescape
from itertools import accumulate, islice

from comms.reading.answer_tables import Cell, table_of
from comms.reading.headings import name_of
from comms.reading.section_marks import AnswerTable, Form, Mark, Point

_LONGEST = 300
"""The most characters between the tags of a heading."""
_DEEPEST = 6
_MOST_ROWS = 200
"""The number of rows of a table that are read; a request has about ten."""
_LITERAL = re.compile(r" {0,3}<(?:pre|script|style|textarea)\b", re.IGNORECASE)
_INNER = rf"(?:(?!</?(?:h[1-6]|summary)\b).){{0,{_LONGEST}}}?"
_HEADING = re.compile(
    r"(?P<opening><details\b[^<>]*>\s*)?(?P<outer><summary\b[^<>]*>\s*(?=<h))?"
    rf"<(?P<tag>h[1-6]|summary)\b[^<>]*>(?P<inner>{_INNER})</(?P=tag)\s*>"
    r"(?:\s*</summary\s*>)?|</details\s*>",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<[^<>]*>")


_ROW = re.compile(r"<tr\b[^<>]*>(?P<cells>(?:(?!</?tr\b|</table\b).)*+)", re.IGNORECASE | re.DOTALL)
_CELL = re.compile(r"<t[hd]\b[^<>]*>(?P<text>(?:(?!</?t[hdr]\b).)*+)", re.IGNORECASE | re.DOTALL)


def html_tables(lines: list[str], start: int, end: int) -> Iterator[AnswerTable]:
    """Yield the tables of a block of HTML whose rows ask for dimensions; nested tables are text."""
    text = "\n".join(lines[start:end])
    if "<tr" not in text.lower() or _LITERAL.match(lines[start]):
        return
    text = _without_comments(text)
    starts = [0, *accumulate(len(line) + 1 for line in lines[start:end])]
    at = 0
    for table in re.split(r"(?i)(?=<table\b)", text):
        rows = [
            [_cell(cell, at + row.start("cells"), starts, start) for cell in _CELL.finditer(row["cells"])]
            for row in islice(_ROW.finditer(table), _MOST_ROWS)
        ]
        if found := table_of(rows, _point(at, starts, start), _point(at + len(table), starts, start)):
            yield found
        at += len(table)


def _cell(cell: re.Match[str], offset: int, starts: list[int], first: int) -> Cell:
    inner = cell["text"]
    begins = offset + cell.start("text") + len(inner) - len(inner.lstrip())
    ends = max(offset + cell.start("text") + len(inner.rstrip()), begins)
    words = " ".join(unescape(_TAG.sub("", inner)).split())
    return Cell(words, _point(begins, starts, first), _point(ends, starts, first))


def html_headings(lines: list[str], start: int, end: int, level: int) -> tuple[list[Mark], int]:
    """Return the marks of a block of HTML, and the level of its last heading.

    level: that of the heading above; a summary is one deeper. The end of `<details>` is a mark without words.
    """
    marks: list[Mark] = []
    if _LITERAL.match(lines[start]):
        return marks, level
    text = _without_comments("\n".join(lines[start:end]))
    starts = [0, *accumulate(len(line) + 1 for line in lines[start:end])]
    for found in _HEADING.finditer(text):
        tag = (found["tag"] or "summary").lower()
        is_summary = tag == "summary" or bool(found["outer"])
        level = level if is_summary else int(tag[1])
        own_level = min(level + 1, _DEEPEST) if is_summary else level
        words = " ".join(unescape(_TAG.sub("", found["inner"] or "")).split())
        first = found.start() if found["opening"] or not words else found.start("inner")
        last = found.end("inner") if words else found.start()
        opens, closes, after = (_point(at, starts, start) for at in (first, last, found.end()))
        marks.append(Mark(Form.HEADING, words, name_of(words), own_level, opens, closes, after))
    return marks, level


def _point(offset: int, starts: list[int], first: int) -> Point:
    line = bisect_right(starts, offset) - 1
    return first + line, offset - starts[line]


def _without_comments(text: str) -> str:
    """Return a text of the same length with blanks for its comments; an unclosed one hides nothing."""
    pieces: list[str] = []
    at = 0
    while (opening := text.find("<!--", at)) >= 0 and (closing := text.find("-->", opening)) >= 0:
        pieces += [text[at:opening], re.sub(r"[^\n]", " ", text[opening : closing + 3])]
        at = closing + 3
    return "".join(pieces) + text[at:]
