"""A document on its way to files: what several formats need of it is made once."""

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from comms.rendering import RENDERERS, Layout, refuse_data_only
from comms.rendering.aligned import aligned
from comms.rendering.body import body
from comms.runtime.lazy import load

if TYPE_CHECKING:
    from markdown_it.token import Token

    from comms.models.base import Document


class Rendition:
    """A document in one layout."""

    def __init__(self, document: "Document", layout: Layout) -> None:
        self.document = document
        self.layout = layout
        self._files: dict[str, bytes] = {}

    @cached_property
    def body(self) -> str:
        """The Markdown that the document's template makes of it; raises CommsError as `body` does."""
        return body(self.document, self.layout)

    @cached_property
    def readable_body(self) -> str:
        """The same Markdown with its tables aligned, for people."""
        return aligned(self.body)

    @cached_property
    def tokens(self) -> "list[Token]":
        """The tokens of the Markdown; nobody changes them."""
        from comms.rendering.tokens import parse_markdown

        return parse_markdown(self.body)

    def file(self, form: str) -> bytes:
        """Return the file of a format; one that others are made from, such as an e-mail's DOCX, is kept."""
        if form not in self._files:
            write: Renderer = load(RENDERERS[form])
            self._files[form] = write(self)
        return self._files[form]


Renderer = Callable[[Rendition], bytes]
"""Writes a rendition in one format: an entry of RENDERERS."""


def render(document: "Document", to: str, layout: Layout) -> bytes:
    """Return the document as a file of the format `to`.

    Raises KeyError for a format that is not in the table, CommsError for data alone without the data.
    """
    return render_all(document, (to,), layout)[to]


def render_all(document: "Document", formats: Iterable[str], layout: Layout) -> dict[str, bytes]:
    """Return the document as a file of each format; its template is filled once for all of them.

    Raises KeyError for a format that is not in the table, CommsError for data alone without the data.
    """
    formats = tuple(formats)
    if layout.bare:
        refuse_data_only(formats)
    rendition = Rendition(document, layout)
    return {form: rendition.file(form) for form in formats}
