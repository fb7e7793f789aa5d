"""Patterns of file names such as `requests/**/*.md`, for callers without a shell that expands them."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from comms.errors import CommsError

_SIGNS = "*?["


def expanded(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the paths, each pattern replaced by what it matches, sorted; `**` matches any number of folders.

    A file or folder that has such a name is meant itself. Hidden files match only a pattern that says so.
    Raises CommsError("no_match") for a pattern that matches nothing.
    """
    for path in paths:
        written = str(path)
        if not any(sign in written for sign in _SIGNS) or os.path.lexists(path):
            yield path
            continue
        from glob import glob  # Path.glob takes no absolute pattern, and matches hidden files

        found = sorted(glob(written, recursive=True))  # noqa: PTH207 - see above
        if not found:
            raise CommsError("no_match", pattern=written)
        yield from map(Path, found)
