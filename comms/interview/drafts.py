"""Drafts: the answers of an interview that is not finished, kept after every answer."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from comms.errors import CommsError, Refusal
from comms.kinds import KINDS
from comms.runtime.files import write_atomic


@dataclass
class Draft:
    """An interview on its way.

    data: the answers, in the document's own format.
    left: the questions that were left unanswered on purpose.
    half_typed: by the paths of questions, what was typed there and not yet given as an answer.
    kept: by code and path (`V302 what`), why a warning of the rules is to stay.
    like: answers of an earlier document, to be proposed.
    settled: by the paths of questions, the proposals that were taken without one.
    edits: the file that is being edited, where it is no new document; digest: of its content at that time.
    folder: the working folder in which it was begun, which its places and its references count from.
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
    folder: str = ""
    file: Path = Path()

    def save(self) -> None:
        """Writes the draft; raises CommsError("not_writable")."""
        plain = {key: value for key, value in asdict(self).items() if key not in ("file", "kind")}
        plain = {"draft_of": self.kind, **plain}  # no `kind`: a draft is no document to be linted
        write_atomic(self.file, (json.dumps(plain, ensure_ascii=True, indent=1) + "\n").encode())

    @property
    def answers(self) -> int:
        """How many single answers it holds beside the kind, the number and the language it began with."""
        return _count({key: each for key, each in self.data.items() if key not in ("kind", "id", "language")})

    def forget_under(self, path: str) -> None:
        """Takes out what is noted of the answer at a path, and of those below: left, half typed, kept."""
        self.left = [each for each in self.left if not _is_under(each, path)]
        self.half_typed = {key: each for key, each in self.half_typed.items() if not _is_under(key, path)}
        self.settled = {key: each for key, each in self.settled.items() if not _is_under(key, path)}
        self.forget_kept(path)

    def forget_kept(self, path: str) -> None:
        """Takes back the reasons for which warnings at a path, or below it, were kept."""
        kept = self.kept.items()
        self.kept = {key: each for key, each in kept if not _is_under(key.partition(" ")[2], path)}

    def reorder(self, path: str, order: list[int]) -> None:
        """Takes along what is noted of a list's entries: `order` names the old place of each new one."""
        places = {f"{path}[{old}]": f"{path}[{new}]" for new, old in enumerate(order)}

        def moved(key: str) -> str | None:
            """The key of a note in the new order; None where its entry is gone."""
            code, space, at = key.rpartition(" ")
            if not at.startswith(f"{path}["):
                return key
            old, bracket, rest = at.partition("]")
            new = places.get(old + bracket)
            return None if new is None else f"{code}{space}{new}{rest}"

        self.left = [new for each in self.left if (new := moved(each))]
        self.half_typed = {new: each for key, each in self.half_typed.items() if (new := moved(key))}
        self.settled = {new: each for key, each in self.settled.items() if (new := moved(key))}
        self.kept = {new: each for key, each in self.kept.items() if (new := moved(key))}

    def forget(self) -> None:
        """Deletes the draft, once its document is saved."""
        self.file.unlink(missing_ok=True)

    def is_of(self, folder: Path) -> bool:
        """Whether the draft was begun in a folder."""
        return self.folder == str(folder)


@contextmanager
def claimed(draft: Draft) -> Iterator[None]:
    """Keeps everybody else from working on a draft meanwhile; raises Refusal("draft_open").

    The system gives the claim up with the process that holds it, however that ends.
    """
    from filelock import FileLock, Timeout

    draft.file.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(draft.file.with_suffix(".lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise Refusal("draft_open", id=draft.data.get("id") or draft.kind) from None
    try:
        yield
    finally:
        if not draft.file.exists():
            draft.file.with_suffix(".lock").unlink(missing_ok=True)
        lock.release()


def is_open(draft: Draft) -> bool:
    """Whether somebody works on a draft just now."""
    try:
        with claimed(draft):
            return False
    except CommsError:
        return True


def drafts_folder() -> Path:
    """Where drafts are kept: under the user's state folder (XDG_STATE_HOME on Linux)."""
    from platformdirs import user_state_path

    return user_state_path("comms", appauthor=False) / "drafts"


def new_draft_file(kind: str) -> Path:
    """A fresh file for the draft of a kind."""
    return drafts_folder() / f"{kind}-{time.strftime('%Y%m%d-%H%M%S')}-{time.time_ns() % 10**6:06d}.json"


def waiting_drafts(kind: str, folder: Path) -> list[Draft]:
    """The new documents of a kind that were begun in a folder and that nobody works on, the latest first."""
    here = [each for each in all_drafts(kind) if each.is_of(folder) and not each.edits]
    return [each for each in here if not is_open(each)]


def latest_draft(kind: str, folder: Path) -> Draft:
    """The draft of a kind and a folder that was written last; raises CommsError where none waits."""
    if waiting := waiting_drafts(kind, folder):
        return waiting[0]
    raise Refusal("no_draft", kind=kind)


def all_drafts(kind: str = "*") -> list[Draft]:
    """The drafts that can be read, of one kind or of all, the latest first."""
    found = []
    for file in _files(kind):
        try:
            found.append(read_draft(file))
        except CommsError:  # somebody else's file, or one that is deleted just now
            continue
    return found


def _files(kind: str) -> list[Path]:
    folder = drafts_folder()
    files = list(folder.glob(f"{kind}-2*.json")) if folder.is_dir() else []
    return sorted(files, key=changed, reverse=True)


def changed(file: Path) -> float:
    """When a draft was written last; 0 for one that is deleted just now."""
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def read_draft(file: Path) -> Draft:
    """The draft of a file; raises CommsError("broken_draft")."""
    try:
        plain = json.loads(file.read_text(encoding="utf-8"))
        known = {each.name: plain[each.name] for each in fields(Draft) if each.name in plain}
        draft = Draft(plain["draft_of"], **known, file=file)
        if draft.kind not in KINDS or not _is_sound(draft):
            raise ValueError
        return draft
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        raise CommsError("broken_draft", path=str(file)) from None


def _is_sound(draft: Draft) -> bool:
    """Whether a file gave each field what it is to hold."""
    mappings = (draft.data, draft.half_typed, draft.kept, draft.like, draft.settled)
    texts = [draft.language, draft.folder, *draft.left, *draft.half_typed.values(), *draft.kept.values()]
    is_list = isinstance(draft.left, list) and all(isinstance(each, dict) for each in mappings)
    return is_list and all(isinstance(each, str) for each in texts)


def _is_under(path: str, above: str) -> bool:
    return path == above or path.startswith((f"{above}.", f"{above}["))


def _count(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_count, value.values()))
    if isinstance(value, list):
        return sum(map(_count, value))
    return value is not None
