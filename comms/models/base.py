"""What every document is made of: parts, and fields that say what they answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import Annotated, Any, ClassVar, Literal, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.fields import FieldInfo

from comms.models.scalars import Count, Maybe, Text, Texts
from comms.paths import FieldPath


@dataclass(frozen=True, slots=True)
class Ask:
    """What a field answers, and what follows when it does not.

    missing: the code of the finding when the answer is absent; None where the field is optional.
    instead: the sibling whose answer excuses the absence of this one.
    step: the step of the interview that asks for it; None asks for it nowhere, or where its parent stands.
    after, among: asked only once the sibling `after` is answered, with one of `among` where that is given.
    proposes: the entry of PROPOSALS that computes a proposal for the answer.
    offers: the entry of OFFERS that lists answers to pick from.
    varies: differs from one document to the next, so that it is asked where standard terms answer the rest.
    empties: an empty list is an answer, given as "none".
    settles: its proposal is taken without a question, shown, and may be changed in the review.
    quiet: the interview does not ask for it; its proposal, a file, comms.toml or `--set` may give it.
    wording: how the rules of wording read a text: as "prose", as "technical" (its abbreviations are meant),
    as "names" (of people who are to do something), or not at all, since it is "literal" (a name, a number,
    a quotation).
    """

    missing: str | None = None
    instead: str | None = None
    step: str | None = None
    after: str | None = None
    among: tuple[str, ...] = ()
    proposes: str | None = None
    offers: str | None = None
    varies: bool = False
    empties: bool = False
    settles: bool = False
    quiet: bool = False
    wording: Literal["prose", "technical", "names", "literal"] = "prose"


class Shape(StrEnum):
    """What kind of answer a field takes."""

    TEXT = "text"
    TEXTS = "texts"
    NUMBER = "number"
    WHOLE = "whole"
    DATE = "date"
    TIME = "time"
    FLAG = "flag"
    CHOICE = "choice"
    MONEY = "money"
    PART = "part"
    PARTS = "parts"
    PLAIN = "plain"
    """The value of another document's field, of whatever shape that has."""


class Part(BaseModel):
    """A mapping of a document: a goal, a line, a milestone.

    Every field may be absent: a model holds what has been answered so far, and whether that is enough
    is for the rules to say. So a draft, a file with gaps and a finished document are one type.
    """

    model_config = ConfigDict(extra="forbid", defer_build=True, populate_by_name=True)

    named_roles: ClassVar[bool] = False
    """Whether a key of the part says something even without its answer."""

    waivable: ClassVar[frozenset[str]] = frozenset()
    """The required keys that `waives` may excuse."""

    def waives(self, key: str) -> bool:
        """Whether the otherwise required field `key` may be absent beside the other answers."""
        del key
        return False


class Shorthand(Part):
    """A part that may be written as a bare value, which is then the answer to its field `bare`."""

    bare: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, value: Any) -> Any:
        return {cls.bare: value} if isinstance(value, str | int | date | Decimal) else value


