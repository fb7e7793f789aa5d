"""What a template may read of each value that it meets; everything else is not there for it."""

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
"""Methods of texts that make at most a little more out of what they are given."""
DAY = frozenset("day hour isoformat isoweekday minute month second weekday year date time".split())
PAIRS = frozenset({"get", "items", "keys", "values"})
OURS = frozenset({"comms", "jinja2"})
"""Packages whose objects show their public names: what is computed for a letter, a loop, a macro."""


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
    """The names that a template may read of a value: those of its fields, in reading order, before others."""
    fields: list[str] = []
    if isinstance(value, Part):
        fields = [each.name for each in fields_of(type(value)).values()]
    elif isinstance(value, Mapping):
        return [str(each) for each in value]
    elif isinstance(value, TemplateModule):
        return [each for each in vars(value) if not each.startswith("_")]
    others: Any = (each for each in dir(type(value)) if each not in fields)
    slots = getattr(value, "__dataclass_fields__", {})
    return [*fields, *slots, *(each for each in others if each not in slots and may_be_read(value, each))]
