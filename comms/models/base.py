"""The building blocks of documents: parts, and fields that declare how they are asked for and judged."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, Union, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr, model_validator
from pydantic.fields import FieldInfo

from comms.models.scalars import Count, Maybe, Text, Texts
from comms.paths import FieldPath, put, value_at
from comms.runtime.resources import LANGUAGE_FOLDERS

if TYPE_CHECKING:
    LanguageName = str
else:  # the names that are there, which a type checker cannot know
    LanguageName = Literal[tuple(LANGUAGE_FOLDERS)]


@dataclass(frozen=True, slots=True)
class Ask:
    """How a field is asked for, and what its absence means.

    missing: the code of the finding if the answer is absent; None if the field is optional.
    alternative: the sibling field whose answer makes this one optional.
    step: the interview step that asks for the field; None if the step of its parent does, or none at all.
    after, among: the field is asked only once the sibling `after` has an answer, and if `among` is not
    empty, only if that answer is one of `among`.
    proposes: the entry of PROPOSALS that computes a proposed answer.
    offers: the entry of OFFERS that lists answers to pick from.
    varies: the answer differs from document to document, so it is asked even if standard terms answer the
    other fields.
    empty_is_answer: an empty list is an answer, given as "none".
    accept_proposal: the proposed answer is accepted without asking; it is shown, and can be changed in the
    review. follows: the short interview accepts it so, once the answers that it follows from are there.
    several: one answer can give several entries of the list, so the short interview asks for it once.
    unprompted: the interview does not ask; a proposal, a file, comms.toml or `--set` may supply the answer.
    wording: how the wording rules read a text: as "prose"; as "technical" text with legitimate
    abbreviations; as the "label" of a thing, whose name may hold words of number, taste and time;
    as "names" of people who are to do something; as the field of an order that is the "target" of a change;
    or not at all because it is "literal" (a proper name, a number, a quotation, a repetition).
    """

    missing: str | None = None
    alternative: str | None = None
    step: str | None = None
    after: str | None = None
    among: tuple[str, ...] = ()
    proposes: str | None = None
    offers: str | None = None
    varies: bool = False
    empty_is_answer: bool = False
    accept_proposal: bool = False
    follows: bool = False
    several: bool = False
    unprompted: bool = False
    wording: Literal["prose", "technical", "label", "names", "target", "literal"] = "prose"


class Shape(StrEnum):
    """The kind of answer that a field takes."""

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
    UNTYPED = "plain"
    """The value of a field of another document, whatever shape that field has."""


class Part(BaseModel):
    """A mapping inside a document, such as a goal, an order line or a milestone.

    Every field may be absent: a model holds the answers so far, and the rules decide whether they suffice.
    A draft, a file with gaps and a finished document therefore share one type.
    """

    model_config = ConfigDict(extra="forbid", defer_build=True, populate_by_name=True)

    named_roles: ClassVar[bool] = False
    """Whether the part counts as answered once one of its keys is present, even without a value."""

    waivable: ClassVar[frozenset[str]] = frozenset()
    """The required keys whose absence `waives` may permit."""

    def waives(self, key: str) -> bool:
        """Return whether the other answers permit the required field `key` to be absent."""
        return False


class Shorthand(Part):
    """A part that may be written as a bare value, which then answers the field named by `bare`."""

    bare: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _from_bare_value(cls, value: Any) -> Any:
        return {cls.bare: value} if isinstance(value, str | int | date | Decimal) else value


class Document(Part):
    """The base of all kinds of documents, with the fields that they share."""

    id_prefix: ClassVar[str]
    """The prefix of a new document's id: the DB of DB-2026-0001."""

    kind: Annotated[str, Ask(wording="literal")]
    id: Annotated[Maybe[Text], Ask(wording="literal")] = None
    revision: Annotated[Maybe[Count], Ask()] = None
    language: Annotated[Maybe[LanguageName], Ask()] = None
    status: Annotated[Maybe[Literal["draft", "issued"]], Ask()] = None
    title: Annotated[Maybe[Text], Ask()] = None
    attachments: Annotated[Maybe[Texts], Ask(wording="label")] = None
    _extensions: tuple[tuple[FieldPath, Any], ...] = PrivateAttr(default=())

    @property
    def author(self) -> str | None:
        """The person or company that issues the document, for the properties of a rendered file."""
        return None

    @property
    def owner(self) -> str | None:
        """The person or team that does what the document asks for."""
        return None

    @property
    def customer(self) -> str | None:
        """The company that the document is written for, where the document itself names it."""
        return None

    @property
    def subject(self) -> str | None:
        """The title, or what the document is about if it has none."""
        return self.title

    @property
    def stage(self) -> str | None:
        """How far the document has come: a draft, issued, or what has been decided about it."""
        return self.status

    def dates_ahead(self) -> "Iterator[tuple[str, date]]":
        """Yield the days on which somebody has to act on the document, each with the key of its field."""
        return iter(())

    def to_data(self) -> dict[str, Any]:
        """Return the document as plain data, keys in reading order, without absent answers."""
        data = self.model_dump(exclude_none=True, by_alias=True)
        if "attachments" in data:  # they come last in a document
            data["attachments"] = data.pop("attachments")
        return data

    def extend(self, values: Iterable[tuple[FieldPath, Any]]) -> None:
        """Keep the values of extension keys (`x-`), which mean nothing to comms but belong to the file."""
        self._extensions = tuple(values)

    def to_file_data(self) -> dict[str, Any]:
        """Return the document as plain data for a file, with the values of extension keys in their place."""
        data = self.to_data()
        for path, value in self._extensions:
            if not any(isinstance(step, int) for step in path) or value_at(data, path[:-1]) is not None:
                put(data, path, value)
        return data

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Self:
        """Return the document that plain data, as read from a file, describe.

        Raises pydantic's ValidationError.
        """
        return cls.model_validate(data)


