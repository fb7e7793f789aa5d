"""comms render: documents as files of other formats, one or a hundred thousand."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

from cli import errors
from cli.batch_run import Run
from cli.batch_telling import Telling
from cli.progress import Silent
from comms.batch import Batch, Desk, Item, Rendered
from comms.filing import Filing
from comms.findings import CommsError
from comms.over import field_of_column, refuse_columns
from comms.saving import formats, stem_of, targets

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
    _refuse_manifest(wanted)
    if wanted.output == "-":
        return _render_to_stdout(wanted)
    _tell_absent()
    _tell_idle(wanted)
    if wanted.each is not None:
        return _render_rows(wanted, wanted.each)
    return _render_files(wanted)


def _refuse_manifest(wanted: RenderWanted) -> None:
    """Raises CommsError where the manifest would take the place of what it is to tell of."""
    read = (*wanted.files, wanted.each, wanted.order, wanted.letterhead)
    taken = [each for each in read if each is not None and each.exists()]
    file = wanted.manifest
    if file is not None and file.exists() and any(each.samefile(file) for each in taken):
        raise CommsError("same_file", path=str(file))


def _tell_absent() -> None:
    """Tells of a letterhead or of templates that comms.toml names and nobody has put there yet."""
    from comms.workspace import open_workspace

    workspace = open_workspace(Path.cwd())
    if (file := workspace.letterhead) is not None and not file.exists():
        errors.say_error("notices.absent_letterhead", path=file)
    if (folder := workspace.templates) is not None and not folder.exists():
        errors.say_error("notices.absent_templates", path=folder)


def _tell_idle(wanted: RenderWanted) -> None:
    """Tells of a letterhead that has its name and address where no letter takes them from."""
    from comms.workspace import open_workspace

    file = wanted.letterhead or open_workspace(Path.cwd()).letterhead
    if file is None or not file.exists() or not _OVER_PAPER & set(formats(wanted.to or "docx")):
        return
    from comms.rendering.letterhead import idle_text

    if text := idle_text(file):
        errors.say_error("notices.idle_letterhead", path=file, text=text)


_OVER_PAPER = {"docx", "pdf", "eml"}
"""The formats that show a letterhead."""


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
    to = _manifest(wanted)
    listed = print if to is not sys.stdout else lambda path: None
    run = _run(wanted, _batch(wanted, forms), lambda done: planned[done.item.name], listed)
    return run.of([Item(name) for name in planned], len(planned), to)


def _manifest(wanted: RenderWanted) -> Path | TextIO | None:
    """Where the manifest goes; a run over rows keeps one beside its letters."""
    if wanted.manifest is None:
        keeps = wanted.each is not None and not wanted.check
        return Path(wanted.output or ".") / MANIFEST if keeps else None
    if str(wanted.manifest) == "-":
        return sys.stdout
    return wanted.manifest / MANIFEST if wanted.manifest.is_dir() else wanted.manifest


def _run(
    wanted: RenderWanted,
    batch: Batch,
    paths: Callable[[Rendered], dict[str, Path]],
    listed: Callable[[Path], object] = lambda path: None,
) -> Run:
    kept = (*wanted.files, wanted.each) if wanted.each is not None else ()
    to = _manifest(wanted)
    filing = Filing(wanted.force, wanted.check, kept, to if isinstance(to, Path) else None)
    return Run(batch, filing, paths, listed, wanted.jobs, wanted.scheduler)


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
    if len(set(targets(str(folder), ",".join(forms), "x").values()) & {folder}):
        raise CommsError("one_output")
    batch = _batch(wanted, forms)
    base, _ = Desk(batch).base
    records = read_records(table, field_of_column(base))
    refuse_columns(records.columns, base, str(table))
    number = base.document.id if base.document else None
    paths = partial(_row_targets, folder=folder, forms=forms, base=(wanted.files[0].stem, number))
    items = (Item(str(table), each) for each in records.rows)
    return _run(wanted, batch, paths).of(items, count_of(table), _manifest(wanted))


def _row_targets(
    done: Rendered, folder: Path, forms: list[str], base: tuple[str, str | None]
) -> dict[str, Path]:
    """Where the letter of a row goes: its number names it where the row gives one, else the row's own."""
    stem, number = base
    assert done.item.row is not None
    own = stem_of(done.number if done.number != number else None, f"{stem}-{done.item.row.number:05}")
    return {form: folder / f"{own}.{form}" for form in forms}


# --- one document to standard output ---------------------------------------------------------


def _render_to_stdout(wanted: RenderWanted) -> int:
    forms = _formats(wanted, "md")
    if len(wanted.files) > 1 or len(forms) > 1 or wanted.each is not None:
        raise CommsError("one_output")
    refuse_on_terminal(forms)
    if not wanted.files[0].exists():
        raise CommsError("no_such_file", path=str(wanted.files[0]))
    batch = _batch(wanted, forms)
    done = Desk(batch).rendered(Item(str(wanted.files[0])))
    if done.error is not None:
        raise done.error
    if not done.contents:
        run = _run(wanted, batch, lambda done: {})
        run.refused(done, Telling(Silent().tell))
        return run.status
    sys.stdout.buffer.write(done.contents[forms[0]])
    return errors.CLEAN


def refuse_on_terminal(forms: Iterable[str]) -> None:
    """Raises CommsError("stdout_binary") where standard output is a terminal that a format would garble."""
    from comms.rendering import BINARY

    for form in forms:
        if form in BINARY and sys.stdout.isatty():
            raise CommsError("stdout_binary", format=form.upper())
