"""Columns that say something else than the lines are refused."""

from dataclasses import replace

import pytest

from comms.models.base import Part
from comms.models.order_confirmation import OrderLine
from comms.models.restock_brief import StockLine
from comms.reading.tables.beside import settled_beside
from comms.reading.tables.disagreements import settle_disagreements
from comms.reading.tables.line_reader import LineReader
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted
from tests.reading.test_tables import EN

EUROS = replace(EN, currency="EUR")


def read(text: str, part: type[Part] = OrderLine, currency: str = "EUR") -> tuple[list[str], str | None]:
    """Return the reasons of the problems of a table, and the units that the price of its first line is for."""
    table = pasted(text.replace(",", "\t"))
    matching = match(table, part, "en")
    matching = replace(matching, columns=tuple(settled_beside(matching.columns, table)))
    reader = LineReader(table, matching, part, replace(EUROS, currency=currency))
    entries = [(row, reader.part(row)) for row in table.rows]
    settle_disagreements(reader, entries)
    for problem in reader.problems:
        assert problem.in_language("en") and problem.in_language("zh")
    return [problem.error.reason for problem in reader.problems], entries[0][1].get("price_per")


@pytest.mark.parametrize(
    ("heads", "cells", "reasons"),
    [
        ("Price (kr)", "5", ["currency_open"]),
        ("Price (kr),Currency", "5,EUR", []),
        ("Price,Confirmed", "5,8", ["confirmed_quantity"]),
        ("Price,Confirmed", "5,10", []),
        ("Price,Qty Cancelled", "5,2", ["cancelled_quantity"]),
        ("Price,Qty Cancelled", "5,0", []),
        ("Price,Disc 2 %", "5,5", ["second_discount"]),
        ("Price,折扣2", "5,95折", ["second_discount"]),
        ("Price,Disc 2 %", "5,0", []),
        ("Price,Price UOM", "5,kg", ["price_unit"]),
        ("Price,Price UOM", "5,pcs", []),
    ],
)
def test_what_a_column_says_against_the_line_is_refused(heads: str, cells: str, reasons: list[str]) -> None:
    assert read(f"SKU,Ordered,Unit,{heads}\nA,10,pcs,{cells}\n")[0] == reasons


@pytest.mark.parametrize(("currency", "reasons"), [("SEK", []), ("NOK", []), ("USD", ["currency_open"])])
def test_money_of_several_countries_may_be_that_of_the_document(currency: str, reasons: list[str]) -> None:
    assert read("SKU,Qty,Unit,Price (kr)\nA,1,pcs,5\n", currency=currency)[0] == reasons


@pytest.mark.parametrize(
    ("heads", "cells", "per"),
    [("Price UOM", "dozen", "12"), ("Price UOM,Per", "pcs,100", "100"), ("Price UOM", "pcs", None)],
)
def test_a_price_in_another_unit_is_for_so_many(heads: str, cells: str, per: str | None) -> None:
    assert read(f"SKU,Qty,Unit,Price,{heads}\nA,10,pcs,5,{cells}\n") == ([], per)


def test_a_second_currency_of_the_document_is_refused() -> None:
    text = "All prices in EUR\n\nSKU,Qty,Unit,Price\nA,10,pcs,5\nB,10,pcs,5\nTotal USD,20,,100\n"
    assert read(text)[0] == ["currency"]


@pytest.mark.parametrize(
    ("header", "reasons"),
    [
        ("Lead time (months)", ["not_days"]),
        ("Lead time (working days)", ["not_days"]),
        ("Daily sales (7 days)", ["not_days"]),
        ("日均销量(月)", ["not_days"]),
        ("Lead time (weeks)", []),
        ("Lead time (days)", []),
    ],
)
def test_times_that_are_not_in_days_are_refused(header: str, reasons: list[str]) -> None:
    assert read(f"SKU,On hand,{header}\nA,10,5\n", StockLine)[0] == reasons
