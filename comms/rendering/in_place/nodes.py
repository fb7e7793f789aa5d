"""The values of a YAML or JSON text with their start and end positions."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from comms.rendering.in_place.rewrite import Unsafe

try:
    from yaml import CSafeLoader as SafeLoader
except ImportError:  # PyYAML built without libyaml parses the same, only slower
    from yaml import SafeLoader  # type: ignore[assignment]


@dataclass(slots=True)
class Node:
    """A value in a text; `start` and `end` count code points.

    kind: "scalar", "mapping", "list" or "alias". style: of a scalar "", "'", '"', "|" or ">".
    flow: whether a collection stands in brackets; the end of a block collection is the parser's.
    bound: whether an anchor or a tag is attached, so that the value means more than its own text.
    """

    kind: str
    start: int
    end: int
    style: str = ""
    flow: bool = False
    bound: bool = False
    value: str = ""
    items: list["Node"] = field(default_factory=list)
    pairs: list[tuple["Node", "Node"]] = field(default_factory=list)


def yaml_root(text: str) -> Node | None:
    """Parse a YAML text that is known to be valid; return its root, or None if it is empty."""
    events = (
        event
        for event in yaml.parse(text, Loader=SafeLoader)
        if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)
    )
    first = next(events, None)
    return _of_event(first, events) if first is not None else None


def _of_event(event: yaml.Event, events: Iterator[yaml.Event]) -> Node:
    start, end = _index(event.start_mark), _index(event.end_mark)
    if isinstance(event, yaml.AliasEvent):
        return Node("alias", start, end)
    bound = bool(getattr(event, "anchor", None) or getattr(event, "tag", None))
    if isinstance(event, yaml.ScalarEvent):
        return Node("scalar", start, end, event.style or "", bound=bound, value=event.value)
    assert isinstance(event, yaml.CollectionStartEvent)
    kind = "mapping" if isinstance(event, yaml.MappingStartEvent) else "list"
    node = Node(kind, start, end, flow=bool(event.flow_style), bound=bound)
    while not isinstance(following := next(events), yaml.CollectionEndEvent):
        child = _of_event(following, events)
        if kind == "mapping":
            node.pairs.append((child, _of_event(next(events), events)))
        else:
            node.items.append(child)
    node.end = _index(following.end_mark)
    return node


def _index(mark: Any) -> int:
    return int(mark.index)


_JSON = json.JSONDecoder()
_BLANK = re.compile(r"[ \t\r\n]*")
_BARE_VALUE = re.compile(r"[^\s,\[\]{}]+")


def json_root(text: str) -> Node:
    """Parse a JSON text that is known to be valid and return its root."""
    return _of_json(text, _skip(text, 0))


def _of_json(text: str, at: int) -> Node:
    if text[at] == '"':
        value, end = _JSON.raw_decode(text, at)
        return Node("scalar", at, end, '"', value=value)
    if text[at] not in "[{":
        match = _BARE_VALUE.match(text, at)
        if match is None:
            raise Unsafe("no value")
        return Node("scalar", at, match.end(), value=match.group())
    node = Node("mapping" if text[at] == "{" else "list", at, at, flow=True)
    at = _skip(text, at + 1)
    while text[at] not in "]}":
        child = _of_json(text, at)
        at = _skip(text, child.end)
        if node.kind == "mapping":
            value = _of_json(text, _skip(text, at + 1))
            node.pairs.append((child, value))
            at = _skip(text, value.end)
        else:
            node.items.append(child)
        at = _skip(text, at + 1) if text[at] == "," else at
    node.end = at + 1
    return node


def _skip(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    assert match is not None
    return match.end()


def escapes_non_ascii(text: str) -> bool:
    """Whether a JSON text escapes non-ASCII characters; False if it contains no such characters."""
    return text.isascii() and not json.dumps(json.loads(text), ensure_ascii=False).isascii()
