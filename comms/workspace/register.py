"""A register of the documents in a workspace, which finds them by their ids."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from weakref import WeakKeyDictionary

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading import content_of
from comms.workspace.case import Case
from comms.workspace.discovery import files_in
from comms.workspace.loading import cases_of
from comms.workspace.recognition import is_request
from comms.workspace.workspace import Workspace, open_workspace

_ID = re.compile(rb"""(?:^|[\s{,"'])id["']?[ \t]*[:=][ \t]*["']?([^\s"',}#]+)""", re.MULTILINE)


class Register:
    """The documents of a folder by id, read when they are asked for.

    below: whether the folders below count too; named: files that hold documents in other places.
    """

    def __init__(self, folder: Path | None, below: bool = True, named: tuple[Path, ...] = ()) -> None:
        self.folder = folder
        self.below = below
        self.named = named
        self.asked = 0
        """The number of times that a document was asked for."""
        self._cases: dict[Path, list[Case]] = {}
        self._around: dict[Path, Workspace] = {}
        self._opened: dict[Path | None, Workspace] = {}

    def documents(self, number: str) -> "list[Case]":
        """Return the documents with an id, each once, latest revision last; named files take precedence."""
        self.asked += 1
        named = self._holding(number, self.named)
        return named or self._holding(
            number, [*self._places.get(_key(number), ()), *self._packages.get(number, ())]
        )

    def of_kind(self, kind: str) -> "Iterator[Case]":
        """Yield every document of a kind."""
        self.asked += 1
        for path in self._files:
            for case in self._cases_in(path):
                if case.document is not None and case.document.kind == kind:
                    yield case

    def newest(self, count: int) -> "Iterator[Case]":
        """Yield the documents in the given number of files, most recently changed first."""
        self.asked += 1
        for path in sorted(self._files, key=_changed, reverse=True)[:count]:
            yield from self._cases_in(path)

    def declaring(self, number: str) -> list[Path]:
        """Return the text files that seem to declare an id."""
        return self._places.get(_key(number), [])

    def numbers(self) -> list[str]:
        """Return the ids that the files seem to declare, in text files each up to its first blank."""
        return [*self._places, *self._packages]

    @cached_property
    def _known(self) -> list[Path]:
        """The files with a suffix that a reader knows, each once, whatever links lead to it."""
        found = files_in(self.folder, self.below) if self.folder else ()
        return list(dict.fromkeys(Path(file.real) for file in found))

    @cached_property
    def _files(self) -> list[Path]:
        """The known files that are requests."""
        return [path for path in self._known if is_request(_content(path), path.name)]

    @cached_property
    def _places(self) -> dict[str, list[Path]]:
        """The text files that may declare an id, by the first word of the id."""
        places: dict[str, list[Path]] = defaultdict(list)
        for path in self._known:
            if path.suffix.lower() != ".docx":
                for number in set(_ID.findall(_content(path))):
                    places[number.decode("utf-8", "replace")].append(path)
        return places

    @cached_property
    def _packages(self) -> dict[str, list[Path]]:
        """The DOCX files without a text file of the same name, by the ids that they may declare."""
        from comms.reading.docx_file import declared_ids

        texts = {path.with_suffix("") for path in self._known if path.suffix.lower() != ".docx"}
        packages = (path for path in self._known if path.suffix.lower() == ".docx")
        alone = (path for path in packages if path.with_suffix("") not in texts)
        found: dict[str, list[Path]] = defaultdict(list)
        for path in alone:
            for number in declared_ids(_content(path)):
                found[number].append(path)
        return found

    def _holding(self, number: str, paths: "list[Path] | tuple[Path, ...]") -> "list[Case]":
        found: list[Case] = []
        cases = (case for path in _distinct(paths) for case in self._cases_in(path))
        for case in cases:
            if case.document is None or case.document.id != number:
                continue
            if not any(is_copy(case, other) for other in found):
                found.append(case)
        return sorted(found, key=revision_of)

    def _cases_in(self, path: Path) -> "list[Case]":
        """Return the documents of a file, none if it cannot be read."""
        if path not in self._cases:
            try:
                cases = cases_of(content_of(path), str(path), self._workspace_around(path.parent))
            except (Unreadable, CommsError):
                cases = []
            self._cases[path] = [case for case in cases if case.unreadable is None]
        return self._cases[path]

    def _workspace_around(self, folder: Path) -> Workspace:
        """Return the workspace around a folder, one for all documents in it, so that they share a register.

        It is not the workspace of this register, which would then be kept as long as the program runs.
        """
        if folder not in self._around:
            workspace = open_workspace(folder)
            self._around[folder] = self._opened.setdefault(workspace.folder, workspace)
        return self._around[folder]


_REGISTERS: "WeakKeyDictionary[Workspace, Register | None]" = WeakKeyDictionary()


def register_of(workspace: Workspace) -> Register | None:
    """Return the one register of a workspace, None if there is no folder to look in."""
    if workspace not in _REGISTERS:
        has_place = workspace.folder is not None or workspace.named
        _REGISTERS[workspace] = (
            Register(workspace.folder, workspace.whole, workspace.named) if has_place else None
        )
    return _REGISTERS[workspace]


def _distinct(paths: Iterable[Path]) -> Iterable[Path]:
    """Return the first of the paths that lead to each file, by a link or directly."""
    found: dict[str, Path] = {}
    for path in paths:
        found.setdefault(os.path.realpath(path), path)
    return found.values()


def _content(path: Path) -> bytes:
    try:
        return content_of(path)
    except (Unreadable, CommsError):  # no document that can be referred to
        return b""


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _key(number: str) -> str:
    """Return the beginning of an id, up to where the search for declared ids stops reading."""
    found = re.match(r"""[^\s"',}#]+""", number)
    return found.group() if found else ""


def revision_of(case: "Case") -> int:
    """Return the revision of a case's document, 1 if it states none."""
    return (case.document.revision if case.document else None) or 1


def is_copy(one: "Case", other: "Case") -> bool:
    """Return whether two files hold the same data in two formats, or one was rendered from the other."""
    same = one.canonical_data == other.canonical_data
    rendered = any(case.source.stamp or _suffix(case) == ".docx" for case in (one, other))
    return same and (rendered or _suffix(one) != _suffix(other))


def _suffix(case: "Case") -> str:
    return Path(case.source.name).suffix.lower()
