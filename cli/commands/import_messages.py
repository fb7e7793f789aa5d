"""`comms import`: begins documents with what chats, e-mails and notes ask for."""

import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.commands.messages import Imported, content_of_message, imported, once, show
from cli.commands.options import ImportOptions, NewOptions
from cli.terminal import errors, printer
from comms.errors import CommsError, Refusal
from comms.findings import Unreadable
from comms.kinds import model_of
from comms.language.display import in_json
from comms.language.phrases import say
from comms.messages.kind_guess import IMPORTED
from comms.messages.private import masked
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from comms.messages.reading import Untaken, Value


def import_messages(options: ImportOptions) -> int:
    """Read the messages, show what was taken from which words, and write documents or drafts.

    Returns 1 if a file could not be read; raises CommsError before anything is written.
    """
    workspace = open_workspace(Path.cwd())
    _refuse_options(options)
    today = _today(options.today, workspace)
    unread = 0
    found = []
    for file in options.files:
        try:
            found.append(imported(file, content_of_message(file), options.kind, today))
        except Unreadable as error:
            error.file = str(file)
            printer.tell(f"comms: {errors.sentence_of(error)}")
            unread += 1
    if options.explain:
        explained = json.dumps(
            [_explained(each) for each in found], ensure_ascii=False, indent=2, default=str
        )
        printer.hand_over(f"{in_json(explained)}\n")
    else:
        for each in found:
            show(each)
            _write(each, options, workspace)
    return errors.FINDINGS if unread else errors.CLEAN


# --- options ---------------------------------------------------------------------------------


def _refuse_options(options: ImportOptions) -> None:
    from cli.commands.explain import known_kind

    if options.kind is not None and known_kind(options.kind) not in IMPORTED:
        raise CommsError("no_kind_of_message", written=options.kind, known=", ".join(IMPORTED))
    if options.output is not None or options.form is not None:
        from comms.rendering.outputs import targets

        targets(None if options.output == "-" else options.output, options.form, "-")
    is_one = options.output == "-" or (options.output and Path(options.output).suffix)
    if len(options.files) > 1 and is_one and not Path(str(options.output)).is_dir():
        raise CommsError("one_output_of_messages")


def _today(written: str | None, workspace: Workspace) -> date:
    """Return the day that is given, or today; raises NotADate."""
    from comms.terms.dates import parse_date

    return workspace.today() if written is None else parse_date(written, workspace.today())


# --- as JSON ---------------------------------------------------------------------------------


def _explained(imported: Imported) -> dict[str, Any]:
    from comms.paths import dotted

    return {
        "file": str(imported.file),
        "kind": imported.kind,
        "language": imported.assembled.data.get("language"),
        "characters_left_out": imported.message.left_out,
        "values": [
            {"path": each.path, "value": _shown_value(each.value)}
            | _passage(imported, each)
            | {"grade": "sure" if each.is_sure else "likely"}
            | ({} if each.replaced is None else {"replaced": _shown_value(each.replaced)})
            for each in imported.values
        ],
        "not_taken": [
            _passage(imported, each) | {"reason": each.reason} for each in once(imported.reading.untaken)
        ],
        "missing": [dotted(path) for path in imported.assembled.missing],
    }


def _shown_value(value: Any) -> Any:
    return masked(value) if isinstance(value, str) else value


def _passage(imported: Imported, each: "Value | Untaken") -> dict[str, Any]:
    turn = each.turn
    return {
        "words": imported.shown[each.start : each.end],
        "start": each.start,
        "end": each.end,
        "sender": masked(turn.sender),
        "day": turn.day.isoformat() if turn.day else None,
        "time": turn.time,
    }


# --- writing ---------------------------------------------------------------------------------


def _write(imported: Imported, options: ImportOptions, workspace: Workspace) -> None:
    """Write the document to its output, or keep a draft of it."""
    if options.output is None and options.form is None:
        _keep_draft(imported, workspace)
        return
    from cli.commands.render import refuse_on_terminal
    from comms.rendering import Layout
    from comms.rendering.outputs import targets
    from comms.rendering.rendition import render_all
    from comms.runtime.files import write
    from comms.workspace.loading import take_valid

    is_stdout = options.output == "-"
    stem = "message" if str(imported.file) == "-" else imported.file.stem
    form = options.form or (None if options.output and Path(options.output).suffix else "yaml")
    paths = targets(None if is_stdout else options.output, form, stem)
    if is_stdout:
        refuse_on_terminal(paths)
    else:
        _refuse_over_messages(paths.values(), options.files)
    document, _ = take_valid(model_of(imported.kind), imported.assembled.data)
    layout = Layout(imported.assembled.data["language"], draft=True, workspace=workspace)
    for each, content in render_all(document, paths, layout).items():
        if is_stdout:
            printer.hand_over(content)
        else:
            write(paths[each], content, options.force)
            printer.show(paths[each])


def _refuse_over_messages(outputs: Iterable[Path], messages: Iterable[Path]) -> None:
    """Raise Refusal("over_message") if a document would replace a message, which nothing could bring back."""
    kept = [message for message in messages if message.exists()]
    for path in outputs:
        if path.exists() and any(path.samefile(message) for message in kept):
            raise Refusal("over_message", path=str(path))


def _keep_draft(imported: Imported, workspace: Workspace) -> None:
    from cli.commands.new_draft import new_draft

    language = imported.assembled.data["language"]
    draft = new_draft(imported.kind, NewOptions(imported.kind, language=language), workspace)
    imported.put_into(draft)
    draft.save()
    language = errors.language()
    # new drafts of a kind begin with the same number, so that the file alone tells them apart
    command = f"comms drafts resume {draft.file.stem}"
    printer.tell(say("import.draft", language, command=command))
    printer.tell(say("import.source", language))
