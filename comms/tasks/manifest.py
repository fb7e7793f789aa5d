"""The manifest of a run: JSON Lines on each input's outcome, by which a later run recognizes its files."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from comms.errors import CommsError
from comms.language.display import in_json


class Status(StrEnum):
    """The outcome for a file."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EXISTS = "exists"
    """Another file of its name exists, and nothing allows overwriting it."""
    DUE = "due"
    """It would be written if this were not a check."""
    REFUSED = "refused"
    """The document has errors or cannot be rendered."""
    LEFT = "left"
    """An earlier run wrote it, and this run did not reach it."""


SETTLED = frozenset({Status.WRITTEN, Status.UNCHANGED, Status.EXISTS})
"""Statuses that replace whatever an earlier manifest says about a file."""
THERE = frozenset({Status.WRITTEN, Status.UNCHANGED, Status.LEFT})
"""Statuses of files whose content matches their digest."""


class Outcome(NamedTuple):
    """A file and its outcome; `path` is None if no file was to be written.

    digest: SHA-256 of its content; error: the reason it could not be written.
    """

    path: Path | None
    status: Status
    digest: str = ""
    error: CommsError | None = None


class Manifest:
    """A log of each input's outcome, one JSON object per line."""

    def __init__(self, lines: TextIO | None, earlier: Path | None = None) -> None:
        self._lines, self._earlier = lines, earlier

    def note(self, place: str, filed: Outcome, why: str = "") -> None:
        """Record an input and its output; `why` says what kept the output from being written.

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
        """Copy the earlier manifest's entries on files that this run did not reach; return their number.

        The next run still knows these files, even if this run was stopped or used another table.
        """
        if self._lines is None or self._earlier is None or not self._earlier.exists():
            return 0
        self._lines.flush()
        recorded = {
            hash(entry["output"]) for entry in entries(Path(self._lines.name)) if entry["status"] in SETTLED
        }
        kept = 0
        for entry in entries(self._earlier):
            if (
                _is_present(entry)
                and hash(entry["output"]) not in recorded
                and Path(entry["output"]).exists()
            ):
                self._write(entry | {"status": str(Status.LEFT)})
                kept += 1
        return kept

    def _write(self, entry: dict[str, Any]) -> None:
        try:
            if self._lines is not None:
                self._lines.write(in_json(json.dumps(entry, ensure_ascii=False)) + "\n")
        except BrokenPipeError:  # the reader is gone, which is no reason to stop writing letters
            self._lines = None
        except OSError as error:
            raise _not_writable(Path(getattr(self._lines, "name", "-")), error) from None


def _is_present(entry: dict[str, Any]) -> bool:
    has_both = isinstance(entry.get("digest"), str) and isinstance(entry.get("output"), str)
    return has_both and entry.get("status") in THERE


def entries(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries of a manifest; lines that are not entries are skipped."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with suppress(ValueError, RecursionError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    yield entry


def digests_in(file: Path) -> frozenset[int]:
    """Return hashes of the digests of the files present by a manifest: short, as there may be 100,000."""
    try:
        return frozenset(hash(entry["digest"]) for entry in entries(file) if _is_present(entry))
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
    """Open the manifest of a run, written as it goes: to a stream, to a file, or not at all.

    The file replaces the earlier one once the run has ended, even early. Raises CommsError("not_writable").
    """
    if not isinstance(to, Path):
        yield Manifest(to)
        return
    unfinished = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        lines = unfinished.open("w", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise _not_writable(to, error) from None
    try:
        yield Manifest(lines, to)
    finally:
        _replace_earlier(lines, to)


def _replace_earlier(lines: TextIO, to: Path) -> None:
    """Replace the earlier manifest with a finished one, unless that is empty."""
    unfinished = Path(lines.name)
    try:
        lines.close()
        if unfinished.stat().st_size:
            unfinished.replace(to)
    except OSError as error:
        raise _not_writable(to, error) from None
    finally:
        unfinished.unlink(missing_ok=True)


def _not_writable(file: Path, error: OSError) -> CommsError:
    return CommsError("not_writable", path=str(file), why=error.strerror or str(error))
