"""Facts about the environment for bug reports, without anything that identifies the user or the place."""

import importlib.metadata
import os
import platform
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from comms.version import __version__

INDIRECT = ("click", "lxml", "prompt_toolkit", "pydantic_core")
"""Indirect dependencies that affect how comms behaves."""
_OPTIONAL = re.compile(r"""extra == ["'](?:lsp|dask|spreadsheets)["']""")
_LOCALE = ("LC_ALL", "LC_CTYPE", "LC_MESSAGES", "LANG", "PYTHONUTF8", "NO_COLOR", "TERM")


def version_line() -> str:
    """Return the version, Python and platform on one line."""
    return (
        f"comms {__version__} (Python {platform.python_version()}, {platform.system()} {platform.machine()})"
    )


def diagnosis() -> str:
    """Return the version, Python, platform, locale, terminal and libraries, one per line."""
    return "".join(f"{name}: {value}\n" for name, value in _facts())


def without_home(text: str) -> str:
    """Return a text, such as a traceback, with `~` in place of the user's home folder."""
    try:
        home = str(Path.home())
    except RuntimeError:  # there is none
        return text
    return text.replace(home, "~") if len(home) > 1 else text


def _facts() -> Iterator[tuple[str, str]]:
    yield "comms", __version__
    yield "Python", f"{platform.python_version()} ({platform.python_implementation()})"
    yield "platform", platform.platform()
    yield "locale", _set(_LOCALE)
    yield "encodings", f"files {sys.getfilesystemencoding()}, stdout {getattr(sys.stdout, 'encoding', None)}"
    yield "terminal", _terminal()
    yield "LibreOffice", "found" if shutil.which("soffice") else "not found"
    yield from ((name, _version(name)) for name in (*_required(), *INDIRECT))


def _set(names: tuple[str, ...]) -> str:
    """Return the environment variables that are set, with their values."""
    found = [f"{name}={os.environ[name]}" for name in names if name in os.environ]
    return without_home(" ".join(found)) or "nothing set"


def _terminal() -> str:
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    kinds = [f"{name} {_kind(stream)}" for name, stream in streams.items()]
    columns, lines = shutil.get_terminal_size()
    return f"{', '.join(kinds)}, {columns} x {lines}"


def _kind(stream: object) -> str:
    is_terminal = getattr(stream, "isatty", None)
    if stream is None or is_terminal is None or getattr(stream, "closed", False):
        return "closed"
    return "terminal" if is_terminal() else "no terminal"


def _required() -> list[str]:
    """Return the libraries that comms requires, and those of its extras for users."""
    try:
        written = importlib.metadata.requires("comms") or []
    except importlib.metadata.PackageNotFoundError:  # run from a folder, without an installation
        return []
    wanted = [text for text in written if "extra ==" not in text or _OPTIONAL.search(text)]
    return [found[0] for text in wanted if (found := re.match(r"[\w.-]+", text))]


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
