"""Looks up the words of a language; every word that a reader sees lives under templates/<language>/."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext
from functools import cache
from typing import TYPE_CHECKING, Any

from comms.books import LANGUAGES as LANGUAGES  # noqa: PLC0414 - offered here together with the rest
from comms.books import TEMPLATES as TEMPLATES  # noqa: PLC0414
from comms.books import words as words  # noqa: PLC0414

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
    """A sentence of messages.toml, `key` as section.name, its blanks filled in the language's manner."""
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


def written_in(text: str) -> str | None:
    """The language of a text that does not say: Chinese where it holds Chinese, unknown otherwise."""
    return "zh" if re.search(r"[\u4e00-\u9fff]", text) else None


def item_label(field: "Field", number: int, language: str) -> str:
    """What one entry of a list is called: Goal 2, 交付物 1."""
    about = field_words(field.owner, field.key, language)
    return f"{about.item or about.label} {number}"


def long_date(day: date, language: str, weekday: bool = False) -> str:
    """A date that cannot be misread: 2026年6月5日, 5 June 2026."""
    book = words(language)["language"]
    pattern = book["weekday_date" if weekday else "date"]
    names = {"monthname": book["months"][day.month - 1], "weekday": book["weekdays"][day.weekday()]}
    return str(pattern.format(year=day.year, month=day.month, day=day.day, **names))


def long_time(moment: datetime, language: str) -> str:
    """A time with its day and its zone: 2026年4月21日 18:00（北京时间）, 8 May 2026, 18:00 (UTC+2)."""
    book = words(language)["language"]
    offset = moment.utcoffset() or timedelta()
    sign, minutes = "+-"[offset < timedelta()], abs(offset) // timedelta(minutes=1)
    plain = (
        f"UTC{sign}{minutes // 60}" + (f":{minutes % 60:02d}" if minutes % 60 else "") if minutes else "UTC"
    )
    zone = book["zones"].get(plain, plain)
    return str(book["time"].format(date=long_date(moment, language), clock=f"{moment:%H:%M}", zone=zone))


def percent(value: Decimal | int, language: str) -> str:
    """A percentage as the language writes it: 30%, 30 %."""
    return str(words(language)["language"]["percent"].format(number=number(value)))


def measure(value: Decimal | int, key: str, language: str) -> str:
    """A number with the unit that its field's key names: 12 months, 0.3%; without one, the number alone."""
    units = words(language)["language"]["units"]
    pattern = next((units[each] for each in key.split("_") if each in units), "{number}")
    return str(pattern.format(number=number(value)))


def number(value: Decimal | int) -> str:
    """A number with its digits as they were written, thousands apart."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def rounded(value: Decimal, places: int = 1) -> str:
    """A computed number, rounded half-up to `places` decimals, without idle zeros."""
    with localcontext(prec=100):  # the product of two long numbers has more digits than the default
        text = number(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal, currency: str | None, language: str) -> str:
    """An amount with its currency as the language writes it: 6,000 元, USD 11.25."""
    book = words(language)["language"]
    pattern = book["home_money"] if currency == book["home_currency"] else book["money"]
    return str(pattern.format(amount=number(amount), currency=currency or "")).strip()
