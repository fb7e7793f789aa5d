"""The rows of a table replace values of a base document."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from comms.paths import parse_path, value_at
from comms.reading.answers import AnswerContext
from comms.reading.tables.records import Record
from comms.reading.tables.table import TableError
from comms.tasks import columns as columns_of_tables
from comms.tasks import row_values
from comms.tasks.columns import Columns
from comms.workspace.case import Case
from comms.workspace.loading import load_case, load_file
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


# --- whose letter it is ------------------------------------------------------------------------

ORDER = load_file(EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml")
NAMED = {"id": "SO-1", "order_reference": "PO-1", "buyer.name": "Fjordlys AS", "buyer.address": "Oslo"}
COLUMNS = (*NAMED, "buyer.contact.name", "buyer.tax_id", "delivery.place", "delivery.marks")
CONTEXT = AnswerContext("en", datetime(2026, 5, 20, tzinfo=UTC), "USD")


def data_of(
    values: dict[str, Any],
    names: tuple[str, ...] = COLUMNS,
    base: Case = ORDER,
    entries: tuple[Record, ...] = (),
) -> dict[str, Any]:
    return row_values.row_data(Columns(base, grouped=bool(entries)), values, CONTEXT, names, entries)


def refused(
    values: dict[str, Any],
    names: tuple[str, ...] = COLUMNS,
    base: Case = ORDER,
    entries: tuple[Record, ...] = (),
) -> TableError:
    with pytest.raises(TableError) as error:
        data_of(values, names, base, entries)
    return error.value


def changed(base: Case, **values: Any) -> Case:
    return load_case(replace(base.source, data={**base.source.data, **values}), base.workspace)


@pytest.mark.parametrize(
    "names", [COLUMNS, ("id", "buyer.address"), ("id", "buyer.contact.email"), ("id", "buyer")]
)
def test_a_row_that_names_no_customer_where_others_do_is_refused(names: tuple[str, ...]) -> None:
    values = {"id": "SO-1", "order_reference": "PO-1"}
    error = refused(values, names)
    assert error.reason == "no_customer"
    assert error.values["column"] == ("buyer.name" if "buyer.name" in names else names[-1])


def test_a_table_without_a_column_of_the_customer_is_about_the_one_of_the_base() -> None:
    data = data_of({"id": "SO-1"}, ("id", "order_reference", "seller.address", "delivery.place"))
    assert data["buyer"] == ORDER.source.data["buyer"]


@pytest.mark.parametrize("row", [{"buyer": {}}, {"buyer": {"address": "Oslo"}}, {}])
def test_an_object_without_the_name_that_others_have_is_refused(row: dict[str, Any]) -> None:
    names = ("id", "buyer", "buyer.name", "buyer.address")
    assert refused({"id": "SO-1", **row}, names).reason == "no_customer"


def test_an_address_like_that_of_the_base_names_no_customer() -> None:
    values = {"id": "SO-1", "buyer.address": ORDER.source.data["buyer"]["address"]}
    assert refused(values).reason == "no_customer"


@pytest.mark.parametrize(
    "empty", [("buyer.contact.name",), ("buyer.tax_id",), ("delivery.marks",), ("delivery.place",)]
)
def test_a_cell_that_a_row_with_a_customer_leaves_empty_takes_nothing_from_the_base(
    empty: tuple[str],
) -> None:
    base = changed(ORDER, buyer=ORDER.source.data["buyer"] | {"tax_id": "NO 999"})
    base.source.data["delivery"] = base.source.data["delivery"] | {"incoterm": "DAP"}
    data = data_of(NAMED, base=base)
    assert value_at(data, parse_path(empty[0], data)) is None


@pytest.mark.parametrize("column", ["buyer.address", "buyer.tax_id", "buyer.identifiers.gln"])
def test_another_branch_of_the_same_name_is_another_customer(column: str) -> None:
    values = {"id": "SO-1", "buyer.name": "Kystlys AS", column: "elsewhere"}
    data = data_of(values, ("id", "buyer.name", column))
    assert "contact" not in data["buyer"]
    assert "order_reference" not in data


def test_a_row_with_the_name_of_the_base_is_for_the_customer_of_the_base() -> None:
    data = data_of({"id": "SO-1", "buyer.name": "Kystlys AS"}, ("id", "buyer.name"))
    assert data["buyer"] == ORDER.source.data["buyer"]
    assert data["delivery"]["marks"] == ORDER.source.data["delivery"]["marks"]


def test_a_number_of_the_buyer_that_a_row_leaves_empty_is_not_that_of_the_base() -> None:
    data = data_of({"id": "SO-1"}, ("id", "order_reference", "delivery.marks", "delivery.place"))
    assert "order_reference" not in data
    assert "marks" not in data["delivery"]
    assert data["delivery"]["place"] == ORDER.source.data["delivery"]["place"]
    lines = [dict(line, buyer_item=f"B-{number}") for number, line in enumerate(ORDER.source.data["lines"])]
    kept = data_of({"id": "SO-1"}, ("id", "lines[DL-30-OAK].buyer_item"), changed(ORDER, lines=lines))
    assert [line.get("buyer_item") for line in kept["lines"]] == [None, "B-1"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("mould for Kystlys AS", "Kystlys AS"),
        ("as told by ingrid.solheim@example.com", "ingrid.solheim@example.com"),
        ("call Ingrid Solheim first", "Ingrid Solheim"),
        ("see PO 4500019274.", "4500019274"),
    ],
)
def test_a_text_of_the_base_that_names_its_customer_goes_to_nobody_else(text: str, name: str) -> None:
    base = changed(ORDER, intellectual_property=text)
    error = refused(NAMED, base=base)
    assert (error.reason, error.values["field"], error.values["name"]) == (
        "trace",
        "intellectual_property",
        name,
    )
    assert data_of({"id": "SO-1"}, ("id",), base)["intellectual_property"] == text
    own = data_of(NAMED | {"intellectual_property": "ours"}, (*COLUMNS, "intellectual_property"), base)
    assert own["intellectual_property"] == "ours", "the advice works"


@pytest.mark.parametrize("text", ["Kystlyser AS", "45000192740", "nothing"])
def test_a_text_that_only_resembles_a_name_is_kept(text: str) -> None:
    assert data_of(NAMED, base=changed(ORDER, intellectual_property=text))["intellectual_property"] == text


def test_a_person_whom_the_row_names_too_is_no_trace_of_another() -> None:
    base = changed(ORDER, intellectual_property="drawn by Ingrid Solheim")
    assert data_of(NAMED | {"buyer.contact.name": "Ingrid Solheim"}, base=base)["intellectual_property"]


@pytest.mark.parametrize(
    "kind", ["delay-notice/good/dyeing.en.yaml", "change-request/good/more-lamps.en.yaml"]
)
def test_a_letter_about_an_order_never_goes_to_the_buyer_of_the_first_ones(kind: str) -> None:
    base = load_file(EXAMPLES / kind)
    names = ("id", "order", "reason")
    assert refused({"id": "X-1"}, names, base).reason == "no_customer"
    data = data_of({"id": "X-1", "order": "SO-2026-0999"}, names, base)
    assert data["order"] == "SO-2026-0999"
    assert "order_revision" not in data, "a revision of another order"
    assert "choice" not in data.get("compensation", {}), "another customer's choice"
    assert data_of({"id": "X-1"}, ("id",), base)["order"] == base.source.data["order"]
    told = changed(base, title="for Kystlys AS", attachments=["letter of Kystlys AS", "SO-2026-0620"])
    assert refused({"id": "X-1", "order": "SO-2026-0999"}, names, told).reason == "trace"


# --- letters of several rows -------------------------------------------------------------------


def entry(number: int, **values: str) -> Record:
    return Record(number, {f"lines[].{key}": value for key, value in values.items()})


def test_the_rows_of_a_letter_are_its_lines_and_begin_as_those_of_the_base() -> None:
    entries = (
        entry(2, sku="DL-30-ASH", quantity="50"),
        entry(5, sku="NEW", name="shade", unit="pcs", unit_price="3.5", quantity="7 pcs"),
    )
    first, second = data_of({"id": "SO-1"}, ("id", "lines[].sku"), ORDER, entries)["lines"]
    assert first == ORDER.source.data["lines"][1] | {"quantity": "50"}
    assert second == {"sku": "NEW", "name": "shade", "unit": "pcs", "unit_price": "3.5", "quantity": "7"}


def test_what_a_row_of_a_letter_has_wrong_is_told_with_its_number() -> None:
    error = refused({"id": "SO-1"}, ("id",), ORDER, (entry(7, sku="DL-30-ASH", quantity="many"),))
    assert (error.reason, error.values["row"], error.values["column"]) == (
        "cell_of_row",
        7,
        "lines[].quantity",
    )


def test_a_line_of_another_customer_has_no_item_number_of_the_first_one() -> None:
    lines = [dict(line, buyer_item="B-1") for line in ORDER.source.data["lines"]]
    data = data_of(NAMED, COLUMNS, changed(ORDER, lines=lines), (entry(2, sku="DL-30-ASH"),))
    assert data["lines"] == [ORDER.source.data["lines"][1]]


def test_a_sku_of_several_lines_of_the_base_is_not_guessed() -> None:
    base = changed(ORDER, lines=[*ORDER.source.data["lines"], ORDER.source.data["lines"][0]])
    error = refused({"id": "SO-1"}, ("id",), base, (entry(3, sku="DL-30-OAK", quantity="5"),))
    assert (error.reason, error.values) == ("sku_of_several", {"row": 3, "sku": "DL-30-OAK"})


def test_a_discount_on_the_price_of_the_base_is_not_one_on_the_price_of_a_row() -> None:
    lines = [dict(line, discount_percent="2") for line in ORDER.source.data["lines"]]
    base = changed(ORDER, lines=lines)
    own_price = {"sku": "DL-30-OAK", "unit_price": "20"}
    error = refused({"id": "SO-1"}, ("id",), base, (entry(3, **own_price),))
    assert (error.reason, error.values["percent"]) == ("discount_of_base", "2")
    assert error.values["column"] == "lines[].discount_percent"
    (line,) = data_of({"id": "SO-1"}, ("id",), base, (entry(3, **own_price, discount_percent="0"),))["lines"]
    assert line["discount_percent"] == "0", "the advice works"
    (line,) = data_of({"id": "SO-1"}, ("id",), base, (entry(3, sku="DL-30-OAK"),))["lines"]
    assert (line["unit_price"], line["discount_percent"]) == ("23.40", "2")


def test_one_table_may_fill_several_lists() -> None:
    rows = (
        Record(2, {"lines[].sku": "DL-30-OAK", "charges[].name": "mould", "charges[].amount": "300"}),
        Record(3, {"lines[].sku": "DL-30-ASH"}),
    )
    data = data_of({"id": "SO-1"}, ("id",), ORDER, rows)
    assert [line["sku"] for line in data["lines"]] == ["DL-30-OAK", "DL-30-ASH"]
    assert data["charges"] == [{"name": "mould", "amount": "300"}]
