"""Selects the rules for a file and their severities, from the command line and the workspace's settings."""

import difflib
import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from comms.errors import CommsError
from comms.findings import Finding, Severity
from comms.rules import RULES
from comms.workspace.gitignore import patterns

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from comms.workspace.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Selection:
    """The codes, or beginnings of codes, that a run selects and ignores; empty `select` means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


ALL = Selection()
OFF = "off"
"""The severity that the settings give to a rule that is not to run."""


@dataclass(frozen=True)
class RuleSet:
    """The rules in force in a workspace."""

    workspace: "Workspace"
    selection: Selection = ALL

    @cached_property
    def rules(self) -> tuple[str, ...]:
        """The codes of the rules for the workspace's files; raises CommsError for a code that no rule has."""
        settings = self.workspace.settings.lint
        try:
            self._refuse_unknown(settings.select, settings.ignore, settings.severity)
            self._refuse_unknown(*settings.per_file_ignores.values())
        except CommsError as error:
            file = os.path.join(str(self.workspace.folder), "comms.toml")
            raise CommsError("no_such_rule_in", file=file, **error.values) from None
        asked = (
            self.selection.select
        )  # rules selected on the command line run even if the settings ignore them
        left_out = self.selection.ignore if asked else (*self.selection.ignore, *settings.ignore)
        chosen = chosen_rules(asked or settings.select, left_out)
        return tuple(code for code in chosen if self._severity(code) != OFF)

    @staticmethod
    def _refuse_unknown(*prefixes: Iterable[str]) -> None:
        for group in prefixes:
            chosen_rules(group)

    def rules_for(self, file: str) -> tuple[str, ...]:
        """Return the codes of the rules for one file of the workspace, given by its real path."""
        if not self._patterns:
            return self.rules
        below = self._below(file)
        groups = (codes for spec, codes in self._patterns if spec.check_file(below).include)
        ignored = tuple(_code(written) for codes in groups for written in codes)
        return tuple(code for code in self.rules if not code.startswith(ignored)) if ignored else self.rules

    def excludes(self, file: str) -> bool:
        """Whether the workspace excludes a file found in a folder, given by its real path."""
        return self._excluded is not None and bool(self._excluded.check_file(self._below(file)).include)

    def _below(self, file: str) -> str:
        """Return a path relative to the workspace, with forward slashes, as patterns expect it."""
        return file.removeprefix(os.path.join(str(self.workspace.folder), "")).replace(os.sep, "/")

    @cached_property
    def _excluded(self) -> "GitIgnoreSpec | None":
        return patterns(self.workspace.settings.lint.exclude)

    @cached_property
    def _patterns(self) -> "list[tuple[GitIgnoreSpec, list[str]]]":
        """The patterns of per-file-ignores, with the codes that they ignore; blank patterns are left out."""
        ignores = self.workspace.settings.lint.per_file_ignores
        return [(spec, codes) for text, codes in ignores.items() if (spec := patterns([text])) is not None]

    def weighed(self, finding: Finding) -> Finding:
        """Return a finding with the severity that the workspace gives to its rule."""
        severity = self._severity(finding.code)
        return replace(finding, severity=Severity(severity)) if severity else finding

    def _severity(self, code: str) -> str | None:
        """Return the workspace's severity for a rule; of several matching beginnings the longest counts."""
        prefixes = [prefix for prefix in self._severities if code.startswith(prefix)]
        return self._severities[max(prefixes, key=len)] if prefixes else None

    @cached_property
    def _severities(self) -> dict[str, str]:
        severities = self.workspace.settings.lint.severity
        return {_code(written): severity for written, severity in severities.items()}


FAMILIES = ", ".join(dict.fromkeys(code[0] for code in RULES))
"""The letters of the families of rules, for the message about an unknown code."""


def _code(written: str) -> str:
    """Return a code, or beginning of one, that may be written in small letters or as the name of a rule."""
    by_name = {rule.name: code for code, rule in RULES.items()}
    prefix = by_name.get(written.lower(), written.upper())
    if not prefix or not any(code.startswith(prefix) for code in RULES):
        digits = prefix[:1] + prefix[1:].replace("O", "0").replace("I", "1").replace("L", "1")
        near = [digits] if digits in RULES else difflib.get_close_matches(prefix, RULES, 1, 0.7)
        near += difflib.get_close_matches(written.lower(), by_name, 1)
        raise CommsError("no_such_rule", code=written, near=near[0] if near else FAMILIES)
    return prefix


def chosen_rules(select: Iterable[str] = (), ignore: Iterable[str] = ()) -> list[str]:
    """Return the codes that begin with one of `select` (all if it is empty) and with none of `ignore`.

    A rule may also be given by its name. Raises CommsError("no_such_rule") for a text that matches no rule.
    """
    select, ignore = tuple(map(_code, select)), tuple(map(_code, ignore))
    return [
        code
        for code in RULES
        if (not select or code.startswith(select)) and not (ignore and code.startswith(ignore))
    ]
