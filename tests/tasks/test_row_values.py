"""The rows of a table replace values of a base document."""

from datetime import UTC, datetime

import pytest

from comms.reading.answers import AnswerContext
from comms.tasks import columns as columns_of_tables
from comms.tasks import row_values
from comms.tasks.columns import Columns
from comms.workspace.loading import load_file
from tests.support import EXAMPLES


def test_the_columns_of_a_table_are_looked_up_once_for_all_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_up = []
    parse_path = columns_of_tables.parse_path
    monkeypatch.setattr(
        columns_of_tables, "parse_path", lambda *given: looked_up.append(given[0]) or parse_path(*given)
    )
    columns = Columns(load_file(EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"))
    context = AnswerContext("en", datetime(2026, 5, 20, tzinfo=UTC), "USD")
    for number in range(10):
        row = {"id": f"SO-2026-1{number:03}", "delivery.place": f"Hamburg, dock {number}"}
        assert row_values.row_data(columns, row, context)["delivery"]["place"] == f"Hamburg, dock {number}"
    assert looked_up == ["id", "delivery.place"]


def test_the_columns_of_a_further_line_make_one_line_of_it() -> None:
    base = load_file(EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml")
    row = {"lines[+].sku": "LAMP-X", "lines[+].quantity": "40"}
    context = AnswerContext("en", datetime(2026, 5, 20, tzinfo=UTC), "USD")
    lines = row_values.row_data(Columns(base), row, context)["lines"]
    assert len(lines) == len(base.source.data["lines"]) + 1
    assert lines[-1] == {"sku": "LAMP-X", "quantity": "40"}
