"""Rows that make one letter together, such as the lines of an order.

The rows of a letter need not stand together, so that all of them are held in memory; their number is limited.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from comms.reading.tables.records import Record
from comms.reading.tables.table import TableError
from comms.tasks.columns import EACH
from comms.tasks.row_choice import RowChoice, as_ranges, cells_of

MOST_GROUPED = 100_000
"""The most rows of a table whose rows are grouped."""

_SHOWN = 60
"""The most characters of a value that are shown in a message."""


def grouped(records: Iterable[Record], by: str, choice: RowChoice) -> Iterator[Record]:
    """Yield one record for all rows with the same value in the column `by`, in the order of their first rows.

    Raises TableError before the first letter: for a row that cannot be read or names no letter, since some
    letter would lack it, and for a table with too many rows.
    """
    for members in _groups(records, by):
        letter = _letter(members, choice)
        if letter is not None:
            yield letter


def _groups(records: Iterable[Record], by: str) -> list[list[Record]]:
    """Return the rows of each letter; a total stands alone, to be refused by itself."""
    groups: dict[tuple[str, bool], list[Record]] = {}
    for count, record in enumerate(records, 1):
        if count > MOST_GROUPED:
            raise TableError("too_many_grouped", most=MOST_GROUPED)
        is_total = record.error is not None and record.error.reason == "total_row"
        if record.error is not None and not record.values and not is_total:
            raise record.error
        key = record.number if is_total else cells_of(record).get(by)
        if key is None:
            raise TableError("no_group", row=record.number, column=by)
        groups.setdefault((str(key), is_total), []).append(record)
    return list(groups.values())


def _letter(members: list[Record], choice: RowChoice) -> Record | None:
    """Return the record of a letter, with the error of any of its rows; None if no row is chosen."""
    first = members[0]
    shared = _shared(members)
    taken = [choice.takes(record, shared) for record in members]
    if not any(taken):
        return None
    error = next((record.error for record in members if record.error is not None), None)
    error = error or _contradiction(members, choice.unused)
    if error is None and not all(taken):
        error = _partly(members, taken)
    remarks = {name for record in members for name in record.remarks}
    values = {name: value for name, value in shared.items() if name not in remarks}
    entries = tuple(choice.stripped(_entry(record)) for record in members)
    whole = choice.stripped(first._replace(values=values, error=error, is_hidden=False, is_struck=False))
    return whole._replace(entries=entries)


def _shared(members: list[Record]) -> dict[str, Any]:
    """Return the values and remarks of a letter besides those of its lists, as its first rows say them."""
    found: dict[str, Any] = {}
    for record in reversed(members):
        found |= record.remarks
        found |= {name: value for name, value in record.values.items() if EACH not in name}
    return found


def _contradiction(members: list[Record], unused: Collection[str]) -> TableError | None:
    """Return the error for rows of one letter that contradict each other; an empty cell contradicts none."""
    found: dict[str, tuple[Any, int]] = {}
    for record in members:
        for name, value in record.values.items():
            said, row = found.setdefault(name, (value, record.number))
            if said != value and EACH not in name and name not in unused:
                one, other = str(said)[:_SHOWN], str(value)[:_SHOWN]
                told = {"one": one, "row": row, "other": other, "other_row": record.number}
                return TableError("group_differs", column=name, **told)
    return None


def _entry(record: Record) -> Record:
    values = {name: value for name, value in record.values.items() if EACH in name}
    return Record(record.number, values, columns=record.columns)


def _partly(members: list[Record], taken: list[bool]) -> TableError:
    """Return the error for a letter some of whose rows are hidden or not chosen."""
    chosen = [record.number for record, is_taken in zip(members, taken, strict=True) if is_taken]
    others = [record.number for record, is_taken in zip(members, taken, strict=True) if not is_taken]
    return TableError("partly_chosen", rows=as_ranges(chosen), others=as_ranges(others))
