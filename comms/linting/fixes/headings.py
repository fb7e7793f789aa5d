"""Writes what is missing in a request by hand: a section where it belongs, and the line of a label."""

import re

from comms.language.phrases import FALLBACK, label, language_of_text, words
from comms.paths import FieldPath
from comms.reading.edits import Edit
from comms.reading.line_index import LINE_BREAK, LineIndex, newline_of
from comms.reading.missing_sections import ROOM, missing_section
from comms.workspace.case import Case

_BULLET = re.compile(r"[ \t]*[-*+][ \t]+")


def section(case: Case, dimension: str, asked: str) -> Edit:
    """The section where the hint of its finding says that it belongs, with its question as a comment."""
    text, newline = case.source.text, newline_of(case.source.text)
    found = missing_section(case.source, dimension, case.document.language if case.document else None)
    opened = found.opened.replace(ROOM, f"<!-- {asked} -->").replace("\n", newline)
    lines, between = LineIndex(text, LINE_BREAK), newline * (1 if found.is_tight else 2)
    if found.before:
        at = lines.offset(found.line)
        return Edit(at, at, opened + between)
    at = lines.end(found.above)
    return Edit(at, at, between + opened)


def labelled_line(case: Case, path: FieldPath, asked: str) -> Edit | None:
    """The line for a person whom a section with labels does not name."""
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
