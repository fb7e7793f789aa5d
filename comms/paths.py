"""Paths to the values of a document, and the notation in which people write them."""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from comms.errors import CommsError

FieldPath = tuple[str | int, ...]
"""The place of a value in a document: `("goals", 0, "by")` is written `goals[0].by`."""


def dotted(path: FieldPath) -> str:
    """Return a path as people write it: `("goals", 0, "by")` is `goals[0].by`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


_STEP = re.compile(r"(?:^|\.)([^.\[\]]+)|\[([^\[\]]+)\]")
MOST_POSITIONS = 9
"""The most positions of entries with one SKU that an error names."""
NEW = "+"
"""Selects the entry that a list does not have yet: `lines[+]`."""


def parse_path(text: str, data: Mapping[str, Any]) -> FieldPath:
    """Parse `goals[0].by` or `lines[SKU].quantity` into a path in `data`.

    Raises CommsError("bad_path") for a text that is not a path, CommsError("no_such_item") for a selector
    that is neither the SKU of an entry nor an index, CommsError("ambiguous_item") for a SKU that several
    entries have.
    """
    path: list[str | int] = []
    position = 0
    for match in _STEP.finditer(text):
        if match.start() != position:
            break
        position = match.end()
        key, selector = match.groups()
        path.append(key if key else _index(selector, data, path))
    if position != len(text) or not path or isinstance(path[0], int):
        raise CommsError("bad_path", path=text)
    return tuple(path)


def paths_of_all(text: str, data: Mapping[str, Any]) -> list[FieldPath]:
    """Parse a path in which `lines[]` stands for each entry of a list, into the paths of all entries.

    Raises CommsError as `parse_path` does, and "no_entries" for a list without entries.
    """
    before, brackets, after = text.partition("[]")
    if not brackets:
        return [parse_path(text, data)]
    holder = parse_path(before, data)
    entries = value_at(data, holder)
    if not isinstance(entries, list) or not entries:
        raise CommsError("no_entries", path=before)
    rests = [paths_of_all(after.removeprefix("."), entry) if after else [()] for entry in entries]
    return [(*holder, index, *rest) for index, found in enumerate(rests) for rest in found]


def _index(selector: str, data: Mapping[str, Any], path: list[str | int]) -> int:
    value = value_at(data, tuple(path))
    if selector == NEW:
        return len(value) if isinstance(value, list) else 0
    found = [
        index
        for index, item in enumerate(value if isinstance(value, list) else ())
        if isinstance(item, Mapping) and str(item.get("sku")) == selector
    ]
    if len(found) > 1:
        positions = ", ".join(dotted((*path, index)) for index in found[:MOST_POSITIONS])
        raise CommsError("ambiguous_item", path=dotted(tuple(path)), selector=selector, positions=positions)
    if found:
        return found[0]
    if selector.isdecimal() and len(selector) < 6:  # an index, unless an entry has it as its SKU
        return int(selector)
    raise CommsError("no_such_item", path=dotted(tuple(path)), selector=selector)


def value_at(data: Any, path: FieldPath) -> Any:
    """Return the value at a path of plain data, None if there is none."""
    for step in path:
        if isinstance(step, int):
            data = data[step] if isinstance(data, list) and step < len(data) else None
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
    return data


def scalars_of(data: Any, path: FieldPath = ()) -> Iterator[tuple[FieldPath, Any]]:
    """Yield the path and the value of every scalar in plain data, in order."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from scalars_of(value, (*path, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from scalars_of(value, (*path, index))
    else:
        yield path, data


def put(data: dict[str, Any], path: FieldPath, value: Any) -> None:
    """Put a value into plain data, creating mappings and lists on the way; None removes a key."""
    holder: Any = data
    for step, following in pairwise(path):
        holder = _enter(holder, step, [] if isinstance(following, int) else {})
    last = path[-1]
    if isinstance(holder, list):
        _enter(holder, last, value)
        holder[int(last)] = value
    elif not isinstance(holder, dict):
        raise CommsError("bad_path", path=dotted(path))
    elif value is None:
        holder.pop(last, None)
    else:
        holder[last] = value


def _enter(holder: Any, step: str | int, empty: Any) -> Any:
    if isinstance(holder, list):
        if not isinstance(step, int) or step > len(holder):
            raise CommsError("bad_path", path=str(step))
        if step == len(holder):
            holder.append(empty)
        return holder[step]
    if not isinstance(holder, dict):  # the path continues below a text
        raise CommsError("bad_path", path=str(step))
    if not isinstance(holder.get(step), dict | list):
        holder[step] = empty
    return holder[step]
