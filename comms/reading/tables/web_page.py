"""Tables in HTML, which shops and ERP systems often export with the suffix .xls, as grids of text."""

import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from comms.reading.tables.cells import RowCollector, clean
from comms.reading.tables.delimited import decoded
from comms.reading.tables.sheet_xml import MAX_COLUMNS
from comms.reading.tables.sheets import Sheet, chosen_grid
from comms.reading.tables.table import Grid, TableError

_MARKS = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]{2,20})""", re.IGNORECASE)
_MEANT = {
    "utf-8": "utf-8",
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030"), "gb18030"),
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
    "windows-1251": "cp1251",
}
"""The encoding that a declaration means; a Western one is often wrong, others are found by the bytes."""
_STRUCK = frozenset({"s", "strike", "del"})
_SILENT = frozenset({"script", "style", "title", "xml"})
_BREAKS = frozenset({"br", "p", "div", "li"})
_WIDEST = 1000
"""The most columns that a cell may span."""
_MOST_TABLES = 200
_PIECE = 1 << 20


def is_web_archive(content: bytes) -> bool:
    """Return whether content is a web page with its parts in one file (.mht), as Excel saves one."""
    return content[:200].lstrip(_MARKS)[:13].lower() == b"mime-version:"


def is_markup(content: bytes) -> bool:
    """Return whether content begins with a tag."""
    return content[:200].lstrip(_MARKS).startswith(b"<")


def grid_of_web_page(content: bytes, path: str, wanted: str | None) -> Grid:
    """Return the grid of a table, of the first one with lines if `wanted` is None; raises TableError.

    A table counts as a sheet that is named by its number.
    """
    pages = _pages_of(content) if is_web_archive(content) else [content]
    tables = [table for page in pages for table in _tables(_text_of(page, path), path)]
    if not tables:
        raise TableError("no_table_in_page", path=path)
    sheets = [Sheet(str(number), False, table.grid) for number, table in enumerate(tables, 1)]
    return chosen_grid(sheets, wanted, path)


def _pages_of(content: bytes) -> list[bytes]:
    """Return the pages in a web archive."""
    from email import message_from_bytes

    parts = message_from_bytes(content).walk()
    pages = [part.get_payload(decode=True) for part in parts if part.get_content_type() == "text/html"]
    return [page for page in pages if isinstance(page, bytes)][:_MOST_TABLES]


def _text_of(content: bytes, path: str) -> str:
    """Return the text of a page in the encoding that it declares, if that is the one that it has."""
    declared = _CHARSET.search(content[:4000])
    meant = _MEANT.get(declared.group(1).decode().lower()) if declared else None
    if meant is not None:
        with suppress(UnicodeDecodeError):
            return content.decode(meant)
    return decoded(content, path)[0]


def _tables(text: str, path: str) -> list["_TableReader"]:
    from lxml import etree

    reader = _PageReader()
    parser: Any = etree.HTMLParser(target=reader, no_network=True)  # type: ignore[arg-type]
    try:
        for start in range(0, len(text), _PIECE):
            if not reader.is_too_long:
                parser.feed(text[start : start + _PIECE])
        parser.close()
    except (etree.LxmlError, AssertionError) as error:
        raise TableError("broken", path=path) from error
    return [table for table in reader.tables if table.is_filled]


class _TableReader:
    """The rows of one table, and the cell that is being read."""

    def __init__(self) -> None:
        self.collector = RowCollector()
        self.is_filled = False
        self.error: TableError | None = None
        self._cells: dict[int, str] = {}
        self._struck: dict[int, str] = {}
        self._spanned: dict[int, int] = {}
        self._is_in_row = self._is_hidden = False
        self._cell: list[tuple[str, bool]] | None = None
        self._span = (1, 1)

    def grid(self, most: int | None) -> Grid:
        """Return what was read; raises the error that ended the reading unless only the first rows matter."""
        if self.error is not None and most is None:
            raise self.error
        return self.collector.grid()

    def begin_row(self, is_hidden: bool) -> None:
        self.end_row()
        self._is_in_row, self._is_hidden = True, is_hidden

    def begin_cell(self, attributes: Mapping[str, str]) -> None:
        self.end_cell()
        self._is_in_row = True  # a cell without a row begins one
        self._cell = []
        self._span = (_span(attributes, "rowspan"), _span(attributes, "colspan"))

    def write(self, text: str, is_struck: bool) -> None:
        """Add a text to the cell that is being read, if there is one."""
        if self._cell is not None:
            self._cell.append((text, is_struck))

    def end_cell(self) -> None:
        """Put the cell into its row, at the first column that no cell above spans."""
        if self._cell is None or self.error is not None:
            return
        column = 0
        while self._spanned.get(column, 0) > 0 or column in self._cells:
            column += 1
        down, across = self._span[0], min(self._span[1], MAX_COLUMNS - column)
        if across < 1:
            return
        self._cells |= {column + more: "" for more in range(across)}
        self._cells[column] = _joined(text for text, is_struck in self._cell if not is_struck)
        if gone := _joined(text for text, is_struck in self._cell if is_struck):
            self._struck[column] = gone
        if down > 1 or across > 1:
            row = self.collector.number + 1
            self.collector.merge((row, row + down - 1, column + 1, column + across))
            self._spanned |= {column + more: down for more in range(across)}
        self._cell = None

    def end_row(self) -> None:
        """Add the row to the table."""
        self.end_cell()
        if not self._is_in_row:
            return
        width = max(self._cells, default=-1) + 1
        cells = [self._cells.get(column, "") for column in range(width)]
        self.is_filled = self.is_filled or any(cells)
        try:
            if self.error is None:
                self.collector.add(cells, "hidden" if self._is_hidden else None, self._struck)
        except TableError as error:
            self.error = error
        self._spanned = {column: left - 1 for column, left in self._spanned.items() if left > 1}
        self._cells, self._struck, self._is_in_row = {}, {}, False


class _PageReader:
    """The target of the parser, told of each tag and text, that fills the tables, nested ones apart."""

    def __init__(self) -> None:
        self.tables: list[_TableReader] = []
        self._open: list[_TableReader] = []
        self._struck: list[str] = []
        self._silent = 0

    @property
    def is_too_long(self) -> bool:
        """Whether a table has more rows than any table may have, so that no more need be read."""
        return any(table.error is not None for table in self.tables)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        style = attributes.get("style", "").replace(" ", "").casefold()
        if tag == "table" and len(self.tables) < _MOST_TABLES:
            self._open.append(_TableReader())
            self.tables.append(self._open[-1])
        self._silent += tag in _SILENT
        if tag in _STRUCK or "line-through" in style:
            self._struck.append(tag)
        if not self._open:
            return
        if tag == "tr":
            self._open[-1].begin_row("display:none" in style or "hidden" in attributes)
        elif tag in ("td", "th"):
            self._open[-1].begin_cell(attributes)
        elif tag in _BREAKS:
            self._open[-1].write("\n", False)

    def end(self, tag: str) -> None:
        """End an element."""
        self._silent -= tag in _SILENT
        if self._open and tag in ("td", "th"):
            self._open[-1].end_cell()
        elif self._open and tag == "tr":
            self._open[-1].end_row()
        elif self._open and tag == "table":
            self._open.pop().end_row()
        if self._struck and self._struck[-1] == tag:
            self._struck.pop()

    def data(self, text: str) -> None:
        """Take a text."""
        if self._open and not self._silent:
            self._open[-1].write(re.sub(r"[ \t\r\n\xa0]+", " ", text), bool(self._struck))

    def close(self) -> None:
        """End the page."""
        while self._open:
            self._open.pop().end_row()


def _span(attributes: Mapping[str, str], name: str) -> int:
    written = attributes.get(name, "1").strip()
    return min(max(int(written), 1), _WIDEST) if written.isdecimal() and len(written) < 9 else 1


def _joined(texts: Any) -> str:
    lines = (line.strip() for line in "".join(texts).split("\n"))
    return clean("\n".join(line for line in lines if line))
