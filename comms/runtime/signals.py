"""Defers Ctrl-C and termination signals while an interruption would leave work half done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals besides Ctrl-C that ask a program to end: from a supervisor, or a terminal being closed."""


class Ended(KeyboardInterrupt):
    """A signal has asked this program to end; `number` is that of the signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Defer Ctrl-C and termination signals to the end of the block."""
    came: list[int] = []
    with _handling(lambda number, frame: came.append(number)):
        yield
    for number in came[:1]:
        signal.raise_signal(number)


@contextmanager
def deferring_signals() -> Iterator[Callable[[], bool]]:
    """Yield a function that tells whether a signal asked the program to end, so that work can be finished.

    Raises Ended at the end of the block, or at once on a second signal.
    """
    came: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if came:
            raise Ended(number)
        came.append(number)

    with _handling(note):
        try:
            yield lambda: bool(came)
        except Exception:  # worker processes that the signal has ended too
            if not came:
                raise
    if came:
        raise Ended(came[0])


@contextmanager
def _handling(note: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the termination signals by `note`; an ignored signal stays ignored, as nohup intends."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, *ENDING)}
    # None stands for a handler that Python did not install and could not restore
    taken = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for number in taken:
        signal.signal(number, note)
    try:
        yield
    finally:
        for number, handler in taken.items():
            signal.signal(number, handler)
