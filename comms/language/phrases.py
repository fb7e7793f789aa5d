"""Looks up the words of a language; every word that a reader sees lives under templates/<language>/."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from comms.language.catalog import FALLBACK as FALLBACK  # noqa: PLC0414
from comms.language.catalog import LANGUAGES as LANGUAGES  # noqa: PLC0414 - offered here together with the rest
from comms.language.catalog import words as words  # noqa: PLC0414
from comms.language.formats import long_date, long_time, number

if TYPE_CHECKING:
    from comms.models.base import Field


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a book of words, to be looked up in whichever language it is told."""

    book: str
    key: str

    def in_language(self, language: str) -> str:
        found: Any = words(language, self.book)
        for step in self.key.split("."):
            found = found[step]
        return str(found)


@dataclass(frozen=True, slots=True)
class FilledSaying(Saying):
    """A sentence whose blanks are filled."""

    values: Mapping[str, object]

    def in_language(self, language: str) -> str:
        return fill(Saying.in_language(self, language), self.values, language)


@dataclass(frozen=True, slots=True)
class FieldWords:
    """How a field is called and asked for.

    item: what one entry of a list is called, where that is not the label; choices: the name of each
    value of a closed list.
    """

    label: str = ""
    item: str = ""
    question: str = ""
    example: str = ""
    choices: Mapping[str, str] | None = None


def say(key: str, language: str, **values: object) -> str:
    """A sentence of messages.toml, `key` as section.name, its blanks filled as the language writes them."""
    text: Any = words(language, "messages")
    for step in key.split("."):
        text = text[step]
    return fill(text, values, language)


def fill(sentence: str, values: Mapping[str, object], language: str) -> str:
    """A sentence with its blanks filled; dates and numbers are written as the language writes them."""
    return sentence.format_map({key: written(value, language) for key, value in values.items()})


def written(value: object, language: str) -> str:
    """A value as running text."""
    if isinstance(value, bool):
        return str(words(language)["language"]["yes_no"][not value])
    if isinstance(value, Saying):
        return value.in_language(language)
    if isinstance(value, list | dict):
        separator = words(language)["language"]["list"] if isinstance(value, list) else " "
        entries = value if isinstance(value, list) else value.values()
        return str(separator).join(written(each, language) for each in entries)
    if isinstance(value, date):
        return long_time(value, language) if isinstance(value, datetime) else long_date(value, language)
    return number(value) if isinstance(value, Decimal | int) else str(value)


@cache
def field_words(owner: type, key: str, language: str) -> FieldWords:
    """The words of a field of a model; a subclass overrides its parents word by word."""
    book = words(language)
    merged: dict[str, Any] = {}
    for each in reversed(owner.__mro__):
        merged |= book.get(each.__name__, {}).get(key, {})
    return FieldWords(**merged)


def label(field: "Field", language: str) -> str:
    """What a field is called."""
    return field_words(field.owner, field.key, language).label or field.key


def language_of_text(text: str) -> str | None:
    """The language of a text that does not say, if its script tells: Chinese characters are zh."""
    scripts = ((language, words(language)["language"]["script"]) for language in LANGUAGES)
    return next((language for language, script in scripts if script and re.search(script, text)), None)


def item_label(field: "Field", number: int, language: str) -> str:
    """What one entry of a list is called: Goal 2, 交付物 1."""
    about = field_words(field.owner, field.key, language)
    return f"{about.item or about.label} {number}"
