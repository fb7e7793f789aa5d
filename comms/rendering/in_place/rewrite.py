"""What a rewriting starts from, and what ends one way of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading import read_bytes
from comms.reading.source import Source
from comms.workspace.workspace import Workspace


class Unsafe(Exception):
    """A place whose text may not be touched without knowing more than the editor knows."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file and what it is to say; `language` is that of a letter that names none."""

    source: Source
    wanted: dict[str, Any]
    workspace: Workspace
    language: str

    def first_true(self, texts: Iterable[str]) -> bytes:
        """The first of the texts that reads back as what is wanted; raises CommsError("rewrite_lost")."""
        for text in texts:
            content = text.encode("utf-8", "surrogatepass")
            if self.holds(content):
                return content
        raise CommsError("rewrite_lost", path=self.source.name)

    def holds(self, content: bytes) -> bool:
        """Whether a content reads back as what is wanted."""
        try:
            return read_bytes(content, self.source.name).data == self.wanted
        except Unreadable:
            return False
