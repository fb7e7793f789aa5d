"""JSON: the document's data; numbers with decimals are text, so that no reader rounds money in binary."""

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout


def render(document: "Document", layout: "Layout") -> bytes:
    """The document as a JSON file."""
    del layout
    return (json.dumps(plain(document.to_data()), ensure_ascii=False, indent=2) + "\n").encode()


def to_json(data: Any) -> str:
    """Plain data as one line of ASCII JSON, fit for the inside of another file."""
    return json.dumps(data, separators=(",", ":"))


def plain(value: Any) -> Any:
    """Plain data in the types of JSON: whole numbers as numbers, decimals and dates as text."""
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return int(text) if text.lstrip("-").isdecimal() and text != "-0" else text
    return value.isoformat() if isinstance(value, date) else value
