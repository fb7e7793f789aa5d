"""Handwritten requests: a section whose heading names a dimension fills the fields that answer it."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from comms.findings import Span
from comms.paths import FieldPath, value_at
from comms.reading.asking import TITLE
from comms.reading.closings import without_closing
from comms.reading.due_dates import is_day_alone, said_of_time, when_of
from comms.reading.headings import Name, name_of
from comms.reading.people import Naming, People, who_of
from comms.terms.no_answers import answer_in, left_over, says_nothing, without_comments
from comms.terms.options import Stretch, chosen, offers_choice, rejected
from comms.terms.written_dates import dates_in

_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_STRUCK = re.compile(r"~~(?=\S)[^~\n]{1,200}~~|<(?P<tag>del|s|strike)>[^<>]*</(?P=tag)>", re.IGNORECASE)
_BULLET = re.compile(r"\A[-*+•][ \t]+")
"""The sign of a list, which says nothing before its only item."""
_DEFINED = re.compile(r":[ \t]+(?=\S)")
"""The sign of a definition in a list of terms, in front of the text."""
_OPTIONS = ("why", "where", "who", "how_much")
"""The dimensions in which an unticked box is a rejected option; in the others it may be an open task."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text below it, with their spans.

    rows: the text with each row of a table on a line of its own.
    leads: whether the text begins on the line of the heading.
    name: the meaning of the heading, if it is known already.
    """

    heading: str
    heading_span: Span
    text: str
    text_span: Span
    rows: str
    leads: bool = False
    name: Name | None = None

    @property
    def line(self) -> int:
        """The line of the heading, from 1."""
        return self.heading_span.line


@dataclass(frozen=True, slots=True)
class Request:
    """The data of a handwritten request, and the sections that each dimension was read from.

    unsure: what was written where no single value could be read, by the path of the value.
    """

    data: dict[str, Any]
    sections: dict[str, list[Section]]
    unsure: dict[FieldPath, str] = field(default_factory=dict)

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
        name = section.name or name_of(section.heading)
        for dimension in name.dimensions if name is not None else ():
            found.setdefault(dimension, []).append(section)
    answers = {name: _answer(name, texts) for name, texts in found.items()}
    people = answers.get("who")
    if not isinstance(people, People):
        return Request(answers, found)
    unsure: dict[FieldPath, str] = {("who", "owner"): people.unsure} if people.unsure else {}
    return Request(answers | {"who": people.by_role}, found, unsure)


def _answer(dimension: str, sections: list[Section]) -> Any:
    texts = [_bare(dimension, section) for section in sections]
    if dimension == "who":
        named = zip(sections, texts, strict=True)
        return who_of([Naming(section.heading, text, section.leads) for section, text in named])
    said = [(section, text) for section, text in zip(sections, texts, strict=True) if not says_nothing(text)]
    is_several = dimension == "when" and len({section.heading for section, _ in said}) > 1
    whole = "\n\n".join(_with_label(section, text) if is_several else text for section, text in said)
    if not whole:
        return None
    if dimension == TITLE:
        return " ".join(whole.split())
    return when_of(said_of_time(whole)) if dimension == "when" else whole


def _with_label(section: Section, text: str) -> str:
    """Return the answer of a field with its label, which tells the date of an event from a deadline."""
    return f"{section.heading}: {text}" if section.leads and "\n" not in text else text


def _bare(dimension: str, section: Section) -> str:
    """Return the text of a section without what is no answer: prompts, rejected options, the closing."""
    text = _STRUCK.sub("", without_comments(section.rows))
    text = _DEFINED.sub("", text, count=1) if text.startswith(":") else text
    is_option = _is_option(dimension, f"{section.heading}\n{section.text}")
    bare = answer_in(without_closing(chosen(_BREAK.sub("\n", text), is_option))).strip()
    return bare if "\n" in bare else _BULLET.sub("", bare)


def set_aside(dimension: str, text: str) -> Iterator[Stretch]:
    """Yield the stretches of the text of a dimension that are no part of its answer."""
    yield from left_over(text)
    yield from rejected(text, _is_option(dimension, text))
    yield len(without_closing(text)), len(text)


def _is_option(dimension: str, asked: str) -> Callable[[str], bool] | None:
    """Return what tells options from open tasks in a text; None for the usual signs."""
    if dimension in _OPTIONS or offers_choice(asked):
        return lambda _: True
    return is_day_alone if dimension == "when" else None


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
