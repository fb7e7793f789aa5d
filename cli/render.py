"""comms render: documents as files of other formats, one or a hundred thousand."""

import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain, islice
from pathlib import Path

from cli import errors
from cli.progress import Progress, Silent, progress
from comms.batch import Batch, Desk, Item, Rendered, refuse_columns, shared
from comms.filing import Filed, Filing, Manifest, Status, manifest
from comms.findings import CommsError, Severity
from comms.linting import Lint
from comms.saving import formats, stem_of, targets
from comms.shown import one_line
from comms.words import say, words
from comms.workers import collected_seldom, in_order, processes

ENOUGH = 200
"""Letters below which starting processes takes longer than they save."""
MOST_WORKERS = 8
WRITERS = 2
MANIFEST = "manifest.jsonl"


@dataclass(frozen=True)
class RenderWanted:
    """What `comms render` was asked to do."""

    files: tuple[Path, ...]
    to: str | None = None
    output: str | None = None
    language: str | None = None
    draft: bool = False
    force: bool = False
    order: Path | None = None
    letterhead: Path | None = None
    each: Path | None = None
    manifest: Path | None = None
    jobs: int = 0
    check: bool = False
    scheduler: str | None = None
    templates: Path | None = None
    strip_data: bool = False


def render(wanted: RenderWanted) -> int:
    """Renders each file, or each row of a table, into each format.

    A document with errors is refused, unless it is to be a draft; the others are rendered all the same.
    """
    errors.known_language(wanted.language)
    if wanted.templates is not None and not wanted.templates.is_dir():
        raise CommsError("no_templates", path=str(wanted.templates))
    if wanted.output == "-":
        return _render_to_stdout(wanted)
    _tell_absent()
    if wanted.each is not None:
        return _render_rows(wanted, wanted.each)
    return _render_files(wanted)


def _tell_absent() -> None:
    """Tells of a letterhead or of templates that comms.toml names and nobody has put there yet."""
    from comms.workspace import open_workspace

    workspace = open_workspace(Path.cwd())
    if (file := workspace.letterhead) is not None and not file.exists():
        errors.say_error("notices.absent_letterhead", path=file)
    if (folder := workspace.templates) is not None and not folder.exists():
        errors.say_error("notices.absent_templates", path=folder)


def _batch(wanted: RenderWanted, forms: Iterable[str]) -> Batch:
    from comms.workspace import open_workspace

    workspace = open_workspace(Path.cwd())
    return Batch(
        formats=tuple(forms),
        speaking=errors.language(),
        usual=workspace.language(),
        now=datetime.now(workspace.zone),
        folder=str(Path.cwd()),
        language=wanted.language,
        draft=wanted.draft,
        named=errors.named(wanted.order),
        letterhead=_as_workers_see(wanted.letterhead, wanted),
        templates=_as_workers_see(wanted.templates, wanted),
        base=wanted.files[0] if wanted.each else None,
        bare=wanted.strip_data,
    )


def _as_workers_see(path: Path | None, wanted: RenderWanted) -> Path | None:
    """A path as the workers of a cluster find it, whose working folder is another one."""
    return path.absolute() if path is not None and wanted.scheduler is not None else path


def _formats(wanted: RenderWanted, usual: str) -> list[str]:
    """The formats asked for; raises CommsError for one that is nothing but the data which are to go."""
    from comms.rendering import refuse_data_only

    forms = formats(wanted.to or usual)
    if wanted.strip_data:
        refuse_data_only(forms)
    return forms


# --- files -----------------------------------------------------------------------------------


def _render_files(wanted: RenderWanted) -> int:
    many = len(wanted.files) > 1
    planned = {str(file): _plan(file, wanted, many) for file in dict.fromkeys(wanted.files)}
    if wanted.strip_data:
        _refuse_loss(planned)
    _refuse_overlap([path for paths in planned.values() for path in paths.values()])
    if not wanted.force:
        _refuse_own_source(planned)
    forms = next(iter(planned.values()))
    run = _Run(wanted, lambda done: planned[done.item.name], print)
    return run.of(_batch(wanted, forms), [Item(name) for name in planned], len(planned), wanted.manifest)


