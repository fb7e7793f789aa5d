"""Adds missing answers to a handwritten request: a section at its place, or a line with a label."""

import re

from comms.language.phrases import FALLBACK, label, language_of_text, words
from comms.paths import FieldPath
from comms.reading.edits import Edit
from comms.reading.line_index import LINE_BREAK, LineIndex, newline_of
from comms.reading.missing_sections import ROOM, missing_section
from comms.workspace.case import Case

_TAG = re.compile(r"</?[A-Za-z]")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")


def section(case: Case, dimension: str, asked: str) -> Edit:
    """Return the edit that adds a section where its finding's hint says, with the question as a comment."""
    text, newline = case.source.text, newline_of(case.source.text)
    found = missing_section(case.source, dimension, case.document.language if case.document else None)
    opened = found.opened.replace(ROOM, f"<!-- {asked} -->").replace("\n", newline)
    lines, between = LineIndex(text, LINE_BREAK), newline * (1 if found.is_tight else 2)
    if found.before:
        at = lines.offset(found.line)
        touches = not found.is_tight and _is_below_html(lines, found.line)
        return Edit(at, at, newline * touches + opened + between)
    at = lines.end(found.above)
    return Edit(at, at, between + opened)


def _is_below_html(lines: LineIndex, number: int) -> bool:
    """Return whether a line would go on with a block of HTML, which only an empty line ends."""
    while line := lines.line(number - 1).strip():
        number -= 1
        if _TAG.match(line):
            return True
    return False


def labelled_line(case: Case, path: FieldPath, asked: str) -> Edit | None:
    """Return the edit that adds the labelled line of a person to a section; None without that section."""
    from comms.models.base import fields_of

    lines, newline = LineIndex(case.source.text, LINE_BREAK), newline_of(case.source.text)
    part = fields_of(type(case.document))[str(path[0])].part if case.document else None
    span = case.source.positions.value(path[:-1])
    if part is None or span is None:
        return None
    last = lines.line(span.end_line)
    language = language_of_text(last) or FALLBACK
    name = label(fields_of(part)[str(path[-1])], language)
    colon = words(language)["language"]["colon"]
    if last.lstrip().startswith("|"):
        written = f"{newline}| {name} | <!-- {asked} --> |"
    elif bullet := _BULLET.match(last):
        written = f"{newline}{bullet.group()}{name}{colon}<!-- {asked} -->"
    else:
        written = f"{newline * 2}{name}{colon}<!-- {asked} -->"
    return Edit(lines.end(span.end_line), lines.end(span.end_line), written)
