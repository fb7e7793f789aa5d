"""Plain data: a document in the types of JSON, so that two of them can be compared or stored."""

import json
from datetime import date
from decimal import Decimal
from typing import Any


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
