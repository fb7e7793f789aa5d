"""DOC"""

import os
import sys
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import errors
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.interview.drafts import Draft
from comms.kinds import model_of
from comms.language.phrases import say
from comms.linting.fixes.kept import COMMENTED
from comms.models.base import Document
from comms.paths import FieldPath
from comms.reading.answers import AnswerContext, give
from comms.reading.source import Source
from comms.workspace.loading import load_case
from comms.workspace.workspace import Workspace

if TYPE_CHECKING:
    from cli.terminal.prompt import Keyboard, LineByLine


def currency_of(draft: Draft, workspace: Workspace) -> str:
    """The currency of an amount that names none: that of the order in question, else the workspace's."""
    from comms.models.order_confirmation import OrderConfirmation
    from comms.workspace.references import find

    number = draft.data.get("order")
    order = find(workspace, number, OrderConfirmation).document if number else None
    return (order.currency if order else None) or workspace.currency(draft.language)


def is_terminal() -> bool:
    """Whether a person can be asked: standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def prefill(draft: Draft, sets: tuple[str, ...], context: AnswerContext) -> None:
    """Puts the answers of `--set` into the draft, read as though they had been typed."""
    model = model_of(draft.kind)
    for text in sets:
        written, equals, value = text.partition("=")
        if not equals:
            raise CommsError("bad_set", text=text)
        give(draft.data, model, written, value, context)


def asked(
    draft: Draft,
    context: AnswerContext,
    goes_on: bool,
    workspace: Workspace,
    plain: bool,
    accepted: frozenset[FieldPath] = frozenset(),
) -> Document | int:
    """The document of an interview, or the exit status of one that was put aside."""
    from cli.interview.interview import Interview
    from cli.terminal.moves import Kept, Stopped

    begun = deepcopy(draft.data) if not draft.file.exists() else None
    screen = Screen(plain=is_plain(plain))
    if goes_on:
        screen.note(say("interview.resumed", draft.language, answers=draft.answers))
    try:
        ask = asker(draft.language, plain)
        interview = Interview(draft, ask, screen, context, workspace)
        ask.known = interview.known
        interview.accepted = accepted
        data = interview.run()
    except Kept:
        draft.save()
        tell_kept(draft)
        return errors.CLEAN
    except Stopped:
        if draft.data == begun and not any(draft.half_typed.values()):
            draft.forget()  # nothing was typed, so there is nothing to go on with
            raise KeyboardInterrupt from None
        draft.save()
        screen.line()
        tell_kept(draft)
        raise KeyboardInterrupt from None
    document = load_case(Source("", "", data), workspace).document
    assert document is not None
    return document


def asker(language: str, plain: bool) -> "Keyboard | LineByLine":
    """What asks the person: the keyboard, or plain lines where the terminal has no cursor."""
    from cli.terminal.prompt import Keyboard, LineByLine

    return LineByLine(language) if is_plain(plain) else Keyboard()


def is_plain(asked: bool) -> bool:
    """Whether questions are plain lines: as asked for, or since the terminal has no cursor."""
    return asked or os.environ.get("TERM") in ("dumb", "unknown")


def refuse_other_encodings() -> None:
    """Raises CommsError for a terminal that is not set to UTF-8, in the encoding that it can show."""
    settings = (os.environ.get(name, "") for name in _LOCALE)
    # Python itself sets LC_CTYPE=C.UTF-8 where the locale is not installed
    setting = next((each for each in settings if each and not each.startswith("C.")), "")
    _, dot, encoding = setting.partition("@")[0].partition(".")
    if not dot or encoding.replace("-", "").casefold() == "utf8":
        return
    with suppress(LookupError):  # an encoding of nobody is told in UTF-8
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]
    raise CommsError("other_encoding", encoding=encoding)


_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
"""The variables that give the terminal's encoding, in the order in which they count."""


def tell_kept(draft: Draft) -> None:
    """Says where the answers are kept, and how to go on."""
    if draft.file.is_file():
        command = f"comms drafts resume {draft.data.get('id') or ''}".strip()
        print(say("errors.draft_kept", draft.language, path=draft.file, command=command), file=sys.stderr)


def tell_unkept(draft: Draft, path: Path) -> None:
    """Says where the reasons for which warnings are kept have no place in a file."""
    if draft.kept and path.suffix.lower() not in COMMENTED:
        print(f"! {say('interview.reasons_lost', draft.language, path=path)}", file=sys.stderr)
