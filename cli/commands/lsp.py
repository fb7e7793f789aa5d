"""`comms lsp`: hands the standard streams to the language server."""

import logging
import os
import signal
import sys

from cli.terminal import errors
from comms.errors import CommsError

OPTIONAL = frozenset({"pygls", "lsprotocol"})
"""What the extra `lsp` installs."""


def serve(language: str | None) -> int:
    """Serves one editor until it leaves; exit 1 where it left without saying so.

    Raises CommsError("no_language_server") where the extra is not installed.
    """
    try:
        from comms.editors.language_server.server import serve as run
    except ModuleNotFoundError as missing:
        if (missing.name or "").partition(".")[0] in OPTIONAL:
            raise CommsError("no_language_server") from None
        raise
    if sys.stdin.isatty():
        from comms.language.phrases import say

        print(f"comms: {say('language_server.waiting', errors.language())}", file=sys.stderr)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="comms: %(message)s")
    # a thread waits for standard input, so that an exception could not end the program before its next line
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    protocol = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints, the protocol stays clean
    return errors.CLEAN if run(sys.stdin.buffer, protocol, language) else errors.FINDINGS
