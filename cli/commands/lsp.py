"""`comms lsp`: runs the language server over standard input and output."""

import logging
import os
import signal
import sys

from cli.terminal import errors, printer
from comms.errors import CommsError
from comms.language.display import harmless

OPTIONAL = frozenset({"pygls", "lsprotocol"})
"""The packages that the extra `lsp` installs."""


def serve(language: str | None) -> int:
    """Serve one editor until it exits; return 1 if it disconnects without the exit notification.

    Raises CommsError("no_language_server") if the extra is not installed.
    """
    try:
        from comms.editors.language_server.server import serve as run
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in OPTIONAL:
            raise CommsError("no_language_server") from None
        raise
    if sys.stdin.isatty():
        from comms.language.phrases import say

        printer.tell(f"comms: {say('language_server.waiting', errors.language())}")
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_HarmlessFormatter("comms: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
    # a thread blocks on standard input, so KeyboardInterrupt would end the program only after another line
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    protocol = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # stray prints must not reach the protocol
    return errors.CLEAN if run(sys.stdin.buffer, protocol, language) else errors.FINDINGS


class _HarmlessFormatter(logging.Formatter):
    """Formatter of log records whose texts, such as names of files, do not act on a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return harmless(super().format(record))
