"""Puts what was rendered where it belongs, and keeps a manifest of it.

A file that says the same already is not written again, so that a batch that was stopped goes on where it was.
"""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple, TextIO
from unicodedata import normalize

from comms.findings import CommsError
from comms.saving import write_atomic


class Status(StrEnum):
    """What became of a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EXISTS = "exists"
    """There is another one of its name, which nobody has said to overwrite."""
    DUE = "due"
    """It would be written, were this no check."""
    REFUSED = "refused"
    """The document has errors, or cannot be made."""


class Filed(NamedTuple):
    """A file with what became of it; no path where nothing came to be.

    digest: SHA-256 of its bytes; error: why it could not be written.
    """

    path: Path | None
    status: Status
    digest: str = ""
    error: CommsError | None = None


@dataclass
class Filing:
    """Writes files; one that is there and differs is overwritten by force, or where a run left it just so.

    only_check: nothing is written, and what would be is told; kept: files that the run itself reads, and
    that even force does not overwrite; earlier: the manifest of the run before.
    """

    force: bool = False
    only_check: bool = False
    kept: tuple[Path, ...] = ()
    earlier: Path | None = None
    _taken: dict[int, str] = field(default_factory=dict)

    def file(self, path: Path, content: bytes, place: str) -> Filed:
        """Puts a file into its place, unless another item of this run has written it."""
        if (refusal := self._refusal(path, place)) is not None:
            return _refused(path, refusal)
        digest = sha256(content).hexdigest()
        if _holds(path, content):
            return Filed(path, Status.UNCHANGED, digest)
        if self.only_check:
            return Filed(path, Status.DUE, digest)
        if path.exists() and not self.force and not self._is_as_left(path):
            return Filed(path, Status.EXISTS, digest)
        try:
            write_atomic(path, content)
        except CommsError as error:
            return _refused(path, error)
        return Filed(path, Status.WRITTEN, digest)

    def _refusal(self, path: Path, place: str) -> CommsError | None:
        """Why nothing may be put there: another item of the run was, or the run reads what is there."""
        # where files travel to, names that differ in case or in how an accent is written may be one
        earlier = self._taken.setdefault(hash(normalize("NFC", str(path)).casefold()), place)
        if earlier != place:
            return CommsError("written_before", path=str(path), place=earlier)
        if path.exists() and any(each.exists() and path.samefile(each) for each in self.kept):
            return CommsError("same_file", path=str(path))
        return None

    def _is_as_left(self, path: Path) -> bool:
        """Whether the run before wrote a file just so, and nobody has edited it since."""
        try:
            return _short(sha256(path.read_bytes()).hexdigest()) in self._left
        except OSError:
            return False

    @cached_property
    def _left(self) -> frozenset[int]:
        """The digests of the manifest of the run before, in short: there may be a hundred thousand."""
        if self.earlier is None:
            return frozenset()
        try:
            with self.earlier.open(encoding="utf-8", errors="replace") as lines:
                return frozenset(_short(match.group(1)) for match in map(_DIGEST.search, lines) if match)
        except OSError:
            return frozenset()


_DIGEST = re.compile(r'"digest": "sha256:([0-9a-f]{64})"')


def _short(digest: str) -> int:
    return int(digest[:16], 16)


def _refused(path: Path, error: CommsError) -> Filed:
    return Filed(path, Status.REFUSED, error=error)


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file has this content already."""
    try:
        return path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


class Manifest:
    """A list of what became of each input, one JSON object in a line."""

    def __init__(self, lines: TextIO | None) -> None:
        self._lines = lines

    def note(self, place: str, filed: Filed, why: str = "") -> None:
        """Notes an input and its output; `why` says what kept it from being written."""
        if self._lines is None:
            return
        entry = {
            "input": place,
            "output": str(filed.path) if filed.path else None,
            "digest": f"sha256:{filed.digest}" if filed.digest else None,
            "status": str(filed.status),
        }
        self._lines.write(json.dumps(entry | ({"why": why} if why else {}), ensure_ascii=False) + "\n")


@contextmanager
def manifest(to: Path | TextIO | None) -> Iterator[Manifest]:
    """The manifest of a run, written as it goes to a stream, or to a file, or nowhere.

    The file takes its place once the run has ended, be it before its time; raises CommsError("not_writable").
    """
    if not isinstance(to, Path):
        yield Manifest(to)
        return
    passing = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        lines = passing.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise _not_writable(to, error) from None
    try:
        with lines:
            yield Manifest(lines)
    except OSError as error:  # half a list is none
        passing.unlink(missing_ok=True)
        raise _not_writable(to, error) from None
    except BaseException:
        passing.replace(to)
        raise
    passing.replace(to)


def _not_writable(file: Path, error: OSError) -> CommsError:
    return CommsError("not_writable", path=str(file), why=error.strerror or str(error))
