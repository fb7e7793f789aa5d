"""The mistakes of a template: what is wrong, where, and which names are available instead."""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateSyntaxError

from comms.errors import SetupError


class TemplateMistake(SetupError):
    """A mistake at a line of a template; `reason` is the key of its sentence in [template_mistakes]."""

    section = "template_mistakes"

    def __init__(self, reason: str, at: tuple[str, int], **values: object) -> None:
        super().__init__(reason, file=at[0], line=str(at[1]), **values)

    def is_same(self, other: "TemplateMistake") -> bool:
        """Whether another mistake says the same about the same line, possibly met with another document."""
        return self._essence == other._essence

    @property
    def _essence(self) -> tuple[object, ...]:
        return self.reason, *(self.values.get(name) for name in ("file", "line", "written", "field"))


SYNTAX = {
    "unpaired": r"Encountered unknown tag '(?P<written>end\w+|else|elif)'",
    "unknown_tag": r"Encountered unknown tag '(?P<written>\w+)'",
    "unclosed_value": r"unexpected end of template, expected 'end of print statement'",
    "unclosed": r"Unexpected end of template.*innermost block that needs to be closed is '(?P<written>\w+)'",
    "expected": r"expected token '(?P<expected>[^']+)', got '(?P<written>.+)'",
    "unexpected": r"(?:unexpected (?:char )?|Expected an expression, got )'(?P<written>[^']+)'",
}
"""Key of a sentence in [template_mistakes] -> pattern of the Jinja message that it replaces."""


def syntax_mistake(error: TemplateSyntaxError) -> TemplateMistake:
    """Return a syntax error of Jinja as a mistake, in our own words if it is a common one."""
    at = error.filename or error.name or "", error.lineno
    message = error.message or ""
    for reason, pattern in SYNTAX.items():
        if found := re.search(pattern, message, re.DOTALL):
            return TemplateMistake(reason, at, **found.groupdict())
    return TemplateMistake("syntax", at, why=message)


MOST_NAMED = 14
REACH = 20
"""Most lines that a statement may span."""


def nearest_first(written: str, known: Iterable[str]) -> str:
    """Return the available names as text, those most similar to the written one first."""
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(written[:60], names, 3, 0.5)
    found = [*near, *(name for name in names if name not in near)]
    return ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "") or "—"


def field_as_written(name: str, at: tuple[str, int]) -> tuple[str, int]:
    """Return a field as the template writes it (`doc.buyer.nmae`), and the line where it does."""
    file, line = at
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").split("\n")
    except (OSError, ValueError):
        return name, line
    pattern = re.compile(rf"[\w.\[\]]+\.{re.escape(name)}\b")
    for number, text in enumerate(lines[line - 1 : line - 1 + REACH], line):
        if found := pattern.search(text):
            return found.group(), number
    return name, line
