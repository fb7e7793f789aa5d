"""Examines single files: reads and checks each, and separates the findings that its comments suppress."""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from comms.errors import CommsError
from comms.findings import Finding, Silenced, Unreadable
from comms.linting.cache import (
    Cache,
    finding_of,
    fingerprint,
    key_of,
    plain_finding,
    plain_silenced,
    silenced_of,
)
from comms.linting.selection import ALL, RuleSet, Selection
from comms.linting.summaries import Summary, summary_of
from comms.reading import content_of
from comms.rules import RULES
from comms.workspace.discovery import Found
from comms.workspace.recognition import is_resource, is_template, reason_to_pass_over
from comms.workspace.register import register_of
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from comms.workspace.case import Case

UNUSED, OF_THE_RUN = "F012", "F007"
"""The rule about comments that suppress nothing, and the one that is applied to a whole run."""
_JSON = json.JSONEncoder(separators=(",", ":"))


class Target(NamedTuple):
    """A file to examine; a file that was named is checked whatever it contains."""

    found: Found
    is_named: bool


@dataclass(slots=True)
class Examined:
    """The result of one file.

    documents: a summary of each of its documents. judged: whether it was checked at all, as a request.
    passed_over: why a file that could be read was not checked, a reason of comms.workspace.recognition.
    notice: why a file found in a folder could not be examined. key, entry: the entry for the cache.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    documents: list[Summary] = field(default_factory=list)
    judged: bool = True
    passed_over: str = ""
    notice: str = ""
    key: str = ""
    entry: str = ""


@dataclass
class Examiner:
    """Examines files with the rules that the command line and their workspaces select.

    language: that of the findings. named: files with documents that others refer to, wherever they are.
    title: the title of the file if it stands apart from its content.
    covered: the folders that the run examines completely. state: a fingerprint of all files in them, under
    which a result that depends on other documents is remembered.
    """

    language: str
    selection: Selection = ALL
    named: tuple[Path, ...] = ()
    title: str = ""
    cache: Cache = field(default_factory=Cache)
    covered: tuple[str, ...] = ()
    state: str = ""
    _rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    _known: dict[Path | None, RuleSet] = field(default_factory=dict)
    _keys: "dict[tuple[Path | None, tuple[str, ...], str, bool], blake2b]" = field(default_factory=dict)

    def rule_set(self, folder: str) -> RuleSet:
        """Return the rules of the workspace around a folder; folders of one workspace share one rule set."""
        if folder not in self._rule_sets:
            workspace = open_workspace(Path(folder)).with_named(*self.named)
            rule_set = RuleSet(workspace, self.selection)
            self._rule_sets[folder] = self._known.setdefault(workspace.folder, rule_set)
        return self._rule_sets[folder]

    def recall(self, targets: list[Target], left_out: Iterable[Found]) -> list[Examined | None]:
        """Return the results that the cache remembers, None for each file that is to be examined.

        left_out: the other files in the folders covered, which documents may refer to.
        """
        if not self.cache.file:
            return [None] * len(targets)
        files = [*targets, *(Target(found, is_named=False) for found in left_out)]
        keys = list(map(self._key_on_disk, files))
        self.state = fingerprint(*(file.found.real for file in files), *keys)
        return [
            _remembered(key, self.cache.get(key), target.found.path, self.state)
            for target, key in zip(targets, keys, strict=False)
        ]

    def _key_on_disk(self, target: Target) -> str:
        """Return the key of a file for the cache, "" if it cannot be opened."""
        try:
            content = content_of(target.found.real)
        except (Unreadable, CommsError):
            return ""
        return self._key(content, target, self.rule_set(os.path.dirname(target.found.real)))

    def examine(self, target: Target) -> Examined:
        """Examine a file on disk."""
        found = target.found
        try:
            content = content_of(found.real)
        except Unreadable as error:
            if not target.is_named:
                return Examined(found.path, judged=False, notice=error.reason)
            return self._judge(error, target, self.rule_set(os.path.dirname(found.real)))
        except CommsError:  # deleted since the folder was searched
            if target.is_named:
                raise
            return Examined(found.path, judged=False, notice="no_file")
        return self.examine_content(content, target, self.rule_set(os.path.dirname(found.real)))

    def examine_content(self, content: bytes, target: Target, rule_set: RuleSet) -> Examined:
        """Examine a content, and make an entry for the cache if there is one."""
        found = target.found
        key = self._key(content, target, rule_set) if self.cache.file else ""
        house = rule_set.workspace.settings.lint.headings.pairs
        if not target.is_named and (reason := reason_to_pass_over(content, found.path, house)):
            return _passed_over(found.path, reason, key)
        asked = _asked(rule_set.workspace)
        examined = self._judge(content, target, rule_set)
        state = "" if _asked(rule_set.workspace) == asked else self._state_of_others(rule_set.workspace)
        if key and state is not None:
            examined.key, examined.entry = key, _entry(examined, state)
        return examined

    def _state_of_others(self, workspace: Workspace) -> str | None:
        """Return what a result that depends on other documents is remembered under, None for nothing."""
        is_covered = os.path.join(str(workspace.folder), "").startswith(self.covered)
        return self.state if self.state and is_covered and not workspace.named else None

    def _key(self, content: bytes, target: Target, rule_set: RuleSet) -> str:
        rules = rule_set.rules_for(target.found.real)
        path = target.found.path
        suffix = path if is_template(path) else os.path.splitext(path)[1] or path
        base = rule_set.workspace.folder, rules, suffix, target.is_named
        if base not in self._keys:
            settings = rule_set.workspace.settings.model_dump_json()
            wording = _state_of(rule_set.workspace.templates)
            self._keys[base] = key_of(
                self.language, settings, *rules, suffix, str(target.is_named), wording, self.title
            )
        digest = self._keys[base].copy()  # the part that many files share is digested once
        digest.update(content)
        return digest.hexdigest()

    def _judge(self, content: bytes | Unreadable, target: Target, rule_set: RuleSet) -> Examined:
        from comms.workspace.loading import cases_of

        found = target.found
        rules = rule_set.rules_for(found.real)
        cases = cases_of(content, found.path, rule_set.workspace, self.title)
        if len(cases) > 1:
            return self._judge_several(cases, target, rules, rule_set)
        kept, answered = self.findings_of(cases[0], rules, rule_set)
        return Examined(found.path, kept, answered, _summaries(cases))

    def _judge_several(
        self, cases: "list[Case]", target: Target, rules: tuple[str, ...], rule_set: RuleSet
    ) -> Examined:
        """Judge the documents of one file; in a folder resources of Kubernetes among them are left out."""
        from comms.linting.check import MOST, at_most

        if not target.is_named:
            cases = [case for case in cases if not is_resource(case.source.data)]
        examined = Examined(target.found.path, documents=_summaries(cases))
        for case in cases:
            kept, answered = self.findings_of(case, rules, rule_set, is_alone=False)
            examined.findings += [finding.moved(case.source.above) for finding in kept]
            examined.silenced += [silenced.moved(case.source.above) for silenced in answered]
        examined.findings = at_most(examined.findings, MOST, self.language)
        return examined

    def findings_of(
        self, case: "Case", rules: tuple[str, ...], rule_set: RuleSet, is_alone: bool = True
    ) -> tuple[list[Finding], list[Silenced]]:
        """Return the findings of a case with the workspace's severities, and those that comments suppress.

        is_alone: whether the file holds no other document, so that the limit of a file applies.
        """
        from comms.linting.check import MOST, at_most, check

        may_silence = case.source.may_suppress  # then the limit applies to the findings that remain
        most = MOST if is_alone and not may_silence else None
        found = [rule_set.weighed(finding) for finding in check(case, self.language, rules, most)]
        if not may_silence:
            return found, []
        from comms.reading.suppressions import split_silenced

        kept, answered = split_silenced(found, case.source)
        kept += map(rule_set.weighed, self._unused_suppressions(case, found, rules))
        return (at_most(kept, MOST, self.language) if is_alone else kept), answered

    def _unused_suppressions(
        self, case: "Case", found: list[Finding], rules: tuple[str, ...]
    ) -> list[Finding]:
        """Return the findings about comments that suppress nothing, whichever rules the run has selected."""
        from comms.linting.check import check
        from comms.reading.suppressions import unused_suppressions

        if UNUSED not in rules or case.unreadable is not None:
            return []
        everything = found if len(rules) == len(RULES) else check(case, self.language)
        case.unused_suppressions = tuple(unused_suppressions(everything, case.source, _names_rules_of_files))
        return check(case, self.language, [UNUSED])


def _names_rules_of_files(prefix: str) -> bool:
    """Return whether a code, or beginning of one, names rules that judge a file by itself, and no others."""
    return any(code.startswith(prefix) for code in RULES) and not OF_THE_RUN.startswith(prefix)


def _state_of(templates: Path | None) -> str:
    """Return a text that changes with the workspace's own templates, on which findings depend."""
    if templates is None or not templates.is_dir():
        return ""
    files = ((file, file.stat()) for file in sorted(templates.rglob("*.j2")) if file.is_file())
    return repr([(str(file), status.st_mtime_ns, status.st_size) for file, status in files])


