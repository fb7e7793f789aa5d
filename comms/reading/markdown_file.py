"""Markdown: front matter holds data, sections whose heading names a dimension fill what it lacks."""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from comms.findings import FieldPath, Span, Unreadable
from comms.models.scalars import is_placeholder
from comms.reading.sections import DIMENSIONS, Request, Section, request_of
from comms.reading.source import Source, Stamp, decode
from comms.reading.yaml_file import NodePositions, build, compose
from comms.words import LANGUAGES

if TYPE_CHECKING:
    from markdown_it.token import Token

_LINE_END = re.compile(r"\r\n|\r|\n")
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
    stamp = _stamp(data.pop("comms", None), text[body_start:])
    if stamp is not None:
        return Source(name, text, data, NodePositions(root), stamp)
    request = _sections(text, body_start)
    positions = _Positions(NodePositions(root), request)
    merged = _filled(data, request.data)
    return Source(name, text, merged, positions, sections=_lines(request))


def digest(data: dict[str, Any], body: str) -> str:
    """A short fingerprint of a document's data and its rendered body together."""
    lines = "\n".join(line.rstrip() for line in body.strip().splitlines())
    plain = json.dumps(data, sort_keys=True, default=str, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(f"{plain}\n{lines}".encode("utf-8", "replace")).hexdigest()[:16]


def _front_matter(text: str) -> tuple[str | None, int]:
    """The YAML between the fences, its lines where they stood, and where the body begins."""
    if not (opening := _FENCE.match(text)):
        return None, 0
    closing = _CLOSING.search(text, opening.end())
    if closing is None:
        raise Unreadable("front_matter")
    return "\n" + text[opening.end() : closing.start()], closing.end()


def _stamp(value: Any, body: str) -> Stamp | None:
    if not isinstance(value, dict) or not isinstance(value.get("digest"), str):
        return None
    layout = value.get("layout")
    return Stamp(value["digest"], layout if layout in LANGUAGES else "", body)


def _by_hand(text: str, name: str) -> Source:
    if not text.strip():
        raise Unreadable("empty")
    request = _sections(text, 0)
    data = {"kind": "brief", **request.data}
    return Source(name, text, data, _Positions(None, request), sections=_lines(request))


def _lines(request: Request) -> dict[str, int]:
    return {key: place[0].line for key, place in request.places.items() if key in DIMENSIONS}


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


def _sections(text: str, body_start: int) -> Request:
    from markdown_it import MarkdownIt

    skipped = text.count("\n", 0, body_start)
    tokens = MarkdownIt("commonmark").parse(text[body_start:])
    lines = _LINE_END.split(text[body_start:])  # as markdown-it does, and not at U+2028
    headings = list(_headings(tokens))
    request = request_of(
        _section(lines, headings, index, skipped)
        for index, (level, _, _, _) in enumerate(headings)
        if level > 1 or index > 0
    )
    if headings and headings[0][0] == 1 and headings[0][3]:
        _, start, _, title = headings[0]
        span = Span(start + skipped + 1, 1, start + skipped + 1, len(lines[start]) + 1)
        request.data["title"] = title
        request.places["title"] = span, span
    return request


def _headings(tokens: "list[Token]") -> Iterator[tuple[int, int, int, str]]:
    """Each heading: its level, first and one past its last line, its text."""
    for index, token in enumerate(tokens):
        if token.type == "heading_open" and token.map and token.level == 0:
            yield int(token.tag[1]), token.map[0], token.map[1], _plain(tokens[index + 1])


def _plain(inline: "Token") -> str:
    return "".join(child.content for child in inline.children or ()).strip()


def _section(
    lines: list[str], headings: list[tuple[int, int, int, str]], index: int, skipped: int
) -> Section:
    level, start, first, heading = headings[index]
    following = (each[1] for each in headings[index + 1 :] if each[0] <= level)
    last = next(following, len(lines))
    numbers = [number for number in range(first, last) if lines[number].strip()]
    if not numbers:
        here = Span(start + skipped + 1, 1, start + skipped + 1, len(lines[start]) + 1)
        return Section(heading, here.line, "", here)
    top, bottom = numbers[0], numbers[-1]
    span = Span(top + skipped + 1, 1, bottom + skipped + 1, len(lines[bottom]) + 1)
    return Section(heading, start + skipped + 1, "\n".join(lines[top : bottom + 1]), span)


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
