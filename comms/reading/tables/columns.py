"""The columns of a table: what each gives, and the fields that a column may fill."""

from dataclasses import dataclass, field

from comms.language.phrases import fill, words
from comms.models.base import Field, Part, Shape, fields_of
from comms.reading.tables.headings import Note
from comms.reading.tables.table import Table

MONEY = frozenset({"unit_price", "discount_amount", "amount"})
"""The fields whose figures are in the document's currency."""

_NOT_IN_A_CELL = (Shape.PART, Shape.PARTS, Shape.UNTYPED)


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the field that it gives.

    header: "" if it has none; number: its place in the file, from 1.
    key: of the field that it fills; role: another use, such as "amount", "packages" or "order".
    note: the currency, the unit and the scale that its header names.
    chosen: a person has said what it gives.
    """

    header: str
    number: int
    key: str | None = None
    role: str | None = None
    note: Note = field(default_factory=Note)
    chosen: bool = False


def header_of(column: Column, language: str) -> str:
    """Return the header of a column, or its letter if it has none."""
    if column.header:
        return column.header.replace("\n", " ")
    return fill(words(language, "tables")["column"], {"letter": letter_of(column)}, language)


def letter_of(column: Column) -> str:
    """Return the letters by which a spreadsheet calls a column; beyond its last column ZZZ, the number."""
    from openpyxl.utils import get_column_letter

    try:
        return str(get_column_letter(column.number))
    except ValueError:
        return str(column.number)


def matchable(part: type[Part]) -> dict[str, Field]:
    """Return the fields of a part that a single cell can hold."""
    return {key: field for key, field in fields_of(part).items() if field.shape not in _NOT_IN_A_CELL}


def is_serial(table: Table, index: int) -> bool:
    """Return whether a column numbers the rows: 1, 2, 3."""
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    return len(cells) > 1 and cells == [str(number) for number in range(1, len(cells) + 1)]


def numbers_lines(table: Table, index: int) -> bool:
    """Return whether a column numbers the lines in even steps: 1, 2, 3, or 10, 20, 30, or 0010, 0020."""
    cells = [row.cells[index] for row in table.rows if row.cells[index]]
    if not all(cell.isascii() and cell.isdecimal() and len(cell) <= 6 for cell in cells):
        return False
    numbers = [int(cell) for cell in cells]
    step = numbers[0] if numbers else 0
    return step in (1, 10, 100) and numbers == [step * count for count in range(1, len(numbers) + 1)]
