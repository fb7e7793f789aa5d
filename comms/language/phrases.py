"""Looks up the words of a language; every word that a reader sees lives under templates/<language>/."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from comms.language.catalog import FALLBACK as FALLBACK  # noqa: PLC0414
from comms.language.catalog import LANGUAGES as LANGUAGES  # noqa: PLC0414 - offered here as well
from comms.language.catalog import words as words  # noqa: PLC0414
from comms.language.formats import long_date, long_time, number

if TYPE_CHECKING:
    from comms.models.base import Field


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence in a book of words, which is looked up in the language of the reader."""

    book: str
    key: str

    def in_language(self, language: str) -> str:
        """Return the sentence in a language."""
        found: Any = words(language, self.book)
        for step in self.key.split("."):
            found = found[int(step) if isinstance(found, list) else step]
        return str(found)


@dataclass(frozen=True, slots=True)
class FilledSaying(Saying):
    """A sentence with the values for its blanks."""

    values: Mapping[str, object]

    def in_language(self, language: str) -> str:
        return fill(Saying.in_language(self, language), self.values, language)


@dataclass(frozen=True, slots=True)
class FieldWords:
    """The words for a field: its label, its question and an example of an answer.

    item: the name of one entry of a list if it differs from the label. left_out: what no answer means.
    choices: the name of each value of a closed list.
    """

    label: str = ""
    item: str = ""
    question: str = ""
    example: str = ""
    left_out: str = ""
    choices: Mapping[str, str] | None = None


def say(key: str, language: str, **values: object) -> str:
    """Return a sentence of messages.toml with its blanks filled; `key` is written section.name."""
    text: Any = words(language, "messages")
    for step in key.split("."):
        text = text[step]
    return fill(text, values, language)


def fill(sentence: str, values: Mapping[str, object], language: str) -> str:
    """Return a sentence with its blanks filled; dates and numbers are formatted for the language."""
    return sentence.format_map({key: written(value, language) for key, value in values.items()})


def written(value: object, language: str) -> str:
    """Return a value as running text."""
    if isinstance(value, bool):
        return str(words(language)["language"]["yes_no"][not value])
    if isinstance(value, Saying):
        return value.in_language(language)
    if isinstance(value, list | dict):
        separator = words(language)["language"]["list"] if isinstance(value, list) else " "
        entries = value if isinstance(value, list) else value.values()
        return str(separator).join(written(entry, language) for entry in entries)
    if isinstance(value, date):
        return long_time(value, language) if isinstance(value, datetime) else long_date(value, language)
    return number(value) if isinstance(value, Decimal | int) else str(value)


@cache
def field_words(owner: type, key: str, language: str, document: type | None = None) -> FieldWords:
    """Return the words of a field; those of a subclass override those of its parents one by one.

    document: the kind of document that the part belongs to, whose own words for the part come first: the
    owner of a restock brief works in a warehouse.
    """
    book = words(language)
    merged: dict[str, Any] = {}
    for base in reversed(owner.__mro__):
        merged |= book.get(base.__name__, {}).get(key, {})
    for base in reversed(document.__mro__ if document else ()):
        merged |= book.get(base.__name__, {}).get(owner.__name__, {}).get(key, {})
    return FieldWords(**merged)


def label(field: "Field", language: str) -> str:
    """Return the name of a field."""
    return field_words(field.owner, field.key, language).label or field.key


def language_of_text(text: str) -> str | None:
    """Return the language that the script of a text shows (Chinese characters: zh), None if it shows none."""
    scripts = ((language, words(language)["language"]["script"]) for language in LANGUAGES)
    return next((language for language, script in scripts if script and re.search(script, text)), None)


def item_label(field: "Field", number: int, language: str) -> str:
    """Return the name of an entry of a list: Goal 2, 交付物 1."""
    about = field_words(field.owner, field.key, language)
    return f"{about.item or about.label} {number}"
