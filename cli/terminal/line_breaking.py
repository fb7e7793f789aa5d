"""Breaks text into lines of a terminal, Chinese as it is printed: between characters, never before a stop.

A terminal's own wrapping, and Rich's, break at spaces: a Chinese sentence with one number in it falls apart
beside that number.
"""

import re
from collections.abc import Iterator

from wcwidth import iter_graphemes, wcswidth

_OPENS = "“‘（《〈【「『\\(\\[\\{"
_CLOSES = "”’。，、；：？！）》〉】」』,.;:!?\\)\\]\\}%…"
_WIDE = "\u2e80-\u2fff\u3005-\u3007\u3021-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_UNIT = re.compile(
    f"[{_OPENS}]*(?:[{_WIDE}]|[^ \\t{_WIDE}{_OPENS}”’。，、；：？！）》〉】」』]+)?[{_CLOSES}]*[ \\t]*|."
)
"""What stays together: a wide character or a word, the brackets and quotes before it, the stops behind it."""


def broken(text: str, width: int) -> list[str]:
    """The lines of a text without line breaks, each at most `width` columns wide where a sign allows it."""
    lines, line, used = [], "", 0
    for unit in _units(text, width):
        size = _columns(unit.rstrip())
        if line and used + size > width:
            lines.append(line.rstrip())
            line, used = "", 0
        line, used = line + unit, used + _columns(unit)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _units(text: str, width: int) -> Iterator[str]:
    """What may not be broken, but for what fits on no line."""
    for match in _UNIT.finditer(text):
        unit = match[0]
        if _columns(unit.rstrip()) > width:
            yield from iter_graphemes(unit)
        elif unit:
            yield unit


def _columns(text: str) -> int:
    size = wcswidth(text)
    return size if size >= 0 else sum(max(wcswidth(each), 0) for each in text)
