"""Completions at the cursor: keys of the part, values of closed lists, codes of rules."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from comms.editors.language_server.fields import answers, description, field_and_part_at, model_in
from comms.editors.language_server.places import Place, place_at
from comms.language.phrases import label
from comms.models.base import Field, Part, Shape, Shorthand, fields_of
from comms.reading.line_index import start_of_line
from comms.reading.yaml_documents import bounds_around
from comms.rules import RULES
from comms.rules.manual import manual_page

_IGNORING = re.compile(r"comms:[ \t]*ignore[ \t]*\[(?:[^\]\n]*,)?[ \t]*([A-Za-z]?\d*)$")
_CODE_REST = re.compile(r"\w*")
_COLON = re.compile(r"[\"']?[ \t]*[:=]")


@dataclass(frozen=True, slots=True)
class Completion:
    """A completion that replaces `text[start:end]` by `insert`.

    about: Markdown; is_key: whether it completes a key rather than a value.
    """

    label: str
    insert: str
    start: int
    end: int
    detail: str = ""
    about: str = ""
    is_key: bool = False


def completions(text: str, cursor: int, suffix: str, language: str) -> list[Completion]:
    """Return the completions at an offset of a text, in display order."""
    if suffix not in (".yaml", ".yml"):
        return _completions(text, cursor, suffix, language)
    start, end = bounds_around(text, cursor)
    found = _completions(text[start:end], cursor - start, suffix, language)
    return [replace(each, start=each.start + start, end=each.end + start) for each in found]


def _completions(text: str, cursor: int, suffix: str, language: str) -> list[Completion]:
    begin = start_of_line(text, cursor)
    if ignoring := _IGNORING.search(text[begin:cursor]):
        return list(_codes(text, begin + ignoring.start(1), cursor, language))
    place = place_at(text, cursor, suffix)
    if place is None:
        return []
    field, part = field_and_part_at(model_in(text), place.path)
    is_entry = bool(place.path) and isinstance(place.path[-1], int) and part is None
    if place.is_value or is_entry:
        return list(_values(place, field, suffix, language)) if field and field.part is None else []
    return list(_keys(text, place, field, part, suffix, language)) if part else []


def _codes(text: str, start: int, cursor: int, language: str) -> Iterator[Completion]:
    rest = _CODE_REST.match(text, cursor)
    end = rest.end() if rest else cursor
    for code, rule in RULES.items():
        yield Completion(code, code, start, end, rule.name, manual_page(code, language).text)


def _values(place: Place, field: Field, suffix: str, language: str) -> Iterator[Completion]:
    is_bare = place.quoted or suffix not in (".json", ".toml") or field.shape is Shape.FLAG
    for value, name in answers(field, language).items():
        written = value if is_bare else f'"{value}"'
        yield Completion(value, written, place.start, place.end, name)


def _keys(
    text: str, place: Place, field: Field | None, part: type[Part], suffix: str, language: str
) -> Iterator[Completion]:
    # for a list itself, not for one of its entries: the key opens the first entry
    opens = field is not None and field.shape is Shape.PARTS and isinstance(place.path[-1], str)
    if opens and (place.bracketed or suffix == ".toml"):
        return
    is_written = bool(_COLON.match(text, place.end))
    for key, part_field in fields_of(part).items():
        if key not in place.present:
            written = key if is_written else _pair(part_field, place, suffix)
            insert = f"- {written}" if opens else written
            about = description(part_field, language)
            yield Completion(key, insert, place.start, place.end, label(part_field, language), about, True)


def _pair(field: Field, place: Place, suffix: str) -> str:
    """Return a key followed by the separator before its value."""
    if suffix == ".json":
        return field.key if place.quoted else f'"{field.key}": '
    if suffix == ".toml":
        return f"{field.key} = "
    is_bare = field.part is None or field.shape is Shape.MONEY or issubclass(field.part, Shorthand)
    is_inline = place.bracketed or (is_bare and field.shape is not Shape.TEXTS)
    return f"{field.key}: " if is_inline else f"{field.key}:"
