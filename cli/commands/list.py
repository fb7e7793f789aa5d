"""`comms list`: the documents of a workspace, with their owners, dates, statuses and findings."""

import os
import shutil
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.explain import known_kind
from cli.commands.lint_notices import print_notices
from cli.commands.options import ListOptions
from cli.terminal import errors, printer
from cli.terminal.device import is_plain
from comms.errors import CommsError
from comms.language.phrases import say, words
from comms.tasks.document_list import Entry, Filter, as_plain, document_list
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from comms.linting.run import Lint

FORMATS = ("text", "json", "csv")


def list_documents(options: ListOptions) -> int:
    """Print the documents that meet the conditions; what is wrong with one is no failure of the list."""
    form = options.form
    if form not in FORMATS:
        raise CommsError("no_such_format", written=form, known=", ".join(FORMATS))
    workspace = open_workspace(Path.cwd())
    wanted = Filter(
        frozenset(map(known_kind, options.kinds or ())), options.owner.strip(), _day(options.due, workspace)
    )
    found = _judged(options, workspace)
    entries = document_list(found, workspace.today())
    print_notices(found, options.verbose)
    _tell_what_is_not_listed(found)
    listed = list(filter(wanted.passes, entries))
    if form == "text":
        _print_text(listed, is_empty=not entries, plain=options.plain)
    else:
        _hand_over(listed, form)
    return errors.CLEAN


def _day(written: str | None, workspace: Workspace) -> date | None:
    """Return the day that `--due` means; raises NotADate."""
    from comms.terms.dates import Conventions, parse_date

    if written is None:
        return None
    month_first = words(errors.language())["language"]["month_first"]
    return parse_date(written, workspace.today(), Conventions(month_first, lambda: workspace.calendar))


def _judged(options: ListOptions, workspace: Workspace) -> "Lint":
    """Return the findings and summaries of the named files and folders, by default of the whole workspace."""
    from comms.linting.baseline import read_baseline
    from comms.linting.cache import cache_for
    from comms.linting.request import LintRequest
    from comms.linting.run import lint
    from comms.workspace.path_patterns import expanded

    root = Path(os.path.relpath(workspace.folder)) if workspace.whole and workspace.folder else Path()
    paths = tuple(expanded(options.paths or (root,)))
    found = lint(LintRequest(paths, errors.language(), jobs=0, summarize=True), cache_for)
    baseline = workspace.settings.lint.baseline
    file = (workspace.folder or Path()) / baseline if baseline else None
    return found.without(read_baseline(file)) if file is not None and file.is_file() else found


def _tell_what_is_not_listed(found: "Lint") -> None:
    """Tell in one line which requests hold no document that could be read."""
    listed = {file.path for file, _ in found.documents}
    unread = list(dict.fromkeys(each.file for each in found.findings if each.file not in listed))
    if unread:
        names = unread[:3] + ["…"] * (len(unread) > 3)
        errors.say_error("list.unread", count=len(unread), files=names)


def _hand_over(entries: list[Entry], form: str) -> None:
    rows = [as_plain(entry) for entry in entries]
    if form == "json":
        from comms.reports.json_text import json_rows

        printer.hand_over(json_rows(rows))
        return
    from comms.reports.csv_text import csv_text

    keys = list(as_plain(_NONE))
    printer.hand_over(csv_text(keys, ([_cell(row[key]) for key in keys] for row in rows)))


_NONE = Entry(None, 1, "", None, None, None, None, None, None, False, 0, 0, (), 0.0)
"""An entry for its keys, since a list may have none."""


def _cell(value: object) -> object:
    if isinstance(value, list):
        return "; ".join(value)
    return str(value).lower() if isinstance(value, bool) else value


def _print_text(listed: list[Entry], is_empty: bool, plain: bool) -> None:
    """Print the documents in a table, or say that there are none, and what to do."""
    from cli.commands.list_table import table
    from comms.reports import unstyled

    language = errors.language()
    if not listed:
        printer.tell(say("list.empty" if is_empty else "list.no_match", language))
        return
    on_terminal = sys.stdout.isatty() and not is_plain(plain)
    lines = table(listed, language, shutil.get_terminal_size().columns if on_terminal else None)
    if on_terminal and not os.environ.get("NO_COLOR"):
        from cli.terminal.screen import print_rows

        print_rows(lines)
    else:
        printer.show_lines(unstyled(lines))
    printer.tell(
        say("list.count", language, count=len(listed), overdue=sum(each.is_overdue for each in listed))
    )
