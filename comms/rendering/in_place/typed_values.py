"""Plain data in the types of their fields, so that dates and numbers are written as in our own files."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from comms.kinds import KINDS, model_of
from comms.models.base import Field, Part, Shape, Shorthand, fields_of

Place = Field | type[Part] | None
"""The place of a value in the model: a field, a part (the root, a list entry), or None if unknown."""


def root_of(data: dict[str, Any]) -> Place:
    """Return the model of a document's data, or None if its kind is unknown."""
    kind = data.get("kind")
    return model_of(kind) if isinstance(kind, str) and kind in KINDS else None


def below(place: Place, step: str | int) -> Place:
    """Return the place of a key or entry inside another place."""
    part = part_of(place)
    if isinstance(step, int):
        return part
    return fields_of(part).get(step) if part else None


def part_of(place: Place) -> type[Part] | None:
    return place.part if isinstance(place, Field) else place


def key_order(place: Place) -> list[str]:
    """Return the keys of a place in reading order; attachments come last in a document."""
    part = part_of(place)
    keys = list(fields_of(part)) if part else []
    if "kind" in keys and "attachments" in keys:
        keys.remove("attachments")
        keys.append("attachments")
    return keys


def typed(value: Any, place: Place) -> Any:
    """Return a value in the types of its place where those spell exactly the same, otherwise as text."""
    if isinstance(value, dict):
        ordered = sorted(value, key=_rank(key_order(place)))
        return {key: typed(value[key], below(place, key)) for key in ordered}
    if isinstance(value, list):
        return [typed(entry, below(place, 0) if part_of(place) else place) for entry in value]
    return _scalar(value, place) if isinstance(value, str) else value


def _rank(order: list[str]) -> Callable[[str], int]:
    return lambda key: order.index(key) if key in order else len(order)


def _scalar(text: str, place: Place) -> Any:
    part = part_of(place)
    if part is not None and issubclass(part, Shorthand):  # a bare value stands for the part's main field
        place = fields_of(part)[part.bare]
    convert = _TYPES.get(place.shape) if isinstance(place, Field) else None
    if convert is None:
        return text
    try:
        value = convert(text)
    except (ValueError, InvalidOperation):
        return text
    spelt = value.isoformat() if isinstance(value, date) else f"{value:f}"
    return value if spelt == text else text


_TYPES: dict[Shape, Callable[[str], Any]] = {
    Shape.DATE: date.fromisoformat,
    Shape.TIME: datetime.fromisoformat,
    Shape.NUMBER: Decimal,
    Shape.WHOLE: Decimal,
}
