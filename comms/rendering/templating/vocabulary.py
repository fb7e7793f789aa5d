"""What a template of a kind may use: fields, what is computed for the letter, functions, filters, blocks."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

from comms.kinds import model_of
from comms.language.phrases import TEMPLATES, label, say
from comms.models.base import Part, Shape, fields_of
from comms.rendering import Layout
from comms.rendering.body import values_of
from comms.rendering.templating.check import examples_of
from comms.rendering.templating.environment import filters, functions
from comms.rendering.templating.loader import SHIPPED, SUFFIX
from comms.rendering.templating.sandbox import KEPT_FILTERS, KEPT_FUNCTIONS, OwnTemplates


class Name(NamedTuple):
    """A name as a template writes it, and what it stands for."""

    written: str
    meaning: str


def vocabulary(kind: str, language: str) -> dict[str, list[Name]]:
    """The names by their sort, which is that of [template_names] in messages.toml."""
    blocks = OwnTemplates(Path(), language).blocks_of(f"{SHIPPED}{kind}{SUFFIX}")
    return {
        "fields": list(_fields(model_of(kind), "doc", language)),
        "facts": list(_facts(kind, language)),
        "functions": [
            *_said("functions", functions(language), language),
            *map(_plain, sorted(KEPT_FUNCTIONS)),
        ],
        "filters": [*_said("filters", filters(language), language), *map(_plain, sorted(KEPT_FILTERS))],
        "blocks": [_plain(each) for each in sorted(blocks)],
    }


def _plain(name: str) -> Name:
    return Name(name, "")


def _said(sort: str, names: Any, language: str) -> Iterator[Name]:
    for each in names:
        yield Name(each, say(f"template_{sort}.{each}", language))


def _fields(model: type[Part], path: str, language: str) -> Iterator[Name]:
    """The fields of a part, each followed by those of what it holds."""
    for each in fields_of(model).values():
        written = f"{path}.{each.name}" + ("[]" if each.shape in (Shape.PARTS, Shape.TEXTS) else "")
        yield Name(written, label(each, language))
        if each.part is not None:
            yield from _fields(each.part, written, language)


def _facts(kind: str, language: str) -> Iterator[Name]:
    """What is computed for a letter of the kind, with the names inside as the examples show them."""
    found: dict[str, Any] = {}
    for case in examples_of(kind):
        assert case.document is not None
        for name, value in values_of(case.document, Layout(language, True, case.workspace)).items():
            found[name] = found.get(name) or value
    del found["doc"]
    for name, value in {**found, "draft": False}.items():
        yield Name(name, say(f"template_facts.{name}", language) + _inside(value))


def _inside(value: Any) -> str:
    """The names within a computed value; "" where it is a document, whose fields are listed elsewhere."""
    if isinstance(value, list):
        return _inside(value[0]) if value else ""
    if not is_dataclass(value):
        return ""
    return f" [{', '.join(each.name for each in fields(value))}]"


def templates_there(language: str) -> list[str]:
    """The names of the shipped templates, without their suffix."""
    return sorted(each.name.removesuffix(SUFFIX) for each in (TEMPLATES / language).glob(f"*{SUFFIX}"))
