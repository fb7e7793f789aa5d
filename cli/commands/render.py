"""`comms render`: writes documents in other formats, from one to a hundred thousand of them."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

from cli.commands.options import RenderOptions
from cli.commands.render_messages import RenderMessages
from cli.commands.render_rows import Letters
from cli.commands.render_run import Run
from cli.terminal import errors, printer
from cli.terminal.progress import Silent
from comms.errors import CommsError, Refusal
from comms.rendering import BINARY, file_name
from comms.rendering.outputs import formats, targets
from comms.tasks.manifest import is_manifest
from comms.tasks.output_files import OutputWriter
from comms.tasks.render_batch import Batch, BatchRenderer, Item, Rendered
from comms.workspace.numbers import stem_of

MANIFEST = "manifest.jsonl"


def render(options: RenderOptions) -> int:
    """Render each file, or each row of a table, into each format; return the exit status.

    A document with errors is refused unless it is marked as a draft; the others are still rendered.
    """
    errors.known_language(options.language)
    if options.templates is not None and not options.templates.is_dir():
        raise CommsError("no_templates", path=str(options.templates))
    _refuse_without_table(options)
    _refuse_manifest(options)
    if options.copy:
        options = _for_copying(options)
    if options.output == "-":
        return _render_to_stdout(options)
    _warn_of_missing_files()
    if options.each is not None:
        return _render_rows(options, options.each)
    return _render_files(options)


def _for_copying(options: RenderOptions) -> RenderOptions:
    """Return the options of a copy: unless told otherwise, the text for a chat, which is only shown.

    Raises CommsError("one_copy") for several documents or formats, and for one with neither text nor file.
    """
    if options.output in (None, "-"):
        options = replace(options, to=options.to or "chat")
    forms = targets(options.output if options.output != "-" else None, options.to, "x").keys()
    is_one = len(options.files) == len(forms) == 1 and options.each is None and options.merge is None
    is_text = BINARY.isdisjoint(forms)
    if not is_one or (options.output == "-" and not is_text):
        raise CommsError("one_copy")
    return replace(options, output="-") if options.output is None and is_text else options


def _refuse_without_table(options: RenderOptions) -> None:
    """Raise CommsError for an option about the rows of a table though no table is named."""
    about_rows = {
        "--sheet": options.sheet,
        "--group-by": options.group_by,
        "--set": options.sets,
        "--where": options.where,
        "--rows": options.rows,
        "--name": options.name,
    }
    asked = next((option for option, value in about_rows.items() if value is not None), None)
    if options.each is None and asked is not None:
        raise CommsError("needs_each", option=asked)


def _refuse_manifest(options: RenderOptions) -> None:
    """Raise Refusal if the manifest would overwrite an input, or without `force` any other foreign file."""
    file = _manifest(options)
    if not isinstance(file, Path) or not file.exists():
        return
    read = (*options.files, options.each, options.order, options.letterhead)
    if any(source is not None and source.exists() and source.samefile(file) for source in read):
        raise Refusal("same_file", path=str(file))
    if not (options.force or is_manifest(file)):
        raise Refusal("no_manifest", path=str(file))


def _warn_of_missing_files() -> None:
    """Tell the user about a letterhead or templates that comms.toml names but that do not exist."""
    from comms.workspace.workspace import open_workspace

    workspace = open_workspace(Path.cwd())
    if (file := workspace.letterhead) is not None and not file.exists():
        errors.say_error("notices.absent_letterhead", path=file)
    if (folder := workspace.templates) is not None and not folder.exists():
        errors.say_error("notices.absent_templates", path=folder)


def _warn_of_unused_text(options: RenderOptions, forms: Iterable[str]) -> None:
    """Tell the user about text of a letterhead, such as an address, that no letter will show."""
    from comms.workspace.workspace import open_workspace

    file = options.letterhead or open_workspace(Path.cwd()).letterhead
    if file is None or not file.exists() or _LETTERHEAD_FORMATS.isdisjoint(forms):
        return
    from comms.rendering.docx.letterhead import idle_text

    if text := idle_text(file):
        errors.say_error("notices.idle_letterhead", path=file, text=text)


_LETTERHEAD_FORMATS = {"docx", "pdf", "eml"}
"""Formats that show the letterhead."""


def _batch(options: RenderOptions, forms: Iterable[str]) -> Batch:
    from comms.workspace.workspace import open_workspace

    forms = tuple(forms)
    if (options.cc or options.bcc) and "eml" not in forms:
        raise CommsError("copies_need_eml")
    workspace = open_workspace(Path.cwd())
    return Batch(
        formats=forms,
        speaking=errors.language(),
        usual=workspace.language(),
        now=datetime.now(workspace.zone),
        folder=str(Path.cwd()),
        language=options.language,
        draft=options.draft,
        named=errors.named(options.order),
        letterhead=_as_workers_see(options.letterhead, options),
        templates=_as_workers_see(options.templates, options),
        base=options.files[0] if options.each else None,
        bare=options.strip_data,
        grouped=options.group_by is not None,
        name=options.name,
        cc=_addresses(options.cc),
        bcc=_addresses(options.bcc),
    )


def _addresses(written: str | None) -> tuple[str, ...]:
    """Return the addresses that an option lists; raises CommsError("bad_address")."""
    if not written:
        return ()
    from comms.rendering.eml import addresses

    return addresses(written)


def _as_workers_see(path: Path | None, options: RenderOptions) -> Path | None:
    """Return a path as workers of a cluster find it: absolute, since their working folder differs."""
    return path.absolute() if path is not None and options.scheduler is not None else path


def _formats(options: RenderOptions, default: str) -> list[str]:
    """Return the requested formats; raise CommsError for a data format if data are to be stripped."""
    from comms.rendering import refuse_data_only

    forms = formats(options.to or ("pdf" if options.merge else default))
    if options.merge is not None and (options.merge.suffix.lower() != ".pdf" or "pdf" not in forms):
        raise CommsError("merge_needs_pdf")
    if options.strip_data:
        refuse_data_only(forms)
    return forms


# --- files -----------------------------------------------------------------------------------


def _render_files(options: RenderOptions) -> int:
    many = len(options.files) > 1
    if options.merge is not None:
        options = replace(options, to=",".join(_formats(options, "pdf")))
    planned = {str(file): _plan(file, options, many) for file in dict.fromkeys(options.files)}
    if options.strip_data:
        _refuse_loss(planned)
    _refuse_overlap([path for paths in planned.values() for path in paths.values()])
    if not options.force:
        _refuse_own_source(planned)
    forms = next(iter(planned.values()))
    _warn_of_unused_text(options, forms)
    to = _manifest(options)
    listed = _Listing().show if to is not sys.stdout else lambda path: None
    run = _run(options, _batch(options, forms), lambda done: planned[done.item.name], listed)
    status = run.of([Item(name) for name in planned], len(planned), to)
    if options.copy and status == errors.CLEAN and not options.check:
        from cli.commands.copying import copy_file

        ((form, path),) = next(iter(planned.values())).items()
        copy_file(path, form, errors.language())
    return status


class _Listing:
    """Printer of paths to standard output, silent once its reader has gone."""

    is_read = True

    def show(self, path: Path) -> None:
        try:
            if self.is_read:
                printer.show(path, flush=True)
        except BrokenPipeError:  # the remaining letters must still be rendered
            self.is_read = False


def _manifest(options: RenderOptions) -> Path | TextIO | None:
    """Return where the manifest is written; a check writes one only on request."""
    if str(options.manifest) == "-":
        return sys.stdout
    return None if options.check and options.manifest is None else _earlier_manifest(options)


def _earlier_manifest(options: RenderOptions) -> Path | None:
    """Return the manifest of earlier runs; runs over the rows of a table keep theirs with the letters."""
    if options.manifest is None or str(options.manifest) == "-":
        return Path(options.output or ".") / MANIFEST if options.each is not None else None
    return options.manifest / MANIFEST if options.manifest.is_dir() else options.manifest


def _run(
    options: RenderOptions,
    batch: Batch,
    paths: Callable[[Rendered], dict[str, Path]],
    listed: Callable[[Path], object] = lambda path: None,
) -> Run:
    kept = (*options.files, options.each) if options.each is not None else ()
    earlier = _earlier_manifest(options)
    filing = OutputWriter(options.force, options.check, (*kept, *filter(None, [earlier])), earlier)
    return Run(batch, filing, paths, listed, options.jobs, options.scheduler, options.merge)


def _plan(file: Path, options: RenderOptions, many: bool) -> dict[str, Path]:
    if not file.exists() and not file.is_symlink():
        raise CommsError("no_such_file", path=str(file))
    paths = targets(options.output or str(file.parent), options.to, file.stem)
    if many and options.output and list(paths.values()) == [Path(options.output)]:
        raise CommsError("one_output")
    return paths


def _refuse_overlap(paths: list[Path]) -> None:
    """Raise Refusal if two sources would be written to the same file."""
    seen: set[str] = set()
    for path in paths:
        if (real := os.path.realpath(path)) in seen:
            raise Refusal("collision", path=str(path))
        seen.add(real)


def _refuse_loss(planned: dict[str, dict[str, Path]]) -> None:
    """Raise CommsError if stripping data would leave nothing of a file, or destroy the data of a source."""
    from comms.rendering import refuse_data_only

    for name, paths in planned.items():
        refuse_data_only(paths)
        for path in paths.values():
            if path.exists() and path.samefile(name):
                raise Refusal("strips_source", path=str(path))


def _refuse_own_source(planned: dict[str, dict[str, Path]]) -> None:
    for name, paths in planned.items():
        for path in paths.values():
            if path.exists() and path.samefile(name):
                raise Refusal("same_file", path=str(path))


# --- rows of a table -------------------------------------------------------------------------


def _render_rows(options: RenderOptions, table: Path) -> int:
    """Render the base document once for each row, or group of rows, of a table with its values."""
    if len(options.files) != 1:
        raise CommsError("one_base")
    forms = _formats(options, "docx")
    folder = Path(options.output or ".")
    if len(set(targets(str(folder), ",".join(forms), "x").values()) & {folder}):
        raise CommsError("one_output")
    _warn_of_unused_text(options, forms)
    batch = _batch(options, forms)
    renderer = BatchRenderer(batch)
    letters = Letters(renderer, table, options)
    paths = partial(_row_targets, folder=folder, forms=forms, base=(options.files[0].stem, letters.number))
    run = _run(options, batch, paths)
    status = run.of(letters.items(), letters.count, _manifest(options))
    return max(status, letters.tell_left_out())


def _row_targets(
    done: Rendered, folder: Path, forms: list[str], base: tuple[str, str | None]
) -> dict[str, Path]:
    """Return the files of a row's letter by format, named after a pattern, its number, or else its row.

    base: the file stem and the document number of the base document.
    """
    stem, number = base
    assert done.item.row is not None
    row = f"{stem}-{done.item.row.number:05}"
    own = done.stem or stem_of(done.number if done.number != number else None, row)
    return {form: folder / file_name(own, form) for form in forms}


# --- one document to standard output ---------------------------------------------------------


def _render_to_stdout(options: RenderOptions) -> int:
    forms = _formats(options, "md")
    if len(options.files) > 1 or len(forms) > 1 or options.each is not None or options.merge is not None:
        raise CommsError("one_output")
    refuse_on_terminal(forms)
    if not options.files[0].exists():
        raise CommsError("no_such_file", path=str(options.files[0]))
    _warn_of_unused_text(options, forms)
    batch = _batch(options, forms)
    done, messages = BatchRenderer(batch).rendered(Item(str(options.files[0]))), RenderMessages(Silent().tell)
    if done.error is not None:
        raise done.error
    if not done.contents:
        run = _run(options, batch, lambda done: {})
        run.report_refusal(done, messages)
        return run.status
    messages.tell_stale(done)
    printer.hand_over(done.contents[forms[0]])
    if options.copy:
        from cli.commands.copying import copy_text

        copy_text(done.contents[forms[0]].decode(), errors.language())
    return errors.CLEAN


def refuse_on_terminal(forms: Iterable[str]) -> None:
    """Raise CommsError("stdout_binary") if a binary format would be written to a terminal."""
    for form in forms:
        if form in BINARY and sys.stdout.isatty():
            raise CommsError("stdout_binary", format=form.upper())
