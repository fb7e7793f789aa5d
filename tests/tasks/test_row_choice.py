"""Rows chosen by conditions and by their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.errors import CommsError
from comms.reading.tables.records import Record
from comms.reading.tables.table import TableError
from comms.tasks.row_choice import LAST, Condition, RowChoice, as_ranges, condition, ranges

ROWS = [
    Record(2, {"id": "SO-1", "region": "north", "quantity": "1,200"}),
    Record(3, {"id": "SO-2", "region": "south", "quantity": "900"}, remarks={"# note": "urgent"}),
    Record(5, {"id": "SO-3", "quantity": "1200.0"}),
]


def chosen(choice: RowChoice) -> list[int]:
    return [record.number for record in choice.of(ROWS)]


@pytest.mark.parametrize(
    ("written", "numbers"),
    [
        ("region=north", [2]),
        ("region == north", [2]),
        ("region!=north", [3, 5]),
        ("region ≠ north", [3, 5]),
        ("region=", [5]),
        ("region!=", [2, 3]),
        ("region=North", []),
        ("quantity=1200", [2, 5]),
        ("quantity!=1200", [3]),
        ("# note=urgent", [3]),
        ("id=SO-1", [2]),
    ],
)
def test_a_condition_compares_texts_as_written_and_numbers_as_numbers(
    written: str, numbers: list[int]
) -> None:
    assert chosen(RowChoice((condition(written),))) == numbers


@pytest.mark.parametrize(
    ("cell", "value"), [("00123", "123"), ("1,2", "12"), ("1e3", "1000"), ("１２", "12")]
)
def test_what_only_looks_like_a_number_is_compared_as_text(cell: str, value: str) -> None:
    assert not Condition("sku", value).holds({"sku": cell})
    assert Condition("sku", cell).holds({"sku": cell})


def test_values_of_json_are_compared_as_they_are_written_there() -> None:
    row = Record(1, {"buyer": {"name": "A"}, "paid": True, "quantity": 5})
    for written in ("buyer.name=A", "paid=true", "quantity=5", "nothing="):
        assert list(RowChoice((condition(written),)).of([row]))


def test_all_conditions_must_hold() -> None:
    assert chosen(RowChoice((condition("quantity=1200"), condition("region!=north")))) == [5]


@pytest.mark.parametrize("written", ["", "region", "=north", "!=", "≠x"])
def test_a_condition_without_a_column_or_a_sign_is_refused(written: str) -> None:
    with pytest.raises(CommsError, match="bad_where"):
        condition(written)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("3", ((3, 3),)),
        ("3-20,25", ((3, 20), (25, 25))),
        (" 25 , 3 - 4 ", ((3, 4), (25, 25))),
        ("3–5，7、20-", ((3, 5), (7, 7), (20, LAST))),
    ],
)
def test_rows_are_written_as_numbers_and_ranges(written: str, found: object) -> None:
    assert ranges(written) == found


@pytest.mark.parametrize("written", ["", ",", "0", "5-3", "a", "-3", "3-5-7", "1.5", "9" * 12])
def test_what_is_no_list_of_rows_is_refused(written: str) -> None:
    with pytest.raises(CommsError, match="bad_rows"):
        ranges(written)


@given(st.sets(st.integers(1, 300), min_size=1))
def test_rows_are_told_as_they_can_be_asked_for(numbers: set[int]) -> None:
    read = ranges(as_ranges(numbers))
    assert {number for first, last in read for number in range(first, last + 1)} == numbers


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60), min_size=1))
def test_every_row_that_was_asked_for_is_chosen_or_told_as_absent(there: set[int], asked: set[int]) -> None:
    choice = RowChoice(rows=ranges(as_ranges(asked)))
    found = [record.number for record in choice.of(Record(number, {}) for number in sorted(there))]
    assert found == sorted(there & asked)
    absent = choice.absent()
    missing = ranges(absent) if absent else ()
    assert {number for first, last in missing for number in range(first, last + 1)} == asked - there


def test_an_open_range_lacks_nothing_unless_it_begins_behind_the_table() -> None:
    choice = RowChoice(rows=ranges("3-"))
    assert chosen(choice) == [3, 5]
    assert choice.absent() == "4", "an empty row"
    choice = RowChoice(rows=ranges("20-"))
    assert chosen(choice) == []
    assert choice.absent() == "20-"


def test_a_hidden_row_is_left_out_and_remembered_only_if_it_was_chosen() -> None:
    hidden = Record(4, {"region": "north"}, is_hidden=True)
    for choice, remembered in (
        (RowChoice(), [4]),
        (RowChoice((condition("region=north"),)), [4]),
        (RowChoice((condition("region=south"),)), []),
        (RowChoice(rows=ranges("5")), []),
    ):
        assert (list(choice.of([hidden])), choice.hidden) == ([], remembered)


def test_a_row_that_is_struck_through_is_left_out_and_told_apart_from_a_hidden_one() -> None:
    choice = RowChoice()
    rows = [Record(2, {}, is_struck=True), Record(3, {}, is_struck=True, is_hidden=True), Record(4, {})]
    assert [record.number for record in choice.of(rows)] == [4]
    assert (choice.struck, choice.hidden) == ([2], [3])


def test_a_row_that_cannot_be_read_is_not_passed_over_by_a_condition() -> None:
    unread = Record(2, {}, TableError("formula"))
    total = Record(3, {"region": "合计"}, TableError("total_row"))
    assert list(RowChoice((condition("region=north"),)).of([unread, total])) == [unread]


def test_letters_do_not_get_the_cells_of_unused_columns() -> None:
    choice = RowChoice(unused=frozenset({"region"}))
    row = Record(2, {"id": "SO-1", "region": "x"}, columns={"id": 1, "region": 2}, remarks={"# a": "b"})
    assert list(choice.of([row])) == [Record(2, {"id": "SO-1"}, columns={"id": 1})]
