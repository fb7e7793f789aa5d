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


@pytest.mark.parametrize(
    "text", ["for Kystlys", "Kystlys A/S only", "KYSTLYS logo", "ask Ms Solheim", "as Solheim said"]
)
def test_a_customer_is_recognized_as_people_write_the_name(text: str) -> None:
    assert refused(NAMED, base=changed(ORDER, intellectual_property=text)).reason == "trace"
    base = changed(ORDER, lines=[dict(line, name=text) for line in ORDER.source.data["lines"]])
    rows = (entry(2, sku="DL-30-ASH", quantity="5"),)
    assert refused(NAMED, COLUMNS, base, rows).reason == "trace", "on a line of another place, too"


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
    if "remedies" in base.source.data:
        base = changed(base, remedies=[{"action": "ship all of it at once"}])
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


@pytest.mark.parametrize(
    ("key", "harmless"), [("discount_percent", "0"), ("discount_amount", "0"), ("price_per", "1")]
)
@pytest.mark.parametrize("is_grouped", [True, False])
def test_what_was_agreed_with_the_price_of_the_base_is_not_so_with_the_price_of_a_row(
    key: str, harmless: str, is_grouped: bool
) -> None:
    lines = [dict(line, **{key: "2"}) for line in ORDER.source.data["lines"]]
    base = changed(ORDER, lines=lines)
    given = {"sku": "DL-30-OAK", "unit_price": "20"} if is_grouped else {"unit_price": "20"}
    said = of_lines(is_grouped, given, base)
    assert isinstance(said, TableError)
    assert (why(said).key, why(said).values["value"]) == ("tables.term_of_base", "2")
    assert str(why(said).values["column"]).endswith(f".{key}")
    line = of_lines(is_grouped, given | {key: harmless}, base)
    assert line[key] == harmless, "the advice works"
    kept = of_lines(is_grouped, given | {"unit_price": "23.4"}, base)
    assert kept[key] == "2", "the same price, written otherwise"


@pytest.mark.parametrize("is_grouped", [True, False])
def test_a_discount_in_money_was_agreed_for_the_quantity_of_the_base(is_grouped: bool) -> None:
    lines = [dict(line, discount_amount="500") for line in ORDER.source.data["lines"]]
    given = {"sku": "DL-30-OAK"} if is_grouped else {}
    base = changed(ORDER, lines=lines)
    said = of_lines(is_grouped, given | {"quantity": "20"}, base)
    assert (why(said).key, why(said).values["field"]) == ("tables.term_of_base", "discount_amount")
    assert of_lines(is_grouped, given | {"quantity": "1,200 pcs"}, base)["discount_amount"] == "500"
    assert of_lines(is_grouped, given | {"quantity": "20", "discount_amount": "0"}, base)["quantity"] == "20"


@pytest.mark.parametrize("is_grouped", [True, False])
def test_another_unit_needs_its_own_price_and_quantity(is_grouped: bool) -> None:
    given = {"sku": "DL-30-OAK"} if is_grouped else {}
    for more, lacks in (
        ({"quantity": "100"}, "unit_price"),
        ({"unit_price": "180"}, "quantity"),
    ):
        said = of_lines(is_grouped, given | {"unit": "cartons"} | more)
        assert (why(said).key, why(said).values["field"]) == ("tables.unit_of_base", lacks)
    line = of_lines(is_grouped, given | {"unit": "cartons", "quantity": "100", "unit_price": "180"})
    assert (line["unit"], line["quantity"], line["unit_price"]) == ("cartons", "100", "180")
    for same in ("pieces", "pc", "件"):
        assert of_lines(is_grouped, given | {"unit": same, "quantity": "100"})["unit_price"] == "23.40"


def of_lines(is_grouped: bool, given: dict[str, str], base: Case = ORDER) -> Any:
    """Return the first line of a letter with values for it, or the error that refuses them."""
    try:
        if is_grouped:
            return data_of({"id": "SO-1"}, ("id",), base, (entry(3, **given),))["lines"][0]
        values = {f"lines[DL-30-OAK].{key}": value for key, value in given.items()}
        return data_of({"id": "SO-1"} | values, ("id", *values), base)["lines"][0]
    except TableError as error:
        return error


def why(error: TableError) -> Any:
    """Return the reason that a cell is refused for."""
    return error.values["why"]


