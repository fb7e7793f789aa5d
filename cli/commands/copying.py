"""A document's text, or its file's path, put into the clipboard; nothing fails where there is none."""

from pathlib import Path
from typing import TYPE_CHECKING

from cli.terminal import clipboard, errors, printer
from cli.terminal.clipboard import Reached
from cli.terminal.device import is_plain
from cli.terminal.single_key import key_pressed
from comms.errors import CommsError
from comms.language.phrases import say
from comms.rendering import BINARY, Layout

if TYPE_CHECKING:
    from cli.commands.session import Session
    from comms.models.base import Document

COPY_KEY = "c"


def copy_text(text: str, language: str) -> None:
    """Copy a text, and tell the user whether it can be pasted."""
    reached = clipboard.copy(text.rstrip("\n"))
    sign = "!" if reached is Reached.NOWHERE else "✓"
    printer.tell(f"{sign} {say(f'copying.{reached}', language)}")


def copy_file(path: Path, form: str, language: str) -> None:
    """Copy the text of a file, or the path of one that holds no text."""
    copy_text(str(path.absolute()) if form in BINARY else path.read_text(encoding="utf-8"), language)


def copy_new(document: "Document", session: "Session", paths: dict[str, Path]) -> None:
    """Copy the text for a chat of a new document, or the path of its file if all its files hold no text."""
    if paths.keys() <= BINARY and session.draft.output != "-":
        path = next(iter(paths.values()))
        copy_text(str(path.absolute()), session.draft.language)
    else:
        _copy_chat(document, session)


def offer_text(document: "Document", session: "Session") -> None:
    """Offer a new document's text for a chat: one key copies it, any other ends."""
    prompt = say("copying.offer", session.draft.language, letter=COPY_KEY)
    if key_pressed(prompt, is_plain(session.plain)) == COPY_KEY:
        _copy_chat(document, session)


def _copy_chat(document: "Document", session: "Session") -> None:
    """Show a document's text for a chat and copy it."""
    from comms.rendering.chat import chat_text

    language = session.draft.language
    try:
        text = chat_text(document, Layout(language, workspace=session.workspace))
    except CommsError as error:  # the document is saved, so this must not look like a failure of saving
        printer.tell(f"! {errors.sentence_of(error)}")
        return
    printer.tell_lines(f"\n{text}\n")
    copy_text(text, language)
