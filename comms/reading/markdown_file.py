"""Markdown: front matter holds data, sections whose heading names a dimension fill what it lacks."""

import re
from typing import Any

from comms.findings import Span, Unreadable
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath
from comms.reading.handwritten import read_outline
from comms.reading.markdown_body import body_of
from comms.reading.outline import outline_of
from comms.reading.sections import Request
from comms.reading.source import Source, decode
from comms.reading.stamps import read_stamp
from comms.reading.yaml_file import NodePositions, build, compose

OF_ANY = ("title", "language")
"""What front matter that is not ours may say all the same."""
_FENCE = re.compile(r"---[ \t]*\r?\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


def read(content: bytes, name: str) -> Source:
    """A Markdown file as a source: ours, one with front matter, or one written by hand."""
    text = decode(content)
    front, body_start = _front_matter(text)
    if front is None:
        return _by_hand(text, name)
    root = compose(front)
    data = build(root)
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise Unreadable("no_mapping", line=2)
    stamp = read_stamp(data.pop("comms", None), text[body_start:], "md")
    if stamp is not None:
        return Source(name, text, data, NodePositions(root), stamp)
    written = read_outline(outline_of(body_of(text[body_start:], text.count("\n", 0, body_start))))
    if "kind" not in data and written.outline.is_request:  # a blog's or a wiki's front matter, not ours
        data = {"kind": "brief"} | {key: data[key] for key in OF_ANY if key in data}
    merged = _filled(data, written.request.data)
    return written.source(name, text, merged, _Positions(NodePositions(root), written.request), is_ours=True)


def _front_matter(text: str) -> tuple[str | None, int]:
    """The YAML between the fences, its lines where they stood, and where the body begins."""
    if not (opening := _FENCE.match(text)):
        return None, 0
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise Unreadable("front_matter")
    return "\n" + text[opening.end() : closing.start()], closing.end()


def front_matter_end(text: str) -> int:
    """Where the body begins; 0 where there is no front matter. Raises Unreadable where it has no end."""
    return _front_matter(text)[1]


def _by_hand(text: str, name: str) -> Source:
    if not text.strip():
        raise Unreadable("empty")
    written = read_outline(outline_of(body_of(text)))
    data = {"kind": "brief", **written.request.data}
    return written.source(name, text, data, _Positions(None, written.request))


def _filled(data: dict[str, Any], answers: dict[str, Any]) -> dict[str, Any]:
    """The front matter, with what it leaves open filled from the sections, field by field."""
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


class _Positions:
    """Front matter first; what it does not hold stands in the sections."""

    def __init__(self, front: NodePositions | None, request: Request) -> None:
        self.front = front
        self.request = request

    def value(self, path: FieldPath) -> Span | None:
        return self._find(path, on_key=False)

    def key(self, path: FieldPath) -> Span | None:
        return self._find(path, on_key=True)

    def _find(self, path: FieldPath, on_key: bool) -> Span | None:
        if self.front:
            found = self.front.key(path) if on_key else self.front.value(path)
            if found and path:
                return found
        return self.request.span(path, on_key)
