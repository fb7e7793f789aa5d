"""Builds the manual page of a rule: its description, and examples, which the tests run."""

import inspect
import re
import textwrap
from dataclasses import dataclass

from comms.language.phrases import words
from comms.rules import RULES

_CASE = re.compile(r"^(PASS|FAIL)$\n((?:^(?: {4}.*)?$\n?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """The manual page of a rule; `fails` are example files that it reports, `passes` ones that it accepts."""

    code: str
    name: str
    severity: str
    text: str
    fails: tuple[str, ...]
    passes: tuple[str, ...]


def manual_page(code: str, language: str) -> Page:
    """Return the manual page of a rule in a language; the English text is the docstring of its function.

    Raises KeyError for an unknown code.
    """
    rule = RULES[code]
    docstring = inspect.getdoc(rule.function) or ""
    cases = [(verdict, textwrap.dedent(case).strip() + "\n") for verdict, case in _CASE.findall(docstring)]
    text = words(language, "rules")[code].get("page") or _CASE.sub("", docstring).strip()
    return Page(
        code,
        rule.name,
        str(rule.severity),
        text,
        tuple(case for verdict, case in cases if verdict == "FAIL"),
        tuple(case for verdict, case in cases if verdict == "PASS"),
    )
