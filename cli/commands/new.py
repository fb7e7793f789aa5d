"""`comms new`: creates a document of a kind by an interview or from given answers, and saves it."""

import unicodedata
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.asking import document_of
from cli.commands.new_draft import new_draft
from cli.commands.numbering import numbered, renumber
from cli.commands.options import NewOptions
from cli.commands.session import (
    Session,
    answer_context,
    assignment,
    prefill,
    take_answer,
    tell_kept,
    tell_unkept,
)
from cli.terminal import errors, printer
from cli.terminal.device import asker, is_plain, is_terminal, refuse_other_encodings
from cli.terminal.screen import Screen
from comms.errors import CommsError, Refusal
from comms.interview.drafts import Draft, latest_draft, locked, read_draft, waiting_drafts
from comms.language.phrases import say
from comms.models.base import Document
from comms.paths import paths_of_all, value_at
from comms.rendering import SHOWN_ONLY, Layout, file_name
from comms.rendering.outputs import targets
from comms.rendering.schema_line import schema_place
from comms.runtime.files import refuse_existing, write, write_new
from comms.workspace.numbers import stem_of
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from cli.commands.new_from import Received


@dataclass(frozen=True, slots=True)
class Destination:
    """Output files of a new document, checked before the first question so that no answer is lost.

    paths: by format; answers: a file for the answers alone; schema_line: the first line of the YAML file.
    is_elsewhere: the draft may have been begun in another folder, so paths are shown in full.
    """

    paths: dict[str, Path]
    answers: Path | None
    schema_line: str
    force: bool
    is_elsewhere: bool

    @classmethod
    def of(cls, draft: Draft, options: NewOptions) -> "Destination":
        """Return the destination of a draft, which keeps its earlier outputs unless the options name others.

        Raises CommsError for an output that cannot be written.
        """
        draft.output, draft.to = options.output or draft.output, options.to or draft.to
        draft.schema = options.schema or draft.schema
        draft.save_answers = str(options.save_answers) if options.save_answers else draft.save_answers
        stem = "-" if draft.output == "-" else stem_of(str(draft.data.get("id") or ""), draft.kind)
        paths = targets(None if draft.output == "-" else draft.output, draft.to, stem)
        answers = Path(draft.save_answers) if draft.save_answers else None
        if draft.output != "-" and answers is None:
            paths |= _data_beside(paths)
        line = _schema_line(draft, paths)
        if draft.output == "-":
            from cli.commands.render import refuse_on_terminal

            refuse_on_terminal(paths)
        elif not options.force:
            refuse_existing([*paths.values(), *filter(None, [answers])])
        if "pdf" in paths:
            from comms.rendering.pdf import office

            office()
        return cls(paths, answers, line, options.force, options.draft is not None)


def _data_beside(paths: dict[str, Path]) -> dict[str, Path]:
    """Return a file for the data where all the others are for human readers only: the answers stay."""
    if not SHOWN_ONLY.issuperset(paths):
        return {}
    form, path = next(iter(paths.items()))
    shown_as = file_name("", form)
    if path.name.endswith(shown_as):
        return {"yaml": path.with_name(path.name.removesuffix(shown_as) + ".yaml")}
    return {"yaml": path.with_suffix(".yaml")}


def new_document(options: NewOptions) -> int:
    """Create a document by an interview, or from the given answers alone, and save it."""
    message = _message(options)  # before anything is asked, since it may come through standard input
    asks = not options.no_input and (options.editor or is_terminal())
    if asks:
        refuse_other_encodings()
    session = _session(options, asks and not options.editor, message)
    draft = session.draft
    if session.resumes:
        renumber(draft, session.workspace)
    Destination.of(draft, options)  # refuses what cannot be written before the first question
    with locked(draft) if asks or session.resumes else nullcontext():
        try:
            document = document_of(session, options.editor) if asks else _complete(session, options)
            if isinstance(document, int):
                return document
            with numbered(document, session) as document:
                destination = Destination.of(draft, options)
                _save(document, session, destination)
        except (CommsError, OSError):
            tell_kept(draft)
            raise
    _copy_or_offer(document, session, destination, options.copy, asks)
    return errors.CLEAN


