"""The visible text of a DOCX that comms wrote, as it reads now."""

from collections.abc import Iterator
from typing import Any

from comms.reading.docx_blocks import W, blocks, cells, pieces, rows, runs
from comms.reading.visible_text import CELL_SEPARATOR, visible


def visible_text(document: Any) -> str:
    """Return the text of the body of a document's root element, without header and footer."""
    body = document.find(f"{W}body")
    return visible("\n".join(_lines(body))) if body is not None else ""


def _lines(container: Any) -> Iterator[str]:
    for block in blocks(container):
        if block.tag == f"{W}p":
            yield "".join(piece for run in runs(block) for piece in pieces(run))
        else:
            yield from (CELL_SEPARATOR.join(map(_cell, cells(row))) for row in rows(block))


def _cell(element: Any) -> str:
    return " ".join(_lines(element)).replace("\n", " ")
