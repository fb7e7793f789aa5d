"""The text in which values are looked for: half-width, without what carries nothing, and as long."""

import re

from comms.messages.patterns import Pattern

_HALF_WIDTH = {0xFF01 + code: chr(0x21 + code) for code in range(94)}
_HALF_WIDTH |= {
    0x3000: " ",
    0xA0: " ",
    0xFFE5: "¥",
    0x2019: "'",
    0x2715: "×",
    0x2716: "×",
    0x2717: "×",
    0x2217: "*",
}
_HALF_WIDTH |= dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F)), " ")
_PRIVATE = (
    r"(?<![\w.])(?:\+\d[\d()]{0,5}|\(?0\d[\d()]{1,4})(?:[ -]\d{2,6}){1,4}(?![\w-])"
    r"|(?<![\w.-])(?:\d{3}-\d{3}-\d{4}|400-\d{3,4}-\d{3,4}|1\d\d[ -]\d{4}[ -]\d{4})(?![\w-])"
    r"|(?<![A-Za-z\d.])\+?\d{10,20}(?![A-Za-z\d])"
)
_PRIVATE_NUMBER = Pattern(_PRIVATE)
_NOTHING = Pattern(
    r"https?://[^\s\u4e00-\u9fff]+|www\.[^\s\u4e00-\u9fff]+"
    r"|[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+"
    rf"|{_PRIVATE}"
    r"|\[(?!x\])[\u4e00-\u9fffA-Za-z]{1,8}\]"
    r"|:[+-]?[a-z\d][a-z\d_]{1,20}:(?![\d])"
    r"|[\U0001F000-\U0001FAFF\u2600-\u26FF\u2705-\u27BF\uFE0F\u2B00-\u2BFF]+",
)
"""Links, addresses, telephone numbers, pictures and emoji."""


def scannable(message: str) -> str:
    """Return a message for looking for values; each character stays at its place.

    Figures of links, addresses and telephone numbers are no values, so these are blanks.
    """
    return _NOTHING.sub(lambda match: " " * len(match[0]), message.translate(_HALF_WIDTH))


def without_private_numbers(text: str) -> str:
    """Return a text without telephone numbers and longer numbers, which identify a person or an account."""
    if not _PRIVATE_NUMBER.search(text):
        return text
    return re.sub(r"\s{2,}", " ", _PRIVATE_NUMBER.sub("", text)).strip(" ,，、:：")
