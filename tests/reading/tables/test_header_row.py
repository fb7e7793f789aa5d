"""The header row, wherever it stands and however high it is."""

from typing import Any

import pytest

from comms.models.order_confirmation import OrderLine
from comms.reading.tables.headings import roles_of
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted, table_from_bytes
from comms.reading.tables.table import Table, TableError
from tests.support.workbooks import table_of

HEAD = ["货号", "品名", "数量", "单位", "单价"]


def keys(table: Table) -> list[str | None]:
    return [column.key for column in match(table, OrderLine, "zh").columns]


def test_a_header_is_found_below_forty_rows_of_address_and_conditions() -> None:
    above = [[f"{number}. 供方应在收到订单后 2 个工作日内书面确认。"] for number in range(1, 42)]
    address = [
        ["地址：示例路 1 号", "", "电话：000"],
        ["订单号", "PO-1", "币种", "USD", "客户", "甲公司", "状态", "有效"],
    ]
    table = table_of([*above, *address, [], HEAD, ["A1", "杯", 1, "只", 5]])
    assert (table.header_row, keys(table)) == (45, ["sku", "name", "quantity", "unit", "unit_price"])
    assert len(table.skipped) == 43


def test_a_header_of_the_order_itself_is_not_the_header_of_lines() -> None:
    table = pasted(
        "PO No.\tDelivery Date\tCurrency\tCustomer\nPO-1\t2026-05-01\tUSD\tKystlys\n\n"
        "Item No.\tDescription\tQty\tRate\nA1\tcup\t3\t5\n"
    )
    assert (table.header_row, len(table.rows)) == (4, 1)


def test_the_first_header_of_lines_is_taken_not_the_longest() -> None:
    table = pasted(
        "SKU\tName\tQty\tPrice\nA1\tcup\t3\t5\n\nSKU\tName\tSpec\tQty\tUnit\tPrice\tAmount\nB1\tx\ty\t1\tpcs\t2\t2\n"
    )
    assert (table.header_row, [row.cells[0] for row in table.rows]) == (1, ["A1"])


@pytest.mark.parametrize(("row", "first"), [(2, "编号"), (3, "A1")])
def test_a_person_can_name_the_header_row(row: int, first: str) -> None:
    table = table_from_bytes("货号,数量\n编号,个数\nA1,3\nA2,4\n".encode(), "x.csv", header_row=row)
    assert (table.header_row, table.headers[0]) == (row, first)


@pytest.mark.parametrize("row", [0, -1, 3, 9])
def test_a_header_row_that_is_empty_or_not_there_is_refused(row: int) -> None:
    with pytest.raises(TableError) as caught:
        table_from_bytes("货号,数量\nA1,3\n,\nA2,4\n".encode(), "x.csv", header_row=row)
    assert (caught.value.reason, caught.value.values) == ("no_header_row", {"row": row, "last": 4})


def test_a_name_above_several_columns_goes_with_each_of_theirs() -> None:
    def merge(sheet: Any) -> None:
        for reference in ("A1:A2", "B1:B2", "C1:D1", "E1:F1"):
            sheet.merge_cells(reference)

    rows = [
        ["货号", "数量", "单价", None, "库存", None],
        [None, None, "含税", "不含税", "数量", "金额"],
        ["A1", 3, 11.3, 10, 99, 990],
    ]
    table = table_of(rows, merge)
    assert table.headers == ("货号", "数量", "单价含税", "单价不含税", "库存数量", "库存金额")
    assert keys(table)[:2] == ["sku", "quantity"]
    assert [roles_of(header) for header in table.headers[2:4]] == [
        ("price_with_tax",),
        ("price_without_tax",),
    ]
    assert (table.header_row, len(table.rows)) == (1, 1)


def test_a_name_that_only_says_what_its_columns_are_adds_nothing() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:B1")
        sheet.merge_cells("D1:E1")
        sheet.merge_cells("C1:C2")

    rows = [
        ["商品信息", None, "数量", "价格", None],
        ["货号", "品名", None, "单价", "金额"],
        ["A1", "杯", 3, 5, 15],
    ]
    table = table_of(rows, merge)
    assert table.headers == ("货号", "品名", "数量", "单价", "金额")


def test_groups_are_told_in_a_csv_file_too() -> None:
    table = pasted("SKU\tQty\tPrice\t\n\t\tnet\tgross\nA1\t3\t5\t6\n")
    assert (table.headers, len(table.rows)) == (("SKU", "Qty", "Price net", "Price gross"), 1)


def test_two_groups_with_the_same_names_are_not_taken_for_each_other() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("B1:C1")
        sheet.merge_cells("D1:E1")
        sheet.merge_cells("A1:A2")

    rows = [
        ["货号", "期初", None, "本期订货", None],
        [None, "数量", "金额", "数量", "金额"],
        ["A1", 99, 990, 3, 30],
    ]
    table = table_of(rows, merge)
    assert table.headers == ("货号", "期初数量", "期初金额", "本期订货数量", "本期订货金额")
    assert "quantity" not in keys(table)


@pytest.mark.parametrize(
    ("units", "headers"),
    [
        ("\t\t(件)\t（元）", ("货号", "品名", "数量 (件)", "单价 (元)")),
        ("\t\tpcs\tUSD/pc", ("货号", "品名", "数量 (pcs)", "单价 (USD/pc)")),
        ("\t\t\t(USD)", ("货号", "品名", "数量", "单价 (USD)")),
    ],
)
def test_a_row_of_units_below_the_names_belongs_to_them(units: str, headers: tuple[str, ...]) -> None:
    table = pasted(f"货号\t品名\t数量\t单价\n{units}\nA1\t杯\t1\t5\n")
    assert (table.headers, len(table.rows)) == (headers, 1)


def test_names_in_two_languages_and_their_units_are_one_header() -> None:
    table = pasted("货号\t数量\t单价\nItem\tQty\tUnit Price\n\t(pcs)\t(USD)\nA1\t1\t5\n")
    matching = match(table, OrderLine, "zh")
    assert (keys(table), matching.currency, matching.unit) == (
        ["sku", "quantity", "unit_price"],
        "USD",
        "pcs",
    )


@pytest.mark.parametrize("row", ["\t杯\t3\t件", "A1\t杯\t\t件", "\t\t\t件", "件\t件\t件\t件"])
def test_a_row_with_more_than_units_is_no_header(row: str) -> None:
    assert len(pasted(f"货号\t品名\t数量\t单位\n{row}\nA2\t碗\t1\t件\n").rows) == 2


def test_a_title_across_the_header_is_no_group() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("D1:E1")

    table = table_of(
        [["示例公司订货单", None, None, "2026年5月", None], HEAD, ["A1", "杯", 1, "只", 5]], merge
    )
    assert (table.header_row, list(table.headers)) == (2, HEAD)


def test_a_line_below_a_header_with_an_unnamed_column_is_a_line() -> None:
    table = pasted("SKU\tQty\tRemarks\t\n\t\tred\tblue\nA1\t3\tx\ty\n")
    assert len(table.rows) + (table.headers[-1] != "") == 2
    assert len(pasted("SKU\tName\t\nA1\tcup\tx\n").rows) == 1


def test_hidden_rows_of_names_for_programs_do_not_disturb() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[1].hidden = True

    table = table_of([["itemCode", "itemName", "qty", "uom", "price"], HEAD, ["A1", "杯", 1, "只", 5]], hide)
    assert (table.header_row, len(table.rows), table.left_out[0].reason) == (2, 1, "hidden")
