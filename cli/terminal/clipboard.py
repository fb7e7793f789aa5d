"""The clipboard: through the terminal by an escape sequence (OSC 52), and through a program of the system."""

import os
import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from cli.terminal import printer
from comms.errors import CommsError
from comms.language.display import CONTROLS

ESCAPE = "\x1b"
LONGEST = 74_994
"""The bytes that fit in the longest sequence, of 100,000 characters, that terminals take."""
SCREEN_PIECE = 252
"""The characters of a sequence that every version of GNU Screen passes on at once."""
WITHOUT_CLIPBOARD = ("dumb", "unknown", "linux")
"""The values of TERM that name a terminal without a clipboard."""
SECONDS = 3
"""How long a program may take; one that waits for a display that has gone is given up."""


class Reached(StrEnum):
    """How far a text has come; a terminal does not say whether it obeys."""

    CLIPBOARD = "clipboard"
    TERMINAL = "terminal"
    NOWHERE = "nowhere"


@dataclass(frozen=True, slots=True)
class Program:
    """A program that puts what it reads into the clipboard."""

    command: tuple[str, ...]
    encoding: str = "utf-8"
    environment: Mapping[str, str] = field(default_factory=dict)

    def take(self, text: str) -> bool:
        """Give the program a text; return whether it is there and took it."""
        path = shutil.which(self.command[0])
        if path is None:
            return False
        try:
            done = subprocess.run(
                [path, *self.command[1:]],
                input=text.encode(self.encoding),
                stdout=subprocess.DEVNULL,  # what stays to serve the text must not hold our output open
                stderr=subprocess.DEVNULL,
                env={**os.environ, **self.environment},
                timeout=SECONDS,
                start_new_session=True,  # a later Ctrl-C must not end it
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return done.returncode == 0


PROGRAMS = (
    Program(("wl-copy",)),
    Program(("xclip", "-selection", "clipboard")),
    Program(("xsel", "--clipboard", "--input")),
    Program(("pbcopy",), environment={"LC_CTYPE": "UTF-8"}),
    Program(("clip.exe",), encoding="utf-16"),
)
_IN_UTF8 = "[Console]::OutputEncoding=[Text.Encoding]::UTF8"
READERS = (
    ("wl-paste", "--no-newline"),
    ("xclip", "-selection", "clipboard", "-o"),
    ("xsel", "--clipboard", "--output"),
    ("pbpaste",),
    (
        "powershell.exe",
        "-NoProfile",
        "-Command",
        "[Console]::OutputEncoding=[Text.Encoding]::UTF8; Get-Clipboard -Raw",
    ),
)
"""The commands that print what is in the clipboard."""
TMUX = Program(("tmux", "load-buffer", "-w", "-"))
"""Reaches the clipboard of the terminal around tmux, which by default passes no sequences on."""


def pasted() -> bytes:
    """Return the text in the clipboard of this machine; raises CommsError("no_clipboard") without any."""
    for command in READERS:
        path = shutil.which(command[0])
        if path is None:
            continue
        with suppress(OSError, subprocess.TimeoutExpired):
            done = subprocess.run(
                [path, *command[1:]],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
            if done.returncode == 0 and done.stdout.strip():
                return done.stdout
    raise CommsError("no_clipboard")


def copy(text: str) -> Reached:
    """Put a text, without control characters, into the clipboard.

    On a terminal of this machine both ways are gone, since not every terminal obeys the sequence.
    """
    text = CONTROLS.sub("", text)
    is_handed_over = _through_terminal(text)
    if is_handed_over and _is_remote():
        return Reached.TERMINAL
    if any(program.take(text) for program in PROGRAMS):
        return Reached.CLIPBOARD
    return Reached.TERMINAL if is_handed_over else Reached.NOWHERE


def _is_remote() -> bool:
    """Return whether the programs found here would fill the clipboard of another machine than the user's."""
    return any(name in os.environ for name in ("SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"))


def _through_terminal(text: str) -> bool:
    """Hand a text to the terminal; return whether there is one that may take it."""
    stream = next((each for each in (sys.stderr, sys.stdout) if each.isatty()), None)
    content = text.encode("utf-8", "replace")
    if stream is None or os.environ.get("TERM") in WITHOUT_CLIPBOARD or len(content) > LONGEST:
        return False
    printer.steer(stream, _wrapped(f"{ESCAPE}]52;c;{b64encode(content).decode()}\x07"))
    if _is_in_tmux():
        TMUX.take(text)
    return True


def _is_in_tmux() -> bool:
    return "TMUX" in os.environ or os.environ.get("TERM", "").startswith("tmux")


def _wrapped(sequence: str) -> str:
    """Return a sequence so that tmux or GNU Screen passes it on to the terminal around it."""
    if _is_in_tmux():
        doubled = sequence.replace(ESCAPE, ESCAPE * 2)
        return f"{ESCAPE}Ptmux;{doubled}{ESCAPE}\\"
    if "STY" in os.environ:
        pieces = (sequence[at : at + SCREEN_PIECE] for at in range(0, len(sequence), SCREEN_PIECE))
        return "".join(f"{ESCAPE}P{piece}{ESCAPE}\\" for piece in pieces)
    return sequence
