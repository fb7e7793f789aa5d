"""Safe fixes: what may be mended without asking, since the file says the same afterwards, only better.

A fix edits the text and nothing but the text of its own place, so comments and formatting stay as they
are. What only a person can answer is not answered: a missing section is opened, with its question as
a comment, and stays a finding until somebody writes the answer.
"""

from collections.abc import Callable, Container, Iterator

from comms.findings import Unreadable
from comms.language.phrases import language_of_text
from comms.linting.check import check
from comms.linting.fixes.missing import insertion, openings
from comms.linting.fixes.stale import rendered_again
from comms.linting.fixes.suppressing import suppression
from comms.linting.fixes.values import respelt
from comms.paths import FieldPath
from comms.reading import read_bytes
from comms.reading.edits import Edit, Fix, applied
from comms.reading.suppressions import split_silenced
from comms.workspace.case import Case
from comms.workspace.loading import load_case
from comms.workspace.workspace import Workspace

FIXES: dict[tuple[str, ...], Callable[[Case, str], Iterator[Fix]]] = {
    ("F004",): respelt,
    ("F005",): rendered_again,
    ("W101", "W102", "W103", "W104", "W105", "W106", "W107", "W108"): openings,
}
"""Codes -> the function `(case, language) -> fixes` that mends their findings."""

MAX_ROUNDS = 5
_MARK = b"\xef\xbb\xbf"

__all__ = ["FIXES", "Edit", "Fix", "applied", "fixed", "fixes", "insertion", "suppression"]


def fixes(case: Case, language: str) -> list[Fix]:
    """The safe fixes of a case in the order of their places.

    language: of the questions that are written into the file, where the file itself shows none.
    """
    if case.document is None or not case.source.text:
        return []
    spoken = case.document.language or language_of_text(case.source.text) or language
    found = [each for mend in FIXES.values() for each in mend(case, spoken)]
    answered = _answered_for(case, language) if found else frozenset()
    return sorted(
        (each for each in found if (each.code, each.path) not in answered), key=lambda each: each.start
    )


def _answered_for(case: Case, language: str) -> frozenset[tuple[str, FieldPath]]:
    """The findings that a comment in the file answers for, which is how they are meant to stay."""
    codes = [code for group in FIXES for code in group]
    _, answered = split_silenced(check(case, language, codes), case.source)
    return frozenset((each.finding.code, each.finding.path) for each in answered)


def fixed(content: bytes, name: str, workspace: Workspace, language: str, codes: Container[str]) -> bytes:
    """A file's content with everything mended that has one of `codes`; unchanged where it cannot be read.

    A fix may wait for another one that is in its way, hence the rounds.
    """
    for _ in range(MAX_ROUNDS):
        try:
            case = load_case(read_bytes(content, name), workspace)
        except Unreadable:
            return content
        chosen = [each for each in fixes(case, language) if each.code in codes]
        if not chosen:
            return content
        mark = _MARK if content.startswith(_MARK) else b""
        content = mark + applied(case.source.text, chosen).encode()
    return content
