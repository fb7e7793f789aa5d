"""Baselines: the findings that a team accepts for now, as counts by file and rule.

A baseline holds counts, not places: it stays valid when lines move, and any finding beyond it is shown. It
also holds a mark of each finding, by which a file is known again when it has got another name.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Finding, Silence, Silenced

DEFAULT = "comms-baseline.json"
VERSION = 1


Counts = dict[str, dict[str, int]]
"""The name of a file, relative to the folder of the baseline -> code -> number of findings."""
Keeps = Callable[[str, str], bool]
"""Whether a run did not look for the findings of a file, given by its real path, and a code."""


def _keeps_nothing(file: str, code: str) -> bool:
    return False


@dataclass(frozen=True)
class Baseline:
    """The accepted findings, and the marks of each file's findings."""

    folder: Path
    counts: Counts
    marks: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def split(self, findings: Sequence[Finding]) -> tuple[list[Finding], list[Silenced]]:
        """Return the findings beyond the counts, and those within them: the first ones of a file and rule."""
        left = {(file, code): count for file, codes in self.counts.items() for code, count in codes.items()}
        beyond: list[Finding] = []
        within: list[Silenced] = []
        for name, finding in self._named(findings):
            key = name, finding.code
            left[key] = left.get(key, 0) - 1 - finding.more
            if left[key] >= 0:
                within.append(Silenced(finding, Silence.BASELINE))
            else:
                beyond.append(finding)
        return beyond, within

    def stale(self, findings: Sequence[Finding], keeps: Keeps = _keeps_nothing) -> int:
        """Return how many of the accepted findings a run did not find any more."""
        found = _counts(self._named(findings))
        return sum(
            max(count - found.get(name, {}).get(code, 0), 0)
            for name, codes in self.counts.items()
            for code, count in codes.items()
            if not keeps(os.path.realpath(self.folder / name), code)
        )

    def pruned(self, findings: Sequence[Finding], keeps: Keeps = _keeps_nothing) -> "Baseline":
        """Return the baseline without the findings that a run did not find any more, by the present names."""
        found, names = _counts(self._named(findings)), self._new_names(findings)
        counts: Counts = {}
        for name, codes in self.counts.items():
            real = os.path.realpath(self.folder / name)
            present = found.get(name, {})
            left = {
                code: count if keeps(real, code) else min(count, present.get(code, 0))
                for code, count in codes.items()
            }
            if left := {code: count for code, count in left.items() if count}:
                counts[names.get(name, name)] = left
        marks = self._marks_of(counts, {new: old for old, new in names.items()}, findings, keeps)
        return Baseline(self.folder, counts, marks)

    def renewed(self, findings: Sequence[Finding], keeps: Keeps = _keeps_nothing) -> "Baseline":
        """Return the baseline of a run, with the counts of files and codes that it did not look for."""
        counts = _counts((self._name(finding.file), finding) for finding in findings)
        for name, codes in self.counts.items():
            real = os.path.realpath(self.folder / name)
            if kept := {code: count for code, count in codes.items() if keeps(real, code)}:
                counts[name] = dict(Counter(counts.get(name, {})) + Counter(kept))
        return Baseline(self.folder, counts, self._marks_of(counts, {}, findings, keeps))

    def _marks_of(
        self, names: Iterable[str], old_names: Mapping[str, str], findings: Iterable[Finding], keeps: Keeps
    ) -> dict[str, list[str]]:
        """Return the marks of some files: those of the findings, and the known ones that a run left out."""
        found = _marks((self._name(finding.file), finding) for finding in findings)
        marks: dict[str, list[str]] = {}
        for name in names:
            old = old_names.get(name, name)
            real = os.path.realpath(self.folder / old)
            kept = [mark for mark in self.marks.get(old, ()) if keeps(real, mark.partition(":")[0])]
            if together := sorted({*kept, *found.get(name, ())}):
                marks[name] = together
        return marks

    def _named(self, findings: Iterable[Finding]) -> Iterator[tuple[str, Finding]]:
        """Yield the findings with the names that their files have in the baseline."""
        findings = list(findings)
        old_names = {new: old for old, new in self._new_names(findings).items()}
        for finding in findings:
            name = self._name(finding.file)
            yield old_names.get(name, name), finding

    def _new_names(self, findings: Iterable[Finding]) -> dict[str, str]:
        """Return the present names of files that are gone from where they were, known by their findings."""
        present = _marks((self._name(finding.file), finding) for finding in findings)
        unknown = {name: marks for name, marks in present.items() if name not in self.counts}
        gone = [name for name in self.counts if name in self.marks and not (self.folder / name).exists()]
        names: dict[str, str] = {}
        for old in gone if unknown else ():
            new = max(unknown, key=lambda name: _shared(unknown[name], self.marks[old]), default=None)
            if new and 2 * _shared(unknown[new], self.marks[old]) >= max(
                len(unknown[new]), len(self.marks[old])
            ):
                names[old] = new
                del unknown[new]
        return names

    def _name(self, file: str) -> str:
        return _relative(file, self.folder)


