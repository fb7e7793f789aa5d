"""Tables on which the program was once seen to be wrong, where the layout is the point."""

from pathlib import Path

import pytest

from comms.models.order_confirmation import OrderLine
from comms.reading.tables.headings import roles_of
from comms.reading.tables.matching import match
from comms.reading.tables.opening import read_table
from comms.reading.tables.table import Table
from tests.support import ROOT

CASES = ROOT.parent / "shared" / "cases" / "tables"


def case(name: str) -> Table:
    path: Path = CASES / name
    if not path.is_file():
        pytest.skip("the cases are not here")
    return read_table(path)


def column(table: Table, header: str) -> list[str]:
    return [row.cells[table.headers.index(header)] for row in table.rows]


def test_a_buyer_that_is_merged_over_two_rows_is_known_as_merged() -> None:
    table = case("07-each-buyer-merged-over-two-rows.xlsx")
    assert {
        (3, table.headers.index("buyer.name")),
        (3, table.headers.index("delivery.place")),
    } <= table.merged


def test_a_row_that_a_filter_hides_is_left_out() -> None:
    table = case("08-each-filtered.xlsx")
    assert column(table, "id") == ["SO-2026-0701", "SO-2026-0703"]
    assert [(each.reason, each.first) for each in table.left_out] == [("filtered", 3)]


def test_the_orders_of_a_table_are_known() -> None:
    table = case("12-two-orders.csv")
    (index,) = [index for index, header in enumerate(table.headers) if "order" in roles_of(header)]
    assert [row.cells[index] for row in table.rows] == ["PO-1", "PO-2"]


def test_a_row_of_column_numbers_is_no_line() -> None:
    table = case("17-row-of-column-numbers.xlsx")
    assert (column(table, "SKU"), table.left_out[0].reason) == (["A-1", "A-2"], "numbers")


def test_cartons_units_per_carton_and_total_are_told_apart() -> None:
    table = case("18-cartons-and-total.csv")
    assert [roles_of(header) for header in table.headers][2:5] == [
        ("packages",),
        ("per_package",),
        ("total_quantity",),
    ]


def test_a_size_matrix_gives_a_line_a_size() -> None:
    table = case("27-size-matrix.xlsx")
    assert column(table, "尺码") == ["S", "M", "L", "XL"] * 2
    assert (column(table, "数量"), table.wrong_sums) == (["10", "20", "20", "10"] * 2, ())


def test_the_headings_of_odoo_are_known() -> None:
    table = case("31-odoo-export.csv")
    keys = {column.header.partition("/")[2]: column.key for column in match(table, OrderLine, "en").columns}
    assert (keys["Quantity"], keys["Unit of Measure"], keys["Unit Price"]) == (
        "quantity",
        "unit",
        "unit_price",
    )
    assert keys["Discount (%)"] == "discount_percent"
