"""A message as a person takes it in: each value with its words, what was left out and why, what is absent."""

import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cli.terminal import errors, printer
from comms.errors import CommsError
from comms.interview.drafts import Draft
from comms.kinds import model_of
from comms.language.display import one_line
from comms.language.field_names import field_at
from comms.language.formats import long_date
from comms.language.phrases import item_label, label, say, words
from comms.messages.document import Assembled, assemble, likely
from comms.messages.kind_guess import guessed_kinds
from comms.messages.private import masked
from comms.messages.turns import Message, message_of
from comms.models.base import Document, Field, Shape, fields_of
from comms.paths import FieldPath, parse_path
from comms.reading import content_of
from comms.reading.answers import as_typed

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

    @property
    def values(self) -> "list[Value]":
        """The values in the order of the questions."""
        return sorted(self.reading.values, key=lambda value: _place(self.kind, value.path))

    @property
    def taken(self) -> "list[Value]":
        """The values that go into the document; the others are only proposed."""
        return [value for value in self.values if value.is_sure]

    def put_into(self, draft: Draft) -> None:
        """Put what the message says into a draft, its words with it."""
        from comms.workspace.defaults import merged

        draft.data = merged(draft.data, self.assembled.data)
        draft.like = merged(draft.like, likely(self.reading, self.kind))
        draft.source = self.shown


def imported(file: Path, content: bytes, kind: str | None, today: date) -> Imported:
    """Return what a message asks for; raises CommsError if it may be a document of several kinds."""
    from comms.messages.grammar import read_message

    message = message_of(content, file.name, today)
    kinds = (kind,) if kind else guessed_kinds(message.text, message.turns)
    if len(kinds) > 1:
        raise CommsError("kinds_of_message", path=str(file), kinds=", ".join(kinds))
    reading = read_message(message.text, message.turns, kinds[0], today)
    shown, assembled = masked(message.text), assemble(reading, kinds[0])
    return Imported(file, kinds[0], kind is None, message, shown, assembled)


def content_of_message(file: Path) -> bytes:
    """Return the content of a file, of standard input for `-`; raises Unreadable."""
    if str(file) != "-":
        return content_of(file)
    return sys.stdin.buffer.read() if sys.stdin is not None else b""  # None where the caller has closed it


# --- showing ---------------------------------------------------------------------------------


MOST_SHOWN = 12
"""The most passages without a value that are shown; a long chat has hundreds."""
_LONGEST_WORDS = 48


def show(imported: Imported, numbered: bool = False) -> None:
    """Show on stderr what was taken from which words, what was not and why, and what is missing.

    numbered: each value that was taken gets a number by which it can be refused.
    """
    language = errors.language()
    kind = str(words(language)["kinds"][imported.kind])
    said = "guessed" if imported.is_guessed else "head"
    printer.tell(say(f"import.{said}", language, path=imported.file, kind=kind))
    if imported.message.left_out:
        read = len(imported.message.text)
        printer.tell(say("import.left_out", language, read=read, left_out=imported.message.left_out))
    if not imported.reading.values:
        printer.tell(say("import.nothing", language, path=imported.file))
    taken = [_value_line(each, imported, language) for each in imported.taken]
    if numbered:
        taken = [f"{number:>2} {line}" for number, line in enumerate(taken, 1)]
    likely_ones = [each for each in imported.values if not each.is_sure]
    shown = {
        "taken": taken,
        "proposed": [_value_line(each, imported, language) for each in likely_ones],
        "untaken": [_untaken_line(each, imported, language) for each in once(imported.reading.untaken)],
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


def _place(kind: str, written: str) -> tuple[int, str]:
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


def once(untaken: "Iterable[Untaken]") -> "list[Untaken]":
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