def _complete(session: Session, options: NewOptions) -> Document | int:
    from cli.commands.unattended import complete

    return complete(session, options.no_input)


def _copy_or_offer(
    document: Document, session: Session, destination: Destination, is_wanted: bool, asks: bool
) -> None:
    """Copy the text of a saved document if that is wanted; offer it to a user who has not said so."""
    from cli.commands.copying import copy_new, offer_text

    if is_wanted:
        copy_new(document, session, destination.paths)
    elif asks and session.draft.output != "-":
        offer_text(document, session)


def _session(options: NewOptions, asks: bool, message: "Received | None") -> Session:
    """Return the session for the draft to work on, filled with the answers of the command line."""
    from cli.commands.explain import known_kind

    kind = known_kind(options.kind)
    workspace = open_workspace(Path.cwd()).with_named(*errors.named(options.order))
    if message is not None:
        from cli.commands.new_from import draft_from

        draft, resumes = draft_from(message, kind, options, workspace, asks), False
    else:
        draft, resumes = _draft(kind, options, workspace, asks)
    if draft.order and not options.order:
        workspace = workspace.with_named(*errors.named(Path(draft.order)))
    draft.asks_all = draft.asks_all or options.full
    if options.language:
        draft.language = draft.data["language"] = options.language
    errors.speak(draft.language)
    session = Session(draft, workspace, answer_context(draft, workspace), resumes, options.plain)
    if options.lines is None and (given := _without_table(options)):
        raise CommsError("needs_lines", option=given)
    of_lines = [text for text in options.sets or () if options.lines and text.lstrip().startswith("lines")]
    prefill(draft, [text for text in options.sets or () if text not in of_lines], session.context)
    if options.lines is not None:
        _take_lines(options, session, asks)
        _fill_lines(draft, of_lines, session)
    return session


def _message(options: NewOptions) -> "Received | None":
    """Return the message that the document begins with, None without one."""
    if options.message is None:
        return None
    from cli.commands.new_from import received

    beside = {"--resume": options.resume, "--answers": options.answers, "--lines": options.lines}
    if named := next((name for name, value in beside.items() if value), None):
        raise CommsError("from_alone", option=named)
    return received(options.message)


def _fill_lines(draft: Draft, of_lines: Sequence[str], session: Session) -> None:
    """Give the lines of a table what they lack: `lines[].unit=pcs` changes no cell that is filled."""
    for text in of_lines:
        where, value = assignment(text)
        paths = paths_of_all(where, draft.data)
        lacking = [path for path in paths if "[]" not in where or value_at(draft.data, path) is None]
        take_answer(draft, lacking, where, value, session.context)


def _without_table(options: NewOptions) -> str | None:
    """Return the option about a table that is given, None if none is."""
    options_of_table = {
        "--columns": options.columns,
        "--sheet": options.sheet,
        "--header-row": options.header_row,
        "--where": options.where,
        "--decimal": options.decimal,
    }
    return next((name for name, value in options_of_table.items() if value), None)


def _draft(kind: str, options: NewOptions, workspace: Workspace, asks: bool) -> tuple[Draft, bool]:
    """Return the draft to work on, and whether it was begun before."""
    if options.draft is not None:
        return read_draft(options.draft), True
    if options.resume and (options.answers or options.like or options.order):
        raise CommsError("resume_alone")
    if options.resume:
        return latest_draft(kind, Path.cwd()), True
    begins = not (options.answers or options.sets or () or options.like or options.order or options.lines)
    # who gives answers means a new document
    waiting = waiting_drafts(kind, Path.cwd()) if asks and begins else []
    if waiting and (chosen := _choose_draft(waiting, options)):
        return chosen, True
    return new_draft(kind, options, workspace), False


