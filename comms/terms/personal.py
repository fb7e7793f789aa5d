"""Finds and masks numbers that identify a person or an account."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

_FULL_WIDTH = str.maketrans({0xFF01 + code: chr(0x21 + code) for code in range(94)} | {0x3000: " "})
"""Maps full-width characters to ASCII, one to one, so that positions in the text stay the same."""
_START = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_GAP = "[ .\u00a0\u2010\u2011\u2013-]?"
"""What may stand between the groups of a telephone number."""
_NO_NUMBER_BEFORE = r"(?<![0-9A-Za-z+-])(?<!\d\.)"
_TAIWAN = rf"(?:(?:\+|00)886{_GAP}(?:\(0\)|0)?9\d\d{_GAP}\d{{3}}{_GAP}\d{{3}}|09\d\d([ -])\d{{3}}\1\d{{3}})"
_HONG_KONG = rf"(?:\+|00)852{_GAP}[4-79]\d{{3}}{_GAP}\d{{4}}"
_BRITAIN = rf"(?:(?:\+|00)44{_GAP}(?:\(0\))?7\d{{3}}{_GAP}|07\d{{3}} )\d{{3}}{_GAP}\d{{3}}"
_PATTERNS = {
    "resident": (rf"{_START}\d{{6}}[ -]?(?:19|20)\d{{6}}[ -]?\d{{3}}[0-9Xx]{_END}",),
    "iban": (
        *(
            rf"{_START}(?!RF)[A-Z]{{2}}\d{{2}}(?: ?[0-9A-Z]{{4}}){{{groups}}}{rest}{_END}"
            for groups in range(7, 1, -1)
            for rest in (r" ?[0-9A-Z]{1,3}", "")
        ),
    ),
    # as printed on cards: groups of four, American Express four, six and five; or without spaces
    "card": (
        rf"{_START}\d{{4}}(?:[ -]\d{{4}}){{3}}[ -]\d{{3}}{_END}",
        rf"{_START}\d{{4}}(?:[ -]\d{{4}}){{3}}{_END}",
        rf"{_START}\d{{4}}[ -]\d{{6}}[ -]\d{{5}}{_END}",
        rf"{_START}(?<!\+)(?:4\d{{12}}|\d{{14,19}}){_END}",
    ),
    "mobile": (
        rf"(?<![0-9A-Za-z+-])(?<!\d\.)(?:\(?(?:\+|00)?86\)?{_GAP})?\(?1[3-9]\d\)?{_GAP}\d{{4}}{_GAP}\d{{4}}{_END}(?!-\d)",
    ),
    "mobile_abroad": tuple(
        rf"{_NO_NUMBER_BEFORE}{number}{_END}(?!-\d)" for number in (_TAIWAN, _HONG_KONG, _BRITAIN)
    ),
    # any telephone of North America but the toll-free ones; what surrounds it tells whether it is private
    "phone": (rf"(?<![0-9A-Za-z(])\((?!8(\d)\1)[2-9]\d\d\) ?\d{{3}}[ .-]\d{{4}}{_END}(?!-\d)",),
}
"""The patterns of each sort of number, longest first, so that characters behind a number do not hide it."""


@cache  # compiled on the first text with enough digits: most files have none
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    return [(sort, re.compile(pattern)) for sort, patterns in _PATTERNS.items() for pattern in patterns]


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
"""The check characters of the resident identity number; like the weights, from GB 11643-1999
(ISO 7064, MOD 11-2)."""
_WIDE = re.compile("[\uff08\uff09\uff0b\uff0d\uff0e\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000]")
"""The full-width characters that may occur in a number."""
_BYTE_CLASSES = bytes(
    ord("0" if chr(byte).isdigit() else "A" if chr(byte).isalpha() else ".") if byte < 128 else ord(".")
    for byte in range(256)
)
"""Translates each byte to "0" for a digit, "A" for a letter and "." for anything else."""
_SEPARATORS = b" \n\t-.()" + "\u00a0\u2010\u2011\u2013".encode()
"""The bytes that may separate the digits of a number."""
MIN_DIGITS = 10
MOBILE_DIGITS = 11


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """An identifying number in a text.

    sort: a key of `_PATTERNS`; start, end: its position, end exclusive; number: without separators.
    """

    sort: str
    start: int
    end: int
    number: str


def may_contain_numbers(text: str) -> bool:
    """Return whether a text may contain an identifying number: a fast test without false negatives.

    True if the text may contain the beginning of an IBAN, or a run of at least ten digits.
    """
    if not text.isascii() and _WIDE.search(text):
        text = text.translate(_FULL_WIDTH)
    encoded = text.encode("utf-8", "replace")
    classes = encoded.translate(_BYTE_CLASSES)
    return b"AA00" in classes or b"0" * MIN_DIGITS in encoded.translate(_BYTE_CLASSES, _SEPARATORS)


def find_numbers(text: str) -> Iterator[PersonalNumber]:
    """Yield the identifying numbers of a text, each once; check digits, where a sort has them, are right."""
    if len(text) < MIN_DIGITS or not may_contain_numbers(text):
        return
    narrow = text.translate(_FULL_WIDTH)
    taken = bytearray(len(text))
    for sort, pattern in _compiled():
        for match in pattern.finditer(narrow):
            number = re.sub(r"[^0-9A-Za-z]", "", match.group()).upper()
            if taken[match.start()] or not _VALID[sort](number):
                continue
            taken[match.start() : match.end()] = b"\1" * len(match.group())
            yield PersonalNumber(sort, match.start(), match.end(), number)


def mask_numbers(text: str) -> str:
    """Return the text with its identifying numbers masked, its length unchanged."""
    for found in find_numbers(text):
        middle = re.sub(
            r"[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]", "*", text[found.start + 3 : found.end - 2]
        )
        text = text[: found.start + 3] + middle + text[found.end - 2 :]
    return text


def mask(number: str) -> str:
    """Return a number as asterisks but for its first three and last two characters."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _is_resident(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[17]


def _is_card(number: str) -> bool:
    """Return whether a number is that of a payment card: length, first digit, Luhn check (ISO/IEC 7812)."""
    if not 13 <= len(number) <= 19 or number[0] not in "23456" or len(set(number)) < 2:
        return False
    total = 0
    for index, digit in enumerate(map(int, reversed(number))):
        twice = digit * 2 if index % 2 else digit
        total += twice - 9 if twice > 9 else twice
    return total % 10 == 0


def _is_iban(number: str) -> bool:
    """Return whether an IBAN's check digits are right: rearranged, modulo 97, it is 1 (ISO 13616)."""
    if not 15 <= len(number) <= 34:
        return False
    rearranged = number[4:] + number[:4]
    return int("".join(str(int(character, 36)) for character in rearranged)) % 97 == 1


_VALID: dict[str, Callable[[str], bool]] = {
    "resident": _is_resident,
    "iban": _is_iban,
    "card": _is_card,
    "mobile": bool,
    "mobile_abroad": bool,
    "phone": bool,
}
