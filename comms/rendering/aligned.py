"""Markdown tables with aligned columns; a Chinese character takes two columns."""

import re
from collections.abc import Iterator
from itertools import groupby

from comms.language.display import display_width
from comms.rendering.tokens import BAR

WIDEST = 240
"""Display columns beyond which every editor wraps a row, so that padding would only waste space."""
_RULE = re.compile(r":?-+:?")


def aligned(markdown: str) -> str:
    """Align the tables of Markdown rendered from our templates; the text of each cell stays the same."""
    lines = markdown.split("\n")
    groups = groupby(lines, key=lambda line: line.startswith("|"))
    return "\n".join(
        line for is_table, group in groups for line in (_table(list(group)) if is_table else group)
    )


def _table(lines: list[str]) -> Iterator[str]:
    rows = [[cell.strip() for cell in BAR.split(line.strip())[1:-1]] for line in lines]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or not all(map(_RULE.fullmatch, rows[1])):
        yield from lines  # not a well-formed table
        return
    rules = rows.pop(1)
    widths = [max(3, *map(cell_width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 3 * len(widths) > WIDEST:
        widths = [0] * len(widths)
    ruled = [_rule(written, width) for written, width in zip(rules, widths, strict=True)]
    to_right = [rule.endswith(":") and not rule.startswith(":") for rule in rules]
    for row in (rows[0], ruled, *rows[1:]):
        cells = (padded(*cell) for cell in zip(row, widths, to_right, strict=True))
        yield f"|{'|'.join(f' {cell} ' if cell else ' ' for cell in cells)}|"


def _rule(written: str, width: int) -> str:
    before, after = ":" * written.startswith(":"), ":" * written.endswith(":")
    return before + "-" * max(width - len(before + after), 3 - len(before + after)) + after


def cell_width(text: str) -> int:
    """Return the display columns of a cell's text behind a space, which widens a leading combining mark."""
    return display_width(f" {text}") - 1


def padded(text: str, width: int, to_right: bool) -> str:
    """Fill a cell's text up to a width in display columns; a longer text stays as it is."""
    blanks = " " * max(width - cell_width(text), 0)
    return blanks + text if to_right else text + blanks
