"""`comms render --each`: the letters that the rows of a table make, and what is told about the others."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cli.commands.options import RenderOptions
from cli.commands.render_messages import RenderMessages
from cli.commands.session import assignment
from cli.terminal import errors
from cli.terminal.progress import Silent
from comms.language.phrases import words
from comms.reading.tables.records import Record, count_of, read_records, with_values
from comms.tasks.columns import COPIES
from comms.tasks.render_batch import BatchRenderer, Item
from comms.tasks.row_choice import RowChoice, as_ranges, condition, ranges
from comms.tasks.row_groups import grouped
from comms.tasks.unknown_columns import described, find_column, unused_columns


class Letters:
    """The letters of a table; mistakes in the options and the columns are told before the first one.

    number: the id of the base document; count: about how many letters there are, None if that is not known.
    """

    def __init__(self, renderer: BatchRenderer, table: Path, options: RenderOptions) -> None:
        self._table, columns, by = table, renderer.columns, options.group_by
        self.number = columns.base.document.id if columns.base.document else None
        renderer.name_pattern  # noqa: B018 - refuses a pattern that cannot be used
        conditions = [condition(written) for written in options.where or ()]
        chosen = ranges(options.rows) if options.rows is not None else None
        for finding in renderer.stale():
            RenderMessages(Silent().tell).tell_finding(finding)
        values = dict(assignment(text) for text in options.sets or ())
        values = {columns.path_as_written(name): value for name, value in values.items()}
        self._records = with_values(read_records(table, columns.path_as_written, options.sheet), values)
        unused = unused_columns(columns, self._records.columns, str(table))
        self._by = find_column(columns, by, self._records) if by is not None else None
        found = (find_column(columns, each.column, self._records) for each in conditions)
        conditions = [each._replace(column=name) for each, name in zip(conditions, found, strict=True)]
        self._choice = RowChoice(tuple(conditions), chosen, frozenset(unused))
        self.count = None if self._choice.is_narrowed or self._by else count_of(table)
        self._tell_unused(renderer, unused)

    def items(self) -> Iterator[Item]:
        """Yield the letters."""
        return (Item(str(self._table), row) for row in self._rows())

    def _rows(self) -> Iterator[Record]:
        if self._by is not None:
            return grouped(self._records.rows, self._by, self._choice)
        return self._choice.of(self._records.rows)

    def _tell_unused(self, renderer: BatchRenderer, unused: Sequence[str]) -> None:
        separator = str(words(errors.language())["language"]["list"])
        sheet = self._records.sheet
        if sheet.others and sheet.wanted is None:
            others = separator.join(sheet.others)
            errors.say_error("notices.other_sheets", path=self._table, sheet=sheet.name, others=others)
        if unused:
            columns = separator.join(described(renderer.columns, unused))
            errors.say_error("notices.unused_columns", path=self._table, columns=columns)
        copies = [name for name in COPIES if name in self._records.names]
        if copies and "eml" not in renderer.batch.formats:
            errors.say_error("notices.unused_copies", columns=separator.join(copies))

    def tell_left_out(self) -> int:
        """Tell which rows the sheet hides, and which chosen ones it does not have; return the status."""
        if hidden := self._choice.hidden:
            errors.say_error("notices.hidden_rows", count=len(hidden), rows=as_ranges(hidden))
        if struck := self._choice.struck:
            errors.say_error("notices.struck_rows", count=len(struck), rows=as_ranges(struck))
        if absent := self._choice.absent():
            errors.say_error("notices.absent_rows", path=self._table, rows=absent)
        return errors.FINDINGS if absent else errors.CLEAN
