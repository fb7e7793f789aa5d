"""Columns that say something else than the lines are refused."""

import pytest

from comms.models.base import Part
from comms.models.order_confirmation import OrderLine
from comms.models.restock_brief import StockLine
from comms.reading.tables.disagreements import refuse_disagreements
from comms.reading.tables.line_reader import LineReader
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted
from tests.reading.test_tables import EN


def reasons(text: str, part: type[Part] = OrderLine) -> list[str]:
    """Return the reasons for which a table whose cells are separated by commas is refused."""
    table = pasted(text.replace(",", "\t"))
    reader = LineReader(table, match(table, part, "en"), part, EN)
    refuse_disagreements(reader, [(row, {}) for row in table.rows])
    for problem in reader.problems:
        assert problem.in_language("en") and problem.in_language("zh")
    return [problem.error.reason for problem in reader.problems]


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        ("Disc 2 %", "5", ["second_discount"]),
        ("折扣2", "95折", ["second_discount"]),
        ("Disc 2 %", "0", []),
        ("Disc 2 %", "", []),
        ("Disc 1 %", "5", []),
    ],
)
def test_a_second_discount_is_refused(heads: str, cells: str, expected: list[str]) -> None:
    assert reasons(f"SKU,Qty,Price,{heads}\nA,10,5,{cells}\n") == expected


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Lead time (months)", ["not_days"]),
        ("Lead time (working days)", ["not_days"]),
        ("Daily sales (7 days)", ["not_days"]),
        ("日均销量(月)", ["not_days"]),
        ("Lead time (weeks)", []),
        ("Lead time (days)", []),
    ],
)
def test_times_that_are_not_in_days_are_refused(header: str, expected: list[str]) -> None:
    assert reasons(f"SKU,On hand,{header}\nA,10,5\n", StockLine) == expected
