"""Tables with a document in each row, read row by row: CSV, tab-separated text, XLSX, JSON Lines."""

from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from comms.errors import CommsError
from comms.reading.tables.layout import is_total
from comms.reading.tables.table import ERROR_VALUES, MAX_BYTES, Row, TableError, TableRow

JSON_LINES = (".jsonl", ".ndjson")
MAX_LINE_BYTES = 8 * 1024 * 1024
"""The longest line of JSON; one that never ends must not fill the memory."""
REMARK = "#"
"""Begins the name of a column that holds remarks instead of a field."""


class Record(NamedTuple):
    """The content of a row: texts by the names of their columns, or plain data of JSON.

    number: its line, or its row in a spreadsheet; error: the reason why it cannot be used;
    columns: the number of each column, from 1; empty for JSON.
    """

    number: int
    values: dict[str, Any]
    error: CommsError | None = None
    columns: Mapping[str, int] = {}


class Records(NamedTuple):
    """A table read lazily: the names of its columns (JSON has none) and its records."""

    columns: tuple[str, ...]
    rows: Iterator[Record]


def read_records(file: Path, path_of: Callable[[str], str] = str) -> Records:
    """Read the records of a table; `path_of` returns the path of the field that a column's name means.

    An error that ends the table early is the error of its last record. Raises TableError for a table that
    cannot be read at all, CommsError("no_such_file").
    """
    if not file.is_file():
        raise CommsError("no_such_file", path=str(file))
    if file.suffix.lower() in JSON_LINES:
        return Records((), _json_lines(file))
    return _under_headers(_rows(file), str(file), path_of)


def _rows(file: Path) -> Iterator[TableRow]:
    """Return the rows of a table other than JSON, whose format is told by its content and not by its name."""
    from comms.reading.tables.delimited import records_of
    from comms.reading.tables.workbook import LEGACY, ZIP, legacy_error, rows_of_workbook

    with file.open("rb") as stream:
        head = stream.read(len(LEGACY))
    if head == LEGACY:
        raise legacy_error(file.read_bytes()[:MAX_BYTES], str(file))
    if not head.startswith(ZIP):
        return records_of(file)
    if file.stat().st_size > MAX_BYTES:
        raise TableError("too_big", path=str(file), most=MAX_BYTES // 1024 // 1024)
    return rows_of_workbook(file.read_bytes(), str(file))


def _under_headers(rows: Iterator[TableRow], path: str, path_of: Callable[[str], str]) -> Records:
    """Return the records below the first non-empty row, which names the columns; empty rows are left out."""
    filled = _without_title((number, cells) for number, cells in rows if _says_something(cells))
    head = next(filled, None)
    if head is None:
        raise TableError("empty", path=path)
    if isinstance(head[1], TableError):
        raise head[1]
    names = [path_of(name) if _is_field(name) else name for name in head[1]]
    columns = _columns(names, path)
    return Records(tuple(columns), (_record(number, cells, names, columns) for number, cells in filled))


def _says_something(cells: list[str] | TableError) -> bool:
    return isinstance(cells, TableError) or any(cells)


def _without_title(rows: Iterator[TableRow]) -> Iterator[TableRow]:
    """Yield the rows without a title above them: a first row of one cell above a row of several."""
    first, second = next(rows, None), next(rows, None)
    begun = [row for row in (first, second) if row is not None]
    if len(begun) == 2 and _filled(begun[0]) == 1 < _filled(begun[1]):
        begun = begun[1:]
    return chain(begun, rows)


def _filled(row: TableRow) -> int:
    """Return how many cells of a row are not empty."""
    return 0 if isinstance(row[1], TableError) else sum(map(bool, row[1]))


def _is_field(name: str) -> bool:
    return bool(name) and name[:1] != REMARK


def _columns(names: list[str], path: str) -> dict[str, int]:
    """Return the number, from 1, of each column that stands for a field."""
    columns: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if _is_field(name) and columns.setdefault(name, number) != number:
            raise TableError("column_twice", path=path, column=name)
    return columns


def _record(number: int, cells: list[str] | TableError, names: list[str], columns: dict[str, int]) -> Record:
    if isinstance(cells, TableError):
        return Record(number, {}, cells)
    if is_total(Row(number, tuple(cells))):
        return Record(number, {}, TableError("total_row", row=number))
    beyond = [cell for index, cell in enumerate(cells) if cell and not (index < len(names) and names[index])]
    error = TableError("no_column", row=number, text=beyond[0][:40]) if beyond else None
    given = ((name, cells[column - 1]) for name, column in columns.items() if column <= len(cells))
    values = {name: cell for name, cell in given if cell}
    if failed := next((cell for cell in values.values() if cell in ERROR_VALUES), None):
        error = TableError("error_cell", row=number, text=failed)
    return Record(number, values, error, columns)


def _json_lines(file: Path) -> Iterator[Record]:
    with file.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b""), 1):
            if len(line) > MAX_LINE_BYTES:
                most = MAX_LINE_BYTES // 1024 // 1024
                yield Record(number, {}, TableError("long_line", path=str(file), line=number, most=most))
                return
            if line.strip():
                yield _of_json(number, line)


def _of_json(number: int, line: bytes) -> Record:
    from comms.reading.json_file import parse
    from comms.reading.source import decode

    try:
        data = parse(decode(line))
        if not isinstance(data, dict):
            raise TableError("no_object")
        return Record(number, {key: value for key, value in data.items() if _is_field(key)})
    except CommsError as error:
        return Record(number, {}, error)


def count_of(file: Path) -> int | None:
    """Estimate the number of records of a table, to show progress; None if that would take long."""
    from comms.reading.tables.workbook import ZIP

    with file.open("rb") as stream:
        if stream.read(len(ZIP)) == ZIP:
            return None
        stream.seek(0)
        lines = sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
    return max(lines - (file.suffix.lower() not in JSON_LINES), 1)
