"""Puts what was rendered where it belongs.

A file that says the same already is not written again, so that a batch that was stopped goes on where it was.
"""

import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from unicodedata import normalize

from comms.errors import CommsError, Refusal
from comms.runtime.files import write_atomic
from comms.tasks.manifest import Filed, Status, digests_in


@dataclass
class Filing:
    """Writes files; one that is there and differs is overwritten by force, or where a run left it just so.

    only_check: nothing is written, and what would be is told; kept: files that the run itself needs, and that
    even force does not overwrite; earlier: the manifest of the run before.
    """

    force: bool = False
    only_check: bool = False
    kept: tuple[Path, ...] = ()
    earlier: Path | None = None
    _taken: dict[int, str] = field(default_factory=dict)

    def claim(self, path: Path, place: str) -> CommsError | None:
        """Takes a path for an item; why it may not: another item has it, or the run needs what is there."""
        # where files travel to, names that differ in case or in how an accent is written may be one
        earlier = self._taken.setdefault(hash(normalize("NFC", str(path)).casefold()), place)
        if earlier != place:
            return Refusal("written_before", path=str(path), place=earlier)
        is_kept = os.path.realpath(path) in self._kept or any(_is_same(path, each) for each in self.kept)
        return Refusal("keeps_file", path=str(path)) if is_kept else None

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(map(os.path.realpath, self.kept))

    def file(self, path: Path, content: bytes) -> Filed:
        """Puts a file into its place."""
        digest = f"sha256:{sha256(content).hexdigest()}"
        try:
            status = self._status(path, content)
            if status is Status.WRITTEN:
                write_atomic(path, content)
            return Filed(path, status, digest)
        except CommsError as error:
            return Filed(path, Status.REFUSED, error=error)
        except OSError as error:  # such as a name too long
            why = error.strerror or str(error)
            return Filed(path, Status.REFUSED, error=CommsError("not_writable", path=str(path), why=why))

    def _status(self, path: Path, content: bytes) -> Status:
        """What is to become of a file; raises OSError."""
        if not path.exists():
            return Status.DUE if self.only_check else Status.WRITTEN
        there = path.read_bytes()
        if there == content:
            return Status.UNCHANGED
        is_ours = self.force or hash(f"sha256:{sha256(there).hexdigest()}") in self._left
        if self.only_check:  # without a manifest nobody knows who wrote it
            return Status.DUE if is_ours or not self._left else Status.EXISTS
        return Status.WRITTEN if is_ours else Status.EXISTS

    @cached_property
    def _left(self) -> frozenset[int]:
        return digests_in(self.earlier) if self.earlier is not None else frozenset()


def _is_same(path: Path, other: Path) -> bool:
    """Whether two names are one file, as they may be where case does not count."""
    try:
        return path.samefile(other)
    except OSError:
        return False
