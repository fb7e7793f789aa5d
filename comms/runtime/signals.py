"""Ctrl-C, and requests to end, at moments when they would leave something half done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ENDING = tuple(getattr(signal, each) for each in ("SIGTERM", "SIGHUP") if hasattr(signal, each))
"""What asks a program to end beside Ctrl-C: a supervisor that stops it, a terminal that is closed."""


class Ended(KeyboardInterrupt):
    """Somebody asked this program to end; `number` is the signal's."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C, and a request to end, wait until what is done here has been done."""
    came: list[int] = []
    with _handling(lambda number, frame: came.append(number)):
        yield
    for number in came[:1]:
        signal.raise_signal(number)


@contextmanager
def ended_in_order() -> Iterator[Callable[[], bool]]:
    """Yields whether somebody has asked the program to end, so that what has begun can come to its end first.

    Then it raises Ended; who asks twice does not wait.
    """
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        del frame
        if came:
            raise Ended(number)
        came.append(number)

    with _handling(note):
        try:
            yield lambda: bool(came)
        except Exception:  # processes that were asked to end as well
            if not came:
                raise
    if came:
        raise Ended(came[0])


@contextmanager
def _handling(note: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """The signals that ask a program to end are noted; one that is ignored stays so: nohup means it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {each: signal.getsignal(each) for each in (signal.SIGINT, *ENDING)}
    # None is a handler that is not Python's, and could not be put back
    taken = {each: handler for each, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    for each in taken:
        signal.signal(each, note)
    try:
        yield
    finally:
        for each, handler in taken.items():
            signal.signal(each, handler)
