"""Shares the examination of many files among processes."""

import multiprocessing
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor

from comms.examining import Examined, Examiner, Target

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
        for outcomes in pool.map(_examine, batches):
            yield from outcomes
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(examiner: Examiner) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent answers Ctrl-C for all
    _examiner[:] = [examiner]


def _examine(batch: list[Target]) -> list[Examined]:
    (examiner,) = _examiner
    return [examiner.examine(each) for each in batch]
