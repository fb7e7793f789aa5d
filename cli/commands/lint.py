"""`comms lint`: check files and folders, report the findings and fix what can be fixed."""

import os
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.lint_notices import print_notices
from cli.commands.options import LintOptions
from cli.terminal import errors, printer
from comms.errors import CommsError

if TYPE_CHECKING:
    from comms.linting.fix_files import FixedFile, LinkOutside
    from comms.linting.request import LintRequest
    from comms.linting.run import Lint


def lint(options: LintOptions) -> int:
    """Lint and report; return 1 if there is an error, or with `strict` any finding."""
    form, file = _report_form(options), options.output if options.output != Path("-") else None
    if file is not None:
        _refuse_request(file)
    request = _request(options)
    if options.diff:
        return _show_differences(request)
    if options.fix:
        _fix(request)
    found = _lint_stdin(options, request) if options.reads_stdin else _lint_files(options, request)
    print_notices(found, options.verbose)
    baseline = _baseline_file(options, request)
    if options.write_baseline:
        return _write_baseline(baseline, found, request, options)
    if baseline is not None:
        found = _within_baseline(baseline, found, request, options)
    if file is not None:
        _write_report(file, form, found)
    _print_report(form if file is None else _default_form(), found)
    return errors.FINDINGS if found.failed(options.strict) else errors.CLEAN


def _default_form() -> str:
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _report_form(options: LintOptions) -> str:
    from comms.reports import REPORTS

    form = options.form or _default_form()
    if form not in REPORTS:
        raise CommsError("no_such_report", written=form, known=", ".join(REPORTS))
    return form


def _request(options: LintOptions) -> "LintRequest":
    """Return what is to be linted; raise CommsError for a fix of standard input or invalid settings."""
    from comms.linting.request import LintRequest
    from comms.linting.selection import Selection
    from comms.workspace.path_patterns import expanded
    from comms.workspace.workspace import open_workspace

    if options.reads_stdin and (options.fix or options.diff):
        raise CommsError("no_fix_of_stdin")
    if options.reads_stdin and options.prune_baseline:
        raise CommsError("no_prune_of_stdin")
    open_workspace(Path.cwd())  # it sets the language, so its errors come first
    selection = Selection(_codes(options.select), _codes(options.ignore))
    named = errors.named(options.order)
    paths = tuple(expanded(options.paths or (Path(),)))
    title = options.title.strip()
    if title and not options.reads_stdin and (len(paths) > 1 or paths[0].is_dir()):
        raise CommsError("title_of_one")
    return LintRequest(paths, errors.language(), selection, named, options.jobs, options.if_request, title)


def _refuse_request(file: Path) -> None:
    """Raise CommsError if the file for the report holds a document, which a mistaken `-o` would destroy."""
    from comms.workspace.loading import cases_of
    from comms.workspace.recognition import is_request
    from comms.workspace.workspace import NOWHERE

    if not file.is_file():
        return
    content = file.read_bytes()
    # a report in JSON may look like a request, so the file must also hold a document
    cases = cases_of(content, file.name, NOWHERE) if is_request(content, file.name) else []
    if any(case.document is not None for case in cases):
        raise CommsError("report_over_request", path=str(file))


def _write_report(file: Path, form: str, found: "Lint") -> None:
    from comms.reports import report, unstyled
    from comms.runtime.files import write_atomic

    text = unstyled(report(form, found, errors.language()))
    write_atomic(file, text.encode("utf-8", "backslashreplace"))


def _show_differences(request: "LintRequest") -> int:
    """Print what `--fix` would change and which DOCX files are stale; return 1 if there is anything."""
    from comms.linting.fix_files import LinkOutside, differences

    status = errors.CLEAN
    for file in differences(request):
        if isinstance(file, LinkOutside):
            _say(file)
            continue
        printer.show_lines("".join(file.difference()))
        status = errors.FINDINGS
    return status


def _fix(request: "LintRequest") -> None:
    from comms.linting.fix_files import fix

    for file in fix(request):
        _say(file)


def _say(file: "FixedFile | LinkOutside") -> None:
    """Tell on stderr that a file was fixed, or why it was not."""
    from comms.linting.fix_files import LinkOutside

    key = "link_outside" if isinstance(file, LinkOutside) else "mended"
    errors.say_error(f"lint.{key}", path=file.found.path, real=file.found.real)


