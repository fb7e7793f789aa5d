"""Exceptions turned into messages and exit codes, and the language of messages."""

import contextlib
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from comms.errors import CommsError
    from comms.findings import Unreadable

CLEAN, FINDINGS, USAGE, BUG = 0, 1, 2, 3
SIGNALLED = 128
"""The number that shells add to that of the signal that stopped a command: 130 after Ctrl-C."""


def run(command: Callable[[], int]) -> int:
    """Run a command and return its exit status; whatever it raises becomes a message on stderr."""
    try:
        status = command()
        return _flushed(status)
    except KeyboardInterrupt as stopped:
        return SIGNALLED + getattr(stopped, "number", signal.SIGINT)
    except BrokenPipeError:
        # the reader of our output has gone, as with `| head`: there is nothing more to say
        _give_up_stdout()
        return CLEAN
    except Exception as error:
        if isinstance(error, OSError):
            _give_up_stdout()
        return _report(error)


def _flushed(status: int) -> int:
    """Flush standard output, so that a full disk is reported here, and return the status."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _give_up_stdout()
    return status


def _give_up_stdout() -> None:
    """Discard buffered output, so that the interpreter does not fail on it at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _report(error: Exception) -> int:
    from comms.errors import CommsError

    if isinstance(error, CommsError):
        _show(sentence_of(error))
        return status_of(error)
    if isinstance(error, OSError):
        say_error("errors.system", why=error.strerror or str(error), path=error.filename or "-")
        return USAGE
    return _bug()


def status_of(error: "CommsError") -> int:
    """Return the exit status for an error: FINDINGS for a refusal or an unreadable file, else USAGE."""
    from comms.errors import Refusal
    from comms.findings import Unreadable

    return FINDINGS if isinstance(error, Refusal | Unreadable) else USAGE


def sentence_of(error: "CommsError") -> str:
    """Return the message of an error in the user's language."""
    from comms.findings import Unreadable
    from comms.language.phrases import say

    if isinstance(error, Unreadable):
        return _unreadable(error)
    return say(f"{error.section}.{error.reason}", language(), **error.values)


def _unreadable(error: "Unreadable") -> str:
    from comms.findings import Problem
    from comms.language.phrases import words
    from comms.linting.check import sentences

    colon = str(words(language())["language"]["colon"])
    said = colon.join(sentences("F001", Problem(variant=error.reason, values=error.values), language()))
    return f"{error.file}:{error.span.line}:{error.span.column}: {said}" if error.file else said


def say_error(key: str, **values: object) -> None:
    """Show a sentence of messages.toml on stderr, in the user's language."""
    from comms.language.phrases import say

    _show(say(key, language(), **values))


def _show(text: str) -> None:
    from cli.terminal import printer

    printer.tell(f"comms: {text}")


def _bug() -> int:
    """Write the traceback of a bug to a temporary file, tell the user its path, and return BUG."""
    handle, path = tempfile.mkstemp(prefix="comms-", suffix=".log")
    with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
        file.write(_log(traceback.format_exc()))
    say_error("errors.bug", path=path)
    return BUG


def _log(trace: str) -> str:
    """Return a traceback below the diagnosis; a failing diagnosis must not lose the traceback."""
    from comms.runtime.diagnosis import diagnosis, without_home

    try:
        return f"{diagnosis()}\n{without_home(trace)}"
    except Exception as error:
        return f"{error!r}\n\n{trace}"


_chosen: list[str] = []


def speak(chosen: str | None) -> None:
    """Set the language of the messages for the rest of the run; raise CommsError for an unknown one."""
    known_language(chosen)
    _chosen[:] = [chosen] if chosen else []


def known_language(language: str | None) -> None:
    """Raise CommsError for a language without translations."""
    from comms.errors import CommsError
    from comms.language.phrases import LANGUAGES

    if language is not None and language not in LANGUAGES:
        raise CommsError("no_such_language", written=language, known=", ".join(LANGUAGES))


def chosen_language() -> str | None:
    """Return the language chosen on the command line, or None."""
    return _chosen[0] if _chosen else None


def language() -> str:
    """Return the language of the messages: as chosen, else that of comms.toml, else that of the locale."""
    if chosen := chosen_language():
        return chosen
    from comms.errors import CommsError
    from comms.language.locale import locale_language
    from comms.workspace.workspace import open_workspace

    try:
        return open_workspace(Path.cwd()).language()
    except (CommsError, OSError):
        return locale_language()


def named(order: Path | None) -> tuple[Path, ...]:
    """Return the file of `--order`, resolved, or no file; raise CommsError if it does not exist."""
    from comms.errors import CommsError

    if order is None:
        return ()
    if not order.is_file():
        raise CommsError("no_such_file", path=str(order))
    return (order.resolve(),)
