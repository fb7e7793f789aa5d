"""`comms new`: from a kind, or a draft of it, to a saved document."""

import sys
import unicodedata
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.new_draft import NewOptions, fresh
from cli.commands.render import refuse_on_terminal
from cli.commands.session import (
    asked,
    asker,
    currency_of,
    is_plain,
    is_terminal,
    prefill,
    refuse_other_encodings,
    tell_kept,
    tell_unkept,
)
from cli.commands.unattended import complete
from cli.terminal import errors
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.interview.drafts import Draft, claimed, latest_draft, read_draft, waiting_drafts
from comms.language.phrases import say
from comms.linting.fixes.kept import COMMENTED, with_reasons
from comms.models.base import Document
from comms.reading.answers import AnswerContext
from comms.rendering import Layout, render
from comms.rendering.outputs import targets
from comms.rendering.schema_line import schema_place
from comms.runtime.files import refuse_existing, write_atomic, write_new
from comms.workspace.numbers import stem_of
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    pass


def new_document(options: NewOptions) -> int:
    """Asks for a document, or takes it from the answers given, and saves it."""
    from cli.commands.explain import known_kind

    kind = known_kind(options.kind)
    workspace = open_workspace(Path.cwd()).with_named(*errors.named(options.order))
    asks = not options.no_input and is_terminal()
    if asks:
        refuse_other_encodings()
    draft, goes_on = _draft(kind, options, workspace, asks)
    if draft.order and not options.order:
        workspace = workspace.with_named(*errors.named(Path(draft.order)))
    context = _filled(draft, options, workspace, asks)
    paths = _places(draft, options)
    with claimed(draft) if asks or goes_on else nullcontext():
        try:
            if asks:
                document = asked(draft, context, goes_on, workspace, options.plain)
            else:
                document = complete(draft, context, options.no_input, workspace)
            if not isinstance(document, int):
                _save(document, paths, draft, workspace, options)
        except (CommsError, OSError):
            tell_kept(draft)
            raise
    return document if isinstance(document, int) else errors.CLEAN


def _filled(draft: Draft, options: NewOptions, workspace: Workspace, asks: bool) -> AnswerContext:
    """Puts what the command line gives into a draft; the context in which its answers are read."""
    if options.language:
        draft.language = draft.data["language"] = options.language
    context = AnswerContext(draft.language, datetime.now(workspace.zone), currency_of(draft, workspace))
    errors.speak(draft.language)
    prefill(draft, options.sets, context)
    if options.lines is not None:
        _take_lines(options.lines, draft, context, options.plain, asks)
    return context


def _places(draft: Draft, options: NewOptions) -> dict[str, Path]:
    """Where the document goes; what cannot be written is told before the first question."""
    paths = _paths(draft, options)
    draft.schema = options.schema or draft.schema
    draft.save_answers = str(options.save_answers) if options.save_answers else draft.save_answers
    _schema_line(draft, paths)
    if draft.output == "-":
        refuse_on_terminal(paths)
    if "pdf" in paths:
        from comms.rendering.pdf import office

        office()
    if not (options.force or draft.output == "-"):
        refuse_existing([*paths.values(), *([Path(draft.save_answers)] if draft.save_answers else [])])
    return paths


def _draft(kind: str, options: NewOptions, workspace: Workspace, asks: bool) -> tuple[Draft, bool]:
    """The draft to work on, and whether it is one that was begun before."""
    if options.draft is not None:
        return read_draft(options.draft), True
    if options.resume and (options.answers or options.like or options.order):
        raise CommsError("resume_alone")
    if options.resume:
        return latest_draft(kind, Path.cwd()), True
    begins = not (options.answers or options.sets or options.like or options.order or options.lines)
    # who gives answers means a new document
    waiting = waiting_drafts(kind, Path.cwd()) if asks and begins else []
    if waiting and (chosen := _offered(waiting, options)):
        return chosen, True
    return fresh(kind, options, workspace), False


