"""Processes that share work, and that are ended from outside."""

import multiprocessing
import threading
import time
from itertools import islice
from random import Random

import pytest

from comms.errors import CommsError
from comms.runtime.processes import are_alive, in_order, processes


def long_answer(number: int) -> bytes:
    """Return more than a pipe holds, so that a killed process is often killed while sending it."""
    return bytes([number % 256]) * 8_000_000


def end_one(after: float) -> None:
    time.sleep(after)  # at any moment of the next messages
    for process in multiprocessing.active_children()[:1]:
        process.kill()


def test_answers_come_in_their_order() -> None:
    with processes(2) as pool:
        answers = in_order(pool, long_answer, range(12), 2)
        assert [answer[0] for answer in islice(answers, 12)] == list(range(12))


@pytest.mark.long
def test_a_run_ends_whenever_one_of_its_processes_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comms.runtime.processes.PATIENCE", 0.3)
    random = Random(7)
    lost = 0
    for _ in range(25):
        killing = threading.Thread(target=end_one, args=(random.uniform(0, 0.03),))
        last = random.randrange(20)
        try:
            with processes(2) as pool:
                answers = in_order(pool, long_answer, range(200), 2, lambda pool=pool: are_alive(pool))
                for number, answer in enumerate(answers):
                    assert len(answer) == 8_000_000
                    if number == last:
                        killing.start()
        except CommsError as error:
            assert error.reason == "worker_lost"
            lost += 1
        killing.join()
    assert lost > 20
