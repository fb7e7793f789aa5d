"""Processes of a Dask cluster, in the place of those of this machine."""

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
"""Seconds in which a scheduler must answer."""


@contextmanager
def cluster(address: str) -> Iterator[tuple[Executor, int, Callable[[], bool]]]:
    """An executor over the workers of a scheduler, how many threads they have, and whether it is still there.

    What a worker had taken when it was lost, another one does again. The workers need the same comms, and see
    the same files. Raises CommsError: "no_dask", "no_scheduler", "no_workers", "cluster_bare",
    "cluster_differs", "worker_lost".
    """
    try:
        from distributed import Client, KilledWorker
        from distributed.comm import CommClosedError
    except ImportError:
        raise CommsError("no_dask") from None
    for name in ("distributed", "tornado"):  # they tell of each worker that comes or goes
        logging.getLogger(name).setLevel(logging.CRITICAL)
    if not _ADDRESS.fullmatch(address):  # Dask would tell of it by a traceback
        raise CommsError("no_scheduler", address=address)
    try:
        client = Client(address, timeout=TIMEOUT, set_as_default=False)
    except (OSError, ValueError, TimeoutError):
        raise CommsError("no_scheduler", address=address) from None
    try:
        _refuse_other_versions(client, address)
        threads = sum(client.nthreads().values())
        if not threads:  # nobody would ever come to do it
            raise CommsError("no_workers", address=address)
        # not pure: nothing of a batch is to be kept by its key once it has come back
        yield client.get_executor(pure=False), threads, lambda: client.status == "running"
    except (KilledWorker, CancelledError, CommClosedError):
        raise CommsError("worker_lost") from None
    finally:
        with suppress(TimeoutError, OSError):
            client.close(timeout=TIMEOUT)


def _version() -> str:
    return __version__


def _refuse_other_versions(client: Any, address: str) -> None:
    """Raises CommsError unless every worker makes the same letters as this machine."""
    try:
        found = set(client.run(_version).values())
    except Exception as error:  # whatever a worker raises comes back as itself
        raise CommsError("cluster_bare", address=address) from error
    if found - {__version__}:
        theirs = ", ".join(sorted(found - {__version__}))
        raise CommsError("cluster_differs", address=address, theirs=theirs, ours=__version__)
