"""The texts that the rules of wording read, each once, and the places of their words in the file."""

import re
from collections.abc import Iterator, Mapping, Set
from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from comms.errors import CommsError
from comms.findings import Span
from comms.models.base import Field, Part, Shape, fields_of
from comms.paths import FieldPath, scalars_of
from comms.reading.front_matter import front_matter_end
from comms.reading.line_index import LINE_FEED, LineIndex
from comms.reading.spelling import Spelling
from comms.rules.vague.left_alone import LeftAlone, left_alone

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.workspace.case import Case


class Passage(NamedTuple):
    """A text to check: a value of the document, or a passage of a handwritten file.

    wording: how to read it, as in `Ask.wording`; line, column: its place in a handwritten file, otherwise
    `line` is 0.
    """

    path: FieldPath
    text: str
    wording: str = "prose"
    line: int = 0
    column: int = 1


def passages_with(case: "Case", values: list[Passage]) -> list[Passage]:
    """Return the passages of a handwritten file, and the values that were not read out of them."""
    source = case.source
    if not source.passages:
        return values
    passages = [
        Passage(passage.path, passage.text, "prose", passage.line, passage.column)
        for passage in source.passages
    ]
    return passages + [value for value in values if not source.is_by_hand(value.path)]


def texts_of_values(document: "Document") -> list[Passage]:
    """Return all texts of a document, those included that the rules of wording leave alone."""
    values = scalars_of(document.to_data())
    return [Passage(path, text) for path, text in values if isinstance(text, str)]


# --- the texts of a document -----------------------------------------------------------------

PARTS = (Shape.PART, Shape.MONEY)


def texts_of(part: Part, skip: Set[str] = frozenset()) -> list[Passage]:
    """Return the texts of a part that the rules of wording check, except those in `skip`."""
    found: list[Passage] = []
    _gather(part, (), skip, found)
    return found


def _gather(part: Part, path: FieldPath, skip: Set[str], found: list[Passage]) -> None:
    values = part.__dict__
    for key, name, shape, wording in _text_fields(type(part)):
        value = values[name]
        if value is None:
            continue
        if shape is Shape.TEXT:
            if value not in skip:
                found.append(Passage((*path, key), value, wording))
        elif shape is Shape.TEXTS:
            found += [
                Passage((*path, key, index), item, wording)
                for index, item in enumerate(value)
                if item not in skip
            ]
        elif shape in PARTS:
            _gather(value, (*path, key), skip, found)
        elif shape is Shape.UNTYPED:
            found += _of_target(values["field"], value, (*path, key))
        else:
            for index, item in enumerate(value):
                _gather(item, (*path, key, index), skip, found)


@cache
def _text_fields(part: type[Part]) -> list[tuple[str, str, Shape, str]]:
    """Return the key, attribute, shape and wording of every field of a part that may contain such texts."""
    shapes = {Shape.TEXT, Shape.TEXTS, Shape.PARTS, Shape.UNTYPED, *PARTS}
    return [
        (key, field.name, field.shape, field.ask.wording)
        for key, field in fields_of(part).items()
        if field.shape in shapes and field.ask.wording != "literal" and not field.choices
    ]


_SELECTOR = re.compile(r"\[[^\]]*\]")


def _of_target(target: str | None, value: Any, path: FieldPath) -> Iterator[Passage]:
    """Yield the texts of a value that a change gives to a field of the order, read as that field's."""
    from comms.language.field_names import field_at
    from comms.models.order_confirmation import OrderConfirmation

    try:
        field = field_at(OrderConfirmation, tuple(_SELECTOR.sub("", target or "").split(".")))
    except CommsError:  # C606 reports a field that orders do not have
        return
    yield from _of_field(field, value, path)


def _of_field(field: Field, value: Any, path: FieldPath) -> Iterator[Passage]:
    """Yield the texts of plain data that are meant for a field."""
    if field.ask.wording == "literal" or field.choices:
        return
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _of_field(field, item, (*path, index))
    elif isinstance(value, Mapping) and field.part is not None:
        known = fields_of(field.part)
        for key in value.keys() & known.keys():
            yield from _of_field(known[key], value[key], (*path, key))
    elif isinstance(value, str) and field.part is None:
        yield Passage(path, value, field.ask.wording)


# --- places ----------------------------------------------------------------------------------


class Places:
    """Locates the words of a passage in its file, and tells which of them are not the author's own.

    A passage of a handwritten file is in the file as it reads; a value is as its format spells it.
    """

    def __init__(self, case: "Case", passage: Passage) -> None:
        self.passage = passage
        self.text = case.source.text
        self.quoted = case.source.quoted
        self.is_verbatim = passage.line > 0
        self.lines = LineIndex(passage.text, LINE_FEED) if self.is_verbatim else _lines(self.text)
        self.begin = 0
        self.spelling: Spelling | None = None
        if not self.is_verbatim:
            self.begin, self.spelling = _spelling(case, passage)

    def span(self, start: int, end: int) -> Span | None:
        """Return the place of a stretch of the passage in the file; None means the whole value."""
        if self.spelling is None:
            return Span(*self._place(start), *self._place(end))
        spelt = self.spelling.span(start, end)
        if spelt is None:
            return None
        return Span(*self.lines.place(self.begin + spelt[0]), *self.lines.place(self.begin + spelt[1]))

    def is_left_alone(self, start: int) -> bool:
        """Return whether a position of the passage is in a quotation, code, a link, an address or markup.

        So is what answers nothing in a handwritten text: prompts, options not ticked, the end of a letter.
        """
        if self.is_verbatim and (start in self._set_aside or self._place(start)[0] in self.quoted):
            return True
        if not (self.is_verbatim and self.text):
            return start in self._left_alone
        return _lines(self.text).offset(*self._place(start)) in _left_alone_in_body(self.text)

    @cached_property
    def _set_aside(self) -> LeftAlone:
        from comms.reading.sections import set_aside

        return LeftAlone(set_aside(str(self.passage.path[0]) if self.passage.path else "", self.passage.text))

    @cached_property
    def _left_alone(self) -> LeftAlone:
        return left_alone(self.passage.text)

    def _place(self, position: int) -> tuple[int, int]:
        number, column = self.lines.place(position)
        first = self.passage.column - 1 if number == 1 else 0
        return self.passage.line + number - 1, column + first


@lru_cache(maxsize=1)  # asked for by every passage of a file
def _lines(text: str) -> LineIndex:
    return LineIndex(text)


@lru_cache(maxsize=1)
def _left_alone_in_body(text: str) -> LeftAlone:
    """Return what is left alone in a Markdown file, where code and lists may begin above a passage."""
    return left_alone(text, front_matter_end(text))


def _spelling(case: "Case", passage: Passage) -> tuple[int, Spelling]:
    """Return the offset at which a value begins in the file, and its spelling there."""
    path = passage.path
    while path and case.source.positions.value(path) is None:
        path = path[:-1]  # a bare value has the position of the part whose field it answers
    span = case.source.at(path)
    lines = _lines(case.source.text)
    begin, end = lines.offset(span.line, span.column), lines.offset(span.end_line, span.end_column)
    return begin, Spelling(case.source.text[begin:end], passage.text)
