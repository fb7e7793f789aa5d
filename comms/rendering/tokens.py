"""Markdown tokens of our templates, which every formatted output walks in its own way.

markdown-it parses them with two rules of our own. A letter is mostly tables and plain text, where half of the
parsing time went: text without markup becomes one token, and a table one token that holds its rows.
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

from comms.reading.visible_text import CELL_SEPARATOR, visible

Cell = tuple[list[Token], bool]
"""The content of a cell, and whether it is right-aligned."""

_ROLE = "<!-- role: "
SHORT = 300
"""Longest block or cell to cache, in characters: in a thousand letters most are the same."""


def parse_markdown(markdown: str) -> list[Token]:
    """Parse Markdown rendered from our templates; callers must not change the tokens, which are cached."""
    tokens: list[Token] = []
    for block in _APART.split(markdown):
        tokens += parser().parse(block) if len(block) > SHORT else _remembered_block(block)
    return tokens


_APART = re.compile(r"\n\n(?! )")
"""The boundary between two blocks; an indented block continues a list."""


@lru_cache(maxsize=1024)
def _remembered_block(block: str) -> list[Token]:
    return parser().parse(block)


def role_of(token: Token) -> str | None:
    """Return the role that a comment gives to the next block, or None if the token is no such comment."""
    if token.type != "html_block" or not token.content.startswith(_ROLE):
        return None
    return token.content[len(_ROLE) :].partition(" ")[0]


def inline_text(content: Sequence[Token] | None) -> str:
    """Return the text of inline content with its line breaks as newlines."""
    # a list, not a generator: this runs for every cell of every letter
    return "".join([token.content if token.type == "text" else _break(token) for token in content or ()])


def is_break(token: Token) -> bool:
    """Whether a token is a line break; text that merely looks like one is not."""
    return token.type == "hardbreak" or (token.type == "html_inline" and token.content == "<br>")


def _break(token: Token) -> str:
    """Return the text of a token that is not text itself; markup such as emphasis has none."""
    if is_break(token):
        return "\n"
    return " " if token.type == "softbreak" else token.content


def visible_text(tokens: list[Token], left_out: Collection[str] = ()) -> str:
    """Return the text that a page of these tokens shows, without the blocks of the roles in `left_out`."""
    lines, role = list[str](), ""
    for token in tokens:
        if (named := role_of(token)) is not None:
            role = named
        elif token.type == "table":
            lines += [
                CELL_SEPARATOR.join([inline_text(content).replace("\n", " ") for content, _ in row])
                for row in rows_of(token)
            ]
            role = ""
        elif token.type == "inline":
            if role not in left_out:
                lines.append(inline_text(token.children))
            role = ""
    return visible("\n".join(lines))


def rows_of(table: Token) -> list[list[Cell]]:
    """Return the rows of a table token, header first; all have the same length."""
    rows: list[list[Cell]] = table.meta["rows"]
    return rows


def empty_before(row: list[Cell]) -> int:
    """Count the empty cells before the first cell with content; 0 if all are empty."""
    return next((index for index, (content, _) in enumerate(row) if content), 0)


@cache
def parser() -> MarkdownIt:
    """Return the parser for all Markdown that our templates write."""
    markdown = MarkdownIt("zero", {"html": True}).enable(_RULES)
    markdown.inline = _Inline(markdown.inline)
    markdown.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    return markdown


_RULES = "table heading list html_block emphasis escape entity html_inline newline".split()
"""The markup our templates use; no inserted value can become a code block or a link."""
_PLAIN = re.compile(r"(?:[^\\`*_<&!\[\]\n~]|\\[!-/:-@\[-`{-~]|<br>)+")
_ESCAPED = re.compile(r"\\(.)")


class _Inline(ParserInline):
    """Parses text whose only markup is escapes and line breaks itself, as most texts of a letter are such."""

    def __init__(self, full: ParserInline) -> None:
        super().__init__()
        self.ruler, self.ruler2 = full.ruler, full.ruler2

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        if not _PLAIN.fullmatch(src):
            return super().parse(src, md, env, tokens)
        tokens += _plain_tokens(src)
        return tokens


def _plain_tokens(src: str) -> list[Token]:
    return _tokens_of(src) if len(src) > SHORT else _remembered_text(src)


@lru_cache(maxsize=4096)
def _remembered_text(src: str) -> list[Token]:
    return _tokens_of(src)


def _tokens_of(src: str) -> list[Token]:
    """Return the tokens of text without markup but escapes and line breaks; callers must not change them."""
    tokens: list[Token] = []
    for index, text in enumerate(src.split("<br>")):
        if index:
            tokens.append(Token("html_inline", "", 0, content="<br>"))
        if text:
            tokens.append(Token("text", "", 0, content=_ESCAPED.sub(r"\1", text) if "\\" in text else text))
    return tokens


BAR = re.compile(r"(?<!\\)\|")
"""The separator between the cells of a row."""
_RULE = re.compile(r"\|(?:\s*:?-+:?\s*\|)+")


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parse a table as a block rule; each row begins and ends with a bar."""
    if start + 2 > end or not (head := _cells(state, start)) or not _RULE.fullmatch(_line(state, start + 1)):
        return False
    to_right = [rule.strip().endswith(":") for rule in _cells(state, start + 1)]
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
    """Return the texts between the bars of a line; an empty list if it is not a table row."""
    line = _line(state, number)
    return BAR.split(line)[1:-1] if line.startswith("|") and line.endswith("|") else []


def _content(written: str) -> list[Token]:
    return _read_cell(written) if len(written) > SHORT else _remembered_cell(written)


@lru_cache(maxsize=4096)
def _remembered_cell(written: str) -> list[Token]:
    return _read_cell(written)


def _read_cell(written: str) -> list[Token]:
    """Parse the content of a cell; callers must not change it."""
    text = written.strip().replace(r"\|", "|")
    if _PLAIN.fullmatch(text):
        return _tokens_of(text)
    children: list[Token] = []
    parser().inline.parse(text, parser(), {}, children)
    return _joined(children)


def _joined(children: list[Token]) -> list[Token]:
    """Merge adjacent texts and escaped characters into one text, as markdown-it does in its last step."""
    joined: list[Token] = []
    for is_text, group in groupby(children, lambda token: token.type in ("text", "text_special")):
        tokens = list(group)
        if not is_text:
            joined += tokens
        elif content := "".join(token.content for token in tokens):
            joined.append(Token("text", "", 0, content=content))
    return joined
