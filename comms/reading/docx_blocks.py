"""The blocks of a DOCX as word/document.xml holds them: paragraphs, tables, rows, cells, runs and text.

Deleted text, hidden text, text boxes and the prompts of empty form fields are not text of the document.
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
    """Yield the paragraphs and tables of a container, including those in form fields and insertions."""
    waiting = list(reversed(container))
    while waiting:
        element = waiting.pop()
        if element.tag in (f"{W}p", f"{W}tbl"):
            yield element
        elif _is_read(element):
            waiting += reversed(element)


def rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table that were not deleted."""
    for row in _below(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield row


def cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row."""
    return _below(row, "tc")


def _below(element: Any, name: str) -> Iterator[Any]:
    """Yield the rows of a table or the cells of a row, without those of nested tables."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag == f"{W}{name}":
            yield child
        elif child.tag not in (f"{W}tbl", f"{W}tc", f"{W}p") and _is_read(child):
            waiting += reversed(child)


def runs(paragraph: Any) -> Iterator[Any]:
    """Yield the visible runs of a paragraph, including those in links, insertions and form fields."""
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
    """Yield the texts of a run, including its tabs and line breaks."""
    for element in run:
        if not isinstance(element.tag, str):
            continue
        name = element.tag.removeprefix(W)
        if name == "t":
            yield (element.text or "").replace("\n", " ")
        elif name in _SIGNS:
            yield _SIGNS[name]


def _is_read(element: Any) -> bool:
    """Return whether the content of an element is text: no comment, deletion or form field's prompt."""
    if not isinstance(element.tag, str) or element.tag in _PASSED_OVER:
        return False
    properties = element.find(f"{W}sdtPr") if element.tag == f"{W}sdt" else None
    return properties is None or properties.find(f"{W}showingPlcHdr") is None
