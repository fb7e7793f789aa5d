"""Discovery of the files in folders whose formats are read."""

import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from comms.reading import READERS
from comms.workspace.gitignore import IgnoreFiles

_PASSED_OVER = frozenset({"node_modules", "__pycache__", "site-packages"})
_SUFFIXES = tuple(READERS)


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
