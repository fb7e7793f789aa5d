"""Stock and sales in the exports of warehouses."""

import pytest

from comms.models.restock_brief import StockLine
from comms.reading.tables.matching import match, preview
from comms.reading.tables.opening import pasted
from comms.reading.tables.stock import days_of_sales
from tests.reading.test_tables import ZH, lines


@pytest.mark.parametrize(
    ("header", "days"),
    [
        ("7天销量", 7),
        ("近30天销量", 30),
        ("最近 15 日销售数量", 15),
        ("30天总销量", 30),
        ("Sales last 30 days", 30),
        ("30-day sales", 30),
        ("Units sold (last 90 days)", 90),
        ("日均销量", None),
        ("库存天数", None),
        ("30天", None),
        ("0天销量", None),
    ],
)
def test_a_column_may_hold_the_sales_of_several_days(header: str, days: int | None) -> None:
    assert days_of_sales(header) == days


def test_daily_sales_come_from_the_longest_period_where_no_column_has_them() -> None:
    table = pasted("商品编码\t可用数\t7天销量\t30天销量\nA\t280\t182\t750\n")
    assert lines(table, StockLine).parts == ({"sku": "A", "on_hand": "280", "daily_sales": "25.00"},)
    shown = {column.header: column.label for column in preview(table, match(table, StockLine, "zh"), "zh")}
    assert (shown["30天销量"], shown["7天销量"]) == ("日均销量 (÷ 30)", None)


def test_a_column_of_daily_sales_is_taken_as_it_is() -> None:
    table = pasted("商品编码\t30天销量\t日均销量\nA\t750\t26\n")
    assert lines(table, StockLine).parts == ({"sku": "A", "daily_sales": "26"},)


def test_what_is_sold_is_taken_off_once() -> None:
    both = pasted("商品编码\t主仓实际库存数\t订单占有数\t可用数\nA\t320\t40\t280\n")
    assert lines(both, StockLine).parts == ({"sku": "A", "on_hand": "320", "presold": "40"},)
    available = pasted("商品编码\t订单占有数\t可用数\nA\t40\t280\n")
    assert lines(available, StockLine).parts == ({"sku": "A", "on_hand": "280"},)


def test_an_export_of_seventeen_columns_gives_the_lines_of_a_restock() -> None:
    heads = (
        "商品编码,款式编码,商品名称,颜色及规格,供应商,供应商款号,仓库,主仓实际库存数,订单占有数,库存锁定数,可用数,采购在途数,"
        "7天销量,30天销量,日均销量,成本价,建议采购数"
    ).split(",")
    cells = "TS-01-W-M,TS-01,圆领T恤,白色;M,供应商甲,GZ-11,主仓,320,40,0,280,50,182,750,26,18.50,600".split(
        ","
    )
    found = lines(pasted("\t".join(heads) + "\n" + "\t".join(cells) + "\n"), StockLine, ZH)
    assert not found.problems
    assert found.parts == (
        {
            "sku": "TS-01-W-M",
            "name": "圆领T恤",
            "on_hand": "320",
            "in_transit": "50",
            "daily_sales": "26",
            "presold": "40",
            "quantity": "600",
        },
    )


@pytest.mark.parametrize(
    ("header", "cell", "days"),
    [
        ("Lead time (weeks)", "3", "21"),
        ("交期（周）", "2", "14"),
        ("Lead time (wks)", "1.5", "10.5"),
        ("Lead time (days)", "3", "3"),
        ("Safety days (week)", "1", "7"),
    ],
)
def test_a_time_in_weeks_is_read_in_days(header: str, cell: str, days: str | None) -> None:
    part = lines(pasted(f"SKU\tOn hand\t{header}\nA\t5\t{cell}\n"), StockLine).parts[0]
    assert part.get("lead_time_days", part.get("safety_days")) == days


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("Lead time (working days)", "working days"),
        ("交期（工作日）", "工作日"),
        ("交期（月）", "月"),
        ("日均销量(月)", "月"),
        ("日均销量（周）", "周"),
        ("Daily sales (7 days)", "7 days"),
        ("库存(箱)", "箱"),
        ("On hand (ctn)", "ctn"),
        ("Lead time (days)", None),
        ("Lead time (weeks)", None),
    ],
)
def test_another_unit_than_days_and_pieces_is_kept(header: str, unit: str | None) -> None:
    columns = match(pasted(f"SKU\t{header}\nA\t5\n"), StockLine, "zh").columns
    assert (columns[1].key is not None, columns[1].note.unit) == (True, unit)
