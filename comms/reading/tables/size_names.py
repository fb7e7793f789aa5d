"""The names of sizes above columns: XL, 均码, 38, 120cm, 165/88A."""

import re
import unicodedata
from decimal import Decimal

from comms.reading.tables.headings import listed

MATRIX = 3
"""The fewest sizes that make a matrix."""
_NUMBER = re.compile(r"\d{2,3}(?:\.5)?")
_SMALLEST, _LARGEST = 16, 200
_PAIR = re.compile(r"\d{2,3}/\d{2,3}[a-z]?")
_PREFIX = re.compile(r"^(?:尺码|尺寸|size|eur?|us|uk|fr)[\s:：]*(?=.)")
_SURCHARGE = re.compile(r"\s*(?:\(\s*(?:[+\-−]|plus|extra|另?加)\s*[^()]*\d[^()]*\)|\+\s*[^()+]*\d[^()+]*)$")
_REMARK = re.compile(r"\s*\([^()]{1,12}\)$")
_UNIT = re.compile(r"(?:cm|码|号|#)$")


def is_size(text: str) -> bool:
    """Return whether a header is a size: XL, 2XL, 均码, 38, 38.5, 120cm, 165/88A, M码, 2XL (+0.50)."""
    bare = bare_size(text)
    return bare in listed("sizes", "letters") or size_number(text) is not None or bool(_PAIR.fullmatch(bare))


def has_surcharge(text: str) -> bool:
    """Return whether a size has a price of its own: 2XL (+0.50), 3XL +5%."""
    return is_size(text) and bool(_SURCHARGE.search(_plain(text)))


def size_number(text: str) -> Decimal | None:
    """Return the number of a size, None for one of letters and for numbers that are no size."""
    bare = _UNIT.sub("", _without_prefix(text))
    if not _NUMBER.fullmatch(bare) or not _SMALLEST <= Decimal(bare) <= _LARGEST:
        return None
    return Decimal(bare)


def bare_size(text: str) -> str:
    """Return a header without the word for size or a remark: M码, size M, 尺码 M, 2XL (+0.50), XL（加大）."""
    plain = _without_prefix(text)
    letters = _REMARK.sub("", plain)
    plain = letters if letters in listed("sizes", "letters") else plain
    return plain if plain == "均码" else plain.removesuffix("码").strip()


def _without_prefix(text: str) -> str:
    return _SURCHARGE.sub("", _PREFIX.sub("", _plain(text)))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip()
