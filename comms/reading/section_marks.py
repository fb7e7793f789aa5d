"""What parts a text written by hand: headings, lead-ins such as `**Why:**`, and the rows of tables."""

from dataclasses import dataclass
from enum import StrEnum

from comms.reading.headings import Name

Point = tuple[int, int]
"""A place in the lines of a text: line and column, both from 0."""

ALONE, LEADING = 7, 8
"""The levels of a lead-in alone on its line, and of one with text behind it; headings have 0 to 6."""


class Form(StrEnum):
    """How a heading is dressed."""

    HEADING = "heading"
    BOLD = "bold"
    BRACKETS = "brackets"
    LABEL = "label"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a section may begin.

    heading: what is written; name: what that stands for, where it stands for anything.
    start, end: of the heading's words; text: where the text of the section begins.
    until: where the text ends at the latest.
    listed: whether it begins an item of a list; deep: whether that list stands in another one.
    """

    form: Form
    heading: str
    name: Name | None
    level: int
    start: Point
    end: Point
    text: Point
    until: Point | None = None
    listed: bool = False
    deep: bool = False

    @property
    def dimension(self) -> str:
        return self.name.dimension if self.name else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table from its first line to the one past its last; what its rows ask for, as marks of their own."""

    start: Point
    end: Point
    rows: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a text and what parts them, in order.

    skipped: lines of the file before the first of these.
    """

    lines: list[str]
    marks: list[Mark | Table]
    skipped: int = 0
