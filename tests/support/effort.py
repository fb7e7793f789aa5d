"""What a computation may cost, on a machine of any speed that is busy with anything."""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

PATIENCE = 180
"""Seconds after which a program that says nothing hangs; nothing that works takes as long on a busy machine."""

_DESK = 0.05
"""Seconds that the yardstick takes on an idle desk."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Fails where a block takes this process more time than `seconds` of an idle desk.

    Only the processor's time counts, and a slow or crowded processor has as much more as the yardstick needs.
    """
    before, began = pace(), time.process_time()
    yield
    taken = time.process_time() - began
    allowed = seconds * max(before, pace())
    assert taken < allowed, f"took {taken:.1f} s of {allowed:.1f}; does it grow with the square of the size?"


def pace() -> float:
    """How many times as long as on an idle desk the same work takes here and now; at least once."""
    began = time.process_time()
    words = re.findall(r"(?:\w+,)?\s*(\w+)", "a yardstick of words, " * 40_000)
    sum(len(word) for word in sorted(words))
    return max(1, (time.process_time() - began) / _DESK)


def eventually(condition: Callable[[], bool]) -> None:
    """Waits until a condition holds; fails where it never does."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)
