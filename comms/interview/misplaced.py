"""Answers that look as though they were meant for another question: a size "5", a channel "jpg"."""

import re
import unicodedata
from collections.abc import Callable

from comms.language.phrases import field_words, label, say, words
from comms.models.base import Field, Shape
from comms.terms.amounts import parse_money, parse_number
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.spoken import spoken
from comms.terms.units import TIMES, is_known

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s()/-]{7,24}")
_DATE = LazyPattern(
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?"
    r"|\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?: \d{4})?",
    re.IGNORECASE,
)
_SIZE = LazyPattern(
    r"\d+(?:\.\d+)?\s*[x×*]\s*\d+(?:\.\d+)?\s*(?:px|mm|cm|m|像素|毫米|厘米|米)?", re.IGNORECASE
)
_FORMAT = LazyPattern(
    r"\.?(?:jpe?g|png|psd|ai|pdf|svg|gif|mp4|mov|webp|tiff?|eps|cdr|docx?|xlsx?|pptx?)", re.IGNORECASE
)
_FIGURE_WITH_UNIT = re.compile(r"[\d.,]+\s*([^\W\d_]+)")
_BETWEEN_PEOPLE = re.compile(r"\s*(?:[、;；/&+]|\band\b|以及|和|与|及|跟)\s*")
_BETWEEN_NAMES = re.compile(r"\s*[，,]\s*")
_NAME = LazyPattern(r"[\u4e00-\u9fff·]{2,4}|[A-Z][a-z]+")
_ONE_TEAM = LazyPattern(r"(?:team|department|dept\.?|office|group|[部组处科室司])$", re.IGNORECASE)


def _is_number(text: str) -> bool:
    return parse_number(spoken(text).text) is not None


def _is_amount(text: str) -> bool:
    found = parse_money(spoken(text).text, "")
    return found is not None and bool(found[1])


def _is_duration(text: str) -> bool:
    return re.fullmatch(rf"[\d.]+\s*个?\s*(?:{TIMES})", spoken(text).text.casefold()) is not None


def _is_quantity(text: str) -> bool:
    found = _FIGURE_WITH_UNIT.fullmatch(spoken(text).text)
    return found is not None and is_known(found[1])


def _is_phone(text: str) -> bool:
    return bool(_PHONE.fullmatch(text)) and sum(map(str.isdigit, text)) >= 7 and not _DATE.fullmatch(text)


def _is_several(text: str) -> bool:
    """Return whether a text names several people: 张三、李四, Ann and Bob; but not Marketing, Ana Cole."""
    people = _BETWEEN_PEOPLE.split(text)
    if len(people) == 1:
        people = _BETWEEN_NAMES.split(text)
        return (
            len(people) > 1
            and all(re.fullmatch(r"[\u4e00-\u9fff·]{2,4}", name) for name in people)
            and not any(map(_ONE_TEAM.search, people))
        )
    return all(map(_NAME.match, people)) and not (text.isascii() and _ONE_TEAM.search(text))


LONGEST = 100
"""Characters of a text, of which a longer one is none of these forms."""
FORMS: dict[str, Callable[[str], bool]] = {
    "email": lambda text: bool(_EMAIL.fullmatch(text)),
    "no_email": lambda text: not _EMAIL.fullmatch(text),
    "address": lambda text: bool(_ADDRESS.fullmatch(text)),
    "date": lambda text: bool(_DATE.fullmatch(text)),
    "phone": _is_phone,
    "number": _is_number,
    "amount": _is_amount,
    "duration": _is_duration,
    "quantity": _is_quantity,
    "size": lambda text: bool(_SIZE.fullmatch(text)),
    "format": lambda text: bool(_FORMAT.fullmatch(text)),
    "several": _is_several,
}
"""The forms of answers by which one is known to be meant for another question; each has its sentence."""

_PERSON = "email phone date number address"
_NAME_OF_GOODS = "email date number amount duration quantity address"
_UNIT = "number duration quantity date amount email format"
NEVER = {
    "FiveW2H.title": "email phone date address",
    "FiveW2H.what": "email date number amount",
    "FiveW2H.why": "email date number amount",
    "FiveW2H.where": "date number amount duration",
    "FiveW2H.how": "email date number amount",
    "Who.requester": _PERSON,
    "Who.owner": f"several {_PERSON}",
    "Who.approver": _PERSON,
    "HowMuch.unit": _UNIT,
    "Goal.actor": "email phone date number amount",
    "Goal.scenario": "email date number amount",
    "Goal.metric": "email date number",
    "Goal.unit": _UNIT,
    "Milestone.name": "date number email",
    "Deliverable.name": "email date number size format",
    "Deliverable.size": "number format date email",
    "Deliverable.format": "number size date email",
    "Deliverable.channel": "number format size date",
    "StockLine.sku": "email date amount duration quantity",
    "StockLine.name": _NAME_OF_GOODS,
    "StockLine.unit": _UNIT,
    "ShortageCost.per": "number amount date",
    "OrderLine.sku": "email date amount duration quantity",
    "OrderLine.name": _NAME_OF_GOODS,
    "OrderLine.unit": _UNIT,
    "Charge.name": "number amount date email",
    "Instalment.name": "number amount date email",
    "Party.name": f"{_PERSON} amount",
    "Party.address": _PERSON,
    "Contact.name": _PERSON,
    "Contact.title": _PERSON,
    "Contact.honorific": _PERSON,
    "Contact.email": "no_email",
    "Delivery.place": "email phone date number amount",
    "Dispute.institution": _PERSON,
    "Dispute.seat": _PERSON,
    "Dispute.governing_law": _PERSON,
    "OrderConfirmation.order_reference": "email date amount",
    "Requester.name": _PERSON,
    "Responsible.name": _PERSON,
}
"""A field, by its part and key -> the forms that its answer does not have, the most telling first."""


def form_of_another(field: Field, text: str) -> str | None:
    """Return the form that gives an answer away as meant for another question, None for a fitting answer."""
    if field.shape is not Shape.TEXT or len(text) > LONGEST:
        return None
    normalized = unicodedata.normalize("NFKC", text).strip()
    return next((form for form in _never(field) if FORMS[form](normalized)), None)


def _never(field: Field) -> list[str]:
    names = (f"{part.__name__}.{field.key}" for part in field.owner.__mro__)
    return next((NEVER[name].split() for name in names if name in NEVER), [])


def doubt(field: Field, text: str, language: str) -> tuple[str, str] | None:
    """Return what makes an answer doubtful and what is asked for instead, None for a fitting answer."""
    form = form_of_another(field, text)
    if form is None:
        return None
    written = text.strip()[:40]
    if form == "several":
        return say("misplaced.several", language, written=written), say("misplaced.one_owner", language)
    stop = words(language)["language"]["stop"]
    example = field_words(field.owner, field.key, language).example.removesuffix(stop)
    hint = say("misplaced.asked_for", language, name=label(field, language), example=example)
    return say(f"misplaced.{form}", language, written=written), hint
