"""Shares the examination of many files among processes."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from comms.examining import Examined, Examiner, Target
from comms.findings import CommsError

BATCH = 50
"""Files that a process takes at a time."""

_examiner: list[Examiner] = []


def share(examiner: Examiner, targets: list[Target], count: int) -> Iterator[Examined]:
    """The outcomes of the targets, in their order."""
    # forked where that is safe: a child then has the modules, the words and the cache for nothing
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    batches = [targets[start : start + BATCH] for start in range(0, len(targets), BATCH)]
    pool = ProcessPoolExecutor(count, context, _begin, (examiner,))
    try:
        with _uninterrupted():  # Ctrl-C while processes begin would leave some of them behind
            outcomes = pool.map(_examine, batches)
        for each in outcomes:
            yield from each
    except BrokenProcessPool:
        raise CommsError("worker_lost") from None
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C waits until the processes have begun, who then ignore it: the parent answers for all."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if pressed:
        raise KeyboardInterrupt


def _begin(examiner: Examiner) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _examiner[:] = [examiner]


def _end_with_parent() -> None:
    """A parent that was killed cannot tell its processes to stop."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)


def _examine(batch: list[Target]) -> list[Examined]:
    (examiner,) = _examiner
    return [examiner.examine(each) for each in batch]
