"""Reading of tables in any format: a file, or cells pasted from the clipboard."""

from pathlib import Path

from comms.errors import CommsError
from comms.reading.tables.table import MAX_BYTES, Table, TableError


def read_table(path: Path, sheet: str | None = None) -> Table:
    """Read the table of a CSV, TSV or XLSX file, whose format is told by its content and not by its name.

    sheet: the name of the sheet; None means the first visible one that is not empty.
    Raises TableError, CommsError("no_such_file") and OSError.
    """
    if not path.is_file():
        raise CommsError("no_such_file", path=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise TableError("too_big", path=str(path), most=MAX_BYTES // 1024 // 1024)
    return table_from_bytes(path.read_bytes(), str(path), sheet)


def table_from_bytes(content: bytes, path: str, sheet: str | None = None) -> Table:
    """Read the table of a file's content; `path` names the file in messages. Raises TableError."""
    from comms.reading.tables.delimited import grid_of_bytes
    from comms.reading.tables.layout import laid_out
    from comms.reading.tables.workbook import LEGACY, ZIP, grid_of_workbook, legacy_error

    if content.startswith(ZIP):
        return laid_out(grid_of_workbook(content, path, sheet), path)
    if content.startswith(LEGACY):
        raise legacy_error(content, path)
    return laid_out(grid_of_bytes(content, path), path)


def pasted(text: str) -> Table:
    """Read the table that was copied from a spreadsheet, cells separated by tabs; raises TableError."""
    from comms.reading.tables.delimited import grid_of_text
    from comms.reading.tables.layout import laid_out

    return laid_out(grid_of_text(text, "-", "\t"), "-")
