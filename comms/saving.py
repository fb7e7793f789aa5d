"""Writes files so that no reader ever sees half of one."""

import os
import re
from collections.abc import Iterable
from datetime import date
from itertools import count
from pathlib import Path

from comms.errors import CommsError
from comms.interrupting import uninterrupted
from comms.rendering import RENDERERS, format_of

_SUFFIX = re.compile(r"\.(?:txt|docm|doc|odt|rtf|toml|xlsx?|csv)", re.IGNORECASE)
"""Suffixes of files that somebody may ask for; a folder of such a name must exist already."""


def write_atomic(path: Path, content: bytes) -> None:
    """Writes a file under a passing name and moves it into place; raises CommsError("not_writable")."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with uninterrupted():
            _write(path, content)
    except OSError as error:
        raise CommsError("not_writable", path=str(path), why=error.strerror or str(error)) from None


def _write(path: Path, content: bytes) -> None:
    passing = path.with_name(f".{path.name[:40]}.{os.getpid()}.{next(_PASSING)}.part")
    try:
        with passing.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            passing.chmod(path.stat().st_mode & 0o777)
        passing.replace(path)
    except BaseException:
        passing.unlink(missing_ok=True)
        raise


_PASSING = count()
"""Numbers of passing names, so that threads which write to one folder do not meet."""


def write_new(path: Path, content: bytes) -> None:
    """Writes a file that is not there yet; raises CommsError("exists") or CommsError("not_writable")."""
    passing = path.with_name(f".{path.name[:40]}.{os.getpid()}.new")
    write_atomic(passing, content)
    try:
        os.link(passing, path)  # unlike a rename, it never replaces what somebody else has written meanwhile
    except FileExistsError:
        raise CommsError("exists", path=str(path)) from None
    except OSError as error:
        raise CommsError("not_writable", path=str(path), why=error.strerror or str(error)) from None
    finally:
        passing.unlink(missing_ok=True)


def formats(names: str) -> list[str]:
    """The output formats of "md,docx"; raises CommsError("no_such_format")."""
    found = []
    for name in names.split(","):
        form = format_of(name.strip())
        if form is None:
            raise CommsError("no_such_format", written=name.strip(), known=", ".join(RENDERERS))
        found.append(form)
    return list(dict.fromkeys(found))


def targets(output: str | None, to: str | None, stem: str) -> dict[str, Path]:
    """Where each format goes: a folder takes `stem` and the suffix, a file name chooses its own format.

    Raises CommsError("one_output") where one file name stands for several formats.
    """
    suffix = format_of(Path(output).suffix) if output and Path(output).suffix else None
    if output and suffix:
        if to and formats(to) != [suffix]:
            raise CommsError("one_output")
        return {suffix: Path(output)}
    folder = Path(output or ".")
    if _SUFFIX.fullmatch(folder.suffix) and not folder.is_dir() and not str(output).endswith("/"):
        raise CommsError("no_such_format", written=folder.suffix, known=", ".join(RENDERERS))
    return {form: folder / f"{stem}.{form}" for form in formats(to or "md")}


LONGEST = 200
"""Bytes of a file's name before its suffix; systems allow 255 for the whole."""


def stem_of(number: str | None, otherwise: str) -> str:
    """The file name of a document's number; whatever could lead out of the folder becomes a dash."""
    stem = re.sub(r"[^\w.-]+", "-", number or "").encode()[:LONGEST]
    return stem.decode(errors="ignore").strip(".-") or otherwise


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raises CommsError("exists") for the first file that is there already."""
    for path in paths:
        if path.exists():
            raise CommsError("exists", path=str(path))


def next_id(prefix: str, names: Iterable[str], today: date) -> str:
    """The next free number of a year: DB-2026-0007 where 0006 is the highest that opens one of the names."""
    pattern = re.compile(rf"{prefix}-{today.year}-(\d{{1,9}})(?!\d)")
    taken = [int(match.group(1)) for name in names if (match := pattern.match(name))]
    return f"{prefix}-{today.year}-{max(taken, default=0) + 1:04d}"
