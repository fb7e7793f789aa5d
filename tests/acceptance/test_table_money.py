"""Tables on which the program was once seen to be wrong, where money is the point, with the right totals."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from comms.models.order_confirmation import OrderConfirmation, OrderLine
from comms.reading import read_file
from comms.reading.answers import AnswerContext
from comms.reading.tables.lines import Lines, lines_of
from comms.reading.tables.matching import match
from comms.reading.tables.opening import read_table
from tests.support import ROOT

CASES = ROOT.parent / "shared" / "cases" / "tables"
LAMPS, MUGS = "w-usd/lamps.en.yaml", "w/mugs.zh.yaml"


def read(table: str, base: str) -> tuple[Lines, dict[str, Any]]:
    """Return the lines of a case for an order like the base, and the data of that order."""
    if not (CASES / table).is_file():
        pytest.skip("the cases are not here")
    data = dict(read_file(CASES / base).data)
    language = "zh" if ".zh." in base else "en"
    context = AnswerContext(language, datetime(2026, 6, 5, tzinfo=UTC), "CNY").of_document(data)
    found = read_table(CASES / table)
    matching = match(found, OrderLine, language, context.prices_include_tax)
    return lines_of(found, matching, OrderLine, context), data


def reasons(table: str, base: str) -> list[str]:
    return [problem.error.reason for problem in read(table, base)[0].problems]


@pytest.mark.parametrize(
    ("table", "base", "total"),
    [
        ("03-discount-in-zhe.csv", LAMPS, "247.50"),
        ("04-discount-in-money.csv", LAMPS, "120.00"),
        ("05-net-price-and-discount.csv", LAMPS, "135.00"),
        ("15-price-per-100.csv", LAMPS, "120.00"),
        ("17-row-of-column-numbers.xlsx", LAMPS, "3535.00"),
        ("18-cartons-and-total.csv", MUGS, "5207.04"),
        ("26-shopify-line-discount.csv", LAMPS, "170.00"),
        ("31-odoo-export.csv", LAMPS, "3418.00"),
    ],
)
def test_the_lines_of_a_table_come_to_the_right_total(table: str, base: str, total: str) -> None:
    lines, data = read(table, base)
    assert not lines.problems
    kept = {key: value for key, value in data.items() if key not in ("charges", "discount_percent", "totals")}
    order = OrderConfirmation.model_validate(kept | {"lines": list(lines.parts)})
    computed = order.computed()
    assert computed is not None
    assert computed.total == Decimal(total)


@pytest.mark.parametrize(
    ("table", "base", "reason"),
    [
        ("01-cny-table-into-usd-order.csv", "w/lamps.en.yaml", "currency"),
        ("06-tax-inclusive-price-into-exclusive-order.csv", MUGS, "price_with_tax"),
        ("12-two-orders.csv", LAMPS, "orders"),
        ("14-thousands-point-semicolon.csv", LAMPS, "two_figures"),
        ("25-sku-in-scientific-notation.csv", LAMPS, "shortened"),
    ],
)
def test_a_table_with_several_readings_is_refused(table: str, base: str, reason: str) -> None:
    assert set(reasons(table, base)) == {reason}


def test_a_price_for_another_tax_is_taken_once_the_document_says_so() -> None:
    lines, data = read("06-tax-inclusive-price-into-exclusive-order.csv", MUGS)
    assert lines.problems
    context = AnswerContext("zh", datetime(2026, 6, 5, tzinfo=UTC), "CNY").of_document(data)
    table = read_table(CASES / "06-tax-inclusive-price-into-exclusive-order.csv")
    including = replace(context, tax_included=True)
    assert not lines_of(table, match(table, OrderLine, "zh", True), OrderLine, including).problems
