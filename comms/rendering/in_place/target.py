"""The target data of a file: its own data with the changes between `old` and `new`."""

from typing import Any

from comms.rendering.in_place.list_matching import partners


class _Missing:
    """The type of MISSING, which stands for an absent key."""


MISSING: Any = _Missing()


def target_data(held: Any, old: Any, new: Any) -> Any:
    """Return the data that a file with `held` must hold once `old` has become `new`; MISSING if none.

    Where old and new agree, the file keeps what it has; so both may be spelled out (a mapping for a bare
    value) or lack parts that the file holds.
    """
    if old == new:
        return held
    if isinstance(old, dict) and isinstance(new, dict) and (isinstance(held, dict) or held is MISSING):
        here = {} if held is MISSING else held
        keys = [*here, *(key for key in new if key not in here)]
        values = ((key, target_data(*(data.get(key, MISSING) for data in (here, old, new)))) for key in keys)
        return {key: value for key, value in values if value is not MISSING}
    if isinstance(old, list) and isinstance(new, list) and isinstance(held, list) and len(held) == len(old):
        return [
            value if index is None else target_data(held[index], old[index], value)
            for value, index in zip(new, partners(old, new), strict=True)
        ]
    return _bare(held, old, new)


def _bare(held: Any, old: Any, new: Any) -> Any:
    """Return the new value; bare if the file holds a mapping's only answer bare and no other one is added."""
    if isinstance(old, dict) and isinstance(new, dict) and len(old) == 1 and old.keys() == new.keys():
        ((key, value),) = old.items()
        return new[key] if held == value else new
    return new
