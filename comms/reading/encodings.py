"""Encodings other than UTF-8: none of them is read, but each is named, so that a person can convert the file.

A guess is a strict decoding whose characters are plausible. Libraries for this take longer to import than a
whole run of the linter, and name encodings that no editor of today writes.
"""

import re
from typing import NamedTuple

from comms.findings import Unreadable


class Encoding(NamedTuple):
    """An encoding: the name that people know, that of Python's codec, and that for `iconv`."""

    name: str
    codec: str
    iconv: str


_MARKED = (  # the mark of UTF-16 begins that of UTF-32, so the longer ones come first
    (b"\xff\xfe\x00\x00", Encoding("UTF-32", "utf-32", "UTF-32")),
    (b"\x00\x00\xfe\xff", Encoding("UTF-32", "utf-32", "UTF-32")),
    (b"\xff\xfe", Encoding("UTF-16", "utf-16", "UTF-16")),
    (b"\xfe\xff", Encoding("UTF-16", "utf-16", "UTF-16")),
)
_UNMARKED = tuple(
    Encoding(name, f"{name}-{order}".lower(), f"{name}{order}")
    for name in ("UTF-32", "UTF-16")
    for order in ("LE", "BE")
)
_GB18030 = Encoding("GB18030", "gb18030", "GB18030")
_BIG5 = Encoding("Big5", "big5", "BIG5")
_LATIN = Encoding("Latin-1 (Windows-1252)", "cp1252", "WINDOWS-1252")
_OF_BYTES = (_GB18030, _BIG5, _LATIN, None)
"""The encodings in which ASCII stands for itself, as it does where none can be told."""
_SAMPLE = 100_000
"""Bytes at the beginning of a file, or around its first strange byte, on which a guess is based."""
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]+")
_OF_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_GB_LEADS = frozenset((0xA1, 0xA3, *range(0xB0, 0xD8)))
_BIG5_LEADS = frozenset(range(0xA1, 0xC7))
"""The first bytes of punctuation and of the characters of everyday use."""
_EUROPEAN = re.compile("[À-ÖØ-öø-ÿŠšŽžŒœŸ€…‘’“”„•–—™©®°§«»¡¿´µ·²³¼½¾£ªº\xa0]")
_WORDS = re.compile(r"[\t\n\r -~\u00a0-\u024f\u2010-\u203a\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
"""The characters that requests are written with, in either language."""


def misencoded(content: bytes) -> Unreadable:
    """Return the error for content that is not UTF-8 text, at its first byte that is not."""
    found = guessed(content)
    place = _first_strange(content) if found in _OF_BYTES else (1, 1)  # the others are wrong from the start
    if found is not None:
        return Unreadable("encoding", *place, encoding=found.name, iconv=found.iconv)
    return Unreadable("binary") if b"\x00" in content else Unreadable("not_utf8", *place)


def in_utf8(content: bytes) -> bytes:
    """Return text of another encoding in UTF-8 if the encoding can be told, else the content as it is."""
    if _is_utf8(content) or (found := guessed(content)) is None:
        return content
    return content.decode(found.codec, "replace").encode()


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return b"\x00" not in content


def lines_to_show(content: bytes) -> tuple[str, ...]:
    """Return the lines of a file that could not be read, as far as it is text that can be shown."""
    text = in_utf8(content).decode("utf-8-sig", "replace")
    return () if "\x00" in text else tuple(text.split("\n"))


def guessed(content: bytes) -> Encoding | None:
    """Return the encoding of content that is not UTF-8 text, None if it cannot be told."""
    for mark, encoding in _MARKED:
        if content.startswith(mark):
            return encoding
    if b"\x00" in content:
        return _of_wide_characters(content[:_SAMPLE])
    return _of_bytes(_sample(content))


def _of_wide_characters(head: bytes) -> Encoding | None:
    """Return the encoding of text with zeros in it; read in the wrong order, Latin letters become Chinese."""
    texts = {each: _decoded(head, each) or "" for each in _UNMARKED}
    likely = [each for each in _UNMARKED if _is_mostly(_WORDS, texts[each])]
    return max(likely, key=lambda each: sum(map(str.isascii, texts[each])), default=None)


def _sample(content: bytes) -> bytes:
    """Return the part of the content that shows its encoding: some lines from the first byte beyond ASCII."""
    first = _BEYOND_ASCII.search(content)
    start = content.rfind(b"\n", 0, first.start()) + 1 if first else 0
    return content[start : start + _SAMPLE]


def _of_bytes(sample: bytes) -> Encoding | None:
    """Return the encoding of text in which ASCII stands for itself."""
    if _is_damaged_utf8(sample):
        return None
    if _comes_in_pairs(sample):
        shares = {each: _share_of_common(sample, each) for each in (_GB18030, _BIG5)}
        best = max(shares, key=lambda each: shares[each])  # GB18030 if they are equal
        if shares[best] > 0.5:
            return best
    european = _decoded(sample, _LATIN)
    strange = "".join(filter(lambda character: not character.isascii(), european or ""))
    return _LATIN if _is_mostly(_EUROPEAN, strange) else None


def _is_damaged_utf8(sample: bytes) -> bool:
    """Return whether most characters beyond ASCII are those of UTF-8, so that only some bytes are wrong."""
    whole = sum(map(len, _OF_UTF_8.findall(sample)))
    strange = sum(map(len, _BEYOND_ASCII.findall(_OF_UTF_8.sub(b" ", sample))))
    return whole > 3 * strange


def _comes_in_pairs(sample: bytes) -> bool:
    """Return whether bytes beyond ASCII stand together, as in Chinese; European letters stand alone."""
    runs = _BEYOND_ASCII.findall(sample)
    return sum(map(len, runs)) >= 1.7 * len(runs)


def _share_of_common(sample: bytes, encoding: Encoding) -> float:
    """Return the share of common characters among those beyond ASCII."""
    text = _decoded(sample, encoding)
    if text is None:
        return 0.0
    codec, leads = ("gb2312", _GB_LEADS) if encoding is _GB18030 else ("big5", _BIG5_LEADS)
    common = [_lead(character, codec) in leads for character in text if not character.isascii()]
    return sum(common) / len(common) if common else 0.0


def _lead(character: str, codec: str) -> int:
    """Return the first byte of a character in a codec, 255 if it has none there."""
    return (character.encode(codec, "ignore") or b"\xff")[0]


def _decoded(sample: bytes, encoding: Encoding) -> str | None:
    """Return the sample decoded, None if it is no such text; a sample may end within a character."""
    for cut in range(4 if len(sample) == _SAMPLE else 1):
        try:
            return sample[: len(sample) - cut].decode(encoding.codec)
        except UnicodeDecodeError as error:
            if error.end < len(sample) - cut:
                return None
    return None


def _is_mostly(pattern: re.Pattern[str], text: str) -> bool:
    return len(pattern.findall(text)) > 0.9 * len(text)


def _first_strange(content: bytes) -> tuple[int, int]:
    """Return line and column of the first byte that is not part of UTF-8 text."""
    try:
        content.decode()
    except UnicodeDecodeError as error:
        start = max(content.rfind(b"\n", 0, error.start), content.rfind(b"\r", 0, error.start)) + 1
        lines = content[:start].replace(b"\r\n", b"\n").replace(b"\r", b"\n").count(b"\n")
        return lines + 1, len(content[start : error.start].decode()) + 1
    return 1, 1
