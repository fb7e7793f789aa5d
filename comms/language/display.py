"""Text that is shown on a terminal, in a log or in a document: what would steer it is taken out."""

import re

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control and bidi characters, and what is no character; line breaks and tabs are not among them."""


def without_controls(text: str) -> str:
    """`text` with every control and bidi character replaced by U+FFFD; line breaks and tabs stay."""
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def display_width(text: str) -> int:
    """The columns that a text takes where a character of Chinese takes two."""
    from wcwidth import wcswidth

    return len(text) if text.isascii() else max(wcswidth(text), 0)


def one_line(text: str) -> str:
    """`text` on one line, safe to show."""
    return " ".join(without_controls(text).split())
