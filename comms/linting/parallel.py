"""Shares a lint run among processes."""

from collections.abc import Iterator
from functools import partial

from comms.linting.examiner import Examined, Examiner, Target
from comms.runtime.processes import are_alive, in_order, processes

BATCH = 50
"""The number of files that a process takes at a time."""

_examiner: list[Examiner] = []
"""The examiner of a worker process, which is sent to it once."""


def share(examiner: Examiner, targets: list[Target], count: int) -> Iterator[Examined]:
    """Yield the results of the targets in their order; count: the number of processes."""
    batches = (targets[start : start + BATCH] for start in range(0, len(targets), BATCH))
    with processes(count, _keep, examiner) as pool:
        for results in in_order(pool, _examine, batches, count, partial(are_alive, pool)):
            yield from results


def _keep(examiner: Examiner) -> None:
    _examiner[:] = [examiner]


def _examine(batch: list[Target]) -> list[Examined]:
    (examiner,) = _examiner
    return [examiner.examine(target) for target in batch]
