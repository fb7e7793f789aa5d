"""The attributes that a template may read from each kind of value; everything else is hidden from it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jinja2.environment import TemplateModule

from comms.models.base import Document, Part, fields_of

TEXT = frozenset(
    "capitalize casefold count endswith find isalnum isalpha isascii isdecimal isdigit islower isspace"
    " isupper lower lstrip partition removeprefix removesuffix rpartition rsplit rstrip split splitlines"
    " startswith strip title upper".split()
)
"""String methods whose result is hardly longer than their input."""
DAY = frozenset("day hour isoformat isoweekday minute month second weekday year date time".split())
PAIRS = frozenset({"get", "items", "keys", "values"})
OURS = frozenset({"comms", "jinja2"})
"""Packages whose objects show their public names: values computed for a letter, loops, macros."""


def may_be_read(value: object, name: str) -> bool:
    """Whether a template may read the attribute `name` of a value."""
    if name.startswith("_") or isinstance(value, type):
        return False
    if isinstance(value, Part):
        return name in type(value).model_fields or not (
            hasattr(Document, name) or name in type(value).__class_vars__
        )
    for kind, names in ((str, TEXT), (date, DAY), (Mapping, PAIRS), (Decimal, frozenset())):
        if isinstance(value, kind):
            return name in names
    return type(value).__module__.partition(".")[0] in OURS


def names_of(value: object) -> list[str]:
    """Return the names a template may read from a value: its fields in reading order, then the others."""
    fields: list[str] = []
    if isinstance(value, Part):
        fields = [field.name for field in fields_of(type(value)).values()]
    elif isinstance(value, Mapping):
        return [str(key) for key in value]
    elif isinstance(value, TemplateModule):
        return [name for name in vars(value) if not name.startswith("_")]
    others: Any = (name for name in dir(type(value)) if name not in fields)
    slots = getattr(value, "__dataclass_fields__", {})
    return [*fields, *slots, *(name for name in others if name not in slots and may_be_read(value, name))]
