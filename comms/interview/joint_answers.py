"""Answers to two questions in one: the rule and the place of delivery in "FOB Ningbo"."""

import re

from comms.models.base import Field

_RULE = re.compile(r"([A-Z]{3})(?![A-Z])", re.IGNORECASE)
_EDITION = re.compile(r"[(（]?incoterms?\s?®?(?:\s?20\d\d)?[)）]?", re.IGNORECASE)
_AROUND = " \t\u3000,，:：;；-"


def rule_and_place(field: Field, text: str) -> tuple[str, str] | None:
    """Return the Incoterms rule and the named place of an answer to the question for the rule.

    None if the answer is to another question or to this one alone; an edition of the rules is no place.
    """
    found = _RULE.match(text.strip()) if field.key == "incoterm" else None
    if found is None or found[1].upper() not in field.choices or found.end() == len(text.strip()):
        return None
    place = _EDITION.sub("", text.strip()[found.end() :]).strip(_AROUND)
    return found[1].upper(), place
