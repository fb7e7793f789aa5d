"""A table as a file or the clipboard holds it, its header row found and what is no line left out."""

from dataclasses import dataclass
from pathlib import Path

from comms.errors import CommsError

MAX_BYTES = 50 * 1024 * 1024


class TableError(CommsError):
    """A table that cannot be read, or holds what cannot be taken."""

    section = "tables"


TableRow = tuple[int, list[str] | TableError]
"""A row as it is read: its number, and its cells or why they say nothing that can be used."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and the number by which a spreadsheet shows it."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many of the cells hold something."""
        return sum(1 for each in self.cells if each)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it stands, ragged rows and all.

    merged: the cells (row, column; both from 1) that are one with the cell above them.
    formulas: the cells whose formula has never been computed; their text is the formula.
    """

    rows: tuple[Row, ...]
    merged: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and the rows below them, each as wide as the headers.

    headers: "" where a column has none; all of them where the table has no header row.
    columns: the number of each column in the file, from 1, since empty columns are left out.
    header_row: the number of the header row; None where there is none.
    skipped: rows that hold something and are no line: titles, totals, notes at the foot.
    merged, formulas: as in Grid, with the index of the column instead of its number.
    sheet, other_sheets: which sheet was read, and which others have something on them.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    header_row: int | None = None
    skipped: tuple[Row, ...] = ()
    merged: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()


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
    from comms.tables.delimited import grid_of_bytes
    from comms.tables.layout import laid_out
    from comms.tables.workbook import LEGACY, ZIP, grid_of_workbook, refuse_legacy

    if content.startswith(ZIP):
        return laid_out(grid_of_workbook(content, path, sheet), path)
    if content.startswith(LEGACY):
        raise refuse_legacy(content, path)
    return laid_out(grid_of_bytes(content, path), path)


def pasted(text: str) -> Table:
    """The table that was copied from a spreadsheet: cells apart by tabs. Raises TableError."""
    from comms.tables.delimited import grid_of_text
    from comms.tables.layout import laid_out

    return laid_out(grid_of_text(text, "-", "\t"), "-")
