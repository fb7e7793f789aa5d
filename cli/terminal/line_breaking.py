"""Line breaking for a terminal, with Chinese broken between characters but never before punctuation.

Terminals and Rich break lines at spaces, so a Chinese sentence would break only next to the numbers in it.
"""

from collections.abc import Iterator

from wcwidth import iter_graphemes, wcswidth

from comms.terms.lazy_patterns import LazyPattern

_OPENS = "“‘（《〈【「『\\(\\[\\{"
_CLOSES = "”’。，、；：？！）》〉】」』,.;:!?\\)\\]\\}%…"
_WIDE = "\u2e80-\u2fff\u3005-\u3007\u3021-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = LazyPattern(
    f"[{_OPENS}]*(?:[{_WIDE}]|[^ \\t{_WIDE}{_OPENS}”’。，、；：？！）》〉】」』]+)?[{_CLOSES}]*[ \\t]*|."
)
"""An unbreakable unit: a wide character or a word, with opening marks before and closing marks after it."""


def broken(text: str, width: int) -> list[str]:
    """Break a text without line breaks into lines at most `width` columns wide.

    A line exceeds the width only if a single character does.
    """
    lines, line, used = [], "", 0
    for unit in _units(text, width):
        size = _columns(unit.rstrip())
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + unit, used + _columns(unit)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _units(text: str, width: int) -> Iterator[str]:
    """Yield the unbreakable units of a text; a unit wider than a line is split into characters."""
    for match in _UNIT.finditer(text):
        unit = match[0]
        if _columns(unit.rstrip()) > width:
            yield from iter_graphemes(unit)
        elif unit:
            yield unit


def _columns(text: str) -> int:
    size = wcswidth(text)
    return size if size >= 0 else sum(max(wcswidth(character), 0) for character in text)
