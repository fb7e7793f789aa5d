"""Writes files so that no reader ever sees half of one."""

import os
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from comms.errors import CommsError, Refusal
from comms.runtime.signals import uninterrupted


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
    """Writes a file that is not there yet; raises Refusal("exists") or CommsError("not_writable")."""
    passing = path.with_name(f".{path.name[:40]}.{os.getpid()}.new")
    write_atomic(passing, content)
    try:
        os.link(passing, path)  # unlike a rename, it never replaces what somebody else has written meanwhile
    except FileExistsError:
        raise Refusal("exists", path=str(path)) from None
    except OSError as error:
        raise CommsError("not_writable", path=str(path), why=error.strerror or str(error)) from None
    finally:
        passing.unlink(missing_ok=True)


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raises Refusal("exists") for the first file that is there already."""
    for path in paths:
        if path.exists():
            raise Refusal("exists", path=str(path))
