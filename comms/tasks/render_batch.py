"""Renders batches of documents: a number of files, or one document with the rows of a table.

The items and the results are plain data, so that they can be sent to other processes and machines; the
results contain the bytes of the files. This module writes no files.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from comms.errors import CommsError, SetupError
from comms.findings import Finding, Severity, Span, Unreadable
from comms.language.phrases import language_of_text, say
from comms.linting.examiner import Examiner
from comms.paths import FieldPath, value_at
from comms.reading.answers import AnswerContext
from comms.reading.source import Source
from comms.reading.tables.records import Record
from comms.reading.tables.table import TableError
from comms.tasks.columns import COPIES, Columns
from comms.tasks.letter_names import NamePattern
from comms.tasks.row_values import is_of_another, row_data

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from comms.linting.selection import RuleSet
    from comms.models.base import Document
    from comms.rendering import Layout
    from comms.workspace.case import Case

STALE = "F005"
"""The finding that the text of a source differs from its data, which whoever renders it must know."""
MISSING = "F006"
"""The finding that a required value is missing."""
UNREADABLE = ("F001", "F002")
"""The findings of a file without a document, of which not even a draft can be rendered."""


@dataclass(frozen=True, slots=True)
class Batch:
    """The settings that all documents of a batch share.

    formats: the output formats. speaking: the language of messages.
    usual: the language of a document that has none of its own; language: that of all documents, if set.
    now: the time that relative dates in a table count from. folder: the folder that file names start from.
    named: files with documents that others refer to.
    base: the document in which the rows of a table replace values; grouped: whether several rows make one
    letter; name: the pattern of the letters' file names. The others are those of `Layout`.
    """

    formats: tuple[str, ...]
    speaking: str
    usual: str
    now: datetime
    folder: str
    language: str | None = None
    draft: bool = False
    named: tuple[Path, ...] = ()
    letterhead: Path | None = None
    templates: Path | None = None
    bare: bool = False
    base: Path | None = None
    grouped: bool = False
    name: str | None = None
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()


class Item(NamedTuple):
    """The source of one letter: a file, or a row of the table `name`."""

    name: str
    row: Record | None = None

    @property
    def place(self) -> str:
        """The name of the file, followed by the number of the row if it is one."""
        return f"{self.name}:{self.row.number}" if self.row else self.name


@dataclass(slots=True)
class Rendered:
    """The result of an item.

    number: the id of the document. stem: the file name without suffix, if there is a pattern for it.
    contents: format -> bytes of the file; empty if `findings` or an `error` prevent the letter.
    notices: keys of the messages about a letter that was rendered.
    """

    item: Item
    number: str | None = None
    stem: str | None = None
    contents: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    error: CommsError | None = None


PORTION = 10
"""The number of letters that a process takes at a time; in SLOW formats, one."""
SLOW = frozenset({"pdf"})
"""The formats that take seconds per letter."""


def render_shared(
    batch: Batch,
    items: Iterable[Item],
    executor: "Executor",
    count: int,
    is_alive: Callable[[], bool] = lambda: True,
) -> Iterator[Rendered]:
    """Yield the results of the items, in their order, from an executor with `count` processes.

    is_alive: whether results can still arrive. Raises CommsError("worker_lost").
    """
    from comms.runtime.processes import in_order

    remaining = iter(items)
    most = PORTION if SLOW.isdisjoint(batch.formats) else 1
    portions = iter(lambda: list(islice(remaining, most)), [])
    for results in in_order(executor, partial(_render_portion, batch), portions, count, is_alive):
        yield from results


def _render_portion(batch: Batch, items: list[Item]) -> list[Rendered]:
    return [_renderer(batch).rendered(item) for item in items]


@lru_cache(maxsize=2)  # a process renders thousands of letters of one batch
def _renderer(batch: Batch) -> "BatchRenderer":
    return BatchRenderer(batch)


class BatchRenderer:
    """Renders the items of a batch in one process, and reads what they share once."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._examiner = Examiner(batch.speaking, named=batch.named)

    def rendered(self, item: Item) -> Rendered:
        """Return the result of an item; raises SetupError for an error that affects every item."""
        done = Rendered(item)
        try:
            case, rule_set = self._of_row(item.name, item.row) if item.row else self._of_file(item.name)
            rules = rule_set.rules_for(str(Path(self.batch.folder, item.name)))
            done.findings, _ = self._examiner.findings_of(case, rules, rule_set)
            if item.row is not None and done.findings:
                placed = (self._in_its_place(finding, case, item.row) for finding in done.findings)
                done.findings = list(placed)
            if case.document is not None and not self._forbid(done.findings):
                done.number = case.document.id
                done.stem = self.name_pattern.stem(case.document) if self.name_pattern else None
                layout = self._layout(case, item.row)
                done.contents = self._contents(case.document, layout)
                done.notices = self._notices(case.document, layout)
        except SetupError:
            raise
        except CommsError as error:
            done.error = error
        return done

    @cached_property
    def base(self) -> "tuple[Case, RuleSet]":
        """The document in which rows of a table replace values; raises CommsError if the file has none."""
        case, rule_set = self._of_file(str(self.batch.base))
        if case.unreadable is not None:
            raise case.unreadable
        if case.document is None:
            raise CommsError("no_base", path=str(self.batch.base))
        return case, rule_set

    @cached_property
    def columns(self) -> Columns:
        """The columns of a table for the base document."""
        return Columns(self.base[0], self.batch.grouped)

    @cached_property
    def name_pattern(self) -> NamePattern | None:
        """The pattern of the letters' file names; raises CommsError as `NamePattern` does."""
        return NamePattern(self.batch.name, self.columns) if self.batch.name is not None else None

    def stale(self) -> list[Finding]:
        """Return the findings about text of the base that differs from its data; raises errors as `base`."""
        case, rule_set = self.base
        rules = tuple(code for code in rule_set.rules_for(str(self.batch.base)) if code == STALE)
        return self._examiner.findings_of(case, rules, rule_set)[0]

    def _of_file(self, name: str) -> "tuple[Case, RuleSet]":
        """Return the case of a file, and the rules of its workspace."""
        from comms.reading import content_of
        from comms.workspace.loading import case_of

        path = Path(self.batch.folder, name)
        if path.is_symlink():
            path = path.resolve()
        rule_set = self._examiner.rule_set(str(path.parent))
        try:
            content: bytes | Unreadable = content_of(path)
        except Unreadable as error:
            content = error
        return case_of(content, name, rule_set.workspace), rule_set

    def _of_row(self, name: str, row: Record) -> "tuple[Case, RuleSet]":
        """Return the case of the base with the values of a row, and the rules of the base's workspace."""
        from comms.workspace.loading import load_case

        if row.error is not None:
            raise row.error
        base, rule_set = self.base
        values = {name: value for name, value in row.values.items() if name not in COPIES}
        data = row_data(self.columns, values, self._answer_context, tuple(row.columns), row.entries)
        if data.get("id") == base.source.data.get("id") is not None:
            raise TableError("row_without_number", number=data["id"])
        return load_case(Source(name, "", data, _Places(row, self.columns)), base.workspace), rule_set

    def _in_its_place(self, finding: Finding, case: "Case", row: Record) -> Finding:
        """Return a finding of a row's letter, placed in the base if it is about a value of the base.

        A hint about a missing value names the column that can give it, and says so if the base has the value
        only for another customer.
        """
        source = self.base[0].source
        path = self.columns.path_in_table(row, finding.path)
        theirs, ours = value_at(source.data, path), value_at(case.source.data, finding.path)
        if path and theirs == ours and not self.columns.is_given(row, path):
            span = source.at(path)
            return replace(finding, file=source.name, span=span, excerpt=source.excerpt(span))
        if ours is None and theirs is not None and is_of_another(self.base[0], path):
            column = self.columns.column_for(path)
            hint = say("render.of_another", self.batch.speaking, path=source.name, field=column)
            return replace(finding, hint=hint)
        if finding.code == MISSING and (column := self.columns.column_for(path)) != finding.field:
            return replace(finding, hint=say("render.missing", self.batch.speaking, field=column))
        return finding

    @cached_property
    def _answer_context(self) -> AnswerContext:
        """The context for reading cells: the base's currency, and its date, which supplies missing years."""
        base, _ = self.base
        language, document = self._language(base), base.document
        issued = getattr(document, "issued_at", None) or getattr(document, "requested_at", None)
        currency = getattr(document, "currency", None) or base.workspace.currency(language)
        now = issued or self.batch.now
        return AnswerContext(language, now, currency, lambda: base.workspace.calendar)

    def _forbid(self, findings: list[Finding]) -> bool:
        """Whether findings prevent the letter: errors do, but for a draft only those in UNREADABLE."""
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        return any(not self.batch.draft or error.code in UNREADABLE for error in errors)

    def _language(self, case: "Case") -> str:
        document = case.document
        own = (document.language or language_of_text(document.title or "")) if document else None
        return self.batch.language or own or self.batch.usual

    def _layout(self, case: "Case", row: Record | None) -> "Layout":
        from comms.rendering import Layout

        asked, values = self.batch, row.values if row is not None else {}
        cc, bcc = ([str(values[name])] if name in values else [] for name in COPIES)
        return Layout(
            language=self._language(case),
            draft=asked.draft,
            workspace=case.workspace,
            letterhead=asked.letterhead,
            templates=asked.templates,
            bare=asked.bare,
            cc=(*asked.cc, *cc),
            bcc=(*asked.bcc, *bcc),
        )

    def _contents(self, document: "Document", layout: "Layout") -> dict[str, bytes]:
        from comms.rendering.rendition import render_all

        return render_all(document, self.batch.formats, layout)

    def _notices(self, document: "Document", layout: "Layout") -> list[str]:
        if "eml" not in self.batch.formats:
            return []
        from comms.rendering.eml import lacks_receiver

        return ["no_receiver"] if lacks_receiver(document, layout) else []


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of the values of a row: its line, and the column of each value."""

    row: Record
    columns: Columns

    def value(self, path: FieldPath) -> Span:
        row, column = self.columns.locate(self.row, self.columns.path_in_table(self.row, path))
        return Span(row, column, row, column + 1)

    key = value
