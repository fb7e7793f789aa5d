"""Which files of a folder are requests; what is not ours is passed over without a word."""

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from comms.findings import Unreadable
from comms.kinds import KINDS
from comms.reading import READERS, read_bytes

_KIND = re.compile(rb"""(?:^|[\s{,"'])kind["']?[ \t]*[:=][ \t]*["']?([A-Za-z][\w-]*)""")
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages"})
NEARLY = 0.8
"""How alike a word and a kind must be for a file met in a folder to be judged as a request."""


def requests_in(folder: Path, below: bool = True) -> Iterator[Path]:
    """The request files of a folder, and of those `below` it, in the order of their names."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(each for each in folders if not each.startswith(".") and each not in _PASSED_OVER)
        if not below:
            folders.clear()
        for name in sorted(files):
            path = Path(root, name)
            if path.suffix.lower() in READERS and path.is_file() and _is_request(path):
                yield path


def _is_request(path: Path) -> bool:
    try:
        content = path.read_bytes()
    except OSError:
        return False
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from comms.reading.docx_file import carries_data

        return carries_data(content)
    if suffix in (".md", ".markdown") and not content.startswith(b"---"):
        return _has_two_dimensions(content)
    match = _KIND.search(content.replace(b"\x00", b"")[:4096])
    written = match.group(1).decode("ascii", "replace") if match else ""
    return written in KINDS or bool(difflib.get_close_matches(written, KINDS, 1, NEARLY))


def _has_two_dimensions(content: bytes) -> bool:
    try:
        source = read_bytes(content, "request.md")
    except Unreadable:
        return False
    return len(source.sections or ()) >= 2
