"""What a file is to hold: its own data, with what changed between `old` and `new`."""

from datetime import date
from decimal import Decimal
from typing import Any

from comms.rendering.in_place.list_matching import partners


class _Missing:
    """Stands for a key that is not there."""


MISSING: Any = _Missing()


def plain(value: Any) -> Any:
    """Data as a reader of files gives them: every scalar but true, false and null is text."""
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, bool) else str(value)


def aim(held: Any, old: Any, new: Any) -> Any:
    """What a file that holds `held` is to hold once `old` has become `new`; MISSING where nothing.

    Where old and new agree the file keeps what it has, so that both may be spelt out (a mapping for a bare
    value), or lack what the file holds besides.
    """
    if old == new:
        return held
    if isinstance(old, dict) and isinstance(new, dict) and (isinstance(held, dict) or held is MISSING):
        here = {} if held is MISSING else held
        keys = [*here, *(key for key in new if key not in here)]
        values = ((key, aim(*(each.get(key, MISSING) for each in (here, old, new)))) for key in keys)
        return {key: value for key, value in values if value is not MISSING}
    if isinstance(old, list) and isinstance(new, list) and isinstance(held, list) and len(held) == len(old):
        return [
            each if index is None else aim(held[index], old[index], each)
            for each, index in zip(new, partners(old, new), strict=True)
        ]
    return _bare(held, old, new)


def _bare(held: Any, old: Any, new: Any) -> Any:
    """The new value, bare where the file has the only answer of a mapping bare and no other one joined it."""
    if isinstance(old, dict) and isinstance(new, dict) and len(old) == 1 and old.keys() == new.keys():
        ((key, value),) = old.items()
        return new[key] if held == value else new
    return new
