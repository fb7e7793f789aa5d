"""The fields that a column of a table may fill."""

from comms.models.base import Field, Part, Shape, fields_of
from comms.reading.tables.table import Table

MONEY = frozenset({"unit_price", "amount"})
"""The fields whose figures are in the document's currency."""

_NOT_IN_A_CELL = (Shape.PART, Shape.PARTS, Shape.PLAIN)


def matchable(part: type[Part]) -> dict[str, Field]:
    """The fields of a part that a cell can hold."""
    return {key: each for key, each in fields_of(part).items() if each.shape not in _NOT_IN_A_CELL}


def is_serial(table: Table, index: int) -> bool:
    """Whether a column counts the rows: 1, 2, 3."""
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    return len(cells) > 1 and cells == [str(each + 1) for each in range(len(cells))]
