"""The vague expression that the searches of both languages report."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vague:
    """An expression in a text that leaves something open.

    code: the rule that reports it, V301 to V306 or V308.
    start, end: its position in code points, end exclusive.
    instead: the key of the sentence in wording.toml that says what to write instead.
    """

    code: str
    start: int
    end: int
    instead: str


def bounded(term: str) -> str:
    """Return a pattern for a term; Latin letters and digits at its ends must be at a word boundary."""
    start = r"(?<![A-Za-z0-9])" if re.match(r"[A-Za-z0-9]", term) else ""
    end = r"(?![A-Za-z0-9])" if re.search(r"[A-Za-z0-9]$", term) else ""
    return f"{start}{re.escape(term)}{end}"
