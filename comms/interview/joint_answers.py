"""Answers to two questions in one: the rule and the place of delivery in "FOB Ningbo"."""

import re

from comms.language.phrases import field_words
from comms.models.base import Field

_RULE = re.compile(r"([A-Z]{3})(?![A-Z])", re.IGNORECASE)
_EDITION = re.compile(r"[(（]?incoterms?\s?®?(?:\s?20\d\d)?[)）]?", re.IGNORECASE)
_ENCLOSED = re.compile(r"[(（]([^()（）]*)[)）]")
_AROUND = " \t\u3000,，:：;；-"


def rule_and_place(field: Field, text: str, language: str) -> tuple[str, str] | None:
    """Return the Incoterms rule and the named place of an answer to the question for the rule.

    None if the answer is to another question or to this one alone. The place is empty where only the full
    name of the rule or an edition of the rules is added.
    """
    found = _RULE.match(text.strip()) if field.key == "incoterm" else None
    if found is None or found[1].upper() not in field.choices or found.end() == len(text.strip()):
        return None
    rule = found[1].upper()
    name = (field_words(field.owner, field.key, language).choices or {}).get(rule, rule)
    full = name.removeprefix(rule).strip()
    rest = text.strip()[found.end() :].strip(_AROUND)
    if full and rest.casefold().startswith(full.casefold()):
        rest = rest[len(full) :]
    place = _EDITION.sub("", rest).strip(_AROUND)
    enclosed = _ENCLOSED.fullmatch(place)
    return rule, enclosed[1].strip() if enclosed else place
