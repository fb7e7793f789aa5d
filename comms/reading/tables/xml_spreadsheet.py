"""XML Spreadsheets of Excel 2003, which ERP systems export with the suffix .xls, as grids of text."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.cells import RowCollector, clean
from comms.reading.tables.sheet_xml import MAX_COLUMNS, MAX_ROWS
from comms.reading.tables.sheets import Sheet, chosen_grid
from comms.reading.tables.streamed_xml import events, forget
from comms.reading.tables.table import Grid, Place, TableError
from comms.reading.tables.workbook import number_as_shown

_SPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_SHEET, _ROW, _COLUMN, _STYLE, _OPTIONS = (
    *(_SPACE + name for name in ("Worksheet", "Row", "Column", "Style")),
    "{urn:schemas-microsoft-com:office:excel}Visible",
)
_DATA = _SPACE + "Data"
_FORMATS = {"Percent": "0.00%", "Currency": "0.00", "Fixed": "0.00", "Standard": "0.00"}
"""The names that the format has for some formats of numbers."""


def is_xml_spreadsheet(content: bytes) -> bool:
    """Return whether content is an XML Spreadsheet; a web page names the same space, but begins otherwise."""
    return content[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml") and _MARK in content[:4000]


def grid_of_xml_spreadsheet(content: bytes, path: str, wanted: str | None) -> Grid:
    """Return the grid of a sheet, of the first one with lines if `wanted` is None; raises TableError."""
    try:
        sheets = [
            Sheet(name, is_hidden, partial(_sheet, content, index))
            for index, (name, is_hidden) in enumerate(_names(content))
        ]
        return chosen_grid(sheets, wanted, path)
    except TableError:
        raise
    except Exception as error:  # what lxml raises for a damaged file is no closed list
        raise TableError("broken", path=path) from error


def _names(content: bytes) -> list[tuple[str, bool]]:
    """Return the names of the sheets, each with whether it is hidden."""
    names: list[tuple[str, bool]] = []
    rows = 0
    for event, element in events(content, _SHEET, _OPTIONS, _ROW):
        if event == "start":
            names += [(clean(element.get(_SPACE + "Name", "")), False)] if element.tag == _SHEET else []
            continue
        rows += element.tag == _ROW
        if rows > MAX_ROWS:
            raise TableError("too_long", most=MAX_ITEMS)
        if names and element.tag == _OPTIONS and (element.text or "").startswith("SheetHidden"):
            names[-1] = (names[-1][0], True)
        forget(element)
    return names


def _sheet(content: bytes, wanted: int, most: int | None) -> Grid:
    """Return the grid of a sheet by its index, or of its first rows that are filled."""
    reader = _SheetReader()
    index = -1
    for event, element in events(content, _STYLE, _SHEET, _COLUMN, _ROW):
        index += event == "start" and element.tag == _SHEET
        if event == "start":
            continue
        if element.tag == _SHEET and index == wanted:
            break
        if element.tag == _STYLE:
            reader.note_style(element)
        elif element.tag in (_COLUMN, _ROW) and index == wanted:
            reader.read(element)
        if element.tag != _STYLE:
            forget(element)
        if most is not None and len(reader.collector.rows) >= most:
            break
    return reader.collector.grid(reader.formulas, reader.hidden)


class _SheetReader:
    """The rows and columns of one sheet."""

    def __init__(self) -> None:
        self.collector = RowCollector()
        self.hidden: set[int] = set()
        self.formulas: set[Place] = set()
        self._formats: dict[str, str] = {}
        self._struck: set[str] = set()
        self._column = 0

    def note_style(self, style: Any) -> None:
        """Remember the format of numbers of a style, and whether it strikes text through."""
        name = style.get(_SPACE + "ID", "")
        for properties in style:
            if properties.get(_SPACE + "StrikeThrough") == "1":
                self._struck.add(name)
            if pattern := properties.get(_SPACE + "Format"):
                self._formats[name] = _FORMATS.get(pattern, pattern)

    def read(self, element: Any) -> None:
        """Read a row or a declaration of columns; raises TableError("too_long")."""
        if element.tag == _COLUMN:
            first = _whole(element, "Index", MAX_COLUMNS) or self._column + 1
            self._column = min(first + _whole(element, "Span", MAX_COLUMNS), MAX_COLUMNS)
            if _is_hidden(element, "Width"):
                self.hidden.update(range(first, self._column + 1))
            return
        number = _whole(element, "Index", MAX_ROWS)
        self.collector.skip(max(number - self.collector.number - 1, 0))
        cells, struck = self._cells_of(element)
        self.collector.add(cells, "hidden" if _is_hidden(element, "Height") else None, struck)
        self.collector.skip(_whole(element, "Span", MAX_ROWS))

    def _cells_of(self, row: Any) -> tuple[list[str], dict[int, str]]:
        cells: list[str] = []
        struck: dict[int, str] = {}
        number = self.collector.number + 1
        for cell in row.iterchildren(_SPACE + "Cell"):
            place = _whole(cell, "Index", MAX_COLUMNS)
            cells += [""] * max(place - len(cells) - 1, 0)
            style = cell.get(_SPACE + "StyleID", "") or row.get(_SPACE + "StyleID", "")
            text, gone = _text(cell, self._formats.get(style, "General"))
            if style in self._struck:
                text, gone = "", text or gone
            if gone:
                struck[len(cells)] = gone
            if text.startswith("=") and cell.find(_DATA) is None:
                self.formulas.add((number, len(cells) + 1))
            across, down = _whole(cell, "MergeAcross", MAX_COLUMNS), _whole(cell, "MergeDown", MAX_ROWS)
            self.collector.merge((number, number + down, len(cells) + 1, len(cells) + 1 + across))
            cells += [text, *[""] * min(across, MAX_COLUMNS - len(cells))]
        return cells, struck


def _whole(element: Any, name: str, most: int) -> int:
    written = element.get(_SPACE + name, "0")
    return min(int(written), most) if written.isdecimal() and len(written) < 9 else 0


def _is_hidden(element: Any, size: str) -> bool:
    attributes: Mapping[str, str] = element.attrib
    return attributes.get(_SPACE + "Hidden") == "1" or attributes.get(_SPACE + size) == "0"


def _text(cell: Any, pattern: str) -> tuple[str, str]:
    """Return the text of a cell as an XLSX sheet gives it, and the text that is struck through."""
    data = cell.find(_DATA)
    if data is None:
        return cell.get(_SPACE + "Formula", ""), ""
    runs = list(_runs(data, False))
    text = "".join(part for part, gone in runs if not gone)
    kind = data.get(_SPACE + "Type", "String")
    if kind == "Number":
        text = number_as_shown(float(text), pattern)
    elif kind == "DateTime":
        text = text.split(".")[0].replace("T", " ").removesuffix(" 00:00:00")
    elif kind == "Boolean":
        text = str(text.strip() == "1").upper()
    return clean(text), clean("".join(part for part, gone in runs if gone))


def _runs(element: Any, is_struck: bool) -> Iterator[tuple[str, bool]]:
    yield element.text or "", is_struck
    for child in element:
        if isinstance(child.tag, str):
            yield from _runs(child, is_struck or child.tag.rpartition("}")[2] == "S")
        yield child.tail or "", is_struck
