"""Lists of fields: lines of a label, a colon and an answer, as people copy them from the forms of a chat.

A line such as "Note: bring a coat" may stand in any text. Where several such lines make a list of fields,
words that only suggest a dimension name it, and a label that names none ends the answer above it.
"""

from collections.abc import Iterable, Iterator, Sequence

from comms.reading.asking import TITLE
from comms.reading.section_marks import AnswerTable, Form, Mark

_FEW, _SEVERAL = 2, 3
"""The numbers of labels, and of dimensions, that make a list of fields; see `_is_list_of_fields`."""
_NAMED = 4
"""One of so many fields at least names a dimension."""
_LINES = 3
"""A field has at most so many lines on average, with those of its answer."""


def fields_among(marks: Iterable[Mark | AnswerTable], lines: Sequence[str]) -> frozenset[int]:
    """Return the identities of the marks that are fields of a list."""
    marks = list(marks)
    others = [mark for mark in marks if isinstance(mark, Mark) and mark.form is not Form.LABEL]
    sure = {mark.dimension for mark in others if mark.name and not mark.name.loose} - {"", TITLE}
    asks = len(sure) >= _FEW or len({mark.dimension for mark in others} - {"", TITLE}) >= _SEVERAL
    runs = list(_runs(marks))
    lists = (run for number, run in enumerate(runs) if _is_list_of_fields(run, lines, asks, number == 0))
    return frozenset(id(label) for run in lists for label in run)


def may_count(mark: Mark | AnswerTable, fields: frozenset[int]) -> bool:
    """Return whether a mark is no label, a label that names a dimension for sure, or a field of a list."""
    if isinstance(mark, AnswerTable) or mark.form is not Form.LABEL or mark.heading.endswith(("?", "？")):
        return True
    return (mark.name is not None and not mark.name.loose) or id(mark) in fields


def _runs(marks: Iterable[Mark | AnswerTable]) -> Iterator[list[Mark]]:
    """Yield the labels between two marks of other forms, those of items and of nested items by themselves."""
    runs: dict[tuple[bool, bool], list[Mark]] = {}
    for mark in marks:
        if isinstance(mark, Mark) and mark.form is Form.LABEL:
            runs.setdefault((mark.listed, mark.deep), []).append(mark)
        else:
            yield from runs.values()
            runs = {}
    yield from runs.values()


def _is_list_of_fields(run: list[Mark], lines: Sequence[str], asks: bool, is_first: bool) -> bool:
    """Return whether labels ask for two dimensions, or for one in a text whose headings ask for several.

    asks: whether the headings do. The first list of a text may tell little else than its number and state.
    """
    named = [mark.dimension for mark in run if mark.dimension]
    written = sum(map(bool, map(str.strip, lines[run[0].start[0] : run[-1].start[0] + 1])))
    if not named or written > _LINES * len(run):
        return False
    if len(set(named)) >= _FEW and len(named) * _NAMED >= len(run):
        return len(run) >= _SEVERAL or len(named) == len(run)
    return asks and (
        (len(run) >= _FEW and len(named) * _SEVERAL >= len(run)) or (is_first and len(run) >= _SEVERAL)
    )
