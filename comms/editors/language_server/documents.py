"""A document that is open in an editor: what it is read as, and what the rules say of it."""

import os
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urlsplit

from comms.editors.language_server.positions import Text
from comms.findings import Finding
from comms.language.locale import locale_language
from comms.linting.run import lint_text
from comms.linting.selection import RuleSet
from comms.reading import READERS
from comms.workspace.case import Case
from comms.workspace.discovery import is_request
from comms.workspace.loading import case_of
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace

LARGEST = 1_000_000
"""Characters; a longer text takes longer to check than anybody waits between two keys."""
_DRIVE = re.compile(r"/[A-Za-z]:")
_SUFFIXES = {"yaml": ".yaml", "json": ".json", "jsonc": ".json", "toml": ".toml", "markdown": ".md"}
"""The editors' names of languages -> the suffix by which a text without one of ours is read."""
_READ = frozenset(READERS) - {".docx"}


@dataclass(frozen=True, eq=False)
class Document:
    """One version of an open document.

    name: the file that it is judged as; folder: the one whose workspace holds, None for none.
    """

    uri: str
    version: int | None
    text: Text
    name: str
    folder: Path | None

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()

    @property
    def is_too_big(self) -> bool:
        return len(self.text.written) > LARGEST

    @cached_property
    def content(self) -> bytes:
        return self.text.content

    @property
    def head(self) -> bytes:
        """What tells whether the document is a request: all of it, unless it is too big."""
        return Text(self.text.written[:10_000]).content if self.is_too_big else self.content

    def case(self, workspace: Workspace) -> Case:
        """The document as the rules and the fixes see it."""
        return case_of(self.content, self.name, workspace)


@dataclass(frozen=True)
class Judged:
    """What the rules say of a version of a document, in a language, and in which workspace."""

    document: Document
    findings: list[Finding]
    rule_set: RuleSet
    language: str

    @cached_property
    def case(self) -> Case:
        return self.document.case(self.rule_set.workspace)

    @property
    def rules(self) -> tuple[str, ...]:
        return self.rule_set.rules_for(os.path.realpath(self.document.name))


def document_of(uri: str, language_id: str, root: Path | None) -> Document | None:
    """An open document, still without its text; None where its format or its place is none of ours.

    root: the folder that a document without a place belongs to.
    """
    path = path_of(uri)
    if path is not None:
        name = _readable(str(path), language_id)
        return Document(uri, None, Text(""), name, path.parent) if name else None
    if not uri.startswith("untitled:"):
        return None
    name = _readable(Path(unquote(uri.removeprefix("untitled:"))).name or "untitled", language_id)
    return Document(uri, None, Text(""), str(root / name) if root else name, root) if name else None


def path_of(uri: str) -> Path | None:
    """The file that a URI names; None where it names none."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    path = unquote(parts.path, errors="surrogateescape")
    if parts.scheme != "file" or not path or "\x00" in path:
        return None
    if parts.netloc not in ("", "localhost"):
        return Path(f"//{parts.netloc}{path}")
    return Path(path[1:] if os.name == "nt" and _DRIVE.match(path) else path)


def _readable(name: str, language_id: str) -> str:
    if Path(name).suffix.lower() in _READ:
        return name
    return f"{name}{_SUFFIXES[language_id]}" if language_id in _SUFFIXES else ""


def judge(document: Document, is_ours: bool, asked: str | None, usual: str | None) -> Judged | None:
    """What the rules say of a document; None where it is no request.

    Other documents are those that are saved. Raises CommsError for settings that cannot be used.

    is_ours: it was a request before, and stays one while it is rewritten.
    asked, usual: the language that somebody chose, and the one of the client where nobody did.
    """
    workspace = open_workspace(document.folder) if document.folder else NOWHERE
    rule_set = RuleSet(workspace)
    language = asked or workspace.settings.language or usual or locale_language()
    if rule_set.excludes(os.path.realpath(document.name)):
        return None
    if not is_ours and not is_request(document.head, document.name):
        return None
    findings: list[Finding] = []
    if not document.is_too_big:
        findings = lint_text(document.content, document.name, language, workspace=workspace).findings
    return Judged(document, findings, rule_set, language)
