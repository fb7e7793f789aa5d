"""Plain data in the types of their fields, so that dates and numbers are written as in our own files."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from comms.kinds import KINDS, model_of
from comms.models.base import Field, Part, Shape, Shorthand, fields_of

Place = Field | type[Part] | None
"""Where a value stands in the model: a field, a part (the root, an entry of a list), or nowhere known."""


def root_of(data: dict[str, Any]) -> Place:
    """The model of a document's data."""
    kind = data.get("kind")
    return model_of(kind) if isinstance(kind, str) and kind in KINDS else None


def below(place: Place, step: str | int) -> Place:
    """The place of a key or of an entry inside another place."""
    part = part_of(place)
    if isinstance(step, int):
        return part
    return fields_of(part).get(step) if part else None


def part_of(place: Place) -> type[Part] | None:
    return place.part if isinstance(place, Field) else place


def order_of(place: Place) -> list[str]:
    """The keys of a place in reading order; attachments close a document."""
    part = part_of(place)
    keys = list(fields_of(part)) if part else []
    if "kind" in keys and "attachments" in keys:
        keys.remove("attachments")
        keys.append("attachments")
    return keys


def dressed(value: Any, place: Place) -> Any:
    """A value in the types of its place, wherever those spell exactly the same; else the text it is."""
    if isinstance(value, dict):
        ordered = sorted(value, key=_rank(order_of(place)))
        return {key: dressed(value[key], below(place, key)) for key in ordered}
    if isinstance(value, list):
        return [dressed(each, below(place, 0) if part_of(place) else place) for each in value]
    return _scalar(value, place) if isinstance(value, str) else value


def _rank(order: list[str]) -> Callable[[str], int]:
    return lambda key: order.index(key) if key in order else len(order)


def _scalar(text: str, place: Place) -> Any:
    part = part_of(place)
    if part is not None and issubclass(part, Shorthand):  # a bare value stands for its main field
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
