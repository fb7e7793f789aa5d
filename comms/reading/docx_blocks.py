"""The blocks of a DOCX, read from word/document.xml itself: paragraphs, tables, rows, cells, runs, text.

What was deleted, hidden, or stands in a text box is no text; neither is the prompt of an empty form field.
"""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PASSED_OVER = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "rt", "sdtPr", "sdtEndPr", "pPr", "rPr")}
    | {_FALLBACK}
)
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


def blocks(container: Any) -> Iterator[Any]:
    """The paragraphs and tables of a container, those of its form fields and insertions among them."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif _is_read(element):
            waiting += reversed(element)


def rows(table: Any) -> Iterator[Any]:
    """The rows of a table, but for those that were deleted."""
    for row in _below(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield row


def cells(row: Any) -> Iterator[Any]:
    """The cells of a row."""
    return _below(row, "tc")


def _below(element: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, none of those of a table inside."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag not in (f"{W}tbl", f"{W}tc", f"{W}p") and _is_read(child):
            waiting += reversed(child)


def runs(paragraph: Any) -> Iterator[Any]:
    """The runs of a paragraph that can be seen, those of its links, insertions and form fields among them."""
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}r":
            own = element.find(f"{W}rPr")
            if own is None or own.find(f"{W}vanish") is None:
                yield element
        elif _is_read(element):
            waiting += reversed(element)


def pieces(run: Any) -> Iterator[str]:
    """The texts of a run, its tabs and line breaks among them."""
    for element in run:
        if not isinstance(element.tag, str):
            continue
        name = element.tag.removeprefix(W)
        if name == "t":
            yield (element.text or "").replace("\n", " ")
        elif name in _SIGNS:
            yield _SIGNS[name]


def _is_read(element: Any) -> bool:
    """Whether what an element holds is text of the document: no comment, no deletion, no prompt of a form."""
    if not isinstance(element.tag, str) or element.tag in _PASSED_OVER:
        return False
    properties = element.find(f"{W}sdtPr") if element.tag == f"{W}sdt" else None
    return properties is None or properties.find(f"{W}showingPlcHdr") is None
