"""Puts what was rendered where it belongs, and keeps a manifest of it.

A file that says the same already is not written again, so that a batch that was stopped goes on where it was.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TextIO
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
    LEFT = "left"
    """An earlier run made it, and this one was stopped before it came there."""


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
            return hash(_named(sha256(path.read_bytes()).hexdigest())) in self._left
        except OSError:
            return False

    @cached_property
    def _left(self) -> frozenset[int]:
        """The digests of the manifest of the run before, in short: there may be a hundred thousand."""
        if self.earlier is None:
            return frozenset()
        try:
            digests = (str(each.get("digest")) for each in _entries(self.earlier))
            return frozenset(hash(each) for each in digests)
        except OSError:
            return frozenset()


def _named(digest: str) -> str:
    """A digest as a manifest has it."""
    return f"sha256:{digest}"


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

    def __init__(self, lines: TextIO | None, file: Path | None = None, earlier: Path | None = None) -> None:
        self._lines, self._file, self._earlier = lines, file, earlier

    def note(self, place: str, filed: Filed, why: str = "") -> None:
        """Notes an input and its output; `why` says what kept it from being written."""
        if self._lines is None:
            return
        entry = {
            "input": place,
            "output": str(filed.path) if filed.path else None,
            "digest": _named(filed.digest) if filed.digest else None,
            "status": str(filed.status),
        }
        self._lines.write(_line(entry | ({"why": why} if why else {})))

    def keep_earlier(self) -> None:
        """Takes over what the manifest before says of files that a run which was stopped did not come to."""
        if self._lines is None or self._file is None or self._earlier is None or not self._earlier.exists():
            return
        self._lines.flush()
        noted = {hash(each.get("output")) for each in _entries(self._file)}
        for each in _entries(self._earlier):
            if each.get("digest") and hash(each.get("output")) not in noted:
                self._lines.write(_line(each | {"status": str(Status.LEFT)}))


def _entries(file: Path) -> Iterator[dict[str, Any]]:
    """The entries of a manifest; what is none, somebody else wrote."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with suppress(ValueError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    yield entry


def _line(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False) + "\n"


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
            yield Manifest(lines, passing, to)
    except OSError as error:  # half a list is none
        passing.unlink(missing_ok=True)
        raise _not_writable(to, error) from None
    except BaseException:
        passing.replace(to)
        raise
    passing.replace(to)


def _not_writable(file: Path, error: OSError) -> CommsError:
    return CommsError("not_writable", path=str(file), why=error.strerror or str(error))
