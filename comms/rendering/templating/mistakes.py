"""What is wrong with a template, where, and what there is instead."""

import difflib
import re
from collections.abc import Iterable
from pathlib import Path

from jinja2 import TemplateSyntaxError

from comms.errors import SetupError


class TemplateMistake(SetupError):
    """What is wrong at a line of a template; `reason` names the sentence under [template_mistakes]."""

    section = "template_mistakes"

    def __init__(self, reason: str, at: tuple[str, int], **values: object) -> None:
        super().__init__(reason, file=at[0], line=str(at[1]), **values)

    def is_same(self, other: "TemplateMistake") -> bool:
        """Whether another mistake says the same of the same line, met with another document perhaps."""
        return self._essence == other._essence

    @property
    def _essence(self) -> tuple[object, ...]:
        return self.reason, *(self.values.get(each) for each in ("file", "line", "written", "field"))


SYNTAX = {
    "unpaired": r"Encountered unknown tag '(?P<written>end\w+|else|elif)'",
    "unknown_tag": r"Encountered unknown tag '(?P<written>\w+)'",
    "unclosed_value": r"unexpected end of template, expected 'end of print statement'",
    "unclosed": r"Unexpected end of template.*innermost block that needs to be closed is '(?P<written>\w+)'",
    "expected": r"expected token '(?P<expected>[^']+)', got '(?P<written>.+)'",
    "unexpected": r"(?:unexpected (?:char )?|Expected an expression, got )'(?P<written>[^']+)'",
}
"""Sentence under [template_mistakes] -> the message of Jinja's that it stands for."""


def told_syntax(error: TemplateSyntaxError) -> TemplateMistake:
    """What Jinja could not read, in our words where it is a usual mistake."""
    at = error.filename or error.name or "", error.lineno
    message = error.message or ""
    for reason, pattern in SYNTAX.items():
        if found := re.search(pattern, message, re.DOTALL):
            return TemplateMistake(reason, at, **found.groupdict())
    return TemplateMistake("syntax", at, why=message)


MOST_NAMED = 14
REACH = 20
"""How many lines a statement may span."""


def nearest_first(written: str, known: Iterable[str]) -> str:
    """The names that there are, those most like the written one first."""
    names = list(dict.fromkeys(known))
    near = difflib.get_close_matches(written[:60], names, 3, 0.5)
    found = [*near, *(each for each in names if each not in near)]
    return ", ".join(found[:MOST_NAMED]) + (", …" if len(found) > MOST_NAMED else "") or "—"


def spelt(name: str, at: tuple[str, int]) -> tuple[str, int]:
    """A field as the template writes it (`doc.buyer.nmae`), and the line where it does."""
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
