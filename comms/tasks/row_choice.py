"""The rows of a table that become letters: those that the sheet shows and that the command line chooses."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from comms.errors import CommsError
from comms.reading.tables.records import Record, leaves

LAST = 10**9
"""The row that an open range such as `20-` ends with."""
_CONDITION = re.compile(r"\s*(?P<column>[^=＝≠!]+?)\s*(?P<sign>!=|≠|==?|＝)\s*(?P<value>.*?)\s*", re.DOTALL)
_RANGE = re.compile(r"(\d{1,9})(?:\s*[-–~～]\s*(\d{1,9})?)?", re.ASCII)
_OPEN = re.compile(r"\d+\s*[-–~～]\s*", re.ASCII)
_NUMBER = re.compile(r"[-+]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?", re.ASCII)
"""A number as people write it; a code with a leading zero is none."""


class Condition(NamedTuple):
    """A condition on the cell of a column; `column` is as its records call it."""

    column: str
    value: str
    is_equal: bool = True

    def holds(self, cells: Mapping[str, Any]) -> bool:
        """Whether cells meet the condition: alike as they are written, or as numbers."""
        return (_comparable(cells.get(self.column)) == _comparable(self.value)) is self.is_equal


def condition(written: str) -> Condition:
    """Read a condition such as `region=north` or `paid != yes`; raises CommsError("bad_where")."""
    match = _CONDITION.fullmatch(written)
    if match is None:
        raise CommsError("bad_where", written=written)
    return Condition(match["column"], match["value"], match["sign"] not in ("!=", "≠"))


def _comparable(value: Any) -> str | Decimal:
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value).strip()
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else text


Ranges = tuple[tuple[int, int], ...]
"""Ranges of row numbers, each with its first and last row."""


def ranges(written: str) -> Ranges:
    """Read row numbers such as `3-20,25,30-`; raises CommsError("bad_rows")."""
    found = []
    for part in filter(None, (part.strip() for part in re.split(r"[,，、;；]", written))):
        match = _RANGE.fullmatch(part)
        if match is None:
            raise CommsError("bad_rows", written=written)
        first = int(match[1])
        last = int(match[2]) if match[2] else LAST if _OPEN.fullmatch(part) else first
        if not 0 < first <= last:
            raise CommsError("bad_rows", written=written)
        found.append((first, last))
    if not found:
        raise CommsError("bad_rows", written=written)
    return tuple(sorted(found))


def as_ranges(numbers: Iterable[int]) -> str:
    """Return row numbers as `ranges` reads them: `3-5, 8`."""
    found: list[list[int]] = []
    for number in sorted(numbers):
        if found and number <= found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in found)


@dataclass
class RowChoice:
    """Chooses rows, and remembers which ones were left out because the sheet hides them or strikes them out.

    rows: the chosen row numbers, None for all; unused: columns whose cells letters do not use.
    """

    conditions: tuple[Condition, ...] = ()
    rows: Ranges | None = None
    unused: frozenset[str] = frozenset()
    hidden: list[int] = field(default_factory=list)
    struck: list[int] = field(default_factory=list)
    _met: list[int] = field(default_factory=list)

    @property
    def is_narrowed(self) -> bool:
        """Whether the command line leaves rows out."""
        return bool(self.conditions) or self.rows is not None

    def of(self, records: Iterable[Record]) -> Iterator[Record]:
        """Yield the chosen records with the values that letters use."""
        return (self.stripped(record) for record in records if self.takes(record))

    def takes(self, record: Record, shared: Mapping[str, Any] | None = None) -> bool:
        """Whether a row is chosen; `shared` are values of its letter that other rows give.

        A row that cannot be read is, so that it is told and not passed over.
        """
        if not self._in_ranges(record.number):
            return False
        if (record.values or record.error is None) and not self._meets(record, shared or {}):
            return False
        if record.is_hidden:
            self.hidden.append(record.number)
        elif record.is_struck:
            self.struck.append(record.number)
        return not (record.is_hidden or record.is_struck)

    def stripped(self, record: Record) -> Record:
        """Return a record without the cells that letters do not use."""
        if self.unused:
            values = {name: value for name, value in record.values.items() if name not in self.unused}
            columns = {name: number for name, number in record.columns.items() if name not in self.unused}
            record = record._replace(values=values, columns=columns)
        return record._replace(remarks={}) if record.remarks else record

    def absent(self) -> str:
        """Return the chosen row numbers that the table does not have, once it has been read; "" if none."""
        missing: list[str] = []
        for first, last in self.rows or ():
            expected = first
            for number in (number for number in self._met if first <= number <= last):
                missing += _range(expected, number - 1)
                expected = number + 1
            if last < LAST or expected == first:
                missing += _range(expected, last)
        return ", ".join(dict.fromkeys(missing))

    def _in_ranges(self, number: int) -> bool:
        if self.rows is None:
            return True
        is_chosen = any(first <= number <= last for first, last in self.rows)
        if is_chosen:
            self._met.append(number)
        return is_chosen

    def _meets(self, record: Record, shared: Mapping[str, Any]) -> bool:
        if not self.conditions:
            return True
        cells = {**shared, **cells_of(record)}
        return all(condition.holds(cells) for condition in self.conditions)


def cells_of(record: Record) -> dict[str, Any]:
    """Return the values of a row by the names of columns, nested ones by dotted names, and its remarks."""
    own = (leaf for name, value in record.values.items() for leaf in leaves(name, value))
    return {**record.remarks, **dict(own)}


def _range(first: int, last: int) -> list[str]:
    if first > last:
        return []
    return [str(first) if first == last else f"{first}-" if last == LAST else f"{first}-{last}"]
