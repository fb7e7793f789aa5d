"""Rows as records: what a spreadsheet hides or merges, and what says "as above"."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from comms.reading.tables import workbook as workbooks
from comms.reading.tables.records import Record, Records, read_records
from comms.reading.tables.table import TableError

HEAD = ["id", "buyer.name", "delivery.place"]


def workbook(file: Path, rows: list[list[Any]], change: Callable[[Any], object] = lambda sheet: None) -> Path:
    book = Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    book.save(file)
    return file


def rewritten(file: Path, old: str, new: str) -> Path:
    """Change the XML of the first sheet, to what other programs write."""
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    assert old in sheet
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(old, new).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file


def read(file: Path) -> list[Record]:
    return list(read_records(file).rows)


def buyers(file: Path) -> list[str | None]:
    return [record.values.get("buyer.name") for record in read(file)]


def numbers_hidden(file: Path) -> list[int]:
    return [record.number for record in read(file) if record.is_hidden]


def test_a_row_that_a_filter_or_a_person_hides_is_marked_as_hidden(tmp_path: Path) -> None:
    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:C4"
        sheet.row_dimensions[3].hidden = True

    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2", "B"], ["SO-3", "C"]], hide)
    assert numbers_hidden(file) == [3]


@pytest.mark.parametrize(
    "mark", ["hidden='1'", 'hidden="true"', 'ht="0" customHeight="1"', 'customHeight="1" ht="0.0"']
)
def test_a_row_is_hidden_however_a_program_says_so(mark: str, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2", "B"]])
    assert numbers_hidden(rewritten(file, '<row r="3"', f'<row r="3" {mark}')) == [3]


@pytest.mark.parametrize("mark", ['hidden="0"', 'ht="15"', 'ht="0.75"', 'collapsed="1"'])
def test_a_row_with_a_height_is_not_hidden(mark: str, tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2", "B"]])
    assert numbers_hidden(rewritten(file, '<row r="3"', f'<row r="3" {mark}')) == []


def test_rows_without_a_number_are_counted(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2", "B"], ["SO-3", "C"]])
    file = rewritten(file, '<row r="3"', '<row hidden="1"')
    assert numbers_hidden(rewritten(file, '<row r="4"', "<row")) == [3]


def test_hidden_rows_and_merged_cells_are_found_in_a_sheet_that_is_read_piece_by_piece(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("B90:B99")
        for row in (2, 50, 101):
            sheet.row_dimensions[row].hidden = True

    monkeypatch.setattr(workbooks, "_PIECE", 300)
    rows = [[f"SO-{number}", "A" if number == 90 else None] for number in range(2, 102)]
    file = workbook(tmp_path / "a.xlsx", [HEAD, *rows], change)
    assert numbers_hidden(file) == [2, 50, 101]
    assert [record.number for record in read(file) if record.values.get("buyer.name")] == list(range(90, 100))


def test_a_row_all_of_which_is_struck_through_is_marked_as_that(tmp_path: Path) -> None:
    def strike(sheet: Any) -> None:
        for place in ("A3", "B3", "A4"):
            sheet[place].font = Font(strike=True)

    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2", "B"], ["SO-3", "C"]], strike)
    assert [record.number for record in read(file) if record.is_struck] == [3]


def test_a_merged_cell_holds_for_all_of_its_rows_and_no_further(tmp_path: Path) -> None:
    rows = [["SO-1", "A"], ["SO-2"], ["SO-3"], ["SO-4"], ["SO-5", "B"]]
    file = workbook(tmp_path / "a.xlsx", [HEAD, *rows], lambda sheet: sheet.merge_cells("B2:B4"))
    assert buyers(file) == ["A", "A", "A", None, "B"]


def test_a_merged_cell_of_any_length_holds_for_its_rows(tmp_path: Path) -> None:
    rows = [["SO-1", "A"], *([f"SO-{number}"] for number in range(2, 2_101))]
    file = workbook(tmp_path / "a.xlsx", [HEAD, *rows], lambda sheet: sheet.merge_cells("B2:B2101"))
    assert buyers(file) == ["A"] * 2_100


def test_a_merged_cell_holds_though_its_first_row_is_hidden(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet.merge_cells("B2:B3")
        sheet.row_dimensions[2].hidden = True

    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2"]], change)
    assert [(record.values["buyer.name"], record.is_hidden) for record in read(file)] == [
        ("A", True),
        ("A", False),
    ]


def test_cells_that_are_merged_beside_the_table_concern_no_row(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "a.xlsx", [HEAD, ["SO-1", "A", "=A1"], ["SO-2"]], lambda sheet: sheet.merge_cells("F2:G3")
    )
    assert read(file)[1].error is None


@pytest.mark.parametrize("ref", ["B2:B1048576", "XFD1:XFD2", "A1:C1"])
def test_merged_cells_of_any_shape_change_no_value_that_is_there(ref: str, tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"], ["SO-2"]], lambda sheet: sheet.merge_cells("C2:C3")
    )
    found = read(rewritten(file, 'ref="C2:C3"', f'ref="{ref}"'))
    assert [record.values["id"] for record in found] == ["SO-1", "SO-2"]


@pytest.mark.parametrize("ref", ["B3:B2", "A0:A5"])
def test_merged_cells_that_cannot_be_are_those_of_a_damaged_file(ref: str, tmp_path: Path) -> None:
    rows = [HEAD, ["SO-1"], ["SO-2"]]
    file = workbook(tmp_path / "a.xlsx", rows, lambda sheet: sheet.merge_cells("C2:C3"))
    with pytest.raises(TableError, match="broken"):
        read(rewritten(file, 'ref="C2:C3"', f'ref="{ref}"'))


def test_more_merged_cells_than_anybody_merges_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "_MOST_RANGES", 2)
    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1", "A"]], lambda sheet: sheet.merge_cells("C2:C3"))
    file = rewritten(file, '<mergeCell ref="C2:C3"/>', '<mergeCell ref="C2:C3"/>' * 3)
    with pytest.raises(TableError, match="broken"):
        read(file)


def test_a_heading_that_is_merged_downwards_is_no_value(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", [HEAD, ["SO-1"]], lambda sheet: sheet.merge_cells("B1:B2"))
    assert buyers(file) == [None]


@pytest.mark.parametrize("ditto", ["同上", "〃", "Ditto", "as above"])
def test_a_cell_that_says_as_above_has_the_value_above(ditto: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(f"id,buyer.name\nSO-1,A\nSO-2,{ditto}\nSO-3,{ditto}\n", encoding="utf-8")
    assert buyers(file) == ["A", "A", "A"]


def test_nothing_stands_above_the_first_row_or_below_one_that_cannot_be_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,buyer.name\nSO-1,同上\n", encoding="utf-8")
    (record,) = read(file)
    assert record.error is not None
    assert record.error.reason == "nothing_above"
    book = workbook(
        tmp_path / "a.xlsx",
        [HEAD, ["SO-1", "A", "=A1"], ["SO-2"], ["SO-3", "C"]],
        lambda sheet: sheet.merge_cells("B2:B3"),
    )
    errors = [record.error and record.error.reason for record in read(book)]
    assert errors == ["formula", "nothing_above", None], (
        "the base's value does not take the place of a merged one"
    )


def test_remarks_stand_beside_the_values(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("id,# region\nSO-1,north\n", encoding="utf-8")
    found = read_records(file)
    assert (found.columns, found.names, found.remarks) == (("id",), ("id",), ("# region",))
    (record,) = found.rows
    assert (record.values, record.remarks) == ({"id": "SO-1"}, {"# region": "north"})


def test_objects_know_the_keys_of_all_objects(tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"id": "SO-1"}\n[1]\n{"id": "SO-2", "buyer": {"name": "A"}}\n', encoding="utf-8")
    found: Records = read_records(file)
    assert found.names == ("id", "buyer", "buyer.name")
    assert {tuple(record.columns) for record in found.rows} == {found.names}
