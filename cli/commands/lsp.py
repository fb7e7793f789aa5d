"""`comms lsp`: runs the language server over standard input and output."""

import logging
import os
import signal
import sys

from cli.terminal import errors
from comms.errors import CommsError

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

        print(f"comms: {say('language_server.waiting', errors.language())}", file=sys.stderr)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="comms: %(message)s")
    # a thread blocks on standard input, so KeyboardInterrupt would end the program only after another line
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    protocol = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # stray prints must not reach the protocol
    return errors.CLEAN if run(sys.stdin.buffer, protocol, language) else errors.FINDINGS
