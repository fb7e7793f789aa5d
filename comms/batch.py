"""Many documents rendered alike: files, or the rows of a table over one document.

What is to be made is plain data, so that it can be sent to another process or another machine; what comes
back are the bytes of the files. Nothing is written here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from comms.answers import Manner, field_at, give, put
from comms.examining import Examiner
from comms.findings import (
    CommsError,
    FieldPath,
    Finding,
    SetupError,
    Severity,
    Span,
    Unreadable,
    parse_path,
    value_at,
)
from comms.kinds import model_of
from comms.models.party import Contact, Party
from comms.reading.source import Source
from comms.standing import merged
from comms.tables.records import Record
from comms.tables.table import TableError
from comms.words import FilledSaying, written_in

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from comms.checking import Case
    from comms.models.base import Document
    from comms.selection import Choice

UNREADABLE = ("F001", "F002")
"""The findings of a file that holds no document, so that not even a draft can be made of it."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What all documents of a batch share.

    formats: the output formats; speaking: the language of messages; language: that of the documents, None for
    each one's own; usual: where a document has none; base: the document that the rows of a table go over;
    now: the moment from which dates of a table are read; folder: from which the names of files are meant; the
    rest as in `Layout`.
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


class Item(NamedTuple):
    """What one letter is made of: a file, or a row of the table `name` with its values."""

    name: str
    row: Record | None = None

    @property
    def place(self) -> str:
        """How the item is called: the file, with the row's number where it is one."""
        return f"{self.name}:{self.row.number}" if self.row else self.name


@dataclass(slots=True)
class Rendered:
    """What became of an item.

    contents: the files' bytes by format; empty where it was refused: for `findings`, or an `error`.
    number: the document's id.
    """

    item: Item
    number: str | None = None
    contents: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    error: CommsError | None = None


PORTION = 10
"""Letters that a process makes at a time."""


def shared(batch: Batch, items: Iterable[Item], executor: "Executor", count: int) -> Iterator[Rendered]:
    """What becomes of the items, in their order, worked out by an executor of `count` processes."""
    from comms.workers import in_order

    remaining = iter(items)
    portions = iter(lambda: list(islice(remaining, PORTION)), [])
    for done in in_order(executor, partial(_render_portion, batch), portions, count):
        yield from done


def _render_portion(batch: Batch, items: list[Item]) -> list[Rendered]:
    return [_desk(batch).rendered(each) for each in items]


@lru_cache(maxsize=2)  # a process makes thousands of letters of one batch
def _desk(batch: Batch) -> "Desk":
    return Desk(batch)


class Desk:
    """Renders the items of a batch in one process; what they share is read once."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._examiner = Examiner(batch.speaking, named=batch.named)

    def rendered(self, item: Item) -> Rendered:
        """What becomes of an item; raises SetupError for what becomes of none."""
        done = Rendered(item)
        try:
            case, choice = self._of_row(item.name, item.row) if item.row else self._of_file(item.name)
            rules = choice.rules_for(str(Path(self.batch.folder, item.name)))
            done.findings, _ = self._examiner.findings_of(case, rules, choice)
            if case.document is not None and not self._forbid(done.findings):
                done.number = case.document.id
                done.contents = self._contents(case)
        except SetupError:
            raise
        except CommsError as error:
            done.error = error
        return done

    @cached_property
    def base(self) -> "tuple[Case, Choice]":
        """The document that the rows of a table go over; raises CommsError where the file holds none."""
        case, choice = self._of_file(str(self.batch.base))
        if case.unreadable is not None:
            raise case.unreadable
        if case.document is None:
            raise CommsError("no_base", path=str(self.batch.base))
        return case, choice

    def _of_file(self, name: str) -> "tuple[Case, Choice]":
        from comms.checking import case_of
        from comms.reading import content_of

        path = Path(self.batch.folder, name)
        if path.is_symlink():
            path = path.resolve()
        choice = self._examiner.choice(str(path.parent))
        try:
            content: bytes | Unreadable = content_of(path)
        except Unreadable as error:
            content = error
        return case_of(content, name, choice.workspace), choice

    def _of_row(self, name: str, row: Record) -> "tuple[Case, Choice]":
        from comms.checking import load_case

        if row.error is not None:
            raise row.error
        base, choice = self.base
        data = over(base, row.values, self._manner(base))
        return load_case(Source(name, "", data, _Places(row, base.source.data)), base.workspace), choice

    def _manner(self, base: "Case") -> Manner:
        language = self._language(base)
        return Manner(language, self.batch.now, base.workspace.currency(language))

    def _forbid(self, findings: list[Finding]) -> bool:
        faults = [each for each in findings if each.severity is Severity.ERROR]
        return bool(faults) and (not self.batch.draft or any(each.code in UNREADABLE for each in faults))

    def _language(self, case: "Case") -> str:
        document = case.document
        own = (document.language or written_in(document.title or "")) if document else None
        return self.batch.language or own or self.batch.usual

    def _contents(self, case: "Case") -> dict[str, bytes]:
        from comms.rendering import Layout, render

        asked = self.batch
        layout = Layout(
            language=self._language(case),
            draft=asked.draft,
            workspace=case.workspace,
            letterhead=asked.letterhead,
            templates=asked.templates,
            bare=asked.bare,
        )
        assert case.document is not None
        return {form: render(case.document, form, layout) for form in asked.formats}


def over(base: "Case", values: Mapping[str, Any], manner: Manner) -> dict[str, Any]:
    """The data of a base document with the values of a row in the place of its own.

    A text under the path of a field is read as though it had been typed; a mapping of JSON goes over the
    base's, key by key. Who is named anew is somebody else: nothing stays that the base says of the one
    before. Raises CommsError for a path that leads nowhere, or a value that cannot be taken.
    """
    assert base.document is not None
    model, data = type(base.document), merged(base.source.data, {})
    leaves = [
        (name, parse_path(name, data), value)
        for name, each in values.items()
        for name, value in _leaves(name, each)
    ]
    for _, path, value in leaves:
        if path[-1] == "name" and _is_person(model, path[:-1]) and value_at(data, path) not in (None, value):
            put(data, path[:-1], {})
    for name, path, value in leaves:
        if isinstance(value, str):
            _give(data, model, name, value, manner)
        else:
            put(data, path, value)
    return data


def _leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The values in a mapping of JSON by their paths; any other value by its own."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, each in value.items():
        yield from _leaves(f"{name}.{key}", each)


def _is_person(model: "type[Document]", path: FieldPath) -> bool:
    """Whether a company or a person stands at a path."""
    return bool(path) and field_at(model, path).part in (Party, Contact)


def _give(data: dict[str, Any], model: "type[Document]", name: str, text: str, manner: Manner) -> None:
    try:
        give(data, model, name, text, manner)
    except CommsError as error:
        why = FilledSaying("messages", f"{error.section}.{error.reason}", error.values)
        raise TableError("cell", column=name, why=why) from None


def refuse_columns(columns: Iterable[str], base: "Case") -> None:
    """Raises CommsError for the first column that names no field of the base document."""
    for each in columns:
        assert base.document is not None
        field_at(model_of(base.document.kind), parse_path(each, base.source.data))


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the values of a row stand: its line, and the column that names each, over the base's data."""

    row: Record
    data: Mapping[str, Any]

    def value(self, path: FieldPath) -> Span:
        names = enumerate(self.row.values, 1)
        column = next((index for index, name in names if parse_path(name, self.data) == path), 1)
        return Span(self.row.number, column, self.row.number, column + 1)

    key = value
