"""Converts plain data (mappings, lists and scalars), for instance to the types of JSON."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any


def to_json(data: Any) -> str:
    """Return plain data as a single line of ASCII JSON, safe to embed in another file."""
    return json.dumps(data, separators=(",", ":"))


def map_scalars(data: Any, convert: Callable[[Any], Any]) -> Any:
    """Return a copy of plain data in which `convert` has replaced every scalar; keys stay as they are."""
    if isinstance(data, dict):
        return {key: map_scalars(value, convert) for key, value in data.items()}
    if isinstance(data, list):
        return [map_scalars(item, convert) for item in data]
    return convert(data)


def as_file_data(data: Any) -> Any:
    """Return plain data as readers deliver them: every scalar but true, false and null is text."""
    return map_scalars(
        data, lambda value: value if isinstance(value, bool | None) else str(_json_scalar(value))
    )


def to_jsonable(data: Any) -> Any:
    """Return plain data in the types of JSON: whole numbers as numbers, decimals and dates as text."""
    return map_scalars(data, _json_scalar)


def _json_scalar(value: Any) -> Any:
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return int(text) if text.lstrip("-").isdecimal() and text != "-0" else text
    return value.isoformat() if isinstance(value, date) else value
