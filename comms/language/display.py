"""Makes text safe to show on a terminal, in a log or in a document."""

import re

CONTROLS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
"""Control and bidi characters, surrogates and noncharacters, but not line breaks and tabs."""
_STEERING = re.compile("(?P<blank>^[^\\S\r\n\u2028\u2029]*):(?=:)|#(?=#\\w*\\[)|[\u2028\u2029]", re.MULTILINE)
"""Separators that some programs take for line breaks, and CI commands: `::error`, `##[…]`, `##vso[…]`."""
_IN_JSON = re.compile(f"{CONTROLS.pattern}|[\u2028\u2029\ufeff]|#(?=#\\w*\\[)")


def without_controls(text: str) -> str:
    """Return a text with each of CONTROLS replaced by U+FFFD; line breaks and tabs stay."""
    if text.isprintable():  # as most are; none of CONTROLS is
        return text
    return CONTROLS.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def harmless(text: str) -> str:
    """Return a text that neither a terminal nor a CI service obeys; line breaks (CRLF too) and tabs stay."""
    shown = "\r\n".join(without_controls(lines) for lines in text.split("\r\n"))
    return _STEERING.sub(lambda found: f"{found['blank'] or ''}\N{REPLACEMENT CHARACTER}", shown)


def in_line(text: str) -> str:
    """Return a harmless text as one line, its blanks as they are: a path stays what it is."""
    return harmless(text).replace("\r\n", " ").replace("\n", " ")


def in_json(text: str) -> str:
    """Return JSON with the characters escaped that would be obeyed; its values stay the same."""
    return _IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def display_width(text: str) -> int:
    """Return the number of columns of a text on a terminal, where a Chinese character takes two."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth

    return max(wcswidth(text), 0)


def one_line(text: str) -> str:
    """Return a text on one line, safe to show, runs of blanks as one."""
    return " ".join(without_controls(text).split())
