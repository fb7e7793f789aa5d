"""The fields that the columns of a table may fill."""

from comms.models.base import Field, Part, Shape, fields_of
from comms.reading.tables.table import Table

MONEY = frozenset({"unit_price", "amount"})
"""The fields whose figures are in the document's currency."""

_NOT_IN_A_CELL = (Shape.PART, Shape.PARTS, Shape.UNTYPED)


def matchable(part: type[Part]) -> dict[str, Field]:
    """Return the fields of a part that a single cell can hold."""
    return {key: field for key, field in fields_of(part).items() if field.shape not in _NOT_IN_A_CELL}


def is_serial(table: Table, index: int) -> bool:
    """Return whether a column numbers the rows: 1, 2, 3."""
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    return len(cells) > 1 and cells == [str(number) for number in range(1, len(cells) + 1)]
