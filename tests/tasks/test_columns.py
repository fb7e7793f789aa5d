"""What the columns of a table stand for."""

import pytest

from comms.errors import CommsError
from comms.reading.tables.records import Record
from comms.tasks.columns import Columns
from comms.workspace.case import Case
from comms.workspace.loading import load_file
from tests.support import EXAMPLES

ORDER = load_file(EXAMPLES / "order-confirmation/good/lamps.en.yaml")
NOTICE = load_file(EXAMPLES / "delay-notice/good/dyeing.en.yaml")


def test_in_a_group_a_heading_may_be_the_name_of_a_field_of_the_lines() -> None:
    columns = Columns(ORDER, grouped=True)
    headings = ["编号", "货号", "数量", "Unit price", "抄送", "BCC", "地址"]
    assert [columns.path_as_written(heading) for heading in headings] == [
        "id",
        "lines[].sku",
        "lines[].quantity",
        "lines[].unit_price",
        "cc",
        "bcc",
        "地址",
    ]
    assert Columns(ORDER).path_as_written("货号") == "货号"


def test_what_says_whom_a_letter_is_for() -> None:
    def customer(base: Case, *names: str) -> list[str]:
        return list(Columns(base).customer(names).values())

    assert customer(ORDER, "id", "buyer.address", "buyer.name") == ["buyer.name"]
    assert customer(ORDER, "id", "buyer.contact.email") == ["buyer.contact.email"]
    assert customer(ORDER, "id", "order_reference", "seller.name") == []
    assert customer(NOTICE, "id", "order", "contact.name") == ["order"]


def test_a_column_is_advised_that_a_cell_can_fill() -> None:
    columns = Columns(ORDER)
    assert columns.column_for(("buyer", "contact")) == "buyer.contact.name"
    assert columns.column_for(("buyer",)) == "buyer.name"
    assert columns.column_for(("order_reference",)) == "order_reference"


def test_a_value_of_a_group_stands_in_its_own_row() -> None:
    columns = Columns(ORDER, grouped=True)
    numbers = {"id": 1, "lines[].sku": 4, "lines[].quantity": 5}
    entries = tuple(Record(row, {"lines[].sku": sku}) for row, sku in ((2, "A"), (7, "B")))
    row = Record(2, {"id": "SO-1"}, columns=numbers, entries=entries)
    assert columns.locate(row, ("id",)) == (2, 1)
    assert columns.locate(row, ("lines", 1, "quantity")) == (7, 5)
    assert columns.locate(row, ("lines", 1, "tolerance_percent")) == (7, 1)
    assert columns.locate(row, ("delivery", "place")) == (2, 1)


def test_a_path_through_a_list_of_the_base_is_no_column() -> None:
    with pytest.raises(CommsError):
        Columns(ORDER).list_path("lines[].")
