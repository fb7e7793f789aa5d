"""Imports the objects that tables name when they are first needed."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def load(where: str) -> Any:
    """Return the object at `package.module:name`."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)
