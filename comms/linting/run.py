"""Lints files and folders: chooses the files to examine and gathers their results."""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from comms.errors import CommsError
from comms.findings import Finding, Severity, Silenced, sort_key
from comms.linting.baseline import Baseline
from comms.linting.cache import Cache
from comms.linting.duplicate_ids import DuplicateIds
from comms.linting.examiner import Examined, Examiner, Target
from comms.linting.request import LintRequest
from comms.linting.selection import ALL, RuleSet, Selection
from comms.linting.summaries import Summary, are_copies
from comms.workspace.discovery import Found, files_in, is_discoverable
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace


@dataclass
class Lint:
    """The result of a run: its findings, and those that are silenced, in the order of the files.

    files: the number of files checked. notices: files in folders that could not be examined, with the reason.
    passed_over: files that were not checked since they are no requests, by the reason.
    if_request: whether files that were named were passed over, too, if they are none.
    documents: the files and summaries of the documents, if the request asks for them.
    """

    findings: list[Finding] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    files: int = 0
    notices: list[tuple[str, str]] = field(default_factory=list)
    passed_over: dict[str, list[str]] = field(default_factory=dict)
    if_request: bool = False
    documents: list[tuple[Found, Summary]] = field(default_factory=list)

    def failed(self, strict: bool = False) -> bool:
        """Whether the run fails: any error makes it fail, and if `strict`, any warning too."""
        return any(strict or finding.severity is Severity.ERROR for finding in self.findings)

    def without(self, baseline: Baseline) -> "Lint":
        """Return the result with the findings that the baseline accepts counted as silenced."""
        beyond, within = baseline.split(self.findings)
        return replace(self, findings=beyond, silenced=[*self.silenced, *within])


def lint_paths(
    paths: Iterable[Path],
    language: str,
    selection: Selection = ALL,
    named: Iterable[Path] = (),
    jobs: int = 1,
    if_request: bool = False,
) -> Lint:
    """Lint files and the requests in folders without a cache; LintRequest describes the parameters.

    Raises CommsError for a path that does not exist.
    """
    return lint(LintRequest(tuple(paths), language, selection, tuple(named), jobs, if_request))


def lint(request: LintRequest, cache: Callable[[int], Cache] = lambda files: Cache()) -> Lint:
    """Run a lint request; raises CommsError for a path that does not exist.

    cache: returns the cache for a run over a given number of files.
    """
    examiner = Examiner(request.language, request.selection, request.named, request.title)
    run = _Run(examiner, request.if_request, request.summarize)
    searched = Targets(examiner, run.outcome.notices, request.if_request)
    targets = searched.of(request.paths)
    examiner.cache, examiner.covered = cache(len(targets)), tuple(searched.covered)
    remembered = examiner.recall(targets, searched.left_out)
    unknown = [target for target, known in zip(targets, remembered, strict=True) if known is None]
    fresh = _examined(examiner, unknown, request.jobs)
    for target, known in zip(targets, remembered, strict=True):
        run.take(target, known or next(fresh))
    examiner.cache.save()
    return run.lint(DuplicateIds(examiner, covered=searched.covered))


def lint_text(
    content: bytes,
    name: str,
    language: str,
    selection: Selection = ALL,
    workspace: Workspace = NOWHERE,
    if_request: bool = False,
    title: str = "",
) -> Lint:
    """Lint a content under the name of a file; the name of a link stands for the file that it leads to.

    title: as in `LintRequest`.
    """
    examiner = Examiner(language, selection, title=title)
    target = Target(Found(name, os.path.realpath(name)), is_named=not if_request)
    if workspace.folder is not None and os.path.islink(name):
        workspace = open_workspace(Path(target.found.real).parent).with_named(*workspace.named)
    rule_set = RuleSet(workspace, selection)
    run = _Run(examiner, if_request)
    if if_request and not _is_discovered(target.found, rule_set):
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
"""The number of files from which on starting processes saves more time than it takes."""
MOST_WORKERS = 8
"""The most processes that a run starts on its own; `jobs` may ask for more."""


def _workers_for(files: int, asked: int) -> int:
    """Return the number of processes for a number of files: as many as asked for; if 0, as many as pay."""
    if asked > 0:
        return max(min(asked, files), 1)
    return min(os.cpu_count() or 1, MOST_WORKERS) if files >= ENOUGH else 1


class Targets:
    """The search for the files that a run is to examine.

    notices: receives the files in folders that cannot be examined, with the reason.
    if_request: treat named files like files found in a folder.
    covered: the folders that the run examines completely. left_out: the files in them that settings
    exclude.
    """

    def __init__(self, examiner: Examiner, notices: list[tuple[str, str]], if_request: bool = False) -> None:
        self.examiner = examiner
        self.notices = notices
        self.if_request = if_request
        self.covered: list[str] = []
        self.left_out: list[Found] = []

    def of(self, paths: Iterable[Path]) -> list[Target]:
        """Return the targets of files and folders, each once; raises CommsError for a path not found.

        A file that is both named and found in a folder counts as named.
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
            if self._rule_set(found).excludes(found.real):
                self.left_out.append(found)
            else:
                yield found

    def _named(self, path: Path) -> Iterator[Found]:
        found = Found(str(path), os.path.realpath(path))
        if not self.if_request or _is_discovered(found, self._rule_set(found)):
            yield found

    def _rule_set(self, found: Found) -> RuleSet:
        return self.examiner.rule_set(os.path.dirname(found.real))


def _is_discovered(found: Found, rule_set: RuleSet) -> bool:
    """Whether the search of its folder would find a file."""
    return is_discoverable(found.path) and not rule_set.excludes(found.real)


class _Run:
    """Gathers the results of the files of a run."""

    def __init__(self, examiner: Examiner, if_request: bool, summarizes: bool = False) -> None:
        self.examiner = examiner
        self.summarizes = summarizes
        self.outcome = Lint(if_request=if_request)
        self._results: dict[str, Examined | None] = {}  # None for a file without findings, which saves memory
        self._holders: dict[tuple[str, int], list[tuple[Found, Summary]]] = defaultdict(list)

    def take(self, target: Target, examined: Examined) -> None:
        """Record the result of one file."""
        if examined.notice:
            self.outcome.notices.append((examined.file, examined.notice))
        if examined.key and examined.entry:
            self.examiner.cache.use(examined.key, examined.entry)
        if examined.passed_over:
            self.outcome.passed_over.setdefault(examined.passed_over, []).append(examined.file)
        if not examined.judged:
            return
        self.outcome.files += 1
        has_findings = examined.findings or examined.silenced
        self._results[target.found.real] = examined if has_findings else None
        for document in examined.documents:
            if document.number:
                self._holders[document.number, document.revision].append((target.found, document))
            if self.summarizes:
                self.outcome.documents.append((target.found, document))

    def lint(self, twins: DuplicateIds) -> Lint:
        """Return the result of the whole run after all files have been recorded."""
        for identity, holders in self._holders.items():
            found = [each for each, _ in holders]
            known = are_copies([(each.path, summary) for each, summary in holders])
            for file, (findings, silenced) in twins.of(identity, found, known).items():
                examined = self._results[file] = self._results[file] or Examined(file)
                examined.findings = sorted([*examined.findings, *findings], key=sort_key)
                examined.silenced += silenced
        for examined in filter(None, self._results.values()):
            self.outcome.findings += examined.findings
            self.outcome.silenced += examined.silenced
        return self.outcome
