"""Hand-written requests: sections whose heading names a dimension fill the fields that answer it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from comms.findings import FieldPath, Span
from comms.models.scalars import is_placeholder
from comms.terms.dates import dates_in
from comms.words import LANGUAGES, words

DIMENSIONS = ("what", "why", "when", "where", "who", "how", "how_much")
_NUMBERING = re.compile(
    r"^\W*(?:[（(]?(?:\d{1,2}(?:\.\d{1,2})*[)）.、:：]?|[一二三四五六七八九十]{1,3}[)）.、:：])\s*+)?"
)
_TAG = re.compile(r"<[^<>]*>")
_CJK = re.compile(r"[㐀-鿿]+")
_SEPARATORS = re.compile(r"[^\w&]+|_+")
_NAME_END = re.compile(r"[，,；;。\n]|\.(?:\s|$)")
_NO_NAME = re.compile(r"(?:之?前|以前|止|至|到|和|与|or|and|to|until)?\W*", re.IGNORECASE)
"""What may follow a date without naming what is due on it."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the text under it, with the lines on which both stand."""

    heading: str
    line: int
    text: str
    text_span: Span


@dataclass(frozen=True, slots=True)
class Request:
    """What the sections of a request say: data, the places of the answers, the lines of the headings."""

    data: dict[str, Any]
    places: dict[str, tuple[Span, Span]]

    def span(self, path: FieldPath, on_key: bool) -> Span | None:
        place = self.places.get(str(path[0])) if path else None
        if place is None or (on_key and len(path) > 1):
            return None
        return place[0] if on_key else place[1]


def dimension_of(heading: str) -> str | None:
    """The dimension that a heading names, alone or in both languages: "Why", "何因 Why", "2. 原因"."""
    plain = _TAG.sub("", unicodedata.normalize("NFKC", heading).casefold())
    plain = _NUMBERING.sub("", plain.strip(), count=1)
    chinese = "".join(_CJK.findall(plain))
    latin = _SEPARATORS.sub(" ", _CJK.sub(" ", plain)).strip()
    named = {_headings().get(each) for each in (chinese, latin) if each}
    return named.pop() if len(named) == 1 else None


@cache
def _headings() -> dict[str, str]:
    return {
        heading: dimension
        for language in LANGUAGES
        for dimension in DIMENSIONS
        for heading in words(language)["steps"][dimension]["headings"]
    }


def request_of(sections: Iterable[Section]) -> Request:
    """The answers that the sections hold; of two sections for one dimension both texts count."""
    texts: dict[str, str] = {}
    places: dict[str, tuple[Span, Span]] = {}
    for section in sections:
        dimension = dimension_of(section.heading)
        if dimension is None:
            continue
        text = _without_comments(section.text).strip()
        texts[dimension] = f"{texts[dimension]}\n\n{text}" if dimension in texts else text
        key = Span(section.line, 1, section.line, max(len(section.heading), 1) + 1)
        places.setdefault(dimension, (key, section.text_span if text else key))
    return Request({each: _answer(each, text) for each, text in texts.items()}, places)


def _without_comments(text: str) -> str:
    """A text without its HTML comments; an open one hides nothing."""
    kept: list[str] = []
    while True:
        before, _, rest = text.partition("<!--")
        _, closing, after = rest.partition("-->")
        if not closing:
            return "".join(kept) + text
        kept.append(before)
        text = after


def _answer(dimension: str, text: str) -> Any:
    if is_placeholder(text):
        return None
    return {"when": _when, "who": _who}.get(dimension, str)(text)


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


def _who(text: str) -> dict[str, Any]:
    """The people of a text by their labels; a text without labels names the owner."""
    people: dict[str, Any] = {}
    for match in _labelled().finditer(text):
        role = _roles()[match.group(1).casefold()]
        name = match.group(2).strip(" \t　*_-/、").rstrip("。.，,")
        people.setdefault(role, [name] if role == "informed" else name)
    return people or {"owner": text}


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
