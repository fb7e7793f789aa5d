"""A cache of the results of earlier runs, under fingerprints of everything that they depend on.

An entry is found again only for the same content, rules, settings, language and program; results that
depend on other documents are never cached. So the cache may be deleted at any time, but never has to be.
"""

import os
import sys
import time
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zlib import crc32

from comms.errors import CommsError
from comms.findings import Excerpt, Finding, Severity, Silence, Silenced, Span
from comms.runtime.resources import PACKAGE

MOST = 100_000
"""The most entries of a cache file; the least recently used ones are dropped."""
MAX_AGE = 30 * 24 * 3600
"""Seconds after which the cache file of a folder is deleted if the folder is no longer linted."""

Plain = list[Any]
"""A finding in the types of JSON."""


class Cache:
    """The entries of one working folder, a line each: key, checksum, JSON; without a file nothing is kept."""

    def __init__(self, file: Path | None = None) -> None:
        self.file = file
        self._entries = _read(file) if file else {}
        self._used: dict[str, str] = {}
        self._is_changed = False

    def get(self, key: str) -> str | None:
        """Return the entry of a key, None if there is none or it is not as it was written."""
        _, _, entry = self._entries.get(key, "").partition(" ")
        return entry if entry and self._entries[key] == _sealed(key, entry) else None

    def use(self, key: str, entry: str) -> None:
        """Record that an entry was used, so that it is kept."""
        self._used[key] = _sealed(key, entry)
        self._is_changed = self._is_changed or self._entries.get(key) != self._used[key]

    def save(self) -> None:
        """Write the entries; if they cannot be written, the next run simply repeats the work."""
        if self.file is None or not self._is_changed:
            return
        from comms.runtime.files import write_atomic

        unused = {key: entry for key, entry in self._entries.items() if key not in self._used}
        entries = unused | self._used  # in the order of their last use
        lines = [f"{key} {entry}\n" for key, entry in entries.items()]
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(self.file, "".join(lines[-MOST:]).encode())
            _forget_older_than(self.file.stat().st_mtime - MAX_AGE, self.file.parent)
        except (CommsError, OSError):
            return


def _sealed(key: str, entry: str) -> str:
    """Return an entry behind its checksum, so that a damaged one is recognized, whatever it looks like."""
    return f"{crc32(f'{key} {entry}'.encode()):08x} {entry}"


def _read(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return {}
    return {key: entry for key, _, entry in (line.partition(" ") for line in lines) if entry}


def _forget_older_than(oldest: float, folder: Path) -> None:
    # compares times of files only: the clock of a file server may differ from that of this machine
    for file in folder.glob("*.lines"):
        try:
            if file.stat().st_mtime < oldest:
                file.unlink()
        except OSError:  # another run has deleted it
            continue


WORTH_WHILE = 50
"""The number of files from which on computing the program's fingerprint and reading the cache pays off."""


def cache_for(files: int) -> Cache:
    """Return the cache of the working folder for a run over a number of files; a small run has none."""
    return Cache(cache_file(Path.cwd())) if files >= WORTH_WHILE else Cache()


def cache_file(folder: Path) -> Path:
    """Return the cache file of a working folder, in the user's cache folder (XDG_CACHE_HOME on Linux)."""
    from platformdirs import user_cache_path

    name = fingerprint(str(folder.resolve()), program())
    return user_cache_path("comms", appauthor=False) / "lint" / f"{name}.lines"


def fingerprint(*parts: str | bytes) -> str:
    """Return a short name for a list of parts; different lists have different names."""
    return key_of(*parts).hexdigest()


def key_of(*parts: str | bytes) -> blake2b:
    """Return the digest of `parts`, which more data can be added to."""
    digest = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest


def program() -> str:
    """Return a fingerprint of the program: its files, its interpreter, its time zone and installed libraries.

    With the version alone, results would be stale during work on the rules.
    """
    names = _files(PACKAGE)
    contents = [(PACKAGE / name).read_bytes() for name in names]
    zone = (time.tzname, time.timezone, os.environ.get("TZ"))
    return fingerprint(*names, *contents, *_libraries(), sys.version, repr(zone))


def _libraries() -> list[str]:
    """Return the installed packages as the names of their metadata folders (PyYAML-6.0.2.dist-info)."""
    names: list[str] = []
    for folder in sys.path:
        with suppress(OSError):  # a ZIP file, or a folder that may not be read
            names += os.listdir(folder or os.curdir)
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _files(package: Path) -> list[str]:
    return sorted(
        os.path.relpath(os.path.join(folder, name), package)
        for folder, _, names in os.walk(package)
        for name in names
        if name.endswith((".py", ".toml", ".j2", ".yaml"))
    )


def plain_finding(finding: Finding) -> Plain:
    """Return a finding in the types of JSON, without its file, which the next run may name differently."""
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


def finding_of(data: Plain, file: str) -> Finding:
    """Return the finding of a file that `plain_finding` converted."""
    code, severity, message, hint, span, path, excerpt, more = data
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
    """Return a silenced finding in the types of JSON."""
    return [plain_finding(silenced.finding), silenced.by.value, silenced.reason]


def silenced_of(data: Plain, file: str) -> Silenced:
    """Return the silenced finding of a file that `plain_silenced` converted."""
    finding, by, reason = data
    return Silenced(finding_of(finding, file), Silence(by), reason)
