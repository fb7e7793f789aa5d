"""Warnings that somebody keeps for a reason: each becomes a comment in the document that answers for it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from comms.linting.check import check
from comms.linting.fixes.suppressing import suppression
from comms.paths import dotted
from comms.reading import read_bytes
from comms.reading.edits import Fix, applied
from comms.reading.suppressions import split_silenced
from comms.workspace.loading import load_case

if TYPE_CHECKING:
    from comms.workspace.workspace import Workspace

COMMENTED = (".yaml", ".yml", ".md", ".markdown", ".toml")
"""The formats that have room for a comment."""


def with_reasons(
    content: bytes, name: str, kept: Mapping[str, str], language: str, workspace: "Workspace"
) -> bytes:
    """A file with a comment for each warning in `kept` (`V302 how` -> the reason) that is found in it.

    The same bytes come back where the format has no room for comments.
    """
    if not kept or not name.lower().endswith(COMMENTED):
        return content
    for warning, reason in kept.items():
        case = load_case(read_bytes(content, name), workspace)
        unanswered, _ = split_silenced(check(case, language), case.source)
        found = (each for each in unanswered if f"{each.code} {dotted(each.path)}" == warning)
        edits = [edit for each in found if (edit := suppression(case.source, each, reason))]
        if edits:  # one comment answers for all of them
            content = applied(case.source.text, [Fix("", (), (edits[0],))]).encode()
    return content
