"""Writes rendered files to their place.

A file that already has the same content is not written again, so that a stopped batch resumes where it was.
"""

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from unicodedata import normalize

from comms.errors import CommsError, Refusal
from comms.runtime.files import write_atomic, write_new
from comms.tasks.manifest import Outcome, Status, digest_of, digests_in


@dataclass
class OutputWriter:
    """Writes files; an existing, different one is overwritten only by force or if the earlier run wrote it.

    only_check: report what would be written, but write nothing; kept: files that the run itself needs, which
    even force does not overwrite; earlier: the manifest of the previous run.
    """

    force: bool = False
    only_check: bool = False
    kept: tuple[Path, ...] = ()
    earlier: Path | None = None
    _taken: dict[int, str] = field(default_factory=dict)

    def claim(self, path: Path, place: str) -> CommsError | None:
        """Claim a path for an item; return an error if another item has it or the run needs the file."""
        # on other systems, names that differ only in case or Unicode normalization may be the same file
        earlier = self._taken.setdefault(hash(normalize("NFC", str(path)).casefold()), place)
        if earlier != place:
            return Refusal("written_before", path=str(path), place=earlier)
        is_kept = os.path.realpath(path) in self._kept or any(_is_same(path, file) for file in self.kept)
        return Refusal("keeps_file", path=str(path)) if is_kept else None

    @cached_property
    def _kept(self) -> frozenset[str]:
        return frozenset(map(os.path.realpath, self.kept))

    def file(self, path: Path, content: bytes) -> Outcome:
        """Write a file to its place and return what became of it."""
        digest = digest_of(content)
        try:
            status = self._status(path, content)
            if status is Status.WRITTEN:
                status = self._write(path, content)
            return Outcome(path, status, digest)
        except CommsError as error:
            return Outcome(path, Status.REFUSED, error=error)
        except OSError as error:  # for example a name that is too long
            why = error.strerror or str(error)
            return Outcome(path, Status.REFUSED, error=CommsError("not_writable", path=str(path), why=why))

    def _status(self, path: Path, content: bytes) -> Status:
        """Return what is to become of a file; raises OSError."""
        if not path.exists():
            return Status.DUE if self.only_check else Status.WRITTEN
        existing = path.read_bytes()
        if existing == content:
            return Status.UNCHANGED
        is_ours = self.force or hash(digest_of(existing)) in self._digests_of_earlier
        if self.only_check:  # without a manifest it is unknown who wrote the file
            return Status.DUE if is_ours or not self._digests_of_earlier else Status.EXISTS
        return Status.WRITTEN if is_ours else Status.EXISTS

    def _write(self, path: Path, content: bytes) -> Status:
        """Write a file; one that another run has written since is kept if it differs."""
        if self.force or path.exists():
            write_atomic(path, content)
            return Status.WRITTEN
        try:
            write_new(path, content)
        except Refusal:
            return Status.UNCHANGED if path.read_bytes() == content else Status.EXISTS
        return Status.WRITTEN

    @cached_property
    def _digests_of_earlier(self) -> frozenset[int]:
        return digests_in(self.earlier) if self.earlier is not None else frozenset()


def _is_same(path: Path, other: Path) -> bool:
    """Whether two paths are the same file, for example on a file system that ignores case."""
    try:
        return path.samefile(other)
    except OSError:
        return False
