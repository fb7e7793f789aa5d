"""The output formats, and how a document is laid out in them."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from comms.errors import CommsError
from comms.workspace.workspace import NOWHERE, Workspace

RENDERERS = {
    "md": "comms.rendering.markdown:render",
    "docx": "comms.rendering.docx.document:render",
    "html": "comms.rendering.html:render",
    "eml": "comms.rendering.eml:render",
    "pdf": "comms.rendering.pdf:render",
    "yaml": "comms.rendering.yaml_data:render",
    "json": "comms.rendering.json_data:render",
}
"""Suffix of the format -> the function `(rendition) -> bytes` that writes it."""


SHOWN_ONLY = frozenset({"html", "eml", "pdf"})
"""Formats for a reader's eyes: they carry no data, so that nothing reads them back."""

BINARY = frozenset({"docx", "pdf"})
"""Formats that would garble a terminal."""

DATA_ONLY = frozenset({"yaml", "json"})
"""Formats of which nothing is left without the data."""

SUFFIXES = {"htm": "html", "yml": "yaml", "markdown": "md"}
"""Other spellings of the formats' suffixes."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is dressed: its language, whether every page says that it is a draft.

    workspace: where the documents are that it refers to, and what comms.toml says of its looks.
    letterhead: a DOCX whose page, header, footer and styles are taken, in the place of comms.toml's.
    templates: a folder with templates in the place of comms.toml's; what it lacks, the shipped ones say.
    bare: without the document's data, which a file carries otherwise.
    """

    language: str
    draft: bool = False
    workspace: Workspace = NOWHERE
    letterhead: Path | None = None
    templates: Path | None = None
    bare: bool = False

    @property
    def letterhead_file(self) -> Path | None:
        """The letterhead in force; one that comms.toml names counts once it is there."""
        return self.letterhead or _there(self.workspace.letterhead)

    @property
    def templates_folder(self) -> Path | None:
        """The folder of own templates in force; one that comms.toml names counts once it is there."""
        return self.templates or _there(self.workspace.templates)


def _there(path: Path | None) -> Path | None:
    return path if path is not None and path.exists() else None


def refuse_data_only(formats: Iterable[str]) -> None:
    """Raises CommsError("data_only") for the first format of which nothing is left without the data."""
    for each in formats:
        if each in DATA_ONLY:
            raise CommsError("data_only", form=each)


def format_of(suffix: str) -> str | None:
    """The output format of a file suffix such as ".yml", or None."""
    name = suffix.lower().lstrip(".")
    name = SUFFIXES.get(name, name)
    return name if name in RENDERERS else None
