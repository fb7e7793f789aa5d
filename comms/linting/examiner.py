"""What one file says by itself: read, made a model, checked, and what its comments answer for set apart."""

import json
import os
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from comms.errors import CommsError
from comms.findings import Finding, Silenced, Unreadable
from comms.linting.cache import Cache, finding_of, key_of, plain_finding, plain_silenced, silenced_of
from comms.linting.selection import ALL, RuleSet, Selection
from comms.reading import content_of
from comms.workspace.discovery import Found, is_request
from comms.workspace.register import register_of
from comms.workspace.workspace import Workspace, open_workspace

if TYPE_CHECKING:
    from comms.workspace.case import Case

NO_REQUEST = "[]"
"""The cache's entry of a file that is none of ours."""
_JSON = json.JSONEncoder(separators=(",", ":"))


class Target(NamedTuple):
    """A file to examine; one that was named is judged whatever it holds."""

    found: Found
    is_named: bool


@dataclass(slots=True)
class Examined:
    """The outcome of one file.

    identity: the id and revision of its document; judged: whether it is a request at all; notice: why a
    file met in a folder could not be looked at; key, entry: what the cache should keep of it.
    """

    file: str
    findings: list[Finding] = field(default_factory=list)
    silenced: list[Silenced] = field(default_factory=list)
    identity: tuple[str, int] | None = None
    judged: bool = True
    notice: str = ""
    key: str = ""
    entry: str = ""


@dataclass
class Examiner:
    """Examines files in one language, under the rules of the command line and of their workspaces.

    named: files that hold documents which others refer to, wherever they are.
    """

    language: str
    selection: Selection = ALL
    named: tuple[Path, ...] = ()
    cache: Cache = field(default_factory=Cache)
    _rule_sets: dict[str, RuleSet] = field(default_factory=dict)
    _known: dict[Path | None, RuleSet] = field(default_factory=dict)
    _keys: "dict[tuple[Path | None, tuple[str, ...], str, bool], blake2b]" = field(default_factory=dict)

    def rule_set(self, folder: str) -> RuleSet:
        """The rules of the workspace around a folder, the same for all folders that share it."""
        if folder not in self._rule_sets:
            workspace = open_workspace(Path(folder)).with_named(*self.named)
            rule_set = RuleSet(workspace, self.selection)
            self._rule_sets[folder] = self._known.setdefault(workspace.folder, rule_set)
        return self._rule_sets[folder]

    def examine(self, target: Target) -> Examined:
        """Examines a file of the disk."""
        found = target.found
        try:
            content = content_of(found.real)
        except Unreadable as error:
            if not target.is_named:
                return Examined(found.path, judged=False, notice=error.reason)
            return self._judge(error, found, self.rule_set(os.path.dirname(found.real)))
        except CommsError:  # it was there when the folder was walked
            if target.is_named:
                raise
            return Examined(found.path, judged=False, notice="no_file")
        return self.examine_content(content, target, self.rule_set(os.path.dirname(found.real)))

    def examine_content(self, content: bytes, target: Target, rule_set: RuleSet) -> Examined:
        """Examines a content, by the cache where it was seen before on the same grounds."""
        found = target.found
        key = self._key(content, target, rule_set) if self.cache.file else ""
        if key and (remembered := _remembered(key, self.cache.get(key), found.path)):
            return remembered
        if not target.is_named and not is_request(content, found.path):
            return Examined(found.path, judged=False, key=key, entry=NO_REQUEST)
        asked = _asked(rule_set.workspace)
        examined = self._judge(content, found, rule_set)
        if key and _asked(rule_set.workspace) == asked:  # else it holds only as long as other documents do
            examined.key, examined.entry = key, _entry(examined)
        return examined

    def _key(self, content: bytes, target: Target, rule_set: RuleSet) -> str:
        rules = rule_set.rules_for(target.found.real)
        suffix = os.path.splitext(target.found.path)[1] or target.found.path
        base = rule_set.workspace.folder, rules, suffix, target.is_named
        if base not in self._keys:
            settings = rule_set.workspace.settings.model_dump_json()
            wording = _state_of(rule_set.workspace.templates)
            self._keys[base] = key_of(self.language, settings, *rules, suffix, str(target.is_named), wording)
        digest = self._keys[base].copy()  # what many files share is read once
        digest.update(content)
        return digest.hexdigest()

    def _judge(self, content: bytes | Unreadable, found: Found, rule_set: RuleSet) -> Examined:
        from comms.workspace.loading import case_of

        case = case_of(content, found.path, rule_set.workspace)
        kept, answered = self.findings_of(case, rule_set.rules_for(found.real), rule_set)
        document = case.document
        identity = (document.id, document.revision or 1) if document is not None and document.id else None
        return Examined(found.path, kept, answered, identity)

    def findings_of(
        self, case: "Case", rules: tuple[str, ...], rule_set: RuleSet
    ) -> tuple[list[Finding], list[Silenced]]:
        """The findings of a case by some rules, weighed as its workspace wants; those answered for apart."""
        from comms.linting.check import MOST, at_most, check

        may_silence = case.source.may_suppress  # then the cut comes after what is answered for is taken out
        most = None if may_silence else MOST
        kept = [rule_set.weighed(each) for each in check(case, self.language, rules, most)]
        if not (kept and may_silence):
            return kept, []
        from comms.reading.suppressions import split_silenced

        kept, answered = split_silenced(kept, case.source)
        return at_most(kept, MOST, self.language), answered


def _state_of(templates: Path | None) -> str:
    """What changes when one of the workspace's own templates does: a rendered file is compared with them."""
    if templates is None or not templates.is_dir():
        return ""
    files = ((each, each.stat()) for each in sorted(templates.rglob("*.j2")) if each.is_file())
    return repr([(str(each), found.st_mtime_ns, found.st_size) for each, found in files])


def _asked(workspace: Workspace) -> int:
    """How often a workspace was asked for its other documents."""
    register = register_of(workspace)
    return register.asked if register is not None else 0


def _entry(examined: Examined) -> str:
    findings = [plain_finding(each) for each in examined.findings]
    return _JSON.encode([examined.identity, findings, [plain_silenced(each) for each in examined.silenced]])


def _remembered(key: str, entry: str | None, file: str) -> Examined | None:
    """The outcome that an entry holds; None where there is none, or one that we did not write."""
    if entry is None:
        return None
    if entry == NO_REQUEST:
        return Examined(file, judged=False, key=key, entry=entry)
    try:
        identity, findings, silenced = json.loads(entry)
        return Examined(
            file,
            [finding_of(each, file) for each in findings],
            [silenced_of(each, file) for each in silenced],
            tuple(identity) if identity else None,
            key=key,
            entry=entry,
        )
    except (ValueError, TypeError, RecursionError):
        return None
