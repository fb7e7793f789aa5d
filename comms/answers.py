"""What people type, as the data of a document, and back again."""

import difflib
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from comms.findings import CommsError, FieldPath, dotted
from comms.models.base import Document, Field, Part, Shape, fields_of
from comms.models.scalars import MAX_TEXT, is_placeholder
from comms.terms.amounts import parse_money, parse_number
from comms.terms.dates import parse_date
from comms.words import field_words, words

_SEPARATOR = re.compile(r"[;；\n]")


@dataclass(frozen=True, slots=True)
class Manner:
    """How an answer is read: in which language, from which day, in which currency where none is named."""

    language: str
    today: date
    currency: str


class Refused(CommsError):
    """An answer that cannot be taken."""

    section = "refused"


def read_answer(field: Field, text: str, manner: Manner) -> Any:
    """The plain data of an answer as it was typed; raises Refused or NotADate.

    Numbers and dates come back as the text that a file would hold, amounts as a mapping.
    """
    if len(text) > MAX_TEXT:
        raise Refused("too_long", length=len(text), most=MAX_TEXT)
    text = text.strip()
    match field.shape:
        case Shape.DATE:
            return parse_date(text, manner.today).isoformat()
        case Shape.NUMBER | Shape.WHOLE:
            return _number(text)
        case Shape.MONEY:
            return _money(text, manner.currency)
        case Shape.TEXTS:
            return [each.strip() for each in _SEPARATOR.split(text) if each.strip()]
        case Shape.CHOICE:
            return _choice(field, text, manner.language)
        case _:
            return text


def _number(text: str) -> str:
    value = parse_number(text)
    if value is None:
        raise Refused("number", written=text[:40])
    return f"{value:f}"


def _money(text: str, currency: str) -> dict[str, str]:
    found = parse_money(text, currency)
    if found is None:
        raise Refused("money", written=text[:40])
    return {"amount": f"{found[0]:f}", "currency": found[1]}


def _choice(field: Field, text: str, language: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold()
    named = field_words(field.owner, field.key, language).choices or {}
    for number, value in enumerate(field.choices, 1):
        if plain in (str(number), value.casefold(), named.get(value, value).casefold()):
            return value
    raise Refused("choice", written=text[:40], count=len(field.choices))


def as_typed(field: Field, value: Any, language: str) -> str:
    """The text that a person would type to give `value`, which is a field's plain data."""
    if value is None:
        return ""
    if field.shape is Shape.MONEY and isinstance(value, dict):
        return f"{value.get('amount', '')} {value.get('currency', '')}".strip()
    if isinstance(value, list):
        separator: str = words(language)["language"]["list"]
        return separator.join(str(each) for each in value)
    if field.shape is Shape.CHOICE:
        return str(field.choices.index(value) + 1) if value in field.choices else str(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def is_answer(text: str) -> bool:
    """Whether a text answers anything."""
    return not is_placeholder(text)


def field_at(model: type[Document], path: FieldPath) -> Field:
    """The field of a path; raises CommsError("no_such_field") with the nearest one."""
    owner: type[Part] | None = model
    field: Field | None = None
    for step in path:
        if isinstance(step, int):
            continue
        known = fields_of(owner) if owner else {}
        if step not in known:
            raise _no_such_field(path, step, known)
        field = known[step]
        owner = field.part
    assert field is not None
    return field


def _no_such_field(path: FieldPath, step: str, known: Any) -> CommsError:
    near = difflib.get_close_matches(step, list(known), 1, 0.5) or list(known)[:1] or ["what"]
    return CommsError("no_such_field", path=dotted(path), near=near[0])


def put(data: dict[str, Any], path: FieldPath, value: Any) -> None:
    """Puts a value into plain data, making the mappings and lists on its way; None takes it out."""
    holder: Any = data
    for step, following in pairwise(path):
        holder = _enter(holder, step, [] if isinstance(following, int) else {})
    last = path[-1]
    if isinstance(holder, list):
        _enter(holder, last, value)
        holder[int(last)] = value
    elif value is None:
        holder.pop(last, None)
    else:
        holder[last] = value


def _enter(holder: Any, step: str | int, empty: Any) -> Any:
    if isinstance(holder, list):
        if not isinstance(step, int) or step > len(holder):
            raise CommsError("bad_path", path=str(step))
        if step == len(holder):
            holder.append(empty)
        return holder[step]
    if not isinstance(holder.get(step), dict | list):
        holder[step] = empty
    return holder[step]