def _offered(waiting: list[Draft], options: NewOptions) -> Draft | None:
    """The draft that the person wants to go on with; None for a new document."""
    from cli.commands.draft_list import told
    from cli.terminal.moves import Stopped

    language, screen = options.language or errors.language(), Screen(plain=is_plain(options.plain))
    screen.note(say("drafts.waiting", language, count=len(waiting)))
    waiting = waiting[:MOST_OFFERED]
    screen.numbered([told(each, language) for each in waiting])
    ask = asker(language, options.plain)
    while True:
        try:
            text = unicodedata.normalize("NFKC", ask(None, say("drafts.which", language), "")).strip()
        except Stopped:
            raise KeyboardInterrupt from None
        if not text:
            return None
        if text.isdecimal() and 0 < int(text) <= len(waiting):
            return waiting[int(text) - 1]
        screen.refused(say("drafts.bad_number", language, count=len(waiting)), "")


MOST_OFFERED = 9


def _take_lines(file: Path, draft: Draft, context: AnswerContext, plain: bool, asks: bool) -> None:
    """Puts the lines of a table into a draft, once the person has seen how its columns are understood."""
    from cli.interview.line_table import TableTalk, lines_field, put_lines, take_file
    from cli.terminal.moves import Stopped
    from comms.reading.tables.opening import read_table

    if not asks:
        return take_file(file, draft, context)
    field = lines_field(draft.kind)
    assert field.part is not None
    ask, screen = asker(draft.language, plain), Screen(plain=is_plain(plain))
    try:
        lines = TableTalk(read_table(file), field.part, ask, screen, context).lines()
    except Stopped:
        raise KeyboardInterrupt from None
    if lines is not None:
        put_lines(draft, field, list(lines.parts))
        draft.save()  # the columns need not be matched once more
    return None


def _paths(draft: Draft, options: NewOptions) -> dict[str, Path]:
    """Where the document goes; a resumed draft keeps its place unless a new one is named."""
    draft.output, draft.to = options.output or draft.output, options.to or draft.to
    if draft.output == "-":
        return targets(None, draft.to, "-")
    return targets(draft.output, draft.to, stem_of(str(draft.data.get("id") or ""), draft.kind))


# --- with a person ---------------------------------------------------------------------------


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
    from comms.editors.json_schema import schema_text

    file = schema_place(draft.schema, draft.kind).file if draft.schema else None
    if file is not None and not file.exists():
        write_atomic(file, schema_text(draft.kind, draft.language).encode())
        print(f"✓ {say('interview.saved', draft.language, path=file)}", file=sys.stderr)


def _save(
    document: Document, paths: dict[str, Path], draft: Draft, workspace: Workspace, options: NewOptions
) -> None:
    answers = Path(draft.save_answers) if draft.save_answers else None
    layout = Layout(draft.language, workspace=workspace)
    contents = {path: render(document, form, layout) for form, path in paths.items()}
    if line := _schema_line(draft, paths):
        contents[paths["yaml"]] = line.encode() + contents[paths["yaml"]]
        _write_schema(draft)
    for path, content in contents.items():
        contents[path] = with_reasons(content, path.name, draft.kept, draft.language, workspace)
    if answers is not None:
        contents[answers] = render(document, "yaml", layout)
    for path, content in contents.items():
        if draft.output == "-" and path != answers:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()  # the draft goes only once the document is out
            continue
        # somebody else may have written the file while questions were answered
        (write_atomic if options.force else write_new)(path, content)
        # a draft that is resumed from elsewhere is saved where it was begun
        shown_path = path.absolute() if options.draft else path
        print(f"✓ {say('interview.saved', draft.language, path=shown_path)}", file=sys.stderr)
    if not any(each.suffix.lower() in COMMENTED for each in contents):
        tell_unkept(draft, next(iter(contents)))
    draft.forget()
