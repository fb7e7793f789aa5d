"""HTML: the document's Markdown as one self-contained file, styled for screen and print."""

import re
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from markdown_it.token import Token

from comms.language.display import one_line
from comms.language.phrases import words as book_of
from comms.rendering.body import title_of
from comms.rendering.tokens import Cell, empty_before, inline_text, parser, role_of, rows_of

if TYPE_CHECKING:
    from comms.rendering.rendition import Rendition


def render(rendition: "Rendition") -> bytes:
    """Return the document as an HTML page; the same input gives the same bytes."""
    document, language = rendition.document, rendition.layout.language
    return page(rendition.tokens, language, title_of(document, language), document.author).encode()


def page(tokens: list[Token], language: str, title: str, author: str | None = None) -> str:
    """Return the text of one of our templates as a page, which loads nothing from elsewhere."""
    book = book_of(language)
    by = f'<meta name="author" content="{escape(one_line(author))}">\n' if author else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{book["language"]["tag"]}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{by}<title>{escape(one_line(title))}</title>\n<style>\n{_style()}</style>\n</head>\n"
        f"<body>\n<main>\n{_content(tokens)}</main>\n</body>\n</html>\n"
    )


@cache
def _style() -> str:
    return files("comms").joinpath("templates/letter.css").read_text(encoding="utf-8")


def _content(tokens: list[Token]) -> str:
    """Return the content of the page; a comment with a role becomes the class of the next block."""
    kept, role = list[Token](), ""
    for token in tokens:
        if token.type == "html_block":
            role = role_of(token) or role
            continue
        if token.type == "table":
            kept.append(Token("html_block", "", 0, content=_table(rows_of(token), role)))
            role = ""
            continue
        if role and token.nesting == 1 and token.level == 0:
            token = token.copy(attrs={"class": role})  # other formats share the token  # noqa: PLW2901
            role = ""
        kept.append(token)
    return _shown(kept)


def _shown(tokens: list[Token]) -> str:
    return str(parser().renderer.render(tokens, parser().options, {}))


def _table(rows: list[list[Cell]], role: str) -> str:
    head, *others = rows
    header = "".join(_cell(cell, "th", ' scope="col"') for cell in head)
    body = "".join(f"<tr>{_row(row, role)}</tr>\n" for row in others)
    named = f' class="{escape(role)}"' if role else ""
    return f"<table{named}>\n<thead>\n<tr>{header}</tr>\n</thead>\n<tbody>\n{body}</tbody>\n</table>\n"


def _row(row: list[Cell], role: str) -> str:
    """Return the cells of a row; in the lines of an order, a total's name spans the empty cells before it."""
    skipped = empty_before(row) if role == "lines" else 0
    if not skipped:
        return "".join(_cell(cell, "td") for cell in row)
    (name, _), *figures = row[skipped:]
    total = _cell((name, True), "td", f' colspan="{skipped + 1}"')
    return total + "".join(_cell(cell, "td") for cell in figures)


def _cell(cell: Cell, tag: str, extra: str = "") -> str:
    content, right = cell
    style = ' style="text-align:right"' if right else ""
    loose = ' class="loose"' if _must_break(inline_text(content), right) else ""
    return f"<{tag}{extra}{style}{loose}>{_shown(content)}</{tag}>"


LONG_WORD = 30
"""The most letters without a break that fit in a column of a page."""

_LONG_WORD = re.compile(rf"[^\s\u1100-\u11ff\u2e80-\ud7ff\uf900-\ufaff\uff00-\uff60]{{{LONG_WORD + 1},}}")
"""A long word of a script that breaks only at blanks; Chinese breaks anywhere."""


def _must_break(content: str, right: bool) -> bool:
    """Whether a cell has text between two possible breaks that is too wide for a page."""
    if right:  # a figure, which is not broken at blanks
        return max(map(len, content.split("\n"))) > LONG_WORD
    return _LONG_WORD.search(content) is not None
