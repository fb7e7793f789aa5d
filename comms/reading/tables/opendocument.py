"""OpenDocument spreadsheets (.ods) as grids of text, read element by element."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.cells import RowCollector, clean
from comms.reading.tables.sheet_xml import MAX_COLUMNS, MAX_ROWS
from comms.reading.tables.sheets import Sheet, chosen_grid
from comms.reading.tables.streamed_xml import events, forget
from comms.reading.tables.table import Grid, Place, TableError
from comms.reading.tables.workbook import number_as_shown

CONTENT, MIMETYPE = "content.xml", "mimetype"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_ENCRYPTED = b"encryption-data"
_NAMES = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}%s"


def _named(space: str, name: str) -> str:
    return _NAMES % (space, name)


_TABLE, _ROW, _COLUMN = (_named("table", name) for name in ("table", "table-row", "table-column"))
_CELLS = (_named("table", "table-cell"), _named("table", "covered-table-cell"))
_STYLE, _ANNOTATION = _named("style", "style"), _named("office", "annotation")
_PARAGRAPH = _named("text", "p")
_SPACE, _BREAK, _TAB = (_named("text", name) for name in ("s", "line-break", "tab"))
_SHOWN = {"collapse": "hidden", "filter": "filtered"}


def grid_of_opendocument(content: bytes, path: str, wanted: str | None) -> Grid:
    """Return the grid of a sheet, of the first one with lines if `wanted` is None; raises TableError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not archive.read(MIMETYPE).startswith(_SPREADSHEET):
                raise TableError("not_supported", path=path)
            if _ENCRYPTED in archive.read(_MANIFEST):
                raise TableError("locked", path=path)
            written = archive.read(CONTENT)
        sheets = [
            Sheet(name, is_hidden, partial(_sheet, written, index))
            for index, (name, is_hidden) in enumerate(_names(written))
        ]
        return chosen_grid(sheets, wanted, path)
    except TableError:
        raise
    except Exception as error:  # what zipfile and lxml raise for a damaged file is no closed list
        raise TableError("broken", path=path) from error


@dataclass
class _Styles:
    """The names of the styles that strike text through, and of those that hide a sheet."""

    struck: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)

    def note(self, style: Any) -> None:
        name = style.get(_named("style", "name"), "")
        for properties in style:
            line = properties.get(_named("style", "text-line-through-style"), "none")
            kind = properties.get(_named("style", "text-line-through-type"), "none")
            if line != "none" or kind != "none":
                self.struck.add(name)
            if properties.get(_named("table", "display")) == "false":
                self.hidden.add(name)


def _names(written: bytes) -> list[tuple[str, bool]]:
    """Return the names of the sheets, each with whether it is hidden."""
    styles = _Styles()
    names: list[tuple[str, bool]] = []
    rows = 0
    depth = 0
    for event, element in events(written, _STYLE, _TABLE, _ROW):
        if element.tag == _TABLE:
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                is_hidden = element.get(_named("table", "style-name"), "") in styles.hidden
                names.append((clean(element.get(_named("table", "name"), "")), is_hidden))
        elif event == "end":
            rows += element.tag == _ROW
            if rows > MAX_ROWS:
                raise TableError("too_long", most=MAX_ITEMS)
            if element.tag == _STYLE:
                styles.note(element)
            forget(element)
    return names


def _sheet(written: bytes, wanted: int, most: int | None) -> Grid:
    """Return the grid of a sheet by its index, or of its first rows that are filled."""
    reader = _SheetReader()
    index, depth = -1, 0
    for event, element in events(written, _STYLE, _TABLE, _COLUMN, _ROW):
        if element.tag == _TABLE:
            depth += 1 if event == "start" else -1
            index += event == "start" and depth == 1
            if event == "end" and depth == 0 and index == wanted:
                break
        elif event == "end":
            if element.tag == _STYLE:
                reader.styles.note(element)
            elif index == wanted and depth == 1:
                reader.read(element)
            forget(element)
            if most is not None and len(reader.collector.rows) >= most:
                break
    return reader.grid()


