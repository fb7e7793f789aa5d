"""TOML: edited by tomlkit, which keeps comments and formatting; written anew where it cannot."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from comms.reading.edits import newline_of
from comms.rendering.in_place.list_matching import partners
from comms.rendering.in_place.rewrite import Rewrite
from comms.rendering.in_place.typed_values import Place, below, dressed, root_of

if TYPE_CHECKING:
    from tomlkit.items import Item

_HEAD = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\n)*")
_LITERAL = re.compile(
    r"[-+]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[-+]\d\d:\d\d)?)?"
)


def toml_file(rewrite: Rewrite) -> bytes:
    """A TOML file with the wanted data; TOML has no null, so that a key without a value is left out."""
    wanted = _without_nulls(rewrite.wanted)
    newline = newline_of(rewrite.source.text)
    lines = (each.replace("\r\n", "\n").replace("\n", newline) for each in _texts(rewrite, wanted))
    asked = Rewrite(rewrite.source, wanted, rewrite.workspace, rewrite.language)
    return asked.first_true(lines)


def _texts(rewrite: Rewrite, wanted: dict[str, Any]) -> Iterator[str]:
    """In place, and written anew."""
    from tomlkit import dumps, item
    from tomlkit import parse as parsed
    from tomlkit.exceptions import TOMLKitError

    text, place = rewrite.source.text.replace("\r\n", "\n"), root_of(wanted)
    for coarse in (False, True):
        document = parsed(text)
        try:
            _edit_table(document, rewrite.source.data, wanted, place, coarse)
            edited = dumps(document)
        except (TOMLKitError, ValueError, TypeError, KeyError, IndexError):
            continue  # tomlkit cannot do it there; the next way does not ask it to
        yield edited if text.endswith("\n") else edited.removesuffix("\n")
    head = _HEAD.match(text)
    values = {key: _native(each, below(place, key)) for key, each in wanted.items()}
    tables = {key: item(each) for key, each in values.items() if isinstance(each, dict | list)}
    fresh = {key: each for key, each in values.items() if key not in tables} | tables
    yield (head.group() if head else "") + dumps(fresh)


def _edit_table(table: Any, old: dict[str, Any], new: dict[str, Any], place: Place, coarse: bool) -> None:
    """Edits a table: what goes, what changed, what is new behind the rest."""
    for key in [each for each in old if each not in new]:
        del table[key]
    for key, value in new.items():
        if key not in old:
            table[key] = _item(value, below(place, key), isinstance(value, dict) and _is_inline(table))
        elif old[key] != value:
            _edit(table, key, old[key], value, below(place, key), coarse)


def _edit(holder: Any, step: str | int, old: Any, new: Any, place: Place, coarse: bool) -> None:
    """Edits one value, in itself where that is possible."""
    item = holder[step]
    if not coarse and isinstance(old, dict) and isinstance(new, dict):
        _edit_table(item, old, new, place, coarse)
    elif not coarse and isinstance(old, list) and isinstance(new, list) and _edit_list(item, old, new, place):
        return
    else:
        holder[step] = _like(item, new, place)


def _edit_list(items: Any, old: list[Any], new: list[Any], place: Place) -> bool:
    """Edits the entries that stay in their order; False, with nothing edited, where that is not enough."""
    found = partners(old, new)
    kept = [index for index in found if index is not None]
    if kept != sorted(kept) or found[: len(kept)] != kept:
        return False
    if not old or not new or not (_is_array(items) or all(isinstance(each, dict) for each in new)):
        return False
    for index in reversed([each for each in range(len(old)) if each not in kept]):
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
    """A value in the dress of the one that it replaces: without quotes, over several lines, in braces."""
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
    """A value in the types of TOML: whole numbers and dates plain, decimals as text."""
    return _of_toml(dressed(value, place))


def _of_toml(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _of_toml(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_of_toml(each) for each in value]
    if isinstance(value, Decimal):
        text = f"{value:f}"
        return int(text) if text.lstrip("-").isdecimal() and text != "-0" else text
    return value


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [_without_nulls(each) for each in value if each is not None]
    return value
