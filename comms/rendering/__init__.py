"""The output formats, and the layout of a document in them."""

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
    "txt": "comms.rendering.text_file:render",
    "chat": "comms.rendering.chat:render",
    "yaml": "comms.rendering.yaml_data:render",
    "json": "comms.rendering.json_data:render",
}
"""Suffix of a format -> the function `(rendition) -> bytes` that writes it."""


SHOWN_ONLY = frozenset({"html", "eml", "pdf", "txt", "chat"})
"""Formats for human readers only: they contain no data, so they cannot be read back."""

BINARY = frozenset({"docx", "pdf"})
"""Formats that cannot be shown on a terminal."""

DATA_ONLY = frozenset({"yaml", "json"})
"""Formats that consist of nothing but the data."""

FILE_SUFFIXES = {"chat": "chat.txt"}
"""Formats -> the suffixes of their files where those differ."""

SUFFIXES = {"htm": "html", "yml": "yaml", "markdown": "md"}
"""Alternative suffixes -> the suffixes of the formats."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The language and the looks of a document.

    draft: whether every page is marked as a draft.
    workspace: provides the documents that it refers to, and the settings of comms.toml.
    letterhead: a DOCX file for page, header, footer and styles, instead of the one of comms.toml.
    templates: a folder of templates, instead of the one of comms.toml; shipped ones replace missing ones.
    bare: whether to leave out the document's data, which files contain otherwise.
    cc, bcc: the addresses of further receivers of an e-mail.
    """

    language: str
    draft: bool = False
    workspace: Workspace = NOWHERE
    letterhead: Path | None = None
    templates: Path | None = None
    bare: bool = False
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()

    @property
    def letterhead_file(self) -> Path | None:
        """The letterhead in force; one that comms.toml names counts only if it exists."""
        return self.letterhead or _if_exists(self.workspace.letterhead)

    @property
    def templates_folder(self) -> Path | None:
        """The folder of own templates in force; one that comms.toml names counts only if it exists."""
        return self.templates or _if_exists(self.workspace.templates)


def _if_exists(path: Path | None) -> Path | None:
    return path if path is not None and path.exists() else None


def refuse_data_only(formats: Iterable[str]) -> None:
    """Raise CommsError("data_only") for the first format that consists of nothing but the data."""
    for form in formats:
        if form in DATA_ONLY:
            raise CommsError("data_only", form=form)


def file_name(stem: str, form: str) -> str:
    """Return the name of a document's file in a format."""
    return f"{stem}.{FILE_SUFFIXES.get(form, form)}"


def format_of(suffix: str) -> str | None:
    """Return the output format of a file suffix such as ".yml", None if there is none."""
    name = suffix.lower().lstrip(".")
    name = SUFFIXES.get(name, name)
    return name if name in RENDERERS else None
