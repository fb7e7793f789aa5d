"""F004: rewrites numbers, dates and times of unambiguous meaning as the file format spells them."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from comms.findings import Span
from comms.paths import FieldPath, scalars_of, value_at
from comms.reading.edits import Edit, Fix, applied, lines_of, reread, suffix_of
from comms.reading.line_index import LineIndex
from comms.reading.source import Source
from comms.terms.dates import NotADate, parse_date
from comms.terms.written_dates import find_dates
from comms.workspace.case import Case, Invalid
from comms.workspace.loading import take_valid

# instead of NFKC, which would turn 12² into 122
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " ", 0x2212: "-"}
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COMPACT = re.compile(r"20\d{6}")
_TIME = re.compile(
    r"(.+?)[Tt ]\s*(\d{1,2}):(\d{2})(:\d{2})?\s*([Zz]|[+-]\d{2}:\d{2})",
)


def respelt(case: Case, _language: str) -> Iterator[Fix]:
    """Yield the fixes of values that are invalid only because of their spelling."""
    spelt = _spellings(case)
    if not spelt:
        return
    places = _Places(case.source)
    found = {path: edit for path, new in spelt.items() if (edit := places.edit(path, new))}
    fixes = [Fix("F004", path, (edit,)) for path, edit in found.items()]
    again = reread(case.source, applied(case.source.text, fixes))
    expected = _with(case.source.data, {path: spelt[path] for path in found})
    if again is not None and again.data == expected:  # otherwise one of the places was wrong
        yield from fixes


def _spellings(case: Case) -> dict[FieldPath, str]:
    """Return the paths of the invalid values that another spelling makes valid, with that spelling."""
    spelt = {value.path: new for value in case.invalid if (new := _spelling(case, value)) is not None}
    if not spelt or case.document is None:
        return {}
    _, invalid = take_valid(type(case.document), _with(case.source.data, spelt))
    refused = {value.path for value in invalid}
    return {path: new for path, new in spelt.items() if path not in refused}


def _spelling(case: Case, invalid: Invalid) -> str | None:
    """Return another spelling of an invalid value, None if there is none."""
    written = value_at(case.source.data, invalid.path)
    spell = _SPELL.get(invalid.error)
    if spell is None or not isinstance(written, str) or len(written) > 60:
        return None
    found = spell(written.translate(_HALF_WIDTH).strip(), written, str(invalid.path[-1]))
    return found if found != written else None


def _number(narrow: str, written: str, key: str) -> str | None:
    """Return a number in ASCII digits; a single ASCII comma stays, as 1,200 is 1.2 in half of Europe.

    narrow: the text as `written`, with half-width characters. key: that of the field.
    """
    if "percent" in key:
        narrow = narrow.removesuffix("%").rstrip()
    if _GROUPED.fullmatch(narrow) and (not written.isascii() or narrow.count(",") > 1):
        return narrow.replace(",", "")
    return narrow


def _date(narrow: str, *_: str) -> str | None:
    """Return the only calendar day, with its year, that the whole text states."""
    if _COMPACT.fullmatch(narrow):
        try:
            return parse_date(narrow, date.min).isoformat()
        except NotADate:
            return None
    start, end, day = next(find_dates(narrow), (0, 0, date.min))
    return day.isoformat() if narrow and (start, end) == (0, len(narrow)) else None


def _time(narrow: str, *_: str) -> str | None:
    """Return a time with its stated UTC offset; a missing offset is not guessed."""
    match = _TIME.fullmatch(narrow)
    if match is None:
        return None
    day, hour, minute, seconds, zone = match.groups()
    found = _date(day.strip())
    return f"{found}T{hour:0>2}:{minute}{seconds or ''}{zone.upper()}" if found else None


_SPELL: dict[str, Callable[[str, str, str], str | None]] = {
    "number": _number,
    "whole": _number,
    "date": _date,
    "time": _time,
}
"""The model's error, which tells the expected type -> the function `(narrow, written, key) -> spelling`."""


def _with(data: dict[str, Any], values: dict[FieldPath, str]) -> dict[str, Any]:
    copy = deepcopy(data)  # an alias is several equal objects here, so a change of one leaves the others
    for path, value in values.items():
        value_at(copy, path[:-1])[path[-1]] = value
    return copy


class _Places:
    """The places of values in the text, so that only the value itself is replaced."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.lines: LineIndex = lines_of(source)
        spans = (source.positions.value(path) for path, _ in scalars_of(source.data))
        self.claims = Counter(span for span in spans if span)

    def edit(self, path: FieldPath, new: str) -> Edit | None:
        """Return the edit that replaces a value, None if its place is not certain."""
        old = re.escape(str(value_at(self.source.data, path)))
        if span := self.source.positions.value(path):
            found = re.fullmatch(rf"(?P<quote>[\"']?)(?P<old>{old})(?P=quote)\s*(?:#.*)?", self._slice(span))
            if found is None or self.claims[span] > 1:  # two values at one place: an alias
                return None
            start = self.lines.offset(span.line, span.column)
        else:
            start, found = self._inline(path, old)
        return Edit(start + found.start("old"), start + found.end("old"), new) if found else None

    def _inline(self, path: FieldPath, old: str) -> tuple[int, re.Match[str] | None]:
        """Find a value in an inline table of TOML, whose places are unknown: the only pair with its key."""
        span = self.source.positions.value(path[:-1]) if suffix_of(self.source) == ".toml" else None
        if span is None:
            return 0, None
        pair = rf"(?<![\w-]){re.escape(str(path[-1]))}\s*=\s*(?P<quote>[\"'])(?P<old>{old})(?P=quote)"
        found = list(re.finditer(pair, self._slice(span)))
        return self.lines.offset(span.line, span.column), found[0] if len(found) == 1 else None

    def _slice(self, span: Span) -> str:
        start = self.lines.offset(span.line, span.column)
        return self.source.text[start : self.lines.offset(span.end_line, span.end_column)]
