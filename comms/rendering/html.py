"""HTML: the document's Markdown as one file that needs no other, dressed for the screen and for paper."""

import re
from functools import cache
from html import escape
from importlib.resources import files
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
        if token.type in ("th_open", "td_open") and _must_break(token, tokens[index + 1].content):
            token.attrJoin("class", "loose")
        if token.type == "th_open":
            token.attrSet("scope", "col")
        kept.append(token)
        if has_totals and token.type == "tr_close":
            _span_empty(kept)
    return str(parser().renderer.render(kept, parser().options, {}))


def _span_empty(tokens: list[Token]) -> None:
    """Lets the name of a total have the empty cells before it, in the row that ends the tokens."""
    start = next(at for at in range(len(tokens) - 1, -1, -1) if tokens[at].type == "tr_open") + 1
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

_LONG_WORD = re.compile(rf"[^\s\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]{{{LONG_WORD + 1},}}")
"""A long word of a script that breaks at blanks alone; Chinese breaks anywhere."""


def _must_break(cell: Token, content: str) -> bool:
    """Whether a cell's text is wider, where its column breaks it, than a page has room for."""
    if "right" in str(cell.attrs.get("style", "")):  # a figure, which is not broken at blanks
        return max(map(len, content.split("<br>"))) > LONG_WORD
    return _LONG_WORD.search(content) is not None
