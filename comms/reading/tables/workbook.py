"""XLSX workbooks as grids of text: each cell as the sheet shows it, without the noise of binary floats."""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, partial
from typing import Any

from comms.reading.tables.cells import RowCollector, clean
from comms.reading.tables.headings import currency_named, folded, is_unit, listed
from comms.reading.tables.sheet_xml import (
    ENDS_OF_VALUES,
    HIDING,
    MAX_ROWS,
    filtered_ranges,
    hidden_columns,
    hidden_rows,
    last_row,
    merged_ranges,
    struck_in_part,
    uncomputed,
)
from comms.reading.tables.sheets import Sheet, chosen_grid
from comms.reading.tables.table import Grid, Place, Range, SheetChoice, SheetRow, TableError

ZIP = b"PK\x03\x04"
LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of binary files of old Office versions, and of encrypted files of new ones."""

MAX_UNPACKED = 120 * 1024 * 1024
"""The most bytes that a workbook may have unpacked."""
_CHINESE_DATES = frozenset((*range(27, 37), *range(50, 59)))
"""Date formats that East Asian spreadsheets use by number only; openpyxl does not recognize them as dates."""
_MOST_TABLES = 50
"""The number of tables on its sheets whose filters are looked for."""
DIGITS = 15
"""The significant digits of a number that spreadsheets keep."""
_SHOWN_DECIMALS = 6
"""The most decimals of a figure that was typed; one with more was computed and counts as it is shown."""


def legacy_error(content: bytes, path: str) -> TableError:
    """Return the error for a file in the container of old Office: it has a password, or it is too old."""
    locked = "EncryptedPackage".encode("utf-16-le") in content
    return TableError("locked" if locked else "not_supported", path=path)


def grid_of_workbook(content: bytes, path: str, sheet: str | None) -> Grid:
    """Return the grid of a sheet, of the first filled one if `sheet` is None; raises TableError."""
    _refuse_bombs(content, path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not affect cells
        try:
            return _grid(content, path, sheet)
        except TableError:
            raise
        except Exception as error:  # openpyxl passes on any error of its parsers
            raise TableError("broken", path=path) from error


def parts_of_archive(content: bytes, path: str) -> list[str]:
    """Return the names of the parts of a package; raises TableError if it would fill the memory."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
        raise TableError("broken", path=path) from None
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise TableError("unpacked", path=path, most=MAX_UNPACKED // 1024 // 1024)
    return [part.filename for part in parts]


def _refuse_bombs(content: bytes, path: str) -> None:
    names = parts_of_archive(content, path)
    if not any(name.startswith("xl/") and name.endswith(".xml") for name in names):
        raise TableError("not_supported", path=path)


def rows_of_workbook(content: bytes, path: str, choice: SheetChoice) -> Iterator[SheetRow]:
    """Yield the rows of a sheet with their numbers, and note which sheet it is; raises TableError.

    A row with a formula that was never computed cannot be used, since its value is unknown.
    """
    _refuse_bombs(content, path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions that do not affect cells
        try:
            sheet = _chosen_sheet(content, path, choice)
            scan = _scan(sheet)
            merged, strikes = _MergedColumns(scan.merged), _has_strikes(content)
            for number, row in enumerate(_rows_of(sheet, scan.last), 1):
                cells: list[str] | TableError
                if formula := next(iter(scan.formulas.get(number, {}).values()), None):
                    cells = TableError("formula", path=path, row=number, text=formula)
                elif long := next((cell for cell in row if _is_beyond_digits(cell)), None):
                    cells = TableError("shortened_cell", row=number, text=text_of(long))
                else:
                    cells = [clean(text_of(cell)) if cell.value is not None else "" for cell in row]
                is_struck = strikes and _is_struck(row)
                yield SheetRow(number, cells, number in scan.hidden, is_struck, merged.of(number))
        except (TableError, GeneratorExit):
            raise
        except Exception as error:  # openpyxl passes on any error of its parsers
            raise TableError("broken", path=path) from error


def _chosen_sheet(content: bytes, path: str, choice: SheetChoice) -> Any:
    """Return the sheet that is wanted, or else the first visible one that is not empty."""
    sheets = {sheet.title: sheet for sheet in _opened(content).worksheets if hasattr(sheet, "iter_rows")}
    if choice.wanted is not None and choice.wanted not in sheets:
        raise TableError("no_sheet", path=path, written=choice.wanted, known=list(sheets))
    shown = [sheet for sheet in sheets.values() if sheet.sheet_state == "visible"]
    first = next(filter(_holds_something, shown), None) if choice.wanted is None else sheets[choice.wanted]
    if first is None:
        raise TableError("empty", path=path)
    choice.name = first.title
    choice.others = tuple(sheet.title for sheet in shown if sheet is not first and _has_values(sheet))
    return first


def _opened(content: bytes, rich_text: bool = False) -> Any:
    from openpyxl import load_workbook

    book = load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False, rich_text=rich_text
    )
    book._date_formats.update(_chinese_dates(book))
    return book


def _grid(content: bytes, path: str, wanted: str | None) -> Grid:
    book = _opened(content, rich_text=True)
    filters = _filters_of_tables(content)
    sheets = [
        Sheet(
            sheet.title,
            sheet.sheet_state != "visible",
            partial(_sheet, sheet, cache(partial(_marks_of, sheet, filters))),
        )
        for sheet in book.worksheets
        if hasattr(sheet, "iter_rows")
    ]
    return chosen_grid(sheets, wanted, path)


def _filters_of_tables(content: bytes) -> list[Range]:
    """Return the ranges of the tables that a filter may hide rows of, on whatever sheet they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if re.fullmatch(r"xl/tables/table\d+\.xml", name)]
        return [found for name in names[:_MOST_TABLES] for found in filtered_ranges(archive.read(name))]


def _chinese_dates(book: Any) -> Iterator[int]:
    return (number for number, style in enumerate(book._cell_styles) if style.numFmtId in _CHINESE_DATES)


def _rows_of(sheet: Any, last: int = MAX_ROWS) -> Iterable[Any]:
    sheet.reset_dimensions()  # the size that a sheet declares is often too small
    rows: Iterable[Any] = sheet.iter_rows(max_row=last)
    return rows


def _holds_something(sheet: Any) -> bool:
    return any(cell.value is not None for row in _rows_of(sheet) for cell in row)


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the XML of a sheet says of its rows and columns; hidden: the index in HIDING by row number."""

    last: int
    formulas: Mapping[int, Mapping[int, str]]
    struck: Mapping[Place, tuple[str, str]]
    hidden: bytearray
    columns: frozenset[int]
    merged: tuple[Range, ...]


def _marks_of(sheet: Any, filters: Sequence[Range]) -> _Marks:
    with sheet._get_source() as source:
        written: bytes = source.read()
    return _Marks(
        last=last_row(written),
        formulas=uncomputed(written),
        struck=struck_in_part(written),
        hidden=hidden_rows(written, [*filtered_ranges(written), *filters]),
        columns=hidden_columns(written),
        merged=tuple(merged_ranges(written)),
    )


def _sheet(sheet: Any, marks_of: Callable[[], _Marks], most: int | None) -> Grid:
    """Return the grid of a sheet, or of its first rows that are filled if `most` of them are asked for."""
    marks = marks_of()
    collector = RowCollector()
    for area in marks.merged:
        collector.merge(area)
    for number, row in enumerate(_rows_of(sheet, marks.last) if marks.last else (), 1):
        cells, struck = _texts(row, number, marks.struck)
        for column, formula in marks.formulas.get(number, {}).items():
            cells += [""] * (column - len(cells))
            cells[column - 1] = clean(formula)
        collector.add(cells, HIDING[marks.hidden[number]], struck)
        if most is not None and len(collector.rows) >= most:
            break
    places = ((row, column) for row, columns in marks.formulas.items() for column in columns)
    return collector.grid(places, marks.columns)


def _texts(
    row: Iterable[Any], number: int, in_part: Mapping[Place, tuple[str, str]]
) -> tuple[list[str], dict[int, str]]:
    """Return the texts of the cells of a row, and those that are struck through by their index."""
    cells: list[str] = []
    struck: dict[int, str] = {}
    for index, cell in enumerate(row):
        kept, gone = _parts(cell) if cell.value is not None else ("", "")
        kept, gone = in_part.get((number, index + 1), (kept, gone))
        cells.append(clean(kept))
        if gone:
            struck[index] = clean(gone)
    return cells, struck


def _parts(cell: Any) -> tuple[str, str]:
    """Return the text of a cell that holds, and the text that is struck through."""
    if cell.font is not None and cell.font.strike:
        return "", text_of(cell)
    if not isinstance(cell.value, list):
        return text_of(cell), ""
    runs = [(str(run), bool(getattr(getattr(run, "font", None), "strike", False))) for run in cell.value]
    return "".join(text for text, gone in runs if not gone), "".join(text for text, gone in runs if gone)


def _scan(sheet: Any) -> "_Scan":
    """Read the bytes of a sheet, piece by piece."""
    scan = _Scan()
    with sheet._get_source() as source:
        for piece in _pieces(source):
            scan.formulas |= uncomputed(piece)
            scan.last = max(scan.last, last_row(piece))
            scan.add_rows(piece)
            scan.add_merged(piece)
    return scan


_PIECE = 1 << 20
_END_OF_ROW = re.compile(rb"</(?:\w+:)?row>")


def _pieces(source: Any) -> Iterator[bytes]:
    """Yield the bytes of a sheet in whole rows, about a megabyte at a time."""
    rest = b""
    while read := source.read(_PIECE):
        rest += read
        end = max((match.end() for match in _END_OF_ROW.finditer(rest)), default=0)
        if end:
            yield rest[:end]
            rest = rest[end:]
    yield rest


def _is_beyond_digits(cell: Any) -> bool:
    """Whether a number has more digits than a spreadsheet keeps, so that its last ones are lost."""
    return type(cell.value) in (int, float) and abs(cell.value) >= 10**DIGITS


def text_of(cell: Any) -> str:
    """Return the text that stands for the value of a cell: 12, 9.5, 30%, ¥9.80, 2026-05-18."""
    value = cell.value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return number_as_shown(value, cell.number_format or "General")
    return str(value)


def number_as_shown(value: int | float, pattern: str) -> str:
    """Return a number with the percent or currency sign of its format, typed decimals uncut.

    Excel keeps 15 significant digits; the rest of a float is noise. A computed figure with many decimals is
    rounded as its format shows it, which is also how a CSV file or the clipboard would hold it.
    """
    exact = Decimal(format(value, f".{DIGITS}g"))
    if abs(exact) >= 10**DIGITS:
        return f"{exact:.{DIGITS - 1}E}"  # as a narrow column shows it, since the last digits are lost
    first = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|[_*].', "", pattern).split(";")[0]
    if "%" in first:
        return f"{_short(_shown(exact * 100, first))}%"
    if re.fullmatch(r"0{2,}", first):  # a code with leading zeros that only the format adds
        return f"{exact:f}".zfill(len(first))
    return _sign(pattern) + _short(_shown(exact, first)) + _words_behind(pattern)


def _words_behind(pattern: str) -> str:
    """Return the unit or the scale that a number format shows behind the figure: 3 ctns, 1.2万, 8折.

    Pieces are not shown: they change no figure, and every quantity is in some piece. A comma behind the
    digits shows thousands, and the scale after it is that of the figure shown only.
    """
    first = re.sub(r"\[[^\]]*\]|_.|\*.", "", pattern.split(";", maxsplit=1)[0])
    match = re.fullmatch(r'.*[0#?](?P<literal>(?:\s|"[^"]*"|\\.)*)', first)
    text = re.sub(r'["\\]', "", match["literal"]).rstrip() if match else ""
    named = text.strip()
    is_told = is_unit(named) and folded(named) not in listed("units", "piece")
    return text if is_told or named in _SCALES else ""


_SCALES = ("百", "千", "万", "亿", "折")


def _shown(exact: Decimal, pattern: str) -> Decimal:
    exponent = exact.as_tuple().exponent
    decimals = re.search(r"[0#?][0#?,]*(?:\.([0#?]+))?", pattern)
    if not isinstance(exponent, int) or -exponent <= _SHOWN_DECIMALS or decimals is None:
        return exact
    places = len(decimals.group(1) or "")
    return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _short(exact: Decimal) -> str:
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _sign(pattern: str) -> str:
    """Return the currency of a number format as the code or sign that it shows, "" if it shows none."""
    first = pattern.split(";", maxsplit=1)[0]
    tokens = re.findall(r"\[\$([^\-\]]+)", first) + re.findall(r'"([^"]+)"', first)
    tokens += re.findall(r"[¥￥$€£₩₹₽]", re.sub(r"\[[^\]]*\]", "", first))
    named = next((token.strip() for token in tokens if currency_named(token)), "")
    return f"{named} " if named.isalpha() else named


# --- what records need besides the cells: hidden rows, and merged cells of any length -----------------


@dataclass(slots=True)
class _Scan:
    """What the bytes of a sheet tell about it: formulas that were never computed, hidden rows, its end.

    merged: the first row, the last row and the column of each range of cells that are merged downwards.
    """

    formulas: dict[int, dict[int, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    merged: list[tuple[int, int, int]] = field(default_factory=list)
    last: int = 1
    _number: int = 0

    def add_rows(self, written: bytes) -> None:
        """Note the rows that a filter, a person or a height of zero hides; a number may be left out."""
        for match in _ROW.finditer(written):
            stated = _ROW_NUMBER.search(match.group(1))
            self._number = int(stated.group(1)) if stated else self._number + 1
            if self._number <= MAX_ROWS and _HIDDEN.search(match.group(1)):
                self.hidden.add(self._number)

    def add_merged(self, written: bytes) -> None:
        """Note the merged cells; raises ValueError for more of them than any person merges."""
        for first, last, column, _ in merged_ranges(written):
            if first < last:
                self.merged.append((first, last, column))
        if len(self.merged) > _MOST_RANGES:
            raise ValueError("too many merged cells")


_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_ROW_NUMBER = re.compile(rb"""\sr=["'](\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\s(?:hidden=["'](?:1|true)|ht=["']0(?:\.0*)?)["']""")


_MOST_RANGES = 100_000


def _has_values(sheet: Any) -> bool:
    """Whether a sheet has a cell with a value, told by its bytes: it may be formatted down to its end."""
    with sheet._get_source() as source:
        return any(ending in piece for piece in _pieces(source) for ending in ENDS_OF_VALUES)


def _has_strikes(content: bytes) -> bool:
    """Whether a workbook has a font that is struck through, so that it is worth looking at each cell's."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        styles = (name for name in archive.namelist() if name.endswith("styles.xml"))
        return any(b"strike" in archive.read(name) for name in styles)


def _is_struck(row: Iterable[Any]) -> bool:
    """Whether all that a row says is struck through."""
    filled = [cell for cell in row if cell.value is not None]
    return bool(filled) and all(cell.font is not None and cell.font.strike for cell in filled)


class _MergedColumns:
    """The merged ranges of a sheet, asked for row by row."""

    def __init__(self, ranges: Iterable[tuple[int, int, int]]) -> None:
        self._coming = sorted(ranges, reverse=True)
        self._open: dict[int, int] = {}

    def of(self, number: int) -> frozenset[int]:
        """Return the columns, from 1, whose cell is merged with the one above; the rows come in order."""
        self._open = {column: last for column, last in self._open.items() if last >= number}
        found = frozenset(self._open)
        while self._coming and self._coming[-1][0] <= number:
            _, last, column = self._coming.pop()
            self._open[column] = last
        return found
