"""Plain text for a terminal or a log: Markdown from a template without its markup, with aligned tables."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from comms.language.display import one_line
from comms.rendering.aligned import cell_width, padded
from comms.rendering.tokens import Cell, inline_text, parse_markdown, rows_of

if TYPE_CHECKING:
    from markdown_it.token import Token


def plain_text(markdown: str) -> str:
    """Convert Markdown rendered from our templates to plain text; tables align with Chinese text too."""
    return "\n".join(_blocks(parse_markdown(markdown))).strip() + "\n"


def _blocks(tokens: "list[Token]") -> Iterator[str]:
    for index, token in enumerate(tokens):
        if token.type == "table":
            yield from _table(rows_of(token))
            yield ""
        elif token.type == "inline":
            in_list = index > 1 and tokens[index - 2].type == "list_item_open"
            yield from (f"{'- ' if in_list else ''}{line}" for line in _lines(token.children))
            if not in_list:
                yield ""
        elif token.type == "bullet_list_close":
            yield ""


def _lines(content: "Sequence[Token] | None") -> list[str]:
    return [one_line(line) for line in inline_text(content).split("\n")]


def _table(table: list[list[Cell]]) -> Iterator[str]:
    rows = [[(_lines(content), right) for content, right in row] for row in table]
    widths = [
        max(cell_width(line) for lines, _ in column for line in lines) for column in zip(*rows, strict=True)
    ]
    for number, row in enumerate(rows):
        for height in range(max(len(lines) for lines, _ in row)):
            cells = (
                padded(lines[height] if height < len(lines) else "", width, right)
                for (lines, right), width in zip(row, widths, strict=True)
            )
            yield "  ".join(cells).rstrip()
        if number == 0:
            yield "  ".join("─" * width for width in widths)
