"""The Markdown of our templates as tokens, which each dressed format walks in its own way.

markdown-it reads it. Two of its rules are ours, since a letter is mostly table and plain text, and half its
time went there: a text without marks is one token, and a table is one token that holds its rows.
"""

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from itertools import groupby
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from comms.reading.visible_text import BETWEEN, visible

Cell = tuple[list[Token], bool]
"""The content of a cell, and whether it is aligned to the right."""

_ROLE = "<!-- role: "
SHORT = 300
"""Characters of a block or a cell that is remembered: in a thousand letters most are the same."""


def parsed(markdown: str) -> list[Token]:
    """The tokens of a Markdown text of our templates; nobody changes them."""
    tokens: list[Token] = []
    for block in _APART.split(markdown):
        tokens += parser().parse(block) if len(block) > SHORT else _remembered_block(block)
    return tokens


_APART = re.compile(r"\n\n(?! )")
"""Where one block ends and another begins; an indented one goes on with a list."""


@lru_cache(maxsize=1024)
def _remembered_block(block: str) -> list[Token]:
    return parser().parse(block)


def role_of(token: Token) -> str | None:
    """The role that a comment gives the block behind it; None for any other token."""
    if token.type != "html_block" or not token.content.startswith(_ROLE):
        return None
    return token.content[len(_ROLE) :].partition(" ")[0]


def written(content: Sequence[Token] | None) -> str:
    """The text of inline content, its line breaks as line ends."""
    # a list and no generator, since this is done for each cell of each letter
    return "".join([each.content if each.type == "text" else _break(each) for each in content or ()])


def is_break(token: Token) -> bool:
    """Whether a token ends a line; a text that reads like one does not."""
    return token.type == "hardbreak" or (token.type == "html_inline" and token.content == "<br>")


def _break(token: Token) -> str:
    """What a token that is no text stands for; marks such as emphasis for nothing."""
    if is_break(token):
        return "\n"
    return " " if token.type == "softbreak" else token.content


def visible_text(tokens: list[Token], left_out: Collection[str] = ()) -> str:
    """What a page of these tokens says; left_out: the roles of blocks that do not stand on it."""
    lines, role = list[str](), ""
    for token in tokens:
        if (named := role_of(token)) is not None:
            role = named
        elif token.type == "table":
            lines += [
                BETWEEN.join([written(content).replace("\n", " ") for content, _ in row])
                for row in rows_of(token)
            ]
            role = ""
        elif token.type == "inline":
            if role not in left_out:
                lines.append(written(token.children))
            role = ""
    return visible("\n".join(lines))


def rows_of(table: Token) -> list[list[Cell]]:
    """The rows of a table's token, the header first; all are equally long."""
    rows: list[list[Cell]] = table.meta["rows"]
    return rows


def empty_before(row: list[Cell]) -> int:
    """How many empty cells stand before the first one that says something; 0 where none does."""
    return next((index for index, (content, _) in enumerate(row) if content), 0)


@cache
def parser() -> MarkdownIt:
    """The parser of all Markdown that our templates write."""
    markdown = MarkdownIt("zero", {"html": True}).enable(_RULES)
    markdown.inline = _Inline(markdown.inline)
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    return markdown


_RULES = "table heading list html_block emphasis escape entity html_inline newline".split()
"""What our templates write; no value that is filled in can become a code block or a link."""
_PLAIN = re.compile(r"(?:[^\\`*_<&!\[\]\n~]|\\[!-/:-@\[-`{-~]|<br>)+")
_ESCAPED = re.compile(r"\\(.)")


class _Inline(ParserInline):
    """Reads a text whose marks are escapes and line breaks by itself, as most texts of a letter are."""

    def __init__(self, full: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = full.ruler, full.ruler2

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if not _PLAIN.fullmatch(src):
            return super().parse(src, md, env, tokens)
        tokens += _plain(src)
        return tokens


def _plain(src: str) -> list[Token]:
    return _tokens_of(src) if len(src) > SHORT else _remembered(src)


@lru_cache(maxsize=4096)
def _remembered(src: str) -> list[Token]:
    return _tokens_of(src)


def _tokens_of(src: str) -> list[Token]:
    """The tokens of a text without other marks than escapes and line breaks; nobody changes them."""
    tokens: list[Token] = []
    for index, each in enumerate(src.split("<br>")):
        if index:
            tokens.append(Token("html_inline", "", 0, content="<br>"))
        if each:
            tokens.append(Token("text", "", 0, content=_ESCAPED.sub(r"\1", each) if "\\" in each else each))
    return tokens


BAR = re.compile(r"(?<!\\)\|")
"""Stands between the cells of a row."""
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The block rule of tables, each of whose rows begins and ends with a bar."""
    if start + 2 > end or not (head := _cells(state, start)) or not _RULE.fullmatch(_line(state, start + 1)):
        return False
    to_right = [each.strip().endswith(":") for each in _cells(state, start + 1)]
    if len(to_right) != len(head):
        return False
    if silent:
        return True
    lines, line = [head], start + 2
    while line < end and (cells := _cells(state, line)):
        lines.append((cells + [""] * len(head))[: len(head)])
        line += 1
    table = state.push("table", "table", 0)
    table.map = [start, line]
    table.meta = {"rows": [list(zip(map(_content, cells), to_right, strict=True)) for cells in lines]}
    state.line = line
    return True


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]].rstrip()


def _cells(state: StateBlock, number: int) -> list[str]:
    """The texts between the bars of a line; none where it is no row."""
    line = _line(state, number)
    return BAR.split(line)[1:-1] if line.startswith("|") and line.endswith("|") else []


def _content(written: str) -> list[Token]:
    return _read_cell(written) if len(written) > SHORT else _remembered_cell(written)


@lru_cache(maxsize=4096)
def _remembered_cell(written: str) -> list[Token]:
    return _read_cell(written)


def _read_cell(written: str) -> list[Token]:
    """The content of a cell; nobody changes it."""
    text = written.strip().replace(r"\|", "|")
    if _PLAIN.fullmatch(text):
        return _tokens_of(text)
    children: list[Token] = []
    parser().inline.parse(text, parser(), {}, children)
    return _joined(children)


def _joined(children: list[Token]) -> list[Token]:
    """Texts and escaped characters beside each other as one text, which markdown-it does last of all."""
    joined: list[Token] = []
    for is_text, group in groupby(children, lambda each: each.type in ("text", "text_special")):
        tokens = list(group)
        if not is_text:
            joined += tokens
        elif content := "".join(each.content for each in tokens):
            joined.append(Token("text", "", 0, content=content))
    return joined
