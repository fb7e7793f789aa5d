"""Drafts: the answers of an unfinished interview, saved after every answer."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comms.errors import CommsError, Refusal
from comms.kinds import KINDS
from comms.language.phrases import LANGUAGES
from comms.paths import dotted, scalars_of
from comms.reading.source import Source
from comms.runtime.files import make_private_folder, write_private
from comms.workspace.loading import load_case, plain_data

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass
class Draft:
    """The state of an unfinished interview.

    data: the answers, in the format of the document.
    left: the paths of questions that were left unanswered on purpose.
    half_typed: path of a question -> the text that was typed there but not yet given as an answer.
    kept: code and path of a warning (`V302 what`) -> the reason why it is to stay.
    like: answers of an earlier document, to be proposed.
    settled: path of an answer -> the proposal that was taken without asking.
    edits: the file being edited, None for a new document; digest: that of its content when editing began.
    force: whether the output may replace a file.
    number: the number that was proposed for a new document; it becomes final when the document is saved.
    folder: the working folder in which the interview was begun; its relative paths count from there.
    asks_all: whether optional questions are asked one by one, too, as in the drafts of earlier versions.
    source: the message that the answers were taken from, private numbers masked.
    """

    kind: str
    language: str
    data: dict[str, Any] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    half_typed: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    like: dict[str, Any] = field(default_factory=dict)
    settled: dict[str, Any] = field(default_factory=dict)
    edits: str | None = None
    digest: str = ""
    output: str | None = None
    to: str | None = None
    order: str | None = None
    schema: str | None = None
    save_answers: str | None = None
    force: bool = False
    number: str = ""
    folder: str = ""
    asks_all: bool = True
    source: str = ""
    file: Path = Path()

    def save(self) -> None:
        """Write the draft to its file; raises CommsError("not_writable")."""
        state = {key: value for key, value in asdict(self).items() if key not in ("file", "kind")}
        state = {"draft_of": self.kind, **state}  # without `kind`, a draft is not linted as a document
        write_private(self.file, (json.dumps(state, ensure_ascii=True, indent=1) + "\n").encode())

    @property
    def answers(self) -> int:
        """The number of single answers, without the kind, the id and the language."""
        answers = {key: value for key, value in self.data.items() if key not in ("kind", "id", "language")}
        return sum(value is not None for _, value in scalars_of(answers))

    def forget_under(self, path: str) -> None:
        """Remove all notes (left, half typed, settled, kept) about the answers at or below a path."""
        self.left = [key for key in self.left if not _is_under(key, path)]
        self.half_typed = {key: text for key, text in self.half_typed.items() if not _is_under(key, path)}
        self.settled = {key: value for key, value in self.settled.items() if not _is_under(key, path)}
        self.forget_kept(path)

    def forget_kept(self, path: str) -> None:
        """Remove the reasons for keeping warnings at a path or below it."""
        kept = self.kept.items()
        self.kept = {key: reason for key, reason in kept if not _is_under(key.partition(" ")[2], path)}

    def reorder(self, path: str, order: list[int]) -> None:
        """Move the notes about the entries of a list; `order` holds the old index of each new entry."""
        places = {f"{path}[{old}]": f"{path}[{new}]" for new, old in enumerate(order)}

        def moved(key: str) -> str | None:
            """Return the key of a note in the new order, None if its entry was removed."""
            code, space, at = key.rpartition(" ")
            if not at.startswith(f"{path}["):
                return key
            old, bracket, rest = at.partition("]")
            new = places.get(old + bracket)
            return None if new is None else f"{code}{space}{new}{rest}"

        self.left = [new for key in self.left if (new := moved(key))]
        self.half_typed = {new: text for key, text in self.half_typed.items() if (new := moved(key))}
        self.settled = {new: value for key, value in self.settled.items() if (new := moved(key))}
        self.kept = {new: reason for key, reason in self.kept.items() if (new := moved(key))}

    @property
    def sheet(self) -> Path:
        """The file of the page on which the draft is filled in with an editor."""
        return self.file.with_suffix(".sheet.txt")

    def forget(self) -> None:
        """Delete the draft after its document has been saved."""
        self.file.unlink(missing_ok=True)
        self.sheet.unlink(missing_ok=True)

    def is_of(self, folder: Path) -> bool:
        """Whether the draft was begun in a folder."""
        return self.folder == str(folder)


@contextmanager
def locked(draft: Draft) -> Iterator[None]:
    """Lock a draft against other sessions for a while; raises Refusal("draft_open") if one works on it.

    The operating system releases the lock when the process ends, however it ends.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(draft.file.with_suffix(".lock"), timeout=0)
    try:
        make_private_folder(draft.file.parent)
        lock.acquire()
    except Timeout:
        raise Refusal("draft_open", id=draft.data.get("id") or draft.kind) from None
    except OSError as error:
        why = error.strerror or str(error)
        raise CommsError("not_writable", path=str(draft.file), why=why) from None
    try:
        yield
    finally:
        if not draft.file.exists():
            draft.file.with_suffix(".lock").unlink(missing_ok=True)
        lock.release()


