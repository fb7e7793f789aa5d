"""Text to be pasted elsewhere: nothing in it is invisible, and nothing acts on a terminal."""

import re

from comms.language.display import without_controls

_ESCAPES = re.compile("\N{REPLACEMENT CHARACTER}\\[[0-9;?]+[A-Za-z]")
"""What is left of a terminal's colours and movements once their control character is replaced."""
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2064\u206a-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
    "|(?<![\u0600-\u0dff\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
)
"""Characters without a sign of their own; joiners stay where they join, in emoji and in Indic scripts."""
_BLANKS = re.compile("[\u00a0\u2000-\u200a\u202f\u205f]")


def legible(text: str) -> str:
    """Return a text without escape sequences and invisible characters, with ordinary blanks."""
    seen = _ESCAPES.sub("", without_controls(text))
    return _BLANKS.sub(" ", _INVISIBLE.sub("", seen))
