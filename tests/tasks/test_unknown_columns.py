"""Names that stand for no column or field: what was probably meant, and which columns may be left out."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from comms.reading.tables.records import Records
from comms.reading.tables.table import TableError
from comms.tasks.columns import Columns
from comms.tasks.unknown_columns import described, find_column, unused_columns
from comms.workspace.case import Case
from comms.workspace.loading import load_case, load_file
from tests.support import EXAMPLES

ORDER = load_file(EXAMPLES / "order-confirmation/good/lamps.en.yaml")
NOTICE = load_file(EXAMPLES / "delay-notice/good/dyeing.en.yaml")


def twice() -> Case:
    """An order with one SKU on its first and its third line."""
    data = deepcopy(ORDER.source.data)
    data["lines"].append(dict(data["lines"][0], quantity="5"))
    return load_case(replace(ORDER.source, data=data), ORDER.workspace)


def unused(*names: str, base: Case = ORDER, grouped: bool = False) -> list[str]:
    return unused_columns(Columns(base, grouped), names, "rows.csv")


def told(*names: str, base: Case = ORDER) -> Any:
    with pytest.raises(TableError) as refused:
        unused(*names, base=base)
    assert refused.value.reason == "columns"
    return refused.value.values["columns"]


def test_columns_that_name_no_field_are_left_out_if_more_than_half_name_one() -> None:
    assert unused("id", "order_reference", "Sales rep") == ["Sales rep"]
    assert told("id", "Sales rep") == ["Sales rep"]
    assert told("Sales rep") == ["Sales rep"]
    assert unused("id", "cc", "bcc", "Sales rep") == ["Sales rep"], "copies are known"


@pytest.mark.parametrize(
    ("column", "near"),
    [
        ("buyer.nmae", "buyer.name"),
        ("需方公司", "buyer.name"),
        ("lines[DL-31].quantity", "lines[DL-30-OAK].quantity"),
        ("Quantity", "lines[DL-30-OAK].quantity"),
        ("instalments.percent", "payment.instalments[0].percent"),
        ("delivery.palce", "delivery.place"),
    ],
)
def test_a_column_that_means_a_value_of_the_base_is_never_left_out(column: str, near: str) -> None:
    known = ("id", "order_reference", "issued_at", "reply_by")
    (said,) = told(*known, column, "Sales rep")
    assert said.startswith(f"{column} (→ ")
    assert near in said


@pytest.mark.parametrize("column", ["客户名称", "Customer", "Ship-to", "收货单位", "Company name", "To"])
def test_a_usual_heading_for_the_customer_is_never_left_out(column: str) -> None:
    assert told("id", "order_reference", "issued_at", "reply_by", column, "Sales rep") == [
        f"{column} (→ buyer.name)"
    ]
    assert unused("id", "order_reference", "buyer.name", column) == [column]


MUGS = load_file(EXAMPLES / "order-confirmation/good/mugs.zh.yaml")
KNOWN = ("id", "order_reference", "issued_at", "reply_by", "title", "cc")


@pytest.mark.parametrize(
    ("column", "base", "line"),
    [
        ("DL-30-ASH", ORDER, "DL-30-ASH"),
        ("Qty DL-30-OAK", ORDER, "DL-30-OAK"),
        ("Oak", ORDER, "DL-30-OAK"),
        ("qty (ash)", ORDER, "DL-30-ASH"),
        ("desk lamp, ash foot", ORDER, "DL-30-ASH"),
        ("MUG-350-WH数量", MUGS, "MUG-350-WH"),
        ("白釉数量", MUGS, "MUG-350-WH"),
        ("青釉", MUGS, "MUG-350-CL"),
        ("青釉 单价", MUGS, "MUG-350-CL"),
    ],
)
def test_a_heading_that_names_an_article_of_the_base_is_never_left_out(
    column: str, base: Case, line: str
) -> None:
    path = f"lines[{line}].{'unit_price' if '价' in column else 'quantity'}"
    assert told(*KNOWN, column, base=base) == [f"{column} (→ {path})"]
    assert unused(*KNOWN, path, column, base=base) == [column]


@pytest.mark.parametrize(
    ("column", "path"),
    [
        ("Ship date", "delivery.ship_by"),
        ("Delivery date", "delivery.deliver_by"),
        ("ETD", "delivery.ship_by"),
        ("交期", "delivery.ship_by"),
        ("交货日期", "delivery.deliver_by"),
        ("Incoterms", "delivery.incoterm"),
        ("Payment terms", "payment"),
        ("付款方式", "payment.method"),
        ("账期", "payment"),
        ("Price", "lines[DL-30-OAK].unit_price"),
        ("Unit price (USD)", "lines[DL-30-OAK].unit_price"),
        ("折扣", "lines[DL-30-OAK].discount_percent"),
        ("运费", "charges"),
        ("收货地址", "delivery.place"),
        ("数量(只)", "lines[DL-30-OAK].quantity"),
        ("币种", "currency"),
        ("Qty", "lines[DL-30-OAK].quantity"),
        ("Item no.", "lines[DL-30-OAK].sku"),
    ],
)
def test_a_usual_heading_for_money_dates_and_terms_is_never_left_out(column: str, path: str) -> None:
    (said,) = told(*KNOWN, column)
    assert path in said.partition(" (→ ")[2].removesuffix(")").split(" / ")


def test_a_usual_heading_for_what_another_column_gives_is_left_out() -> None:
    known = (*KNOWN, "delivery.ship_by", "payment.method", "lines[DL-30-OAK].quantity")
    assert unused(*known, "ETD", "账期", "Qty") == ["ETD", "账期", "Qty"]


@pytest.mark.parametrize("column", ["交期", "ETD", "Delivery date"])
def test_a_usual_heading_for_the_new_date_of_a_notice_is_never_left_out(column: str) -> None:
    known = ("id", "order", "issued_at", "reply_by")
    assert told(*known, column, base=NOTICE) == [f"{column} (→ revised_date)"]


@pytest.mark.parametrize(
    "column",
    ["region", "Country", "Sales rep", "Segment", "Priority", "地区", "业务员", "跟单备注", "Stock qty"],
)
def test_a_heading_without_a_near_field_is_told_without_a_guess(column: str) -> None:
    assert unused(*KNOWN, column) == [column]
    assert described(Columns(ORDER), [column]) == [column]


@pytest.mark.parametrize("column", ["Order No.", "订单号", "PO Number"])
def test_a_usual_heading_for_the_order_of_a_notice_is_never_left_out(column: str) -> None:
    assert told("id", "issued_at", "reply_by", column, "Sales rep", base=NOTICE) == [f"{column} (→ order)"]
    assert unused("id", "issued_at", "order", column, base=NOTICE) == [column]


def test_a_column_about_a_buyer_whom_each_row_names_is_left_out() -> None:
    known = ("id", "buyer.name", "buyer.address")
    assert unused(*known, "地址", "buyer.vat") == ["地址", "buyer.vat"]
    assert told("id", "order_reference", "issued_at", "地址")


@pytest.mark.parametrize("name", ["Quantity", "instalments.percent", "地址", "acceptance"])
def test_the_paths_that_a_refusal_advises_are_columns(name: str) -> None:
    (said,) = told("id", name)
    near = said.partition(" (→ ")[2].removesuffix(")").split(" / ")
    assert unused("id", *near) == []


def test_a_sku_that_stands_twice_is_refused_with_positions_that_work() -> None:
    base = twice()
    with pytest.raises(TableError) as refused:
        unused("id", "lines[DL-30-OAK].quantity", base=base)
    assert refused.value.reason == "sku_twice"
    assert refused.value.values["places"] == "lines[0].quantity / lines[2].quantity"
    assert unused("id", "lines[0].quantity", "lines[2].quantity", base=base) == []
    assert Columns(base).path("lines[2].quantity") == ("lines", 2, "quantity")
    assert unused("id", "lines[DL-30-ASH].quantity", base=base) == [], "the other one is clear"
    assert told("id", "Quantity", base=base) == ["Quantity (→ lines[0].quantity)"]


def test_an_entry_of_a_list_in_each_row_needs_a_group() -> None:
    with pytest.raises(TableError, match="lists"):
        unused("id", "lines[].sku", "lines[].quantity")
    assert unused("id", "lines[].sku", "payment.instalments[].percent", grouped=True) == []
    assert Columns(ORDER, True).list_path("payment.instalments[].percent") == (
        ("payment", "instalments"),
        ("percent",),
    )
    for wrong in ("buyer[].name", "lines[].nothing", "lines[]", "attachments[].x", "lines[].sku[0]"):
        with pytest.raises(TableError, match="columns"):
            unused("id", wrong, grouped=True)


@pytest.mark.parametrize(
    ("written", "found"),
    [("id", "id"), ("编号", "id"), ("Sales rep", "Sales rep"), ("salesrep", "Sales rep"), ("note", "# note")],
)
def test_an_option_names_any_column_of_the_table(written: str, found: str) -> None:
    records = Records((), iter(()), ("id", "Sales rep"), ("# note",))
    assert find_column(Columns(ORDER), written, records) == found


def test_an_option_that_names_no_column_is_refused_with_near_ones() -> None:
    records = Records((), iter(()), ("id", "region", "quantity"))
    with pytest.raises(TableError) as refused:
        find_column(Columns(ORDER), "regoin", records)
    assert (refused.value.reason, refused.value.values["known"]) == ("no_column_of", "region")
    with pytest.raises(TableError, match="id, region, quantity"):
        find_column(Columns(ORDER), "zzz", records)
