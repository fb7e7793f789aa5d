"""JSON files: numbers stay the text that was written, and places are found by YAML, a superset of JSON."""

import json
import re
from functools import cached_property
from typing import Any

from comms.findings import Span, Unreadable
from comms.paths import FieldPath
from comms.reading.fullwidth import fullwidth_sign
from comms.reading.source import MAX_DEPTH, Source, decode, mapping_of, refuse_excess
from comms.reading.yaml_file import NOT_PRINTABLE, NodePositions, build, compose

_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")


def read(content: bytes, name: str) -> Source:
    """Read a JSON file; raises Unreadable with the parser's line and column."""
    text = decode(content)
    return Source(name, text, mapping_of(parse(text)), _Positions(text))


def parse(text: str) -> Any:
    """Return the plain data of a JSON text, numbers as text; raises Unreadable."""
    if not text.strip():
        raise Unreadable("empty")
    try:
        data = json.loads(
            text,
            parse_int=str,
            parse_float=str,
            parse_constant=str,
            object_pairs_hook=_mapping,
        )
    except Unreadable as refused:
        raise _placed(refused, text) from None
    except json.JSONDecodeError as error:
        sign = fullwidth_sign(text, error.lineno, error.colno)
        raise sign or Unreadable("json", error.lineno, error.colno, why=error.msg) from None
    except RecursionError:
        raise Unreadable("too_deep", most=MAX_DEPTH) from None
    if isinstance(data, dict | list):
        refuse_excess(data)
    return data


def _mapping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for index, key in enumerate(keys) if key in keys[:index])
        raise Unreadable("duplicate_key", key=twice)
    if any(_SURROGATE.search(key) for key in data):
        raise Unreadable("json", why="a key holds half a character")
    return data


def _placed(refused: Unreadable, text: str) -> Unreadable:
    """Return a refusal with its place, which only the node tree knows."""
    try:
        build(compose(_printable(text)))
    except Unreadable as placed:
        if placed.reason == refused.reason:
            return placed
    return refused


def _printable(text: str) -> str:
    """Replace each character that JSON accepts and YAML does not by another one, so that places are kept."""
    return NOT_PRINTABLE.sub("\ufffd", text)


class _Positions:
    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def nodes(self) -> NodePositions:
        try:
            # YAML has no surrogate pairs; replacing them by an escape of equal length keeps the places
            return NodePositions(compose(_SURROGATE_ESCAPE.sub(r"\\u0020", _printable(self.text))))
        except Unreadable:
            return NodePositions(None)

    def value(self, path: FieldPath) -> Span | None:
        return self.nodes.value(_as_composed(path))

    def key(self, path: FieldPath) -> Span | None:
        return self.nodes.key(_as_composed(path))


def _as_composed(path: FieldPath) -> FieldPath:
    return tuple(_printable(step) if isinstance(step, str) else step for step in path)
