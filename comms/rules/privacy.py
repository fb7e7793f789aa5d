"""P rules: files in a repository must not contain personal numbers. Messages mask them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from comms.findings import Problem, Span
from comms.paths import FieldPath
from comms.terms.personal import MOBILE_DIGITS, PersonalNumber, find_numbers, mask

if TYPE_CHECKING:
    from comms.workspace.case import Case

CONTACTS = frozenset({"contact", "who", "requested_by"})
"""The keys below which a phone number is expected."""
NUMBERED = frozenset({"identifiers", "sku", "buyer_item", "hs_code"})
"""The keys of numbers of goods and places, some of which pass for card numbers by chance."""
ACCOUNTS = frozenset({("seller", "bank"), ("buyer", "bank")})
"""The paths below which an account number is expected."""


def personal_id(case: "Case") -> Iterator[Problem]:
    """The file contains a resident identity number, recognized by its date and check digit.

    FAIL
        kind: brief
        what: badge for 11010519491231002X

    PASS
        kind: brief
        what: badge for employee 20260512
    """
    for path, found in case.personal:
        if found.sort == "resident":
            yield _problem(case, path, found)


def bank_account(case: "Case") -> Iterator[Problem]:
    """The file contains a card number or an IBAN outside a party's bank details.

    They are recognized by their check digits.

    FAIL
        kind: brief
        what: refund to card 4111 1111 1111 1111

    PASS
        kind: brief
        what: refund to the card on file
    """
    for path, found in case.personal:
        is_article = found.sort == "card" and NUMBERED & {step for step in path if isinstance(step, str)}
        if found.sort in ("card", "iban") and tuple(path[:2]) not in ACCOUNTS and not is_article:
            yield _problem(case, path, found, "iban" if found.sort == "iban" else "")


def personal_phone(case: "Case") -> Iterator[Problem]:
    """The file contains a private mobile number outside the contact fields.

    FAIL
        kind: brief
        how: call 138 0013 8000 when the samples are ready

    PASS
        kind: brief
        how: call the studio when the samples are ready
    """
    for path, found in case.personal:
        if found.sort == "mobile" and not CONTACTS & {step for step in path if isinstance(step, str)}:
            yield _problem(case, path, replace(found, number=found.number[-MOBILE_DIGITS:]))


def _problem(case: "Case", path: FieldPath, personal: PersonalNumber, variant: str = "") -> Problem:
    return Problem(path, variant, {"masked": mask(personal.number)}, span=_place(case, path, personal))


def _place(case: "Case", path: FieldPath, personal: PersonalNumber) -> Span | None:
    """Return the place of the number within a value on a single line; None means the whole value."""
    if not path:
        return _in_text(case.source.text, personal)
    span = case.source.at(path)
    lines = case.source.text.split("\n", span.line)
    if span.line > len(lines) or span.end_line != span.line:
        return None
    line = lines[span.line - 1]
    for found in find_numbers(line):
        if found.number == personal.number and span.column - 1 <= found.start < span.end_column:
            return Span(span.line, found.start + 1, span.line, found.end + 1)
    return None


def _in_text(text: str, personal: PersonalNumber) -> Span | None:
    for number, line in enumerate(text.splitlines(), 1):
        for found in find_numbers(line):
            if found.number == personal.number:
                return Span(number, found.start + 1, number, found.end + 1)
    return None
