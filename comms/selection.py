"""Which rules judge a file, and what they weigh there: the command line, then the settings around it."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from comms.findings import CommsError, Finding, Severity
from comms.ignoring import patterns
from comms.rules import RULES

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from comms.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Selection:
    """What a run is asked to look for: codes or the beginnings of codes; all where `select` is empty."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


ALL = Selection()


@dataclass(frozen=True)
class Choice:
    """The rules that hold in a workspace."""

    workspace: "Workspace"
    selection: Selection = ALL

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The codes that judge the workspace's files; raises CommsError for one that no rule has."""
        settings = self.workspace.settings.lint
        try:
            self._refuse_unknown(settings.select, settings.ignore, settings.severity)
            self._refuse_unknown(*settings.per_file_ignores.values())
        except CommsError as error:
            file = os.path.join(str(self.workspace.folder), "comms.toml")
            raise CommsError("no_such_rule_in", file=file, **error.values) from None
        selected = self.selection.select or settings.select
        return tuple(chosen_rules(selected, (*self.selection.ignore, *settings.ignore)))

    @staticmethod
    def _refuse_unknown(*prefixes: Iterable[str]) -> None:
        for each in prefixes:
            chosen_rules(each)

    def rules_for(self, file: str) -> tuple[str, ...]:
        """The codes that judge one file of the workspace, given by its real path."""
        if not self._patterns:
            return self.rules
        below = self._below(file)
        ignored = tuple(
            code for spec, codes in self._patterns if spec.check_file(below).include for code in codes
        )
        return tuple(code for code in self.rules if not code.startswith(ignored)) if ignored else self.rules

    def excludes(self, file: str) -> bool:
        """Whether the workspace leaves out a file that was met in a folder, given by its real path."""
        return self._excluded is not None and bool(self._excluded.check_file(self._below(file)).include)

    def _below(self, file: str) -> str:
        """A file as the workspace's patterns see it."""
        return file.removeprefix(os.path.join(str(self.workspace.folder), "")).replace(os.sep, "/")

    @cached_property
    def _excluded(self) -> "GitIgnoreSpec | None":
        return patterns(self.workspace.settings.lint.exclude)

    @cached_property
    def _patterns(self) -> "list[tuple[GitIgnoreSpec, list[str]]]":
        """The patterns of per-file-ignores that name files, with the codes that they leave out."""
        ignores = self.workspace.settings.lint.per_file_ignores
        return [(spec, codes) for each, codes in ignores.items() if (spec := patterns([each])) is not None]

    def weighed(self, finding: Finding) -> Finding:
        """A finding with the severity that the workspace gives to its rule; the longest prefix counts."""
        overrides = self.workspace.settings.lint.severity
        prefixes = [each for each in overrides if finding.code.startswith(each)]
        if not prefixes:
            return finding
        return replace(finding, severity=Severity(overrides[max(prefixes, key=len)]))


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
