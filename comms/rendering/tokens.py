"""The Markdown of our templates as tokens, which each dressed format walks in its own way."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from markdown_it.token import Token

_ROLE = "<!-- role: "


def parsed(markdown: str) -> "list[Token]":
    """The tokens of a Markdown text of our templates."""
    return parser().parse(markdown)


@cache
def parser() -> MarkdownIt:
    """The parser of all Markdown that our templates write."""
    return MarkdownIt("commonmark").enable("table")


def role_of(token: "Token") -> str | None:
    """The role that a comment gives the block behind it; None for any other token."""
    if token.type != "html_block" or not token.content.startswith(_ROLE):
        return None
    return token.content[len(_ROLE) :].partition(" ")[0]


Cell = tuple["Token", bool]
"""The inline content of a cell, and whether it is aligned to the right."""


def table_rows(tokens: "list[Token]") -> Iterator[list[Cell]]:
    """The rows of a table's tokens."""
    row: list[Cell] = []
    for index, token in enumerate(tokens):
        if token.type in ("th_open", "td_open"):
            row.append((tokens[index + 1], "right" in str(token.attrs.get("style", ""))))
        elif token.type == "tr_close":
            yield row
            row = []
