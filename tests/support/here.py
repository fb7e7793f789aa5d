"""The program run in the process of the tests, which saves the start of another one."""

import io
import os
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from cli.app import _main
from cli.terminal import errors
from tests.support import Ran, home_in


def run_here(*arguments: str | Path, cwd: Path, stdin: str | bytes = "", **environment: str) -> Ran:
    """Do what `run` does, in this process."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    typed = io.TextIOWrapper(
        io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin), encoding="utf-8"
    )
    with (
        patch.object(errors, "_chosen", []),
        chdir(cwd),
        patch.dict(os.environ, home_in(cwd, **environment), clear=True),
        patch.object(sys, "argv", ["comms", *map(str, arguments)]),
        patch.object(sys, "stdin", typed),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        status = errors.run(_main)
    texts = (stream.buffer.getvalue().decode() for stream in (out, err))  # type: ignore[attr-defined]
    return Ran(status, *texts)
