"""The Markdown of our templates as tokens, which each dressed format walks in its own way."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.token import Token

_ROLE = "<!-- role: "


def parsed(markdown: str) -> list[Token]:
    """The tokens of a Markdown text of our templates."""
    return parser().parse(markdown)


@cache
def parser() -> MarkdownIt:
    """The parser of all Markdown that our templates write."""
    markdown = MarkdownIt("zero", {"html": True}).enable(_RULES)
    markdown.inline = _Inline(markdown.inline)
    return markdown


_RULES = "table heading list html_block emphasis escape entity html_inline newline".split()
"""What our templates write; no value that is filled in can become a code block or a link."""
_MARKED = re.compile(r"[\\`*_<&!\[\]\n~]|^\s|\s$|^$")


class _Inline(ParserInline):
    """A text without marks is one token, and most texts of a letter are such."""

    def __init__(self, full: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = full.ruler, full.ruler2

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if _MARKED.search(src):
            return super().parse(src, md, env, tokens)
        tokens.append(Token("text", "", 0, content=src))
        return tokens


def role_of(token: Token) -> str | None:
    """The role that a comment gives the block behind it; None for any other token."""
    if token.type != "html_block" or not token.content.startswith(_ROLE):
        return None
    return token.content[len(_ROLE) :].partition(" ")[0]


Cell = tuple[Token, bool]
"""The inline content of a cell, and whether it is aligned to the right."""


def table_rows(tokens: list[Token]) -> Iterator[list[Cell]]:
    """The rows of a table's tokens."""
    row: list[Cell] = []
    for index, token in enumerate(tokens):
        if token.type in ("th_open", "td_open"):
            row.append((tokens[index + 1], "right" in str(token.attrs.get("style", ""))))
        elif token.type == "tr_close":
            yield row
            row = []
