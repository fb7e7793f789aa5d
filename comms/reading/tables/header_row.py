"""The header of a sheet, wherever it stands: one or two rows of names, and perhaps one of units below."""

from collections.abc import Sequence
from itertools import pairwise

from comms.reading.tables.headings import (
    currency_named,
    folded,
    is_unit,
    line_vocabulary,
    listed,
    read_heading,
    vocabulary,
)
from comms.reading.tables.size_names import MATRIX, is_size
from comms.reading.tables.table import Grid, Row, TableError

_BRACKETS = "()（）[]【】 "
_SEARCHED = 120
"""The number of non-empty rows in which the header row is looked for; addresses and terms may precede it."""
_SEARCHED_BY_SHAPE = 20
"""The number of those in which a row of unknown names may be the header row."""


def find_header(grid: Grid, number: int | None = None) -> tuple[int | None, int]:
    """Return the index of the header row and its height in rows; None for a table without one.

    number: of the row that a person named; raises TableError("no_header_row") if it is empty or not there.
    """
    rows = grid.rows
    if number is None:
        return _found(grid)
    head = next((index for index, row in enumerate(rows) if row.number == number), None)
    if head is None:
        raise TableError("no_header_row", row=number, last=rows[-1].number if rows else 0)
    return head, _with_units(grid, head, 2 if _goes_on(grid, head) else 1)


def names_lines(row: Row) -> int:
    """Return how many cells of a row name something that a line has; 0 if the row is no header of lines."""
    names = sum(1 for cell in row.cells if cell and _is_name(cell, line_vocabulary()))
    sizes = sum(1 for cell in row.cells if cell and is_size(cell))
    names += sizes if names and sizes >= MATRIX else 0
    if names < 2 or _pairs_up(row):
        return 0
    return names if (names >= 3 and (names >= 5 or names * 3 >= row.filled)) or names == row.filled else 0


def lines_named(grid: Grid) -> int:
    """Return how many columns of lines a sheet has by its header row; 0 if it does not look like lines."""
    head, depth = _found(grid)
    if head is None or head + depth >= len(grid.rows):
        return 0
    return max(map(names_lines, grid.rows[head : head + depth]))


def joined_headers(grid: Grid, head: int, depth: int) -> list[str]:
    """Return the header of each column, joined from its rows: Price, net, USD becomes Price net (USD)."""
    rows = list(grid.rows[head : head + depth])
    width = max(len(row.cells) for row in rows)
    units = rows.pop() if depth > 1 and _is_of_units(rows[-1]) else None
    groups = _groups(grid, *rows) if len(rows) > 1 else {}
    headers = [_together([at(row, index) for row in rows], groups.get(index, "")) for index in range(width)]
    if units is None:
        return headers
    named = ((header, at(units, index).strip(_BRACKETS)) for index, header in enumerate(headers))
    return [f"{header} ({unit})" if header and unit else header for header, unit in named]


def at(row: Row, index: int) -> str:
    """Return a cell of a row, "" beyond its last one."""
    return row.cells[index] if index < len(row.cells) else ""


def has_figure(text: str) -> bool:
    """Return whether a short text has a digit."""
    return len(text) < 40 and any(character.isdigit() for character in text)


def _found(grid: Grid) -> tuple[int | None, int]:
    head = _by_names(grid.rows[:_SEARCHED])
    if head is None:
        return _by_shape(grid.rows)
    if head and _is_headed(grid, head):
        return head - 1, _with_units(grid, head - 1, 2)
    return head, _with_units(grid, head, 2 if _goes_on(grid, head) else 1)


def _by_names(rows: Sequence[Row]) -> int | None:
    """Return the index of the first row that names what lines have, else of the one with most known names."""
    lines = [names_lines(row) for row in rows]
    enough = min(max(lines, default=0), 3)
    if enough > 1:
        return next(index for index, names in enumerate(lines) if names >= enough)
    known = [_known(row) for row in rows]
    best = max(known, default=0)
    widest = max((row.filled for row in rows), default=0)
    return known.index(best) if best > 1 or (best == 1 and widest < 3) else None


def _by_shape(rows: Sequence[Row]) -> tuple[int | None, int]:
    """Return a header row of unknown names: the first row as wide as the table, without any figure."""
    widest = max((row.filled for row in rows[: _SEARCHED_BY_SHAPE * 2]), default=0)
    for index, row in enumerate(rows[:_SEARCHED_BY_SHAPE]):
        if row.filled > 1 and row.filled >= widest - 1:
            return (index, 1) if _looks_like_one(row, rows[index + 1 :]) else (None, 0)
    return None, 0


def _known(row: Row) -> int:
    """Return how many cells of a row are names of columns; 0 if most of its cells are something else."""
    names = sum(1 for cell in row.cells if cell and _is_name(cell, vocabulary()))
    return names if names >= 4 or names * 3 >= row.filled else 0


def names_something(row: Row) -> bool:
    """Return whether a row has two cells without figures or more, one of which is a known name."""
    return (
        row.filled > 1
        and not any(map(has_figure, row.cells))
        and any(_is_name(cell, vocabulary()) for cell in row.cells if cell)
    )


