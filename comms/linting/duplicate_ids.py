"""Finds documents with the same id and revision, among the files of a run and in their workspaces."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from comms.errors import CommsError
from comms.findings import Finding, Silenced, Unreadable
from comms.linting.examiner import Examiner
from comms.linting.selection import RuleSet
from comms.reading import content_of
from comms.workspace.discovery import Found
from comms.workspace.register import is_copy, register_of, revision_of

if TYPE_CHECKING:
    from comms.workspace.case import Case

CODE = "F007"


class DuplicateIds:
    """Finds the twins of documents: other documents with the same id and revision.

    contents: real path -> the content that a caller gave instead of the file, with the rules for it.
    covered: folders that the run examines completely, which need no further search.
    """

    def __init__(
        self,
        examiner: Examiner,
        contents: Mapping[str, tuple[bytes, RuleSet]] | None = None,
        covered: Sequence[str] = (),
    ) -> None:
        self.examiner = examiner
        self.contents = contents or {}
        self.covered = tuple(covered)

    def of(
        self, identity: tuple[str, int], holders: list[Found], are_copies: bool = False
    ) -> dict[str, tuple[list[Finding], list[Silenced]]]:
        """Return real path -> findings, for those `holders` of an id that are not copies of one document.

        are_copies: whether it is known that all of them are.
        """
        elsewhere = self._elsewhere(identity, holders)
        if not elsewhere and (are_copies or len(holders) < 2):
            return {}
        distinct = {holder.real: holder for holder in holders}.values()  # a file may hold several documents
        cases = [(holder, case) for holder in distinct for case in self._cases(holder, identity)]
        outside = [case for file in elsewhere for case in self._cases(file, identity)]
        known = [case for _, case in cases] + outside
        found: dict[str, tuple[list[Finding], list[Silenced]]] = {}
        for holder, case in cases:
            others = [other for other in known if other is not case and not is_copy(case, other)]
            if twins := [other for other in others if _share_workspace(case, other)]:
                findings, silenced = found.setdefault(holder.real, ([], []))
                kept, answered = self._findings(case, holder, twins)
                findings += [finding.moved(case.source.above) for finding in kept]
                silenced += [each.moved(case.source.above) for each in answered]
        return found

    def _elsewhere(self, identity: tuple[str, int], holders: list[Found]) -> list[Found]:
        """Return the files outside of the run that seem to declare the id."""
        known = {holder.real for holder in holders}
        found: dict[str, Found] = {}
        for holder in holders:
            rule_set = self._rule_set(holder)
            if self._is_whole(rule_set) or CODE not in rule_set.rules_for(holder.real):
                continue  # then the search of the whole workspace is not needed
            register = register_of(rule_set.workspace)
            for path in register.declaring(identity[0]) if register else ():
                if str(path) not in known and not rule_set.excludes(str(path)):
                    found[str(path)] = Found(_shown(path), str(path))
        return list(found.values())

    def _is_whole(self, rule_set: RuleSet) -> bool:
        """Whether the run examines the whole workspace."""
        return os.path.join(str(rule_set.workspace.folder), "").startswith(self.covered)

    def _rule_set(self, holder: Found) -> RuleSet:
        if holder.real in self.contents:
            return self.contents[holder.real][1]
        return self.examiner.rule_set(os.path.dirname(holder.real))

    def _cases(self, holder: Found, identity: tuple[str, int]) -> "list[Case]":
        """Return the documents of a file with an id."""
        from comms.workspace.loading import cases_of

        try:
            given = self.contents.get(holder.real)
            content = given[0] if given else content_of(Path(holder.real))
        except (Unreadable, CommsError):  # deleted or replaced meanwhile
            return []
        cases = cases_of(content, holder.path, self._rule_set(holder).workspace)
        return [case for case in cases if _is(case, identity)]

    def _findings(
        self, case: "Case", holder: Found, twins: "list[Case]"
    ) -> tuple[list[Finding], list[Silenced]]:
        from comms.linting.check import check
        from comms.reading.suppressions import split_silenced

        rule_set = self._rule_set(holder)
        if CODE not in rule_set.rules_for(holder.real):
            return [], []
        case.twins = tuple(_name(twin, case) for twin in twins)
        findings = check(case, self.examiner.language, [CODE])
        return split_silenced(map(rule_set.weighed, findings), case.source)


def _name(twin: "Case", case: "Case") -> str:
    """Return the name of a twin's file, with its line if it is the file of the case itself."""
    name = twin.source.name
    return f"{name}:{twin.source.above + 1}" if name == case.source.name else name


def _is(case: "Case", identity: tuple[str, int]) -> bool:
    return case.document is not None and (case.document.id, revision_of(case)) == identity


def _share_workspace(case: "Case", other: "Case") -> bool:
    """Whether two documents share a workspace; files without a comms.toml belong to those of their run."""
    one, two = case.workspace, other.workspace
    return one.folder == two.folder or not (one.whole or two.whole)


def _shown(path: Path) -> str:
    """Return a path, relative to the working folder if it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
