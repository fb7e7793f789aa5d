"""comms render: documents as files of other formats."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli import errors
from comms.findings import CommsError, Finding

if TYPE_CHECKING:
    from comms.checking import Case
    from comms.rendering import Layout


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


def render(wanted: RenderWanted) -> int:
    """Renders each file into each format; a document with errors is refused unless it is to be a draft."""
    errors.known_language(wanted.language)
    if wanted.output == "-":
        return _render_to_stdout(wanted)
    many = len(wanted.files) > 1
    planned = [(file, _plan(file, wanted, many)) for file in wanted.files]
    _refuse_overlap([path for _, paths in planned for path in paths.values()])
    if not wanted.force:
        _refuse_collisions(planned)
    _tell_absent()
    status = errors.CLEAN
    for file, paths in planned:
        case = _renderable(file, wanted)
        if case is None:
            status = errors.FINDINGS
            continue
        _write_all(case, paths, _layout(case, wanted))
    return status


def _tell_absent() -> None:
    """Tells of a letterhead or of templates that comms.toml names and nobody has put there yet."""
    from comms.workspace import open_workspace

    workspace = open_workspace(Path.cwd())
    if (file := workspace.letterhead) is not None and not file.exists():
        errors.say_error("notices.absent_letterhead", path=file)
    if (folder := workspace.templates) is not None and not folder.exists():
        errors.say_error("notices.absent_templates", path=folder)


def _plan(file: Path, wanted: RenderWanted, many: bool) -> dict[str, Path]:
    from comms.saving import targets

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


def _refuse_collisions(planned: list[tuple[Path, dict[str, Path]]]) -> None:
    from comms.saving import refuse_existing

    for file, paths in planned:
        for path in paths.values():
            if path.exists() and file.exists() and path.samefile(file):
                raise CommsError("same_file", path=str(path))
        refuse_existing(paths.values())


def _renderable(file: Path, wanted: RenderWanted) -> "Case | None":
    """The case of a file; None, with its findings shown, where errors forbid rendering it."""
    from comms.checking import load_file
    from comms.linting import lint_paths
    from comms.reports import plain, report
    from comms.selection import Selection
    from comms.words import say
    from comms.workspace import open_workspace

    named = errors.named(wanted.order)
    workspace = open_workspace(file.parent).with_named(*named)
    own_faults = Selection(ignore=("F007",))  # that another file has its number too says nothing against it
    found = lint_paths([file], errors.language(), own_faults, named)
    if not found.failed():
        return load_file(file, workspace)
    case = load_file(file, workspace) if wanted.draft and not _is_unreadable(found.findings) else None
    if case is None:
        sys.stderr.write(plain(report("text", found, errors.language())))
        print(f"comms: {say('errors.refused', errors.language(), file=file)}", file=sys.stderr)
    return case


def _is_unreadable(findings: list[Finding]) -> bool:
    return any(each.code in ("F001", "F002") for each in findings)


def _layout(case: "Case", wanted: RenderWanted) -> "Layout":
    """The layout asked for: in the language named, else the document's own, else the workspace's."""
    from comms.rendering import Layout
    from comms.words import written_in
    from comms.workspace import open_workspace

    document = case.document
    own = (document.language or written_in(document.title or "")) if document else None
    chosen = wanted.language or own or open_workspace(Path.cwd()).language()
    return Layout(chosen, wanted.draft, case.workspace, wanted.letterhead)


def _write_all(case: "Case", paths: dict[str, Path], layout: "Layout") -> None:
    from comms.rendering import render
    from comms.saving import write_atomic

    assert case.document is not None
    contents = {path: render(case.document, form, layout) for form, path in paths.items()}
    for path, content in contents.items():
        write_atomic(path, content)
        print(path)


def _render_to_stdout(wanted: RenderWanted) -> int:
    from comms.rendering import render
    from comms.saving import formats

    forms = formats(wanted.to or "md")
    if len(wanted.files) > 1 or len(forms) > 1:
        raise CommsError("one_output")
    if forms == ["docx"] and sys.stdout.isatty():
        raise CommsError("stdout_binary")
    case = _renderable(wanted.files[0], wanted)
    if case is None or case.document is None:
        return errors.FINDINGS
    sys.stdout.buffer.write(render(case.document, forms[0], _layout(case, wanted)))
    return errors.CLEAN
