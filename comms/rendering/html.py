"""HTML: the document's Markdown as one file that needs no other, dressed for the screen and for paper."""

from functools import cache
from html import escape
from importlib.resources import files
from itertools import takewhile
from typing import TYPE_CHECKING

from markdown_it.token import Token

from comms.rendering.template import body, title_of
from comms.rendering.tokens import parsed, parser, role_of
from comms.shown import one_line
from comms.words import words as book_of

if TYPE_CHECKING:
    from comms.models.base import Document
    from comms.rendering import Layout


def render(document: "Document", layout: "Layout") -> bytes:
    """The document as an HTML page; the same input gives the same bytes."""
    title = title_of(document, layout.language)
    return page(body(document, layout), layout, title, document.author).encode()


def page(markdown: str, layout: "Layout", title: str, author: str | None = None) -> str:
    """A Markdown text of our templates as a page; nothing in it is fetched from anywhere."""
    book = book_of(layout.language)
    by = f'<meta name="author" content="{escape(one_line(author))}">\n' if author else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{book["language"]["tag"]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{by}<title>{escape(one_line(title))}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n<main>\n{_content(parsed(markdown))}</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return files("comms").joinpath("templates/letter.css").read_text(encoding="utf-8")


def _content(tokens: list[Token]) -> str:
    """The page's content: a comment with a role becomes the class of the block behind it."""
    kept, role, has_totals = list[Token](), "", False
    for index, token in enumerate(tokens):
        if token.type == "html_block":
            role = role_of(token) or role
            continue
        if role and token.nesting == 1 and token.level == 0:
            token.attrSet("class", role)
            has_totals = role == "lines"
            role = ""
        if token.type == "table_open" and _has_long_word(tokens, index):
            token.attrJoin("class", "loose")
        if token.type == "th_open":
            token.attrSet("scope", "col")
        kept.append(token)
        if has_totals and token.type == "tr_close":
            _span_empty(kept)
    return str(parser().renderer.render(kept, parser().options, {}))


def _span_empty(tokens: list[Token]) -> None:
    """Lets the name of a total have the empty cells before it, in the row that ends the tokens."""
    start = max(index for index, each in enumerate(tokens) if each.type == "tr_open") + 1
    first = next(
        (
            at
            for at in range(start, len(tokens) - 1, CELL)
            if tokens[at].type == "td_open" and tokens[at + 1].content
        ),
        start,
    )
    if first > start:
        tokens[first].attrSet("colspan", str((first - start) // CELL + 1))
        tokens[first].attrSet("style", "text-align:right")
        del tokens[start:first]


CELL = 3
"""Tokens of a cell: its beginning, its text, its end."""
LONG_WORD = 30
"""Letters without a break that a column of a page still has room for."""


def _has_long_word(tokens: list[Token], start: int) -> bool:
    """Whether a table holds a word that must be broken for the table to fit the page."""
    cells = takewhile(lambda each: each.type != "table_close", tokens[start:])
    words = (word for each in cells if each.type == "inline" for word in each.content.split())
    return any(len(word) > LONG_WORD and word.isascii() for word in words)
