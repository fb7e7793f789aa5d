"""Full-width signs, which Chinese keyboards type and formats of data take for text."""

from comms.findings import Unreadable
from comms.reading.line_index import LineIndex

_PLAIN = str.maketrans(
    {
        **dict.fromkeys("“”「」＂", '"'),
        **dict.fromkeys("‘’＇", "'"),
        **dict.fromkeys("，；、", ", "),
        **dict(zip("｛｝［］【】＝＃", "{}[][]=#", strict=True)),
    }
)
_MAX_SHOWN = 70


def fullwidth_sign(text: str, line: int, column: int, between: str = ": ") -> Unreadable | None:
    """Return the error for a full-width sign at a place, with the line in plain signs, None for another sign.

    between: what the format writes between a key and its value.
    """
    written = LineIndex(text).line(line)
    sign = written[column - 1 : column]
    plain = {**_PLAIN, ord("："): between}
    if not sign or ord(sign) not in plain:
        return None
    fix = " ".join(written.translate(plain).split())
    return Unreadable("fullwidth_sign", line, column, sign=sign, fix=fix[:_MAX_SHOWN])
