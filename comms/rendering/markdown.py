"""Markdown: all data in the front matter, a readable body beneath."""

from typing import TYPE_CHECKING, Any

import comms
from comms.reading.markdown_file import digest
from comms.reading.yaml_file import build, compose
from comms.rendering.template import body
from comms.rendering.yaml_data import to_yaml

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout


def render(document: "Document", layout: "Layout") -> bytes:
    """The document as a Markdown file; its stamp lets a later edit be noticed."""
    text = body(document, layout)
    front = to_yaml(document.to_data())
    # the digest is taken of the data as a reader will find them
    stamp: dict[str, Any] = {
        "version": comms.__version__,
        "digest": digest(build(compose(front)), text),
    }
    if layout.language != document.language:
        stamp["layout"] = layout.language
    return f"---\n{front}{to_yaml({'comms': stamp})}---\n\n{text}".encode()
