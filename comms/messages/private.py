"""Masks the numbers of people in messages: telephones, identity cards, passports, bank accounts."""

import re

from comms.terms.personal import mask_numbers

_LABELLED = re.compile(
    r"(?<![A-Za-z])(?:T|M|P|F|Tel|Telephone|Phone|Mob|Mobile|Cell|Fax|WhatsApp|Wechat|电话|手机|座机|传真|微信|热线|联系方式)"
    r"[ \t.:：+]{1,4}(?P<number>\(?\+?\d[\d ()./-]{5,22}\d)",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<![\w+])\+\d{1,3}[ .()-]{1,3}\d[\d ().-]{5,18}\d(?!\w)")
_CARD = re.compile(r"(?<![A-Za-z\d.])[2-6]\d{3}(?:[ -]\d{4}){3}[ -]\d{1,4}(?![A-Za-z\d-])")
"""A card's number of 17 to 20 figures in groups; in a chat it is one even with a wrong check digit."""
_DOCUMENT = re.compile(
    r"(?:护照|通行证|回乡证|台胞证|(?<![a-z])(?:passport|travel permit))"
    r"(?:[ \t]*(?:号码?|no\.?|numbers?|is|of|#|是|为|[:：.()（）-])){0,4}[ \t]*"
    r"(?P<number>(?<![A-Za-z\d])[A-Z]{0,2}\d{6,10}[A-Z]?(?![A-Za-z\d]))",
    re.IGNORECASE,
)
_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?!\d)|\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)")
_FEWEST_DIGITS = 7
_DIGIT = re.compile(r"\d")


def masked(text: str) -> str:
    """Return a text of the same length in which such numbers show their first three and last two figures."""
    for pattern in (_CARD, _DOCUMENT, _LABELLED, _ABROAD):
        text = pattern.sub(_hidden, text)
    return mask_numbers(text)


def _hidden(found: re.Match[str]) -> str:
    number = found["number"] if "number" in found.groupdict() else found[0]
    places = [place.start() for place in _DIGIT.finditer(number)]
    if (len(places) < _FEWEST_DIGITS and found.re is not _DOCUMENT) or _DAY.match(number):
        return found[0]
    hidden = set(places[3:-2])
    shown = "".join("*" if place in hidden else sign for place, sign in enumerate(number))
    return found[0][: len(found[0]) - len(number)] + shown
