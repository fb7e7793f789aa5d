"""A vague expression as the readers of both languages report it."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vague:
    """A stretch of a text that leaves something open.

    code: the rule that reports it, V301 to V306 or V308.
    start, end: in code points, the end exclusive.
    instead: the sentence of wording.toml that says what to write instead.
    """

    code: str
    start: int
    end: int
    instead: str


def bounded(term: str) -> str:
    """A term as a pattern; letters of Latin script end at their neighbours, Chinese ones do not."""
    start = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", term) else ""
    end = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", term) else ""
    return f"{start}{re.escape(term)}{end}"
