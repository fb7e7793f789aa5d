"""Comments that suppress a finding: their place in the file and their text."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from comms.findings import Finding
from comms.models.plain import map_scalars
from comms.reading.edits import (
    Edit,
    Fix,
    applied,
    for_comment,
    front_matter_span,
    lines_of,
    reread,
    suffix_of,
)
from comms.reading.line_index import LINE_BREAK, LineIndex, newline_of
from comms.reading.source import Source
from comms.reading.yaml_file import scalar_spans

if TYPE_CHECKING:
    from markdown_it.token import Token

_HASH = re.compile(r"#[ \t]*comms:[ \t]*ignore\[([^\]\n]*)\][ \t]*([^\r\n]*)")
_HTML = re.compile(r"<!--[ \t]*comms:[ \t]*ignore\[([^\]\n]*)\][ \t]*([^\r\n]*?)[ \t]*-->")
_ANY_HTML = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_LINE_END = re.compile(r"[ \t]*(?:\|[ \t]*|(?<=[ \t])#+[ \t]*)?$")
"""Whatever must stay last on a Markdown line: a table's bar, a heading's closing signs, a hard break."""
_TOML = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|(?P<comment>#[^\n]*)", re.DOTALL
)

Strings = list[tuple[int, int]]
"""The start and end offsets of the strings in a text, within which no comment can begin."""


def suppression(source: Source, finding: Finding, reason: str) -> Edit | None:
    """Return the edit that suppresses a finding; None if the format or the place allows no comment.

    The code is added to an existing comment. Characters that could end the comment are removed from the
    reason.
    """
    write = _WRITERS.get(suffix_of(source))
    edit = write(source, finding, for_comment(reason)) if write else None
    return edit if edit and _keeps_data(source, edit) else None


def _yaml(source: Source, finding: Finding, reason: str) -> Edit | None:
    return _hash(lines_of(source), finding.span.line, finding.code, reason, scalar_spans(source.text))


def _toml(source: Source, finding: Finding, reason: str) -> Edit | None:
    strings = [match.span() for match in _TOML.finditer(source.text) if match["comment"] is None]
    return _hash(lines_of(source), finding.span.line, finding.code, reason, strings)


def _markdown(source: Source, finding: Finding, reason: str) -> Edit | None:
    start, end = front_matter_span(source.text)
    lines = LineIndex(source.text, LINE_BREAK)
    number = finding.span.line
    if number == 1 and end and (kind := source.positions.key(("kind",))):
        number = kind.line  # a fence allows no comment; one at the kind applies to the whole document
    if start <= lines.offset(number) < end:
        strings = [(first + start, last + start) for first, last in scalar_spans(source.text[start:end])]
        return _hash(lines_of(source), number, finding.code, reason, strings)
    if number > len(lines) or lines.offset(number) < start or _is_fence(lines, number):
        return None
    if _is_code(source.text[end:], number - 1 - source.text.count("\n", 0, end)):
        return None
    line, at = lines.line(number), lines.offset(number)
    if existing := _HTML.search(line):
        return _merged(existing, finding.code, reason, at, "<!-- {} -->")
    last = _LINE_END.search(line)
    at += last.start() if last else len(line)
    return Edit(at, at, f" <!-- {_comment([finding.code], reason)} -->")


_WRITERS: dict[str, Callable[[Source, Finding, str], Edit | None]] = {
    ".yaml": _yaml,
    ".yml": _yaml,
    ".toml": _toml,
    ".md": _markdown,
    ".markdown": _markdown,
}
"""Suffix -> the function that writes its comments; JSON and DOCX have none."""


def _hash(lines: LineIndex, number: int, code: str, reason: str, strings: Strings) -> Edit | None:
    """Return a comment at the end of the line; at the key of a text that continues past the line's end."""
    number = min(number, len(lines))
    text, end = lines.text, lines.end(number)
    around = next((string for string in strings if string[0] < end < string[1]), None)
    if around is not None:
        number = lines.number(around[0])
        end = lines.end(number)
        if around[0] < end:  # the text begins on its key's line, which cannot end with a comment
            return _above(lines, number, code, reason)
    start = lines.offset(number)
    for sign in re.finditer("#", text[start:end]):
        existing = _HASH.match(text, start + sign.start(), end)
        if existing and not any(first <= existing.start() < last for first, last in strings):
            return _merged(existing, code, reason, 0, "# {}")
    at = start + len(text[start:end].rstrip())
    return Edit(at, at, f"{'  ' if at > start else ''}# {_comment([code], reason)}")


def _above(lines: LineIndex, number: int, code: str, reason: str) -> Edit | None:
    """Return a comment on the line above, which applies to what begins on the next line."""
    before = lines.line(number - 1)
    if existing := _HASH.fullmatch(before.strip()):
        return _merged(existing, code, reason, lines.offset(number - 1) + before.index("#"), "# {}")
    line = lines.line(number)
    indent = line[: len(line) - len(line.lstrip())]
    start = lines.offset(number)
    return Edit(start, start, f"{indent}# {_comment([code], reason)}{newline_of(lines.text)}")


def _merged(existing: re.Match[str], code: str, reason: str, offset: int, form: str) -> Edit | None:
    """Return the edit that adds a code to an existing comment; None if the comment has it already."""
    codes = [listed.strip() for listed in existing[1].split(",") if listed.strip()]
    if code in codes:
        return None
    given = for_comment(existing[2])
    both = "; ".join(filter(None, (given, reason if reason not in given else "")))
    written = form.format(_comment([*codes, code], both))
    return Edit(existing.start() + offset, existing.end() + offset, written)


def _comment(codes: list[str], reason: str) -> str:
    return f"comms: ignore[{','.join(codes)}] {reason}".rstrip()


def _is_fence(lines: LineIndex, number: int) -> bool:
    """Whether a line is one of the two fences of the front matter."""
    start, end = front_matter_span(lines.text)
    return bool(end) and (lines.offset(number) < start or lines.offset(number) == end)


def _is_code(body: str, index: int) -> bool:
    """Whether a line of Markdown is shown verbatim, so that a comment would be visible."""
    from markdown_it import MarkdownIt

    def holds(token: "Token") -> bool:
        is_raw = token.type in ("fence", "code_block", "html_block")
        return is_raw and token.map is not None and token.map[0] <= index < token.map[1]

    return any(holds(token) for token in MarkdownIt("commonmark").parse(body))


def _keeps_data(source: Source, edit: Edit) -> bool:
    """Whether a file has the same data after an edit."""
    again = reread(source, applied(source.text, [Fix("", (), (edit,))]))
    if again is None:
        return False
    return bool(map_scalars(again.data, _without_comments) == map_scalars(source.data, _without_comments))


def _without_comments(value: Any) -> Any:
    """Return a text without HTML comments and the blanks that they leave behind; other values as they are."""
    if not isinstance(value, str):
        return value
    return "\n".join(" ".join(line.split()) for line in _ANY_HTML.sub("", value).splitlines())
