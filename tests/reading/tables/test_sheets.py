"""Of several sheets the one with lines is read, and the others are told."""

from typing import Any

import pytest

from comms.reading.tables.opening import table_from_bytes
from comms.reading.tables.table import TableError
from tests.support.workbooks import Rows, workbook_of

LINES: Rows = [["货号", "品名", "数量", "单位", "单价"], ["A1", "杯", 1, "只", 5]]
COVER: Rows = [["示例公司", None], ["日期", "2026-05-01"], ["联系人", "何青"]]
SUMMARY: Rows = [["品名", "数量"], ["杯", 1]]


def test_a_cover_is_not_read_for_the_lines() -> None:
    table = table_from_bytes(workbook_of({"封面": COVER, "汇总": SUMMARY, "明细": LINES}), "x")
    assert (table.sheet, table.other_sheets, table.sheets_with_lines) == ("明细", ("封面", "汇总"), ("汇总",))


def test_the_first_of_two_alike_is_read_and_the_other_marked() -> None:
    table = table_from_bytes(workbook_of({"五月": LINES, "六月": LINES, "说明": COVER}), "x")
    assert (table.sheet, table.other_sheets, table.sheets_with_lines) == ("五月", ("六月", "说明"), ("六月",))


def test_a_sheet_is_named_or_numbered_as_the_tabs_show_it() -> None:
    def hide(book: Any) -> None:
        book["价目"].sheet_state = "hidden"

    content = workbook_of({"价目": LINES, "空": [], "五月": LINES, "2": SUMMARY}, hide)
    assert table_from_bytes(content, "x", "五月").sheet == "五月"
    assert table_from_bytes(content, "x", "2").sheet == "2"  # its name comes before its number
    assert table_from_bytes(content, "x", "3").sheet == "2"
    assert table_from_bytes(content, "x", "价目").sheet == "价目"


def test_hidden_sheets_that_are_filled_are_told() -> None:
    def hide(book: Any) -> None:
        for name in ("价目", "空"):
            book[name].sheet_state = "veryHidden"

    table = table_from_bytes(workbook_of({"价目": LINES, "空": [], "五月": SUMMARY}, hide), "x")
    assert (table.sheet, table.other_sheets, table.hidden_sheets) == ("五月", (), ("价目",))


@pytest.mark.parametrize("wanted", ["0", "4", "七月", "-1", "9" * 400])
def test_a_sheet_that_is_not_there_is_refused_with_the_names(wanted: str) -> None:
    with pytest.raises(TableError) as caught:
        table_from_bytes(workbook_of({"五月": LINES, "六月": LINES}), "x", wanted)
    assert (caught.value.reason, caught.value.values["known"]) == ("no_sheet", ["五月", "六月"])


def test_a_file_without_sheets_has_none_of_that_name() -> None:
    with pytest.raises(TableError) as caught:
        table_from_bytes(b"SKU,Qty\nA1,3\n", "x.csv", "1")
    assert caught.value.reason == "no_sheets"


def test_an_empty_workbook_is_refused() -> None:
    with pytest.raises(TableError) as caught:
        table_from_bytes(workbook_of({"一": [], "二": []}), "x")
    assert caught.value.reason == "empty"
