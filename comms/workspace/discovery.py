"""Discovery of requests in folders; files of other programs are skipped silently."""

import difflib
import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from typing import NamedTuple

from comms.findings import Unreadable
from comms.kinds import KINDS
from comms.reading import READERS, read_bytes
from comms.workspace.gitignore import IgnoreFiles

_KIND = re.compile(rb"""(?:^|[\s{,"'])kind["']?[ \t]*[:=][ \t]*["']?([A-Za-z][\w-]*)""")
_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages"})
_SUFFIXES = tuple(READERS)
NEARLY = 0.8
"""The similarity, from 0 to 1, at which a misspelt kind still makes a file a request."""


class Found(NamedTuple):
    """A file with a suffix that a reader knows: the path to show, and its real path."""

    path: str
    real: str


Notice = Callable[[str, str], None]
"""Called with the path of a file or folder that was skipped and the reason, a key of messages.toml."""


def files_in(
    folder: str | os.PathLike[str], below: bool = True, notice: Notice | None = None
) -> Iterator[Found]:
    """Yield the readable files of a folder, and of those `below` it, sorted by name.

    Files that .gitignore excludes, hidden folders and links to folders are skipped.
    """
    shown, real = os.path.normpath(folder), os.path.realpath(folder)
    prefix = "" if shown == os.curdir else os.path.join(shown, "")
    ignored = IgnoreFiles.above(real)
    if ignored.leaves_out(real, is_folder=True):  # a folder that is named explicitly is searched
        ignored = IgnoreFiles()
    report = notice or (lambda path, reason: None)
    open_folders = [(prefix, real, ignored)]  # no recursion: folders may nest deeper than the call stack
    while open_folders:
        prefix, real, ignored = open_folders.pop()
        entries = _entries(prefix, real, report)
        ignored = ignored.within(real, entries)
        for entry in entries:
            if entry.name.lower().endswith(_SUFFIXES) and (file := _file(entry, prefix, ignored, report)):
                yield file
        if below:
            open_folders += [
                (f"{prefix}{entry.name}{os.sep}", entry.path, ignored)
                for entry in reversed(entries)
                if _is_open_folder(entry) and not ignored.leaves_out(entry.path, is_folder=True)
            ]


def _entries(prefix: str, real: str, notice: Notice) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(real) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        notice(prefix, "no_folder")
        return []


def _file(entry: "os.DirEntry[str]", prefix: str, ignored: IgnoreFiles, notice: Notice) -> Found | None:
    path = prefix + entry.name
    try:
        if entry.is_file():
            real = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
            return None if ignored.leaves_out(entry.path) else Found(path, real)
        if entry.is_dir():
            return None
    except OSError:  # a link that leads to itself
        pass
    notice(path, "no_file")
    return None


def _is_open_folder(entry: "os.DirEntry[str]") -> bool:
    return not _is_passed_over(entry.name) and entry.is_dir(follow_symlinks=False)


def _is_passed_over(folder: str) -> bool:
    return folder.startswith(".") or folder in _PASSED_OVER


def is_discoverable(path: str) -> bool:
    """Return whether a walk from the working folder would reach a file, judging by its path."""
    below = os.path.relpath(path)
    folders = () if below.startswith(os.pardir) else below.split(os.sep)[:-1]
    return path.lower().endswith(_SUFFIXES) and not any(map(_is_passed_over, folders))


def is_request(content: bytes, name: str) -> bool:
    """Return whether a file that was found in a folder is a request and is to be checked."""
    suffix = os.path.splitext(name)[1].lower()
    content = content.removeprefix(BOM_UTF8)
    if suffix == ".docx":
        from comms.reading.docx_file import carries_data

        return carries_data(content)
    if suffix in (".md", ".markdown"):
        return (content.startswith(b"---") and _names_a_kind(content)) or _has_two_dimensions(content)
    return _names_a_kind(content)


def _names_a_kind(content: bytes) -> bool:
    match = _KIND.search(content.replace(b"\x00", b"")[:4096])
    written = match.group(1).decode("ascii", "replace") if match else ""
    return written in KINDS or bool(difflib.get_close_matches(written, KINDS, 1, NEARLY))


def _has_two_dimensions(content: bytes) -> bool:
    try:
        source = read_bytes(content, "request.md")
    except Unreadable:
        return False
    return len(source.sections or ()) >= 2 and source.data.get("kind") == "brief"
