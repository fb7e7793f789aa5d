"""What a reader is told of a sheet: the rows, columns, tables and sheets that give no lines, and why."""

from collections.abc import Iterator, Sequence

from comms.language.phrases import fill, words
from comms.reading.tables.cells import joined_runs, start_of
from comms.reading.tables.header_row import has_figure
from comms.reading.tables.table import LeftOut, OtherTable, Row, Table

_TOLD = ("filtered", "hidden", "struck", "cancelled", "without_size", "numbers", "heading", "total", "note")
"""The reasons that are told, the weightiest first; what precedes or repeats the header is plain."""
_MOST_PLACES = 8
"""The number of places or names that a sentence lists; that there are more is said."""


def left_out_sentences(table: Table, language: str) -> tuple[str, ...]:
    """Return a sentence for each kind of thing on a sheet that gives no lines."""
    return tuple(_sentences(table, language))


def _sentences(table: Table, language: str) -> Iterator[str]:
    if above := [row for row in table.skipped if _is_like_a_line(row, table)]:
        higher = joined_runs([LeftOut("above", row.number, row.number, start_of(row.cells)) for row in above])
        yield _said("above", language, places=_places(higher, language), text=higher[0].text)
    for reason in _TOLD:
        if runs := [run for run in table.left_out if run.reason == reason]:
            yield _said(reason, language, places=_places(runs, language), text=runs[0].text)
    for (row, index), text in sorted(table.struck.items())[:_MOST_PLACES]:
        place = f"{_letter(table.columns[index])}{row}"
        yield _said("struck_cell", language, place=place, text=text[:40])
    for wrong in table.wrong_sums[:_MOST_PLACES]:
        values = {
            "row": str(wrong.row),
            "header": wrong.header,
            "stated": wrong.stated,
            "computed": wrong.computed,
        }
        yield _said("wrong_sum", language, **values)
    for reason in ("hidden", "size"):
        if headers := _headers(table, reason):
            yield _said(f"{reason}_columns", language, headers=_listed(headers, language))
    for other in table.other_tables:
        yield _said(
            "other_table", language, place=_place(other), headers=_listed(other.headers[:4], language)
        )
    if table.sheets_with_lines:
        yield _said("sheets", language, sheet=table.sheet, others=_listed(table.sheets_with_lines, language))
    if table.hidden_sheets:
        yield _said("hidden_sheets", language, sheets=_listed(table.hidden_sheets, language))


def _is_like_a_line(row: Row, table: Table) -> bool:
    """Return whether a row above the header fills nearly as many columns as a line, and two with figures."""
    if table.header_row is None or row.number > table.header_row:
        return False
    figures = sum(1 for cell in row.cells if has_figure(cell))
    return figures > 1 and row.filled >= max(3, len(table.headers) - 1)


def _said(key: str, language: str, **values: object) -> str:
    return fill(words(language, "tables")["left_out"][key], values, language)


def _places(runs: Sequence[LeftOut], language: str) -> str:
    """Return the numbers of rows: rows 4, 6–9."""
    places = [str(run.first) if run.first == run.last else f"{run.first}–{run.last}" for run in runs]
    is_one = len(runs) == 1 and runs[0].first == runs[0].last
    numbers = _listed(places, language)
    return _said("row" if is_one else "rows", language, numbers=numbers)


def _listed(names: Sequence[str], language: str) -> str:
    shown = [*names[:_MOST_PLACES], *(["…"] if len(names) > _MOST_PLACES else [])]
    return str(words(language, "tables")["left_out"]["comma"]).join(shown)


def _headers(table: Table, reason: str) -> list[str]:
    return [
        column.header.replace("\n", " ") or _letter(column.number)
        for column in table.left_out_columns
        if column.reason == reason
    ]


def _place(other: OtherTable) -> str:
    return f"{_letter(other.column)}{other.row}"


def _letter(number: int) -> str:
    """Return the letters by which a spreadsheet calls a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
