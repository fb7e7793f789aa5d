"""Names of fields: replaces keys by names in the sentences of findings, and finds fields by name or path.

The linter's report uses keys, as files do; a person who answers questions has never seen a key.
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
"""A key or a dotted path; within: it is in a YAML mapping; mapping: a colon follows it."""


def by_names(finding: Finding, model: type[Document], language: str) -> Finding:
    """Return a finding whose sentences call the fields of `model` by their names in the questions."""
    own = ".".join(step for step in finding.path if isinstance(step, str))
    message, hint = (_named(each, model, language, own) for each in (finding.message, finding.hint))
    return replace(finding, message=message, hint=hint)


def paths_called(model: type[Document], name: str) -> list[str]:
    """Return the dotted paths of the fields with a name in any language, alone or after that of their part.

    `地址` is the address of each party, `需方地址` that of the buyer.
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
    """Return a name without blanks, punctuation and capitals, which make no difference to a name."""
    return re.sub(r"\W", "", name).casefold()


def paths_like(model: type[Document], name: str) -> list[str]:
    """Return the dotted path of the field whose path or name was probably meant, as a list of at most one."""
    known = spellings(model)
    return [known[match] for match in difflib.get_close_matches(bare(name), known, 1, 0.7)]


@cache
def spellings(model: type[Document]) -> dict[str, str]:
    """Return how the fields of a kind may be written (by keys, or by names) -> their dotted paths."""
    return {
        bare("".join(spelling)): ".".join(keys)
        for language in LANGUAGES
        for keys, labels in _paths(model, language)
        for spelling in (keys, labels)
    }


def _named(sentence: str, model: type[Document], language: str, own: str) -> str:
    """Return a sentence with names in place of keys; own: the path of what it is about, without indexes."""
    names = _names(model, language)

    def name(match: re.Match[str]) -> str:
        key = re.sub(r"\[[^\]]*\]", "", match["key"])
        in_mapping = match["within"] is not None and match["mapping"] is not None
        if is_own := own in names and key == own.rpartition(".")[2] and _is_alone(match):
            key = own
        if key not in names or not (in_mapping or is_own or "_" in key or "." in key):
            return match[0]  # a word of the sentence, or a field of another document
        return names[key] if match["mapping"] is not None else f"“{names[key]}”"

    # unlike keys, names have no backticks, and no blanks around them in a Chinese sentence
    return re.sub(r"`(?=“)|(?<=”)`|(?<=[一-鿿]) (?=“)|(?<=”) (?=[一-鿿])", "", _KEY.sub(name, sentence))


def _is_alone(match: re.Match[str]) -> bool:
    """Return whether what may be a word is a key: in backticks, among Chinese, or before a colon."""
    before, after = match.string[: match.start()], match.string[match.end() :]
    return bool(_BEFORE_KEY.search(before) and _AFTER_KEY.match(after))


_BEFORE_KEY = re.compile(r"(?:^|`|[^\x00-\x7f“] ?)\Z")
_AFTER_KEY = re.compile(r"\Z|[`:]| ?[^\x00-\x7f”]")


@cache
def _names(model: type[Document], language: str) -> dict[str, str]:
    """Return the paths (without list indexes) and the keys of a kind's fields -> their names."""
    found: dict[str, str] = {}
    for keys, labels in _paths(model, language):
        found[".".join(keys)] = " · ".join(labels)
        found.setdefault(keys[-1], labels[-1])
    return found


def _paths(
    part: type[Part], language: str, above: tuple[type[Part], ...] = ()
) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Yield the keys and the names on the way to each field; a part within itself is not entered again."""
    for key, field in fields_of(part).items():
        name = label(field, language)
        yield (key,), (name,)
        if field.part is not None and field.part not in (*above, part):
            for keys, labels in _paths(field.part, language, (*above, part)):
                yield (key, *keys), (name, *labels)


def field_at(model: type[Document], path: FieldPath) -> Field:
    """Return the field at a path.

    Raises CommsError("no_such_field") with the nearest field, CommsError("no_field_like") if there is none.
    """
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
    close = [dotted((*above, match)) for match in difflib.get_close_matches(step, list(known), 1, 0.6)]
    near = close or paths_called(model, step) or paths_like(model, dotted(path))
    if not near:
        return CommsError("no_field_like", path=dotted(path), kind=model.model_fields["kind"].default)
    return CommsError("no_such_field", path=dotted(path), near=min(near, key=lambda path: path.count(".")))
