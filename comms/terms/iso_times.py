"""Reads points in time as programs write them, in ISO 8601."""

import re
from datetime import datetime, timedelta

_ISO = re.compile(
    r"(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2})((?::\d{2}(?:\.\d{1,9})?)?)((?:[Zz]|[+-]\d{2}(?::?\d{2})?)?)",
    re.ASCII,
)
_END_OF_DAY = re.compile(r"24:00(?::00(?:\.0+)?)?")


def parse_iso_time(text: str) -> datetime | None:
    """Return the moment that a text states in ISO 8601, None for a text in another form.

    Takes fractions of a second, of which microseconds count, and offsets such as Z, +08:00, +0800 and +08; a
    text without an offset gives a moment without a zone. 24:00 is the midnight that ends the day. Raises
    ValueError for a moment that no clock shows, and for a leap second, which no arithmetic of times knows.
    """
    match = _ISO.fullmatch(text)
    if match is None:
        return None
    day, clock, seconds, zone = match.groups()
    if _END_OF_DAY.fullmatch(clock + seconds):
        return _next_midnight(datetime.fromisoformat(f"{day}T00:00{zone.upper()}"))
    return datetime.fromisoformat(f"{day}T{clock}{seconds}{zone.upper()}")


def _next_midnight(midnight: datetime) -> datetime:
    try:
        return midnight + timedelta(days=1)
    except OverflowError as beyond:
        raise ValueError(str(beyond)) from None
