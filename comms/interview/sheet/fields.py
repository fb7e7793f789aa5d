"""The sections of a sheet: one for each single answer of a kind, and one for each of its lists."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from comms.interview.questions import is_required
from comms.language.field_names import bare
from comms.language.phrases import LANGUAGES, field_words, label
from comms.models.base import Document, Field, Part, Shape, fields_of, is_answered
from comms.paths import FieldPath, value_at


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a sheet: the path of its answer, the field, and the fields of the parts around it."""

    path: FieldPath
    field: Field
    above: tuple[Field, ...] = ()
    required: bool = False

    @property
    def is_list(self) -> bool:
        """Whether it holds the entries of a list."""
        return self.field.shape is Shape.PARTS


def sections(model: type[Document], data: Mapping[str, Any]) -> list[Section]:
    """Return the sections to fill in, in reading order: what is asked for, and what has an answer."""
    return [section for section in _sections(model, data) if _is_shown(section, data)]


@cache
def all_sections(model: type[Document]) -> tuple[Section, ...]:
    """Return every section that a sheet of a kind may have."""
    return tuple(_sections(model, {}))


def _sections(model: type[Document], data: Mapping[str, Any]) -> Iterator[Section]:
    for field in fields_of(model).values():
        if field.ask.step:
            yield from _within(Section((field.key,), field, required=is_required(field)), data)


def _within(at: Section, data: Mapping[str, Any]) -> Iterator[Section]:
    """Yield a section, or for a part those of its fields; an amount may have more to it than its figure."""
    if at.field.shape is not Shape.PART:
        yield at
    if at.field.shape not in (Shape.PART, Shape.MONEY):
        return
    # an optional part requires nothing until one of its answers is given
    is_due = at.required or is_answered(value_at(data, at.path))
    for key, field in fields_of(part_of(at.field)).items():
        if at.field.shape is Shape.PART or key not in OF_MONEY:
            required = is_due and is_required(field)
            yield from _within(Section((*at.path, key), field, (*at.above, at.field), required), data)


OF_MONEY = ("amount", "currency")
"""The fields of an amount that are typed together."""


def _is_shown(section: Section, data: Mapping[str, Any]) -> bool:
    """Return whether a section is on the page: unless it depends on another answer than is given."""
    around = [
        (section.path[: number + 1], each) for number, each in enumerate((*section.above, section.field))
    ]
    return all(_applies(field, path, data) for path, field in around)


def _applies(field: Field, path: FieldPath, data: Mapping[str, Any]) -> bool:
    if value_at(data, path) is not None:
        return True
    if field.ask.unprompted:
        return False
    return not field.ask.among or str(value_at(data, (*path[:-1], field.ask.after or ""))) in field.ask.among


def columns(field: Field, entries: Sequence[Mapping[str, Any]]) -> list[Field]:
    """Return the fields of a list's entries that are filled in: those asked for, and those with an answer."""
    return [
        inner
        for key, inner in fields_of(part_of(field)).items()
        if not inner.ask.unprompted
        or (not inner.ask.proposes and any(entry.get(key) is not None for entry in entries))
    ]


def part_of(field: Field) -> type[Part]:
    """Return the type of a field's part, or of the entries of its list."""
    assert field.part is not None
    return field.part


# --- names -----------------------------------------------------------------------------------


@cache
def heading(model: type[Document], section: Section, language: str) -> str:
    """Return the heading of a section: its name, behind those of its parts as far as any beside it needs."""
    beside = [each for each in all_sections(model) if each.path[:-1] == section.path[:-1]]
    level = max(_level(model, each, language) for each in beside)
    return _names(section, language)[level]


def _level(model: type[Document], section: Section, language: str) -> int:
    """Return how many parts are named before a section: all if its step asks for more than the part."""
    names = _names(section, language)
    if _shares_step(model, str(section.path[0])):
        return len(names) - 1
    unique = (level for level, name in enumerate(names) if _is_one(model, name, language))
    return next(unique, len(names) - 1)


def _names(section: Section, language: str) -> list[str]:
    """Return the names of a section from the shortest to the fullest."""
    labels = [label(field, language) for field in (*section.above, section.field)]
    return [" · ".join(labels[-count:]) for count in range(1, len(labels) + 1)]


def _is_one(model: type[Document], name: str, language: str) -> bool:
    return _counts(model, language)[bare(name)] == 1


def _shares_step(model: type[Document], key: str) -> bool:
    """Return whether the step that asks for a field asks for others as well."""
    fields = fields_of(model)
    return sum(field.ask.step == fields[key].ask.step for field in fields.values()) > 1


@cache
def _counts(model: type[Document], language: str) -> Counter[str]:
    """Return how many sections each name may stand for."""
    return Counter(
        name for section in all_sections(model) for name in set(map(bare, _names(section, language)))
    )


@cache
def headings(model: type[Document]) -> dict[str, FieldPath]:
    """Return the names in any language by which a section is found -> its path."""
    found: dict[str, FieldPath] = {}
    for section in all_sections(model):
        found.setdefault(bare("".join(map(str, section.path))), section.path)
    for language in LANGUAGES:
        for section in all_sections(model):
            item = field_words(section.field.owner, section.field.key, language).item
            for name in [*_names(section, language), *filter(None, [item])]:
                if name == item or _is_one(model, name, language):
                    found.setdefault(bare(name), section.path)
    return found


@cache
def section_at(model: type[Document], path: FieldPath) -> Section:
    """Return the section of a path."""
    return next(section for section in all_sections(model) if section.path == path)


@cache
def column_names(part: type[Part]) -> dict[str, str]:
    """Return the names in any language of a part's fields -> their keys."""
    names = {bare(key): key for key in fields_of(part)}
    for language in LANGUAGES:
        for key, field in fields_of(part).items():
            names.setdefault(bare(label(field, language)), key)
    return names
