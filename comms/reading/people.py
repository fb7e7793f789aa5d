"""The people of a handwritten request: by labels, by headings that name a role, or behind their names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from comms.language.phrases import LANGUAGES, words
from comms.reading.closings import without_thanks
from comms.reading.headings import name_of
from comms.terms.no_answers import says_nothing

LONGEST_NAME = 40
"""The most characters of a name in front of labels or of its role."""

_PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
_MARKER = re.compile(r"^[ \t]*(?:[-*+•][ \t]+)?(?:\[[xX]\][ \t]+|[☑☒✅✔■][ \t]*)?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Naming:
    """A heading and the text that names people below it; leads: the text begins on the heading's line."""

    heading: str
    text: str
    leads: bool


def who_of(namings: list[Naming]) -> dict[str, Any] | None:
    """Return people by role; text without any role names the owner. None if nobody is asked for by role."""
    people: dict[str, Any] = {}
    unnamed = []
    for naming in namings:
        labelled = dict(reversed([*_labels(naming.text)])) or dict(reversed([*_behind_names(naming.text)]))
        name = name_of(naming.heading)
        role = name.role if name else ""
        person = None if says_nothing(naming.text) else _person(naming)
        if labelled:
            people = {**labelled, **people}
            if first := _before_labels(naming.text):
                people.setdefault(role or "owner", first)
        elif role:
            people.setdefault(role, person)
        elif person:
            unnamed.append(person)
    if not any(people.values()) and not unnamed:
        return people if any(_labelled().search(naming.text) for naming in namings) else None
    if unnamed and not people.get("owner"):
        people["owner"] = "\n\n".join(unnamed)
    informed = people.get("informed")
    return people | ({"informed": [informed]} if informed else {})


def _person(naming: Naming) -> str:
    """Return who is named in a text: up to the first blank line behind a label, or the whole of a section."""
    named = _PARAGRAPH_END.split(naming.text, maxsplit=1)[0] if naming.leads else naming.text
    return without_thanks(_MARKER.sub("", named)).strip()


def _before_labels(text: str) -> str:
    """Return the name in front of the first label, as in "Leo Marsh; approver: Ruth Kane"."""
    first = next(_labelled().finditer(text), None)
    lead = text[: first.start()] if first else ""
    is_name = "|" not in lead and "\n" not in lead.strip() and len(lead) <= LONGEST_NAME
    return lead.strip(" \t\n　*_-/、；;，,。.") if is_name else ""


def _labels(text: str) -> Iterator[tuple[str, str]]:
    """Yield roles with the names behind their labels: "Requester: Ann / Owner: Leo"."""
    for match in _labelled().finditer(text):
        yield _roles()[match.group(1).casefold()], _name(match.group(2))


def _behind_names(text: str) -> Iterator[tuple[str, str]]:
    """Yield roles with the names in front of them: "Ann Lee (requester), Leo Marsh (owner)"."""
    for match in _followed().finditer(text):
        yield _roles()[match.group(2).casefold()], _name(match.group(1))


def _name(written: str) -> str:
    name = without_thanks(written).strip(" \t　*_-–—/、").rstrip("。.，,")
    return "" if says_nothing(name) else name


@cache
def _roles() -> dict[str, str]:
    return {
        label: role
        for language in LANGUAGES
        for role, labels in words(language)["who_labels"].items()
        for label in labels
    }


def _any_label(labels: Iterable[str]) -> str:
    return "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True))


@cache
def _labelled() -> re.Pattern[str]:
    """Match a label and the name after it, at the start of a line or clause, with or without Markdown."""
    labels = _any_label(_roles())
    start = r"(?:^|(?<=[；;，,。.、/|\s>*_\]]))"
    sign = r"(?:[*_\s]*+[:：|]|[*_]*+ [-–—](?= ))"
    label = rf"{start}(?:{labels})(?![^\W_])(?:（[^（）\n]{{0,20}}）)?+{sign}"
    value = rf"((?:(?!{label})[^；;。|\n])*+)"
    named = label.replace(f"(?:{labels})", f"({labels})")
    return re.compile(rf"{named}[*_ \t　]*+{value}", re.IGNORECASE | re.MULTILINE)


@cache
def _followed() -> re.Pattern[str]:
    """Match a name and the role in brackets behind it."""
    name = rf"([^,，;；、|/\n()（）:：]{{1,{LONGEST_NAME}}}+)"
    return re.compile(rf"{name}[(（]\s?({_any_label(_roles())})\s?[)）]", re.IGNORECASE)
