"""Reads a file of any input format into a `Source`: its data, and where each value stands."""

import os
import stat
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading.source import Source
from comms.runtime.lazy import load

READERS = {
    ".yaml": "comms.reading.yaml_file:read",
    ".yml": "comms.reading.yaml_file:read",
    ".json": "comms.reading.json_file:read",
    ".toml": "comms.reading.toml_file:read",
    ".md": "comms.reading.markdown_file:read",
    ".markdown": "comms.reading.markdown_file:read",
    ".docx": "comms.reading.docx_file:read",
}
"""Suffix -> the function `(bytes, name) -> Source` that reads it; loaded when asked for."""

MAX_BYTES = 32 * 1024 * 1024


def read_file(path: Path) -> Source:
    """The source of a file; raises Unreadable with the place, CommsError where there is no file."""
    try:
        return read_bytes(content_of(path), str(path))
    except Unreadable as error:
        error.file = str(path)
        raise


def read_bytes(content: bytes, name: str) -> Source:
    """The source of a file's content; the suffix of `name` chooses the format."""
    suffix = os.path.splitext(name)[1].lower()
    if suffix not in READERS:
        raise Unreadable("format", suffix=suffix or name, known=" ".join(READERS))
    source: Source = load(READERS[suffix])(content, name)
    return source


def content_of(path: Path | str) -> bytes:
    """The content of a regular file; raises Unreadable, or CommsError where there is no file."""
    try:
        # without waiting, since a pipe that nobody writes to never opens
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise CommsError("no_such_file", path=str(path)) from None
    except OSError as error:
        raise Unreadable("no_access", why=error.strerror or str(error)) from None
    try:
        status = os.fstat(handle)
        _refuse_unless_regular(status)
        content = os.read(handle, status.st_size + 1)
        while len(content) > status.st_size and (
            more := os.read(handle, MAX_BYTES)
        ):  # it has grown meanwhile
            content += more
        return content
    finally:
        os.close(handle)


def _refuse_unless_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise Unreadable("directory")
    if not stat.S_ISREG(status.st_mode):
        raise Unreadable("special_file")
    if status.st_size > MAX_BYTES:
        raise Unreadable("too_big", most=MAX_BYTES // 1024 // 1024)
