"""The names a template of a kind may use: fields, computed values, functions, filters, blocks."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, NamedTuple

from comms.kinds import model_of
from comms.language.phrases import label, say
from comms.models.base import Part, Shape, fields_of
from comms.rendering import Layout
from comms.rendering.body import values_of
from comms.rendering.templating.check import examples_of
from comms.rendering.templating.environment import filters, functions
from comms.rendering.templating.loader import SHIPPED, SUFFIX
from comms.rendering.templating.sandbox import ALLOWED_FILTERS, ALLOWED_FUNCTIONS, CustomTemplates
from comms.runtime.resources import LANGUAGE_FOLDERS


class Name(NamedTuple):
    """A name as written in a template, and its meaning."""

    written: str
    meaning: str


def vocabulary(kind: str, language: str) -> dict[str, list[Name]]:
    """Return the names grouped as in [template_names] of messages.toml."""
    blocks = CustomTemplates(Path(), language).blocks_of(f"{SHIPPED}{kind}{SUFFIX}")
    return {
        "fields": list(_fields(model_of(kind), "doc", language)),
        "facts": list(_facts(kind, language)),
        "functions": [
            *_explained("functions", functions(language), language),
            *map(_without_meaning, sorted(ALLOWED_FUNCTIONS)),
        ],
        "filters": [
            *_explained("filters", filters(language), language),
            *map(_without_meaning, sorted(ALLOWED_FILTERS)),
        ],
        "blocks": [_without_meaning(block) for block in sorted(blocks)],
    }


def _without_meaning(name: str) -> Name:
    return Name(name, "")


def _explained(sort: str, names: Any, language: str) -> Iterator[Name]:
    for name in names:
        yield Name(name, say(f"template_{sort}.{name}", language))


def _fields(model: type[Part], path: str, language: str) -> Iterator[Name]:
    """Yield the fields of a part, each followed by the fields inside it."""
    for field in fields_of(model).values():
        written = f"{path}.{field.name}" + ("[]" if field.shape in (Shape.PARTS, Shape.TEXTS) else "")
        yield Name(written, label(field, language))
        if field.part is not None:
            yield from _fields(field.part, written, language)


def _facts(kind: str, language: str) -> Iterator[Name]:
    """Yield the values computed for a letter of the kind, with the names inside them taken from examples."""
    found: dict[str, Any] = {}
    for case in examples_of(kind):
        assert case.document is not None
        for name, value in values_of(case.document, Layout(language, True, case.workspace)).items():
            found[name] = found.get(name) or value
    del found["doc"]
    for name, value in {**found, "draft": False}.items():
        yield Name(name, say(f"template_facts.{name}", language) + _inside(value))


def _inside(value: Any) -> str:
    """Return the names within a computed value; "" for documents, whose fields are listed separately."""
    if isinstance(value, list):
        return _inside(value[0]) if value else ""
    if not is_dataclass(value):
        return ""
    return f" [{', '.join(field.name for field in fields(value))}]"


def templates_there(language: str) -> list[str]:
    """Return the names of the shipped templates without their suffix."""
    return sorted(path.name.removesuffix(SUFFIX) for path in LANGUAGE_FOLDERS[language].glob(f"*{SUFFIX}"))
