"""Plain text of a whole document that reads well in any font: no columns, a line for each matter."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from comms.language.display import one_line
from comms.language.phrases import words
from comms.rendering.legible import legible
from comms.rendering.tokens import inline_text, role_of, rows_of

if TYPE_CHECKING:
    from markdown_it.token import Token

    from comms.rendering.rendition import Rendition

Cell = tuple[list[str], bool]
"""The lines of a cell, and whether it holds a figure."""

BULLET, INDENT = "• ", "  "
SIDE_BY_SIDE = frozenset({"parties", "signatures"})
"""The roles of tables whose columns stand for themselves and are read one after the other."""


def render(rendition: "Rendition") -> bytes:
    """Return the document as plain text."""
    return text_of(rendition.tokens, rendition.layout.language).encode()


def text_of(tokens: "list[Token]", language: str) -> str:
    """Return the plain text of a template's Markdown."""
    text = legible("\n".join(_lines(tokens, language)))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _lines(tokens: "list[Token]", language: str) -> Iterator[str]:
    """Yield the lines of each block, and an empty one after it; a heading stays with what it is above."""
    role = ""
    for index, token in enumerate(tokens):
        if (named := role_of(token)) is not None:
            role = named
        elif token.type == "table":
            rows = [[(_texts(content), right) for content, right in row] for row in rows_of(token)]
            yield from _side_by_side(rows) if role in SIDE_BY_SIDE else _table(rows, language)
            yield ""
            role = ""
        elif token.type == "inline":
            before = [each.type for each in tokens[max(index - 2, 0) : index]]
            yield from _block(_texts(token.children), before)
            role = ""
        elif token.type == "bullet_list_close":
            yield ""


def _texts(content: "Sequence[Token] | None") -> list[str]:
    return [one_line(line) for line in inline_text(content).split("\n")]


def _block(lines: list[str], before: list[str]) -> Iterator[str]:
    """Yield the lines of a heading, a paragraph or an entry of a list; before: the tokens that open it."""
    if before[0] == "list_item_open":
        first, *others = lines
        yield from (BULLET + first, *(" " * len(BULLET) + line for line in others))
        return
    yield from lines
    if before[-1] == "paragraph_open":
        yield ""


def _side_by_side(rows: list[list[Cell]]) -> Iterator[str]:
    """Yield the columns of a table one below the other."""
    for number, column in enumerate(zip(*rows, strict=True)):
        if number:
            yield ""
        yield from (line for lines, _ in column for line in lines)


def _table(rows: list[list[Cell]], language: str) -> Iterator[str]:
    """Yield each row as lines: what it is about by name, figures that stand together on one line."""
    head, *others = rows
    for row in others:
        if len(head) == 2:
            yield from _named(" ".join(row[0][0]), row[1][0], language)
        elif skipped := _empty_before(row):
            yield from _named(
                " ".join(row[skipped][0]), [" ".join(lines) for lines, _ in row[skipped + 1 :]], language
            )
        else:
            yield from _row(head, row, language)
            yield ""


def _row(head: list[Cell], row: list[Cell], language: str) -> Iterator[str]:
    book = words(language)["language"]
    named = [
        (" ".join(name), lines, right)
        for (name, _), (lines, right) in zip(head, row, strict=True)
        if any(lines)
    ]
    for is_figure, group in groupby(named, key=lambda cell: cell[2]):
        if is_figure:
            yield book["list"].join(f"{name}{book['colon']}{' '.join(lines)}" for name, lines, _ in group)
        else:
            for name, lines, _ in group:
                yield from _named(name, lines, language)


def _named(name: str, lines: list[str], language: str) -> list[str]:
    """Return what a cell says under its name: beside it, or if it has several lines beneath it."""
    colon = words(language)["language"]["colon"]
    if len(lines) == 1:
        return [f"{name}{colon}{lines[0]}".rstrip()]
    return [f"{name}{colon}".rstrip(), *(f"{INDENT}{line}" for line in lines)]


def _empty_before(row: list[Cell]) -> int:
    """Count the empty cells before the first one with content, as before a total."""
    return next((index for index, (lines, _) in enumerate(row) if any(lines)), 0)
