"""Text for a chat: short lines without markup, which read alike in every messenger.

A kind's template for it, `<kind>.chat.md.j2`, says a matter on each line, and first what is asked by when.
"""

from typing import TYPE_CHECKING

from comms.rendering.body import fill_template, values_of
from comms.rendering.legible import legible
from comms.rendering.tokens import inline_text, parse_markdown

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout
    from comms.rendering.rendition import Rendition

CHAT = ".chat"
"""What the name of a kind's template for a chat has after the kind."""


def render(rendition: "Rendition") -> bytes:
    """Return the document as a text for a chat."""
    return chat_text(rendition.document, rendition.layout).encode()


def chat_text(document: "Document", layout: "Layout") -> str:
    """Return the text of a document for a chat; raises the errors of `comms.rendering.body.body`."""
    markdown = fill_template(f"{document.kind}{CHAT}", layout, **values_of(document, layout))
    lines = (" ".join(legible(_shown(line)).split()) for line in markdown.split("\n"))
    return "".join(f"{line}\n" for line in lines if line)


def _shown(line: str) -> str:
    """Return what a line of Markdown shows: values as they were typed, without the template's own marks."""
    blocks = (token for token in parse_markdown(line) if token.type == "inline")
    return " ".join(inline_text(token.children) for token in blocks)
