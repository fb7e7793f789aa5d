"""A value in a running text and its place."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; is_exact: nothing beside it blurs it, as 大概 and about do."""

    start: int
    end: int
    value: Decimal
    is_exact: bool = True


@dataclass(frozen=True, slots=True)
class Sum:
    """An amount of money; currency: "" where none is named. is_apiece: it is the price of one."""

    start: int
    end: int
    amount: Decimal
    currency: str
    is_exact: bool = True
    is_apiece: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day; end: behind the time of day and the weekday that belong to it. is_sure: it has one reading."""

    start: int
    end: int
    day: date
    is_sure: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """A size, a format or a code, as the document states it."""

    start: int
    end: int
    value: str
