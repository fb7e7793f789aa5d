"""A walk over the scalars of plain data."""

from collections.abc import Callable
from typing import Any


def map_scalars(data: Any, convert: Callable[[Any], Any]) -> Any:
    """Return a copy of plain data with every scalar converted; keys become text, tuples become lists."""
    if isinstance(data, dict):
        return {str(key): map_scalars(value, convert) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [map_scalars(value, convert) for value in data]
    return convert(data)
