"""Columns whose meaning their neighbours and their cells settle."""

import pytest

from comms.models.order_confirmation import OrderLine
from comms.reading.tables.beside import named_again, settled_beside
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted


def uses(text: str) -> dict[str, str | None]:
    """Return the field or the role of each column of a table whose cells are separated by commas."""
    table = pasted(text.replace(",", "\t"))
    found = settled_beside(match(table, OrderLine, "en").columns, table)
    return {column.header: column.key or column.role for column in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Item,Material,Qty\n10,M-100,3\n20,M-200,4\n", {"Item": "position", "Material": "sku"}),
        ("Item,Material,Qty\n000010,M-100,3\n", {"Item": "position", "Material": "sku"}),
        ("Item No,Article,Qty\n1,X-1,3\n2,X-2,4\n", {"Item No": "position", "Article": "sku"}),
        ("Item,Description,Qty\n10,cup,3\n20,mug,4\n", {"Item": "position", "Description": "name"}),
        ("序号,编号,数量\n1,X-1,3\n2,X-2,4\n", {"编号": "sku"}),
        ("Item,Material,Qty\nA-1,steel,3\nA-2,oak,4\n", {"Item": "sku", "Material": "specification"}),
        ("SKU,Description,Qty\n10,cup,3\n20,mug,4\n", {"SKU": "sku"}),
        ("Item,Qty\n10,3\n25,4\n", {"Item": "sku"}),
    ],
)
def test_a_number_of_the_line_is_no_article_where_another_stands(text: str, expected: dict[str, str]) -> None:
    assert expected.items() <= uses(text).items()


def test_the_id_of_an_export_with_lines_is_that_of_the_order() -> None:
    assert uses("ID,Item Code (Items),Quantity (Items)\nSO-1,A,3\n")["ID"] == "order"
    assert uses("ID,Description,Qty\nA-1,cup,3\n")["ID"] == "sku"


def test_a_day_on_which_an_invoice_is_due_is_no_day_of_delivery() -> None:
    text = "SKU,Qty,Invoice Date,Due Date\nA,3,2026-05-01,2026-06-01\n"
    assert uses(text)["Due Date"] == "payment_due"
    both = "SKU,Qty,Invoice Date,Due,Delivery\nA,3,2026-05-01,2026-06-01,2026-05-20\n"
    assert (uses(both)["Due"], uses(both)["Delivery"]) == ("payment_due", "deliver_by")
    assert uses("SKU,Qty,Due Date\nA,3,2026-06-01\n")["Due Date"] == "deliver_by"


@pytest.mark.parametrize(
    ("header", "cells", "role"),
    [
        ("Per", ("kg", "pcs"), "price_unit"),
        ("Per", ("100", "1"), "price_per"),
        ("Pricing Unit", ("100", "1000"), "price_per"),
        ("Per", ("100 pcs", "12 pcs"), "price_per"),
        ("Price UOM", ("100 pcs", "kg"), "price_unit"),
        ("Price UOM", ("100 pcs", "10 pcs"), "price_per"),
        ("PE", ("100", "100"), "price_per"),
    ],
)
def test_the_cells_tell_a_number_of_units_from_a_unit(header: str, cells: tuple[str, str], role: str) -> None:
    rows = "".join(f"A{number},3,5,{cell}\n" for number, cell in enumerate(cells))
    assert uses(f"SKU,Qty,Price,{header}\n{rows}")[header] == role


@pytest.mark.parametrize(
    ("heads", "cells", "role"),
    [
        ("数量,单价,计价数量", "3,5,100", "price_per"),
        ("数量,单价,计价数量", "3,5,36.5", "priced_quantity"),
        ("数量,单价,计价数量", "x,x,x", "price_per"),
        ("数量,单价,计价数量", "100,5,100", "priced_quantity"),
        ("数量,单价,计价单位,计价数量", "3,5,kg,100", "priced_quantity"),
        ("单价,计价单位,计价数量", "5,kg,36.5", "quantity"),
    ],
)
def test_a_quantity_in_the_unit_of_the_price_is_no_number_of_units(heads: str, cells: str, role: str) -> None:
    assert uses(f"物料编码,{heads}\nA-1,{cells}\n")["计价数量"] == role


@pytest.mark.parametrize("header", ["Discount (USD/pc)", "Discount/pc", "每件优惠"])
def test_a_discount_for_each_piece_is_none_on_the_line(header: str) -> None:
    assert uses(f"SKU,Qty,Unit Price,{header}\nA,3,5,0.5\n")[header] == "discount_each"


def test_quantities_below_cancelled_are_told_from_yes_and_no() -> None:
    assert uses("SKU,Qty,Cancelled\nA,3,0\nB,5,2\n")["Cancelled"] == "cancelled_quantity"
    assert uses("SKU,Qty,Cancelled\nA,3,no\nB,5,no\n")["Cancelled"] == "cancelled_flag"


def test_a_column_with_the_name_of_an_earlier_one_is_found() -> None:
    table = pasted("SKU\tQty\tDelivery Date\tQty\tETA\nA\t3\t2026-05-01\t4\t2026-06-01\n")
    pairs = named_again(match(table, OrderLine, "en").columns)
    assert [(one.header, one.number, other.header, other.number) for one, other in pairs] == [
        ("Qty", 2, "Qty", 4),
        ("Delivery Date", 3, "ETA", 5),
    ]
    assert not named_again(match(pasted("SKU\tQty\tSize\tColour\nA\t3\tS\tred\n"), OrderLine, "en").columns)
