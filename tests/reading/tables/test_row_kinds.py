"""Rows below the header that are no lines: hidden, struck through, cancelled, totals, notes, other tables."""

from typing import Any

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from comms.reading.tables.cells import RowCollector
from comms.reading.tables.layout import laid_out
from comms.reading.tables.opening import pasted, table_from_bytes
from comms.reading.tables.table import LeftOut, OtherTable, Table
from tests.support.workbooks import table_of

HEAD = ["货号", "品名", "数量", "单位", "单价"]
ROWS = [HEAD, *([f"A{number}", "杯", number * 10, "只", 5] for number in range(2, 8))]


def skus(table: Table) -> list[str]:
    return [row.cells[0] for row in table.rows]


def reasons(table: Table) -> list[tuple[str, int, int]]:
    return [(each.reason, each.first, each.last) for each in table.left_out]


def sheet_of(*rows: str) -> Table:
    return pasted("".join(row.replace(",", "\t") + "\n" for row in rows))


# --- hidden, filtered, struck through


def test_hidden_rows_are_left_out_with_the_reason() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.row_dimensions[6].hidden = True

    table = table_of(ROWS, hide)
    assert skus(table) == ["A2", "A5", "A7"]
    assert table.left_out == (
        LeftOut("hidden", 3, 4, "A3 杯 30 只 5"),
        LeftOut("hidden", 6, 6, "A6 杯 60 只 5"),
    )
    assert table.breaks == {5, 7}


