"""Tables with a document in each row, read row by row: CSV, tab-separated text, XLSX, JSON Lines."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from comms.errors import CommsError
from comms.reading.tables.headings import book
from comms.reading.tables.row_kinds import is_total
from comms.reading.tables.table import (
    ERROR_VALUES,
    MAX_BYTES,
    SHORTENED,
    Row,
    SheetChoice,
    SheetRow,
    TableError,
)

JSON_LINES = (".jsonl", ".ndjson")
MAX_LINE_BYTES = 8 * 1024 * 1024
"""The longest line of JSON; one that never ends must not fill the memory."""
REMARK = "#"
"""Begins the name of a column that holds remarks instead of a field."""


MOST_NAMES = 10_000
"""The most names that are collected from the objects of a file in JSON Lines."""


class Record(NamedTuple):
    """The content of a row: texts by the names of their columns, or plain data of JSON.

    number: its line, or its row in a spreadsheet; error: the reason why it cannot be used;
    columns: the number, from 1, of each column of the table, those that this row leaves empty included;
    remarks: the cells of columns that stand for no field; entries: the rows of the lists of a letter that
    several rows make up.
    """

    number: int
    values: dict[str, Any]
    error: CommsError | None = None
    columns: Mapping[str, int] = {}
    remarks: Mapping[str, str] = {}
    is_hidden: bool = False
    is_struck: bool = False
    entries: tuple["Record", ...] = ()


class Records(NamedTuple):
    """A table read lazily: the names of its columns (JSON has none), its records, and its remarks.

    names: all names under which a record may have a value; those of JSON are the dotted keys of its objects.
    sheet: the sheet of a workbook.
    """

    columns: tuple[str, ...]
    rows: Iterator[Record]
    names: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    sheet: SheetChoice = SheetChoice()


def with_values(records: Records, values: Mapping[str, str]) -> Records:
    """Return records with values for all rows; a cell that is filled comes before them."""
    columns = (*records.columns, *(name for name in values if name not in records.columns))
    rows = (row._replace(values={**values, **row.values}) if row.values else row for row in records.rows)
    names = (*records.names, *(name for name in values if name not in records.names))
    return records._replace(columns=columns, rows=rows, names=names)


def read_records(file: Path, path_of: Callable[[str], str] = str, sheet: str | None = None) -> Records:
    """Read the records of a table; `path_of` returns the path of the field that a column's name means.

    sheet: the name of a sheet of a workbook; None means the first visible one that is not empty.

    An error that ends the table early is the error of its last record. Raises TableError for a table that
    cannot be read at all, CommsError("no_such_file").
    """
    if not file.is_file():
        raise CommsError("no_such_file", path=str(file))
    if file.suffix.lower() in JSON_LINES:
        _refuse_sheet(sheet, file)
        names = _names_in(file)
        return Records((), _json_lines(file, dict.fromkeys(names, 1)), names)
    choice = SheetChoice(sheet)
    return _under_headers(_rows(file, choice), str(file), path_of)._replace(sheet=choice)


def _refuse_sheet(sheet: str | None, file: Path) -> None:
    if sheet is not None:
        raise TableError("sheet_of_text", path=str(file))


def leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield the dotted path and the value of each entry of nested mappings; a list is one value."""
    if not isinstance(value, dict):
        yield name, value
        return
    for key, entry in value.items():
        yield from leaves(f"{name}.{key}", entry)


