"""`comms import`: begins documents with what chats, e-mails and notes ask for."""

import json
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.commands.options import ImportOptions, NewOptions
from cli.terminal import errors, printer
from comms.errors import CommsError
from comms.findings import Unreadable
from comms.kinds import model_of
from comms.language.display import in_json, one_line
from comms.language.field_names import field_at
from comms.language.formats import long_date
from comms.language.phrases import item_label, label, say, words
from comms.messages.document import Assembled, assemble, likely
from comms.messages.kind_guess import IMPORTED, guessed_kinds
from comms.messages.private import masked
from comms.messages.turns import Message, message_of
from comms.models.base import Document, Field, Shape, fields_of
from comms.paths import FieldPath, parse_path
from comms.reading import content_of
from comms.reading.answers import as_typed
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from comms.messages.reading import Reading, Turn, Untaken, Value


@dataclass(frozen=True, slots=True)
class Imported:
    """A file with what it asks for.

    is_guessed: its kind was not named. shown: the text of the message, private numbers masked.
    """

    file: Path
    kind: str
    is_guessed: bool
    message: Message
    shown: str
    assembled: Assembled

    @property
    def reading(self) -> "Reading":
        return self.assembled.reading


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
            found.append(_imported(file, options.kind, today))
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
            _show(each)
            _write(each, options, workspace)
    return errors.FINDINGS if unread else errors.CLEAN


# --- reading ---------------------------------------------------------------------------------


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


def _imported(file: Path, kind: str | None, today: date) -> Imported:
    from comms.messages.grammar import read_message

    content = _stdin() if str(file) == "-" else content_of(file)
    message = message_of(content, file.name, today)
    kinds = (kind,) if kind else guessed_kinds(message.text, message.turns)
    if len(kinds) > 1:
        raise CommsError("kinds_of_message", path=str(file), kinds=", ".join(kinds))
    reading = read_message(message.text, message.turns, kinds[0], today)
    shown, assembled = masked(message.text), assemble(reading, kinds[0])
    return Imported(file, kinds[0], kind is None, message, shown, assembled)


def _stdin() -> bytes:
    return sys.stdin.buffer.read() if sys.stdin is not None else b""  # None where the caller has closed it


# --- showing ---------------------------------------------------------------------------------


MOST_SHOWN = 12
"""The most passages without a value that are shown; a long chat has hundreds."""
_LONGEST_WORDS = 48


def _show(imported: Imported) -> None:
    """Show on stderr what was taken from which words, what was not and why, and what is missing."""
    language = errors.language()
    kind = str(words(language)["kinds"][imported.kind])
    said = "guessed" if imported.is_guessed else "head"
    printer.tell(say(f"import.{said}", language, path=imported.file, kind=kind))
    if imported.message.left_out:
        read = len(imported.message.text)
        printer.tell(say("import.left_out", language, read=read, left_out=imported.message.left_out))
    if not imported.reading.values:
        printer.tell(say("import.nothing", language, path=imported.file))
    values = sorted(imported.reading.values, key=lambda value: _order(imported.kind, value.path))
    shown = {
        "taken": [_value_line(each, imported, language) for each in values if each.is_sure],
        "proposed": [_value_line(each, imported, language) for each in values if not each.is_sure],
        "untaken": [_untaken_line(each, imported, language) for each in _once(imported.reading.untaken)],
    }
    for key, lines in shown.items():
        _show_lines(key, lines, language)
    if names := _missing(imported, language):
        comma = str(words(language)["language"]["list"])
        printer.tell(
            f"{say('import.missing', language)}{words(language)['language']['colon']}{comma.join(names)}"
        )


def _show_lines(key: str, lines: list[str], language: str) -> None:
    """Show lines below their heading: all that was taken, the first ones of anything else."""
    most = len(lines) if key == "taken" else MOST_SHOWN
    if lines:
        printer.tell(say(f"import.{key}", language))
    for line in lines[:most]:
        printer.tell(f"  {line}")
    if len(lines) > most:
        printer.tell(f"  {say('import.more', language, count=len(lines) - most)}")


def _order(kind: str, written: str) -> tuple[int, str]:
    """Return the place of a path in the order of the questions."""
    first = str(parse_path(written, {})[0])
    known = list(fields_of(model_of(kind)))
    return known.index(first) if first in known else len(known), written


