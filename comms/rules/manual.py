"""The manual page of a rule: what it finds, and cases that are run as tests."""

import inspect
import re
import textwrap
from dataclasses import dataclass

from comms.language.phrases import words
from comms.rules import RULES

_CASE = re.compile(r"^(PASS|FAIL)$\n((?:^(?: {4}.*)?$\n?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """A rule's page: `fails` are files that it reports, `passes` files that it does not."""

    code: str
    name: str
    severity: str
    text: str
    fails: tuple[str, ...]
    passes: tuple[str, ...]


def page(code: str, language: str) -> Page:
    """The page of a rule; its English text is the docstring of its function. Raises KeyError."""
    rule = RULES[code]
    written = inspect.getdoc(rule.function) or ""
    cases = [(verdict, textwrap.dedent(case).strip() + "\n") for verdict, case in _CASE.findall(written)]
    text = words(language, "rules")[code].get("page") or _CASE.sub("", written).strip()
    return Page(
        code,
        rule.name,
        str(rule.severity),
        text,
        tuple(case for verdict, case in cases if verdict == "FAIL"),
        tuple(case for verdict, case in cases if verdict == "PASS"),
    )