def _rows(file: Path, choice: SheetChoice) -> Iterator[SheetRow]:
    """Return the rows of a table other than JSON, whose format is told by its content and not by its name."""
    from comms.reading.tables.delimited import records_of
    from comms.reading.tables.workbook import LEGACY, ZIP, legacy_error, rows_of_workbook

    with file.open("rb") as stream:
        head = stream.read(len(LEGACY))
    if head == LEGACY:
        raise legacy_error(file.read_bytes()[:MAX_BYTES], str(file))
    if not head.startswith(ZIP):
        _refuse_sheet(choice.wanted, file)
        return (SheetRow(number, cells) for number, cells in records_of(file))
    if file.stat().st_size > MAX_BYTES:
        raise TableError("too_big", path=str(file), most=MAX_BYTES // 1024 // 1024)
    return rows_of_workbook(file.read_bytes(), str(file), choice)


def _under_headers(rows: Iterator[SheetRow], path: str, path_of: Callable[[str], str]) -> Records:
    """Return the records below the first non-empty row, which names the columns; empty rows are left out."""
    filled = _without_title(row for row in rows if _says_something(row.cells))
    head = next(filled, None)
    if head is None:
        raise TableError("empty", path=path)
    if isinstance(head.cells, TableError):
        raise head.cells
    names = [path_of(name) if _is_field(name) else name for name in head.cells]
    columns = _columns(names, path)
    remarks = tuple(dict.fromkeys(name for name in names if name and name not in columns))
    return Records(tuple(columns), _records(filled, names, columns), tuple(columns), remarks)


def _says_something(cells: list[str] | TableError) -> bool:
    return isinstance(cells, TableError) or any(cells)


def _without_title(rows: Iterator[SheetRow]) -> Iterator[SheetRow]:
    """Yield the rows without a title above them: a first row of one cell above a row of several."""
    first, second = next(rows, None), next(rows, None)
    begun = [row for row in (first, second) if row is not None]
    if len(begun) == 2 and _filled(begun[0]) == 1 < _filled(begun[1]):
        begun = begun[1:]
    return chain(begun, rows)


def _filled(row: SheetRow) -> int:
    """Return how many cells of a row are not empty."""
    return 0 if isinstance(row.cells, TableError) else sum(map(bool, row.cells))


def _is_field(name: str) -> bool:
    return bool(name) and name[:1] != REMARK


def _columns(names: list[str], path: str) -> dict[str, int]:
    """Return the number, from 1, of each column that stands for a field."""
    columns: dict[str, int] = {}
    for number, name in enumerate(names, 1):
        if _is_field(name) and columns.setdefault(name, number) != number:
            raise TableError("column_twice", path=path, column=name)
    return columns


def _records(rows: Iterable[SheetRow], names: list[str], columns: dict[str, int]) -> Iterator[Record]:
    """Yield the record of each row; a cell that is merged with the one above, or says so, has its text."""
    above: list[str] | None = None
    named = {number for number, name in enumerate(names, 1) if name}
    for row in rows:
        if isinstance(row.cells, TableError):
            yield Record(row.number, {}, row.cells, columns, is_hidden=row.hidden, is_struck=row.struck)
            above = []
            continue
        record = _record(row.number, row.cells, names, columns)
        try:
            above = _completed(row, row.cells, above, named)
        except TableError as error:
            record = record._replace(error=record.error or error)
            above = []
        else:
            values, remarks = _values(above, columns), _remarks(above, names)
            record = record._replace(values=values, remarks=remarks)
        yield record._replace(is_hidden=row.hidden, is_struck=row.struck)


def _completed(row: SheetRow, cells: list[str], above: list[str] | None, named: Set[int]) -> list[str]:
    """Return the cells of a row with those that repeat the row above; None stands for the row of names.

    named: the columns, from 1, that have a name. Raises TableError("nothing_above") if the row above is not
    known.
    """
    repeated = {index for index, cell in enumerate(cells) if cell.casefold() in _ditto()}
    if above is not None:
        repeated.update(column - 1 for column in row.merged & named if not any(cells[column - 1 : column]))
    if not repeated:
        return cells
    if not above:
        text = next((cells[index] for index in sorted(repeated) if cells[index : index + 1]), "")
        raise TableError("nothing_above", row=row.number, text=text)
    width = max(len(cells), len(above))
    ours, theirs = (texts + [""] * (width - len(texts)) for texts in (cells, above))
    return [theirs[index] if index in repeated else ours[index] for index in range(width)]


@cache
def _ditto() -> frozenset[str]:
    return frozenset(book()["rows"]["ditto"])


def _record(number: int, cells: list[str], names: list[str], columns: dict[str, int]) -> Record:
    """Return the record of a row whose cells are as they were written."""
    if is_total(Row(number, tuple(cells))):
        return Record(number, {}, TableError("total_row", row=number), columns)
    beyond = [cell for index, cell in enumerate(cells) if cell and not (index < len(names) and names[index])]
    error = TableError("no_column", row=number, text=beyond[0][:40]) if beyond else None
    values = _values(cells, columns)
    if failed := next((cell for cell in values.values() if cell in ERROR_VALUES), None):
        error = TableError("error_cell", row=number, text=failed)
    if cut := next((cell for cell in values.values() if SHORTENED.fullmatch(cell)), None):
        error = TableError("shortened_cell", row=number, text=cut)
    return Record(number, values, error, columns)


def _values(cells: list[str], columns: dict[str, int]) -> dict[str, Any]:
    given = ((name, cells[column - 1]) for name, column in columns.items() if column <= len(cells))
    return {name: cell for name, cell in given if cell}


def _remarks(cells: list[str], names: list[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(names, cells, strict=False) if name[:1] == REMARK and cell}


def _names_in(file: Path) -> tuple[str, ...]:
    """Return the dotted keys of all objects of a file in JSON Lines, those of their mappings included."""
    names: dict[str, None] = {}
    for record in _json_lines(file, {}):
        if len(names) > MOST_NAMES:
            break
        names.update(dict.fromkeys(record.values))
        for key, value in record.values.items():
            if isinstance(value, dict):
                names.update(dict.fromkeys(name for name, _ in leaves(key, value)))
    return tuple(names)


def _json_lines(file: Path, columns: Mapping[str, int]) -> Iterator[Record]:
    with file.open("rb") as stream:
        for number, line in enumerate(iter(lambda: stream.readline(MAX_LINE_BYTES + 1), b""), 1):
            if len(line) > MAX_LINE_BYTES:
                most = MAX_LINE_BYTES // 1024 // 1024
                yield Record(number, {}, TableError("long_line", path=str(file), line=number, most=most))
                return
            if line.strip():
                yield _of_json(number, line, columns)


def _of_json(number: int, line: bytes, columns: Mapping[str, int]) -> Record:
    from comms.reading.json_file import parse
    from comms.reading.source import decode

    try:
        data = parse(decode(line))
        if not isinstance(data, dict):
            raise TableError("no_object")
        values = {key: value for key, value in data.items() if _is_field(key)}
        remarks = {key: str(value) for key, value in data.items() if not _is_field(key)}
        return Record(number, values, None, columns, remarks)
    except CommsError as error:
        return Record(number, {}, error, columns)


def count_of(file: Path) -> int | None:
    """Estimate the number of records of a table, to show progress; None if that would take long."""
    from comms.reading.tables.workbook import ZIP

    with file.open("rb") as stream:
        if stream.read(len(ZIP)) == ZIP:
            return None
        stream.seek(0)
        lines = sum(piece.count(b"\n") for piece in iter(lambda: stream.read(1 << 20), b""))
    return max(lines - (file.suffix.lower() not in JSON_LINES), 1)
