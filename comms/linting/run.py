"""Lints files and folders: which files are examined, and what all of them together say."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Finding, Severity, Silenced, place
from comms.linting.baseline import Baseline
from comms.linting.cache import Cache
from comms.linting.duplicate_ids import DuplicateIds
from comms.linting.examiner import Examined, Examiner, Target
from comms.linting.request import LintRequest
from comms.linting.selection import ALL, RuleSet, Selection
from comms.workspace.discovery import Found, files_in, is_discoverable
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace


@dataclass
class Lint:
    """The outcome of a run: its findings, and those that somebody has answered for, in the order of files.

    notices: what was met in a folder and could not be looked at, with the reason.
    """

    findings: list[Finding] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    files: int = 0
    notices: list[tuple[str, str]] = field(default_factory=list)

    def failed(self, strict: bool = False) -> bool:
        """Whether the run fails: on any error, and on any warning where `strict`."""
        return any(strict or each.severity is Severity.ERROR for each in self.findings)

    def without(self, baseline: Baseline) -> "Lint":
        """The same outcome, less the findings that the baseline allows."""
        beyond, within = baseline.split(self.findings)
        return Lint(beyond, [*self.silenced, *within], self.files, self.notices)


def lint_paths(
    paths: Iterable[Path],
    language: str,
    selection: Selection = ALL,
    named: Iterable[Path] = (),
    jobs: int = 1,
    if_request: bool = False,
) -> Lint:
    """Lint the files named and those of the folders named, as LintRequest describes, without a cache.

    Raises CommsError for a path that does not exist.
    """
    return lint(LintRequest(tuple(paths), language, selection, tuple(named), jobs, if_request))


def lint(request: LintRequest, cache: Callable[[int], Cache] = lambda files: Cache()) -> Lint:
    """Lint what a request asks for; raises CommsError for a path that does not exist.

    cache: gives the cache for a run over so many files.
    """
    examiner = Examiner(request.language, request.selection, request.named)
    run = _Run(examiner)
    searched = Targets(examiner, run.outcome.notices, request.if_request)
    targets = searched.of(request.paths)
    examiner.cache = cache(len(targets))
    for target, examined in zip(targets, _examined(examiner, targets, request.jobs), strict=True):
        run.take(target, examined)
    examiner.cache.save()
    return run.lint(DuplicateIds(examiner, covered=searched.covered))


def lint_text(
    content: bytes,
    name: str,
    language: str,
    selection: Selection = ALL,
    workspace: Workspace = NOWHERE,
    if_request: bool = False,
) -> Lint:
    """Lints one file's content under the name that stands for it; that of a link, as the file it leads to."""
    examiner = Examiner(language, selection)
    target = Target(Found(name, os.path.realpath(name)), is_named=not if_request)
    if workspace.folder is not None and os.path.islink(name):
        workspace = open_workspace(Path(target.found.real).parent).with_named(*workspace.named)
    rule_set = RuleSet(workspace, selection)
    run = _Run(examiner)
    if if_request and not _is_met(target.found, rule_set):
        return run.outcome
    run.take(target, examiner.examine_content(content, target, rule_set))
    return run.lint(DuplicateIds(examiner, {target.found.real: (content, rule_set)}))


def _examined(examiner: Examiner, targets: list[Target], jobs: int) -> Iterator[Examined]:
    count = _workers_for(len(targets), jobs)
    if count == 1:
        return map(examiner.examine, targets)
    from comms.linting.parallel import share

    return share(examiner, targets, count)


ENOUGH = 400
"""Files below which starting processes takes longer than they save."""
MOST_WORKERS = 8


def _workers_for(files: int, asked: int) -> int:
    """How many processes to use for so many files: as many as asked for, or where 0, as are worth while."""
    if asked > 0:
        return max(min(asked, files), 1)
    return min(os.cpu_count() or 1, MOST_WORKERS) if files >= ENOUGH else 1


class Targets:
    """The files that a run is to examine, each once.

    if_request: whether a file that is named is treated as one that is met in a folder.
    covered: the folders that the run sees the whole of.
    """

    def __init__(self, examiner: Examiner, notices: list[tuple[str, str]], if_request: bool = False) -> None:
        self.examiner = examiner
        self.notices = notices
        self.if_request = if_request
        self.covered: list[str] = []

    def of(self, paths: Iterable[Path]) -> list[Target]:
        """The targets of files and folders; raises CommsError for a path that does not exist.

        A file that is reached twice, by its name and in a folder, is a file that was named.
        """
        targets: dict[str, Target] = {}
        for target in self._reached(paths):
            known = targets.setdefault(target.found.real, target)
            if target.is_named and not known.is_named:
                targets[target.found.real] = Target(known.found, is_named=True)
        return list(targets.values())

    def _reached(self, paths: Iterable[Path]) -> Iterator[Target]:
        for path in paths:
            if not path.exists() and not path.is_symlink():
                raise CommsError("no_such_file", path=str(path))
            if is_folder := path.is_dir():
                self.covered.append(os.path.join(os.path.realpath(path), ""))
            for found in self._below(path) if is_folder else self._named(path):
                yield Target(found, is_named=not (is_folder or self.if_request))

    def _below(self, folder: Path) -> Iterator[Found]:
        for found in files_in(folder, notice=lambda path, reason: self.notices.append((path, reason))):
            if not self._rule_set(found).excludes(found.real):
                yield found

    def _named(self, path: Path) -> Iterator[Found]:
        found = Found(str(path), os.path.realpath(path))
        if not self.if_request or _is_met(found, self._rule_set(found)):
            yield found

    def _rule_set(self, found: Found) -> RuleSet:
        return self.examiner.rule_set(os.path.dirname(found.real))


def _is_met(found: Found, rule_set: RuleSet) -> bool:
    """Whether a walk through its folder would look at a file."""
    return is_discoverable(found.path) and not rule_set.excludes(found.real)


class _Run:
    """Gathers what the files of a run say."""

    def __init__(self, examiner: Examiner) -> None:
        self.examiner = examiner
        self.outcome = Lint()
        self._said: dict[str, Examined | None] = {}  # None of a file that has nothing to say: most have not
        self._holders: dict[tuple[str, int], list[Found]] = defaultdict(list)

    def take(self, target: Target, examined: Examined) -> None:
        """Notes the outcome of one file."""
        if examined.notice:
            self.outcome.notices.append((examined.file, examined.notice))
        if examined.key and examined.entry:
            self.examiner.cache.use(examined.key, examined.entry)
        if not examined.judged:
            return
        self.outcome.files += 1
        says = examined.findings or examined.silenced
        self._said[target.found.real] = examined if says else None
        if examined.identity:
            self._holders[examined.identity].append(target.found)

    def lint(self, twins: DuplicateIds) -> Lint:
        """The outcome of the whole run, once every file has been taken."""
        for identity, holders in self._holders.items():
            for file, (findings, silenced) in twins.of(identity, holders).items():
                examined = self._said[file] = self._said[file] or Examined(file)
                examined.findings = sorted([*examined.findings, *findings], key=place)
                examined.silenced += silenced
        for examined in filter(None, self._said.values()):
            self.outcome.findings += examined.findings
            self.outcome.silenced += examined.silenced
        return self.outcome
