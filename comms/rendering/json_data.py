"""JSON: the document's data; numbers with decimals are text, so that no reader rounds money in binary."""

import json
from typing import TYPE_CHECKING

from comms.models.plain import plain

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout


def render(document: "Document", layout: "Layout") -> bytes:
    """The document as a JSON file."""
    del layout
    return (json.dumps(plain(document.to_data()), ensure_ascii=False, indent=2) + "\n").encode()
