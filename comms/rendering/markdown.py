"""Markdown: all data in the front matter, followed by a readable body."""

from typing import TYPE_CHECKING

from comms.reading.yaml_file import build, compose
from comms.rendering.stamp import stamp_of
from comms.rendering.yaml_data import to_yaml

if TYPE_CHECKING:
    from comms.rendering.rendition import Rendition


def render(rendition: "Rendition") -> bytes:
    """Return the document as a Markdown file, with a stamp that reveals later edits."""
    document, layout, text = rendition.document, rendition.layout, rendition.readable_body
    if layout.bare:
        return text.encode()
    front = to_yaml(document.to_file_data())
    stamp = stamp_of(document, layout, build(compose(front)), text)
    return f"---\n{front}{to_yaml({'comms': stamp})}---\n\n{text}".encode()
