"""Numbers of workbooks as their formats show them."""

from typing import Any

import pytest

from comms.models.order_confirmation import OrderLine
from comms.reading.tables.matching import match
from comms.reading.tables.workbook import number_as_shown
from tests.reading.test_tables import lines
from tests.support.workbooks import table_of


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (10, '0" ctns"', "10 ctns"),
        (10, '#,##0"箱"', "10箱"),
        (2.5, '0.0"kg"', "2.5kg"),
        (10, '0" ctns";-0" ctns"', "10 ctns"),
        (10, r"0\ \b\o\x", "10 box"),
        (1.2, '0.0"万"', "1.2万"),
        (8, '0"折"', "8折"),
        (12, '0"件"', "12"),
        (12, '0" pcs"', "12"),
        (12000, '0,"千"', "12000"),
        (12, '0"年"', "12"),
        (12, "0_)", "12"),
        (12, "General", "12"),
        (9.5, '"¥"0.00', "¥9.5"),
    ],
)
def test_a_format_shows_the_unit_behind_its_figure(value: float, pattern: str, shown: str) -> None:
    assert number_as_shown(value, pattern) == shown


def test_cartons_that_only_the_format_names_are_no_pieces() -> None:
    def dress(sheet: Any) -> None:
        sheet["B2"].number_format = '0" ctns"'

    table = table_of([["SKU", "Qty", "Unit", "Price"], ["A", 10, "pcs", 5]], dress)
    assert match(table, OrderLine, "en").columns[1].key == "quantity"
    assert [problem.error.reason for problem in lines(table).problems] == ["unit"]


def test_sizes_whose_format_names_a_unit_are_a_matrix_still() -> None:
    def dress(sheet: Any) -> None:
        for cell in ("B2", "C2", "D2"):
            sheet[cell].number_format = '0"双"'

    table = table_of([["款号", "S", "M", "L"], ["A", 1, 2, 3], ["合计", 1, 2, 3]], dress)
    assert [row.cells for row in table.rows] == [("A", "S", "1双"), ("A", "M", "2双"), ("A", "L", "3双")]
