"""A lint run as it was asked for, resolved once for the findings, the fixes and the stale files."""

from dataclasses import dataclass
from pathlib import Path

from comms.linting.selection import ALL, Selection


@dataclass(frozen=True, slots=True)
class LintRequest:
    """The files to look at, the rules that judge them, and the language of the findings.

    paths: files and folders; a folder is searched for requests.
    named: files that hold documents which others refer to, wherever they are.
    jobs: processes that share the work; 0 for as many as the machine has cores, if there is enough to do.
    if_request: a file among `paths` is judged only where one met in a folder would be.
    """

    paths: tuple[Path, ...]
    language: str
    selection: Selection = ALL
    named: tuple[Path, ...] = ()
    jobs: int = 1
    if_request: bool = False
