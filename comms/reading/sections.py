"""Hand-written requests: sections whose heading names a dimension fill the fields that answer it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from comms.findings import Span
from comms.language.phrases import LANGUAGES, words
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath, value_at
from comms.reading.headings import TITLE, name_of
from comms.reading.headings import dimension_of as dimension_of  # noqa: PLC0414
from comms.terms.dates import dates_in

_NAME_END = re.compile(r"[，,；;。\n]|\.(?:\s|$)")
_NO_NAME = re.compile(r"(?:之?前|以前|止|至|到|和|与|or|and|to|until)?\W*", re.IGNORECASE)
"""What may follow a date without naming what is due on it."""
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_UNCHECKED = re.compile(r"^[ \t]*[-*+][ \t]+\[ \].*$|[☐□][^☐□☑☒✓✔■\n]*", re.MULTILINE)
_OPTIONS = ("why", "where")
"""Dimensions in which an unchecked box is an option that was not chosen; in the others it may be a task."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, with the places on which both stand."""

    heading: str
    heading_span: Span
    text: str
    text_span: Span

    @property
    def line(self) -> int:
        return self.heading_span.line


@dataclass(frozen=True, slots=True)
class Request:
    """What the sections of a request say: data, and the sections that say it."""

    data: dict[str, Any]
    sections: dict[str, list[Section]]

    def span(self, path: FieldPath, on_key: bool) -> Span | None:
        """Where the value at a path or its heading stands; the whole text where a value has no words."""
        sections = self.sections.get(str(path[0])) if path else None
        if not sections or (on_key and len(path) > 1):
            return None
        if on_key:
            return sections[0].heading_span
        answered = [each for each in sections if each.text] or sections[:1]
        value = value_at(self.data, path)
        if len(path) > 1 and isinstance(value, str):
            found = (_span_of(each, value) for each in answered)
            return next((each for each in found if each), answered[0].text_span)
        return answered[0].text_span


def request_of(sections: Iterable[Section]) -> Request:
    """The answers that the sections hold; of two sections for one dimension both texts count."""
    found: dict[str, list[Section]] = {}
    for section in sections:
        name = name_of(section.heading)
        if name is not None and name.dimension:
            found.setdefault(name.dimension, []).append(section)
    return Request({each: _answer(each, texts) for each, texts in found.items()}, found)


def _answer(dimension: str, sections: list[Section]) -> Any:
    texts = [(each.heading, _bare(dimension, each.text)) for each in sections]
    whole = "\n\n".join(text for _, text in texts if text)
    if is_placeholder(whole):
        return None
    if dimension == "who":
        return _who(texts)
    if dimension == TITLE:
        return " ".join(whole.split())
    return _when(whole) if dimension == "when" else whole


def _bare(dimension: str, text: str) -> str:
    """A text without what is no answer: HTML comments, options that were not chosen."""
    text = _BREAK.sub("\n", without_comments(text))
    if dimension in _OPTIONS:
        text = _UNCHECKED.sub("", text)
    return text.strip()


def _span_of(section: Section, value: str) -> Span | None:
    """Where a value stands in the text of a section: its own words, or the date that it was read from."""
    start = section.text.find(value)
    end = start + len(value)
    if start < 0:
        dates = (each for each in dates_in(section.text) if each[2].isoformat() == value)
        start, end, _ = next(dates, (-1, -1, None))
    if start < 0:
        return None
    return Span(*_place(section, start), *_place(section, end))


def _place(section: Section, offset: int) -> tuple[int, int]:
    before = section.text[:offset]
    line = before.count("\n")
    column = offset - before.rfind("\n") - 1
    return section.text_span.line + line, column + (1 if line else section.text_span.column)


def without_comments(text: str) -> str:
    """A text without its HTML comments; an open one hides nothing."""
    kept: list[str] = []
    while True:
        before, opening, rest = text.partition("<!--")
        _, closing, after = rest.partition("-->")
        if not opening or not closing:
            return "".join(kept) + text
        kept.append(before)
        text = after


def _when(text: str) -> dict[str, Any]:
    """The dates of a text: the last one is due; each that is followed by a name is a milestone."""
    found = list(dates_in(text))
    if not found:
        return {"due": None}
    when: dict[str, Any] = {"due": found[-1][2].isoformat()}
    milestones = []
    for index, (_, end, day) in enumerate(found):
        until = found[index + 1][0] if index + 1 < len(found) else len(text)
        name = _NAME_END.split(text[end:until], maxsplit=1)[0].strip(" :：-—–*|")
        if text[end : end + 1] not in ("T", "/") and not _NO_NAME.fullmatch(name):
            milestones.append({"date": day.isoformat(), "name": name})
    return when | ({"milestones": milestones} if milestones else {})


def _who(texts: list[tuple[str, str]]) -> dict[str, Any]:
    """The people of the texts by label, or by a heading that names a role; other text names the owner."""
    people: dict[str, Any] = {}
    unnamed = []
    for heading, text in texts:
        labelled = dict(reversed(list(_labels(text))))
        name = name_of(heading)
        if labelled:
            people = {**labelled, **people}
            if first := _before_labels(text):
                people.setdefault(name.role if name and name.role else "owner", first)
        elif not is_placeholder(text) and name is not None and name.role:
            people.setdefault(name.role, text)
        elif name is not None and name.role:
            people.setdefault(name.role, None)
        elif text:
            unnamed.append(text)
    if unnamed and not people.get("owner"):
        people["owner"] = "\n\n".join(unnamed)
    informed = people.get("informed")
    return people | ({"informed": [informed]} if informed else {})


def _before_labels(text: str) -> str:
    """Who is named first, before the labels say who the others are: "Leo Marsh; approver: Ruth Kane"."""
    first = next(_labelled().finditer(text), None)
    lead = text[: first.start()] if first else ""
    is_name = "|" not in lead and "\n" not in lead.strip() and len(lead) <= LONGEST_NAME
    return lead.strip(" \t\n　*_-/、；;，,。.") if is_name else ""


LONGEST_NAME = 40


def _labels(text: str) -> Iterator[tuple[str, str]]:
    for match in _labelled().finditer(text):
        name = match.group(2).strip(" \t　*_-/、").rstrip("。.，,")
        yield _roles()[match.group(1).casefold()], name


@cache
def _roles() -> dict[str, str]:
    return {
        label: role
        for language in LANGUAGES
        for role, labels in words(language)["who_labels"].items()
        for label in labels
    }


@cache
def _labelled() -> re.Pattern[str]:
    """A label and the name behind it: at the start of a line or clause, bare or in Markdown's dress."""
    labels = "|".join(re.escape(each) for each in sorted(_roles(), key=len, reverse=True))
    start = r"(?:^|(?<=[；;，,。.、/|\s>*_\]]))"
    label = rf"{start}(?:{labels})(?![^\W_])(?:（[^（）\n]{{0,20}}）)?+[*_\s]*+[:：|]"
    value = rf"((?:(?!{label})[^；;。|\n])*+)"
    named = label.replace(f"(?:{labels})", f"({labels})")
    return re.compile(rf"{named}[*_ \t　]*+{value}", re.IGNORECASE | re.MULTILINE)
