"""The text of a message: decoded, with one kind of line end, without what nobody wrote to be read."""

import re

from comms.findings import Unreadable
from comms.language.display import CONTROLS
from comms.reading.encodings import in_utf8, misencoded

MAX_BYTES = 64 * 1024 * 1024
"""The most bytes of a file; mail servers refuse less."""
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_ESCAPES = re.compile(
    r"\x1b\[[0-?]{0,64}[ -/]{0,8}[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b\n]{0,4000}(?:\x07|\x1b\\)"
    r"|\x1b[ -/]{0,8}[0-Z\\^-~]"
)
"""What steers a terminal: sequences with parameters (CSI), with a text (OSC and its like), short ones."""
_INVISIBLE = re.compile(f"{CONTROLS.pattern}|[\u00ad\u200b\u200c\u2060\ufeff]")
"""Also soft hyphens and zero-width signs, which part a word or a number and show nothing."""
_HARD_BLANK = re.compile("[\u00a0\u2007\u202f]")
_ENCODED = re.compile(
    r"(?:data:[\w/+.;=-]{1,100};base64,)?(?<![\w+/=-])(?:[A-Za-z0-9+/]{400,}+={0,2}|(?:[A-Za-z0-9+/]{60,}+={0,2}\n){4,}+)"
)
"""A picture in letters and digits: as one word of hundreds, or in lines of equal length."""
_SKIPPED = "[…]\n"


def text_of(content: bytes) -> str:
    """Return the text of a file in any encoding that can be told; raises Unreadable for anything else."""
    refuse_huge(content)
    try:
        text = in_utf8(content).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise misencoded(content) from None
    if "\x00" in text:
        raise misencoded(content)
    return plain(text)


def refuse_huge(content: bytes) -> None:
    """Raise Unreadable("too_big") for a file that no message is."""
    if len(content) > MAX_BYTES:
        raise Unreadable("too_big", most=MAX_BYTES // 1024 // 1024)


def plain(text: str) -> str:
    """Return a text with line feeds and common blanks, without invisible signs and encoded pictures."""
    text = _HARD_BLANK.sub(" ", _LINE_END.sub("\n", _ESCAPES.sub("", text)))
    return _ENCODED.sub(_SKIPPED, _INVISIBLE.sub("", text))
