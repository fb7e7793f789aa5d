"""Reads tables that people paste into messages: a line of headings and a line for each article."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from comms.messages.cues import cue
from comms.messages.patterns import Pattern

Cell = tuple[int, int]
_BRACKETED = Pattern(r"[^\s()]*\([^()\n]*\)|\S+")


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: its place, and the place of each cell by the name of its column."""

    start: int
    end: int
    cells: dict[str, Cell]


def rows_of(text: str, columns: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Yield the rows of the tables in a text.

    columns: the cue of each heading and the name of its column.
    """
    names: list[str] = []
    position = 0
    for line in text.split("\n"):
        start, position = position, position + len(line) + 1
        cells = _cells(line, start)
        headings = [_column(text[one:other], columns) for one, other in cells]
        if len(headings) >= 3 and sum(map(bool, headings)) >= max(3, len(headings) - 1):
            names = _told_apart(headings, [text[one:other] for one, other in cells])
        elif names and re.fullmatch(r"[\s|:+-]*", line) and line.strip():
            continue
        elif names and len(cells) == len(names):
            yield Row(
                start,
                start + len(line),
                {name: cell for name, cell in zip(names, cells, strict=True) if name},
            )
        else:
            names = []


def _told_apart(names: list[str], headings: Sequence[str]) -> list[str]:
    """Return the names of columns; of two that may be codes (Item, SKU) the one of a product is its name."""
    if names.count("sku") < 2 or "name" in names:
        return names
    product = next(
        (place for place, each in enumerate(headings) if cue("product_label").fullmatch(each.lower())), None
    )
    return ["name" if place == product else name for place, name in enumerate(names)]


def _cells(line: str, start: int) -> list[Cell]:
    if "|" in line or "\t" in line:
        parts = re.finditer(r"[^|\t]+", line.strip().strip("|"))
        offset = start + len(line) - len(line.lstrip().lstrip("|"))
        return [
            _trimmed(line, offset + part.start() - start, offset + part.end() - start, start)
            for part in parts
        ]
    wide = re.split(r" {2,}|,", line.strip())
    if len(wide) >= 3:
        found, at = [], 0
        for part in wide:
            at = line.index(part, at)
            found.append(_trimmed(line, at, at + len(part), start))
            at += len(part)
        return found
    return [(start + match.start(), start + match.end()) for match in _BRACKETED.finditer(line)]


def _trimmed(line: str, one: int, other: int, start: int) -> Cell:
    part = line[one:other]
    lead = len(part) - len(part.lstrip())
    return start + one + lead, start + one + lead + len(part.strip())


def _column(heading: str, columns: Sequence[tuple[str, str]]) -> str:
    plain = re.sub(r"\([^()]*\)", "", heading).strip(" *:").lower()
    return next((name for name_of_cue, name in columns if plain and cue(name_of_cue).fullmatch(plain)), "")
