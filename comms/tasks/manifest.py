"""The manifest of a run: JSON Lines on each input's outcome, by which a later run recognizes its files."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from enum import StrEnum
from glob import escape
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TextIO

from comms.errors import CommsError, Refusal
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


BEGUN = "begun"
"""The status of a file in the journal of a run that has not noted its outcome yet."""


def digest_of(content: bytes) -> str:
    """Return the digest of a file's content as manifests write it."""
    return f"sha256:{sha256(content).hexdigest()}"


class Manifest:
    """A log of each input's outcome, one JSON object per line.

    earlier: the manifest that this one is to replace; without one, `lines` is a stream that people read.
    """

    def __init__(self, lines: TextIO | None, earlier: Path | None = None) -> None:
        self._lines, self._earlier = lines, earlier

    def begin(self, place: str, path: Path, digest: str) -> None:
        """Record a file before it is written, so that the next run knows it even if this one is killed."""
        if self._earlier is not None:
            self._write({"input": place, "output": str(path), "digest": digest, "status": BEGUN})
            self._flush()  # a killed process loses what it has not handed over

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
        self._flush()
        recorded = _outputs(Path(self._lines.name), SETTLED)
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

    def keep_begun(self) -> None:
        """Record what a killed run wrote without noting it, and delete what it left unfinished beside it."""
        assert self._lines is not None
        journal = Path(self._lines.name)
        noted = _outputs(journal, SETTLED)
        for entry in list(entries(journal)):
            if entry.get("status") == BEGUN and hash(entry.get("output")) not in noted:
                path = Path(str(entry.get("output")))
                for unfinished in path.parent.glob(f".{escape(path.name[:40])}.*.part"):
                    unfinished.unlink(missing_ok=True)
                if path.is_file() and digest_of(path.read_bytes()) == entry.get("digest"):
                    self._write(entry | {"status": str(Status.WRITTEN)})

    def _write(self, entry: dict[str, Any]) -> None:
        try:
            if self._lines is not None:
                self._lines.write(in_json(json.dumps(entry, ensure_ascii=False)) + "\n")
        except BrokenPipeError:  # the reader is gone, which is no reason to stop writing letters
            self._lines = None
        except OSError as error:
            raise _not_writable(Path(getattr(self._lines, "name", "-")), error) from None

    def _flush(self) -> None:
        assert self._lines is not None
        try:
            self._lines.flush()
        except OSError as error:
            raise _not_writable(Path(self._lines.name), error) from None


def _outputs(file: Path, statuses: Collection[str]) -> set[int]:
    """Return hashes of the outputs in a manifest that have one of the statuses."""
    return {hash(entry.get("output")) for entry in entries(file) if entry.get("status") in statuses}


def _is_present(entry: dict[str, Any]) -> bool:
    has_both = isinstance(entry.get("digest"), str) and isinstance(entry.get("output"), str)
    return has_both and entry.get("status") in (*THERE, BEGUN)


def entries(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the entries of a manifest; lines that are not entries are skipped."""
    with file.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            with suppress(ValueError, RecursionError):
                entry = json.loads(line)
                if isinstance(entry, dict):
                    yield entry


def digests_in(file: Path) -> frozenset[int]:
    """Return hashes of the digests of the files present by a manifest, and by journals of killed runs.

    Hashes, since there may be 100,000 of them.
    """
    found: set[int] = set()
    for source in (file, *_journals(file)):
        with suppress(OSError):
            found.update(hash(entry["digest"]) for entry in entries(source) if _is_present(entry))
    return frozenset(found)


def is_manifest(file: Path) -> bool:
    """Whether a file is a manifest, or empty."""
    try:
        return not file.stat().st_size or all(key in next(entries(file), {}) for key in ("input", "status"))
    except OSError:
        return False


@contextmanager
def manifest(to: Path | TextIO | None, earlier: Path | None = None) -> Iterator[Manifest]:
    """Open the manifest of a run, written as it goes: to a stream, to a file, or not at all.

    The file replaces the earlier one once the run has ended, even early; what a killed run has written is
    taken up by the next one. `earlier` is the manifest that tells which files are ours: as long as this one
    is open, no other run can write them. Raises CommsError("not_writable"), Refusal("batch_busy").
    """
    if earlier is None:
        yield Manifest(to if not isinstance(to, Path) else None)
        return
    try:
        earlier.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _not_writable(earlier, error) from None
    with _alone(earlier):
        if not isinstance(to, Path):
            yield Manifest(to)
            return
        for journal in _journals(to):
            with _opened(journal, to) as killed:
                killed.keep_begun()
                killed.keep_earlier()
        with _opened(to.with_name(f".{to.name}.part"), to) as notes:
            yield notes


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Keep other runs from a manifest; the system ends that when this process ends, however it does."""
    from filelock import FileLock, Timeout

    lock = FileLock(file.with_name(f".{file.name}.lock"))
    try:
        lock.acquire(PATIENCE)
    except Timeout:
        raise Refusal("batch_busy", path=str(file)) from None
    except NotImplementedError:  # a file system without locks
        yield
        return
    except OSError as error:
        raise _not_writable(file, error) from None
    try:
        yield
    finally:
        with suppress(OSError):  # Windows deletes no open file
            Path(lock.lock_file).unlink(missing_ok=True)
        lock.release()


PATIENCE = 3
"""Seconds to wait for a run to end: the processes of one that was killed need a moment."""


def _journals(file: Path) -> list[Path]:
    """Return the journals of runs that were killed before they could replace a manifest."""
    return sorted(file.parent.glob(f".{escape(file.name)}*.part"))


@contextmanager
def _opened(journal: Path, to: Path) -> Iterator[Manifest]:
    """Open the journal of a run for appending; it replaces the earlier manifest at the end."""
    try:
        _end_line(journal)
        lines = journal.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        raise _not_writable(to, error) from None
    try:
        yield Manifest(lines, to)
    finally:
        _replace_earlier(lines, to)


def _end_line(journal: Path) -> None:
    """End the last line of a journal, which a killed run may have broken off."""
    if journal.exists() and not journal.read_bytes().endswith(b"\n"):
        with journal.open("ab") as file:
            file.write(b"\n")


def _replace_earlier(lines: TextIO, to: Path) -> None:
    """Replace the earlier manifest with a finished one, unless that is empty."""
    journal = Path(lines.name)
    finished = to.with_name(f".{to.name}.new")
    try:
        lines.close()
        with finished.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for entry in entries(journal):
                if entry.get("status") != BEGUN:
                    file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        if finished.stat().st_size:
            finished.replace(to)
        journal.unlink(missing_ok=True)
    except OSError as error:
        raise _not_writable(to, error) from None
    finally:
        finished.unlink(missing_ok=True)


def _not_writable(file: Path, error: OSError) -> CommsError:
    return CommsError("not_writable", path=str(file), why=error.strerror or str(error))
