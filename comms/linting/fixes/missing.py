"""W101 to W108: adds the missing section or key, with its question as a comment."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from comms.language.phrases import field_words, say
from comms.linting.fixes.headings import labelled_line, section
from comms.linting.fixes.keys import toml_key, yaml_key
from comms.linting.fixes.misspelt import meant_elsewhere
from comms.models.brief import DIMENSIONS
from comms.models.parts import When, Who
from comms.models.scalars import is_placeholder
from comms.paths import FieldPath, value_at
from comms.reading.edits import Edit, Fix, applied, for_comment, front_matter_span, reread, suffix_of
from comms.workspace.case import Case

CODES = ("W101", "W102", "W103", "W104", "W105", "W106", "W107", "W108")


def openings(case: Case, language: str) -> Iterator[Fix]:
    """Yield the fixes that add missing sections and keys, in the order of the dimensions.

    A text with fewer than two sections of a request may be any file that was named on the command line, so
    nothing is added to it.
    """
    sections = case.source.sections
    if sections is not None and len(sections) < 2 and front_matter_span(case.source.text) == (0, 0):
        return
    missing = [(path, code) for code in CODES for path in case.absent.get(code, ()) if _is_ours(path)]
    for path, code in sorted(missing, key=lambda entry: DIMENSIONS.index(str(entry[0][0]))):
        if edit := insertion(case, path, language):
            yield Fix(code, path, (edit,))


def insertion(case: Case, path: FieldPath, language: str) -> Edit | None:
    """Return the edit that adds a dimension; None if it is present or there is no safe place for it."""
    if not _is_ours(path) or case.document is None or case.is_doubtful(path) or _is_there(case, path):
        return None
    if path in meant_elsewhere(case):
        return None
    edit = _edit(case, path, question(case, path, language))
    return edit if edit and _opens(case, path, edit) else None


def question(case: Case, path: FieldPath, language: str) -> str:
    """Return the question of a dimension, with an example, safe inside a comment."""
    if path[0] == "how_much":
        return for_comment(say("fixing.how_much", language))
    owner, key = _ASKED.get(str(path[0]), (type(case.document), str(path[0])))
    about = field_words(owner, key, language)
    # files accept calendar dates only, unlike the interview, whose examples show relative ones too
    example = say("fixing.due", language) if key == "due" else about.example
    return for_comment(say("fixing.asked", language, question=about.question, example=example))


_ASKED: dict[str, tuple[type, str]] = {"when": (When, "due"), "who": (Who, "owner")}
"""The dimensions that are mappings -> the field whose question stands for the whole."""


def _is_ours(path: FieldPath) -> bool:
    return bool(path) and path[0] in DIMENSIONS and all(isinstance(step, str) for step in path)


def _is_there(case: Case, path: FieldPath) -> bool:
    if path[0] in (case.source.sections or {}) and len(path) == 1:
        return True
    holder = value_at(case.source.data, path[:-1])
    return not isinstance(holder, dict) or path[-1] in holder


def _edit(case: Case, path: FieldPath, asked: str) -> Edit | None:
    if suffix_of(case.source) == ".toml":
        return toml_key(case, path, asked)
    if case.source.sections is None or _in_front_matter(case, path):
        return yaml_key(case, path, asked)
    return section(case, str(path[0]), asked) if len(path) == 1 else labelled_line(case, path, asked)


def _in_front_matter(case: Case, path: FieldPath) -> bool:
    """Whether a request has its answers in the front matter, not in sections."""
    _, end = front_matter_span(case.source.text)
    if len(path) == 1 or not end:
        return bool(end) and not case.source.headings and bool(case.source.data.keys() & set(DIMENSIONS))
    place = case.source.positions.key(path[:-1])
    return place is not None and place.line <= case.source.text.count("\n", 0, end)


def _opens(case: Case, path: FieldPath, edit: Edit) -> bool:
    """Whether the edit changes nothing but adding an open answer at `path`."""
    again = reread(case.source, applied(case.source.text, [Fix("", path, (edit,))]))
    if again is None:
        return False
    holder = value_at(again.data, path[:-1])
    is_open = isinstance(holder, dict) and path[-1] in holder and is_placeholder(holder[path[-1]])
    return is_open and _without(again.data, path) == _without(case.source.data, path)


def _without(data: dict[str, Any], path: FieldPath) -> dict[str, Any]:
    copy = deepcopy(data)
    holder = value_at(copy, path[:-1])
    if isinstance(holder, dict):
        holder.pop(path[-1], None)
    return copy
