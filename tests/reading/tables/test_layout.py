"""The columns in use, and what merged cells give to their rows."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.language.phrases import LANGUAGES
from comms.models.scalars import MAX_ITEMS
from comms.reading.tables.cells import RowCollector
from comms.reading.tables.layout import laid_out
from comms.reading.tables.opening import pasted
from comms.reading.tables.table import TableError
from comms.reading.tables.telling import left_out_sentences
from tests.support.workbooks import table_of

HEAD = ["货号", "品名", "数量", "单价"]


def merged(reference: str, hidden: int | None = None) -> Any:
    def change(sheet: Any) -> None:
        sheet.merge_cells(reference)
        if hidden:
            sheet.row_dimensions[hidden].hidden = True

    return change


def test_a_merged_cell_holds_for_its_rows_when_its_first_row_is_hidden() -> None:
    """What it continues would otherwise be the article of the row above."""
    rows = [HEAD, ["A1", "杯", 1, 5], ["A2", "碗", 2, 6], [None, "碗", 3, 6], [None, "碗", 4, 6]]
    table = table_of(rows, merged("A3:A5", hidden=3))
    assert [row.cells[0] for row in table.rows] == ["A1", "A2", ""]
    assert table.merged == {(5, 0)}
    assert table.breaks == {4}


def test_a_merged_cell_holds_for_the_row_below_a_cancelled_one() -> None:
    rows = [
        [*HEAD, "状态"],
        ["A1", "杯", 1, 5, None],
        ["A2", "碗", 2, 6, "作废"],
        [None, None, None, 7, "正常"],
    ]

    def merge(sheet: Any) -> None:
        for reference in ("A3:A4", "B3:B4", "C3:C4"):
            sheet.merge_cells(reference)

    table = table_of(rows, merge)
    assert table.rows[1].cells == ("A2", "碗", "", "7", "正常")  # a quantity is of one row alone


def test_a_merged_cell_that_is_taken_stays_as_it_is() -> None:
    table = table_of([HEAD, ["A1", "杯", 1, 5], [None, "碗", 2, 6]], merged("A2:A3"))
    assert ([row.cells[0] for row in table.rows], table.merged) == (["A1", ""], {(3, 0)})


def test_merges_that_overlap_or_never_end_do_no_harm() -> None:
    def change(sheet: Any) -> None:
        for reference in ("A2:A3", "A2:B3", "B2:D2", "A1:XFD1048576", "C2:C1048576"):
            sheet.merged_cells.add(reference)

    table = table_of([HEAD, ["A1", "杯", 1, 5], ["A2", "碗", 2, 6]], change)
    assert [row.cells for row in table.rows] == [("A1", "杯", "1", "5"), ("A2", "碗", "2", "6")]


def test_a_table_that_sizes_make_too_long_is_refused() -> None:
    rows = "货号\tS\tM\tL\n" + "".join(f"A{number}\t1\t1\t1\n" for number in range(MAX_ITEMS // 2))
    with pytest.raises(TableError) as caught:
        pasted(rows)
    assert caught.value.reason == "too_long"


@given(st.lists(st.sampled_from([None, "hidden", "filtered", "struck", "void"]), min_size=1, max_size=30))
def test_each_row_is_a_line_or_left_out_and_none_is_both(fates: list[str | None]) -> None:
    collector = RowCollector()
    collector.add([*HEAD, "状态"])
    for number, fate in enumerate(fates, 2):
        cells = [f"A{number}", "杯", "1", "5", "void" if fate == "void" else ""]
        struck = dict(enumerate(cells)) if fate == "struck" else {}
        collector.add([] if struck else cells, fate if fate in ("hidden", "filtered") else None, struck)
    table = laid_out(collector.grid(), "x")
    taken = {row.number for row in table.rows}
    gone = {number for run in table.left_out for number in range(run.first, run.last + 1)}
    assert taken == {number for number, fate in enumerate(fates, 2) if fate is None}
    assert (taken & gone, taken | gone) == (set(), set(range(2, len(fates) + 2)))
    assert table.breaks >= {number for number in taken if number - 1 in gone}


WORDS = [
    "", "", "货号", "SKU", "品名", "Qty", "数量", "单价", "Amount", "合计", "Total", "S", "M", "L", "38", "39", "40", "状态",
    "已取消", "A-1", "cup", "1", "2", "12.5", "制单：张三", "Page 1 of 2", "订单号：PO-2", "(pcs)", "(元)", "①", "Price", "库存",
]  # fmt: skip
rows_of_words = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=14)
areas = st.tuples(*[st.integers(1, 14)] * 2, *[st.integers(1, 8)] * 2)


@settings(max_examples=150, deadline=None)
@given(
    rows_of_words,
    st.lists(areas, max_size=4),
    st.sets(st.integers(1, 14), max_size=4),
    st.sets(st.integers(1, 8), max_size=2),
    st.one_of(st.none(), st.integers(1, 14)),
)
def test_no_row_of_any_sheet_is_lost(
    rows: list[list[str]],
    merged: list[tuple[int, int, int, int]],
    hidden: set[int],
    hidden_columns: set[int],
    header_row: int | None,
) -> None:
    collector = RowCollector()
    for area in merged:
        collector.merge(area)
    for number, cells in enumerate(rows, 1):
        collector.add(list(cells), "hidden" if number in hidden else None)
    grid = collector.grid(hidden_columns=hidden_columns)
    try:
        table = laid_out(grid, "x", header_row)
    except TableError as error:
        assert error.reason in ("empty", "no_header_row")
        return
    told = {row.number for row in table.rows}
    told |= {number for run in table.left_out for number in range(run.first, run.last + 1)}
    head = table.header_row or 0
    header = {head, head + 1, head + 2} if head else set()
    assert {number for number, cells in enumerate(rows, 1) if any(cells)} <= told | header
    assert all(len(row.cells) == len(table.headers) == len(table.columns) for row in table.rows)
    for language in LANGUAGES:
        left_out_sentences(table, language)