def _is_name(text: str, known: frozenset[str]) -> bool:
    heading = read_heading(text)
    if any(name in known for name, _ in heading.names):
        return True
    return bool(heading.pieces) and all(piece in known for piece in heading.pieces)


def _pairs_up(row: Row) -> bool:
    """Return whether each name is followed by its value: Order No. | PO-1 | Quantity | 100."""
    cells = [cell for cell in row.cells if cell]
    names = [_is_name(cell, vocabulary()) for cell in cells]
    is_alternating = len(cells) > 3 and names[0] and not any(one and other for one, other in pairwise(names))
    values = [cell for cell, is_name in zip(cells, names, strict=True) if not is_name]
    return is_alternating and any(map(has_figure, values)) and sum(map(is_size, values)) < MATRIX


def _goes_on(grid: Grid, head: int) -> bool:
    """Return whether the header has a second row: names in another language, or below the name of a group."""
    rows = grid.rows
    if head + 1 >= len(rows) or rows[head + 1].number != rows[head].number + 1:
        return False
    if _heads_groups(grid, head):
        return True
    below = rows[head + 1]
    if below.filled < 2 or below.cells == rows[head].cells or any(map(has_figure, below.cells)):
        return False
    return _known(below) * 3 >= below.filled * 2


def _heads_groups(grid: Grid, upper: int) -> bool:
    """Return whether a row names groups, and the row below the columns of each: Price above Net and Gross."""
    if upper + 1 >= len(grid.rows):
        return False
    above, below = grid.rows[upper], grid.rows[upper + 1]
    if below.number != above.number + 1 or above.filled < 2:
        return False
    groups = _groups(grid, above, below)
    filled = [index for index, cell in enumerate(below.cells) if cell]
    if not groups or not set(filled) <= set(groups) or (len(filled) == 1 and not _is_across(grid, above)):
        return False
    sizes = [index for index in filled if is_size(below.cells[index])]
    return len(sizes) >= MATRIX or not any(map(has_figure, below.cells))


def _with_units(grid: Grid, head: int, depth: int) -> int:
    """Return the height of a header with the row of units below it, if there is one."""
    below = head + depth
    is_next = below < len(grid.rows) and grid.rows[below].number == grid.rows[below - 1].number + 1
    return depth + (is_next and _is_of_units(grid.rows[below]))


def _is_of_units(row: Row) -> bool:
    """Return whether a row holds nothing but units and currencies: (pcs) and (USD), or 件 and 元/件."""
    cells = [cell for cell in row.cells if cell]
    parts = [part.strip() for cell in cells for part in cell.strip(_BRACKETS).split("/")]
    is_marked = all(cell[0] in _BRACKETS and cell[-1] in _BRACKETS for cell in cells)
    is_first_empty = not at(row, 0)
    return (
        is_first_empty
        and (is_marked or len(cells) > 1)
        and all(is_unit(part) or currency_named(part) for part in parts)
    )


def _is_headed(grid: Grid, head: int) -> bool:
    """Return whether the row above a header row belongs to it, and is no title of the sheet."""
    above, below = grid.rows[head - 1], grid.rows[head]
    names = [folded(cell) for cell in below.cells if cell]
    is_title = (
        not any(
            grid.merged.get((below.number, index + 1)) == above.number for index in range(len(above.cells))
        )
        and sum(1 for cell in above.cells if cell and _is_name(cell, vocabulary())) < 2
        and len(set(names)) == len(names)
    )
    return not is_title and _heads_groups(grid, head - 1)


def _is_across(grid: Grid, row: Row) -> bool:
    return any((row.number, index + 1) in grid.across for index in range(len(row.cells) + 1))


def _groups(grid: Grid, above: Row, below: Row) -> dict[int, str]:
    """Return the name of the group that each column is of, by its index: one name above several columns.

    Merged cells tell where a group ends; without any, as in a CSV file, the cells after its name are empty.
    """
    merged = _is_across(grid, above)
    groups: dict[int, str] = {}
    name, start = "", 0
    for index in range(max(len(above.cells), len(below.cells))):
        goes_on = (above.number, index + 1) in grid.across if merged else not at(above, index)
        if not goes_on:
            name, start = at(above, index), index
        elif name and at(below, index):
            groups |= {start: name, index: name}
        else:
            name = ""
    return {index: group for index, group in groups.items() if at(below, index)}


def _together(names: Sequence[str], group: str) -> str:
    """Return the header of a column: its own name, after that of its group if that makes another meaning."""
    own = names[-1]
    if not group:
        return "\n".join(dict.fromkeys(filter(None, names)))
    if is_size(own):
        return own
    whole = group + own if "\u4e00" <= own[:1] <= "\u9fff" else f"{group} {own}"
    adds_nothing = folded(group) in listed("groups", "neutral") and _is_name(own, vocabulary())
    return own if adds_nothing and folded(whole) not in vocabulary() else whole


def _looks_like_one(row: Row, below: Sequence[Row]) -> bool:
    """Return whether unknown names head columns of figures: none has a digit, and none occurs twice."""
    names = [cell for cell in row.cells if cell]
    if len(set(names)) < len(names) or any(has_figure(name) or len(name) > 40 for name in names):
        return False
    return any(has_figure(cell) for lower in below[:20] for cell in lower.cells)
