"""A lint run shared among processes."""

from collections.abc import Iterator
from functools import partial

from comms.linting.examiner import Examined, Examiner, Target
from comms.runtime.processes import are_alive, in_order, processes

BATCH = 50
"""Files that a process takes at a time."""


_examiner: list[Examiner] = []


def share(examiner: Examiner, targets: list[Target], count: int) -> Iterator[Examined]:
    """The outcomes of the targets, in their order."""
    batches = (targets[start : start + BATCH] for start in range(0, len(targets), BATCH))
    with processes(count, _keep, examiner) as pool:
        for each in in_order(pool, _examine, batches, count, partial(are_alive, pool)):
            yield from each


def _keep(examiner: Examiner) -> None:
    _examiner[:] = [examiner]


def _examine(batch: list[Target]) -> list[Examined]:
    (examiner,) = _examiner
    return [examiner.examine(each) for each in batch]
