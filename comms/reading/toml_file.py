"""TOML: the standard library's parser for the data, a scan of the lines for the places."""

import re
import tomllib
from datetime import date, time
from functools import cached_property
from typing import Any

from comms.findings import FieldPath, Span, Unreadable
from comms.reading.source import MAX_DEPTH, Source, decode, mapping_of, refuse_excess

_TABLE = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
_PAIR = re.compile(r"""^(\s*)([A-Za-z0-9_.\-"' ]+?)\s*=\s*""")
_MULTILINE = re.compile(r"\"{3}|'{3}")
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
    """Knows tables and the keys that begin a line; what stands inside an inline value has its line."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def places(self) -> dict[FieldPath, tuple[Span, Span]]:
        places: dict[FieldPath, tuple[Span, Span]] = {}
        counts: dict[FieldPath, int] = {}
        table: FieldPath = ()
        inside = False
        for number, line in enumerate(self.text.split("\n"), 1):
            was_inside, inside = inside, inside ^ bool(len(_MULTILINE.findall(line)) % 2)
            if was_inside:
                continue
            if match := _TABLE.match(line):
                table = _table_path(match, counts)
                whole = Span(number, 1, number, len(line) + 1)
                places[table] = whole, whole
            elif match := _PAIR.match(line):
                key_start, value_start = len(match.group(1)) + 1, match.end() + 1
                key = Span(number, key_start, number, key_start + len(match.group(2)))
                value = Span(number, value_start, number, len(line.rstrip()) + 1)
                places.setdefault((*table, *_keys(match.group(2))), (key, value))
        return places

    def value(self, path: FieldPath) -> Span | None:
        return self.places[path][1] if path in self.places else None

    def key(self, path: FieldPath) -> Span | None:
        return self.places[path][0] if path in self.places else None


def _table_path(match: re.Match[str], counts: dict[FieldPath, int]) -> FieldPath:
    path: FieldPath = ()
    for key in _keys(match.group(2)):
        path = (*path, key)
        if path in counts and path != _keys(match.group(2)):
            path = (*path, counts[path])
    if match.group(1) == "[[":
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


def _keys(text: str) -> tuple[str, ...]:
    return tuple(key.strip().strip("\"'") for key in text.split("."))
