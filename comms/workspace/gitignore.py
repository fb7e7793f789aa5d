"""What .gitignore leaves out: the files of a folder and of those above it, up to the repository's root."""

import os
import warnings
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME = ".gitignore"


@dataclass(frozen=True)
class IgnoreFiles:
    """The ignore files in force, the nearest first: each with the folder that its patterns start from."""

    specs: "tuple[tuple[str, GitIgnoreSpec], ...]" = ()

    @classmethod
    def above(cls, folder: str) -> "IgnoreFiles":
        """The ignore files above a folder; none outside of a repository."""
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
        """The same inside of a folder, whose own ignore file comes first."""
        if not any(each.name == NAME for each in entries):
            return self
        return IgnoreFiles((*_specs(folder, os.path.join(folder, NAME)), *self.specs))

    def leaves_out(self, path: str, is_folder: bool = False) -> bool:
        """Whether a path is left out; the nearest file that says anything of it decides."""
        for folder, spec in self.specs:
            decided = spec.check_file(path[len(folder) :].lstrip(os.sep) + "/" * is_folder).include
            if decided is not None:
                return bool(decided)
        return False


def _specs(folder: str, file: str) -> "list[tuple[str, GitIgnoreSpec]]":
    try:
        with open(file, encoding="utf-8-sig", errors="replace", newline="\n") as lines:
            # `x/**` means what is in x, and not x itself, which would hide what a later line takes back
            spec = patterns(
                f"{each[:-1]}" if each.endswith("/**") else each for each in map(str.rstrip, lines)
            )
    except OSError:
        return []
    return [(folder, spec)] if spec is not None else []


def patterns(lines: Iterable[str]) -> "GitIgnoreSpec | None":
    """Patterns as .gitignore writes them, less those that cannot be understood; None where there are none."""
    written = [line for each in lines if (line := each.rstrip("\n")).strip() and not line.startswith("#")]
    understood = [each for each in written if _is_understood(each)]
    if not understood:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(understood)


def _is_understood(pattern: str) -> bool:
    """Whether a pattern can be compiled; as git does, one that cannot is left out alone."""
    from pathspec import GitIgnoreSpec

    try:
        with warnings.catch_warnings(action="ignore"):
            GitIgnoreSpec.from_lines([pattern])
    except ValueError:
        return False
    return True
