"""A document open in an editor: how it is read, and its findings."""

import os
import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from urllib.parse import unquote, urlsplit

from comms.editors.language_server.positions import Text
from comms.findings import Finding
from comms.language.locale import locale_language
from comms.linting.run import lint_text
from comms.linting.selection import RuleSet
from comms.reading import READERS
from comms.reading.yaml_documents import Part, parts_of
from comms.workspace.case import Case
from comms.workspace.loading import cases_of
from comms.workspace.recognition import is_request
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace

LARGEST = 1_000_000
"""Characters; a longer text takes longer to check than anyone waits between two keystrokes."""
_DRIVE = re.compile(r"/[A-Za-z]:")
_SUFFIXES = {"yaml": ".yaml", "json": ".json", "jsonc": ".json", "toml": ".toml", "markdown": ".md"}
"""The editor's language id -> the suffix by which a text without a supported one is read."""
_READ = frozenset(READERS) - {".docx"}


@dataclass(frozen=True, eq=False)
class Document:
    """One version of an open document.

    name: the path it is judged under; folder: the one whose workspace applies, or None.
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
        """The content that shows whether it is a request: all of it, or the beginning if it is too big."""
        return Text(self.text.written[:10_000]).content if self.is_too_big else self.content

    @property
    def parts(self) -> list[Part]:
        """The documents in the sense of comms, of which a YAML text may hold several."""
        return parts_of(self.content, self.name)

    def cases(self, workspace: Workspace) -> list[Case]:
        """Return the documents in the text as the rules and fixes see them."""
        return cases_of(self.content, self.name, workspace)


@dataclass(frozen=True)
class Judged:
    """The findings of one version of a document, with the language and rules used."""

    document: Document
    findings: list[Finding]
    rule_set: RuleSet
    language: str

    @cached_property
    def cases(self) -> list[tuple[Case, int]]:
        """The cases of the documents in the text, with the offset at which each begins."""
        cases = self.document.cases(self.rule_set.workspace)
        texts = [part.content.decode("utf-8-sig", "replace") for part in self.document.parts]
        return list(zip(cases, accumulate(map(len, texts[:-1]), initial=0), strict=True))

    def case_at(self, offset: int) -> tuple[Case, int]:
        """Return the case of the document that an offset lies in, and the offset at which it begins."""
        return next(found for found in reversed(self.cases) if found[1] <= max(offset, 0))

    def case_of(self, finding: Finding) -> tuple[Case, int]:
        """Return the case of the document that a finding is about, and the offset at which it begins."""
        line = finding.span.line
        return next(found for found in reversed(self.cases) if found[0].source.above < max(line, 1))

    @property
    def rules(self) -> tuple[str, ...]:
        return self.rule_set.rules_for(os.path.realpath(self.document.name))


def document_of(uri: str, language_id: str, root: Path | None) -> Document | None:
    """Return an open document, still without text, or None if its format or location is not supported.

    root: the folder that an unsaved document belongs to.
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
    """Return the file that a URI names, or None if it names none."""
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
    """Judge a document; return None if it is not a request.

    Other documents are read as saved on disk. Raises CommsError for unusable settings.

    is_ours: whether it was a request before; it stays one while it is rewritten.
    asked, usual: the chosen language, and the client's own language, used if none was chosen.
    """
    workspace = open_workspace(document.folder) if document.folder else NOWHERE
    rule_set = RuleSet(workspace)
    language = asked or workspace.settings.language or usual or locale_language()
    if rule_set.excludes(os.path.realpath(document.name)):
        return None
    house = workspace.settings.lint.headings.pairs
    if not is_ours and not is_request(document.head, document.name, house):
        return None
    findings: list[Finding] = []
    if not document.is_too_big:
        findings = lint_text(document.content, document.name, language, workspace=workspace).findings
    return Judged(document, findings, rule_set, language)
