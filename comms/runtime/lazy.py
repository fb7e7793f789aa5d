"""Loads an entry of an explicit table when it is asked for, so that nothing is imported in vain."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def load(where: str) -> Any:
    """The object at `package.module:name`."""
    module, _, name = where.partition(":")
    return getattr(import_module(module), name)
