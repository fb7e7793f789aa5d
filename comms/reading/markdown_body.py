"""The body of a Markdown file as lines and marks, from a parse of its blocks; inline text divides nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from comms.findings import Unreadable
from comms.models.scalars import is_placeholder
from comms.reading.answer_tables import Cell, table_of
from comms.reading.headings import name_of
from comms.reading.html_headings import html_headings, html_tables
from comms.reading.label_lines import labels_in, with_tabs
from comms.reading.lead_ins import Line, heading_with_answer
from comms.reading.replies import answered_questions
from comms.reading.section_marks import LEADING, AnswerTable, Body, Form, Mark

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_LINES = 10_000
"""The most lines of a handwritten text; a request has about a hundred."""

_LINE_END = re.compile(r"\r\n|\r|\n")
_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[|:\- \t]*")
_INLINE = re.compile(r"[*_`\[\]<&\\!]")
_MAX_CELLS = 50
"""The number of cells of a row that are read."""
_MAX_INLINE = 500
"""The most characters of a heading in which emphasis, links and code are recognized."""


def body_of(text: str, skipped: int = 0) -> Body:
    """Return the lines of a Markdown text and its marks; raises Unreadable if it has too many lines."""
    lines = _LINE_END.split(text)  # as markdown-it does, and not at U+2028
    if len(lines) > MAX_LINES:
        raise Unreadable("too_many_lines", most=MAX_LINES)
    return Body(lines, list(_marks(_blocks().parse(text), lines)), skipped)


@cache
def _blocks() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark")  # tables are cut from paragraphs, since cells need columns
    parser.core.ruler.enableOnly(["normalize", "block"])
    return parser


@cache
def _inlines() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark")


def _marks(tokens: "list[Token]", lines: list[str]) -> Iterator[Mark | AnswerTable]:
    """Yield the marks of the blocks in order; a quotation is another author's, but for answered questions."""
    quotes = level = 0
    items: list[int] = []
    for index, token in enumerate(tokens):
        kind, (start, end) = token.type, token.map or (0, 0)
        if kind.startswith("blockquote"):
            quotes += token.nesting
        elif kind == "list_item_open":
            items.append(end)
        elif kind == "list_item_close":
            items.pop()
        elif quotes:
            yield from answered_questions(lines, start, end) if kind == "paragraph_open" else ()
        elif kind == "heading_open" and token.level == 0:
            level = int(token.tag[1])
            below = tokens[index + 3].type if index + 3 < len(tokens) else "heading_open"
            yield _heading(token, tokens[index + 1], lines, is_empty=below == "heading_open")
        elif kind == "html_block" and token.level == 0:
            marks, level = html_headings(lines, start, end, level)
            found: list[Mark | AnswerTable] = [*marks, *html_tables(lines, start, end)]
            yield from sorted(found, key=lambda mark: mark.start)
        elif kind == "paragraph_open":
            yield from _paragraph(lines, start, end, items, starts_item=tokens[index - 1].type)


def _heading(token: "Token", inline: "Token", lines: list[str], is_empty: bool) -> Mark:
    start, end = token.map or (0, 0)
    text = _unformatted(inline.content)
    column = max(lines[start].find(text), 0)
    at = (start, column), (start, column + len(text) if text in lines[start] else len(lines[start]))
    name = name_of(inline.content if "`" in inline.content else text)
    mark = Mark(Form.HEADING, text, name, int(token.tag[1]), *at, (end, 0))
    return heading_with_answer(mark, lines[start], is_empty) if end == start + 1 else mark


def _unformatted(content: str) -> str:
    """Return a heading without the markup of emphasis, links and code."""
    if not _INLINE.search(content) or len(content) > _MAX_INLINE:
        return content.strip()
    (inline,) = _inlines().parseInline(content)
    return "".join(child.content for child in inline.children or ()).strip()


def _paragraph(
    lines: list[str], start: int, end: int, items: list[int], starts_item: str
) -> Iterator[Mark | AnswerTable]:
    table = next((number for number in range(start, end) if _begins_table(lines, number, end)), end)
    for number in range(start, table):
        listed = bool(items) and number == start and starts_item == "list_item_open"
        bulleted = listed and lines[number].lstrip()[:1] in "-*+"
        first = number == start and not bulleted
        line = Line(number, lines[number], first=first, listed=listed, deep=len(items) > 1)
        if labels := labels_in(line):
            yield labels
        else:
            yield from (_bounded(mark, lines, items) for mark in with_tabs(line))
    if table < end:
        yield from _table(lines, table, end)


def _begins_table(lines: list[str], number: int, end: int) -> bool:
    """Return whether a table begins on a line of a paragraph: with a bar, or with a rule below the line."""
    if "|" not in lines[number]:
        return False
    below = lines[number + 1] if number + 1 < end else ""
    return lines[number].lstrip().startswith("|") or ("|" in below and _is_rule(below))


def _bounded(mark: Mark, lines: list[str], items: list[int]) -> Mark:
    """Return a lead-in with the end of its answer: that of its list item, or its line for a placeholder."""
    line, column = mark.text
    if mark.level == LEADING and items:
        return replace(mark, until=(items[-1], 0))
    is_remark = lines[line][column : column + 1] in tuple(
        "(（"
    )  # "(required)" is no answer, but one may follow
    if mark.level == LEADING and not is_remark and is_placeholder(lines[line][column:]):
        return replace(mark, until=(line + 1, 0))
    return mark


def _table(lines: list[str], start: int, end: int) -> Iterator[AnswerTable]:
    rows = [
        list(islice(_cells(lines[number], number), _MAX_CELLS))
        for number in range(start, end)
        if not _is_rule(lines[number])
    ]
    if table := table_of(rows, (start, 0), (end, 0)):
        yield table


def _is_rule(line: str) -> bool:
    return "-" in line and bool(_RULE.fullmatch(line))


def _cells(line: str, number: int) -> Iterator[Cell]:
    """Yield the cells of a row with their columns; an escaped bar separates nothing."""
    bars = [match.start() for match in _PIPE.finditer(line)]
    whole = line.strip()
    edges = [
        *([] if whole.startswith("|") else [-1]),
        *bars,
        *([] if bars and line.rstrip().endswith("|") and bars[-1] == len(line.rstrip()) - 1 else [len(line)]),
    ]
    for left, right in pairwise(edges):
        text = line[left + 1 : right]
        start = left + 1 + len(text) - len(text.lstrip())
        yield Cell(text.strip(), (number, start), (number, start + len(text.strip())))
