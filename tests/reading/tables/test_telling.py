"""Everything on a sheet that gives no lines is told."""

from typing import Any

import pytest
from openpyxl.styles import Font

from comms.language.phrases import LANGUAGES
from comms.reading.tables.opening import pasted, table_from_bytes
from comms.reading.tables.telling import left_out_sentences
from tests.support.workbooks import table_of, workbook_of

HEAD = ["SKU", "Name", "Qty", "Price", "Status"]


def test_each_kind_of_row_and_cell_has_its_sentence() -> None:
    def change(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:E3"
        for number in (3, 6, 7):
            sheet.row_dimensions[number].hidden = True
        for cell in sheet[5]:
            cell.font = Font(strike=True)
        sheet["C9"].font = Font(strike=True)
        sheet.column_dimensions["D"].hidden = True

    rows = [HEAD, *([f"A{number}", "cup", number, 5, "open"] for number in range(2, 10))]
    rows[3][4] = "void"
    rows.append(["Total", None, 44, None, None])
    assert left_out_sentences(table_of(rows, change), "en") == (
        "Hidden by a filter, so left out: row 3 (A3 cup 3 5 open). Clear the filter to include what it hides.",
        "Hidden, so left out: rows 6–7 (A6 cup 6 5 open). Unhide what should be included.",
        "Struck through, so left out: row 5 (A5 cup 5 5 open).",
        "Cancelled or closed by status, so left out: row 4 (A4 cup 4 5 void).",
        "Totals, left out: row 10 (Total 44).",
        "Cell C9 has text that is struck through and was left out: 9.",
        "Hidden columns, left out: Price. Unhide those that should be included.",
    )


def test_other_tables_sums_and_sheets_have_their_sentences() -> None:
    sheets = {"五月": [["款号", "S", "M", "L", "合计"], ["T1", 1, 2, 3, 7], [], ["货号", "品名", "数量"]], "六月": [["货号", "品名", "数量"], ["A", "杯", 1]]}  # fmt: skip
    assert left_out_sentences(table_from_bytes(workbook_of(sheets), "x"), "zh") == (
        "第 2 行：各尺码相加是 6，“合计”写的是 7，请核对。",
        "每个尺码单独成一行，这些列没有采用：合计。",
        "A4 处还有一张表（货号、品名、数量），没有导入。需要的话请把它放到单独的工作表里。",
        "取的是工作表“五月”，这些工作表里也有明细：六月。",
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_table_is_told_nothing_of(language: str) -> None:
    assert left_out_sentences(pasted("Order of May\nSKU\tQty\nA1\t3\n"), language) == ()


def test_rows_above_the_headings_are_told_if_they_look_like_lines() -> None:
    lines_above = pasted("A1\tcup\t3\t5\nA2\tbowl\t4\t6\nSKU\tName\tQty\tPrice\nA3\tjug\t1\t7\n")
    assert left_out_sentences(lines_above, "en") == (
        "Above the headings, so left out: rows 1–2 (A1 cup 3 5).",
    )
    address = pasted("Date\t2026-05-01\nTel\t000 000\n\nSKU\tName\tQty\tPrice\nA3\tjug\t1\t7\n")
    assert left_out_sentences(address, "en") == ()


def test_many_places_are_not_all_listed() -> None:
    rows = [HEAD, *(["A", "cup", 1, 5, "void" if number % 2 else "open"] for number in range(40))]
    (sentence,) = left_out_sentences(table_of(rows), "en")
    assert "3, 5, 7, 9, 11, 13, 15, 17, …" in sentence


def test_many_hidden_columns_are_not_all_listed() -> None:
    def hide(sheet: Any) -> None:
        for letter in "CDEFGHIJKLM":
            sheet.column_dimensions[letter].hidden = True

    names = [f"Remark {letter}" for letter in "CDEFGHIJKLM"]
    (sentence,) = left_out_sentences(table_of([["SKU", "Qty", *names], ["A1", 3]], hide), "en")
    assert sentence.startswith("Hidden columns, left out: Remark C, ") and "Remark J, …." in sentence


def test_the_first_column_and_the_last_are_called_by_their_letters() -> None:
    wide = "SKU\tQty\tStatus" + "\t" * 700 + "\tSKU\tQty\nA1\t3\t" + "\t" * 701 + "B1\t4\n"
    (sentence,) = left_out_sentences(pasted(wide), "en")
    assert "at AAB1" in sentence