def _lint_files(options: LintOptions, request: "LintRequest") -> "Lint":
    from comms.linting.cache import Cache, cache_for
    from comms.linting.run import lint as run

    return run(request, (lambda files: Cache()) if options.no_cache else cache_for)


def _lint_stdin(options: LintOptions, request: "LintRequest") -> "Lint":
    from comms.linting.run import lint_text
    from comms.workspace.workspace import open_workspace

    name = _stdin_name(options)
    workspace = open_workspace(Path(name).absolute().parent).with_named(*request.named)
    return lint_text(
        _stdin(),
        name,
        request.language,
        request.selection,
        workspace,
        request.if_request,
        request.title,
    )


def _stdin() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""  # None where the caller has closed it


def _stdin_name(options: LintOptions) -> str:
    """The name that standard input stands for; raises CommsError where it is not the one thing asked for."""
    if options.stdin_filename is None:
        raise CommsError("no_stdin_name")
    if [each for each in options.paths or () if each != Path("-")]:
        raise CommsError("stdin_and_files")
    return options.stdin_filename


def _baseline_file(options: LintOptions, request: "LintRequest") -> Path | None:
    """Return the baseline named on the command line, else that of the settings, else the default to write."""
    from comms.linting.baseline import DEFAULT
    from comms.workspace.workspace import open_workspace

    if options.baseline is not None:
        return options.baseline
    first = request.paths[0] if request.paths[0].exists() else Path()
    workspace = open_workspace(first if first.is_dir() else first.parent)
    if (name := workspace.settings.lint.baseline) is not None:
        return (workspace.folder or Path()) / name
    return Path(DEFAULT) if options.write_baseline or options.prune_baseline else None


def _write_baseline(file: Path | None, found: "Lint", request: "LintRequest", options: LintOptions) -> int:
    """Write the baseline, keeping its entries for the present files and the rules that were not checked."""
    from comms.linting.baseline import write_baseline

    assert file is not None
    was_not_checked = _was_not_checked(request, options)
    write_baseline(
        file, found.findings, lambda name, code: Path(name).exists() and was_not_checked(name, code)
    )
    _tell("baseline_written", path=file, count=len(found.findings))
    return errors.CLEAN


def _within_baseline(file: Path, found: "Lint", request: "LintRequest", options: LintOptions) -> "Lint":
    """Return a result without what the baseline accepts; tell, or take out, what it accepts in vain."""
    from comms.linting.baseline import prune_baseline, read_baseline

    accepted = read_baseline(file)
    if not options.reads_stdin:
        keeps = _was_not_checked(request, options)
        stale = accepted.stale(found.findings, keeps)
        if options.prune_baseline:
            prune_baseline(file, found.findings, keeps)
            _tell("baseline_pruned", path=file, count=stale)
        elif stale:
            _tell("baseline_stale", path=file, count=stale)
    return found.without(accepted)


def _was_not_checked(request: "LintRequest", options: LintOptions) -> Callable[[str, str], bool]:
    """Return the test whether a run left out a file, given by its real path, or a code."""
    from comms.linting.selection import chosen_rules

    names = [Path(_stdin_name(options))] if options.reads_stdin else request.paths
    paths = tuple(path.resolve() for path in names)
    judged = set(chosen_rules(request.selection.select, request.selection.ignore))

    def was_not_checked(name: str, code: str) -> bool:
        return code not in judged or not any(Path(name).is_relative_to(path) for path in paths)

    return was_not_checked


def _tell(key: str, **values: object) -> None:
    from comms.language.phrases import say

    printer.tell(f"comms: {say(f'lint.{key}', errors.language(), **values)}")


def _print_report(form: str, found: "Lint") -> None:
    from comms.reports import report, unstyled

    lines = report(form, found, errors.language())
    if form == "text" and sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        from cli.terminal.screen import print_pieces

        print_pieces(lines)
    elif form == "text":
        printer.show_lines(unstyled(lines))
    else:
        printer.hand_over(unstyled(lines))


def _codes(text: str) -> tuple[str, ...]:
    return tuple(re.split(r"[,\s]+", text.strip(" ,"))) if text.strip(" ,") else ()