def is_open(draft: Draft) -> bool:
    """Whether a session is working on a draft at this moment."""
    try:
        with locked(draft):
            return False
    except CommsError:
        return True


def drafts_folder() -> Path:
    """Return the folder of drafts, in the user's state folder (XDG_STATE_HOME on Linux)."""
    from platformdirs import user_state_path

    return user_state_path("comms", appauthor=False) / "drafts"


def new_draft_file(kind: str) -> Path:
    """Return the path of a new file for a draft of a kind."""
    return drafts_folder() / f"{kind}-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 10**6:06d}.json"


def waiting_drafts(kind: str, folder: Path) -> list[Draft]:
    """Return the drafts of new documents that were begun in a folder and are not open, latest first."""
    here = [draft for draft in all_drafts(kind) if draft.is_of(folder) and not draft.edits]
    return [draft for draft in here if not is_open(draft)]


def latest_draft(kind: str, folder: Path) -> Draft:
    """Return the latest waiting draft of a kind and folder; raises Refusal("no_draft") if there is none."""
    if waiting := waiting_drafts(kind, folder):
        return waiting[0]
    raise Refusal("no_draft", kind=kind)


def all_drafts(kind: str = "*") -> list[Draft]:
    """Return the readable drafts of one kind, or of all kinds, latest first."""
    found = []
    for file in _files(kind):
        with suppress(CommsError):  # not a draft, or deleted meanwhile
            found.append(read_draft(file))
    return found


def broken_drafts() -> list[Path]:
    """Return the files among the drafts that cannot be read as one."""
    readable = {draft.file for draft in all_drafts()}
    return [file for file in _files("*") if file not in readable and file.exists()]


def _files(kind: str) -> list[Path]:
    folder = drafts_folder()
    files = list(folder.glob(f"{kind}-[0-9]*.json")) if folder.is_dir() else []
    return sorted(files, key=modified_at, reverse=True)


def modified_at(file: Path) -> float:
    """Return when a file was last written, in seconds since 1970; 0 if it has been deleted.

    A file system may hold times beyond the calendar's years, which are taken for its last one.
    """
    try:
        return min(max(file.stat().st_mtime, 0.0), _YEAR_9999)
    except OSError:
        return 0.0


_YEAR_9999 = 253_370_764_800.0


def read_draft(file: Path) -> Draft:
    """Read a draft; raises CommsError("broken_draft") for any other file."""
    try:
        state = json.loads(file.read_text(encoding="utf-8"))
        draft = _reader().validate_python({**state, "kind": state["draft_of"], "file": file})
        if draft.kind not in KINDS or draft.language not in LANGUAGES:
            raise ValueError
        return _with_sound_answers(draft)
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise CommsError("broken_draft", path=str(file)) from None


def _with_sound_answers(draft: Draft) -> Draft:
    """Return a draft in which an answer that its question does not take is open again, as half-typed text."""
    case = load_case(Source("", "", {**draft.data, "kind": draft.kind}))
    if case.invalid:
        draft.data = plain_data(case)
    for invalid in case.invalid:
        written = invalid.written
        text = written if isinstance(written, str) else json.dumps(written, ensure_ascii=False)
        draft.half_typed.setdefault(dotted(invalid.path), text)
    return draft


@cache
def _reader() -> "TypeAdapter[Draft]":
    """Return the check that the fields read from a file have the right types."""
    from pydantic import TypeAdapter

    return TypeAdapter(Draft)


def _is_under(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))
