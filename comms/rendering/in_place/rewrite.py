"""The input of a rewrite, and the exception that ends one way of doing it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.reading import read_bytes
from comms.reading.source import Source
from comms.workspace.workspace import Workspace


class Unsafe(Exception):
    """Raised where editing the text would need knowledge that the editor does not have."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A file and its wanted data; `language` is for a letter that names none."""

    source: Source
    wanted: dict[str, Any]
    workspace: Workspace
    language: str

    def first_true(self, texts: Iterable[str]) -> bytes:
        """Return the first text that reads back as the wanted data; raises CommsError("rewrite_lost")."""
        for text in texts:
            content = text.encode("utf-8", "surrogatepass")
            if self.holds(content):
                return content
        raise CommsError("rewrite_lost", path=self.source.name)

    def holds(self, content: bytes) -> bool:
        """Whether a content reads back as the wanted data."""
        try:
            return read_bytes(content, self.source.name).data == self.wanted
        except Unreadable:
            return False