class Document(Part):
    """What every kind of document has."""

    id_prefix: ClassVar[str]
    """The letters that open the number of a new document: DB-2026-0001."""

    kind: Annotated[str, Ask(wording="literal")]
    id: Annotated[Maybe[Text], Ask(wording="literal")] = None
    revision: Annotated[Maybe[Count], Ask()] = None
    language: Annotated[Maybe[Literal["zh", "en"]], Ask()] = None
    status: Annotated[Maybe[Literal["draft", "issued"]], Ask()] = None
    title: Annotated[Maybe[Text], Ask()] = None
    attachments: Annotated[Maybe[Texts], Ask(wording="literal")] = None

    @property
    def author(self) -> str | None:
        """Who speaks in the document, for its properties."""
        return None

    def to_data(self) -> dict[str, Any]:
        """The document as plain data with its keys in reading order; absent answers are left out."""
        data = self.model_dump(exclude_none=True, by_alias=True)
        if "attachments" in data:  # they close a document
            data["attachments"] = data.pop("attachments")
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """The document of plain data as a file holds it; raises pydantic's ValidationError."""
        return cls.model_validate(data)


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a part, as interview, schema, rules and readers see it."""

    name: str
    key: str
    ask: Ask
    shape: Shape
    owner: type[Part]
    part: type[Part] | None
    choices: tuple[str, ...]

    @property
    def required(self) -> bool:
        return self.ask.missing is not None


@cache
def fields_of(part: type[Part]) -> dict[str, Field]:
    """The fields of a part by the key that files use, in reading order."""
    fields = (_field(part, name, info) for name, info in part.model_fields.items())
    return {field.key: field for field in fields}


def _field(owner: type[Part], name: str, info: FieldInfo) -> Field:
    ask = next((entry for entry in info.metadata if isinstance(entry, Ask)), Ask())
    shape, inner = _shape(info.annotation)
    part = inner if isinstance(inner, type) and issubclass(inner, Part) else None
    choices = get_args(inner) if get_origin(inner) is Literal else ()
    return Field(name, info.alias or name, ask, shape, owner, part, choices)


_SCALARS = {
    str: Shape.TEXT,
    Decimal: Shape.NUMBER,
    int: Shape.WHOLE,
    date: Shape.DATE,
    datetime: Shape.TIME,
    bool: Shape.FLAG,
    Any: Shape.PLAIN,
}


def _shape(annotation: Any) -> tuple[Shape, Any]:
    inner = _bare_type(annotation)
    if get_origin(inner) is list:
        item = _bare_type(get_args(inner)[0])
        return (Shape.TEXTS if item is str or get_origin(item) is Literal else Shape.PARTS), item
    if get_origin(inner) is Literal:
        return Shape.CHOICE, inner
    if inner in _SCALARS:
        return _SCALARS[inner], inner
    return (Shape.MONEY if "amount" in inner.model_fields else Shape.PART), inner


def _bare_type(annotation: Any) -> Any:
    """The type inside `Annotated[…]` and `… | None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(choice for choice in get_args(annotation) if choice is not type(None))
        else:
            return annotation


def answered(value: object) -> bool:
    """Whether a field's value answers anything: not None, no empty text, list or mapping."""
    if isinstance(value, str):
        return value != ""
    if isinstance(value, Part):
        return (
            bool(value.model_fields_set) if value.named_roles else any(map(answered, value.__dict__.values()))
        )
    if isinstance(value, list):
        return any(isinstance(item, Part) or answered(item) for item in value)
    return value is not None


def absences(part: Part, path: FieldPath = ()) -> Iterator[tuple[str, FieldPath]]:
    """Each answer that is due and absent: the code that its field names, and its path."""
    values = part.__dict__
    for name, is_scalar, field in _watched(type(part)):
        value = values[name]
        # asked without a call where it can be: this is done for every field of every file
        if not (value or value == 0 if is_scalar else value is not None and answered(value)):
            if field.required and not _excused(part, field):
                yield str(field.ask.missing), (*path, field.key)
        elif field.part is None:
            continue
        elif isinstance(value, Part):
            yield from absences(value, (*path, field.key))
        else:
            for index, item in enumerate(value):
                yield from absences(item, (*path, field.key, index))


@cache
def _watched(part: type[Part]) -> list[tuple[str, bool, Field]]:
    """The fields of a part that are due, or that hold parts whose own fields may be.

    Each with its name, and whether it holds a single value.
    """
    containers = (Shape.TEXTS, Shape.PARTS, Shape.PART, Shape.MONEY)
    fields = (field for field in fields_of(part).values() if field.required or field.part)
    return [(field.name, field.shape not in containers, field) for field in fields]


def _excused(part: Part, field: Field) -> bool:
    if field.ask.instead is None:
        return part.waives(field.key)
    return answered(getattr(part, fields_of(type(part))[field.ask.instead].name))
