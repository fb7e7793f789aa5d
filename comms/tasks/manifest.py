"""What became of each input of a run: JSON Lines beside the letters, by which a later run knows its own."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from comms.errors import CommsError


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
    """An earlier run made it, and this one did not come to it."""


SETTLED = frozenset({Status.WRITTEN, Status.UNCHANGED, Status.EXISTS})
"""What is said of a file of which nothing earlier counts any more."""
THERE = frozenset({Status.WRITTEN, Status.UNCHANGED, Status.LEFT})
"""What is said of a file that has the content of its digest."""


class Filed(NamedTuple):
    """A file with what became of it; no path where nothing came to be.

    digest: SHA-256 of its bytes; error: why it could not be written.
    """

    path: Path | None
    status: Status
    digest: str = ""
    error: CommsError | None = None


class Manifest:
    """A list of what became of each input, one JSON object in a line."""

    def __init__(self, lines: TextIO | None, earlier: Path | None = None) -> None:
        self._lines, self._earlier = lines, earlier

    def note(self, place: str, filed: Filed, why: str = "") -> None:
        """Notes an input and its output; `why` says what kept it from being written.

        Raises CommsError("not_writable").
        """
        entry = {
            "input": place,
            "output": str(filed.path) if filed.path else None,
            "digest": filed.digest or None,
            "status": str(filed.status),
        }
        self._write(entry | ({"why": why} if why else {}))

    def keep_earlier(self) -> int:
        """Takes over what the manifest before says of files that this run did not come to; how many.

        They are still known to the next run, be it that this one was stopped, or had another table.
        """
        if self._lines is None or self._earlier is None or not self._earlier.exists():
            return 0
        self._lines.flush()
        noted = {
            hash(each["output"]) for each in entries(Path(self._lines.name)) if each["status"] in SETTLED
        }
        kept = 0
        for each in entries(self._earlier):
            if _is_there(each) and hash(each["output"]) not in noted and Path(each["output"]).exists():
                self._write(each | {"status": str(Status.LEFT)})
                kept += 1
        return kept

    def _write(self, entry: dict[str, Any]) -> None:
        try:
            if self._lines is not None:
                self._lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
        except BrokenPipeError:  # nobody reads it any more, which is no reason to leave letters undone
            self._lines = None
        except OSError as error:
            raise _not_writable(Path(getattr(self._lines, "name", "-")), error) from None


def _is_there(entry: dict[str, Any]) -> bool:
    said = isinstance(entry.get("digest"), str) and isinstance(entry.get("output"), str)
    return said and entry.get("status") in THERE


def entries(file: Path) -> Iterator[dict[str, Any]]:
    """The entries of a manifest; a line that is none, somebody else wrote."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with suppress(ValueError, RecursionError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    yield entry


def digests_in(file: Path) -> frozenset[int]:
    """The digests of the files that a manifest says are there, in short: there may be a hundred thousand."""
    try:
        return frozenset(hash(each["digest"]) for each in entries(file) if _is_there(each))
    except OSError:
        return frozenset()


def is_manifest(file: Path) -> bool:
    """Whether a file is a manifest, or empty."""
    try:
        return not file.stat().st_size or all(key in next(entries(file), {}) for key in ("input", "status"))
    except OSError:
        return False


@contextmanager
def manifest(to: Path | TextIO | None) -> Iterator[Manifest]:
    """The manifest of a run, written as it goes to a stream, or to a file, or nowhere.

    The file takes its place once the run has ended, be it before its time. Raises CommsError("not_writable").
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
        yield Manifest(lines, to)
    finally:
        _take_place(lines, to)


def _take_place(lines: TextIO, to: Path) -> None:
    """Moves a manifest to where the one before was; one that says nothing takes no place."""
    passing = Path(lines.name)
    try:
        lines.close()
        if passing.stat().st_size:
            passing.replace(to)
    except OSError as error:
        raise _not_writable(to, error) from None
    finally:
        passing.unlink(missing_ok=True)


def _not_writable(file: Path, error: OSError) -> CommsError:
    return CommsError("not_writable", path=str(file), why=error.strerror or str(error))
