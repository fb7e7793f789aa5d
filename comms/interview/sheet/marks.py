"""Marks: the comments by which the program answers on a page, which the next round takes away again."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from comms.language.display import one_line
from comms.paths import FieldPath

_MARK = re.compile(r"# (?:[✗!]|  →) ")


@dataclass(frozen=True, slots=True)
class Mark:
    """A remark at a place of a page.

    line: the number of the line before which it stands, from 0; None for a remark about the whole.
    name: what it is about. is_error: whether it keeps the page from being saved.
    """

    line: int | None
    path: FieldPath
    message: str
    hint: str = ""
    name: str = ""
    is_error: bool = True

    @property
    def lines(self) -> list[str]:
        """The lines of the mark."""
        first = f"# {'✗' if self.is_error else '!'} {one_line(self.message)}"
        return [first, f"#   → {one_line(self.hint)}"] if self.hint else [first]


def without_marks(lines: Iterable[str]) -> list[str]:
    """Return lines without the marks of an earlier round."""
    return [line for line in lines if not _MARK.match(line)]


def marked(lines: Sequence[str], marks: Sequence[Mark], summary: Sequence[str]) -> str:
    """Return a page with marks at their places, below a summary and the marks about the whole."""
    head = [f"# ! {one_line(line)}" for line in summary]
    head += [line for mark in marks if mark.line is None for line in mark.lines]
    by_line: dict[int, list[str]] = {}
    for mark in marks:
        if mark.line is not None:
            by_line.setdefault(mark.line, []).extend(mark.lines)
    body = [each for number, line in enumerate(lines) for each in (*by_line.get(number, ()), line)]
    return "\n".join([*head, *body, *by_line.get(len(lines), ())])


def line_numbers(marks: Sequence[Mark], head: int) -> list[tuple[Mark, int]]:
    """Return the placed marks, each with the number from 1 of its line, below `head` lines."""
    placed = sorted((mark for mark in marks if mark.line is not None), key=lambda mark: mark.line or 0)
    numbered, before = [], head
    for mark in placed:
        numbered.append((mark, (mark.line or 0) + before + 1))
        before += len(mark.lines)
    return numbered
