"""The exclusions of .gitignore files in a folder and the folders above it, up to the repository's root."""

import os
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading import content_of
from comms.workspace.brackets import with_plain_brackets

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME = ".gitignore"


@dataclass(frozen=True)
class IgnoreFiles:
    """The ignore files in force, nearest first, each with the folder that its patterns are relative to."""

    specs: "tuple[tuple[str, GitIgnoreSpec], ...]" = ()

    @classmethod
    def above(cls, folder: str) -> "IgnoreFiles":
        """Return the ignore files above a folder, none outside a repository."""
        found: list[tuple[str, GitIgnoreSpec]] = []
        while not os.path.exists(os.path.join(folder, ".git")):
            parent = os.path.dirname(folder)
            if parent == folder:
                return cls()
            folder = parent
            found += _specs(folder, os.path.join(folder, NAME))
        found += _specs(folder, os.path.join(folder, ".git", "info", "exclude"))
        return cls(tuple(found))

    def within(self, folder: str, entries: "Iterable[os.DirEntry[str]]") -> "IgnoreFiles":
        """Return the ignore files in force inside a folder, whose own comes first."""
        if not any(entry.name == NAME for entry in entries):
            return self
        return IgnoreFiles((*_specs(folder, os.path.join(folder, NAME)), *self.specs))

    def leaves_out(self, path: str, is_folder: bool = False) -> bool:
        """Return whether a path is excluded; the nearest file with a pattern that matches decides."""
        for folder, spec in self.specs:
            decided = spec.check_file(path[len(folder) :].lstrip(os.sep) + "/" * is_folder).include
            if decided is not None:
                return bool(decided)
        return False


def _specs(folder: str, file: str) -> "list[tuple[str, GitIgnoreSpec]]":
    try:
        lines = content_of(file).decode("utf-8-sig", "replace").split("\n")
    except (Unreadable, CommsError):  # none, or no regular file
        return []
    # `x/**` excludes the content of x; excluding x itself would override a later negation
    spec = patterns(line[:-1] if line.endswith("/**") else line for line in map(str.rstrip, lines))
    return [(folder, spec)] if spec is not None else []


def patterns(lines: Iterable[str]) -> "GitIgnoreSpec | None":
    """Compile patterns in the syntax of .gitignore, except for invalid ones; None if none is left."""
    written = [stripped for line in lines if (stripped := line.rstrip("\n")).strip() and stripped[:1] != "#"]
    plain = (spelt for pattern in written if (spelt := with_plain_brackets(pattern)) is not None)
    understood = [pattern for pattern in plain if _is_understood(pattern)]
    if not understood:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(understood)


def _is_understood(pattern: str) -> bool:
    """Return whether a pattern can be compiled; like git, an invalid pattern is skipped on its own."""
    from pathspec import GitIgnoreSpec

    try:
        with warnings.catch_warnings(action="ignore"):
            GitIgnoreSpec.from_lines([pattern])
    except (ValueError, re.error):
        return False
    return True