def _choose_draft(waiting: list[Draft], options: NewOptions) -> Draft | None:
    """Ask which of the waiting drafts to resume; return None for a new document."""
    from cli.commands.draft_list import draft_line
    from cli.terminal.moves import Stopped

    language, screen = options.language or errors.language(), Screen(plain=is_plain(options.plain))
    screen.note(say("drafts.waiting", language, count=len(waiting)))
    waiting = waiting[:MOST_OFFERED]
    screen.numbered([draft_line(draft, language) for draft in waiting])
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
"""The number of waiting drafts that are offered to be resumed."""


def _take_lines(options: NewOptions, session: Session, asks: bool) -> None:
    """Put the lines of a table into a draft, after the user has checked how its columns are understood."""
    from cli.interview.line_table import (
        LineTable,
        TableDialog,
        TableRequest,
        decimal_sign,
        put_table,
        take_file,
    )
    from cli.terminal.moves import Stopped

    draft = session.draft
    assert options.lines is not None
    request = TableRequest(
        options.lines,
        options.columns,
        options.sheet,
        options.header_row,
        tuple(options.where or ()),
        decimal_sign(options.decimal),
    )
    if not asks:
        return take_file(request, draft, session.context)
    ask, screen = asker(draft.language, session.plain), Screen(plain=is_plain(session.plain))
    table = LineTable(request.table(), draft, session.context, request)
    try:
        lines = TableDialog(table, ask, screen).lines()
    except Stopped:
        raise KeyboardInterrupt from None
    if lines is not None:
        table.keep_columns(options.columns)
        put_table(draft, table, lines, screen)
        draft.save()  # so that the columns need not be matched again
    return None


# --- saving ----------------------------------------------------------------------------------


def _schema_line(draft: Draft, paths: dict[str, Path]) -> str:
    """Return the schema line of the YAML file, or ""; raise CommsError if there can be none."""
    if draft.schema is None:
        return ""
    if "yaml" not in paths:
        raise CommsError("schema_without_yaml")
    place = schema_place(draft.schema, draft.kind)
    if place.file and any(path.resolve() == place.file.resolve() for path in paths.values()):
        raise Refusal("collision", path=str(place.file))
    return place.line(paths["yaml"])


def _write_schema(draft: Draft) -> None:
    """Write the schema to the file that the schema line names, unless it exists."""
    from comms.editors.json_schema import schema_text

    file = schema_place(draft.schema, draft.kind).file if draft.schema else None
    if file is not None and not file.exists():
        write_new(file, schema_text(draft.kind, draft.language).encode())
        printer.tell(f"✓ {say('interview.saved', draft.language, path=file)}")


def _save(document: Document, session: Session, destination: Destination) -> None:
    """Write the document in each requested format, and the answers; then delete the draft."""
    from comms.linting.fixes.kept import COMMENTED

    draft = session.draft
    for path, content in _contents(document, session, destination).items():
        if draft.output == "-" and path != destination.answers:
            printer.hand_over(content)
            continue
        # the file may have been created while questions were answered
        write(path, content, destination.force)
        shown_path = path.absolute() if destination.is_elsewhere else path
        printer.tell(f"✓ {say('interview.saved', draft.language, path=shown_path)}")
    if not any(path.suffix.lower() in COMMENTED for path in destination.paths.values()):
        tell_unkept(draft, next(iter(destination.paths.values())))
    draft.forget()


def _contents(document: Document, session: Session, destination: Destination) -> dict[Path, bytes]:
    """Return the contents of a document's files, all rendered before the first is written."""
    from comms.linting.fixes.kept import with_suppressions
    from comms.rendering.rendition import render_all

    draft, workspace = session.draft, session.workspace
    layout = Layout(draft.language, workspace=workspace)
    contents = {}
    formats = {*destination.paths, *(("yaml",) if destination.answers else ())}
    files = render_all(document, formats, layout)
    for form, path in destination.paths.items():
        head = destination.schema_line.encode() if form == "yaml" else b""
        content = head + files[form]
        contents[path] = with_suppressions(content, path.name, draft.kept, draft.language, workspace)
    if destination.schema_line:
        _write_schema(draft)
    if destination.answers is not None:
        contents[destination.answers] = files["yaml"]
    return contents
