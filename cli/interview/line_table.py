"""A table turned into the lines of a document, once the user has checked which column gives which field."""

import re
import unicodedata
from pathlib import Path
from typing import Any

from cli.terminal.moves import Asker, Move, MovedByKey, navigation_in
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.interview.drafts import Draft
from comms.interview.questions import questions
from comms.kinds import model_of
from comms.language.phrases import label, say, words
from comms.models.base import Field, Part, Shape, fields_of
from comms.paths import dotted, value_at
from comms.reading.answers import AnswerContext
from comms.reading.tables.columns import matchable
from comms.reading.tables.lines import MAX_LISTED, Lines, lines_of, parts_of
from comms.reading.tables.matching import Matching, match, preview
from comms.reading.tables.opening import read_table
from comms.reading.tables.table import Table

_MATCHED = re.compile(r"(\d{1,5})\s*[=＝]\s*(.+)")
"""`3=quantity` takes the quantity from the third column; `3=-` ignores that column."""


def lines_field(kind: str) -> Field:
    """Return the field of a kind that a table can fill; raise CommsError for a kind without lines."""
    field = fields_of(model_of(kind)).get("lines")
    if field is None or field.shape is not Shape.PARTS or field.part is None:
        raise CommsError("no_lines_here", kind=kind)
    return field


def take_file(file: Path, draft: Draft, context: AnswerContext) -> None:
    """Put the lines of a file into a draft without asking; raise TableError if they cannot be read."""
    field = lines_field(draft.kind)
    assert field.part is not None
    table = read_table(file)
    matching = match(table, field.part, draft.language)
    put_lines(draft, field, parts_of(table, matching, field.part, context))


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

    def __init__(
        self, table: Table, part: type[Part], ask: Asker, screen: Screen, context: AnswerContext
    ) -> None:
        self.table, self.part = table, part
        self.ask, self.screen, self.context = ask, screen, context
        self.matching: Matching = match(table, part, context.language)

    def lines(self) -> Lines | None:
        """Return the lines that the user accepts, or None if they go back."""
        while True:
            lines = lines_of(self.table, self.matching, self.part, self.context)
            self._show(lines)
            text = self._read_text(not lines.problems and bool(lines.parts))
            if (wish := navigation_in(text)) and wish.move is Move.BACK:
                return None
            if not text.strip() and lines.parts and not lines.problems:
                return lines
            if not text.strip():
                self.screen.refused(say("interview.table_wrong", self.context.language), "")
                continue
            if not self._rematch(text):
                names = [label(field, self.context.language) for field in matchable(self.part).values()]
                known = str(words(self.context.language)["language"]["comma"]).join(dict.fromkeys(names))
                self.screen.refused(say("interview.table_bad", self.context.language, known=known), "")

    def _show(self, lines: Lines) -> None:
        language = self.context.language
        for number, column in enumerate(preview(self.table, self.matching, language), 1):
            target = column.label or say("interview.table_unmatched", language)
            self.screen.column(number, column.header, target, " / ".join(column.values), bool(column.label))
        for problem in lines.problems[:MAX_LISTED]:
            self.screen.refused(problem.in_language(language), "")
        for warning in lines.warnings:
            self.screen.warned(warning, "")
        if self.table.other_sheets:
            sheets = say(
                "interview.table_sheets",
                language,
                used=self.table.sheet,
                others=list(self.table.other_sheets),
            )
            self.screen.note(sheets)
        self.screen.note(say("interview.table_lines", language, count=len(lines.parts)))

    def _read_text(self, may_take: bool) -> str:
        key = "interview.table_prompt" if may_take else "interview.table_mend"
        language = self.context.language
        self.screen.note(say(key, language))
        colon = str(words(language)["language"]["colon"]).strip()
        try:
            return self.ask(None, say("interview.table_ask", language) + colon, "")
        except MovedByKey as turned:
            return turned.move

    def _rematch(self, text: str) -> bool:
        """Match a column as the user says (`3=quantity`, `3=-`); return False if that names nothing."""
        found = _MATCHED.fullmatch(unicodedata.normalize("NFKC", text).strip())
        if found is None or not 0 < int(found[1]) <= len(self.matching.columns):
            return False
        key = None if found[2] == "-" else self._key_named(found[2])
        if key is None and found[2] != "-":
            return False
        self.matching = self.matching.with_column(int(found[1]) - 1, key)
        return True

    def _key_named(self, written: str) -> str | None:
        wanted = written.strip().casefold()
        return next(
            (
                key
                for key, field in matchable(self.part).items()
                if wanted in (key.casefold(), label(field, self.context.language).casefold())
            ),
            None,
        )
