"""The sheets of a workbook: which one is read when several are filled."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from comms.reading.tables.header_row import lines_named
from comms.reading.tables.table import Grid, TableError

_PEEK = 150
"""The number of non-empty rows by which a sheet is judged."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that is read when it is needed; read: returns its grid, given the most rows to read or None."""

    name: str
    is_hidden: bool
    read: Callable[[int | None], Grid]


def chosen_grid(sheets: Sequence[Sheet], wanted: str | None, path: str) -> Grid:
    """Return the grid of a sheet, which knows about the others.

    wanted: its name, or its number among the visible ones, from 1. None means the first visible one that
    looks like lines; a cover or a summary has far fewer names of columns than another one and is not meant.
    Raises TableError("no_sheet") and, if nothing is filled, TableError("empty").
    """
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    named = _named(sheets, visible, wanted, path)
    peeks = {sheet.name: sheet.read(_PEEK) for sheet in visible}
    filled = [sheet for sheet in visible if _is_filled(peeks[sheet.name])]
    columns = {sheet.name: lines_named(peeks[sheet.name]) for sheet in filled}
    chosen = named or _best(filled, columns)
    if chosen is None:
        raise TableError("empty", path=path)
    others = tuple(sheet.name for sheet in filled if sheet.name != chosen.name)
    hidden = [sheet for sheet in sheets if sheet.is_hidden and sheet.name != chosen.name]
    peek = peeks.get(chosen.name)
    return replace(
        peek if peek is not None and len(peek.rows) < _PEEK else chosen.read(None),
        sheet=chosen.name,
        other_sheets=others,
        sheets_with_lines=tuple(name for name in others if columns[name]),
        hidden_sheets=tuple(sheet.name for sheet in hidden if _is_filled(sheet.read(1))),
    )


def _named(sheets: Sequence[Sheet], visible: Sequence[Sheet], wanted: str | None, path: str) -> Sheet | None:
    if wanted is None:
        return None
    if found := next((sheet for sheet in sheets if sheet.name == wanted), None):
        return found
    number = int(wanted) if wanted.isdecimal() and len(wanted) < 5 else 0
    if not 0 < number <= len(visible):
        raise TableError("no_sheet", path=path, written=wanted, known=[sheet.name for sheet in sheets])
    return visible[number - 1]


def _best(filled: Sequence[Sheet], columns: dict[str, int]) -> Sheet | None:
    """Return the first sheet with nearly as many columns of lines as the one with most of them."""
    most = max(columns.values(), default=0)
    return next((sheet for sheet in filled if columns[sheet.name] * 3 >= most * 2), None)


def _is_filled(grid: Grid) -> bool:
    return bool(grid.rows or grid.left_out)