def _asked(workspace: Workspace) -> int:
    """Return how often a workspace has been asked for its other documents."""
    register = register_of(workspace)
    return register.asked if register is not None else 0


def _summaries(cases: "list[Case]") -> list[Summary]:
    return [summary for case in cases if (summary := summary_of(case))]


def _entry(examined: Examined, state: str) -> str:
    findings = list(map(plain_finding, examined.findings))
    silenced = list(map(plain_silenced, examined.silenced))
    return _JSON.encode([examined.documents, findings, silenced, state])


def _passed_over(file: str, reason: str, key: str) -> Examined:
    return Examined(file, judged=False, passed_over=reason, key=key, entry=_JSON.encode([reason]))


def _remembered(key: str, entry: str | None, file: str, state: str) -> Examined | None:
    """Return the result of an entry of the cache, None if there is none or it depends on what has changed."""
    if entry is None:
        return None
    data = json.loads(entry)
    if len(data) == 1:
        return _passed_over(file, data[0], key)
    documents, findings, silenced, needed = data
    if needed and needed != state:
        return None
    return Examined(
        file,
        [finding_of(finding, file) for finding in findings],
        [silenced_of(finding, file) for finding in silenced],
        [Summary(*document) for document in documents],
        key=key,
        entry=entry,
    )
