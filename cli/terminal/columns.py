"""Text in columns on a terminal, where a Chinese character takes two."""

from collections.abc import Iterator, Sequence

from comms.language.display import display_width

GAP = 2
"""The blanks between two columns."""


def widths_of(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return the width of each column of some rows."""
    return [max(map(display_width, column)) for column in zip(*rows, strict=True)]


def shortened(text: str, width: int) -> str:
    """Return a text that is at most `width` columns wide; what is cut off leaves an ellipsis."""
    if display_width(text) <= width:
        return text
    kept, room = "", width - 1
    for piece in _pieces(text):
        room -= display_width(piece)
        if room < 0:
            break
        kept += piece
    return f"{kept.rstrip()}…" if width > 0 else ""


def _pieces(text: str) -> Iterator[str]:
    """Yield the smallest parts into which a text may be cut: a letter stays with its accents."""
    if text.isascii():
        yield from text
        return
    from wcwidth import iter_graphemes

    yield from iter_graphemes(text)
