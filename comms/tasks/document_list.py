"""The list of the documents of files and folders: what each is about, whose it is, and when it is due."""

import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from comms.findings import Severity
from comms.linting.summaries import Summary, are_copies

if TYPE_CHECKING:
    from comms.linting.run import Lint
    from comms.workspace.discovery import Found

SUPERSEDED = "superseded"
"""The status of a revision that a later one has replaced."""
CLOSED = frozenset((SUPERSEDED, "rejected", "withdrawn"))
"""The statuses of documents on which nobody has to act any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the list.

    status: that of the document, SUPERSEDED if a later revision is listed, None if it states none.
    due: the next day on which somebody has to act, None for none. due_for: the key of that day's field.
    is_overdue: whether that day has passed, as have all others of the document.
    files: the paths of its files, the one that it is written in first. changed: when one of them last was,
    in seconds since the epoch.
    """

    number: str | None
    revision: int
    kind: str
    title: str | None
    status: str | None
    owner: str | None
    customer: str | None
    due: date | None
    due_for: str | None
    is_overdue: bool
    errors: int
    warnings: int
    files: tuple[str, ...]
    changed: float

    @property
    def person(self) -> str | None:
        """Who does the work, or for whom the letter is."""
        return self.owner or self.customer


@dataclass(frozen=True, slots=True)
class Filter:
    """What a document must meet to be listed; an empty part lets everything pass.

    owner: a part of the name of the owner or customer, in any case and width. due: the last day.
    """

    kinds: frozenset[str] = frozenset()
    owner: str = ""
    due: date | None = None

    def passes(self, entry: Entry) -> bool:
        """Return whether a document is listed."""
        if self.kinds and entry.kind not in self.kinds:
            return False
        names = (entry.owner, entry.customer)
        if self.owner and not any(_folded(self.owner) in _folded(name or "") for name in names):
            return False
        return self.due is None or (entry.due is not None and entry.due <= self.due)


def document_list(found: "Lint", today: date) -> list[Entry]:
    """Return the documents of a run that made summaries, the one that was changed last first.

    Several files of one document are one entry. Documents of files changed at once come by their numbers,
    the highest first.
    """
    latest = _latest_revisions(summary for _, summary in found.documents)
    counts = _Counts(found)
    documents = (_entry(files, counts, latest, today) for files in _documents(found.documents))
    return sorted(documents, key=_age)


def as_plain(entry: Entry) -> dict[str, Any]:
    """Return an entry in the types of JSON; its keys are part of the public interface."""
    return {
        "id": entry.number,
        "revision": entry.revision,
        "kind": entry.kind,
        "title": entry.title,
        "status": entry.status,
        "owner": entry.owner,
        "customer": entry.customer,
        "due": entry.due.isoformat() if entry.due else None,
        "due_for": entry.due_for,
        "overdue": entry.is_overdue,
        "errors": entry.errors,
        "warnings": entry.warnings,
        "files": list(entry.files),
    }


File = tuple["Found", Summary]
"""A file, and the summary of a document in it."""


def _latest_revisions(summaries: Iterable[Summary]) -> dict[tuple[str, str], int]:
    latest: dict[tuple[str, str], int] = defaultdict(int)
    for each in summaries:
        if each.number:
            latest[each.kind, each.number] = max(latest[each.kind, each.number], each.revision)
    return latest


def _documents(files: "list[File]") -> "Iterator[list[File]]":
    """Yield the files of each document: several if they are its copies in other formats."""
    groups: dict[tuple[str, str], list[File]] = defaultdict(list)
    for found, summary in files:
        name = summary.number or os.path.splitext(found.real)[0]  # without a number, names must agree
        groups[name, summary.digest].append((found, summary))
    for group in groups.values():
        if len(group) == 1 or are_copies([(found.path, summary) for found, summary in group]):
            yield group
        else:
            yield from ([file] for file in group)


def _entry(files: "list[File]", counts: "_Counts", latest: dict[tuple[str, str], int], today: date) -> Entry:
    files = sorted(files, key=lambda file: file[1].rendered)  # the file that the others were made of first
    _, summary = files[0]
    is_latest = not summary.number or summary.revision == latest[summary.kind, summary.number]
    status = summary.status if is_latest else SUPERSEDED
    day, due_for = (None, None) if status in CLOSED else _next(summary.dates, today)
    errors, warnings = (max(column) for column in zip(*map(counts.of, files), strict=True))
    return Entry(
        summary.number,
        summary.revision,
        summary.kind,
        summary.title,
        status,
        summary.owner,
        summary.customer,
        day,
        due_for,
        day is not None and day < today,
        errors,
        warnings,
        tuple(found.path for found, _ in files),
        max(_changed(found.real) for found, _ in files),
    )


def _next(dates: list[list[str]], today: date) -> tuple[date | None, str | None]:
    """Return the first of the dates that has not passed, else the last one, with the key of its field."""
    if not dates:
        return None, None
    now = today.isoformat()
    key, day = next(((key, day) for key, day in dates if day >= now), dates[-1])
    return date.fromisoformat(day), key


class _Counts:
    """The errors and warnings of documents, of which a file may hold several."""

    def __init__(self, found: "Lint") -> None:
        self._findings: dict[str, list[tuple[int, Severity, int]]] = defaultdict(list)
        for finding in found.findings:
            self._findings[finding.file].append((finding.span.line, finding.severity, 1 + finding.more))
        self._lines: dict[str, list[int]] = defaultdict(list)
        for file, summary in found.documents:
            self._lines[file.path].append(summary.line)

    def of(self, file: "File") -> tuple[int, int]:
        """Return the errors and warnings from the first line of a document to that of the next one."""
        found, summary = file
        findings = self._findings.get(found.path)
        if findings is None:
            return 0, 0
        is_first = summary.line == min(self._lines[found.path])
        begin = 0 if is_first else summary.line
        end = min((line for line in self._lines[found.path] if line > summary.line), default=None)
        own = [each for each in findings if begin <= each[0] and (end is None or each[0] < end)]
        errors = sum(count for _, severity, count in own if severity is Severity.ERROR)
        return errors, sum(count for *_, count in own) - errors


def _changed(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:  # deleted meanwhile
        return 0.0


def _age(entry: Entry) -> tuple[Any, ...]:
    return -entry.changed, [-figure for figure in _figures(entry)], entry.files


def _figures(entry: Entry) -> list[int]:
    return [int(digits) for digits in re.findall(r"\d{1,15}", entry.number or "")] + [entry.revision]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
