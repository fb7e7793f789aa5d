"""Reads a file of any input format into a `Source`: its data, and where each value stands."""

from pathlib import Path

from comms.findings import CommsError, Unreadable
from comms.loading import load
from comms.reading.source import Source

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
        return read_bytes(_bytes_of(path), str(path))
    except Unreadable as error:
        error.file = str(path)
        raise


def read_bytes(content: bytes, name: str) -> Source:
    """The source of a file's content; the suffix of `name` chooses the format."""
    suffix = Path(name).suffix.lower()
    if suffix not in READERS:
        raise Unreadable("format", suffix=suffix or name, known=" ".join(READERS))
    source: Source = load(READERS[suffix])(content, name)
    return source


def _bytes_of(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Unreadable("directory")
        if path.exists() and not path.is_file():
            raise Unreadable("special_file")
        if path.stat().st_size > MAX_BYTES:
            raise Unreadable("too_big", most=MAX_BYTES // 1024 // 1024)
        return path.read_bytes()
    except FileNotFoundError:
        raise CommsError("no_such_file", path=str(path)) from None
    except OSError as error:
        raise Unreadable("no_access", why=error.strerror or str(error)) from None
