"""Several answers in one: the rule and the place in "FOB Ningbo", the rows of "主图5张，详情页1套"."""

import re
from typing import Any

from comms.interview.questions import Question
from comms.language.phrases import field_words
from comms.models.base import Field
from comms.terms.listed_items import ListedItem, listed_items

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


def entries_in(question: Question, text: str) -> list[dict[str, Any]]:
    """Return the entries of a list that an answer to the first question of an entry gives, with their counts.

    None if the list does not take several at once, or the text is more or less than plain counts.
    """
    takes_several = question.opener and question.item is not None and question.item[1].ask.several
    return [_entry(item) for item in listed_items(text)] if takes_several else []


def _entry(item: ListedItem) -> dict[str, Any]:
    entry = {"name": item.name, "count": str(item.quantity), "size": item.size, "format": item.format}
    return {key: value for key, value in entry.items() if value}


def entries_text(what: str, separator: str) -> str:
    """Return the things that a request counts, as they would be typed; "" if it holds anything else."""
    return separator.join(
        " ".join(filter(None, (_counted(item), item.size, item.format))) for item in listed_items(what)
    )


def _counted(item: ListedItem) -> str:
    return f"{item.name} {item.quantity} {item.unit}" if item.unit else f"{item.quantity} {item.name}"
