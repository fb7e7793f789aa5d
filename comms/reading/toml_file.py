"""TOML: the standard library's parser for the data, a scan of the text for the places."""

import re
import tomllib
from bisect import bisect_right
from contextlib import suppress
from datetime import date, time
from functools import cached_property
from typing import Any

from comms.findings import Span, Unreadable
from comms.paths import FieldPath
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


def read(content: bytes, name: str) -> Source:
    """A TOML file as a source; raises Unreadable with the parser's line and column."""
    text = decode(content)
    return Source(name, text, mapping_of(parse(text) or None), _Positions(text))


def parse(text: str) -> dict[str, Any]:
    """Plain data of a TOML text, numbers and dates as text; raises Unreadable."""
    if _DEEP_KEY.search(text):  # tomllib takes a time that grows with the square of a key's depth
        raise Unreadable("too_deep", most=MAX_DEPTH)
    try:
        data = tomllib.loads(text.replace("\r\n", "\n"), parse_float=str)
        refuse_excess(data)
        written: dict[str, Any] = _as_written(data)
    except ValueError as error:
        raise _unreadable(error, text) from None
    except RecursionError:
        raise Unreadable("too_deep", most=MAX_DEPTH) from None
    return written


def _unreadable(error: ValueError, text: str) -> Unreadable:
    match = _WHERE.search(str(error))
    place = tuple(map(int, match.groups())) if match else (text.count("\n") + 1, 1)
    return Unreadable("toml", *place, why=_WHERE.sub("", str(error)).strip())


def _as_written(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_written(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_as_written(each) for each in value]
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
    """Walks a sound text and notes where each key and its value stand; a table stands at its header.

    counts: for each array of tables, the number of its latest entry.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.places: dict[FieldPath, tuple[Span | None, Span]] = {}
        self.counts: dict[FieldPath, int] = {}

    def scanned(self) -> dict[FieldPath, tuple[Span | None, Span]]:
        """The places; those in front of what a later TOML may allow, where there is any."""
        table: FieldPath = ()
        with suppress(ValueError):
            while sign := self._next():
                if sign == "[":
                    table = self._header()
                else:
                    self._pair(table)
        return self.places

    def _next(self) -> str:
        """The next character that is no blank and in no comment; "" at the end."""
        self._take(_BLANK)
        return self.text[self.at : self.at + 1]

    def _take(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            raise ValueError
        self.at = match.end()
        return match.group()

    def _header(self) -> FieldPath:
        start = self.starts[bisect_right(self.starts, self.at) - 1]
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
        """The path of a table by its header; below an array its latest entry is meant."""
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
        return Span(*self._place(start), *self._place(end))

    def _place(self, position: int) -> tuple[int, int]:
        line = bisect_right(self.starts, position)
        return line, position - self.starts[line - 1] + 1


def _names(keys: str) -> list[str]:
    """The names that dotted keys stand for."""
    return [_name(each) for each in _KEY_ALONE.findall(keys)]


def _name(key: str) -> str:
    if key.startswith('"'):
        return next(iter(tomllib.loads(f"{key} = 0")))  # with its escapes
    return key.strip("'")
