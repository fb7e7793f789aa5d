"""The comment with which a person answers for a finding: where it goes, and what it may say."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from comms.findings import Finding
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
"""What must stay last on a Markdown line: the bar of a table, a heading's closing signs, a hard break."""
_TOML = re.compile(
    r"\"{3}(?:\\.|[^\\])*?\"{3}|'{3}.*?'{3}|\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*'|(?P<comment>#[^\n]*)", re.DOTALL
)

Strings = list[tuple[int, int]]
"""Where the strings of a text begin and end: no comment begins there."""


def suppression(source: Source, finding: Finding, reason: str) -> Edit | None:
    """The comment that answers for a finding; None where the format or the place has room for none.

    A comment that is there already takes the code in. Whatever could end the comment is taken out of
    the reason.
    """
    write = _WRITERS.get(suffix_of(source))
    edit = write(source, finding, for_comment(reason)) if write else None
    return edit if edit and _reads_the_same(source, edit) else None


def _yaml(source: Source, finding: Finding, reason: str) -> Edit | None:
    return _hash(lines_of(source), finding.span.line, finding.code, reason, scalar_spans(source.text))


def _toml(source: Source, finding: Finding, reason: str) -> Edit | None:
    strings = [each.span() for each in _TOML.finditer(source.text) if each["comment"] is None]
    return _hash(lines_of(source), finding.span.line, finding.code, reason, strings)


def _markdown(source: Source, finding: Finding, reason: str) -> Edit | None:
    start, end = front_matter_span(source.text)
    lines = LineIndex(source.text, LINE_BREAK)
    number = finding.span.line
    if number == 1 and end and (kind := source.positions.key(("kind",))):
        number = kind.line  # the fence has no room, and the line of the kind holds for the whole document
    if start <= lines.offset(number) < end:
        strings = [(one + start, other + start) for one, other in scalar_spans(source.text[start:end])]
        return _hash(lines_of(source), number, finding.code, reason, strings)
    if number > len(lines) or lines.offset(number) < start or _is_fence(lines, number):
        return None
    if _is_code(source.text[end:], number - 1 - source.text.count("\n", 0, end)):
        return None
    line, at = lines.line(number), lines.offset(number)
    if there := _HTML.search(line):
        return _merged(there, finding.code, reason, at, "<!-- {} -->")
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
"""Suffix -> how its comments are written; JSON and DOCX have none."""


def _hash(lines: LineIndex, number: int, code: str, reason: str, strings: Strings) -> Edit | None:
    """A comment behind the line; where a text goes on over the line's end, at its key."""
    number = min(number, len(lines))
    text, end = lines.text, lines.end(number)
    around = next((each for each in strings if each[0] < end < each[1]), None)
    if around is not None:
        number = lines.number(around[0])
        end = lines.end(number)
        if around[0] < end:  # the text begins on its key's line, and leaves no room behind it
            return _above(lines, number, code, reason)
    start = lines.offset(number)
    for sign in re.finditer("#", text[start:end]):
        there = _HASH.match(text, start + sign.start(), end)
        if there and not any(one <= there.start() < other for one, other in strings):
            return _merged(there, code, reason, 0, "# {}")
    at = start + len(text[start:end].rstrip())
    return Edit(at, at, f"{'  ' if at > start else ''}# {_comment([code], reason)}")


def _above(lines: LineIndex, number: int, code: str, reason: str) -> Edit | None:
    """A comment alone on the line before, which holds for what begins on the next."""
    before = lines.line(number - 1)
    if there := _HASH.fullmatch(before.strip()):
        return _merged(there, code, reason, lines.offset(number - 1) + before.index("#"), "# {}")
    line = lines.line(number)
    indent = line[: len(line) - len(line.lstrip())]
    start = lines.offset(number)
    return Edit(start, start, f"{indent}# {_comment([code], reason)}{newline_of(lines.text)}")


def _merged(there: re.Match[str], code: str, reason: str, offset: int, form: str) -> Edit | None:
    """The comment that is there with one more code; None where it has it."""
    codes = [each.strip() for each in there[1].split(",") if each.strip()]
    if code in codes:
        return None
    given = for_comment(there[2])
    both = "; ".join(each for each in (given, reason if reason not in given else "") if each)
    written = form.format(_comment([*codes, code], both))
    return Edit(there.start() + offset, there.end() + offset, written)


def _comment(codes: list[str], reason: str) -> str:
    return f"comms: ignore[{','.join(codes)}] {reason}".rstrip()


def _is_fence(lines: LineIndex, number: int) -> bool:
    """Whether a line is one of the two that enclose the front matter."""
    start, end = front_matter_span(lines.text)
    return bool(end) and (lines.offset(number) < start or lines.offset(number) == end)


def _is_code(body: str, index: int) -> bool:
    """Whether a line of Markdown is shown as it stands, so that a comment would be seen."""
    from markdown_it import MarkdownIt

    def holds(token: "Token") -> bool:
        is_raw = token.type in ("fence", "code_block", "html_block")
        return is_raw and token.map is not None and token.map[0] <= index < token.map[1]

    return any(holds(token) for token in MarkdownIt("commonmark").parse(body))


def _reads_the_same(source: Source, edit: Edit) -> bool:
    again = reread(source, applied(source.text, [Fix("", (), (edit,))]))
    return again is not None and _bare(again.data) == _bare(source.data)


def _bare(value: Any) -> Any:
    """Data without the comments of Markdown, and without the blanks that they leave behind."""
    if isinstance(value, dict):
        return {key: _bare(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    if isinstance(value, str):
        return "\n".join(" ".join(line.split()) for line in _ANY_HTML.sub("", value).splitlines())
    return value
