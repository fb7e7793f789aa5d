"""Documents that share an id and a revision, whichever files of their workspace a run was given."""

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
    """Finds the twins of documents: among the files of the run, and in the rest of their workspaces.

    contents: contents that a caller gave in the place of files, with the rules that hold for them.
    covered: folders that the run has seen the whole of, so that nothing is left to look for in them.
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
        self, identity: tuple[str, int], holders: list[Found]
    ) -> dict[str, tuple[list[Finding], list[Silenced]]]:
        """The findings at those of `holders` that are no copies of one document, by their real paths."""
        elsewhere = self._elsewhere(identity, holders)
        if len(holders) + len(elsewhere) < 2:
            return {}
        cases = [(each, self._case(each)) for each in holders]
        others = [case for each in elsewhere if (case := self._case(each)) and _is(case, identity)]
        known = [case for _, case in cases if case] + others
        found = {}
        for holder, case in cases:
            twins = [each for each in known if case and each is not case and not is_copy(case, each)]
            same = [each for each in twins if _share_workspace(case, each)] if case else []
            if case and same:
                found[holder.real] = self._findings(case, holder, same)
        return found

    def _elsewhere(self, identity: tuple[str, int], holders: list[Found]) -> list[Found]:
        """The files outside of the run that seem to declare the id."""
        known = {each.real for each in holders}
        found: dict[str, Found] = {}
        for holder in holders:
            if CODE not in self._rule_set(holder).rules_for(holder.real):
                continue  # what nobody asks for is not looked for in the whole workspace
            workspace = self._rule_set(holder).workspace
            register = register_of(workspace)
            if register is None or os.path.join(str(workspace.folder), "").startswith(self.covered):
                continue
            for path in register.declaring(identity[0]):
                if str(path) not in known and not self._rule_set(holder).excludes(str(path)):
                    found[str(path)] = Found(_shown(path), str(path))
        return list(found.values())

    def _rule_set(self, holder: Found) -> RuleSet:
        if holder.real in self.contents:
            return self.contents[holder.real][1]
        return self.examiner.rule_set(os.path.dirname(holder.real))

    def _case(self, holder: Found) -> "Case | None":
        from comms.workspace.loading import case_of

        try:
            given = self.contents.get(holder.real)
            content = given[0] if given else content_of(Path(holder.real))
        except (Unreadable, CommsError):  # gone meanwhile
            return None
        case = case_of(content, holder.path, self._rule_set(holder).workspace)
        return case if case.document is not None else None

    def _findings(
        self, case: "Case", holder: Found, twins: "list[Case]"
    ) -> tuple[list[Finding], list[Silenced]]:
        from comms.linting.check import check
        from comms.reading.suppressions import split_silenced

        rule_set = self._rule_set(holder)
        if CODE not in rule_set.rules_for(holder.real):
            return [], []
        case.twins = tuple(each.source.name for each in twins)
        findings = check(case, self.examiner.language, [CODE])
        return split_silenced(map(rule_set.weighed, findings), case.source)


def _is(case: "Case", identity: tuple[str, int]) -> bool:
    return case.document is not None and (case.document.id, revision_of(case)) == identity


def _share_workspace(case: "Case", other: "Case") -> bool:
    """Whether two documents belong together; files that no comms.toml claims belong to those of their run."""
    one, two = case.workspace, other.workspace
    return one.folder == two.folder or not (one.whole or two.whole)


def _shown(path: Path) -> str:
    """A path from the working folder where it lies below it."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
