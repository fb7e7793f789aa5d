"""The program run in the process of the tests, which saves the start of another one."""

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from cli.app import _main
from cli.terminal import errors
from tests.support import Ran


def run_here(*arguments: str | Path, cwd: Path, language: str = "en", **environment: str) -> Ran:
    """Run `comms` without a terminal in a folder, with its own home; language: of messages until it is asked for."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    home = {"XDG_STATE_HOME": str(cwd / ".state"), "HOME": str(cwd)}
    errors.speak(language)
    with (
        chdir(cwd),
        patch.dict(os.environ, home | environment),
        patch.object(sys, "argv", ["comms", *map(str, arguments)]),
        patch.object(sys, "stdin", io.StringIO()),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = errors.run(_main)
    texts = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return Ran(status, *texts)
