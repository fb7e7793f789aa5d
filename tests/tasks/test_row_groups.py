"""Rows that make one letter together."""

from typing import Any

import pytest

from comms.reading.tables.records import Record
from comms.reading.tables.table import TableError
from comms.tasks import row_groups
from comms.tasks.row_choice import RowChoice, condition, ranges
from comms.tasks.row_groups import grouped

COLUMNS = {"id": 1, "buyer.name": 2, "lines[].sku": 3}


def row(number: int, *cells: str, **more: Any) -> Record:
    values = {name: cell for name, cell in zip(COLUMNS, cells, strict=False) if cell}
    return Record(number, values, columns=COLUMNS, **more)


ROWS = [
    row(2, "SO-1", "A", "X"),
    row(3, "SO-2", "", "X"),
    row(4, "SO-1", "", "Y"),
    row(5, "SO-2", "B"),
]


def letters(rows: list[Record], choice: RowChoice | None = None) -> list[Record]:
    return list(grouped(iter(rows), "id", choice or RowChoice()))


def reasons(rows: list[Record], choice: RowChoice | None = None) -> list[str | None]:
    return [letter.error.reason if letter.error else None for letter in letters(rows, choice)]


def test_rows_of_one_letter_need_not_stand_together_and_an_empty_cell_stands_for_the_others() -> None:
    first, second = letters(ROWS)
    assert (first.number, first.values) == (2, {"id": "SO-1", "buyer.name": "A"})
    assert [(each.number, each.values) for each in first.entries] == [
        (2, {"lines[].sku": "X"}),
        (4, {"lines[].sku": "Y"}),
    ]
    assert second.values["buyer.name"] == "B"


def test_rows_of_one_letter_that_contradict_each_other_are_told_with_both_values() -> None:
    first, second = letters([*ROWS, row(9, "SO-1", "C")])
    assert second.error is None
    assert isinstance(first.error, TableError)
    assert first.error.values == {
        "column": "buyer.name",
        "one": "A",
        "row": 2,
        "other": "C",
        "other_row": 9,
    }


def test_a_letter_with_a_row_that_cannot_be_used_is_not_made_without_it() -> None:
    bad = row(4, "SO-1", "", "Y")._replace(error=TableError("no_column"))
    assert reasons([ROWS[0], bad, ROWS[3]]) == ["no_column", None]


@pytest.mark.parametrize(
    ("stray", "reason"),
    [(Record(4, {}, TableError("formula")), "formula"), (row(4, "", "", "Y"), "no_group")],
)
def test_a_row_of_an_unknown_letter_stops_all_of_them(stray: Record, reason: str) -> None:
    with pytest.raises(TableError, match=reason):
        letters([ROWS[0], stray])


def test_a_total_is_told_and_belongs_to_no_letter() -> None:
    total = Record(9, {"id": "合计"}, TableError("total_row"), COLUMNS)
    assert reasons([*ROWS, total]) == [None, None, "total_row"]


def test_a_number_in_json_and_the_same_in_text_are_one_letter() -> None:
    assert len(letters([Record(1, {"id": 7}), Record(2, {"id": "7"})])) == 1
    nested = [Record(1, {"buyer": {"name": "A"}}), Record(2, {"buyer": {"name": "B"}})]
    assert len(list(grouped(iter(nested), "buyer.name", RowChoice()))) == 2


def test_a_letter_is_made_whole_or_not_at_all() -> None:
    assert reasons(ROWS, RowChoice(rows=ranges("2,4"))) == [None]
    assert reasons(ROWS, RowChoice(rows=ranges("2-3"))) == ["partly_chosen", "partly_chosen"]
    (letter,) = letters(ROWS, RowChoice(rows=ranges("4")))
    assert letter.error is not None
    assert letter.error.values == {"rows": "4", "others": "2"}
    hidden = [ROWS[0], ROWS[2]._replace(is_hidden=True)]
    assert reasons(hidden) == ["partly_chosen"], "a filter on the customer hides the rows that leave it empty"
    assert reasons([each._replace(is_hidden=True) for each in hidden]) == []


def test_a_condition_on_what_the_rows_share_holds_for_all_of_them() -> None:
    assert [letter.number for letter in letters(ROWS, RowChoice((condition("buyer.name=B"),)))] == [3]
    assert reasons(ROWS, RowChoice((condition("lines[].sku=Y"),))) == ["partly_chosen"]


def test_rows_may_differ_in_what_no_letter_uses() -> None:
    rows = [
        Record(
            2,
            {"id": "SO-1", "Sales rep": "Ann"},
            columns={"id": 1, "Sales rep": 2},
            remarks={"# region": "north"},
        ),
        Record(3, {"id": "SO-1", "Sales rep": "Bob"}, columns={"id": 1, "Sales rep": 2}),
    ]
    unused = frozenset({"Sales rep"})
    (letter,) = letters(rows, RowChoice((condition("# region=north"),), unused=unused))
    assert (letter.error, letter.values, letter.remarks) == (None, {"id": "SO-1"}, {})
    assert reasons(rows) == ["group_differs"]


def test_a_table_that_would_not_fit_into_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_groups, "MOST_GROUPED", 3)
    with pytest.raises(TableError, match="too_many_grouped"):
        letters(ROWS)
