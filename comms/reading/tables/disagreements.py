"""What columns say against the lines that the table gives: other units, part of it cancelled, open money."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from comms.reading.tables.above import stated_currencies
from comms.reading.tables.cell_reader import CellRefused, units_in
from comms.reading.tables.columns import MONEY, Column
from comms.reading.tables.headings import book, is_period, per_of
from comms.reading.tables.line_reader import LineReader
from comms.reading.tables.table import Row
from comms.terms.zhe import percent_off

Entry = tuple[Row, dict[str, Any]]
_AMOUNTS = ("amount", "amount_with_tax")
_TIMES = ("lead_time_days", "safety_days", "daily_sales")


def settle_disagreements(reader: LineReader, entries: Sequence[Entry]) -> None:
    """Refuse columns and cells that say something else than the lines, and complete what prices are for."""
    for index, column in enumerate(reader.matching.columns):
        _refuse_open_money(reader, index, column)
        _refuse_times(reader, index, column)
        if column.role == "second_discount":
            _refuse_second_discount(reader, index, entries)
    _refuse_other_currencies(reader)
    for row, data in entries:
        _compare_quantities(reader, row, data)
        _add_price_unit(reader, row, data)


def _refuse_open_money(reader: LineReader, index: int, column: Column) -> None:
    """Refuse money of several countries, unless it may be the document's, or the table says which it is."""
    word = column.note.unknown
    if not word or not (column.key in MONEY or column.role in _AMOUNTS) or "unit_price" not in reader.fields:
        return
    is_said = column.note.currency or reader.matching.currency or reader.matching.role("currency") is not None
    meanings = str(book()["currency_words"]["ambiguous"].get(word, "")).split()
    if not is_said and reader.context.currency not in meanings:
        reader.refuse_column(index, CellRefused("currency_open", text=word, expected=reader.context.currency))


def _refuse_other_currencies(reader: LineReader) -> None:
    """Refuse a currency that a row above or a total names beside that of the document."""
    index = next(iter(reader.matching.of("unit_price")), None)
    if index is None or reader.matching.columns[index].note.currency:
        return
    for named in stated_currencies(reader.table)[1:]:
        if named != reader.context.currency:
            error = CellRefused("currency", named=named, expected=reader.context.currency)
            reader.refuse_column(index, error)


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


def _compare_quantities(reader: LineReader, row: Row, data: dict[str, Any]) -> None:
    """Refuse a quantity that was confirmed otherwise, or of which a part was cancelled."""
    if "quantity" not in data:
        return
    for role in ("confirmed_quantity", "cancelled_quantity"):
        index = reader.matching.role(role)
        figure = reader.figure(row, index)
        if index is None or figure is None:
            continue
        other = figure.times(reader.matching.columns[index].note.scale).value
        if other != (Decimal(data["quantity"]) if role == "confirmed_quantity" else 0):
            reader.refuse(row, index, CellRefused(role, quantity=data["quantity"], other=other))


def _add_price_unit(reader: LineReader, row: Row, data: dict[str, Any]) -> None:
    """Add the number of units that a price in another unit is for; refuse a unit that does not convert."""
    index = reader.matching.role("price_unit")
    if index is None or not row.cells[index] or "unit_price" not in data or "price_per" not in reader.fields:
        return
    read = per_of(row.cells[index]) or (Decimal(1), row.cells[index])
    unit = str(data.get("unit", "")) or read[1]
    held = reader.figure(row, reader.matching.role("per_package"))
    units = units_in(read[1], unit, held.value if held else None) if read[1] else Decimal(1)
    if units is None:
        reader.refuse(row, index, CellRefused("price_unit", priced=read[1], unit=unit))
        return
    per = Decimal(data.get("price_per", 1)) * read[0] * units
    if per != 1:
        data["price_per"] = f"{per.normalize():f}"
