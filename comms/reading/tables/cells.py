"""The texts of cells, collected row by row from a file of any format."""

import re
from collections.abc import Iterable, Mapping, Sequence

from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.table import Grid, LeftOut, Place, Range, Row, TableError

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]|_x000[dD]_")
_BLANK = " \t\r\n\u00a0\u3000\u200b"
_AROUND = 200
"""The number of rows that a sheet may have in addition to its lines: titles, totals, notes."""
_MOST_CELLS = 4_000_000
"""The number of cells of a sheet, empty ones within its rows too; far fewer than would fill the memory."""
MOST_MERGED = 50_000
"""The number of merged cells that are recorded for a sheet."""
_MOST_RUNS = 10_000
"""The number of runs of rows left out that are told apart."""
LONGEST_START = 40
"""The number of characters by which a row that was left out is recognized."""


def clean(text: str) -> str:
    """Return the text of a cell without control characters and surrounding blanks."""
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip(_BLANK)


def start_of(cells: Sequence[str]) -> str:
    """Return the beginning of a row's text."""
    return " ".join(cell for cell in cells if cell).replace("\n", " ")[:LONGEST_START]


def joined_runs(rows: Sequence[LeftOut]) -> tuple[LeftOut, ...]:
    """Return rows left out in their order, those next to each other with the same reason as one run."""
    runs: list[LeftOut] = []
    for row in sorted(rows, key=lambda row: row.first):
        last = runs[-1] if runs else None
        if last and last.reason == row.reason and row.first <= last.last + 1:
            runs[-1] = LeftOut(last.reason, last.first, max(last.last, row.last), last.text)
        else:
            runs.append(row)
    return tuple(runs)


class RowCollector:
    """The non-empty rows of a sheet, collected up to the most that a table may have.

    Rows that are not shown are left out, and so is what is struck through: it no longer holds.
    number: of the last row that was added.
    """

    def __init__(self, first: int = 1) -> None:
        self.rows: list[Row] = []
        self.number = first - 1
        self._left_out: list[LeftOut] = []
        self._struck: dict[Place, str] = {}
        self._covered: dict[Place, str] = {}
        self._breaks: set[int] = set()
        self._merged: dict[Place, int] = {}
        self._across: set[Place] = set()
        self._tops: set[Place] = set()
        self._may_merge = MOST_MERGED
        self._cells = 0
        self._is_broken = False

    def merge(self, area: Range) -> None:
        """Note that cells are merged, before the topmost row is added.

        An area larger than a table may be is a page border, or malicious.
        """
        top, bottom, first, last = area
        size = bottom - top + last - first
        if not (
            0 <= bottom - top <= MAX_ITEMS and 0 <= last - first <= MAX_ITEMS and size <= self._may_merge
        ):
            return
        self._may_merge -= size
        self._merged |= {(row, first): top for row in range(top + 1, bottom + 1)}
        self._across |= {(top, column) for column in range(first + 1, last + 1)}
        self._tops.add((top, first))

    def skip(self, count: int) -> None:
        """Pass over empty rows."""
        self.number += count

    def add(
        self,
        cells: list[str],
        hidden: str | None = None,
        struck: Mapping[int, str] | None = None,
        times: int = 1,
    ) -> None:
        """Add the next row, as many times as it comes; raises TableError("too_long").

        hidden: "hidden" or "filtered" for a row that is not shown; struck: the texts that are struck through,
        which `cells` lacks, by the index of their cell.
        """
        self.number += 1
        while cells and not cells[-1]:
            cells.pop()
        if hidden and (cells or struck):
            self._leave_out(hidden, cells, times)
        elif cells:
            for _ in range(times):
                self._take(cells, struck or {})
                self.number += 1
            self.number -= times
        elif struck:
            self._leave_out("struck", list(struck.values()), times)
        self.number += times - 1

    def grid(
        self, formulas: Iterable[Place] = (), hidden_columns: Iterable[int] = (), sheet: str | None = None
    ) -> Grid:
        """Return what was collected as a grid."""
        return Grid(
            rows=tuple(self.rows),
            merged=self._merged,
            across=frozenset(self._across),
            formulas=frozenset(formulas),
            struck=self._struck,
            left_out=joined_runs(self._left_out),
            breaks=frozenset(self._breaks),
            covered=self._covered,
            hidden_columns=frozenset(hidden_columns),
            sheet=sheet,
        )

    def _take(self, cells: list[str], struck: Mapping[int, str]) -> None:
        self._cells += len(cells)
        if len(self.rows) >= MAX_ITEMS + _AROUND or self._cells > _MOST_CELLS:
            raise TableError("too_long", most=MAX_ITEMS)
        self.rows.append(Row(self.number, tuple(cells)))
        self._struck |= {(self.number, index + 1): text for index, text in struck.items()}
        if self._is_broken:
            self._breaks.add(self.number)
            self._is_broken = False

    def _leave_out(self, reason: str, cells: list[str], times: int) -> None:
        self._is_broken = True
        last = self._left_out[-1] if self._left_out else None
        if (
            last
            and last.reason == reason
            and (last.last == self.number - 1 or len(self._left_out) >= _MOST_RUNS)
        ):
            self._left_out[-1] = LeftOut(reason, last.first, self.number + times - 1, last.text)
        else:
            self._left_out.append(LeftOut(reason, self.number, self.number + times - 1, start_of(cells)))
        for index, cell in enumerate(cells):
            if cell and (self.number, index + 1) in self._tops:
                self._covered[self.number, index + 1] = cell
