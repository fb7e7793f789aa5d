"""Which files of a folder are requests; what is not ours is passed over without a word."""

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
"""How alike a word and a kind must be for a file met in a folder to be judged as a request."""


class Found(NamedTuple):
    """A file whose suffix we read: its path as it is shown, and where it really is."""

    path: str
    real: str


Notice = Callable[[str, str], None]
"""Told of what had to be passed over: its path, and the reason as messages.toml names it."""


def files_in(
    folder: str | os.PathLike[str], below: bool = True, notice: Notice | None = None
) -> Iterator[Found]:
    """The files of a folder that a reader knows, and of those `below` it, in the order of their names.

    What .gitignore leaves out, hidden folders and links to folders are passed over.
    """
    shown, real = os.path.normpath(folder), os.path.realpath(folder)
    prefix = "" if shown == os.curdir else os.path.join(shown, "")
    ignored = IgnoreFiles.above(real)
    if ignored.leaves_out(real, is_folder=True):  # whoever names an ignored folder means it
        ignored = IgnoreFiles()
    say = notice or (lambda path, reason: None)
    open_folders = [(prefix, real, ignored)]  # no recursion: folders may nest deeper than calls can
    while open_folders:
        prefix, real, ignored = open_folders.pop()
        entries = _entries(prefix, real, say)
        ignored = ignored.within(real, entries)
        for entry in entries:
            if entry.name.lower().endswith(_SUFFIXES) and (file := _file(entry, prefix, ignored, say)):
                yield file
        if below:
            open_folders += [
                (f"{prefix}{each.name}{os.sep}", each.path, ignored)
                for each in reversed(entries)
                if _is_open_folder(each) and not ignored.leaves_out(each.path, is_folder=True)
            ]


def _entries(prefix: str, real: str, notice: Notice) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(real) as found:
            return sorted(found, key=lambda each: each.name)
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


def may_be_met(path: str) -> bool:
    """Whether a walk from the working folder would come to a file, as far as its name says."""
    below = os.path.relpath(path)
    folders = () if below.startswith(os.pardir) else below.split(os.sep)[:-1]
    return path.lower().endswith(_SUFFIXES) and not any(map(_is_passed_over, folders))


def is_request(content: bytes, name: str) -> bool:
    """Whether a file that was met in a folder is to be judged."""
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
