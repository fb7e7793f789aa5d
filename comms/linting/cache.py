"""What earlier runs found, kept under a fingerprint of everything that it depends on.

An entry is found again only for the same content, rules, settings, language and program; what depends on
other documents is never kept. So the cache can be deleted at any time, and never needs to be.
"""

import os
import sys
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any

from comms.errors import CommsError
from comms.findings import Excerpt, Finding, Severity, Silence, Silenced, Span
from comms.runtime.resources import PACKAGE

MOST = 100_000
"""Entries that a file of the cache keeps; the ones used longest ago go first."""
MAX_AGE = 30 * 24 * 3600
"""Seconds after which the file of a folder that is linted no more is deleted."""

Plain = list[Any]
"""A finding as JSON holds it."""


class Cache:
    """The entries of one working folder, each a line of JSON; without a file nothing is kept."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._entries = _read(file) if file else {}
        self._used: dict[str, str] = {}
        self._is_changed = False

    def get(self, key: str) -> str | None:
        """The entry of a key."""
        return self._entries.get(key)

    def use(self, key: str, entry: str) -> None:
        """Notes that an entry was used, so that it is kept."""
        self._used[key] = entry
        self._is_changed = self._is_changed or key not in self._entries

    def save(self) -> None:
        """Writes the entries; where they cannot be written, the next run just does its work again."""
        if self.file is None or not self._is_changed:
            return
        from comms.runtime.files import write_atomic

        entries = {key: each for key, each in self._entries.items() if key not in self._used} | self._used
        lines = [f"{key} {entry}\n" for key, entry in entries.items()]
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self.file, "".join(lines[-MOST:]).encode())
            _forget_older_than(self.file.stat().st_mtime - MAX_AGE, self.file.parent)
        except (CommsError, OSError):
            return


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    return {key: entry for key, _, entry in (line.partition(" ") for line in lines) if entry}


def _forget_older_than(oldest: float, folder: Path) -> None:
    # by the times of the files alone: a server that keeps them may have another clock than this machine
    for each in folder.glob("*.lines"):
        try:
            if each.stat().st_mtime < oldest:
                each.unlink()
        except OSError:  # another run was quicker
            continue


WORTH_WHILE = 50
"""Files from which on it pays to find out which program this is, and to read what was kept."""


def cache_for(files: int) -> Cache:
    """The cache of the working folder for a run over so many files."""
    return Cache(cache_file(Path.cwd())) if files >= WORTH_WHILE else Cache()


def cache_file(folder: Path) -> Path:
    """The file for what is linted from a folder: under the user's cache folder (XDG_CACHE_HOME on Linux)."""
    from platformdirs import user_cache_path

    name = fingerprint(str(folder.resolve()), program())
    return user_cache_path("comms", appauthor=False) / "lint" / f"{name}.lines"


def fingerprint(*parts: str | bytes) -> str:
    """A short name for all of `parts`; no two different lists of parts share one."""
    return key_of(*parts).hexdigest()


def key_of(*parts: str | bytes) -> blake2b:
    """The digest of `parts`, to which more may be added."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest


def program() -> str:
    """What stands for the program itself: its files, its interpreter, and the libraries that judge with it.

    The version alone would keep stale answers alive while somebody works on the rules.
    """
    names = _files(PACKAGE)
    contents = [(PACKAGE / each).read_bytes() for each in names]
    zone = (time.tzname, time.timezone, os.environ.get("TZ"))
    return fingerprint(*names, *contents, *_libraries(), sys.version, repr(zone))


def _libraries() -> list[str]:
    """What is installed, by the names of the folders that say so with the version: PyYAML-6.0.2.dist-info."""
    names: list[str] = []
    for folder in sys.path:
        with suppress(OSError):  # a ZIP file, or a folder that nobody may look into
            names += os.listdir(folder or os.curdir)
    return sorted(each for each in names if each.endswith((".dist-info", ".egg-info")))


def _files(package: Path) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(folder, name), package)
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith((".py", ".toml", ".j2", ".yaml"))
    )


def plain_finding(finding: Finding) -> Plain:
    """A finding as JSON holds it, without its file, which the next run may know by another name."""
    span, excerpt = finding.span, finding.excerpt
    return [
        finding.code,
        finding.severity.value,
        finding.message,
        finding.hint,
        [span.line, span.column, span.end_line, span.end_column],
        list(finding.path),
        [excerpt.before, excerpt.line, excerpt.skipped] if excerpt else None,
        finding.more,
    ]


def finding_of(plain: Plain, file: str) -> Finding:
    """The finding that `plain_finding` made plain, in a file."""
    code, severity, message, hint, span, path, excerpt, more = plain
    return Finding(
        code,
        Severity(severity),
        message,
        hint,
        file,
        Span(*span),
        tuple(path),
        Excerpt(*excerpt) if excerpt else None,
        more,
    )


def plain_silenced(silenced: Silenced) -> Plain:
    """A silenced finding as JSON holds it."""
    return [plain_finding(silenced.finding), silenced.by.value, silenced.reason]


def silenced_of(plain: Plain, file: str) -> Silenced:
    """The silenced finding that `plain_silenced` made plain, in a file."""
    finding, by, reason = plain
    return Silenced(finding_of(finding, file), Silence(by), reason)
