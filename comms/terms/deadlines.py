"""Arithmetic of deadlines that are counted in hours."""

from datetime import datetime, timedelta


def hours_between(earlier: datetime, later: datetime) -> float:
    """Return the hours from `earlier` to `later`, both timezone-aware; negative if they are reversed."""
    return (later - earlier) / timedelta(hours=1)


def whole_tenths(hours: float) -> str:
    """Return the hours rounded up to one decimal as text, so that 24.01 does not read as 24."""
    return f"{-(-hours * 10 // 1) / 10:g}"


def time_left(since: datetime, hours: int, now: datetime) -> timedelta:
    """Return the time left at `now` of a deadline that began at `since` and runs for `hours`.

    Negative once the deadline has passed.
    """
    return since + timedelta(hours=hours) - now
