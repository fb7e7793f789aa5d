"""Readers of input formats: each turns a file into a `Source`, its data with the place of each value."""

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
"""The reader of each suffix, a function `(bytes, name) -> Source` imported when it is first needed."""

MAX_BYTES = 32 * 1024 * 1024
"""The size of the largest file that is read."""


def read_file(path: Path) -> Source:
    """Read a file; raises Unreadable with the place of the mistake, CommsError if there is no such file."""
    try:
        return read_bytes(content_of(path), str(path))
    except Unreadable as error:
        error.file = str(path)
        raise


def read_bytes(content: bytes, name: str) -> Source:
    """Read the content of a file in the format that the suffix of `name` stands for; raises Unreadable."""
    suffix = os.path.splitext(name)[1].lower()
    if suffix not in READERS:
        raise Unreadable("format", suffix=suffix or name, known=" ".join(READERS))
    source: Source = load(READERS[suffix])(content, name)
    return source


def content_of(path: Path | str) -> bytes:
    """Return the content of a regular file; raises Unreadable, or CommsError if there is no such file."""
    try:
        # opened non-blocking, since opening a pipe without a writer would wait forever
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise CommsError("no_such_file", path=str(path)) from None
    except OSError as error:
        raise Unreadable("no_access", why=error.strerror or str(error)) from None
    try:
        status = os.fstat(handle)
        _refuse_unless_regular(status)
        content = os.read(handle, status.st_size + 1)
        while len(content) > status.st_size and (more := os.read(handle, MAX_BYTES)):  # the file has grown
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
