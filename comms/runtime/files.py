"""Writes files atomically, so that no reader ever sees half of one."""

import os
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from comms.errors import CommsError, Refusal
from comms.runtime.signals import uninterrupted


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file under a temporary name and move it into place; raises CommsError("not_writable")."""
    try:
        with uninterrupted():
            _write(path, content)
    except OSError as error:
        raise CommsError("not_writable", path=str(path), why=error.strerror or str(error)) from None


def _write(path: Path, content: bytes) -> None:
    temporary = _temporary(path, content)
    try:
        if path.exists():
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _temporary(path: Path, content: bytes) -> Path:
    """Write a file beside a path, under a name that no other run of the program has."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name[:40]}.{token_hex(8)}.part")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def write_new(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet; raises Refusal("exists") or CommsError("not_writable")."""
    try:
        with uninterrupted():
            temporary = _temporary(path, content)
            try:
                os.link(temporary, path)  # unlike a rename, never replaces a file written meanwhile
            finally:
                temporary.unlink(missing_ok=True)
    except FileExistsError:
        raise Refusal("exists", path=str(path)) from None
    except OSError as error:
        raise CommsError("not_writable", path=str(path), why=error.strerror or str(error)) from None


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise Refusal("exists") for the first of the files that exists."""
    for path in paths:
        if path.exists():
            raise Refusal("exists", path=str(path))
