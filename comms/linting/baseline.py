"""Baselines: the findings that a team accepts for now, as counts by file and rule.

A baseline holds counts, not places: it stays valid when lines move, and any finding beyond it is shown.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Finding, Silence, Silenced

DEFAULT = "comms-baseline.json"
VERSION = 1


@dataclass(frozen=True)
class Baseline:
    """The accepted findings: name of a file, relative to the folder of the baseline -> code -> count."""

    folder: Path
    counts: dict[str, dict[str, int]]

    def split(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Silenced]]:
        """Return the findings beyond the counts, and those within them: the first ones of a file and rule."""
        left = {(file, code): count for file, codes in self.counts.items() for code, count in codes.items()}
        beyond: list[Finding] = []
        within: list[Silenced] = []
        for finding in findings:
            key = self._name(finding.file), finding.code
            left[key] = left.get(key, 0) - 1 - finding.more
            if left[key] >= 0:
                within.append(Silenced(finding, Silence.BASELINE))
            else:
                beyond.append(finding)
        return beyond, within

    def _name(self, file: str) -> str:
        return _relative(file, self.folder)


def read_baseline(file: Path) -> Baseline:
    """Read a baseline; raises CommsError("no_baseline") or CommsError("bad_baseline")."""
    if (content := _content(file)) is None:
        raise CommsError("no_baseline", path=str(file))
    return _parsed(content, file)


def _content(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except FileNotFoundError:
        return None
    except OSError:
        raise CommsError("bad_baseline", path=str(file)) from None


def _parsed(content: bytes, file: Path) -> Baseline:
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        raise CommsError("bad_baseline", path=str(file)) from None
    if not isinstance(data, dict) or data.get("version") != VERSION or not _is_sound(data.get("files")):
        raise CommsError("bad_baseline", path=str(file))
    return Baseline(file.parent, data["files"])


def _is_sound(files: object) -> bool:
    return isinstance(files, dict) and all(
        isinstance(codes, dict) and all(type(count) is int for count in codes.values())
        for codes in files.values()
    )


def write_baseline(
    file: Path, findings: Iterable[Finding], keeps: Callable[[str, str], bool] = lambda file, code: False
) -> None:
    """Write the counts of the findings, sorted, so that two baselines differ only where their counts do.

    keeps: whether an existing count stays because the run did not look there, given the real path of its
    file and its code.
    """
    from comms.runtime.files import again_if_changed

    found = list(findings)
    again_if_changed(lambda: _update_baseline(file, found, keeps))


def _update_baseline(file: Path, findings: list[Finding], keeps: Callable[[str, str], bool]) -> None:
    """Write the baseline over what the file holds now; raises ChangedMeanwhile if that changes before."""
    from comms.runtime.files import replace

    before = _content(file)
    earlier = _parsed(before, file).counts if before is not None else {}
    counts: dict[str, Counter[str]] = {}
    for name, codes in earlier.items():
        real = os.path.realpath(file.parent / name)
        if kept := {code: count for code, count in codes.items() if keeps(real, code)}:
            counts[name] = Counter(kept)
    for finding in findings:
        name = _relative(finding.file, file.parent)
        counts.setdefault(name, Counter())[finding.code] += 1 + finding.more
    data = {"version": VERSION, "files": counts}
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    replace(file, before, f"{text}\n".encode("utf-8", "backslashreplace"))


def _relative(file: str, folder: Path) -> str:
    """Return the name of a file relative to a folder, the same on every operating system."""
    return os.path.relpath(os.path.realpath(file), os.path.realpath(folder)).replace(os.sep, "/")
