"""Tables as a file or the clipboard holds them, with the header row found and other rows set apart."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from comms.errors import CommsError

MAX_BYTES = 50 * 1024 * 1024
"""The size of the largest file that is read as a table."""
ERROR_VALUES = frozenset("#N/A #REF! #VALUE! #DIV/0! #NAME? #NUM! #NULL! #SPILL! #CALC!".split())
"""The values that spreadsheets show for a formula that failed."""


SHORTENED = re.compile(r"-?\d(?:[.,]\d+)?E\+\d{1,3}", re.IGNORECASE)
"""A number as a spreadsheet writes it without its last digits: 6.90123E+12."""


class TableError(CommsError):
    """A table that cannot be read or used."""

    section = "tables"


Place = tuple[int, int]
Range = tuple[int, int, int, int]
"""The top and bottom row, the left and right column of an area of cells, from 1."""
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
class LeftOut:
    """Rows, one below the other, that are not lines for the same reason; text: how the first one begins.

    reason: "above" the header row, "numbers" of the columns, a repeated "header", "heading", "total", "note",
    "hidden" by hand, "filtered", all "struck" through, "cancelled" by status, "without_size", "other_table".
    """

    reason: str
    first: int
    last: int
    text: str = ""


@dataclass(frozen=True, slots=True)
class LeftOutColumn:
    """A column that gives nothing to the lines.

    reason: it is "hidden", it is of an "other_table" beside, or it sums up a line for each "size".
    number: its place in the file, from 1.
    """

    reason: str
    number: int
    header: str


@dataclass(frozen=True, slots=True)
class OtherTable:
    """A second table on the sheet, below or beside: the place of its header row, and its headers."""

    row: int
    column: int
    headers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A row whose quantities by size do not add up to the sum that it states."""

    row: int
    header: str
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it is written, with rows of different lengths. Places are (row, column), both from 1.

    merged: the cells that are merged with a cell above them, and the row of the topmost cell.
    across: the cells that are merged with the cell to their left.
    formulas: the cells whose formula was never computed; their text is the formula.
    struck: the text of cells that is struck through; their other text is all that they hold.
    left_out: the rows that are hidden or wholly struck through; breaks: the numbers of the rows below these.
    covered: the text of cells in those rows that is merged with cells below.
    hidden_columns: the numbers of the hidden columns.
    other_sheets: those that are filled; sheets_with_lines: those of them that look like orders, too.
    hidden_sheets: the hidden ones that are filled.
    delimiter: between the cells of a text file, None for a workbook.
    """

    rows: tuple[Row, ...]
    merged: Mapping[Place, int] = field(default_factory=dict)
    across: frozenset[Place] = frozenset()
    formulas: frozenset[Place] = frozenset()
    struck: Mapping[Place, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    breaks: frozenset[int] = frozenset()
    covered: Mapping[Place, str] = field(default_factory=dict)
    hidden_columns: frozenset[int] = frozenset()
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    sheets_with_lines: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    delimiter: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Headers and the rows below them, all of the same width.

    headers: "" for a column without one; all are "" if the table has no header row.
    columns: the number of each column in the file, from 1, since empty columns are left out.
    header_row: the number of the header row, None if there is none.
    skipped: the visible rows that are not lines: titles, totals, notes at the foot.
    left_out: all rows that are not lines with the reason, hidden ones too; left_out_columns: likewise.
    breaks: the numbers of the rows below one that was left out, which continue nothing that is taken.
    merged, formulas, struck: as in Grid, but with the index of the column instead of its number.
    other_tables: the other tables on the sheet, none of whose rows is a line here.
    wrong_sums: the rows of a size matrix whose sum is another one; such a row gives a line for each size.
    sheet, other_sheets, sheets_with_lines, hidden_sheets: as in Grid.
    delimiter: as in Grid.
    """

    headers: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[int, ...]
    header_row: int | None = None
    skipped: tuple[Row, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    left_out_columns: tuple[LeftOutColumn, ...] = ()
    breaks: frozenset[int] = frozenset()
    merged: frozenset[Place] = frozenset()
    formulas: frozenset[Place] = frozenset()
    struck: Mapping[Place, str] = field(default_factory=dict)
    other_tables: tuple[OtherTable, ...] = ()
    wrong_sums: tuple[WrongSum, ...] = ()
    sheet: str | None = None
    other_sheets: tuple[str, ...] = ()
    sheets_with_lines: tuple[str, ...] = ()
    hidden_sheets: tuple[str, ...] = ()
    delimiter: str | None = None
