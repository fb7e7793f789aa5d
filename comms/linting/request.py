"""The request for a lint run, shared by findings, fixes and the search for stale files."""

from dataclasses import dataclass
from pathlib import Path

from comms.linting.selection import ALL, Selection


@dataclass(frozen=True, slots=True)
class LintRequest:
    """The files to check, the rules to check them with, and the language of the findings.

    paths: files and folders; folders are searched for requests.
    named: files with documents that others refer to, wherever they are.
    jobs: the number of processes; 0 for one per core of the machine, if there is enough to do.
    if_request: check a file among `paths` only if it would be checked when found in a folder.
    title: the title of the one file among `paths` if it stands apart from its content.
    summarize: return a summary of each document beside the findings.
    """

    paths: tuple[Path, ...]
    language: str
    selection: Selection = ALL
    named: tuple[Path, ...] = ()
    jobs: int = 1
    if_request: bool = False
    title: str = ""
    summarize: bool = False
