"""Warnings that the author keeps for a reason: a comment in the document suppresses each of them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from comms.linting.check import check
from comms.linting.fixes.suppressing import suppression
from comms.paths import dotted
from comms.reading.edits import Fix, applied
from comms.reading.suppressions import split_silenced
from comms.workspace.loading import load_case, read_in

if TYPE_CHECKING:
    from comms.workspace.workspace import Workspace

COMMENTED = (".yaml", ".yml", ".md", ".markdown", ".toml")
"""The suffixes of the formats that allow comments."""


def with_suppressions(
    content: bytes, name: str, kept: Mapping[str, str], language: str, workspace: "Workspace"
) -> bytes:
    """Return a file with a comment that suppresses each warning of `kept` that is found in it.

    kept: code and path of a warning (`V302 how`) -> the reason. A format without comments stays unchanged.
    """
    if not kept or not name.lower().endswith(COMMENTED):
        return content
    for warning, reason in kept.items():
        case = load_case(read_in(workspace, content, name), workspace)
        open_findings, _ = split_silenced(check(case, language), case.source)
        found = (finding for finding in open_findings if f"{finding.code} {dotted(finding.path)}" == warning)
        edits = [edit for finding in found if (edit := suppression(case.source, finding, reason))]
        if edits:  # one comment suppresses all findings of this code and path
            content = applied(case.source.text, [Fix("", (), (edits[0],))]).encode()
    return content
