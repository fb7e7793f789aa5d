"""Writes files so that no reader sees half of one, and no writer undoes what another one has saved.

Links are written through: the file that one leads to changes, and the link stays a link.
"""

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from typing import TypeVar

from comms.errors import CommsError, Refusal
from comms.runtime.locks import exclusive
from comms.runtime.signals import uninterrupted

_Result = TypeVar("_Result")


class ChangedMeanwhile(Refusal):
    """Raised where a file is no longer as it was when it was read, so that it was not written."""

    def __init__(self, path: Path) -> None:
        super().__init__("changed_meanwhile", path=str(path))


def write_atomic(path: Path, content: bytes) -> None:
    """Write a file, whatever is in its place; raises CommsError("not_writable")."""
    with _refusals(path):
        if _is_stream(path):
            path.write_bytes(content)
            return
        target = _target(path)
        with _temporary(target, content) as temporary:
            _put(temporary, target)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that its owner alone can read; raises CommsError("not_writable").

    Its folder becomes private, too, so that not even a temporary file in it is open to others.
    """
    with _refusals(path):
        make_private_folder(path.parent)
        path.touch(mode=_PRIVATE_FILE)
        path.chmod(_PRIVATE_FILE)
    write_atomic(path, content)


def make_private_folder(folder: Path) -> None:
    """Make a folder that its owner alone can enter; raises OSError."""
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    with suppress(PermissionError):  # one of another owner, or on a file system without permissions
        folder.chmod(_PRIVATE_FOLDER)


_PRIVATE_FILE, _PRIVATE_FOLDER = 0o600, 0o700


def write_new(path: Path, content: bytes) -> None:
    """Write a file that does not exist yet; raises Refusal("exists") or CommsError("not_writable")."""
    try:
        with _refusals(path), _temporary(path, content) as temporary:
            _put_first(temporary, path)
    except FileExistsError:
        raise Refusal("exists", path=str(path)) from None


def write(path: Path, content: bytes, force: bool) -> None:
    """Write a file; raises Refusal("exists") for one that exists, unless `force` is set."""
    (write_atomic if force else write_new)(path, content)


def replace(path: Path, before: bytes | None, after: bytes) -> None:
    """Write a file that was read earlier, if it still has the content that it had then, or None for no file.

    Raises ChangedMeanwhile, Refusal("busy") or CommsError("not_writable").
    """
    with _refusals(path):
        target = _target(path)
        with exclusive(target), _temporary(target, after) as temporary:
            if (target.read_bytes() if target.exists() else None) != before:
                raise ChangedMeanwhile(path)
            _put(temporary, target)


def again_if_changed(work: Callable[[], _Result]) -> _Result:
    """Do work that reads and replaces files; where another run was faster, do it again on what that wrote."""
    for _ in range(_ATTEMPTS):
        with suppress(ChangedMeanwhile):
            return work()
    return work()


_ATTEMPTS = 20
"""After so many changes in a row a file seems to be written all the time."""


def refuse_existing(paths: Iterable[Path]) -> None:
    """Raise Refusal("exists") for the first of the files that exists."""
    for path in paths:
        if path.exists():
            raise Refusal("exists", path=str(path))


@contextmanager
def _refusals(path: Path) -> Iterator[None]:
    """Turn what the system says into CommsError("not_writable"), except that a new file exists already."""
    try:
        yield
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:  # a name that cannot be one is a ValueError
        why = getattr(error, "strerror", None) or str(error)
        raise CommsError("not_writable", path=str(path), why=why) from None


def _is_stream(path: Path) -> bool:
    """Whether a path is a device or a pipe, such as /dev/stdout, which cannot be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def _target(path: Path) -> Path:
    """Return the file that a path leads to; raises OSError if it is read-only, or a link to itself."""
    target = Path(os.path.realpath(path))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    if target.exists() and not os.access(target, os.W_OK):  # a rename would not mind
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return target


@contextmanager
def _temporary(path: Path, content: bytes) -> Iterator[Path]:
    """Yield a file with a content beside a path, undisturbed by signals; it is deleted at the end."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR)) from error
    temporary = path.with_name(f".{path.name[:40]}.{token_hex(8)}.part")
    with uninterrupted():
        try:
            with temporary.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _sweep(temporary)
            yield temporary
        finally:
            temporary.unlink(missing_ok=True)


def _put(temporary: Path, target: Path) -> None:
    if target.exists():
        _grant_as(target.stat(), temporary)
    temporary.replace(target)


def _grant_as(earlier: os.stat_result, file: Path) -> None:
    """Give a file the permissions of an earlier one, and as far as we may its owner and group."""
    if sys.platform != "win32":
        for owner, group in ((-1, earlier.st_gid), (earlier.st_uid, -1)):
            with suppress(OSError):
                os.chown(file, owner, group)
    file.chmod(earlier.st_mode & 0o777)


def _put_first(temporary: Path, path: Path) -> None:
    """Give a file its name unless that is taken; raises FileExistsError."""
    try:
        os.link(temporary, path)  # unlike a rename, never replaces a file written meanwhile
    except FileExistsError:
        raise
    except OSError:  # without hard links (FAT, some file servers) an empty file takes the name first
        path.touch(exist_ok=False)
        try:
            temporary.replace(path)
        except OSError:
            path.unlink(missing_ok=True)
            raise


_LEFT_BEHIND = re.compile(r"\..+\.(?:[0-9a-f]{16}|\d+\.\d+)\.part")
_DAY = 24 * 3600
_SWEPT: set[Path] = set()


def _sweep(temporary: Path) -> None:
    """Delete what killed runs have left beside a file, once a folder: temporary files older than a day."""
    folder = temporary.parent
    if folder in _SWEPT:
        return
    _SWEPT.add(folder)
    now = temporary.stat().st_mtime  # the clock of a file server may differ from that of this machine
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _LEFT_BEHIND.fullmatch(entry.name) and entry.stat(follow_symlinks=False).st_mtime < now - _DAY:
                Path(entry.path).unlink()
