"""Opens a missing key in YAML, in JSON, in front matter and in TOML."""

import re

from comms.findings import Span
from comms.models.base import fields_of
from comms.models.brief import DIMENSIONS
from comms.paths import FieldPath, value_at
from comms.reading.edits import Edit, front_matter_span, lines_of, suffix_of
from comms.reading.line_index import LineIndex, newline_of
from comms.workspace.case import Case

_HEAD = ("kind", "id", "revision", "language", "status", "title")
"""What stands before the dimensions in a file."""
_COMMENT = re.compile(r"\s*#.*")
_TABLE = re.compile(r"\s*\[\[?[^\[\],]+\]\]?\s*(?:#.*)?")


def yaml_key(case: Case, path: FieldPath, asked: str) -> Edit | None:
    """The key behind the one that should stand before it; between brackets its question has no room."""
    before = _before(case, path)
    key = case.source.positions.key((*path[:-1], before)) if before else None
    lines = lines_of(case.source)
    at = _end(case, lines, (*path[:-1], before)) if before else None
    if key is None or at is None:
        return None
    newline = newline_of(case.source.text)
    if _is_flow(case, lines, path[:-1]):
        return Edit(at, at, _in_brackets(case, lines, key, str(path[-1]), newline))
    written = f"{' ' * (key.column - 1)}{path[-1]}:  # {asked}"
    if at in lines.starts:  # behind a block of text, which ends where the next line begins
        return Edit(at, at, written + newline)
    end = lines.end(lines.number(at))
    return Edit(end, end, newline + written)


def _in_brackets(case: Case, lines: LineIndex, before: Span, key: str, newline: str) -> str:
    """A pair behind another one: on a line of its own where that has one."""
    indent = lines.line(before.line)[: before.column - 1]
    gap = " " if indent.strip() else newline + indent
    name = f'"{key}"' if suffix_of(case.source) == ".json" else key
    return f',{gap}{name}: ""'


def _before(case: Case, path: FieldPath) -> str | None:
    """The sibling that the key should follow: the last that comes earlier, or the last of all."""
    known = _order(case, path)
    holder = value_at(case.source.data, path[:-1])
    here = [key for key in holder if _is_in_front(case, case.source.positions.key((*path[:-1], key)))]
    earlier = [key for key in known[: known.index(str(path[-1]))] if key in here]
    return (earlier or here or [None])[-1]


def _order(case: Case, path: FieldPath) -> tuple[str, ...]:
    if len(path) == 1:
        return (*_HEAD, *DIMENSIONS)
    part = fields_of(type(case.document))[str(path[0])].part if case.document else None
    return tuple(fields_of(part)) if part else ()


def _is_in_front(case: Case, place: Span | None) -> bool:
    """Whether a key is in the file's YAML, not a section of its body."""
    _, end = front_matter_span(case.source.text) if case.source.sections is not None else (0, 0)
    return place is not None and (not end or place.line <= case.source.text.count("\n", 0, end))


def _end(case: Case, lines: LineIndex, path: FieldPath) -> int | None:
    """Where a value ends; a block's own end would take in the comments that follow it."""
    span = case.source.positions.value(path)
    if span is None:
        return None
    value = value_at(case.source.data, path)
    if value and isinstance(value, dict | list) and not _is_flow(case, lines, path):
        last = list(value)[-1] if isinstance(value, dict) else len(value) - 1
        return _end(case, lines, (*path, last))
    return lines.offset(span.end_line, span.end_column)


def _is_flow(case: Case, lines: LineIndex, path: FieldPath) -> bool:
    span = case.source.positions.value(path)
    return span is not None and lines.text.startswith(("{", "["), lines.offset(span.line, span.column))


def toml_key(case: Case, path: FieldPath, asked: str) -> Edit | None:
    """The key before the one that should follow it, inside its table; top-level keys before all tables."""
    lines, newline = lines_of(case.source), newline_of(case.source.text)
    number = _toml_line(case, lines, path)
    if number is None:
        return None
    written = f'{path[-1]} = ""  # {asked}'
    if number > len(lines):
        end = len(lines.text)
        return Edit(end, end, newline + written)
    at = lines.offset(lines.above_comments(number, _COMMENT))
    if number == len(lines) and not lines.line(number):  # the end of the file, behind its last line end
        at = lines.offset(number)
    return Edit(at, at, written + newline)


def _toml_line(case: Case, lines: LineIndex, path: FieldPath) -> int | None:
    """The line before which the key belongs; one more than there are where that is the end."""
    order = _order(case, path)
    for key in order[order.index(str(path[-1])) + 1 :]:
        place = case.source.positions.key((*path[:-1], key))
        if place and not _TABLE.fullmatch(lines.line(place.line)):
            return place.line
    if len(path) > 1:
        table = case.source.positions.key(path[:-1])
        return table.line + 1 if table and _TABLE.fullmatch(lines.line(table.line)) else None
    tables = (number for number in range(1, len(lines) + 1) if _TABLE.fullmatch(lines.line(number)))
    last = len(lines) if not lines.line(len(lines)) else len(lines) + 1
    return next(tables, last)
