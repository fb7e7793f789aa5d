"""Opens a table of any format: a file, or cells pasted from the clipboard."""

from pathlib import Path

from comms.errors import CommsError
from comms.reading.tables.table import MAX_BYTES, Table, TableError


def read_table(path: Path, sheet: str | None = None) -> Table:
    """The table of a CSV, TSV or XLSX file, told apart by what is in it and not by its name.

    sheet: the name of the sheet; None takes the first visible one with something on it.
    Raises TableError, CommsError("no_such_file") and OSError.
    """
    if not path.is_file():
        raise CommsError("no_such_file", path=str(path))
    if path.stat().st_size > MAX_BYTES:
        raise TableError("too_big", path=str(path), most=MAX_BYTES // 1024 // 1024)
    return table_of(path.read_bytes(), str(path), sheet)


def table_of(content: bytes, path: str, sheet: str | None = None) -> Table:
    """The table of a file's bytes; `path` names it in messages. Raises TableError."""
    from comms.reading.tables.delimited import grid_of_bytes
    from comms.reading.tables.layout import laid_out
    from comms.reading.tables.workbook import LEGACY, ZIP, grid_of_workbook, refuse_legacy

    if content.startswith(ZIP):
        return laid_out(grid_of_workbook(content, path, sheet), path)
    if content.startswith(LEGACY):
        raise refuse_legacy(content, path)
    return laid_out(grid_of_bytes(content, path), path)


def pasted(text: str) -> Table:
    """The table that was copied from a spreadsheet: cells apart by tabs. Raises TableError."""
    from comms.reading.tables.delimited import grid_of_text
    from comms.reading.tables.layout import laid_out

    return laid_out(grid_of_text(text, "-", "\t"), "-")
