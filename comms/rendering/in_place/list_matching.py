"""Which entry of a list became which one: by content, by name, by likeness, by place."""

from typing import Any

_NAMES = ("sku", "id", "name", "field", "party", "metric", "type")
"""Keys that name an entry, so that it is the same one though the rest of it changed."""


def partners(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each new entry the index of the old one that it was, None for a fresh one."""
    found: list[int | None] = [None] * len(new)
    left = list(range(len(old)))
    for is_same in (_equal_in_place, _equal, _same_name, _alike, _in_place):
        for place, value in enumerate(new):
            if found[place] is not None:
                continue
            index = next((each for each in left if is_same(old[each], value, each, place)), None)
            if index is not None:
                found[place] = index
                left.remove(index)
    if len(old) == len(new):  # what is left over was replaced, place by place
        _pair_rest(found, left)
    return found


def _pair_rest(found: list[int | None], left: list[int]) -> None:
    for place, index in enumerate(found):
        if index is None and left:
            found[place] = left.pop(0)


def _equal_in_place(old: Any, new: Any, index: int, place: int) -> bool:
    return index == place and _equal(old, new, index, place)


def _equal(old: Any, new: Any, index: int, place: int) -> bool:
    del index, place
    return bool(old == new)


def _same_name(old: Any, new: Any, index: int, place: int) -> bool:
    del index, place
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    key = next((each for each in _NAMES if each in old), None)
    return key is not None and bool(old[key] == new.get(key))


def _alike(old: Any, new: Any, index: int, place: int) -> bool:
    """Two mappings that share half of what they say."""
    del index, place
    if not isinstance(old, dict) or not isinstance(new, dict):
        return False
    same = sum(1 for key in old if key in new and old[key] == new[key])
    return same * 2 >= max(len(old), len(new)) > 0


def _in_place(old: Any, new: Any, index: int, place: int) -> bool:
    return index == place and isinstance(old, dict) == isinstance(new, dict)
