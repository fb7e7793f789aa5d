"""Safe fixes: changes that need no confirmation because they do not change what the file states.

A fix edits only the text at its own place, so comments and formatting stay as they are. It never invents
an answer: for a missing section it adds the heading, with the question as a comment, and the section
remains a finding until a person writes the answer.
"""

from collections.abc import Callable, Container, Iterator

from comms.findings import Unreadable
from comms.language.phrases import language_of_text
from comms.linting.check import check
from comms.linting.fixes.missing import insertion, openings
from comms.linting.fixes.misspelt import respelt_keys
from comms.linting.fixes.stale import rendered_again
from comms.linting.fixes.suppressing import suppression
from comms.linting.fixes.values import respelt
from comms.paths import FieldPath
from comms.reading.edits import Edit, Fix, applied
from comms.reading.suppressions import split_silenced
from comms.reading.yaml_documents import parts_of
from comms.workspace.case import Case
from comms.workspace.loading import load_case, read_in
from comms.workspace.workspace import Workspace

FIXES: dict[tuple[str, ...], Callable[[Case, str], Iterator[Fix]]] = {
    ("F003",): respelt_keys,
    ("F004",): respelt,
    ("F005",): rendered_again,
    ("W101", "W102", "W103", "W104", "W105", "W106", "W107", "W108"): openings,
}
"""Codes -> the function `(case, language) -> fixes` that fixes their findings."""

MAX_ROUNDS = 5
"""The most rounds of fixes of a file; a fix that overlaps another one waits for the next round."""
_MARK = b"\xef\xbb\xbf"

__all__ = ["FIXES", "Edit", "Fix", "applied", "fixed", "fixes", "insertion", "suppression"]


def fixes(case: Case, language: str) -> list[Fix]:
    """Return the safe fixes of a case in the order of their places.

    language: that of the questions written into the file, unless the file itself shows its language.
    """
    if case.document is None or not case.source.text:
        return []
    spoken = case.document.language or language_of_text(case.source.text) or language
    found = [fix for find in FIXES.values() for fix in find(case, spoken)]
    suppressed = _suppressed(case, language) if found else frozenset()
    return sorted((fix for fix in found if (fix.code, fix.path) not in suppressed), key=lambda fix: fix.start)


def _suppressed(case: Case, language: str) -> frozenset[tuple[str, FieldPath]]:
    """Return code and path of the findings that comments suppress; these values are meant to stay."""
    codes = [code for group in FIXES for code in group]
    _, suppressed = split_silenced(check(case, language, codes), case.source)
    return frozenset((silenced.finding.code, silenced.finding.path) for silenced in suppressed)


def fixed(content: bytes, name: str, workspace: Workspace, language: str, codes: Container[str]) -> bytes:
    """Return a content after all fixes of the given codes; a document that cannot be read stays as it is."""
    parts = parts_of(content, name)
    return b"".join(_fixed(part.content, name, workspace, language, codes) for part in parts)


def _fixed(content: bytes, name: str, workspace: Workspace, language: str, codes: Container[str]) -> bytes:
    for _ in range(MAX_ROUNDS):
        try:
            case = load_case(read_in(workspace, content, name), workspace)
        except Unreadable:
            return content
        chosen = [fix for fix in fixes(case, language) if fix.code in codes]
        if not chosen:
            return content
        mark = _MARK if content.startswith(_MARK) else b""
        content = mark + applied(case.source.text, chosen).encode()
    return content