class _SheetReader:
    """The rows and columns of one sheet."""

    def __init__(self) -> None:
        self.styles = _Styles()
        self.collector = RowCollector()
        self._formulas: set[Place] = set()
        self._hidden: set[int] = set()
        self._columns = 0

    def read(self, element: Any) -> None:
        """Read a row or a declaration of columns; raises TableError("too_long")."""
        if element.tag == _COLUMN:
            first = self._columns + 1
            self._columns = min(
                self._columns + _count(element, "number-columns-repeated", MAX_COLUMNS), MAX_COLUMNS
            )
            if element.get(_named("table", "visibility")) in _SHOWN:
                self._hidden.update(range(first, self._columns + 1))
            return
        cells, struck = self._cells_of(element)
        repeated = _count(element, "number-rows-repeated", MAX_ROWS)
        if not any(cells) and not struck:
            self.collector.skip(repeated)
            return
        hidden = _SHOWN.get(element.get(_named("table", "visibility"), ""))
        self.collector.add(cells, hidden, struck, repeated)

    def grid(self) -> Grid:
        """Return what was read."""
        return self.collector.grid(self._formulas, self._hidden)

    def _cells_of(self, row: Any) -> tuple[list[str], dict[int, str]]:
        cells: list[str] = []
        struck: dict[int, str] = {}
        number = self.collector.number + 1
        for cell in row:
            if cell.tag not in _CELLS:
                continue
            repeated = _count(cell, "number-columns-repeated", MAX_COLUMNS)
            kept, gone = self._text(cell) if cell.tag == _CELLS[0] else ("", "")
            if gone:
                struck[len(cells)] = clean(gone)
            if kept.startswith("=") and _is_uncomputed(cell):
                self._formulas.add((number, len(cells) + 1))
            self._merge(cell, number, len(cells) + 1)
            cells += [clean(kept)] * min(repeated, MAX_COLUMNS - len(cells))
        while cells and not cells[-1]:
            cells.pop()
        return cells, struck

    def _merge(self, cell: Any, row: int, column: int) -> None:
        down = _count(cell, "number-rows-spanned", MAX_ROWS)
        across = _count(cell, "number-columns-spanned", MAX_COLUMNS)
        if down > 1 or across > 1:
            self.collector.merge((row, row + down - 1, column, column + across - 1))

    def _text(self, cell: Any) -> tuple[str, str]:
        """Return the text of a cell that holds, and the text that is struck through."""
        kept, gone = _paragraphs(cell, self.styles.struck)
        value = _value(cell, kept or gone)
        text = value if value is not None else kept
        if cell.get(_named("table", "style-name"), "") in self.styles.struck:
            return "", value if value is not None else "".join((kept, gone))
        return text, gone


def _count(element: Any, name: str, most: int) -> int:
    written = element.get(_named("table", name), "1")
    return min(max(int(written), 1), most) if written.isdecimal() and len(written) < 9 else 1


def _is_uncomputed(cell: Any) -> bool:
    has_value = any(
        cell.get(_named("office", name)) for name in ("value", "date-value", "string-value", "boolean-value")
    )
    return (
        cell.get(_named("table", "formula")) is not None and not has_value and cell.find(_PARAGRAPH) is None
    )


def _value(cell: Any, shown: str) -> str | None:
    """Return the value of a cell as an XLSX sheet gives it: 9.5, 3%, CNY 9.8, 2026-05-18; None for texts."""
    kind = cell.get(_named("office", "value-type"), "")
    value = cell.get(_named("office", "value"), "")
    if _is_uncomputed(cell):
        return f"={cell.get(_named('table', 'formula'), '').partition('=')[2]}"
    if kind == "date":
        day, _, time = cell.get(_named("office", "date-value"), "").partition("T")
        return str(day) if time[:8] in ("", "00:00:00") else f"{day} {time[:8]}"
    if kind == "boolean":
        return str(cell.get(_named("office", "boolean-value"), "")).upper()
    if kind not in ("float", "percentage", "currency") or not value:
        return None
    number = float(value)
    if shown.isdecimal() and shown.startswith("0") and int(shown) == number:
        return shown  # a code with leading zeros that only the format adds
    currency = cell.get(_named("office", "currency"), "") if kind == "currency" else ""
    decimals = re.search(r"[.,](\d+)\D*$", shown)
    pattern = f"0.{'0' * len(decimals[1])}" if decimals else "0"
    text = number_as_shown(number, pattern + "%" * (kind == "percentage"))
    return f"{currency} {text}" if currency else text


def _paragraphs(cell: Any, struck: set[str]) -> tuple[str, str]:
    """Return the text of the paragraphs of a cell that holds, and the text that is struck through."""
    kept: list[str] = []
    gone: list[str] = []
    for paragraph in cell.iterchildren(_PARAGRAPH):
        if kept or gone:
            kept.append("\n")
        for text, is_struck in _runs(paragraph, struck, False):
            (gone if is_struck else kept).append(text)
    return "".join(kept), "".join(gone)


def _runs(element: Any, struck: set[str], is_struck: bool) -> Iterator[tuple[str, bool]]:
    yield element.text or "", is_struck
    for child in element.iterchildren():
        if child.tag == _SPACE:
            yield " " * _spaces(child), is_struck
        elif child.tag in (_BREAK, _TAB):
            yield "\n" if child.tag == _BREAK else " ", is_struck
        elif isinstance(child.tag, str) and child.tag != _ANNOTATION:
            yield from _runs(
                child, struck, is_struck or child.get(_named("text", "style-name"), "") in struck
            )
        yield child.tail or "", is_struck


def _spaces(element: Any) -> int:
    written = element.get(_named("text", "c"), "1")
    return min(int(written), 100) if written.isdecimal() and len(written) < 9 else 1
