"""The visible text of a DOCX of ours, as it stands now."""

from collections.abc import Iterator
from typing import Any

from comms.reading.docx_blocks import W, blocks, cells, pieces, rows, runs
from comms.reading.visible_text import BETWEEN, visible


def visible_text(document: Any) -> str:
    """What the body of a document's root element says; header and footer are no part of it."""
    body = document.find(f"{W}body")
    return visible("\n".join(_lines(body))) if body is not None else ""


def _lines(container: Any) -> Iterator[str]:
    for block in blocks(container):
        if block.tag == f"{W}p":
            yield "".join(piece for run in runs(block) for piece in pieces(run))
        else:
            yield from (BETWEEN.join(map(_cell, cells(row))) for row in rows(block))


def _cell(element: Any) -> str:
    return " ".join(_lines(element)).replace("\n", " ")
