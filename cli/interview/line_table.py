"""A table turned into the lines of a document, once the user has checked which column gives which field."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cli.terminal.device import is_terminal
from cli.terminal.moves import Asker, Move, MovedByKey, navigation_in
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.interview.drafts import Draft, drafts_folder
from comms.interview.questions import questions
from comms.kinds import model_of
from comms.language.phrases import label, say, words
from comms.models.base import Field, Shape, fields_of
from comms.paths import dotted, value_at
from comms.reading import content_of
from comms.reading.answers import AnswerContext, read_answer
from comms.reading.source import decode
from comms.reading.tables.columns import matchable
from comms.reading.tables.decimals import DecimalSign
from comms.reading.tables.headings import folded, roles_of
from comms.reading.tables.lines import MAX_LISTED, Lines, lines_of, sound
from comms.reading.tables.matching import Matching, match, preview
from comms.reading.tables.opening import read_table
from comms.reading.tables.saved_columns import columns_text, name_of, read_columns, with_columns
from comms.reading.tables.table import Table, TableError
from comms.reading.tables.telling import left_out_sentences
from comms.runtime.files import replace as replace_file
from comms.runtime.files import write_atomic
from comms.tasks.row_choice import condition

_MATCHED = re.compile(r"(\d{1,5})\s*[=＝]\s*(.+)")
"""`3=quantity` takes the quantity from the third column; `3=-` ignores that column."""


def lines_field(kind: str) -> Field:
    """Return the field of a kind that a table can fill; raise CommsError for a kind without lines."""
    field = fields_of(model_of(kind)).get("lines")
    if field is None or field.shape is not Shape.PARTS or field.part is None:
        raise CommsError("no_lines_here", kind=kind)
    return field


@dataclass(frozen=True, slots=True)
class TableRequest:
    """A table of lines as the command line names it.

    columns: a file that says what the columns hold; where: conditions that choose rows, as `column=value`.
    """

    file: Path
    columns: Path | None = None
    sheet: str | None = None
    header_row: int | None = None
    where: tuple[str, ...] = ()
    decimal: DecimalSign | None = None

    def table(self) -> Table:
        """Return the chosen rows of the table; raises CommsError for a table or rows that are not there."""
        return _chosen_rows(read_table(self.file, self.sheet, self.header_row), self.where)


def decimal_sign(written: str | None) -> DecimalSign | None:
    """Return the sign that `--decimal` names; raises CommsError("bad_decimal")."""
    if written is None:
        return None
    signs = {
        "point": DecimalSign.POINT,
        "comma": DecimalSign.COMMA,
        ".": DecimalSign.POINT,
        ",": DecimalSign.COMMA,
    }
    if (sign := signs.get(written.strip().casefold())) is None:
        raise CommsError("bad_decimal", written=written)
    return sign


def _chosen_rows(table: Table, where: Sequence[str]) -> Table:
    """Return the rows that meet all conditions; an order without its number is the one above."""
    for written in where:
        wanted = condition(written)
        index = _column_named(table, wanted.column)
        continues = "order" in roles_of(table.headers[index])
        rows, cell = [], ""
        for row in table.rows:
            cell = row.cells[index] or (cell if continues else "")
            if wanted.holds({wanted.column: cell}):
                rows.append(row)
        if not rows:
            raise TableError("no_rows", condition=written)
        table = replace(table, rows=tuple(rows))
    return table


def _column_named(table: Table, name: str) -> int:
    """Return the index of a column by its heading; raises TableError("no_column_named")."""
    found = [index for index, header in enumerate(table.headers) if folded(header) == folded(name)]
    if not found:
        known = [" ".join(header.split()) for header in table.headers if header]
        raise TableError("no_column_named", written=name, known=known)
    return found[0]


class LineTable:
    """A table for the lines of a draft, and what its columns are taken for.

    values: what a person has given for all lines, since no column has it.
    """

    def __init__(
        self, table: Table, draft: Draft, context: AnswerContext, request: TableRequest | None = None
    ) -> None:
        self.table, self.kind = table, draft.kind
        self.context = context.of_document(draft.data)
        field = lines_field(draft.kind)
        assert field.part is not None
        self.field, self.part = field, field.part
        self.remembered: Path | None = None
        self.values: dict[str, Any] = {}
        self.matching = self._matching(request)

    def _matching(self, request: TableRequest | None) -> Matching:
        """Return the matching by the headings, then by what people have said of them."""
        taxed = self.context.prices_include_tax
        found = match(self.table, self.part, self.context.language, taxed)
        found = replace(found, decimal=request.decimal if request else None)
        if request and request.columns and (request.columns.exists() or not is_terminal()):
            return with_columns(found, read_columns(request.columns, self.kind))
        kept = columns_folder() / name_of(self.table, self.kind)
        if (request is None or request.columns is None) and kept.is_file():
            self.remembered = kept
            return with_columns(found, read_columns(kept, self.kind))
        return found

    def lines(self) -> Lines:
        """Return the lines with their problems and warnings, and with the values for all of them."""
        found = lines_of(self.table, self.matching, self.part, self.context)
        fields = matchable(self.part)
        parts = ({**self.values, **part} for part in found.parts)
        ordered = tuple({key: part[key] for key in fields if key in part} for part in parts)
        return replace(found, parts=ordered)

    @property
    def missing(self) -> list[str]:
        """The names of the required fields that no column and no value for all lines gives."""
        fields = matchable(self.part)
        asked = [fields[key] for key in self.matching.missing if key not in self.values]
        shared = [field for field in asked if field.ask.proposes in (None, "line_before")]
        return [label(field, self.context.language) for field in shared]

    def keep_columns(self, to: Path | None) -> None:
        """Keep what a person has confirmed: in the file that they name, or for the next such table."""
        if to is None and not any(column.chosen for column in self.matching.columns):
            return
        file = to or columns_folder() / name_of(self.table, self.kind)
        before = content_of(file) if to is not None and to.exists() else None
        text = columns_text(self.matching, self.kind, decode(before or b"")).encode()
        if text != before:
            replace_file(file, before, text) if to else write_atomic(file, text)

    def show(self, screen: Screen, lines: Lines) -> None:
        """Show what each column is taken for, and what else the table says."""
        language = self.context.language
        for number, column in enumerate(preview(self.table, self.matching, language), 1):
            target = column.label or say("interview.table_unmatched", language)
            screen.column(number, column.header, target, " / ".join(column.values), bool(column.label))
        if self.remembered is not None:
            screen.note(say("interview.table_remembered", language, path=self.remembered))
        for problem in lines.problems[:MAX_LISTED]:
            screen.refused(problem.in_language(language), "")
        for warning in (*left_out_sentences(self.table, language), *lines.warnings):
            screen.warned(warning, "")
        if self.table.other_sheets and not self.table.sheets_with_lines:
            others = list(self.table.other_sheets)
            screen.note(say("interview.table_sheets", language, used=self.table.sheet, others=others))
        screen.note(say("interview.table_lines", language, count=len(lines.parts)))


def columns_folder() -> Path:
    """Return the folder with what people have said of the columns of their tables."""
    return drafts_folder().parent / "columns"


def take_file(request: TableRequest, draft: Draft, context: AnswerContext) -> None:
    """Put the lines of a file into a draft without asking, and tell how they were read.

    Raises TableError if they cannot be used.
    """
    table = LineTable(request.table(), draft, context, request)
    lines = table.lines()
    table.show(Screen(plain=True), replace(lines, problems=()))
    if not {"sku", "name"} & {column.key for column in table.matching.columns}:
        raise TableError("columns_unknown", path=str(request.file), kind=draft.kind)
    put_table(draft, table, sound(lines), Screen(plain=True))


def put_table(draft: Draft, table: LineTable, lines: Lines, screen: Screen) -> None:
    """Put the lines of a table into a draft, and what it says of the whole document."""
    put_lines(draft, table.field, list(lines.parts))
    take_document(draft, lines, screen)


def take_document(draft: Draft, lines: Lines, screen: Screen) -> None:
    """Take what a table says of the whole document where that is open, and tell it; what is there stays."""
    fields = fields_of(model_of(draft.kind))
    for key, value in lines.document.items():
        if key not in fields:
            continue
        values = {"name": label(fields[key], draft.language), "value": value}
        if (kept := draft.data.get(key)) is None:
            draft.data[key] = value
            screen.note(say("interview.table_document", draft.language, **values))
        elif str(kept) != value:
            screen.warned(say("interview.table_document_kept", draft.language, kept=kept, **values), "")


def put_lines(draft: Draft, field: Field, parts: list[dict[str, Any]]) -> None:
    """Replace the list of a draft with entries; questions open in them are asked only if they are due."""
    draft.data[field.key] = parts
    draft.forget_under(field.key)
    for question in questions(model_of(draft.kind), draft.data):
        entry = question.path[1] if len(question.path) > 1 and question.path[0] == field.key else None
        is_open = entry is not None and value_at(draft.data, question.path) is None
        if (
            is_open
            and (not question.required or entry == len(parts))
            and dotted(question.path) not in draft.left
        ):
            draft.left.append(dotted(question.path))


class TableDialog:
    """Dialog that shows how a table is understood until the user accepts it or goes back."""

    def __init__(self, table: LineTable, ask: Asker, screen: Screen) -> None:
        self.table, self.ask, self.screen = table, ask, screen
        self.context = table.context

    def lines(self) -> Lines | None:
        """Return the lines that the user accepts, or None if they go back."""
        while True:
            lines = self.table.lines()
            self.table.show(self.screen, lines)
            text = self._read_text(not lines.problems and bool(lines.parts))
            if (wish := navigation_in(text)) and wish.move is Move.BACK:
                return None
            if not text.strip() and lines.parts and not lines.problems:
                return lines
            if not text.strip():
                self.screen.refused(say("interview.table_wrong", self.context.language), "")
                continue
            try:
                understood = self._rematch(text) or self._give_all(text)
            except CommsError as refusal:
                said = say(f"{refusal.section}.{refusal.reason}", self.context.language, **refusal.values)
                self.screen.refused(said, "")
                continue
            if not understood:
                names = [label(field, self.context.language) for field in matchable(self.table.part).values()]
                known = str(words(self.context.language)["language"]["comma"]).join(dict.fromkeys(names))
                self.screen.refused(say("interview.table_bad", self.context.language, known=known), "")

    def _read_text(self, may_take: bool) -> str:
        key = "interview.table_prompt" if may_take else "interview.table_mend"
        language = self.context.language
        self.screen.note(say(key, language))
        if missing := self.table.missing:
            self.screen.note(say("interview.table_missing", language, fields=missing, first=missing[0]))
        colon = str(words(language)["language"]["colon"]).strip()
        try:
            return self.ask(None, say("interview.table_ask", language) + colon, "")
        except MovedByKey as turned:
            return turned.move

    def _rematch(self, text: str) -> bool:
        """Match a column as the user says (`3=quantity`, `3=-`); return False if that names nothing."""
        written = unicodedata.normalize("NFKC", text).strip()
        matching = self.table.matching
        if written in tuple(DecimalSign):
            self.table.matching = replace(matching, decimal=DecimalSign(written))
            return True
        found = _MATCHED.fullmatch(written)
        if found is None or not 0 < int(found[1]) <= len(matching.columns):
            return False
        key = None if found[2] == "-" else self._key_named(found[2])
        if key is None and found[2] != "-":
            return False
        self.table.matching = matching.with_column(int(found[1]) - 1, key)
        return True

    def _give_all(self, text: str) -> bool:
        """Take a value for all lines (`unit=pcs`); return False if the text names no field of a line."""
        name, equals, value = unicodedata.normalize("NFKC", text).partition("=")
        key = self._key_named(name) if equals and value.strip() else None
        if key is None:
            return False
        self.table.values[key] = read_answer(matchable(self.table.part)[key], value.strip(), self.context)
        return True

    def _key_named(self, written: str) -> str | None:
        wanted = written.strip().casefold()
        return next(
            (
                key
                for key, field in matchable(self.table.part).items()
                if wanted in (key.casefold(), label(field, self.context.language).casefold())
            ),
            None,
        )