@dataclass(frozen=True, slots=True)
class Field:
    """The declaration of a field, as interview, schema, rules and readers use it.

    name: its attribute; key: its name in files; owner: the part that it belongs to; part: the type of its
    value or items if those are parts; choices: the values that it is limited to, if any.
    """

    name: str
    key: str
    ask: Ask
    shape: Shape
    owner: type[Part]
    part: type[Part] | None
    choices: tuple[str, ...]

    @property
    def required(self) -> bool:
        """Whether a rule reports the absence of an answer."""
        return self.ask.missing is not None


@cache
def fields_of(part: type[Part]) -> dict[str, Field]:
    """Return the fields of a part by their keys in files, in reading order."""
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
    Any: Shape.UNTYPED,
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
    """Return the type inside `Annotated[…]` and `… | None`."""
    while True:
        if get_origin(annotation) is Annotated:
            annotation = get_args(annotation)[0]
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(member for member in get_args(annotation) if member is not type(None))
        else:
            return annotation


def is_answered(value: object) -> bool:
    """Return whether a field's value is an answer, and not None or an empty text, list or mapping."""
    if isinstance(value, str):
        return value != ""
    if isinstance(value, Part):
        return (
            bool(value.model_fields_set)
            if value.named_roles
            else any(map(is_answered, value.__dict__.values()))
        )
    if isinstance(value, list):
        return any(isinstance(item, Part) or is_answered(item) for item in value)
    return value is not None


def missing_answers(part: Part, path: FieldPath = ()) -> Iterator[tuple[str, FieldPath]]:
    """Yield the finding code and the path of every required answer that is absent."""
    values = part.__dict__
    for name, is_scalar, field in _fields_to_check(type(part)):
        value = values[name]
        # avoids calling `is_answered` where possible, since this runs for every field of every file
        if not (value or value == 0 if is_scalar else value is not None and is_answered(value)):
            if field.required and not _excused(part, field):
                yield str(field.ask.missing), (*path, field.key)
        elif field.part is None:
            continue
        elif isinstance(value, Part):
            yield from missing_answers(value, (*path, field.key))
        else:
            for index, item in enumerate(value):
                yield from missing_answers(item, (*path, field.key, index))


@cache
def _fields_to_check(part: type[Part]) -> list[tuple[str, bool, Field]]:
    """Return the fields of a part that are required, or contain parts with required fields.

    For every field: its attribute, whether its value is a scalar, and its declaration.
    """
    containers = (Shape.TEXTS, Shape.PARTS, Shape.PART, Shape.MONEY)
    fields = (field for field in fields_of(part).values() if field.required or field.part)
    return [(field.name, field.shape not in containers, field) for field in fields]


def _excused(part: Part, field: Field) -> bool:
    if field.ask.alternative is None:
        return part.waives(field.key)
    return is_answered(getattr(part, fields_of(type(part))[field.ask.alternative].name))
