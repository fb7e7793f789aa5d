"""Markdown tables whose columns line up where a character of Chinese is two columns wide."""

import re
from collections.abc import Iterator
from itertools import groupby

from comms.language.display import display_width
from comms.rendering.tokens import BAR

WIDEST = 240
"""Display columns beyond which a row wraps in every editor, so that blanks would only take room."""
_RULE = re.compile(r":?-+:?")


def aligned(markdown: str) -> str:
    """A Markdown text of our templates with its tables aligned; each cell keeps what it says."""
    lines = markdown.split("\n")
    groups = groupby(lines, key=lambda line: line.startswith("|"))
    return "\n".join(
        line for is_table, group in groups for line in (_table(list(group)) if is_table else group)
    )


def _table(lines: list[str]) -> Iterator[str]:
    rows = [[cell.strip() for cell in BAR.split(line.strip())[1:-1]] for line in lines]
    if len(rows) < 2 or len({len(row) for row in rows}) > 1 or not all(map(_RULE.fullmatch, rows[1])):
        yield from lines  # whatever it is, it is no table
        return
    rules = rows.pop(1)
    widths = [max(3, *map(display_width, column)) for column in zip(*rows, strict=True)]
    if sum(widths) + 3 * len(widths) > WIDEST:
        widths = [0] * len(widths)
    ruled = [_rule(*each) for each in zip(rules, widths, strict=True)]
    to_right = [each.endswith(":") and not each.startswith(":") for each in rules]
    for row in (rows[0], ruled, *rows[1:]):
        cells = (_padded(*each) for each in zip(row, widths, to_right, strict=True))
        yield f"|{'|'.join(f' {cell} ' if cell else ' ' for cell in cells)}|"


def _rule(written: str, width: int) -> str:
    before, after = ":" * written.startswith(":"), ":" * written.endswith(":")
    return before + "-" * max(width - len(before + after), 3 - len(before + after)) + after


def _padded(text: str, width: int, to_right: bool) -> str:
    blanks = " " * max(width - display_width(text), 0)
    return blanks + text if to_right else text + blanks
