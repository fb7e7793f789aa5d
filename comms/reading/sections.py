"""Handwritten requests: a section whose heading names a dimension fills the fields that answer it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from comms.findings import Span
from comms.language.phrases import LANGUAGES, words
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath, value_at
from comms.reading.due_dates import when_of
from comms.reading.headings import TITLE, name_of
from comms.terms.written_dates import dates_in

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_UNCHECKED = re.compile(r"^[ \t]*[-*+][ \t]+\[ \].*$|[☐□][^☐□☑☒✓✔■\n]*", re.MULTILINE)
_CHECKED = re.compile(r"^[ \t]*[-*+][ \t]+\[[xX]\]|[☑☒✓✔■]", re.MULTILINE)
_BOX = re.compile(r"[-*+\s]*(?:\[ \]|[☐□])")
_OPTIONS = ("why", "where", "who")
"""The dimensions in which an unchecked box is a rejected option; in the others it may be an open task."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, with their spans."""

    heading: str
    heading_span: Span
    text: str
    text_span: Span

    @property
    def line(self) -> int:
        """The line of the heading, from 1."""
        return self.heading_span.line


@dataclass(frozen=True, slots=True)
class Request:
    """The data of a handwritten request, and the sections that each dimension was read from."""

    data: dict[str, Any]
    sections: dict[str, list[Section]]

    @property
    def paths(self) -> frozenset[FieldPath]:
        """The paths of the answers that it holds."""
        return frozenset((key,) for key in self.data)

    def span(self, path: FieldPath, on_key: bool) -> Span | None:
        """Return the span of a value or its heading; of a value without words of its own, the text's."""
        sections = self.sections.get(str(path[0])) if path else None
        if not sections or (on_key and len(path) > 1):
            return None
        if on_key:
            return sections[0].heading_span
        answered = [section for section in sections if section.text] or sections[:1]
        value = value_at(self.data, path)
        if len(path) > 1 and isinstance(value, str):
            found = (_span_of(section, value) for section in answered)
            return next((span for span in found if span), answered[0].text_span)
        return answered[0].text_span


def request_of(sections: Iterable[Section]) -> Request:
    """Return the answers that sections hold; if two sections name one dimension, both texts count."""
    found: dict[str, list[Section]] = {}
    for section in sections:
        name = name_of(section.heading)
        for dimension in name.dimensions if name is not None else ():
            found.setdefault(dimension, []).append(section)
    return Request({name: _answer(name, texts) for name, texts in found.items()}, found)


def _answer(dimension: str, sections: list[Section]) -> Any:
    texts = [(section.heading, _bare(dimension, section.text)) for section in sections]
    whole = "\n\n".join(text for _, text in texts if text)
    if is_placeholder(whole):
        return None
    if dimension == "who":
        return _who(texts)
    if dimension == TITLE:
        return " ".join(whole.split())
    return when_of(whole) if dimension == "when" else whole


def _bare(dimension: str, text: str) -> str:
    """Return a text without HTML comments and options that were not chosen, which are not answers."""
    text = _BREAK.sub("\n", without_comments(text))
    if dimension in _OPTIONS or (dimension == "when" and _CHECKED.search(text)):
        text = _UNCHECKED.sub("", text)
    elif dimension == "when":
        text = _UNCHECKED.sub(lambda box: "" if _is_only_date(box[0]) else box[0], text)
    return text.strip()


def _is_only_date(box: str) -> bool:
    """Return whether a box holds a date and nothing that is due on it, so that it is an option."""
    text = _BOX.sub("", box, count=1)
    found = dates_in(text)
    return bool(found) and not re.search(r"\w", text[: found[0].lead] + text[found[-1].until :])


def _span_of(section: Section, value: str) -> Span | None:
    """Return the span of a value in a section's text: its own words, or the date that it was read from."""
    start = section.text.find(value)
    end = start + len(value)
    if start < 0:
        meant = (found for found in dates_in(section.text) if found.iso == value and not found.is_old)
        start, end = next(((found.start, found.end) for found in meant), (-1, -1))
    if start < 0:
        return None
    return Span(*_place(section, start), *_place(section, end))


def _place(section: Section, offset: int) -> tuple[int, int]:
    before = section.text[:offset]
    line = before.count("\n")
    column = offset - before.rfind("\n") - 1
    return section.text_span.line + line, column + (1 if line else section.text_span.column)


def without_comments(text: str) -> str:
    """Return a text without its HTML comments; an unclosed comment hides nothing."""
    kept: list[str] = []
    while True:
        before, opening, rest = text.partition("<!--")
        _, closing, after = rest.partition("-->")
        if not opening or not closing:
            return "".join(kept) + text
        kept.append(before)
        text = after


def _who(texts: list[tuple[str, str]]) -> dict[str, Any]:
    """Read people by labels, or by a heading that names a role; text without either names the owner."""
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
    """Return the name in front of the first label, as in "Leo Marsh; approver: Ruth Kane"."""
    first = next(_labelled().finditer(text), None)
    lead = text[: first.start()] if first else ""
    is_name = "|" not in lead and "\n" not in lead.strip() and len(lead) <= LONGEST_NAME
    return lead.strip(" \t\n　*_-/、；;，,。.") if is_name else ""


LONGEST_NAME = 40
"""The most characters that a name in front of labels may have."""


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
    """Match a label and the name after it, at the start of a line or clause, with or without Markdown."""
    labels = "|".join(re.escape(label) for label in sorted(_roles(), key=len, reverse=True))
    start = r"(?:^|(?<=[；;，,。.、/|\s>*_\]]))"
    label = rf"{start}(?:{labels})(?![^\W_])(?:（[^（）\n]{{0,20}}）)?+[*_\s]*+[:：|]"
    value = rf"((?:(?!{label})[^；;。|\n])*+)"
    named = label.replace(f"(?:{labels})", f"({labels})")
    return re.compile(rf"{named}[*_ \t　]*+{value}", re.IGNORECASE | re.MULTILINE)
