"""Shares work among processes of this machine, or of a cluster."""

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
"""Portions for each process that are on their way at once: none of them waits, and memory stays flat."""

PATIENCE = 5
"""Seconds after which whoever works is asked whether he is still there."""

_Portion = TypeVar("_Portion")
_Result = TypeVar("_Result")


@contextmanager
def processes(
    count: int, begin: Callable[..., object] | None = None, *given: Any
) -> Iterator[ProcessPoolExecutor]:
    """So many processes; each calls `begin` with what is given first. Raises CommsError("worker_lost")."""
    # forked where that is safe: a child then has the modules, the words and the cache for nothing
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
    """Whether none of the processes that a pool began was ended from outside."""
    return all(each.is_alive() for each in (pool._processes or {}).values())


def _release(pool: ProcessPoolExecutor) -> None:
    """Lets a pool end that has lost a process amid a message: it would wait for the rest of that for ever."""
    for each in (pool._processes or {}).values():
        each.kill()
    results: Any = pool._result_queue
    results._writer.close()  # the last one who could still write there is the parent itself


def in_order(
    executor: Executor,
    work: Callable[[_Portion], _Result],
    portions: Iterable[_Portion],
    count: int,
    is_alive: Callable[[], bool] = lambda: True,
) -> Iterator[_Result]:
    """What the work on each portion comes to, in their order; count: how many do it at once.

    is_alive: whether what does it will ever answer; asked now and then. Raises CommsError("worker_lost").
    """
    waiting: deque[Future[_Result]] = deque()
    try:
        for portion in portions:
            with uninterrupted():  # Ctrl-C while processes begin would leave some of them behind
                waiting.append(executor.submit(work, portion))
            if len(waiting) >= count * AHEAD:
                yield _result(waiting.popleft(), is_alive)
        while waiting:
            yield _result(waiting.popleft(), is_alive)
    except Exception:  # what is on its way comes to its end, and is told of
        done = (each for each in waiting if is_alive() or each.done())
        yield from (each.result() for each in done if not each.cancelled() and each.exception() is None)
        raise


def _result(future: "Future[_Result]", is_alive: Callable[[], bool]) -> _Result:
    while True:
        try:
            return future.result(PATIENCE)
        except TimeoutError:
            if future.done():  # it is the work's own
                raise
            if not is_alive():
                raise CommsError("worker_lost") from None


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Looks for garbage in cycles seldom, and not among what is loaded: a letter leaves hardly any behind.

    A quarter of the time of a batch of letters went there.
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
    # who asks the parent to end often asks the whole group, and the parent finishes what has begun
    for number in (signal.SIGINT, *ENDING):
        signal.signal(number, _end_soon if number == signal.SIGTERM else signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _collect_seldom()
    if begin is not None:
        begin(*given)


GRACE = 2
"""Seconds in which a process that is asked to end hands over what it has made."""


def _end_soon(number: int, frame: FrameType | None) -> None:
    del number, frame
    timer = threading.Timer(GRACE, os._exit, (1,))
    timer.daemon = True
    timer.start()


def _end_with_parent() -> None:
    """A parent that was killed cannot tell its processes to stop."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
