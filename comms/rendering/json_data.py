"""JSON: the document's data; decimal numbers are written as text so that no reader rounds money in binary."""

import json
from typing import TYPE_CHECKING

from comms.models.plain import to_jsonable

if TYPE_CHECKING:
    from comms.rendering.rendition import Rendition


def render(rendition: "Rendition") -> bytes:
    """Return the document's data as a JSON file."""
    return (
        json.dumps(to_jsonable(rendition.document.to_file_data()), ensure_ascii=False, indent=2) + "\n"
    ).encode()
