"""Matches the entries of two lists: by content, by name, by similarity, by position."""

from typing import Any

_NAMES = ("sku", "id", "name", "field", "party", "metric", "type")
"""Keys that identify an entry even when the rest of it changed."""


def partners(old: list[Any], new: list[Any]) -> list[int | None]:
    """Return, for each new entry, the index of the old entry it comes from, or None for a new one."""
    found: list[int | None] = [None] * len(new)
    left = list(range(len(old)))
    for is_same in (_is_equal_in_place, _is_equal, _has_same_name, _is_similar, _is_in_place):
        for position, value in enumerate(new):
            if found[position] is not None:
                continue
            index = next((i for i in left if is_same(old[i], value, i, position)), None)
            if index is not None:
                found[position] = index
                left.remove(index)
    if len(old) == len(new):  # what is left over was replaced, position by position
        _pair_rest(found, left)
    return found


def _pair_rest(found: list[int | None], left: list[int]) -> None:
    for position, index in enumerate(found):
        if index is None and left:
            found[position] = left.pop(0)


def _is_equal_in_place(old: Any, new: Any, index: int, position: int) -> bool:
    return index == position and _is_equal(old, new, index, position)


def _is_equal(old: Any, new: Any, _index: int, _position: int) -> bool:
    return bool(old == new)


def _has_same_name(old: Any, new: Any, _index: int, _position: int) -> bool:
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    key = next((name for name in _NAMES if name in old), None)
    return key is not None and bool(old[key] == new.get(key))


def _is_similar(old: Any, new: Any, _index: int, _position: int) -> bool:
    """Whether two mappings agree in at least half of their entries."""
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    same = sum(1 for key in old if key in new and old[key] == new[key])
    return same * 2 >= max(len(old), len(new)) > 0


def _is_in_place(old: Any, new: Any, index: int, position: int) -> bool:
    return index == position and isinstance(old, dict) == isinstance(new, dict)
