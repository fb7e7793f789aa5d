"""TOML files: the standard library parses the data, and a scan of the text finds their places."""

import re
import tomllib
from contextlib import suppress
from datetime import date, time
from functools import cached_property
from typing import Any

from comms.findings import Span, Unreadable
from comms.models.plain import map_scalars
from comms.paths import FieldPath
from comms.reading.fullwidth import fullwidth_sign
from comms.reading.line_index import LINE_FEED, LineIndex
from comms.reading.source import MAX_DEPTH, Source, decode, mapping_of, refuse_excess

_KEY = r"""(?:"(?:[^"\\]|\\.)*+"|'[^']*+'|[\w-]++)"""
_KEYS = re.compile(rf"{_KEY}(?:\s*\.\s*{_KEY})*+")
_KEY_ALONE = re.compile(_KEY)
_BLANK = re.compile(r"(?:\s++|#[^\n]*+)*+")
_SIGN = re.compile(r"\[\[?|=")
_SCALAR = re.compile(
    r'''"{3}(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|"(?:[^"\\]|\\.)*+"'''
    r"""|'{3}(?:[^']|'{1,2}(?!'))*+'{3,5}|'[^']*+'"""
    r"|\d{4}-\d\d-\d\d \d\d:[^\s,\]}#]++|[^\s,\[\]{}#]++",
    re.DOTALL,
)
_DEEP_KEY = re.compile(rf"^[\s\[]*+(?:[\w\-\"']++\s*+\.\s*+){{{MAX_DEPTH}}}", re.MULTILINE)
_WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")
_DAY = re.compile(r"(?<![\w\"'-])(\d{4})-(\d\d)-(\d\d)(?!\d)")


def read(content: bytes, name: str) -> Source:
    """Read a TOML file; raises Unreadable with the parser's line and column."""
    text = decode(content)
    return Source(name, text, mapping_of(parse(text) or None), _Positions(text))


def parse(text: str) -> dict[str, Any]:
    """Return the plain data of a TOML text, numbers and dates as text; raises Unreadable."""
    if _DEEP_KEY.search(text):  # tomllib needs time that grows with the square of a key's depth
        raise Unreadable("too_deep", most=MAX_DEPTH)
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"), parse_float=str)
        refuse_excess(data)
        written: dict[str, Any] = map_scalars(data, _as_written)
    except ValueError as error:
        raise _unreadable(error, text) from None
    except RecursionError:
        raise Unreadable("too_deep", most=MAX_DEPTH) from None
    return written


def _unreadable(error: ValueError, text: str) -> Unreadable:
    match = _WHERE.search(str(error))
    line, column = map(int, match.groups()) if match else (text.count("\n") + 1, 1)
    if sign := fullwidth_sign(text, line, column, between=" = "):
        return sign
    if day := _impossible_day(text.split("\n")[line - 1 : line], column):
        return Unreadable("toml_day", line, day.start() + 1, written=day.group())
    return Unreadable("toml", line, column, why=_WHERE.sub("", str(error)).strip())


def _impossible_day(lines: list[str], column: int) -> re.Match[str] | None:
    """Return the day at a place, given its line, if the calendar has none such; TOML reads days itself."""
    for day in _DAY.finditer(next(iter(lines), "")):
        if day.start() < column <= day.end() + 1:
            try:
                date(*map(int, day.groups()))
            except ValueError:
                return day
    return None


def _as_written(value: Any) -> Any:
    """Return a number, date or time as text; other values as they are."""
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class _Positions:
    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def places(self) -> dict[FieldPath, tuple[Span | None, Span]]:
        return _Scanner(self.text).scanned()

    def value(self, path: FieldPath) -> Span | None:
        return self.places[path][1] if path in self.places else None

    def key(self, path: FieldPath) -> Span | None:
        return self.places[path][0] if path in self.places else None


class _Scanner:
    """A walk over a valid text that records the places of keys and values; those of a table are its header.

    counts: the index of the latest entry of each array of tables.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.lines = LineIndex(text, LINE_FEED)
        self.places: dict[FieldPath, tuple[Span | None, Span]] = {}
        self.counts: dict[FieldPath, int] = {}

    def scanned(self) -> dict[FieldPath, tuple[Span | None, Span]]:
        """Return the places, up to the first construct that a later version of TOML may allow."""
        table: FieldPath = ()
        with suppress(ValueError):
            while sign := self._next():
                if sign == "[":
                    table = self._header()
                else:
                    self._pair(table)
        return self.places

    def _next(self) -> str:
        """Return the next character that is neither blank nor in a comment, "" at the end."""
        self._take(_BLANK)
        return self.text[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError
        self.at = match.end()
        return match.group()

    def _header(self) -> FieldPath:
        start = self.lines.starts[self.lines.number(self.at) - 1]
        is_entry = self._take(_SIGN) == "[["
        self._next()
        path = self._table(_names(self._take(_KEYS)), is_entry)
        end = self.text.find("\n", self.at)
        line = self.text[start : end if end >= 0 else len(self.text)].rstrip("\r")
        self.at = start + len(line)
        whole = self._span(start, self.at)
        self.places[path] = whole, whole
        return path

    def _table(self, names: list[str], is_entry: bool) -> FieldPath:
        """Return the path of a table by its header; a step below an array means its latest entry."""
        path: FieldPath = ()
        for name in names[:-1]:
            path = (*path, name)
            path = (*path, self.counts[path]) if path in self.counts else path
        path = (*path, names[-1])
        if is_entry:
            self.counts[path] = self.counts.get(path, -1) + 1
            path = (*path, self.counts[path])
        return path

    def _pair(self, table: FieldPath) -> None:
        start = self.at
        keys = self._take(_KEYS)
        key = self._span(start, self.at)
        self._next()
        self._take(_SIGN)
        path = (*table, *_names(keys))
        value = self._value(path)
        self.places[path] = key, value

    def _value(self, path: FieldPath) -> Span:
        sign = self._next()
        start = self.at
        if sign == "[":
            self._items(path)
        elif sign == "{":
            self.at += 1
            while self._next() != "}":
                self._pair(path)
                self._comma()
            self.at += 1
        else:
            self._take(_SCALAR)
        return self._span(start, self.at)

    def _items(self, path: FieldPath) -> None:
        self.at += 1
        number = 0
        while self._next() != "]":
            item = (*path, number)
            self.places[item] = None, self._value(item)
            self._comma()
            number += 1
        self.at += 1

    def _comma(self) -> None:
        if self._next() == ",":
            self.at += 1

    def _span(self, start: int, end: int) -> Span:
        return Span(*self.lines.place(start), *self.lines.place(end))


def _names(keys: str) -> list[str]:
    """Return the names in a dotted key."""
    return [_name(key) for key in _KEY_ALONE.findall(keys)]


def _name(key: str) -> str:
    if key.startswith('"'):
        return next(iter(tomllib.loads(f"{key} = 0")))  # resolves the escapes
    return key.strip("'")
