"""The user's editor: which one it is, and the page that it is opened with."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cli.terminal import errors, printer
from cli.terminal.device import is_terminal
from comms.errors import CommsError
from comms.language.phrases import say
from comms.runtime.files import write_private

USUAL = ("sensible-editor", "nano", "vim", "vi")
"""The editors of a terminal where neither VISUAL nor EDITOR names one."""
WAITING = {
    "atom": "--wait",
    "code": "--wait",
    "code-insiders": "--wait",
    "codium": "--wait",
    "cursor": "--wait",
    "gedit": "--wait",
    "gvim": "-f",
    "kate": "-b",
    "mate": "-w",
    "subl": "-w",
    "zed": "--wait",
}
"""Editors with a window of their own -> the option by which they end only once the page is closed."""
AT_ONCE = 1.0
"""The seconds within which nobody has read a page."""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an editor left: the text of the page, its exit status, and whether it ended at once."""

    text: str
    status: int
    at_once: bool


def editor_command() -> list[str]:
    """Return the command of the user's editor; raises CommsError if there is none."""
    named = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if named:
        return _split(named)
    if sys.platform == "win32":
        return ["notepad.exe"]
    if is_terminal() and os.environ.get("TERM") != "dumb":
        for name in USUAL:
            if found := shutil.which(name):
                return [found]
    raise CommsError("no_editor")


def _split(named: str) -> list[str]:
    """Return the words of a command; a path with blanks may stand without quotes."""
    if Path(named).is_file():
        return [named]
    try:
        words = shlex.split(named, posix=sys.platform != "win32")
    except ValueError:
        raise CommsError("bad_editor", command=named) from None
    return [word.strip('"') for word in words]


def waiting_option(command: list[str]) -> str | None:
    """Return the option that an editor lacks to wait until its page is closed; None if it lacks none."""
    option = WAITING.get(Path(command[0]).stem.casefold())
    return None if option in command or "--wait" in command else option


def put_page(page: Path, text: str) -> None:
    """Write a page that only its owner can read."""
    write_private(page, text.encode("utf-8", "replace"))


def page_text(page: Path, written: str = "") -> str:
    """Return the text of a page; "" if the editor has deleted it.

    written: what was written on it, by which a page is known that the editor has saved in another encoding;
    the user is told. Raises CommsError("page_encoding") for one that cannot be read without a guess.
    """
    content = page.read_bytes() if page.is_file() else b""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if (saved := _in_other_encoding(content, written)) is None:
            raise CommsError("page_encoding", path=str(page)) from None
        text, encoding = saved
        printer.tell(say("sheet.other_encoding", errors.language(), encoding=encoding))
    return text.replace("\r\n", "\n")


def _in_other_encoding(content: bytes, written: str) -> tuple[str, str] | None:
    """Return the text and the encoding of a page on which lines in Chinese or with a dash are as written."""
    known = {line.rstrip() for line in written.splitlines() if not line.isascii()}
    for encoding in ("GB18030", "UTF-16"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if known & {line.rstrip() for line in text.splitlines()}:
            return text, encoding
    return None


def edited(page: Path, command: list[str]) -> Edited:
    """Open a page in an editor, and return what it left; raises CommsError if it cannot be started."""
    started, written = time.monotonic(), page_text(page)
    try:
        with _ctrl_c_for_the_editor():
            status = subprocess.run([*command, str(page)], check=False).returncode
    except OSError as error:
        raise CommsError("bad_editor", command=shlex.join(command)) from error
    return Edited(page_text(page, written), status, time.monotonic() - started < AT_ONCE)


@contextmanager
def _ctrl_c_for_the_editor() -> Iterator[None]:
    """Leave Ctrl-C to the editor, in which it does not mean the end of the program."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    # a handler, since the editor would inherit a signal that is ignored
    before = signal.signal(signal.SIGINT, lambda number, frame: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