def test_rows_that_a_filter_hides_are_told_as_filtered() -> None:
    def choose(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:E5"
        sheet.auto_filter.add_filter_column(0, ["A2"])
        for number in (3, 4, 5, 7):
            sheet.row_dimensions[number].hidden = True

    assert reasons(table_of(ROWS, choose)) == [("filtered", 3, 5), ("hidden", 7, 7)]


def test_rows_that_the_filter_of_a_table_object_hides_are_told_as_filtered() -> None:
    from openpyxl.worksheet.table import Table as TableObject

    def choose(sheet: Any) -> None:
        sheet.add_table(TableObject(displayName="Lines", ref="A1:E7"))
        sheet.row_dimensions[3].hidden = True

    assert reasons(table_of(ROWS, choose)) == [("filtered", 3, 3)]


def test_thousands_of_filtered_rows_do_not_make_a_table_too_long() -> None:
    collector = RowCollector()
    collector.add(["货号", "数量"])
    for number in range(2, 300_002):
        collector.add([f"A{number}", "1"], "filtered" if number > 2 else None)
    table = laid_out(collector.grid(), "x")
    assert (skus(table), reasons(table)) == (["A2"], [("filtered", 3, 300_001)])


def test_a_row_that_is_struck_through_is_left_out() -> None:
    def strike(sheet: Any) -> None:
        for cell in sheet[3]:
            cell.font = Font(strike=True)

    table = table_of(ROWS[:4], strike)
    assert (skus(table), table.left_out) == (["A2", "A4"], (LeftOut("struck", 3, 3, "A3 杯 30 只 5"),))


def test_a_cell_that_is_struck_through_beside_others_is_empty_and_told() -> None:
    def strike(sheet: Any) -> None:
        sheet["C3"].font = Font(strike=True)

    table = table_of(ROWS[:4], strike)
    assert table.rows[1].cells == ("A3", "杯", "", "只", "5")
    assert table.struck == {(3, 2): "30"}


def test_of_a_cell_in_part_struck_through_only_the_rest_holds() -> None:
    """Read as one text, a quantity of 100 corrected to 120 would become 100120."""

    def correct(sheet: Any) -> None:
        sheet["C2"] = CellRichText(
            TextBlock(InlineFont(strike=True), "100"), TextBlock(InlineFont(b=True), " 120")
        )
        sheet["B2"] = CellRichText("red ", TextBlock(InlineFont(b=True), "cup"))

    table = table_of(ROWS[:3], correct)
    assert table.rows[0].cells == ("A2", "red cup", "120", "只", "5")
    assert table.struck == {(2, 2): "100"}


def test_hidden_columns_are_left_out_and_named() -> None:
    def hide(sheet: Any) -> None:
        sheet.column_dimensions["E"].hidden = True
        sheet.column_dimensions["H"].hidden = True

    rows = [[*HEAD, "含税单价"], ["A2", "杯", 1, "只", 3, 5]]
    table = table_of(rows, hide)
    assert table.headers == ("货号", "品名", "数量", "单位", "含税单价")
    assert [(each.reason, each.number, each.header) for each in table.left_out_columns] == [
        ("hidden", 5, "单价")
    ]


# --- cancelled


@pytest.mark.parametrize(
    ("heading", "status"),
    [
        ("状态", "已取消"),
        ("訂單狀態", "作廢"),
        ("状态", "已关闭"),
        ("行状态", "业务关闭"),
        ("订单状态", "被合并"),
        ("状态", "已取消（缺货）"),
        ("Status", "Cancelled"),
        ("item-status", "canceled"),
        ("Financial Status", "VOIDED"),
        ("Cancelled at", "2026-05-01 10:00:00 +0800"),
        ("取消时间", "2026-05-01"),
    ],
)
def test_a_cancelled_row_is_left_out(heading: str, status: str) -> None:
    table = sheet_of(f"货号,数量,单价,{heading}", "A1,1,5,", f"A2,2,5,{status}", "A3,3,5,")
    assert (skus(table), reasons(table), table.breaks) == (["A1", "A3"], [("cancelled", 3, 3)], {4})


@pytest.mark.parametrize("status", ["已发货", "待付款", "Shipped", "paid", "正常", "未关闭", "-"])
def test_a_row_with_another_status_is_a_line(status: str) -> None:
    assert len(sheet_of("货号,数量,单价,状态", f"A1,1,5,{status}").rows) == 1


@pytest.mark.parametrize("given", ["", "-", "0000-00-00 00:00:00", "无"])
def test_a_date_of_cancellation_that_is_not_given_cancels_nothing(given: str) -> None:
    assert len(sheet_of("货号,数量,单价,取消时间", f"A1,1,5,{given}").rows) == 1


def test_the_further_rows_of_a_cancelled_order_are_cancelled_with_it() -> None:
    table = sheet_of(
        "Name,Financial Status,Lineitem sku,Lineitem quantity",
        "#1,voided,A,1",
        "#1,,B,1",
        "#2,paid,C,1",
        "#2,,D,1",
    )
    assert [row.cells[2] for row in table.rows] == [
        "B",
        "C",
        "D",
    ]  # a name is an order in Shopify's exports only
    table = sheet_of("Order No,Status,SKU,Qty", "#1,void,A,1", "#1,,B,1", ",,C,1", "#2,paid,D,1", ",,E,1")
    assert [row.cells[2] for row in table.rows] == ["D", "E"]


def test_a_status_says_nothing_of_rows_that_name_no_order() -> None:
    assert len(sheet_of("SKU,Qty,Price,Status", "A1,1,5,void", "A2,2,5,").rows) == 1


# --- numbers of columns, totals, notes


@pytest.mark.parametrize(
    "numbers",
    [
        "1,2,3,4,5",
        "(1),(2),(3),(4),(5)",
        "（1）,（2）,（3）,（4）,（5）",
        "①,②,③,④,⑤=③×④",
        "A,B,C,D,E",
        "1,2,3,4,5=3*4",
    ],
)
def test_a_row_of_column_numbers_is_no_line(numbers: str) -> None:
    table = sheet_of("货号,品名,数量,单价,金额", numbers, "A1,杯,10,5,50")
    assert (skus(table), reasons(table)) == (["A1"], [("numbers", 2, 2)])


@pytest.mark.parametrize("row", ["1,2,3", "1,2,4,5,6", "2,3,4,5,6", "1,杯,3,4,5"])
def test_a_row_of_other_numbers_is_a_line(row: str) -> None:
    head = "货号,数量,单价" if row.count(",") == 2 else "货号,品名,数量,单价,金额"
    assert len(sheet_of(head, row, "A9,1,1").rows) == 2


def test_numbers_that_rise_further_down_are_a_line() -> None:
    assert len(sheet_of("货号,品名,数量,单价,金额", "A1,杯,1,1,1", "1,2,3,4,5").rows) == 2


@pytest.mark.parametrize(
    "note",
    [
        "制单：张三,,审核：李四,",
        "制单人：张三,审核人：,批准：,日期：2026-05-01",
        "Prepared by: Li,,Approved by: Wu,",
        "开户行：示例银行,,账号：0000 0000,",
        "Bank: Example Bank,,SWIFT: EXAMCNBJ,",
        "第 1 页 共 3 页,,,",
        "Page 1 of 3,,,",
        "- 2 -,,,",
    ],
)
def test_signatures_bank_accounts_and_page_numbers_are_no_lines(note: str) -> None:
    table = sheet_of("货号,品名,数量,单价", "A1,杯,10,5", note, "A2,碗,10,5")
    assert (skus(table), reasons(table)) == (["A1", "A2"], [("note", 3, 3)])


@pytest.mark.parametrize(
    "total",
    [
        "合计人民币（大写）：贰佰元整,,,200",
        "总计金额,,,200",
        "TOTAL FOB NINGBO:,,,200",
        "Grand total USD,,,200",
        "TTL,,3,",
        "3,合计,,200",
    ],
)
def test_a_total_with_words_of_its_own_is_no_line(total: str) -> None:
    table = sheet_of("货号,品名,数量,单价", "A1,杯,10,5", total, "一、按国标,,,")
    assert (skus(table), reasons(table)) == (["A1"], [("total", 3, 3), ("note", 4, 4)])


def test_a_product_named_like_a_total_is_a_line() -> None:
    assert len(sheet_of("SKU,Name,Qty", "T1,Total station,3", "T2,合计器,4").rows) == 2


def test_a_line_whose_text_has_a_colon_is_a_line() -> None:
    assert len(sheet_of("货号,品名,数量,单价", "A1,注：小心轻放的杯,10,5", "Art: 7,cup,1,5").rows) == 2


def test_a_text_across_the_table_is_a_note() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("A3:E3")

    table = table_of([HEAD, ROWS[1], ["以下为赠品，不计价，请随货发出"], ROWS[3]], merge)
    assert (skus(table), reasons(table)) == (["A2", "A4"], [("note", 3, 3)])


# --- other tables on the sheet


def test_a_second_table_below_is_told_and_gives_no_lines() -> None:
    table = sheet_of(
        "SKU,Name,Qty,Price",
        "A1,cup,10,5",
        "Total,,10,",
        "",
        "Spare parts",
        "Item No.,Description,Qty,Rate",
        "S1,screw,7,1",
    )
    assert skus(table) == ["A1"]
    assert table.other_tables == (OtherTable(6, 1, ("Item No.", "Description", "Qty", "Rate")),)
    assert reasons(table) == [("total", 3, 3), ("other_table", 5, 7)]


def test_a_table_of_other_names_below_a_gap_is_another_one() -> None:
    table = sheet_of(
        "SKU,Name,Qty,Price",
        "A1,cup,1,5",
        "",
        "Payment schedule",
        "Milestone,Percent,Amount",
        "Deposit,30%,1.5",
    )
    assert (skus(table), reasons(table)) == (["A1"], [("other_table", 4, 6)])
    assert table.other_tables == (OtherTable(5, 1, ("Milestone", "Percent", "Amount")),)


def test_a_line_without_figures_below_a_gap_is_a_line() -> None:
    assert skus(sheet_of("SKU,Name,Qty,Price", "A1,cup,1,5", "", "X,size,,", "A3,jug,1,5")) == [
        "A1",
        "X",
        "A3",
    ]


@pytest.mark.parametrize("heading", ["一、男装", "2. Spare parts", "男装系列", "Lamps for children"])
def test_a_name_alone_above_lines_is_a_heading(heading: str) -> None:
    table = sheet_of("货号,品名,数量,单价", "A1,杯,1,5", f"{heading},,,", ",碗,2,6")
    assert (len(table.rows), reasons(table), table.breaks) == (2, [("heading", 3, 3)], {4})


@pytest.mark.parametrize("row", ["OAK,,,", "A-7,,,", ",男装系列,,", "T2 5号,,,"])
def test_a_code_alone_or_a_name_in_another_column_is_no_heading(row: str) -> None:
    assert len(sheet_of("货号,品名,数量,单价", "A1,杯,1,5", row, "A2,碗,2,6").rows) == 3


def test_a_table_with_the_same_header_after_a_total_is_another_one() -> None:
    table = sheet_of("货号,品名,数量", "A1,杯,1", "合计,,1", "货号,品名,数量", "B1,碗,2")
    assert (skus(table), [other.row for other in table.other_tables]) == (["A1"], [4])


def test_a_header_that_comes_again_below_another_order_begins_another_table() -> None:
    table = sheet_of(
        "订单号：PO-1,,", "货号,品名,数量", "A1,杯,1", "订单号：PO-2,,", "货号,品名,数量", "B1,碗,2"
    )
    assert (skus(table), [other.row for other in table.other_tables]) == (["A1"], [5])


def test_a_header_that_comes_again_on_each_page_goes_on_with_the_table() -> None:
    table = sheet_of(
        "货号,品名,数量",
        "1,2,3",
        "A1,杯,1",
        "本页小计,,1",
        "第2页,,",
        "货号,品名,数量",
        "(1),(2),(3)",
        "A2,碗,2",
    )
    assert (skus(table), table.other_tables) == (["1", "A1", "A2"], ())
    assert ("numbers", 7, 7) in reasons(table)


def test_a_second_table_beside_is_told_and_gives_no_columns() -> None:
    table = sheet_of(
        "SKU,Name,Qty,Price,,Charge,Price", "A1,cup,10,5,,Freight,50", "A2,bowl,5,6,,Mould,300", ",,,,,Test,9"
    )
    assert (table.headers, skus(table)) == (("SKU", "Name", "Qty", "Price"), ["A1", "A2"])
    assert table.other_tables == (OtherTable(1, 6, ("Charge", "Price")),)
    assert [(each.number, each.reason) for each in table.left_out_columns] == [
        (6, "other_table"),
        (7, "other_table"),
    ]


def test_an_empty_column_within_one_table_separates_nothing() -> None:
    table = sheet_of("SKU,Name,,Qty,Price", "A1,cup,,10,5")
    assert (table.headers, table.other_tables) == (("SKU", "Name", "Qty", "Price"), ())


def test_a_line_of_words_that_are_also_headings_is_a_line() -> None:
    assert len(sheet_of("SKU,Name,Qty,Unit", "Model,Item,3,pcs", "A2,colour size,4,units").rows) == 2


def test_the_rows_of_a_csv_file_are_numbered_as_in_the_file() -> None:
    table = table_from_bytes(b"SKU,Qty,Status\nA1,1,\n\nA2,2,void\nA3,3,\n", "x.csv")
    assert ([row.number for row in table.rows], reasons(table)) == ([2, 5], [("cancelled", 4, 4)])


@pytest.mark.parametrize(
    ("header", "cancelled", "kept"),
    [
        ("退款状态", "退款成功", "没有申请退款"),
        ("订单状态", "全部退款", "交易成功"),
        ("Status", "Refunded", "Partially refunded"),
        ("Status", "Cancelled by buyer", "Confirmed by buyer"),
        ("Status", "CANCELLED - OOS", "Open - OOS"),
        ("Status", "cancelled, no stock", "open"),
        ("Status", "CANCELLED-OOS", "RE-OPENED"),
        ("Status", "已取消_缺货", "已确认_缺货"),
        ("Closed", "Yes", ""),
        ("Cancelled?", "Yes", "No"),
        ("Cancelled?", "TRUE", "FALSE"),
        ("Cancelled", "2026-05-01", ""),
        ("行关闭", "是", "否"),
        ("Is cancelled", "x", "n"),
        ("Is cancelled", "√", "×"),
        ("Reason for rejection", "Customer request", ""),
    ],
)
def test_a_line_is_cancelled_by_any_column_that_says_so(header: str, cancelled: str, kept: str) -> None:
    table = pasted(f"SKU\tQty\tPrice\t{header}\nA1\t3\t5\t{cancelled}\nA2\t4\t5\t{kept}\n")
    assert (skus(table), reasons(table)) == (["A2"], [("cancelled", 2, 2)])


def test_a_number_below_cancelled_is_a_quantity() -> None:
    assert skus(pasted("SKU\tQty\tPrice\tCancelled\nA1\t3\t5\t1\nA2\t4\t5\t2\n")) == ["A1", "A2"]


@pytest.mark.parametrize(("header", "cell"), [("退款状态", "退款成功"), ("行关闭", "是")])
def test_a_line_that_was_refunded_leaves_the_others_of_its_order(header: str, cell: str) -> None:
    table = pasted(f"货号\t数量\t订单号\t{header}\nA1\t3\tPO-1\t{cell}\nA2\t4\tPO-1\t\n")
    assert skus(table) == ["A2"]


def test_a_merged_mark_is_that_of_all_its_rows() -> None:
    rows = [["货号", "数量", "价格", "行关闭"], ["A1", 3, 5, "是"], ["A2", 4, 5, None], ["A3", 4, 5, None]]
    assert skus(table_of(rows, lambda sheet: sheet.merge_cells("D2:D3"))) == ["A3"]
