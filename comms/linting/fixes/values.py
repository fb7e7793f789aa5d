"""F004: numbers, dates and times whose meaning is plain, spelt as the file format spells them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from comms.findings import Span
from comms.paths import FieldPath, value_at
from comms.reading.edits import Edit, Fix, applied, lines_of, reread, suffix_of
from comms.reading.line_index import LineIndex
from comms.reading.source import Source
from comms.terms.dates import NotADate, find_dates, parse_date
from comms.workspace.case import Case, Invalid
from comms.workspace.loading import take_valid

# not NFKC, which makes 12² a 122
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMPACT = re.compile(r"20\d{6}")
_TIME = re.compile(
    r"(.+?)[Tt ]\s*(\d{1,2}):(\d{2})(:\d{2})?\s*([Zz]|[+-]\d{2}:\d{2})",
)


def respelt(case: Case, language: str) -> Iterator[Fix]:
    """The fixes of values that are invalid for their spelling alone."""
    del language
    spelt = _spellings(case)
    if not spelt:
        return
    places = _Places(case.source)
    found = {path: edit for path, new in spelt.items() if (edit := places.edit(path, new))}
    fixes = [Fix("F004", path, (edit,)) for path, edit in found.items()]
    again = reread(case.source, applied(case.source.text, fixes))
    expected = _with(case.source.data, {path: spelt[path] for path in found})
    if again is not None and again.data == expected:  # otherwise a place was not what it seemed
        yield from fixes


def _spellings(case: Case) -> dict[FieldPath, str]:
    """The invalid values that another spelling makes valid, with that spelling."""
    spelt = {each.path: new for each in case.invalid if (new := _spelling(case, each)) is not None}
    if not spelt or case.document is None:
        return {}
    _, invalid = take_valid(type(case.document), _with(case.source.data, spelt))
    refused = {each.path for each in invalid}
    return {path: new for path, new in spelt.items() if path not in refused}


def _spelling(case: Case, invalid: Invalid) -> str | None:
    written = value_at(case.source.data, invalid.path)
    spell = _SPELL.get(invalid.error)
    if spell is None or not isinstance(written, str) or len(written) > 60:
        return None
    found = spell(written.translate(_HALF_WIDTH).strip(), written, str(invalid.path[-1]))
    return found if found != written else None


def _number(plain: str, written: str, key: str) -> str | None:
    """A number in ASCII digits; a lone ASCII comma stays, since 1,200 is 1.2 to half of Europe."""
    if "percent" in key:
        plain = plain.removesuffix("%").rstrip()
    if _GROUPED.fullmatch(plain) and (not written.isascii() or plain.count(",") > 1):
        return plain.replace(",", "")
    return plain


def _date(plain: str, written: str, key: str) -> str | None:
    """The one calendar day that the whole text names with its year."""
    del written, key
    if _COMPACT.fullmatch(plain):
        try:
            return parse_date(plain, date.min).isoformat()
        except NotADate:
            return None
    start, end, day = next(find_dates(plain), (0, 0, date.min))
    return day.isoformat() if plain and (start, end) == (0, len(plain)) else None


def _time(plain: str, written: str, key: str) -> str | None:
    """A moment with the offset that is written; none is guessed."""
    match = _TIME.fullmatch(plain)
    if match is None:
        return None
    day, hour, minute, seconds, zone = match.groups()
    found = _date(day.strip(), written, key)
    return f"{found}T{hour:0>2}:{minute}{seconds or ''}{zone.upper()}" if found else None


_SPELL: dict[str, Callable[[str, str, str], str | None]] = {
    "number": _number,
    "whole": _number,
    "date": _date,
    "time": _time,
}
"""The model's refusal, which tells what belongs there -> how such a value is spelt."""


def _with(data: dict[str, Any], values: dict[FieldPath, str]) -> dict[str, Any]:
    copy = deepcopy(data)  # an alias stays one object in YAML's data only while it is built
    for path, value in values.items():
        value_at(copy, path[:-1])[path[-1]] = value
    return copy


class _Places:
    """Where values stand in the text, so that nothing but the value itself is replaced."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: LineIndex = lines_of(source)
        spans = (source.positions.value(path) for path in _leaves(source.data))
        self.claims = Counter(each for each in spans if each)

    def edit(self, path: FieldPath, new: str) -> Edit | None:
        old = re.escape(str(value_at(self.source.data, path)))
        if span := self.source.positions.value(path):
            found = re.fullmatch(rf"(?P<quote>[\"']?)(?P<old>{old})(?P=quote)\s*(?:#.*)?", self._slice(span))
            if found is None or self.claims[span] > 1:  # claimed twice: an alias repeats it elsewhere
                return None
            start = self.lines.offset(span.line, span.column)
        else:
            start, found = self._inline(path, old)
        return Edit(start + found.start("old"), start + found.end("old"), new) if found else None

    def _inline(self, path: FieldPath, old: str) -> tuple[int, re.Match[str] | None]:
        """A value inside TOML's inline table, whose places nobody knows: the only pair of its key."""
        span = self.source.positions.value(path[:-1]) if suffix_of(self.source) == ".toml" else None
        if span is None:
            return 0, None
        pair = rf"(?<![\w-]){re.escape(str(path[-1]))}\s*=\s*(?P<quote>[\"'])(?P<old>{old})(?P=quote)"
        found = list(re.finditer(pair, self._slice(span)))
        return self.lines.offset(span.line, span.column), found[0] if len(found) == 1 else None

    def _slice(self, span: Span) -> str:
        start = self.lines.offset(span.line, span.column)
        return self.source.text[start : self.lines.offset(span.end_line, span.end_column)]


def _leaves(value: Any, path: FieldPath = ()) -> Iterator[FieldPath]:
    if not isinstance(value, dict | list):
        yield path
        return
    for step, each in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _leaves(each, (*path, step))
