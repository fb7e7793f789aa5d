"""Locks between runs of this program, so that two of them do not work on one thing at the same time."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from comms.errors import Refusal

if TYPE_CHECKING:
    from filelock import BaseFileLock

PATIENCE = 60
"""Seconds to wait for another run, which may have LibreOffice make a PDF."""
_PLACES = 256
"""The lock files of one sort. Different things may share one, so that their number is limited for good."""


@contextmanager
def exclusive(path: Path, sort: str = "file") -> Iterator[None]:
    """Keep all other runs of the same user from what a path stands for, until the end of the block.

    The lock files lie in the user's state folder: nothing is left beside the documents, and file servers,
    read-only folders and file systems without locks are all the same. Where even that folder cannot be
    written the block runs without a lock. A block must not lock another path of the same sort.

    Raises Refusal("busy") if another run does not come to an end.
    """
    lock = _acquired(path, sort)
    try:
        yield
    finally:
        if lock is not None:
            lock.release()


def _acquired(path: Path, sort: str) -> "BaseFileLock | None":
    from filelock import FileLock, Timeout
    from platformdirs import user_state_path

    folder = user_state_path("comms", appauthor=False) / "locks"
    if not folder.is_absolute():  # an account without a home: it would lie in the working folder
        return None
    place = crc32(str(path).encode("utf-8", "surrogatepass")) % _PLACES
    file = folder / f"{sort}-{place:02x}.lock"
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(file)
        lock.acquire(PATIENCE, poll_interval=0.01)
    except Timeout:
        raise Refusal("busy", path=str(path)) from None
    except (OSError, NotImplementedError):
        return None
    return lock
