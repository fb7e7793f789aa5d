"""Tables in a text: lines with bars between the cells, with or without a rule below the header."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_BAR = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|: \t]*-[|:\- \t]*")


@dataclass(frozen=True, slots=True)
class BarTable:
    """The lines of a table, and its rows as cells without emphasis; its rule is no row."""

    lines: list[str]
    rows: list[list[str]]


def lines_and_tables(text: str) -> Iterator[str | BarTable]:
    """Yield the lines of a text, those of a table together."""
    if "|" not in text:
        yield from text.split("\n")
        return
    lines = text.split("\n")
    has_rule = any("|" in line and _RULE.fullmatch(line) for line in lines)
    table: list[str] = []
    for line in lines:
        if line.lstrip().startswith("|") or (has_rule and "|" in line):
            table.append(line)
            continue
        yield from [_table(table)] if table else ()
        table = []
        yield line
    yield from [_table(table)] if table else ()


def _table(lines: list[str]) -> BarTable:
    return BarTable(lines, [cells_of(line) for line in lines if not _RULE.fullmatch(line)])


def cells_of(line: str) -> list[str]:
    """Return the cells of a row, without emphasis."""
    return [cell.strip(" \t*_") for cell in _BAR.split(line.strip().removeprefix("|").removesuffix("|"))]
