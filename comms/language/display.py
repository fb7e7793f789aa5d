"""Makes text safe to show on a terminal, in a log or in a document."""

import re

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control and bidi characters, surrogates and noncharacters, but not line breaks and tabs."""


def without_controls(text: str) -> str:
    """Return a text with each of CONTROLS replaced by U+FFFD; line breaks and tabs stay."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def display_width(text: str) -> int:
    """Return the number of columns of a text on a terminal, where a Chinese character takes two."""
    from wcwidth import wcswidth

    return len(text) if text.isascii() else max(wcswidth(text), 0)


def one_line(text: str) -> str:
    """Return a text on one line, safe to show."""
    return " ".join(without_controls(text).split())
