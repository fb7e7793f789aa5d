"""The terminal itself: whether a person is there, whether it has a cursor, and its encoding."""

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from comms.errors import CommsError

if TYPE_CHECKING:
    from cli.terminal.prompt import Keyboard, LineByLine


def is_terminal() -> bool:
    """Whether a person can be asked: standard input and standard error are terminals."""
    return sys.stdin.isatty() and sys.stderr.isatty()


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
