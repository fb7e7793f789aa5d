"""How long ago something was known, and how much of a deadline is left."""

from datetime import datetime, timedelta


def hours_between(earlier: datetime, later: datetime) -> float:
    """Hours from one time to the other, both with their zones; negative where the order is reversed."""
    return (later - earlier) / timedelta(hours=1)


def whole_tenths(hours: float) -> str:
    """Hours rounded up to a tenth, so that 24.01 does not read as 24."""
    return f"{-(-hours * 10 // 1) / 10:g}"


def time_left(since: datetime, hours: int, now: datetime) -> timedelta:
    """What is left at `now` of a deadline of `hours` that began at `since`; negative once it has passed."""
    return since + timedelta(hours=hours) - now
