"""The rows of a table as the plain data of a part, with a report of every cell that cannot be used."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import localcontext
from typing import Any

from comms.models.base import Part
from comms.reading.answers import AnswerContext
from comms.reading.tables.checks import Checks
from comms.reading.tables.continued import entry_rows
from comms.reading.tables.disagreements import refuse_disagreements
from comms.reading.tables.line_discounts import add_discounts
from comms.reading.tables.line_reader import CellProblem, LineReader
from comms.reading.tables.matching import Matching
from comms.reading.tables.table import Table, TableError
from comms.terms.money import EXACT

MAX_LISTED = 20
"""The number of problems that are listed; the rest are only counted."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The entries that a table holds.

    parts: the plain data of each entry, without the cells that have a problem.
    problems: every cell that cannot be used; warnings: sentences about anything else worth knowing.
    currency: the one that the table names, None if it names none or several.
    document: values for the whole document that the table states, such as a discount on the order.
    """

    parts: tuple[dict[str, Any], ...]
    problems: tuple[CellProblem, ...]
    warnings: tuple[str, ...]
    currency: str | None
    document: Mapping[str, Any] = field(default_factory=dict)


def parts_of(
    table: Table, matching: Matching, part: type[Part], context: AnswerContext
) -> list[dict[str, Any]]:
    """Return the plain data of the entries of a table.

    context: its currency is the document's; a table in another currency is refused.
    Raises TableError("cells") with the number of problems and the first 20 of them as CellProblem.
    """
    return list(sound(lines_of(table, matching, part, context)).parts)


def sound(lines: Lines) -> Lines:
    """Return lines without problems; raises TableError("cells") as `parts_of` does."""
    if lines.problems:
        raise TableError("cells", count=len(lines.problems), problems=list(lines.problems[:MAX_LISTED]))
    return lines


def lines_of(table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> Lines:
    """Return the entries of a table with all problems and warnings; no content of a cell raises an error."""
    with localcontext(EXACT):  # no figure of a cell is too long to be counted
        return _lines_of(table, matching, part, context)


def _lines_of(table: Table, matching: Matching, part: type[Part], context: AnswerContext) -> Lines:
    reader = LineReader(table, matching, part, context)
    rows, skipped = entry_rows(table, matching)
    entries = [(row, data) for row in rows if (data := reader.part(row))]
    refuse_disagreements(reader, entries)
    if "unit_price" in reader.fields:
        reader.refuse_other_tax()
        reader.refuse_unknown_currency()
        add_discounts(reader, entries)
    reader.compare_currencies()
    checks = Checks(reader, entries)
    checks.run()
    for reason, row in skipped:
        text = " ".join(filter(None, row.cells)).replace("\n", " ")[:40]
        reader.warn(reason, row=str(row.number), text=text)
    named = list(reader.named)
    currency = named[0] if len(named) == 1 else None
    parts = tuple({key: data[key] for key in reader.fields if key in data} for _, data in entries)
    return Lines(parts, tuple(reader.problems), tuple(reader.warnings), currency, checks.document)
