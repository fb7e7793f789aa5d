"""P: personal data that do not belong into a file of a repository; they are masked in every message."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from comms.findings import FieldPath, Problem

if TYPE_CHECKING:
    from comms.checking import Case

_DIGIT = r"(?<![0-9A-Za-z])"
_RESIDENT = re.compile(rf"{_DIGIT}\d{{6}}[ -]?(?:19|20)\d{{6}}[ -]?\d{{3}}[0-9Xx](?![0-9A-Za-z])")
_CARD = re.compile(rf"{_DIGIT}(?:\d[ -]?){{12,18}}\d(?![0-9A-Za-z])")
_IBAN = re.compile(
    rf"{_DIGIT}[A-Z]{{2}}\d{{2}}(?: ?[0-9A-Z]{{4}}){{2,7}}(?: ?[0-9A-Z]{{1,3}})?(?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z.+-])(?:(?:\+|00)86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
"""GB 11643-1999: weights and check characters of the resident identity number (ISO 7064, MOD 11-2)."""

CONTACTS = frozenset({"contact", "who", "requested_by"})
ACCOUNTS = frozenset({("seller", "bank"), ("buyer", "bank")})


def personal_id(case: "Case") -> Iterator[Problem]:
    """A resident identity number, known by its date and its check digit.

    FAIL
        kind: brief
        what: badge for 11010519491231002X

    PASS
        kind: brief
        what: badge for employee 20260512
    """
    for path, text in _texts(case):
        for match in _RESIDENT.finditer(text):
            number = re.sub(r"[ -]", "", match.group()).upper()
            if _is_resident(number):
                yield Problem(path, values={"masked": masked(number)})


def _is_resident(number: str) -> bool:
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK[total % 11] == number[17]


def bank_account(case: "Case") -> Iterator[Problem]:
    """A card number (by its Luhn digit) or an IBAN (by its check digits) outside of a party's bank details.

    FAIL
        kind: brief
        what: refund to card 4111 1111 1111 1111

    PASS
        kind: brief
        what: refund to the card on file
    """
    for path, text in _texts(case):
        if tuple(path[:2]) in ACCOUNTS:
            continue
        for match in _IBAN.finditer(text):
            if _is_iban(match.group().replace(" ", "")):
                yield Problem(path, "iban", {"masked": masked(match.group().replace(" ", ""))})
        for match in _CARD.finditer(text):
            number = re.sub(r"\D", "", match.group())
            if _is_card(number) and not _RESIDENT.search(match.group()):
                yield Problem(path, values={"masked": masked(number)})


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


def personal_phone(case: "Case") -> Iterator[Problem]:
    """A private mobile number outside of a contact field.

    FAIL
        kind: brief
        how: call 138 0013 8000 when the samples are ready

    PASS
        kind: brief
        how: call the studio when the samples are ready
    """
    for path, text in _texts(case):
        if CONTACTS & {step for step in path if isinstance(step, str)}:
            continue
        for match in _MOBILE.finditer(text):
            yield Problem(path, values={"masked": masked(re.sub(r"\D", "", match.group())[-11:])})


def masked(number: str) -> str:
    """A number that can be recognised but not used: its first and last figures."""
    return f"{number[:3]}{'*' * (len(number) - 5)}{number[-2:]}"


def _texts(case: "Case") -> Iterator[tuple[FieldPath, str]]:
    """Every text of the source that holds enough digits, full-width ones read as digits."""
    if case.document is None:
        return
    for path, text in _walk(case.source.data, ()):
        if sum(map(str.isdigit, text)) >= 8:
            yield path, unicodedata.normalize("NFKC", text)


def _walk(value: Any, path: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _walk(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _walk(each, (*path, index))
