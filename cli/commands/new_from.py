"""`comms new --from`: the interview begins with what a message says, of which each value can be refused."""

import os
import re
import sys
import unicodedata
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cli.commands.messages import Imported, content_of_message, imported, show
from cli.commands.new_draft import new_draft
from cli.commands.options import NewOptions
from cli.commands.session import tell_kept
from cli.terminal import errors, printer
from cli.terminal.device import asker
from cli.terminal.moves import Stopped
from comms.errors import CommsError
from comms.interview.drafts import Draft
from comms.language.display import one_line
from comms.language.phrases import say
from comms.messages.document import assemble
from comms.messages.kind_guess import IMPORTED
from comms.messages.reading import Untaken
from comms.workspace.workspace import Workspace

if TYPE_CHECKING:
    from comms.messages.reading import Value

CLIPBOARD = "clipboard"
DROPPED = "dropped"
"""The reason why a value is not taken that the user has refused."""
LINES_SHOWN = 12
"""The most lines of a message that are shown around a value."""
_CHOICE = re.compile(r"([-?]?)\s*(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Received:
    """A message that has arrived: what names it, and its content."""

    file: Path
    content: bytes


def received(written: str) -> Received:
    """Return the message of a file, of standard input (`-`) or of the clipboard, and give the terminal back.

    Raises CommsError("no_clipboard"), Unreadable.
    """
    if written == CLIPBOARD:
        from cli.terminal.clipboard import pasted

        return Received(Path(CLIPBOARD), pasted())
    if written == "-" and sys.stdin is not None and sys.stdin.isatty():
        printer.tell(say("import.paste", errors.language()))
    content = content_of_message(Path(written))
    if written == "-":
        _reopen_terminal()
    return Received(Path(written), content)


def _reopen_terminal() -> None:
    """Let standard input be the terminal again after a message came through a pipe, where there is one."""
    if sys.stdin is None or sys.stdin.isatty():
        return
    with suppress(OSError):
        place = sys.stdin.fileno()
        terminal = os.open("/dev/tty", os.O_RDWR)
        os.dup2(terminal, place)
        os.close(terminal)


def draft_from(message: Received, kind: str, options: NewOptions, workspace: Workspace, asks: bool) -> Draft:
    """Return a draft of what a message says, after the user has seen each value with its words.

    The draft stays if the user stops. Raises CommsError for a kind that messages are not read for.
    """
    if kind not in IMPORTED:
        raise CommsError("no_kind_of_message", written=kind, known=", ".join(IMPORTED))
    found = imported(message.file, message.content, kind, workspace.today())
    show(found, numbered=asks)
    language = options.language or str(found.assembled.data["language"])
    draft = new_draft(kind, replace(options, language=language), workspace)
    try:
        found = _confirmed(found, options.plain) if asks else found
    except Stopped:
        found.put_into(draft)
        draft.save()
        tell_kept(draft)
        raise KeyboardInterrupt from None
    found.put_into(draft)
    return draft


# --- what the user takes ---------------------------------------------------------------------


def _confirmed(found: Imported, plain: bool) -> Imported:
    """Ask which values are taken until Enter takes all that are left."""
    language = errors.language()
    ask = asker(language, plain)
    while found.taken:
        text = unicodedata.normalize("NFKC", ask(None, say("import.choose", language), "")).strip()
        if not text:
            break
        choices = _choices(text, len(found.taken))
        if choices is None:
            printer.tell(f"✗ {say('import.bad_choice', language, count=len(found.taken))}")
            continue
        found = _chosen(found, choices)
    return found


def _choices(text: str, count: int) -> dict[int, str] | None:
    """Return what is to be done with values by their places; None if the text says something else."""
    choices = {int(number) - 1: sign for sign, number in _CHOICE.findall(text)}
    is_clear = not _CHOICE.sub("", text).strip(" ,，、;；")
    return choices if choices and is_clear and all(0 <= place < count for place in choices) else None


def _chosen(found: Imported, choices: dict[int, str]) -> Imported:
    """Drop values (-), show their passages (?), or leave them to their questions, which propose them."""
    taken = found.taken
    for place in [place for place, sign in choices.items() if sign == "?"]:
        _show_passage(found, taken[place])
    dropped = [taken[place] for place, sign in choices.items() if sign == "-"]
    asked = [taken[place] for place, sign in choices.items() if sign == ""]
    if not dropped and not asked:
        return found
    values = tuple(
        replace(value, is_sure=False) if value in asked else value
        for value in found.reading.values
        if value not in dropped
    )
    untaken = (*found.reading.untaken, *(_untaken(value) for value in dropped))
    reading = replace(found.reading, values=values, untaken=untaken)
    found = replace(found, assembled=assemble(reading, found.kind))
    show(found, numbered=True)
    return found


def _untaken(value: "Value") -> Untaken:
    return Untaken(value.start, value.end, value.turn, DROPPED)


def _show_passage(found: Imported, value: "Value") -> None:
    """Show what was written around a value, private numbers masked."""
    turn = value.turn
    named = " ".join(filter(None, (turn.sender, turn.time)))
    lines = found.shown[turn.start : turn.end].splitlines()
    before = found.shown.count("\n", turn.start, max(turn.start, value.start))
    first = max(0, before - LINES_SHOWN // 2)
    printer.tell(f"  {one_line(named)}")
    for line in lines[first : first + LINES_SHOWN]:
        printer.tell(f"  │ {one_line(line)}")
