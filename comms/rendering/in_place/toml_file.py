"""TOML: edited by tomlkit, which keeps comments and formatting; rewritten where it cannot."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from comms.models.plain import map_scalars, to_jsonable
from comms.reading.line_index import newline_of
from comms.rendering.in_place.list_matching import partners
from comms.rendering.in_place.rewrite import Rewrite
from comms.rendering.in_place.typed_values import Place, below, root_of, typed

if TYPE_CHECKING:
    from tomlkit.items import Item

_HEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_LITERAL = re.compile(
    r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[-+]\d\d:\d\d)?)?"
)


def toml_file(rewrite: Rewrite) -> bytes:
    """Return a TOML file with the wanted data; TOML has no null, so keys without a value are left out."""
    wanted = _without_nulls(rewrite.wanted)
    newline = newline_of(rewrite.source.text)
    texts = (text.replace("\r\n", "\n").replace("\n", newline) for text in _texts(rewrite, wanted))
    target = Rewrite(rewrite.source, wanted, rewrite.workspace, rewrite.language)
    return target.first_true(texts)


def _texts(rewrite: Rewrite, wanted: dict[str, Any]) -> Iterator[str]:
    """Yield the edited text, a coarser edit, and the text rewritten from the data."""
    from tomlkit import dumps, item, parse
    from tomlkit.exceptions import TOMLKitError

    text, place = rewrite.source.text.replace("\r\n", "\n"), root_of(wanted)
    for coarse in (False, True):
        document = parse(text)
        try:
            _edit_table(document, rewrite.source.data, wanted, place, coarse)
            edited = dumps(document)
        except (TOMLKitError, ValueError, TypeError, KeyError, IndexError):
            continue  # tomlkit cannot edit this; the coarser edit avoids the case
        yield edited if text.endswith("\n") else edited.removesuffix("\n")
    head = _HEAD.match(text)
    values = {key: _native(value, below(place, key)) for key, value in wanted.items()}
    tables = {key: item(value) for key, value in values.items() if isinstance(value, dict | list)}
    fresh = {key: value for key, value in values.items() if key not in tables} | tables
    yield (head.group() if head else "") + dumps(fresh)


def _edit_table(table: Any, old: dict[str, Any], new: dict[str, Any], place: Place, coarse: bool) -> None:
    """Edit a table: remove old keys, change existing ones, append new ones."""
    for key in [name for name in old if name not in new]:
        del table[key]
    for key, value in new.items():
        if key not in old:
            table[key] = _item(value, below(place, key), isinstance(value, dict) and _is_inline(table))
        elif old[key] != value:
            _edit(table, key, old[key], value, below(place, key), coarse)


def _edit(holder: Any, step: str | int, old: Any, new: Any, place: Place, coarse: bool) -> None:
    """Edit one value, inside of it where possible."""
    item = holder[step]
    if not coarse and isinstance(old, dict) and isinstance(new, dict):
        _edit_table(item, old, new, place, coarse)
    elif not coarse and isinstance(old, list) and isinstance(new, list) and _edit_list(item, old, new, place):
        return
    else:
        holder[step] = _like(item, new, place)


def _edit_list(items: Any, old: list[Any], new: list[Any], place: Place) -> bool:
    """Edit a list whose remaining entries keep their order; return False, unedited, if that is not enough."""
    found = partners(old, new)
    kept = [index for index in found if index is not None]
    if kept != sorted(kept) or found[: len(kept)] != kept:
        return False
    if not old or not new or not (_is_array(items) or all(isinstance(entry, dict) for entry in new)):
        return False
    for index in reversed([number for number in range(len(old)) if number not in kept]):
        del items[index]
    for step, index in enumerate(kept):
        if old[index] != new[step]:
            _edit(items, step, old[index], new[step], below(place, step), coarse=False)
    for step in range(len(kept), len(new)):
        items.append(_item(new[step], below(place, step), inline=_is_array(items)))
    return True


def _is_array(items: Any) -> bool:
    from tomlkit.items import Array

    return isinstance(items, Array)


def _is_inline(table: Any) -> bool:
    from tomlkit.items import InlineTable

    return isinstance(table, InlineTable)


def _like(item: "Item", new: Any, place: Place) -> Any:
    """Return a value in the form of the one it replaces: unquoted, multi-line, in braces."""
    from tomlkit import string, value
    from tomlkit.items import InlineTable, String

    if isinstance(new, str) and not isinstance(item, String) and _LITERAL.fullmatch(new):
        return value(new)
    if isinstance(new, str) and isinstance(item, String):
        quotes = item.as_string()[:3]
        multiline = quotes in ('"""', "'''")
        literal = quotes[:1] == "'" and "'" not in new and new.replace("\n", "").isprintable()
        return string(new, multiline=multiline, literal=literal and ("\n" not in new or multiline))
    return _item(new, place, isinstance(item, InlineTable))


def _item(value: Any, place: Place, inline: bool) -> Any:
    from tomlkit import inline_table, item

    native = _native(value, place)
    if inline and isinstance(native, dict):
        table = inline_table()
        table.update(native)
        return table
    return item(native)


def _native(value: Any, place: Place) -> Any:
    """Return a value in TOML's types: whole numbers and dates as such, decimals as text."""
    return map_scalars(typed(value, place), _toml_scalar)


def _toml_scalar(value: Any) -> Any:
    return to_jsonable(value) if isinstance(value, Decimal) else value


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(entry) for key, entry in value.items() if entry is not None}
    if isinstance(value, list):
        return [_without_nulls(entry) for entry in value if entry is not None]
    return value
