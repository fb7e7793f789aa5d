"""The program run in the process of the tests, which saves the start of another one."""

import io
import os
import sys
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from cli.app import _main
from cli.terminal import errors
from tests.support import Ran, home_in


def run_here(*arguments: str | Path, cwd: Path, stdin: str = "", **environment: str) -> Ran:
    """Do what `run` does, in this process."""
    out, err = _stream(), _stream()
    status = _played(arguments, cwd, home_in(cwd, **environment), _stream(stdin), out, err)
    return Ran(status, _text(out), _text(err))


def printed_here(*arguments: str, cwd: Path, environment: Mapping[str, str]) -> str:
    """Run `comms` in this process, and return what a terminal shows: both streams in one."""
    screen = _stream()
    _played(arguments, cwd, environment, _stream(), screen, screen)
    return _text(screen)


def _played(
    arguments: tuple[str | Path, ...],
    cwd: Path,
    environment: Mapping[str, str],
    stdin: io.TextIOWrapper,
    stdout: io.TextIOWrapper,
    stderr: io.TextIOWrapper,
) -> int:
    with (
        chdir(cwd),
        patch.object(errors, "_chosen", []),
        patch.dict(os.environ, environment, clear=True),
        patch.object(sys, "argv", ["comms", *map(str, arguments)]),
        patch.object(sys, "stdin", stdin),
        redirect_stdout(stdout),
        redirect_stderr(stderr),
    ):
        return errors.run(_main)


def _stream(content: str = "") -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content.encode()), encoding="utf-8", write_through=True)


def _text(stream: io.TextIOWrapper) -> str:
    written: io.BytesIO = stream.buffer  # type: ignore[assignment]
    return written.getvalue().decode()