def _value_line(value: "Value", imported: Imported, language: str) -> str:
    path = parse_path(value.path, {})
    model = model_of(imported.kind)
    text = _typed(model, path, value.value, language)
    if value.replaced is not None:
        before = _typed(model, path, value.replaced, language)
        text = say("import.corrected", language, value=text, before=before)
    name = field_name(model, path, language)
    if value.start == value.end:  # who writes stands in front of the words
        return say("import.sender", language, name=name, value=text, who=_who(value.turn))
    return say(
        "import.value", language, name=name, value=text, words=_words(imported, value), who=_who(value.turn)
    )


def _typed(model: type[Document], path: FieldPath, value: Any, language: str) -> str:
    field = field_at(model, path)
    if field.shape is Shape.DATE:
        try:
            return long_date(date.fromisoformat(str(value)), language, weekday=True)
        except ValueError:
            return one_line(str(value))
    return one_line(masked(as_typed(field, value, language)))


def _untaken_line(untaken: "Untaken", imported: Imported, language: str) -> str:
    reason = _reason(untaken.reason, language)
    return say(
        "import.left", language, words=_words(imported, untaken), reason=reason, who=_who(untaken.turn)
    )


def _reason(reason: str, language: str) -> str:
    known = words(language, "messages")["import"]["reasons"]
    return str(known.get(reason, known["other"]))


def _words(imported: Imported, each: "Value | Untaken") -> str:
    """Return the words of a value with those around them up to the next sign, as far as they fit."""
    before = _ENDS.split(imported.shown[max(each.turn.start, each.start - _LONGEST_WORDS) : each.start])[-1]
    behind = _ENDS.split(imported.shown[each.end : min(each.turn.end, each.end + _LONGEST_WORDS)])[0]
    own = imported.shown[each.start : each.end]
    wide, narrow = one_line(before + own + behind), one_line(own)
    text = wide if len(wide) <= _LONGEST_WORDS else narrow
    return text if len(text) <= _LONGEST_WORDS else f"{text[: _LONGEST_WORDS - 1]}…"


_ENDS = re.compile(r"[，。；！？;!?\n]|[,.](?=\s|$)")


def _who(turn: "Turn") -> str:
    named = " ".join(filter(None, (masked(turn.sender), turn.time)))
    return f"  {one_line(named)}" if named else ""


def _once(untaken: "Iterable[Untaken]") -> "list[Untaken]":
    """Return passages in the order of the text, each place once."""
    return list(
        {(each.start, each.end): each for each in sorted(untaken, key=lambda one: one.start)}.values()
    )


def _missing(imported: Imported, language: str) -> list[str]:
    model = model_of(imported.kind)
    paths = (path for path in imported.assembled.missing if path != ("id",))
    return list(dict.fromkeys(field_name(model, path, language, numbered=False) for path in paths))


def field_name(model: type[Document], path: FieldPath, language: str, numbered: bool = True) -> str:
    """Return the names on the way to a value, such as 何时 · 交付日期; numbered: entries by their numbers."""
    names: list[str] = []
    owner: Any = model
    field: Field | None = None
    for step in path:
        if isinstance(step, int):
            assert field is not None
            names[-1] = item_label(field, step + 1, language) if numbered else names[-1]
        else:
            field = fields_of(owner)[step]
            names.append(label(field, language))
            owner = field.part
    return " · ".join(names)


# --- as JSON ---------------------------------------------------------------------------------


def _explained(imported: Imported) -> dict[str, Any]:
    from comms.paths import dotted

    values = sorted(imported.reading.values, key=lambda value: _order(imported.kind, value.path))
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
            for each in values
        ],
        "not_taken": [
            _passage(imported, each) | {"reason": each.reason} for each in _once(imported.reading.untaken)
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
    document, _ = take_valid(model_of(imported.kind), imported.assembled.data)
    layout = Layout(imported.assembled.data["language"], draft=True, workspace=workspace)
    for each, content in render_all(document, paths, layout).items():
        if is_stdout:
            printer.hand_over(content)
        else:
            write(paths[each], content, options.force)
            printer.show(paths[each])


def _keep_draft(imported: Imported, workspace: Workspace) -> None:
    from cli.commands.new_draft import new_draft
    from comms.workspace.defaults import merged

    data = imported.assembled.data
    draft = new_draft(imported.kind, NewOptions(imported.kind, language=data["language"]), workspace)
    draft.data = merged(draft.data, data)
    draft.like = likely(imported.reading, imported.kind)
    draft.source = imported.shown
    draft.save()
    language = errors.language()
    printer.tell(say("import.draft", language, command=f"comms new {imported.kind} --resume"))
    printer.tell(say("import.source", language))
