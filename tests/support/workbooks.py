"""Workbooks that a test writes."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from comms.reading.tables.opening import table_from_bytes
from comms.reading.tables.table import Table

Rows = Sequence[Sequence[object]]


def workbook(rows: Rows, change: Callable[[Any], object] | None = None) -> bytes:
    """Return a workbook with one sheet; `change` is given the sheet before it is saved."""
    return workbook_of({"Sheet": rows}, lambda book: change(book.active) if change else None)


def workbook_of(sheets: dict[str, Rows], change: Callable[[Any], object] | None = None) -> bytes:
    """Return a workbook with sheets by their names; `change` is given the book before it is saved."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def table_of(
    rows: Rows, change: Callable[[Any], object] | None = None, header_row: int | None = None
) -> Table:
    """Return the table that is read of a workbook with one sheet."""
    return table_from_bytes(workbook(rows, change), "order.xlsx", header_row=header_row)
