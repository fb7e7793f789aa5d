"""Tables as a file or the clipboard holds them, with the header row found and other rows set apart."""

from dataclasses import dataclass
from typing import NamedTuple

from comms.errors import CommsError

MAX_BYTES = 50 * 1024 * 1024
"""The size of the largest file that is read as a table."""
ERROR_VALUES = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC!".split())
"""The values that spreadsheets show for a formula that failed."""


class TableError(CommsError):
    """A table that cannot be read or used."""

    section = "tables"


TableRow = tuple[int, list[str] | TableError]
"""A row as it is read: its number, and its cells or the reason why they cannot be used."""


class SheetRow(NamedTuple):
    """A row of a spreadsheet: its number, and its cells or the reason why they cannot be used.

    struck: whether all that it says is struck through; merged: the columns, from 1, whose cell is merged with
    the one above it.
    """

    number: int
    cells: list[str] | TableError
    hidden: bool = False
    struck: bool = False
    merged: frozenset[int] = frozenset()


@dataclass(slots=True)
class SheetChoice:
    """The sheet of a workbook that is wanted, None for the first visible one that is not empty.

    name: the sheet that was read, once reading has begun; others: the other visible ones that are not empty.
    """

    wanted: str | None = None
    name: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, and its number in the spreadsheet or file, from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        """The number of cells that are not empty."""
        return sum(1 for cell in self.cells if cell)


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it is written, with rows of different lengths.

    merged: the cells (row, column; both from 1) that are merged with the cell above them.
    formulas: the cells whose formula was never computed; their text is the formula.
    delimiter: between the cells of a text file, None for a workbook.
    """

    rows: tuple[Row, ...]
    merged: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and the rows below them, all of the same width.

    headers: "" for a column without one; all are "" if the table has no header row.
    columns: the number of each column in the file, from 1, since empty columns are left out.
    header_row: the number of the header row, None if there is none.
    skipped: non-empty rows that are not lines: titles, totals, notes at the foot.
    merged, formulas: as in Grid, but with the index of the column instead of its number.
    sheet, other_sheets: the sheet that was read, and the others that are not empty.
    delimiter: as in Grid.
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
    delimiter: str | None = None
