"""The terminal: whether a user is present, whether it has a cursor, and its encoding."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from comms.errors import CommsError

if TYPE_CHECKING:
    from cli.terminal.prompt import Keyboard, LineByLine


def is_terminal() -> bool:
    """Return whether a user can be asked: standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def asker(language: str, plain: bool) -> "Keyboard | LineByLine":
    """Return the means of asking the user: `LineByLine` if `plain` or the terminal has no cursor."""
    from cli.terminal.prompt import Keyboard, LineByLine

    return LineByLine(language) if is_plain(plain) else Keyboard()


def is_plain(asked: bool) -> bool:
    """Return whether questions are plain lines: on request, or because the terminal has no cursor."""
    return asked or os.environ.get("TERM") in ("dumb", "unknown")


def refuse_other_encodings() -> None:
    """Raise CommsError for a terminal that is not set to UTF-8, after switching output to its encoding."""
    settings = (os.environ.get(name, "") for name in _LOCALE)
    # Python itself sets LC_CTYPE=C.UTF-8 where the locale is not installed
    setting = next((value for value in settings if value and not value.startswith("C.")), "")
    _, dot, encoding = setting.partition("@")[0].partition(".")
    if not dot or encoding.replace("-", "").casefold() == "utf8":
        return
    with suppress(LookupError):  # for an unknown encoding the message stays in UTF-8
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]
    raise CommsError("other_encoding", encoding=encoding)


_LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
"""The environment variables that set the terminal's encoding, highest precedence first."""