@pytest.mark.parametrize("text", ["1.200", "12.500", "1.200 pcs"])
@pytest.mark.parametrize("is_grouped", [True, False])
def test_a_quantity_of_pieces_with_two_readings_is_refused_with_both(text: str, is_grouped: bool) -> None:
    given = {"sku": "DL-30-OAK", "quantity": text} if is_grouped else {"quantity": text}
    said = why(of_lines(is_grouped, given))
    assert said.key == "tables.two_quantities"
    whole = text.replace(".", "").removesuffix(" pcs")
    assert [said.values["one"], said.values["other"]] == [text.removesuffix(" pcs"), whole]


def test_a_quantity_with_three_decimals_of_what_is_measured_is_none_of_two_readings() -> None:
    base = changed(ORDER, lines=[dict(ORDER.source.data["lines"][0], unit="kg")])
    assert of_lines(False, {"quantity": "1.200"}, base)["quantity"] == "1.200"
    assert of_lines(False, {"quantity": "1,200"})["quantity"] == "1200"


def test_an_amount_with_two_readings_is_refused_with_both() -> None:
    row = {"id": "SO-1", "charges[0].amount": "1.200"}
    said = why(refused(row, tuple(row)))
    assert (said.key, said.values["one"], said.values["other"]) == ("tables.two_quantities", "1.200", "1200")
    assert data_of(row, tuple(row), changed(ORDER, currency="KWD"))["charges"][0]["amount"] == "1.200"
    price = {"id": "SO-1", "lines[0].unit_price": "1.125"}
    assert data_of(price, tuple(price))["lines"][0]["unit_price"] == "1.125"


@pytest.mark.parametrize("given", ["EUR", "eur", "欧元"])
def test_a_price_of_the_base_never_changes_its_currency(given: str) -> None:
    error = refused({"id": "SO-1", "currency": given}, ("id", "currency"))
    assert (error.reason, error.values["amount"], error.values["currency"]) == (
        "currency_of_base",
        "23.40 USD",
        "EUR",
    )
    own = {"lines[0].unit_price": "20", "lines[1].unit_price": "21"}
    error = refused({"id": "SO-1", "currency": given, **own}, ("id", "currency", *own))
    assert error.values["field"] == "charges[0].amount"
    own |= {"charges[0].amount": "400"}
    assert data_of({"id": "SO-1", "currency": given, **own}, ("id", "currency", *own))["currency"] == "EUR"
    assert data_of({"id": "SO-1", "currency": "$"}, ("id", "currency"))["currency"] == "USD"


QUANTITIES = ("lines[DL-30-OAK].quantity", "lines[DL-30-ASH].quantity")


def test_a_quantity_that_a_row_with_a_customer_leaves_empty_is_not_that_of_the_base() -> None:
    row = NAMED | {QUANTITIES[0]: "50"}
    error = refused(row, (*COLUMNS, *QUANTITIES))
    assert (error.values["column"], why(error).key) == (QUANTITIES[1], "tables.no_quantity")
    same = data_of({"id": "SO-1", QUANTITIES[0]: "50"}, ("id", *QUANTITIES))
    assert [line["quantity"] for line in same["lines"]] == ["50", "800"], "the same customer's"


@pytest.mark.parametrize("none", ["0", "-", "—", "0 pcs", 0])
def test_a_letter_has_not_the_lines_that_it_has_none_of(none: Any) -> None:
    row = NAMED | {QUANTITIES[0]: none, QUANTITIES[1]: "70", "lines[DL-30-OAK].unit_price": "1"}
    agreed = [dict(line, discount_percent="2") for line in ORDER.source.data["lines"]]
    (line,) = data_of(row, (*COLUMNS, *QUANTITIES), changed(ORDER, lines=agreed))["lines"]
    assert (line["sku"], line["quantity"]) == ("DL-30-ASH", "70")
    error = refused(row | {QUANTITIES[1]: none}, (*COLUMNS, *QUANTITIES))
    assert why(error).key == "tables.no_line_left"


def test_what_stands_below_a_line_that_is_left_out_is_still_checked_as_its_own() -> None:
    prices = {"lines[DL-30-ASH].unit_price": "21", "charges[0].amount": "400"}
    row = {"id": "SO-1", "currency": "EUR", QUANTITIES[0]: "0", **prices}
    (line,) = data_of(row, tuple(row))["lines"]
    assert (line["sku"], line["unit_price"]) == ("DL-30-ASH", "21")
    named = [dict(line, name="for Kystlys AS") for line in ORDER.source.data["lines"]]
    row = NAMED | {QUANTITIES[0]: "0", QUANTITIES[1]: "9"}
    error = refused(row, tuple(row), changed(ORDER, lines=named))
    assert (error.reason, error.values["field"]) == ("trace", "lines[1].name")


