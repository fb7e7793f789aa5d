"""The blocks of a DOCX as word/document.xml holds them: paragraphs, tables, rows, cells, runs and text.

Deleted text, hidden text and the prompts of empty form fields are not text of the document. Text boxes are
apart from the text in which they are anchored. The boxes of a form are read as ☐ and ☒.
"""

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_FALLBACK = f"{{{_COMPATIBILITY}}}Fallback"
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_PASSED_OVER = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "txbxContent", "rt", "sdtPr", "sdtEndPr", "pPr", "rPr")}
    | {_FALLBACK}
)
_ALTERNATE, _CHOICE = (f"{{{_COMPATIBILITY}}}{name}" for name in ("AlternateContent", "Choice"))
_BOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
_OPEN, _TICKED = "\N{BALLOT BOX}", "\N{BALLOT BOX WITH X}"
_BOXES_OF_FONTS = {
    "wingdings": dict.fromkeys(("6f", "71", "a8"), _OPEN) | dict.fromkeys(("fc", "fd", "fe"), _TICKED),
    "wingdings 2": dict.fromkeys(("2a", "30", "a3"), _OPEN)
    | dict.fromkeys(("50", "51", "52", "53", "54"), _TICKED),
}
"""The boxes and ticks in the fonts of symbols, by their codes."""
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


def text_boxes(block: Any) -> Iterator[Any]:
    """Yield the text boxes that are anchored in a paragraph, each once though Word writes it in two forms."""
    waiting = list(reversed(block))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}txbxContent":
            yield element
        elif element.tag == _ALTERNATE:
            choices = [child for child in element.iterchildren(_CHOICE) if _has_box(child)]
            waiting += choices[:1] or list(element.iterchildren(_FALLBACK))
        elif isinstance(element.tag, str) and element.tag not in _DELETED:
            waiting += reversed(element)


def _has_box(element: Any) -> bool:
    return next(element.iter(f"{W}txbxContent"), None) is not None


def rows(table: Any) -> Iterator[Any]:
    """Yield the rows of a table that were not deleted."""
    for row in _below(table, "tr"):
        properties = row.find(f"{W}trPr")
        if properties is None or properties.find(f"{W}del") is None:
            yield row


def cells(row: Any) -> Iterator[Any]:
    """Yield the cells of a row that were not deleted."""
    for cell in _below(row, "tc"):
        if cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield cell


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
            if own is None or not (is_on(own.find(f"{W}vanish")) or _is_prompt(own)):
                yield element
        elif element.tag == f"{W}sdt" and (box := element.find(f"{W}sdtPr/{_BOX}")) is not None:
            yield _run_of(element, _TICKED if _is_ticked(box) else _OPEN)
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
        elif name == "sym":
            yield _symbol(element)
        elif name == "fldChar":
            yield from _of_form_field(element)


def is_on(mark: Any) -> bool:
    """Return whether a property such as bold type is on."""
    return mark is not None and mark.get(f"{W}val", "1") not in ("0", "false", "off")


def _symbol(element: Any) -> str:
    """Return the box or tick that a symbol shows, "" for any other one."""
    font, code = element.get(f"{W}font", "").casefold(), element.get(f"{W}char", "").casefold()
    return _BOXES_OF_FONTS.get(font, {}).get(code[-2:], "")


def _of_form_field(element: Any) -> Iterator[str]:
    """Yield what a form field of old shows besides its text: a box, or the chosen entry of a list."""
    for box in element.iterfind(f"{W}ffData/{W}checkBox"):
        marks = [box.find(f"{W}checked"), box.find(f"{W}default")]
        yield _TICKED if is_on(next((mark for mark in marks if mark is not None), None)) else _OPEN
    for choice in element.iterfind(f"{W}ffData/{W}ddList"):
        entries = [entry.get(f"{W}val", "") for entry in choice.iterchildren(f"{W}listEntry")]
        result = choice.find(f"{W}result")
        number = result.get(f"{W}val", "0") if result is not None else "0"
        yield from entries[int(number) :][:1] if number.isdecimal() else ()


def _is_ticked(box: Any) -> bool:
    checked = next((child for child in box if child.tag == _BOX.replace("checkbox", "checked")), None)
    return checked is not None and checked.get(_BOX.replace("checkbox", "val"), "1") not in ("0", "false")


def _is_prompt(properties: Any) -> bool:
    """Return whether a run has the style in which Word writes the prompt of a form field."""
    style = properties.find(f"{W}rStyle")
    return style is not None and style.get(f"{W}val") == "PlaceholderText"


def _run_of(like: Any, text: str) -> Any:
    """Return a run with a text, which belongs to no document."""
    run = like.makeelement(f"{W}r")
    piece = like.makeelement(f"{W}t")
    piece.text = text
    run.append(piece)
    return run


def _is_read(element: Any) -> bool:
    """Return whether the content of an element is text: no comment, deletion or form field's prompt."""
    if not isinstance(element.tag, str) or element.tag in _PASSED_OVER:
        return False
    properties = element.find(f"{W}sdtPr") if element.tag == f"{W}sdt" else None
    return properties is None or properties.find(f"{W}showingPlcHdr") is None
