"""Renders a document in several formats; what they have in common is computed once."""

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
    """A document in one layout, with the intermediate results that its formats share."""

    def __init__(self, document: "Document", layout: Layout) -> None:
        self.document = document
        self.layout = layout
        self._files: dict[str, bytes] = {}

    @cached_property
    def body(self) -> str:
        """The document's Markdown; raises the errors of `comms.rendering.body.body`."""
        return body(self.document, self.layout)

    @cached_property
    def readable_body(self) -> str:
        """The same Markdown with its tables aligned, for people."""
        return aligned(self.body)

    @cached_property
    def tokens(self) -> "list[Token]":
        """The tokens of the Markdown, shared by the formats, which must not change them."""
        from comms.rendering.tokens import parse_markdown

        return parse_markdown(self.body)

    def file(self, form: str) -> bytes:
        """Return the file of a format; it is kept for formats that contain it, such as an e-mail the DOCX."""
        if form not in self._files:
            write: Renderer = load(RENDERERS[form])
            self._files[form] = write(self)
        return self._files[form]


Renderer = Callable[[Rendition], bytes]
"""Writes a rendition in one format: an entry of RENDERERS."""


def render(document: "Document", to: str, layout: Layout) -> bytes:
    """Return the document as a file of the format `to`.

    Raises KeyError for an unknown format, CommsError("data_only") for a bare layout in a data format.
    """
    return render_all(document, (to,), layout)[to]


def render_all(document: "Document", formats: Iterable[str], layout: Layout) -> dict[str, bytes]:
    """Return the document as a file of each format; its template is filled once for all of them.

    Raises KeyError for an unknown format, CommsError("data_only") for a bare layout in a data format.
    """
    formats = tuple(formats)
    if layout.bare:
        refuse_data_only(formats)
    rendition = Rendition(document, layout)
    return {form: rendition.file(form) for form in formats}
