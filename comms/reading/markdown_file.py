"""Markdown files: front matter holds the data, and sections that name a dimension fill its gaps."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from comms.findings import Span, Unreadable
from comms.models.brief import DIMENSIONS
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath
from comms.reading.front_matter import find_front_matter
from comms.reading.handwritten import Handwritten, read_outline
from comms.reading.headings import House, current_house, name_of
from comms.reading.markdown_body import body_of
from comms.reading.outline import outline_of
from comms.reading.sections import Request, Section
from comms.reading.source import Source, decode
from comms.reading.stamps import read_stamp
from comms.reading.yaml_file import NodePositions, build, tree_of

FOREIGN_KEYS = ("title", "language")
"""The keys that are taken from front matter which belongs to another program."""


def read(content: bytes, name: str) -> Source:
    """Read a Markdown file: one that comms wrote, one with front matter, or one written by hand."""
    text = decode(content)
    place = find_front_matter(text)
    if place is None:
        return _by_hand(text, name)
    root = tree_of("\n" + text[place.start : place.end])  # the YAML keeps its line numbers
    data = build(root)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise Unreadable("no_mapping", line=2)
    body = text[place.body :]
    stamp = read_stamp(data.pop("comms", None), body, "md")
    if stamp is not None:
        return Source(name, text, data, NodePositions(root), stamp)
    written = _written(body, text.count("\n", 0, place.body), current_house())
    if "kind" not in data and written.outline.is_request:  # the front matter of a blog or a wiki
        fields = tuple(_fields(data, NodePositions(root)))
        written = read_outline(replace(written.outline, sections=(*fields, *written.outline.sections)))
        data = {"kind": "brief"} | {key: data[key] for key in FOREIGN_KEYS if key in data}
    merged, by_hand = _filled(data, written.request.data), frozenset(_gaps(data, written.request.data))
    positions = _Positions(NodePositions(root), written.request, by_hand)
    return written.source(name, text, merged, positions, by_hand, is_ours=True)


def _fields(data: dict[str, Any], positions: NodePositions) -> Iterator[Section]:
    """Yield the answers in front matter of another program whose keys name nothing else: `due`, `owner`.

    Its other keys are about the text itself: its date, its author, its description.
    """
    for key, value in data.items():
        name = name_of(str(key))
        answers = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        text = ", ".join(answer for answer in answers if isinstance(answer, str)).strip()
        if text and name and name.dimension in DIMENSIONS and (name.clear or name.role):
            keyed, valued = positions.key((key,)) or Span(), positions.value((key,)) or Span()
            yield Section(str(key), keyed, text, valued, text, leads=True)


def _by_hand(text: str, name: str) -> Source:
    if not text.strip():
        raise Unreadable("empty")
    written = _written(text, 0, current_house())
    data = {"kind": "brief", **written.request.data}
    by_hand = written.request.paths
    return written.source(name, text, data, _Positions(None, written.request, by_hand), by_hand)


@lru_cache(maxsize=1)  # a file of a folder is read to recognize it, and then to judge it
def _written(body: str, above: int, house: House) -> Handwritten:
    """Return the request in a body below so many lines; the house tells what its headings mean."""
    return read_outline(outline_of(body_of(body, above)))


def _filled(data: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """Return the front matter with the answers it lacks taken from the sections, field by field."""
    filled = dict(data)
    for key, answer in answers.items():
        given = data.get(key)
        if is_placeholder(given):
            filled[key] = answer
        elif isinstance(given, dict) and isinstance(answer, dict):
            filled[key] = _filled(given, answer)
        elif given == {}:
            filled[key] = answer
    return filled


def _gaps(data: dict[str, Any], answers: dict[str, Any], path: FieldPath = ()) -> Iterator[FieldPath]:
    """Yield the paths of the answers that `_filled` takes from the sections."""
    for key, answer in answers.items():
        given = data.get(key)
        if is_placeholder(given) or given == {}:
            yield (*path, key)
        elif isinstance(given, dict) and isinstance(answer, dict):
            yield from _gaps(given, answer, (*path, key))


class _Positions:
    """The positions of values in the front matter, and of those that were read by hand in the sections."""

    def __init__(self, front: NodePositions | None, request: Request, by_hand: frozenset[FieldPath]) -> None:
        self.front = front
        self.request = request
        self.by_hand = by_hand

    def value(self, path: FieldPath) -> Span | None:
        return self._find(path, on_key=False)

    def key(self, path: FieldPath) -> Span | None:
        return self._find(path, on_key=True)

    def _find(self, path: FieldPath, on_key: bool) -> Span | None:
        if self.front and path not in self.by_hand:
            found = self.front.key(path) if on_key else self.front.value(path)
            if found and path:
                return found
        return self.request.span(path, on_key)
