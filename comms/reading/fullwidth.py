"""Full-width signs and curly quotation marks, which formats of data take for text."""

import re

from comms.findings import Unreadable
from comms.reading.line_index import LineIndex

_CURLY = "“”‘’"
_QUOTES = {**dict.fromkeys("“”「」＂", '"'), **dict.fromkeys("‘’＇", "'")}
_SIGNS = {
    **dict.fromkeys("，；、", ", "),
    **dict(zip("｛｝［］【】＝＃", "{}[][]=#", strict=True)),
}
_QUOTED = re.compile(r"""["“”＂][^"“”＂\\]*+["“”＂]|[‘’＇][^‘’＇\\]*+[‘’＇]|「[^「」\\]*+」""")
"""A text in quotation marks of any kind, also of two kinds: "a”."""
_MAX_SHOWN = 70


def fullwidth_sign(text: str, line: int, column: int, between: str = ": ") -> Unreadable | None:
    """Return the error for a full-width sign or a curly quotation mark at a place, None for another sign.

    It shows the line in plain signs. between: what the format writes between a key and its value.
    """
    written = LineIndex(text).line(line)
    sign = written[column - 1 : column]
    if not sign or sign not in {**_QUOTES, **_SIGNS, "：": between}:
        return None
    reason = "curly_quote" if sign in _CURLY else "fullwidth_sign"
    return Unreadable(reason, line, column, sign=sign, fix=_plain(written, between)[:_MAX_SHOWN])


def _plain(line: str, between: str) -> str:
    """Return a line with plain signs, the texts between its quotation marks as they are."""
    signs = str.maketrans({**_QUOTES, **_SIGNS, "：": between})
    plain, end = "", 0
    for match in _QUOTED.finditer(line):
        first, last = (_QUOTES.get(mark, mark) for mark in (match.group()[0], match.group()[-1]))
        plain += line[end : match.start()].translate(signs) + first + match.group()[1:-1] + last
        end = match.end()
    plain += line[end:].translate(signs)
    return " ".join(plain.split())
