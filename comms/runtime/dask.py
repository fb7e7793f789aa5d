"""Runs work on a Dask cluster instead of processes of this machine."""

import logging
import re
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager, suppress
from typing import Any

from comms.errors import CommsError
from comms.version import __version__

_ADDRESS = re.compile(r"(?:\w+://)?[^\s/]+:\d{1,5}")
TIMEOUT = 10
"""Seconds within which a scheduler must answer."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int, Callable[[], bool]]]:
    """Connect to a scheduler; yields an executor, the number of threads and a test of the connection.

    The work of a lost worker is repeated by another one. The workers need the same version of comms, and
    access to the same files. Raises CommsError: "no_dask", "no_scheduler", "no_workers", "cluster_bare",
    "cluster_differs", "worker_lost".
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        raise CommsError("no_dask") from None
    for name in ("distributed", "tornado"):  # they log every worker that connects or leaves
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not _ADDRESS.fullmatch(address):  # Dask would report it with a traceback
        raise CommsError("no_scheduler", address=address)
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise CommsError("no_scheduler", address=address) from None
    try:
        _refuse_other_versions(client, address)
        threads = sum(client.nthreads().values())
        if not threads:  # the work would wait forever
            raise CommsError("no_workers", address=address)
        # not pure: Dask must not keep the results of a batch after they have been fetched
        yield client.get_executor(pure=False), threads, lambda: client.status == "running"
    except (KilledWorker, CancelledError, CommClosedError):
        raise CommsError("worker_lost") from None
    finally:
        with suppress(TimeoutError, OSError):
            client.close(timeout=TIMEOUT)


def _version() -> str:
    return __version__


def _refuse_other_versions(client: Any, address: str) -> None:
    """Raise CommsError unless every worker has the version of comms that this machine has."""
    try:
        found = set(client.run(_version).values())
    except Exception as error:  # any exception of a worker is raised here
        raise CommsError("cluster_bare", address=address) from error
    if found - {__version__}:
        theirs = ", ".join(sorted(found - {__version__}))
        raise CommsError("cluster_differs", address=address, theirs=theirs, ours=__version__)
