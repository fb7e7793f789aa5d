"""Adds a missing key to YAML, JSON, front matter and TOML."""

import re

from comms.findings import Span
from comms.models.base import fields_of
from comms.models.brief import DIMENSIONS
from comms.paths import FieldPath, value_at
from comms.reading.edits import Edit, front_matter_span, lines_of, suffix_of
from comms.reading.line_index import LineIndex, newline_of
from comms.workspace.case import Case

_HEAD = ("kind", "id", "revision", "language", "status", "title")
"""The keys that precede the dimensions in a file."""
_COMMENT = re.compile(r"\s*#.*")
_TABLE = re.compile(r"\s*\[\[?[^\[\],]+\]\]?\s*(?:#.*)?")


def yaml_key(case: Case, path: FieldPath, asked: str) -> Edit | None:
    """Return the edit that adds a key after its predecessor; without its question if within brackets."""
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
    if at in lines.starts:  # after a block scalar, which ends at the start of the next line
        return Edit(at, at, written + newline)
    end = lines.end(lines.number(at))
    return Edit(end, end, newline + written)


def _in_brackets(case: Case, lines: LineIndex, before: Span, key: str, newline: str) -> str:
    """Return a pair to follow another one: on its own line if that pair has one."""
    indent = lines.line(before.line)[: before.column - 1]
    gap = " " if indent.strip() else newline + indent
    name = f'"{key}"' if suffix_of(case.source) == ".json" else key
    return f',{gap}{name}: ""'


def _before(case: Case, path: FieldPath) -> str | None:
    """Return the existing key to insert after: the nearest predecessor, or else the last key."""
    known = _order(case, path)
    holder = value_at(case.source.data, path[:-1])
    present = [key for key in holder if _is_in_yaml(case, case.source.positions.key((*path[:-1], key)))]
    earlier = [key for key in known[: known.index(str(path[-1]))] if key in present]
    return (earlier or present or [None])[-1]


def _order(case: Case, path: FieldPath) -> tuple[str, ...]:
    """Return the usual order of a key and its siblings."""
    if len(path) == 1:
        return (*_HEAD, *DIMENSIONS)
    part = fields_of(type(case.document))[str(path[0])].part if case.document else None
    return tuple(fields_of(part)) if part else ()


def _is_in_yaml(case: Case, place: Span | None) -> bool:
    """Whether a key is in the file's YAML, such as the front matter, and not a section of the body."""
    _, end = front_matter_span(case.source.text) if case.source.sections is not None else (0, 0)
    return place is not None and (not end or place.line <= case.source.text.count("\n", 0, end))


def _end(case: Case, lines: LineIndex, path: FieldPath) -> int | None:
    """Return the end of a value, without the comments that the parser includes in a block collection."""
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
    """Return the edit that adds a key before its successor; a top-level key precedes all tables."""
    lines, newline = lines_of(case.source), newline_of(case.source.text)
    number = _toml_line(case, lines, path)
    if number is None:
        return None
    written = f'{path[-1]} = ""  # {asked}'
    if number > len(lines):
        end = len(lines.text)
        return Edit(end, end, newline + written)
    at = lines.offset(lines.above_comments(number, _COMMENT))
    if number == len(lines) and not lines.line(number):  # the end of the file, after its last line break
        at = lines.offset(number)
    return Edit(at, at, written + newline)


def _toml_line(case: Case, lines: LineIndex, path: FieldPath) -> int | None:
    """Return the number of the line to insert a key before; one past the last line means the end."""
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
