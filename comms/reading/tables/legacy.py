"""Workbooks of old Excel versions (.xls) as grids of text, through xlrd, which is an optional library."""

import io
from collections.abc import Mapping
from functools import partial
from typing import Any

from comms.reading.tables.cells import RowCollector, clean
from comms.reading.tables.sheets import Sheet, chosen_grid
from comms.reading.tables.table import Grid, TableError
from comms.reading.tables.workbook import LEGACY, legacy_error, number_as_shown

_WITHOUT_CONTAINER = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08")
"""The first bytes of workbooks of the oldest versions, which are in no container."""
_WORKBOOKS = tuple(name.encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
"""The names of the stream that makes a container a workbook; a letter of Word has another one."""
_ENCRYPTED = "encrypted"
_NO_WORKBOOK = "Can't find workbook"


def is_legacy(content: bytes) -> bool:
    """Return whether content is in the container of old Office versions, or a workbook of the oldest ones."""
    return content.startswith((LEGACY, *_WITHOUT_CONTAINER))


def grid_of_legacy(content: bytes, path: str, wanted: str | None) -> Grid:
    """Return the grid of a sheet, of the first one with lines if `wanted` is None; raises TableError."""
    is_workbook = not content.startswith(LEGACY) or any(name in content for name in _WORKBOOKS)
    error = legacy_error(content, path)
    if error.reason == "locked" or not is_workbook:
        raise error
    try:
        import xlrd
    except ModuleNotFoundError:
        raise TableError("no_xls_reader", path=path) from None
    try:
        with _opened(xlrd, content, io.StringIO()) as book:
            sheets = [_sheet_of(book, index) for index in range(book.nsheets)]
            return chosen_grid(sheets, wanted, path)
    except TableError:
        raise
    except Exception as failed:  # what xlrd raises for a damaged file is no closed list
        raise TableError(_reason(str(failed)), path=path) from failed


def _opened(xlrd: Any, content: bytes, log: Any) -> Any:
    return xlrd.open_workbook(
        file_contents=content, logfile=log, on_demand=True, formatting_info=True, ragged_rows=True
    )


def _reason(said: str) -> str:
    if _ENCRYPTED in said:
        return "locked"
    return "not_supported" if said.startswith(_NO_WORKBOOK) else "broken"


def _sheet_of(book: Any, index: int) -> Sheet:
    sheet = book.sheet_by_index(index)
    return Sheet(clean(sheet.name), sheet.visibility != 0, partial(_grid, book, sheet))


def _grid(book: Any, sheet: Any, most: int | None) -> Grid:
    """Return the grid of a sheet, or of its first rows that are filled."""
    collector = RowCollector()
    for top, bottom, left, right in sheet.merged_cells:
        collector.merge((top + 1, bottom, left + 1, right))
    for number in range(sheet.nrows):
        cells, struck = _texts(book, sheet, number)
        collector.add(cells, "hidden" if _is_hidden(sheet.rowinfo_map.get(number)) else None, struck)
        if most is not None and len(collector.rows) >= most:
            break
    hidden = [column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0]
    return collector.grid(hidden_columns=hidden)


def _is_hidden(info: Any) -> bool:
    return info is not None and bool(info.hidden or (info.height == 0 and not info.has_default_height))


def _texts(book: Any, sheet: Any, number: int) -> tuple[list[str], dict[int, str]]:
    """Return the texts of the cells of a row, and those that are struck through by their index."""
    cells: list[str] = []
    struck: dict[int, str] = {}
    for index in range(sheet.row_len(number)):
        text, style = _text(book, sheet, number, index)
        if book.font_list[style.font_index].struck_out:
            text, gone = "", text
        else:
            text, gone = _parts(text, sheet.rich_text_runlist_map.get((number, index), ()), book.font_list)
        cells.append(clean(text))
        if gone:
            struck[index] = clean(gone)
    return cells, struck


def _parts(text: str, runs: Any, fonts: Any) -> tuple[str, str]:
    """Return the text of a cell that holds, and the text that is struck through; a run begins at an index."""
    starts = [(0, False), *((start, bool(fonts[font].struck_out)) for start, font in runs)]
    ends = [*(start for start, _ in starts[1:]), len(text)]
    parts = [(text[start:end], gone) for (start, gone), end in zip(starts, ends, strict=True)]
    return "".join(part for part, gone in parts if not gone), "".join(part for part, gone in parts if gone)


def _text(book: Any, sheet: Any, number: int, index: int) -> tuple[str, Any]:
    """Return the text of a cell as an XLSX sheet gives it, and its style."""
    from xlrd import biffh, xldate

    kind, value = sheet.cell_type(number, index), sheet.cell_value(number, index)
    style = book.xf_list[sheet.cell_xf_index(number, index)]
    if kind == biffh.XL_CELL_NUMBER:
        return number_as_shown(value, _pattern(book.format_map, style)), style
    if kind == biffh.XL_CELL_DATE:
        moment = xldate.xldate_as_datetime(value, book.datemode)
        return moment.isoformat(" ", "seconds").removesuffix(" 00:00:00"), style
    if kind == biffh.XL_CELL_BOOLEAN:
        return str(bool(value)).upper(), style
    if kind == biffh.XL_CELL_ERROR:
        return str(biffh.error_text_from_code.get(value, "#N/A")), style
    return str(value), style


def _pattern(formats: Mapping[int, Any], style: Any) -> str:
    found = formats.get(style.format_key)
    return str(found.format_str) if found is not None else "General"
