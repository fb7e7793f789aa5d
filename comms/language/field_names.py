"""Calls fields by their names where a sentence of the rules calls them by their keys.

A file holds keys, so a report of the linter names them; a person who answers questions has never seen one.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from comms.errors import CommsError
from comms.findings import Finding
from comms.language.phrases import LANGUAGES, label
from comms.models.base import Document, Field, Part, fields_of
from comms.paths import FieldPath, dotted

_KEY = re.compile(
    r"(?P<within>(?<=\{)|(?<=[{,] ))?\b(?P<key>[a-z]+(?:_[a-z]+)*(?:(?:\[[\w+-]*\])?\.[a-z]+(?:_[a-z]+)*)*)\b"
    r"(?P<mapping>(?=:))?"
)
"""A key or a dotted path; `within`: in a mapping of YAML, `mapping`: with a value behind it."""


def by_names(finding: Finding, model: type[Document], language: str) -> Finding:
    """A finding whose sentences name the fields of `model` as the questions name them."""
    message, hint = (_named(each, model, language) for each in (finding.message, finding.hint))
    return replace(finding, message=message, hint=hint)


def paths_called(model: type[Document], name: str) -> list[str]:
    """The dotted paths of the fields that are called so in one of the languages, alone or with their holder.

    `地址` calls the address of each party, `需方地址` that of the buyer.
    """
    wanted = bare(name)
    found = (
        ".".join(keys)
        for language in LANGUAGES
        for keys, labels in _paths(model, language)
        if wanted in (bare(labels[-1]), bare("".join(labels)))
    )
    return list(dict.fromkeys(found))


def bare(name: str) -> str:
    """A name without blanks, marks and capitals, in which people differ who mean the same."""
    return re.sub(r"\W", "", name).casefold()


def paths_like(model: type[Document], name: str) -> list[str]:
    """The dotted paths of fields whose path or name was probably meant: one at most."""
    known = _written(model)
    return [known[each] for each in difflib.get_close_matches(bare(name), known, 1, 0.7)]


@cache
def _written(model: type[Document]) -> dict[str, str]:
    """The dotted paths of all fields of a kind by how they may be written: their keys, or their names."""
    return {
        bare("".join(each)): ".".join(keys)
        for language in LANGUAGES
        for keys, labels in _paths(model, language)
        for each in (keys, labels)
    }


def _named(sentence: str, model: type[Document], language: str) -> str:
    names = _names(model, language)

    def name(match: re.Match[str]) -> str:
        key = re.sub(r"\[[^\]]*\]", "", match["key"])
        in_mapping = match["within"] is not None and match["mapping"] is not None
        if key not in names or not (in_mapping or "_" in key or "." in key):
            return match[0]  # a word of the sentence, or a field of another document
        return names[key] if match["mapping"] is not None else f"“{names[key]}”"

    # keys stand in backticks, and apart in a Chinese sentence; names do neither
    return re.sub(r"`(?=“)|(?<=”)`|(?<=[一-鿿]) (?=“)|(?<=”) (?=[一-鿿])", "", _KEY.sub(name, sentence))


@cache
def _names(model: type[Document], language: str) -> dict[str, str]:
    """The names of a kind's fields, by their paths without places in lists, and by their keys alone."""
    found: dict[str, str] = {}
    for keys, labels in _paths(model, language):
        found[".".join(keys)] = " · ".join(labels)
        found.setdefault(keys[-1], labels[-1])
    return found


def _paths(
    part: type[Part], language: str, above: tuple[type[Part], ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    for key, field in fields_of(part).items():
        name = label(field, language)
        yield (key,), (name,)
        if field.part is not None and field.part not in (*above, part):
            for keys, labels in _paths(field.part, language, (*above, part)):
                yield (key, *keys), (name, *labels)


def field_at(model: type[Document], path: FieldPath) -> Field:
    """The field of a path; raises CommsError: "no_such_field" with the nearest one, "no_field_like"."""
    owner: type[Part] | None = model
    field: Field | None = None
    for step in path:
        if isinstance(step, int):
            continue
        known = fields_of(owner) if owner else {}
        if step not in known:
            raise _no_such_field(model, path, step, known)
        field = known[step]
        owner = field.part
    assert field is not None
    return field


def _no_such_field(model: type[Document], path: FieldPath, step: str, known: Any) -> CommsError:
    above = path[: path.index(step)]
    close = [dotted((*above, each)) for each in difflib.get_close_matches(step, list(known), 1, 0.6)]
    near = close or paths_called(model, step) or paths_like(model, dotted(path))
    if not near:
        return CommsError("no_field_like", path=dotted(path), kind=model.model_fields["kind"].default)
    return CommsError("no_such_field", path=dotted(path), near=min(near, key=lambda each: each.count(".")))
