"""The marks that divide a handwritten text: headings, lead-ins such as `**Why:**`, and rows of tables."""

from dataclasses import dataclass
from enum import StrEnum

from comms.reading.headings import Name

Point = tuple[int, int]
"""A place in the lines of a text: line and column, both from 0."""

ALONE, LEADING = 7, 8
"""The level of a lead-in alone on its line, and of one followed by text; headings have levels 0 to 6."""


class Form(StrEnum):
    """The form in which a heading is written."""

    HEADING = "heading"
    BOLD = "bold"
    BRACKETS = "brackets"
    LABEL = "label"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place at which a section may begin.

    heading: as written; name: its meaning, if it has one.
    level: 0 for the title, 1 to 6 for headings, `ALONE` or `LEADING` for lead-ins.
    start, end: of the heading's words; text: the place at which the section's text begins.
    until: the place at which the text ends at the latest.
    listed: whether the mark begins a list item; deep: whether that list is nested in another one.
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
        """The dimension that the heading names, "title", or "" if it names neither."""
        return self.name.dimension if self.name else ""

    @property
    def is_unknown_question(self) -> bool:
        """Whether the mark asks for something else than a dimension."""
        return not self.dimension and self.heading.endswith(("?", "？"))


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table whose rows ask for dimensions, each as a mark; it ends on the line after its last one.

    is_list: whether it lists goods, so that it answers as a whole.
    """

    start: Point
    end: Point
    rows: tuple[Mark, ...]
    is_list: bool = False

    @property
    def is_line(self) -> bool:
        """Whether its names and answers stand on one line."""
        return len(self.rows) > 1 and self.rows[0].start[0] == self.rows[-1].start[0]


@dataclass(frozen=True, slots=True)
class Body:
    """The lines of a text and its marks in order.

    skipped: the number of lines in the file above the first of these.
    beside: the lines, from 0, that continue a row of a table, in formats whose cells have lines of their own.
    """

    lines: list[str]
    marks: list[Mark | AnswerTable]
    skipped: int = 0
    beside: frozenset[int] = frozenset()
