"""Shares work among processes of this machine or of a cluster."""

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from comms.errors import CommsError
from comms.runtime.signals import ENDING, uninterrupted

AHEAD = 3
"""The portions per process that are submitted ahead, so that no process waits and memory stays constant."""

PATIENCE = 5
"""Seconds of waiting for a result after which to check that the workers are still alive."""

_Portion = TypeVar("_Portion")
_Result = TypeVar("_Result")


@contextmanager
def processes(
    count: int, begin: Callable[..., object] | None = None, *given: Any
) -> Iterator[ProcessPoolExecutor]:
    """Yield a pool of processes that each call `begin(*given)` first; raises CommsError("worker_lost")."""
    # forked where that is safe: children then share the modules, words and caches that are loaded
    method = "fork" if sys.platform == "linux" else "spawn"
    pool = ProcessPoolExecutor(count, multiprocessing.get_context(method), _begin, (begin, given))
    try:
        yield pool
    except BrokenProcessPool:
        raise CommsError("worker_lost") from None
    finally:
        if not are_alive(pool):
            _release(pool)
        pool.shutdown(cancel_futures=True)


def are_alive(pool: ProcessPoolExecutor) -> bool:
    """Whether all processes that a pool has started are still running."""
    return all(process.is_alive() for process in (pool._processes or {}).values())


def _release(pool: ProcessPoolExecutor) -> None:
    """Let a pool shut down after the loss of a process: it would wait forever for an unfinished message."""
    for process in (pool._processes or {}).values():
        process.kill()
    results: Any = pool._result_queue
    results._writer.close()  # the parent is the last process that holds it open for writing


def in_order(
    executor: Executor,
    work: Callable[[_Portion], _Result],
    portions: Iterable[_Portion],
    count: int,
    is_alive: Callable[[], bool] = lambda: True,
) -> Iterator[_Result]:
    """Yield the result of the work on each portion, in their order; raises CommsError("worker_lost").

    count: the number of processes. is_alive: whether results can still arrive; called while one is late.
    """
    waiting: deque[Future[_Result]] = deque()
    try:
        for portion in portions:
            with uninterrupted():  # Ctrl-C while processes start would leave some of them behind
                waiting.append(executor.submit(work, portion))
            if len(waiting) >= count * AHEAD:
                yield _result(waiting.popleft(), is_alive)
        while waiting:
            yield _result(waiting.popleft(), is_alive)
    except Exception:  # work that has begun is finished, and its results are still delivered
        begun = (future for future in waiting if is_alive() or future.done())
        done = (future for future in begun if not future.cancelled() and future.exception() is None)
        yield from (future.result() for future in done)
        raise


def _result(future: "Future[_Result]", is_alive: Callable[[], bool]) -> _Result:
    """Return a result; raises the exception of the work, or CommsError("worker_lost")."""
    while True:
        try:
            return future.result(PATIENCE)
        except TimeoutError:
            if future.done():  # raised by the work itself
                raise
            if not is_alive():
                raise CommsError("worker_lost") from None


@contextmanager
def rare_collection() -> Iterator[None]:
    """Collect cyclic garbage rarely, and not among loaded objects: a letter leaves hardly any behind.

    Collection took a quarter of the time of a batch of letters.
    """
    before = gc.get_threshold()
    _collect_seldom()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _collect_seldom() -> None:
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def _begin(begin: Callable[..., object] | None, given: tuple[Any, ...]) -> None:
    # signals often reach the whole process group; the parent decides and finishes work that has begun
    for number in (signal.SIGINT, *ENDING):
        signal.signal(number, _end_soon if number == signal.SIGTERM else signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _collect_seldom()
    if begin is not None:
        begin(*given)


GRACE = 2
"""Seconds that a process has to deliver its results after SIGTERM."""


def _end_soon(_number: int, _frame: FrameType | None) -> None:
    timer = threading.Timer(GRACE, os._exit, (1,))
    timer.daemon = True
    timer.start()


def _end_with_parent() -> None:
    """End this process when its parent ends: a killed parent cannot stop its processes."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