def _counts(named: Iterable[tuple[str, Finding]]) -> Counts:
    counts: dict[str, Counter[str]] = {}
    for name, finding in named:
        counts.setdefault(name, Counter())[finding.code] += 1 + finding.more
    return {name: dict(codes) for name, codes in counts.items()}


def _marks(named: Iterable[tuple[str, Finding]]) -> dict[str, list[str]]:
    """Return the marks of the findings of each file, each once and sorted."""
    marks: dict[str, set[str]] = {}
    for name, finding in named:
        marks.setdefault(name, set()).add(_mark(finding))
    return {name: sorted(found) for name, found in marks.items()}


def _mark(finding: Finding) -> str:
    """Return the code and a short digest of a finding, the same in every language and at every place."""
    line = finding.excerpt.line.strip() if finding.excerpt else ""
    content = f"{finding.field}\0{line}".encode("utf-8", "surrogatepass")
    return f"{finding.code}:{blake2b(content, digest_size=4).hexdigest()}"


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    return len(set(one) & set(other))


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
    if not isinstance(data, dict) or data.get("version") != VERSION or not _is_sound(data):
        raise CommsError("bad_baseline", path=str(file))
    return Baseline(file.parent, data["files"], data.get("marks", {}))


def _is_sound(data: dict[str, object]) -> bool:
    files, marks = data.get("files"), data.get("marks", {})
    if not isinstance(files, dict) or not isinstance(marks, dict):
        return False
    has_counts = all(
        isinstance(codes, dict) and all(type(count) is int for count in codes.values())
        for codes in files.values()
    )
    return has_counts and all(
        isinstance(found, list) and all(isinstance(mark, str) for mark in found) for found in marks.values()
    )


def write_baseline(file: Path, findings: Iterable[Finding], keeps: Keeps = _keeps_nothing) -> None:
    """Write the counts of the findings, sorted, so that two baselines differ only where their counts do."""
    found = list(findings)
    _change(file, lambda earlier: earlier.renewed(found, keeps))


def prune_baseline(file: Path, findings: Sequence[Finding], keeps: Keeps = _keeps_nothing) -> None:
    """Take out of a baseline what a run did not find any more, and give renamed files their present names.

    Raises CommsError("no_baseline") or CommsError("bad_baseline").
    """
    read_baseline(file)
    _change(file, lambda earlier: earlier.pruned(findings, keeps))


def _change(file: Path, renew: Callable[[Baseline], Baseline]) -> None:
    """Write what `renew` makes of the baseline; once more if another program changes the file meanwhile."""
    from comms.runtime.files import again_if_changed

    again_if_changed(partial(_write_renewed, file, renew))


def _write_renewed(file: Path, renew: Callable[[Baseline], Baseline]) -> None:
    from comms.runtime.files import replace

    before = _content(file)
    renewed = renew(_parsed(before, file) if before is not None else Baseline(file.parent, {}))
    data = {"version": VERSION, "files": renewed.counts, "marks": renewed.marks}
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True)
    replace(file, before, f"{text}\n".encode("utf-8", "backslashreplace"))


def _relative(file: str, folder: Path) -> str:
    """Return the name of a file relative to a folder, the same on every operating system."""
    return os.path.relpath(os.path.realpath(file), os.path.realpath(folder)).replace(os.sep, "/")
