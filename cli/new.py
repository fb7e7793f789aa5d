"""`comms new`: from a kind, or a draft of it, to a saved document."""

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli import errors
from cli.beginning import Wanted, fresh
from cli.unasked import complete
from comms.answers import Manner, field_at, put, read_answer
from comms.checking import load_case
from comms.drafts import Draft, latest_draft
from comms.findings import CommsError, parse_path
from comms.kinds import model_of
from comms.models.base import Document, Shape
from comms.reading.source import Source
from comms.rendering import Layout, render
from comms.saving import refuse_existing, stem_of, targets, write_atomic
from comms.schema_line import schema_place
from comms.words import say
from comms.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    pass


def new_document(wanted: Wanted) -> int:
    """Asks for a document, or takes it from the answers given, and saves it."""
    from cli.commands import known_kind

    kind = known_kind(wanted.kind)
    workspace = open_workspace(Path.cwd())
    workspace = workspace.with_named(*errors.named(wanted.order))
    draft = latest_draft(kind) if wanted.resume else fresh(kind, wanted, workspace)
    if draft.order and not wanted.order:
        workspace = workspace.with_named(*errors.named(Path(draft.order)))
    if wanted.language:
        draft.language = draft.data["language"] = wanted.language
    currency = _currency(draft, workspace)
    manner = Manner(draft.language, datetime.now(workspace.zone), currency)
    errors.speak(draft.language)
    _prefill(draft, wanted, manner)
    paths = _paths(draft, wanted)
    draft.schema = wanted.schema or draft.schema
    _schema_line(draft, paths)  # what cannot be written is told before the first question
    if not (wanted.force or draft.output == "-"):
        refuse_existing(paths.values())
    ask = not wanted.no_input and is_terminal()
    if ask:
        document = _asked(draft, manner, wanted.resume, workspace)
    else:
        document = complete(draft, manner, wanted.no_input, workspace)
    if isinstance(document, int):
        return document
    try:
        _save(document, paths, draft, workspace)
    except CommsError:
        _tell_kept(draft)
        raise
    return errors.CLEAN


def _currency(draft: Draft, workspace: Workspace) -> str:
    """The currency of an amount that names none: that of the order in question, else the workspace's."""
    from comms.models.order_confirmation import OrderConfirmation
    from comms.references import find

    number = draft.data.get("order")
    order = find(workspace, number, OrderConfirmation).document if number else None
    return (order.currency if order else None) or workspace.currency(draft.language)


def is_terminal() -> bool:
    """Whether a person can be asked: standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def _prefill(draft: Draft, wanted: Wanted, manner: Manner) -> None:
    """Puts the answers of `--set` into the draft, read as though they had been typed."""
    model = model_of(draft.kind)
    for text in wanted.sets:
        written, equals, value = text.partition("=")
        if not equals:
            raise CommsError("bad_set", text=text)
        path = parse_path(written.strip(), draft.data)
        field = field_at(model, path)
        plain = field.shape in (Shape.PART, Shape.PARTS) or isinstance(path[-1], int)
        put(draft.data, path, value if plain else read_answer(field, value, manner))


def _paths(draft: Draft, wanted: Wanted) -> dict[str, Path]:
    """Where the document goes; a resumed draft keeps its place unless a new one is named."""
    draft.output, draft.to = wanted.output or draft.output, wanted.to or draft.to
    if draft.output == "-":
        return targets(None, draft.to, "-")
    return targets(draft.output, draft.to, stem_of(str(draft.data.get("id") or ""), draft.kind))


# --- with a person ---------------------------------------------------------------------------


def _asked(draft: Draft, manner: Manner, resumed: bool, workspace: Workspace) -> Document | int:
    from cli.interview import Interview, Kept, Stopped
    from cli.prompt import Keyboard
    from cli.show import Screen

    screen = Screen()
    if resumed:
        screen.note(say("interview.resumed", draft.language, answers=_answers_in(draft)))
    try:
        data = Interview(draft, Keyboard(), screen, manner, workspace).run()
    except Kept:
        _tell_kept(draft)
        return errors.CLEAN
    except Stopped:
        if not _answers_in(draft) and not any(draft.half_typed.values()):
            draft.forget()  # nothing was typed, so there is nothing to go on with
            raise KeyboardInterrupt from None
        screen.line()
        _tell_kept(draft)
        raise KeyboardInterrupt from None
    document = load_case(Source("", "", data), workspace).document
    assert document is not None
    return document


def _tell_kept(draft: Draft) -> None:
    if draft.file.is_file():
        command = f"comms new {draft.kind} --resume"
        print(say("errors.draft_kept", draft.language, path=draft.file, command=command), file=sys.stderr)


def _answers_in(draft: Draft) -> int:
    """How many answers a draft holds beside the kind, the number and the language that it began with."""
    return max(_count(draft.data) - 3, 0)


def _count(value: Any) -> int:
    """How many single answers plain data hold."""
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    if isinstance(value, list):
        return sum(map(_count, value))
    return value is not None


# --- saving ----------------------------------------------------------------------------------


def _schema_line(draft: Draft, paths: dict[str, Path]) -> str:
    """The line for editors at the head of the YAML file; raises CommsError where there cannot be one."""
    if draft.schema is None:
        return ""
    if "yaml" not in paths:
        raise CommsError("schema_without_yaml")
    place = schema_place(draft.schema, draft.kind)
    if place.file and any(each.resolve() == place.file.resolve() for each in paths.values()):
        raise CommsError("collision", path=str(place.file))
    return place.line(paths["yaml"])


def _write_schema(draft: Draft) -> None:
    """Writes the schema to the file that the line names, unless it is there."""
    from comms.schema import schema_text

    file = schema_place(draft.schema, draft.kind).file if draft.schema else None
    if file is not None and not file.exists():
        write_atomic(file, schema_text(draft.kind, draft.language).encode())
        print(f"✓ {say('interview.saved', draft.language, path=file)}", file=sys.stderr)


def _save(document: Document, paths: dict[str, Path], draft: Draft, workspace: Workspace) -> None:
    layout = Layout(draft.language, workspace=workspace)
    contents = {path: render(document, form, layout) for form, path in paths.items()}
    if line := _schema_line(draft, paths):
        contents[paths["yaml"]] = line.encode() + contents[paths["yaml"]]
        _write_schema(draft)
    for path, content in contents.items():
        if draft.output == "-":
            sys.stdout.buffer.write(content)
        else:
            write_atomic(path, content)
            print(f"✓ {say('interview.saved', draft.language, path=path)}", file=sys.stderr)
    draft.forget()