def _plan(file: Path, wanted: RenderWanted, many: bool) -> dict[str, Path]:
    if not file.exists() and not file.is_symlink():
        raise CommsError("no_such_file", path=str(file))
    paths = targets(wanted.output or str(file.parent), wanted.to, file.stem)
    if many and wanted.output and list(paths.values()) == [Path(wanted.output)]:
        raise CommsError("one_output")
    return paths


def _refuse_overlap(paths: list[Path]) -> None:
    """Raises CommsError where two sources would be written to one file."""
    seen: set[str] = set()
    for path in paths:
        if (real := os.path.realpath(path)) in seen:
            raise CommsError("collision", path=str(path))
        seen.add(real)


def _refuse_loss(planned: dict[str, dict[str, Path]]) -> None:
    """Raises CommsError where a file of data, or the data of a source itself, would not survive."""
    from comms.rendering import refuse_data_only

    for name, paths in planned.items():
        refuse_data_only(paths)
        for path in paths.values():
            if path.exists() and path.samefile(name):
                raise CommsError("strips_source", path=str(path))


def _refuse_own_source(planned: dict[str, dict[str, Path]]) -> None:
    for name, paths in planned.items():
        for path in paths.values():
            if path.exists() and path.samefile(name):
                raise CommsError("same_file", path=str(path))


# --- rows of a table -------------------------------------------------------------------------


def _render_rows(wanted: RenderWanted, table: Path) -> int:
    """Renders the one document named with the values of each row in the place of its own."""
    from comms.tables.records import count_of, read_records

    if len(wanted.files) != 1:
        raise CommsError("one_base")
    forms = _formats(wanted, "docx")
    folder = Path(wanted.output or ".")
    targets(str(folder), ",".join(forms), "x")  # a file name, or a format that we do not write, is refused
    batch = _batch(wanted, forms)
    base, _ = Desk(batch).base
    records = read_records(table)
    refuse_columns(records.columns, base)
    number = base.document.id if base.document else None
    run = _Run(wanted, partial(_row_targets, folder=folder, forms=forms, base=(wanted.files[0].stem, number)))
    items = (Item(str(table), each) for each in records.rows)
    return run.of(batch, items, count_of(table), wanted.manifest or folder / MANIFEST)


def _row_targets(
    done: Rendered, folder: Path, forms: list[str], base: tuple[str, str | None]
) -> dict[str, Path]:
    """Where the letter of a row goes: its number names it where the row gives one, else the row's own."""
    stem, number = base
    assert done.item.row is not None
    own = stem_of(done.number if done.number != number else None, f"{stem}-{done.item.row.number:05}")
    return {form: folder / f"{own}.{form}" for form in forms}


# --- the run ---------------------------------------------------------------------------------


