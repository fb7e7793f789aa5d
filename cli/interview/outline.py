"""The outline of a review: its answers as they fit on the screen, with the rest folded to a line each."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from cli.terminal.rows import Fold, Heading, Item, Row
from comms.paths import FieldPath

ATTEMPTS = 4
"""How often runs of folded entries are put together before what is left is shown in spite of its height."""


def outline(
    rows: Sequence[Row], opened: FieldPath, room: int, height: Callable[[Sequence[Item]], int]
) -> list[Item]:
    """Return the rows of a review, folded as little as fits.

    opened: the path of an answer whose section and entry are not folded; room, height: in lines.
    """
    items: list[Item] = []
    for items in _levels(rows, opened):
        if height(items) <= room:
            return items
    for _ in range(ATTEMPTS):
        if (excess := height(items) - room) <= 0:
            break
        items = _put_together(items, excess)
    return items


def hidden(items: Sequence[Item]) -> frozenset[int]:
    """Return the numbers of the answers that are folded."""
    return frozenset(row.number for item in items if isinstance(item, Fold) for row in item.rows)


def _levels(rows: Sequence[Row], opened: FieldPath) -> Iterator[list[Item]]:
    """Yield the outlines of a review, from the fullest to the shortest."""
    step = next((row.question.step for row in rows if row.question.path == opened), "")
    yield _outline(rows, lambda row: None, with_headings=True)
    yield _outline(rows, lambda row: None)

    def entry(row: Row) -> object:
        path = row.question.path
        is_folded = row.question.item is not None and path[:2] != opened[:2] and row.has_entry
        return path[:2] if is_folded else None

    yield _outline(rows, entry)
    unsound = {row.question.step for row in rows if row.findings}
    for unfolded in ({step, *unsound}, {step}):
        yield _outline(rows, lambda row: entry(row) if row.question.step in unfolded else row.question.step)  # noqa: B023 - used at once


def _outline(
    rows: Sequence[Row], fold_of: Callable[[Row], object], with_headings: bool = False
) -> list[Item]:
    """Return rows with those that belong to the same fold, None for no fold, as one line."""
    items: list[Item] = []
    step = ""
    for fold, group in groupby(rows, fold_of):
        inside = tuple(group)
        if fold is not None:
            items.append(Fold(inside, is_step=isinstance(fold, str)))
            continue
        for row in inside:
            if with_headings and row.question.step != step and not row.is_left:
                step = row.question.step
                items.append(Heading(step))
            items.append(row)
    return items


def _put_together(items: list[Item], excess: int) -> list[Item]:
    """Return an outline whose longest run of folds is shorter by a number of lines, as far as it can be."""
    runs = [(is_fold, list(run)) for is_fold, run in groupby(items, lambda item: isinstance(item, Fold))]
    longest = max((run for is_fold, run in runs if is_fold), key=len, default=[])
    kept = max(len(longest) - excess - 1, 0)
    end: list[Fold] = [item for item in longest[kept:] if isinstance(item, Fold)]
    if len(end) < 2:
        return items
    joined = Fold(tuple(row for fold in end for row in fold.rows), end[0].is_step, last=end[-1])
    shorter: list[Item] = []
    for _, run in runs:
        shorter += [*longest[:kept], joined] if run is longest else run
    return shorter