BY_LINE = ("id", "lines[].sku", "lines[].quantity")


def test_a_letter_of_several_rows_has_no_line_and_no_quantity_of_the_base() -> None:
    nothing = (Record(2, {}),)
    assert refused({"id": "SO-1"}, BY_LINE, ORDER, nothing).reason == "no_entries"
    error = refused({"id": "SO-1"}, BY_LINE, ORDER, (entry(4, sku="DL-30-OAK"),))
    assert (error.values["row"], why(error).key) == (4, "tables.no_quantity")
    rows = (entry(4, sku="DL-30-OAK", quantity="0"), entry(5, sku="DL-30-ASH", quantity="9"))
    assert [line["sku"] for line in data_of({"id": "SO-1"}, BY_LINE, ORDER, rows)["lines"]] == ["DL-30-ASH"]


def test_a_list_of_the_base_that_the_rows_of_a_letter_leave_empty_is_not_taken_over() -> None:
    names = (*BY_LINE, "charges[].name", "charges[].amount")
    rows = (entry(2, sku="DL-30-OAK", quantity="5"),)
    assert refused({"id": "SO-1"}, names, ORDER, rows).values["column"] == "charges[]"
    dashes = Record(3, {"charges[].name": "-", "charges[].amount": "-"})
    assert data_of({"id": "SO-1"}, names, ORDER, (*rows, dashes))["charges"] == [], "the advice works"


def test_a_place_of_arrival_is_none_where_goods_are_handed_over() -> None:
    base = changed(ORDER, delivery=ORDER.source.data["delivery"] | {"incoterm": "DAP", "place": "Bergen"})
    for values in (NAMED, {"id": "SO-1"}):
        row = values | {"delivery.incoterm": "FCA"}
        delivery = data_of(row, tuple(row), base)["delivery"]
        assert "place" not in delivery
    delivery = data_of(NAMED | {"delivery.incoterm": "fob"})["delivery"]
    assert delivery["place"] == ORDER.source.data["delivery"]["place"], "departure there and here"


@pytest.mark.parametrize("number", ["1", "2", "２"])
def test_a_figure_chooses_nothing_from_a_list_that_a_table_does_not_show(number: str) -> None:
    error = refused({"id": "SO-1", "delivery.mode": number}, ("id", "delivery.mode"))
    assert why(error).key == "tables.choice"
    flag = {"id": "SO-1", "delivery.partial_shipment": "2"}
    assert why(refused(flag, tuple(flag))).key == "tables.flag_number"
    yes = data_of(flag | {"delivery.partial_shipment": "1"}, tuple(flag))
    assert yes["delivery"]["partial_shipment"] is True


NOTICE = load_file(EXAMPLES / "delay-notice/good/dyeing.en.yaml")


@pytest.mark.parametrize("new", [{"order": "SO-2026-0999"}, {"revised_date": "2026-09-20"}])
def test_the_remedies_of_a_notice_promise_no_dates_of_another_one(new: dict[str, str]) -> None:
    row = {"id": "DN-1"} | new
    assert refused(row, tuple(row), NOTICE).reason == "remedies_of_base"
    undated = changed(NOTICE, remedies=[{"action": "ship all of it", "revised_date": "2026-09-02"}])
    error = refused(row, tuple(row), undated)
    assert error.values["column"] == "remedies[0].revised_date"
    row |= {"remedies[0].revised_date": "2026-09-20"}
    assert data_of(row, tuple(row), undated)["remedies"][0]["revised_date"] == "2026-09-20"
    assert data_of({"id": "DN-1", "revised_date": "2 September 2026"}, ("id", "revised_date"), NOTICE)


def test_one_table_may_fill_several_lists() -> None:
    rows = (
        Record(2, {"lines[].sku": "DL-30-OAK", "charges[].name": "mould", "charges[].amount": "300"}),
        Record(3, {"lines[].sku": "DL-30-ASH"}),
    )
    data = data_of({"id": "SO-1"}, ("id",), ORDER, rows)
    assert [line["sku"] for line in data["lines"]] == ["DL-30-OAK", "DL-30-ASH"]
    assert data["charges"] == [{"name": "mould", "amount": "300"}]
