"""A table as a file or the clipboard holds it, its header row found and what is no line left out."""

from dataclasses import dataclass

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
