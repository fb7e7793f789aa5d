"""Lints files and folders: which files are judged, and what all of them together say."""

import difflib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path

from comms.checking import Case, check, load_case, unreadable_case
from comms.findings import CommsError, Finding, Severity, Silenced, Unreadable
from comms.reading import read_bytes, read_file
from comms.reading.source import Source
from comms.register import is_copy
from comms.rules import RULES
from comms.walking import requests_in
from comms.workspace import NOWHERE, Workspace, open_workspace


@dataclass
class Lint:
    """The outcome of a run: its findings, and those that somebody has answered for, in the order of files."""

    findings: list[Finding] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    files: int = 0

    def failed(self, strict: bool = False) -> bool:
        """Whether the run fails: on any error, and on any warning where `strict`."""
        return any(strict or each.severity is Severity.ERROR for each in self.findings)


def lint_paths(
    paths: Iterable[Path], language: str, rules: Iterable[str] = RULES, named: Iterable[Path] = ()
) -> Lint:
    """Lints the files named and those of the folders named; raises CommsError for a path that is not.

    named: files that hold documents which others refer to, wherever they are.
    """
    return _lint(list(_cases(paths, tuple(named))), language, rules)


def lint_text(content: bytes, name: str, language: str, rules: Iterable[str] = RULES) -> Lint:
    """Lints one file's content under the name that stands for it."""
    return _lint([_case(partial(read_bytes, content, name), name, NOWHERE)], language, rules)


def _lint(cases: list[Case], language: str, rules: Iterable[str]) -> Lint:
    _find_twins(cases)
    chosen = list(rules)
    lint = Lint(files=len(cases))
    for case in cases:
        lint.findings += check(case, language, chosen)
    return lint


def chosen_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[str]:
    """The codes that begin with one of `select` (all where it is empty) and with none of `ignore`.

    Raises CommsError("no_such_rule") for a code or prefix that no rule has.
    """
    select, ignore = tuple(select), tuple(ignore)
    for prefix in (*select, *ignore):
        if not any(code.startswith(prefix) for code in RULES) or not prefix:
            near = difflib.get_close_matches(prefix.upper(), RULES, 1, 0.5)
            raise CommsError("no_such_rule", code=prefix, near=near[0] if near else "F, W, S, R")
    return [
        code
        for code in RULES
        if (not select or code.startswith(select)) and not (ignore and code.startswith(ignore))
    ]


def _cases(paths: Iterable[Path], named: tuple[Path, ...]) -> Iterator[Case]:
    seen: set[str] = set()
    known: dict[Path | None, Workspace] = {}

    @cache
    def around(folder: Path) -> Workspace:
        """The workspace of a folder, one for all folders that share it, so that it is searched once."""
        found = open_workspace(folder)
        return known.setdefault(found.folder, found.with_named(*named))

    for path in paths:
        if not path.exists() and not path.is_symlink():
            raise CommsError("no_such_file", path=str(path))
        for file in requests_in(path) if path.is_dir() else (path,):
            if (real := os.path.realpath(file)) not in seen:
                seen.add(real)
                yield _case(partial(read_file, file), str(file), around(file.parent))


def _case(read: Callable[[], Source], name: str, workspace: Workspace) -> Case:
    try:
        return load_case(read(), workspace)
    except Unreadable as error:
        return unreadable_case(name, error)


def _find_twins(cases: list[Case]) -> None:
    """Notes the cases that claim one id and revision; a rendered copy of the same data claims nothing."""
    groups: dict[tuple[str, int], list[Case]] = defaultdict(list)
    for case in cases:
        if case.document is not None and case.document.id:
            groups[case.document.id, case.document.revision or 1].append(case)
    for group in groups.values():
        for case in group:
            case.twins = tuple(
                other.source.name for other in group if other is not case and not is_copy(case, other)
            )