@dataclass
class _Run:
    """Renders items, files what comes of them, and tells what does not.

    paths: where the files of an item go; listed: what is done with the path of a file that is there now.
    """

    wanted: RenderWanted
    paths: Callable[[Rendered], dict[str, Path]]
    listed: Callable[[Path], object] = lambda path: None
    counts: Counter[Status] = field(default_factory=Counter)
    status: int = errors.CLEAN

    def of(self, batch: Batch, items: Iterable[Item], total: int | None, to: Path | None) -> int:
        """The exit status of a run over items, about `total` of them, with its manifest at `to`."""
        filing = Filing(self.wanted.force, self.wanted.check)
        try:
            with (
                manifest(to) as notes,
                progress(total) as shown,
                collected_seldom(),
                _rendered(self.wanted, batch, items) as results,
                ThreadPoolExecutor(WRITERS) as writers,  # they wait for the disk while the next are made
            ):
                for done, filed in in_order(writers, partial(self._file, filing), results, WRITERS):
                    self._take(done, filed, notes, shown)
                    shown.done()
        finally:
            if to is not None:
                self._summarise(to)
        return self.status

    def _file(self, filing: Filing, done: Rendered) -> tuple[Rendered, list[Filed]]:
        paths = self.paths(done) if done.contents else {}
        place = done.item.place
        return done, [filing.file(path, done.contents[form], place) for form, path in paths.items()]

    def _take(self, done: Rendered, filed: list[Filed], notes: Manifest, shown: Progress) -> None:
        place = done.item.place
        if not done.contents:
            self.counts[Status.REFUSED] += 1
            notes.note(place, Filed(None, Status.REFUSED), self._refused(done, shown))
        for each in filed:
            self._count(each, place, shown)
            notes.note(place, each)

    def _count(self, filed: Filed, place: str, shown: Progress) -> None:
        assert filed.path is not None
        self.counts[filed.status] += 1
        if filed.error is not None:
            self._tell(filed.error, place, shown)
        if filed.status is Status.EXISTS:
            self._tell(CommsError("exists", path=str(filed.path)), "", shown)
        if filed.status is Status.DUE:
            self.status = max(self.status, errors.FINDINGS)
        if filed.status in (Status.DUE, Status.WRITTEN) or (
            filed.status is Status.UNCHANGED and not self.wanted.check
        ):
            self.listed(filed.path)

    def _refused(self, done: Rendered, shown: Progress) -> str:
        """Tells why there is no letter of an item; returns the same in short."""
        if done.error is not None:
            return self._tell(done.error, done.item.place, shown)
        from comms.reports import plain, report

        language = errors.language()
        shown.tell(plain(report("text", Lint(done.findings, files=1), language)))
        shown.tell(f"comms: {one_line(say('errors.refused', language, file=done.item.place))}")
        self.status = max(self.status, errors.FINDINGS)
        codes = dict.fromkeys(each.code for each in done.findings if each.severity is Severity.ERROR)
        return ", ".join(codes)

    def _tell(self, error: CommsError, place: str, shown: Progress) -> str:
        sentence = errors.sentence_of(error)
        shown.tell(f"comms: {place}: {sentence}" if place else f"comms: {sentence}")
        is_usage = error.reason not in errors.REFUSALS and self.wanted.each is None
        self.status = max(self.status, errors.USAGE if is_usage else errors.FINDINGS)
        return sentence

    def _summarise(self, to: Path) -> None:
        counts = {str(each): self.counts[each] for each in Status}
        told = [
            say(f"render.{each}", errors.language(), count=count) for each, count in counts.items() if count
        ]
        together = str(words(errors.language())["language"]["list"]).join(told)
        errors.say_error("render.summary", counts=together or "0", manifest=to)


@contextmanager
def _rendered(wanted: RenderWanted, batch: Batch, items: Iterable[Item]) -> Iterator[Iterator[Rendered]]:
    """What becomes of the items, made here, by processes of this machine, or by a cluster."""
    if wanted.scheduler is not None:
        from comms.cluster import cluster

        with cluster(wanted.scheduler) as (executor, count):
            yield shared(batch, items, executor, count)
        return
    remaining = iter(items)
    first = list(islice(remaining, ENOUGH))
    count = wanted.jobs or (min(os.cpu_count() or 1, MOST_WORKERS) if len(first) == ENOUGH else 1)
    items = chain(first, remaining)
    if min(count, len(first)) <= 1:
        yield map(Desk(batch).rendered, items)
        return
    with processes(count) as executor:
        yield shared(batch, items, executor, count)


def _render_to_stdout(wanted: RenderWanted) -> int:
    forms = _formats(wanted, "md")
    if len(wanted.files) > 1 or len(forms) > 1 or wanted.each is not None:
        raise CommsError("one_output")
    refuse_on_terminal(forms)
    if not wanted.files[0].exists():
        raise CommsError("no_such_file", path=str(wanted.files[0]))
    done = Desk(_batch(wanted, forms)).rendered(Item(str(wanted.files[0])))
    if done.error is not None:
        raise done.error
    if not done.contents:
        run = _Run(wanted, lambda done: {})
        run._refused(done, Silent())
        return run.status
    sys.stdout.buffer.write(done.contents[forms[0]])
    return errors.CLEAN


def refuse_on_terminal(forms: Iterable[str]) -> None:
    """Raises CommsError("stdout_binary") where standard output is a terminal that a format would garble."""
    from comms.rendering import BINARY

    for form in forms:
        if form in BINARY and sys.stdout.isatty():
            raise CommsError("stdout_binary", format=form.upper())
