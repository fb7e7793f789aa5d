"""The questions of an interview, derived from the model and from the answers so far."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from comms.findings import Severity
from comms.models.base import Document, Field, Part, Shape, fields_of, is_answered
from comms.paths import FieldPath, value_at
from comms.rules import RULES


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the interview: the path of its answer, the field, and its position in the interview.

    number, count: the number of its step, from 1, and the number of steps.
    opener: an answer adds an entry to a list; no answer ends the list.
    item: the number of the list entry that it belongs to, from 1, and the field of the list. entry: what that
    entry is called by the answers that it has, such as "HD-320 hoodie".
    offers: the entry of OFFERS that lists answers to pick from; whole: the path that a picked answer goes to.
    varies: asked even if standard terms answer the rest.
    part: the part that it belongs to, if its step asks for several parts, such as the two parties.
    document: the model of the document that it is asked for.
    """

    path: FieldPath
    field: Field
    step: str
    number: int
    count: int
    required: bool
    opener: bool = False
    item: tuple[int, Field] | None = None
    entry: str = ""
    offers: str | None = None
    whole: FieldPath | None = None
    varies: bool = False
    part: Field | None = None
    document: type[Document] | None = None


def steps_of(model: type[Document]) -> list[str]:
    """Return the steps of a kind's interview in their order."""
    return list(dict.fromkeys(field.ask.step for field in fields_of(model).values() if field.ask.step))


def questions(model: type[Document], data: dict[str, Any], quiet: bool = False) -> Iterator[Question]:
    """Yield every question that applies to the answers so far; each list ends with one for a new entry.

    quiet: includes the answers that are not asked for, where there are any.
    """
    steps = steps_of(model)
    for field in fields_of(model).values():
        if field.ask.step:
            start = Question(
                (field.key,),
                field,
                field.ask.step,
                steps.index(field.ask.step) + 1,
                len(steps),
                is_required(field),
                offers=field.ask.offers,
                varies=field.ask.varies,
                part=field if field.shape is Shape.PART and _shares_step(model, field) else None,
                document=model,
            )
            yield from _of_field(start, data, quiet)


def _shares_step(model: type[Document], field: Field) -> bool:
    """Whether the step of a part asks for another part as well."""
    others = fields_of(model).values()
    return sum(other.ask.step == field.ask.step and other.shape is Shape.PART for other in others) > 1


def is_required(field: Field) -> bool:
    """Whether the interview insists on an answer, since its absence would be an error, not a warning."""
    missing = field.ask.missing
    if missing is None or field.ask.alternative is not None:
        return False
    return RULES[missing].severity is Severity.ERROR


def _of_field(at: Question, data: dict[str, Any], quiet: bool) -> Iterator[Question]:
    match at.field.shape:
        case Shape.PARTS:
            yield from _of_list(at, data, quiet)
        case Shape.PART:
            yield from _of_part(at, data, quiet)
        case Shape.MONEY:
            yield at
            if value_at(data, at.path) is not None:
                yield from _of_part(at, data, quiet, skipped=("amount", "currency"))
        case _:
            yield at


def _of_part(
    at: Question, data: dict[str, Any], quiet: bool, skipped: tuple[str, ...] = ()
) -> Iterator[Question]:
    offers, whole = at.offers, at.path
    for field in fields_of(_part(at.field)).values():
        if field.key not in skipped and _applies(field, at.path, data, quiet):
            inner = _within(at, field, item=at.item)
            # an optional part requires nothing until one of its answers is given
            started = at.required or is_answered(value_at(data, at.path))
            inner = replace(inner, required=inner.required and started)
            # the part as a whole is offered with its first question
            inner = replace(inner, offers=offers or field.ask.offers, whole=whole if offers else None)
            yield from _of_field(inner, data, quiet)
            offers = None


def _of_list(at: Question, data: dict[str, Any], quiet: bool) -> Iterator[Question]:
    first, *others = fields_of(_part(at.field)).values()
    count = len(value_at(data, at.path) or ())
    for index in range(count + 1):
        entry = replace(at, path=(*at.path, index))
        item, called = (index + 1, at.field), _entry_name(value_at(data, entry.path))
        entry = replace(entry, entry=called)
        opening = _within(entry, first, item=item, opener=True)
        # a required list needs its first entry; every further one is optional
        due = (at.required and index == 0) or (index < count and is_required(first))
        yield replace(opening, required=due, entry="")
        if index < count:
            for field in others:
                if _applies(field, entry.path, data, quiet):
                    yield from _of_field(_within(entry, field, item=item), data, quiet)


def _entry_name(entry: Any) -> str:
    """Return what an entry of a list is called: its SKU and its name, as far as it has them."""
    names = (entry.get(key) for key in _NAMES) if isinstance(entry, dict) else ()
    return " ".join(name for name in names if isinstance(name, str))


_NAMES = ("sku", "name")
"""The keys by whose values people know an entry."""


def _part(field: Field) -> type[Part]:
    assert field.part is not None
    return field.part


def _applies(field: Field, path: FieldPath, data: dict[str, Any], quiet: bool = False) -> bool:
    if field.ask.unprompted:
        return quiet and not field.ask.proposes and value_at(data, (*path, field.key)) is not None
    if field.ask.after is None:
        return True
    value = value_at(data, (*path, field.ask.after))
    return _as_choice(value) in field.ask.among if field.ask.among else value is not None


def _as_choice(value: Any) -> Any:
    """Return a value as `among` spells it: zero is 0, however many decimals it has."""
    return "0" if _ZERO.fullmatch(str(value)) else value


_ZERO = re.compile(r"0+(\.0+)?")


def no_longer_applicable(question: Question, data: dict[str, Any]) -> Iterator[tuple[FieldPath, Field]]:
    """Yield the answers, with their fields, that no longer apply after the answer to a question."""
    owner, above = question.field.owner, question.path[:-1]
    for key, field in fields_of(owner).items():
        path = (*above, key)
        depends = field.ask.after == question.field.key and not field.ask.unprompted
        if depends and value_at(data, path) is not None and not _applies(field, above, data):
            yield path, field


def _within(at: Question, field: Field, item: tuple[int, Field] | None, opener: bool = False) -> Question:
    return replace(
        at,
        path=(*at.path, field.key),
        field=field,
        required=is_required(field),
        opener=opener,
        item=item,
        offers=field.ask.offers,
        whole=None,
        varies=at.varies or field.ask.varies,
    )
