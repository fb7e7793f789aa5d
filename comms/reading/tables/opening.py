"""Reading of tables in any format: a file, or cells pasted from the clipboard."""

from pathlib import Path

from comms.errors import CommsError
from comms.reading.tables.table import MAX_BYTES, Grid, Table, TableError


def read_table(path: Path, sheet: str | None = None, header_row: int | None = None) -> Table:
    """Read the table of a file, whose format is told by its content and not by its name.

    sheet: the name of the sheet, or its number among the visible ones; None means the first one with lines.
    header_row: the number of the row that names the columns; None means that it is found.
    Raises TableError, CommsError("no_such_file") and OSError.
    """
    if not path.is_file():
        raise CommsError("no_such_file", path=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise TableError("too_big", path=str(path), most=MAX_BYTES // 1024 // 1024)
    return table_from_bytes(path.read_bytes(), str(path), sheet, header_row)


def table_from_bytes(
    content: bytes, path: str, sheet: str | None = None, header_row: int | None = None
) -> Table:
    """Read the table of a file's content; `path` names the file in messages. Raises TableError."""
    from comms.reading.tables.layout import laid_out

    return laid_out(_grid(content, path, sheet), path, header_row)


def pasted(text: str) -> Table:
    """Read the table that was copied from a spreadsheet, cells separated by tabs; raises TableError."""
    from comms.reading.tables.delimited import grid_of_text
    from comms.reading.tables.layout import laid_out

    return laid_out(grid_of_text(text, "-", "\t"), "-")


def _grid(content: bytes, path: str, sheet: str | None) -> Grid:
    from comms.reading.tables.delimited import grid_of_bytes
    from comms.reading.tables.legacy import grid_of_legacy, is_legacy
    from comms.reading.tables.opendocument import MIMETYPE, grid_of_opendocument
    from comms.reading.tables.web_page import grid_of_web_page, is_markup, is_web_archive
    from comms.reading.tables.workbook import ZIP, grid_of_workbook, parts_of_archive
    from comms.reading.tables.xml_spreadsheet import grid_of_xml_spreadsheet, is_xml_spreadsheet

    if content.startswith(ZIP):
        is_open = MIMETYPE in parts_of_archive(content, path)
        return (grid_of_opendocument if is_open else grid_of_workbook)(content, path, sheet)
    if is_legacy(content):
        return grid_of_legacy(content, path, sheet)
    if is_xml_spreadsheet(content):
        return grid_of_xml_spreadsheet(content, path, sheet)
    if is_markup(content) or is_web_archive(content):
        return grid_of_web_page(content, path, sheet)
    if sheet is not None:
        raise TableError("no_sheets", path=path, written=sheet)
    return grid_of_bytes(content, path)
