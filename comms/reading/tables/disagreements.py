"""Columns that say something else than the lines: times that are not in days, a second discount."""

from collections.abc import Sequence
from typing import Any

from comms.reading.tables.cell_reader import CellRefused
from comms.reading.tables.columns import Column
from comms.reading.tables.headings import is_period
from comms.reading.tables.line_reader import LineReader
from comms.reading.tables.table import Row
from comms.terms.zhe import percent_off

Entry = tuple[Row, dict[str, Any]]
_TIMES = ("lead_time_days", "safety_days", "daily_sales")


def refuse_disagreements(reader: LineReader, entries: Sequence[Entry]) -> None:
    """Refuse columns whose figures would change what the lines say if they were read as they stand."""
    for index, column in enumerate(reader.matching.columns):
        _refuse_times(reader, index, column)
        if column.role == "second_discount":
            _refuse_second_discount(reader, index, entries)


def _refuse_times(reader: LineReader, index: int, column: Column) -> None:
    """Refuse times in months or working days, and sales of other times than a day."""
    if column.key in _TIMES and column.note.unit and is_period(column.note.unit):
        reader.refuse_column(index, CellRefused("not_days", unit=column.note.unit))


def _refuse_second_discount(reader: LineReader, index: int, entries: Sequence[Entry]) -> None:
    for row, _ in entries:
        figure = reader.figure(row, index)
        if (figure is not None and figure.value) or percent_off(row.cells[index]):
            reader.refuse(row, index, CellRefused("second_discount", text=row.cells[index][:20]))
            return
