"""What the commands without an interview do."""

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import errors
from comms.errors import CommsError

if TYPE_CHECKING:
    from comms.linting.fix_files import Mended, Stale
    from comms.linting.run import Lint
    from comms.linting.selection import Selection


@dataclass(frozen=True)
class LintRequest:
    """What `comms lint` was asked to do."""

    paths: tuple[Path, ...] = ()
    form: str | None = None
    select: str = ""
    ignore: str = ""
    strict: bool = False
    baseline: Path | None = None
    write_baseline: bool = False
    stdin_name: str | None = None
    jobs: int = 0
    no_cache: bool = False
    order: Path | None = None
    fix: bool = False
    diff: bool = False
    if_request: bool = False
    output: Path | None = None


def lint(wanted: LintRequest) -> int:
    """Lints and reports; exit 1 on an error, or on any finding where `strict`."""
    from comms.reports import REPORTS

    usual = "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"
    form = wanted.form or usual
    if form not in REPORTS:
        raise CommsError("no_such_report", written=form, known=", ".join(REPORTS))
    file = wanted.output if wanted.output != Path("-") else None
    if file is not None:
        _refuse_request(file)
    if wanted.diff:
        return _show_difference(wanted)
    if wanted.fix:
        _mend(wanted)
    found = _linted(wanted)
    _say_notices(found.notices)
    baseline = _baseline_file(wanted)
    if wanted.write_baseline:
        return _write_baseline(baseline, found, wanted)
    if baseline is not None:
        from comms.linting.baseline import read_baseline

        found = found.without(read_baseline(baseline))
    if file is not None:
        _write_report(file, form, found)
    _print_report(form if file is None else usual, found)
    return errors.FINDINGS if found.failed(wanted.strict) else errors.CLEAN


def _refuse_request(file: Path) -> None:
    """Raises CommsError where the file for the report holds a request, which a slip of `-o` would destroy."""
    from comms.workspace.discovery import is_request
    from comms.workspace.loading import case_of
    from comms.workspace.workspace import NOWHERE

    if not file.is_file():
        return
    content = file.read_bytes()
    # the suffix alone says nothing, and a report in JSON may speak of kinds; a request is both
    if is_request(content, file.name) and case_of(content, file.name, NOWHERE).document is not None:
        raise CommsError("report_over_request", path=str(file))


def _write_report(file: Path, form: str, found: "Lint") -> None:
    from comms.reports import plain, report
    from comms.runtime.files import write_atomic

    text = plain(report(form, found, errors.language()))
    write_atomic(file, text.encode("utf-8", "backslashreplace"))


def _mended(wanted: LintRequest) -> "Iterator[Mended]":
    from comms.linting.fix_files import mended

    return mended(*_of_files(wanted))


def _of_files(wanted: LintRequest) -> "tuple[Sequence[Path], str, Selection, Sequence[Path], bool]":
    """Which files, in which language and under which rules; raises CommsError for standard input."""
    from comms.linting.selection import Selection

    if wanted.stdin_name is not None or Path("-") in wanted.paths:
        raise CommsError("no_fix_of_stdin")
    selection = Selection(_codes(wanted.select), _codes(wanted.ignore))
    paths, named = wanted.paths or (Path(),), errors.named(wanted.order)
    return paths, errors.language(), selection, named, wanted.if_request


def _show_difference(wanted: LintRequest) -> int:
    """Prints what `--fix` would change, and where a DOCX is stale; exit 1 where that is anything."""
    from comms.linting.fix_files import stale

    status = errors.CLEAN
    differing: Iterable[Mended | Stale] = chain(_mended(wanted), stale(*_of_files(wanted)))
    for each in differing:
        sys.stdout.writelines(each.difference())
        status = errors.FINDINGS
    return status


def _mend(wanted: LintRequest) -> None:
    from comms.language.display import one_line
    from comms.language.phrases import say
    from comms.runtime.files import write_atomic

    for each in list(_mended(wanted)):
        write_atomic(Path(each.found.real), each.after)
        told = say("lint.mended", errors.language(), path=each.found.path)
        print(f"comms: {one_line(told)}", file=sys.stderr)


def _linted(wanted: LintRequest) -> "Lint":
    from comms.linting.cache import Cache, cache_for
    from comms.linting.run import lint_paths, lint_text
    from comms.linting.selection import Selection
    from comms.workspace.workspace import open_workspace

    open_workspace(Path.cwd())  # it chooses the language, so that its mistakes are told first
    selection = Selection(_codes(wanted.select), _codes(wanted.ignore))
    language, named = errors.language(), errors.named(wanted.order)
    if wanted.stdin_name is not None or Path("-") in wanted.paths:
        name = _stdin_name(wanted)
        workspace = open_workspace(Path(name).absolute().parent).with_named(*named)
        content = _stdin()
        return lint_text(content, name, language, selection, workspace, wanted.if_request)
    paths = wanted.paths or (Path(),)
    cache = (lambda files: Cache()) if wanted.no_cache else cache_for
    return lint_paths(paths, language, selection, named, wanted.jobs, cache, wanted.if_request)


def _stdin() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""  # None where the caller has closed it


def _stdin_name(wanted: LintRequest) -> str:
    """The name that standard input stands for; raises CommsError where it is not the one thing asked for."""
    if wanted.stdin_name is None:
        raise CommsError("no_stdin_name")
    if [each for each in wanted.paths if each != Path("-")]:
        raise CommsError("stdin_and_files")
    return wanted.stdin_name


def _baseline_file(wanted: LintRequest) -> Path | None:
    """The baseline asked for, else that of the settings, else where a new one is written by custom."""
    from comms.linting.baseline import DEFAULT
    from comms.workspace.workspace import open_workspace

    if wanted.baseline is not None:
        return wanted.baseline
    first = wanted.paths[0] if wanted.paths and wanted.paths[0].exists() else Path()
    workspace = open_workspace(first if first.is_dir() else first.parent)
    if (name := workspace.settings.lint.baseline) is not None:
        return (workspace.folder or Path()) / name
    return Path(DEFAULT) if wanted.write_baseline else None


def _write_baseline(file: Path | None, found: "Lint", wanted: LintRequest) -> int:
    """Writes the baseline; of files and rules that this run did not look at, it stays as it is."""
    from comms.language.phrases import say
    from comms.linting.baseline import write_baseline
    from comms.linting.selection import chosen_rules

    assert file is not None
    paths = tuple(each.resolve() for each in wanted.paths or (Path(),))
    judged = set(chosen_rules(_codes(wanted.select), _codes(wanted.ignore)))

    def was_not_looked_at(name: str, code: str) -> bool:
        looked_at = any(Path(name).is_relative_to(each) for each in paths) and code in judged
        return Path(name).exists() and not looked_at

    write_baseline(file, found.findings, was_not_looked_at)
    told = say("lint.baseline_written", errors.language(), path=file, count=len(found.findings))
    print(f"comms: {told}", file=sys.stderr)
    return errors.CLEAN


def _say_notices(notices: list[tuple[str, str]]) -> None:
    from comms.language.display import one_line
    from comms.language.phrases import say

    for path, reason in notices:
        told = say(f"notices.{reason}", errors.language(), path=path)
        print(f"comms: {one_line(told)}", file=sys.stderr)


def _print_report(form: str, found: "Lint") -> None:
    from comms.reports import plain, report

    lines = report(form, found, errors.language())
    if form == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        from cli.terminal.screen import print_pieces

        print_pieces(lines)
    else:
        sys.stdout.write(plain(lines))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[,\s]+", text.strip(" ,"))) if text.strip(" ,") else ()
