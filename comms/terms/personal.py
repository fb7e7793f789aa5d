"""Numbers that identify a person or an account, and how they are masked."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

_FULL_WIDTH = str.maketrans({0xFF01 + each: chr(0x21 + each) for each in range(94)} | {0x3000: " "})
"""Full-width forms as people type them in Chinese; one for one, so that places stay."""
_START = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9A-Za-z])"
_PATTERNS = {
    "resident": (rf"{_START}\d{{6}}[ -]?(?:19|20)\d{{6}}[ -]?\d{{3}}[0-9Xx]{_END}",),
    "iban": (
        *(
            rf"{_START}(?!RF)[A-Z]{{2}}\d{{2}}(?: ?[0-9A-Z]{{4}}){{{groups}}}{rest}{_END}"
            for groups in range(7, 1, -1)
            for rest in (r" ?[0-9A-Z]{1,3}", "")
        ),
    ),
    # as cards are printed: four by four, by American Express four, six, five, or without blanks
    "card": (
        rf"{_START}\d{{4}}(?:[ -]\d{{4}}){{3}}[ -]\d{{3}}{_END}",
        rf"{_START}\d{{4}}(?:[ -]\d{{4}}){{3}}{_END}",
        rf"{_START}\d{{4}}[ -]\d{{6}}[ -]\d{{5}}{_END}",
        rf"{_START}(?<!\+)(?:4\d{{12}}|\d{{14,19}}){_END}",
    ),
    "mobile": (rf"(?<![0-9A-Za-z.+-])(?:(?:\+|00)86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_END}",),
}
"""The patterns of each sort, the longest first: what stands behind a number must not hide it."""


@cache  # compiled with the first text that holds figures enough: most files have none
def _compiled() -> list[tuple[str, re.Pattern[str]]]:
    return [(sort, re.compile(each)) for sort, patterns in _PATTERNS.items() for each in patterns]


_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
"""GB 11643-1999: weights and check characters of the resident identity number (ISO 7064, MOD 11-2)."""
_WIDE = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u3000\uff0d]")
"""The full-width forms that a number may be written with."""
_SORTS = bytes(
    ord("0" if chr(each).isdigit() else "A" if chr(each).isalpha() else ".") if each < 128 else ord(".")
    for each in range(256)
)
"""Of each byte of a text whether it is a figure, a letter, or something else."""
_BETWEEN = b" \n\t-"
"""What may stand between the figures of a number."""
FEWEST = 11
MOBILE_DIGITS = 11


@dataclass(frozen=True, slots=True)
class Personal:
    """A number in a text: its sort ("resident", "iban", "card", "mobile"), its place, and the number."""

    sort: str
    start: int
    end: int
    number: str


def may_hold_numbers(text: str) -> bool:
    """Whether a text is worth a closer look; quick, and right wherever it says no.

    It is where it may hold the beginning of an IBAN, or a run of figures that may be eleven.
    """
    if not text.isascii() and _WIDE.search(text):
        text = text.translate(_FULL_WIDTH)
    plain = text.encode("utf-8", "replace")
    return b"AA00" in plain.translate(_SORTS) or b"0" * FEWEST in plain.translate(_SORTS, _BETWEEN)


def numbers_in(text: str) -> Iterator[Personal]:
    """The identifying numbers of a text, each once; a check digit must be right where the sort has one."""
    if len(text) < FEWEST or not may_hold_numbers(text):
        return
    plain = text.translate(_FULL_WIDTH)
    taken: list[range] = []
    for sort, pattern in _compiled():
        for match in pattern.finditer(plain):
            number = re.sub(r"[ -]", "", match.group()).upper()
            if any(match.start() in each for each in taken) or not _VALID[sort](number):
                continue
            taken.append(range(match.start(), match.end()))
            yield Personal(sort, match.start(), match.end(), number)


def hidden(text: str) -> str:
    """A text whose identifying numbers are masked, everything in its place."""
    for each in numbers_in(text):
        middle = re.sub(
            r"[0-9A-Za-z\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]", "*", text[each.start + 3 : each.end - 2]
        )
        text = text[: each.start + 3] + middle + text[each.end - 2 :]
    return text


def masked(number: str) -> str:
    """A number that can be recognised but not used: its first and last figures."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _is_resident(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[17]


def _is_card(number: str) -> bool:
    """Whether a number is a payment card's: length, first digit, Luhn's check digit (ISO/IEC 7812)."""
    if not 13 <= len(number) <= 19 or number[0] not in "23456" or len(set(number)) < 2:
        return False
    total = 0
    for index, digit in enumerate(map(int, reversed(number))):
        twice = digit * 2 if index % 2 else digit
        total += twice - 9 if twice > 9 else twice
    return total % 10 == 0


def _is_iban(number: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 13616: the rearranged number modulo 97 is 1)."""
    if not 15 <= len(number) <= 34:
        return False
    turned = number[4:] + number[:4]
    return int("".join(str(int(each, 36)) for each in turned)) % 97 == 1


_VALID: dict[str, Callable[[str], bool]] = {
    "resident": _is_resident,
    "iban": _is_iban,
    "card": _is_card,
    "mobile": bool,
}
