"""Column widths of a table that keep words and figures whole where the page allows."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from comms.language.display import display_width, one_line
from comms.rendering.tokens import Cell, inline_text
from comms.terms.written_dates import find_dates

PADDING = 230
"""The space a cell needs besides its text, in twentieths of a point."""
MOST = 60
"""Display columns beyond which a text does not ask for more room."""
_SPACING = "··"
"""The extra width of a date: word processors add space between digits and Chinese characters."""


class _Need(NamedTuple):
    """The least and the desired width of a cell, in display columns, and whether it is right-aligned."""

    least: int
    wanted: int
    right: bool


_NOTHING = _Need(2, 0, False)


def even_widths(columns: int, page: int) -> list[int]:
    """Return equal widths for all columns."""
    return [page // columns] * columns


def column_widths(rows: list[list[Cell]], page: int, unit: int) -> list[int]:
    """Return widths in twentieths of a point: no column below its longest word, the rest by content.

    page: the width of the text; unit: that of one display column of the table's text. The first row is bold.
    """
    needs, least = _needs(rows, unit, is_narrow=False)
    if sum(least) > page:
        needs, least = _needs(rows, unit, is_narrow=True)
    room = page - sum(least)
    if room <= 0:
        return _squeezed(least, [any(need.right for need in column) for column in needs], page)
    wanted = (min(_usual([need.wanted for need in column]), MOST) for column in needs)
    extra = [max(want * unit - low, 0) for want, low in zip(wanted, least, strict=True)]
    total = sum(extra)
    if total == 0:  # no column wants more, so all get the same
        return [low + room // len(least) for low in least]
    return [low + room * more // total for low, more in zip(least, extra, strict=True)]


def _needs(rows: list[list[Cell]], unit: int, is_narrow: bool) -> tuple[list[list[_Need]], list[int]]:
    """Return the needs of the cells by column, and the least width of each column."""
    needs = [[_need(cell, is_narrow) for cell in column] for column in zip(*rows, strict=True)]
    bold = unit * 6 // 5  # bold text is wider
    least = [
        max(column[0].least * bold, max((need.least for need in column[1:]), default=0) * unit) + PADDING
        for column in needs
    ]
    return needs, least


def _usual(wanted: list[int]) -> int:
    """Return the largest desired width; in a long table, the 90th percentile."""
    return sorted(wanted)[-1 - len(wanted) // 10]


def _squeezed(least: list[int], figures: list[bool], page: int) -> list[int]:
    """Return widths that fit the page: text gives way first, since figures must not break."""
    firm = sum(low for low, figure in zip(least, figures, strict=True) if figure)
    text = sum(least) - firm
    if text and page - firm >= text // 2:
        given = iter(
            _levelled([low for low, figure in zip(least, figures, strict=True) if not figure], page - firm)
        )
        return [low if figure else next(given) for low, figure in zip(least, figures, strict=True)]
    return [page * low // sum(least) for low in least]


def _levelled(widths: list[int], room: int) -> list[int]:
    """Return widths that fit the room; the widest give way first, so that a short code stays whole."""
    for index, low in enumerate(sorted(widths)):
        share = room // (len(widths) - index)
        if low > share:
            return [min(width, share) for width in widths]
        room -= low
    return widths


def _need(cell: Cell, is_narrow: bool) -> _Need:
    content, right = cell
    return _need_of(inline_text(content), right, is_narrow)


@lru_cache(maxsize=4096)  # in a thousand letters most cells are the same
def _need_of(text: str, right: bool, is_narrow: bool) -> _Need:
    if not text:
        return _NOTHING._replace(right=right)
    lines = text.split("\n")
    runs = (min(_letters(run), most) for line in lines for run, most in _unbroken(line, right, is_narrow))
    return _Need(max(runs, default=2), max(map(_width, lines)), right)


def _unbroken(line: str, right: bool, is_narrow: bool) -> Iterator[tuple[str, int]]:
    """Yield the parts that should stay on one line, each with the display columns it may claim.

    A figure keeps its unit, unless the page is narrow; Chinese may break anywhere, but neither after three
    characters nor in a date.
    """
    dates = list(find_dates(line)) if len(line) > len("2026-1-1") else []
    for start, end, _ in dates:
        written = line[start:end]
        yield written if written.isascii() else written + _SPACING, 20
    if right and not dates and _width(line) <= 12 and not is_narrow:
        yield line, 12
        return
    if right and not dates and line[:1] in "+\N{MINUS SIGN}0123456789":
        yield line.partition(" ")[0], 24
        return
    for word in line.split():
        chinese = not word.isascii()
        yield word, 8 if chinese else 18


def _letters(word: str) -> int:
    """Return the display columns of a word; capitals are wider than other characters."""
    return _width(word) + sum(map(str.isupper, word)) // 3


def _width(text: str) -> int:
    return display_width(one_line(text))
