"""The dialog about a table: columns, values for all lines, the decimal sign, and what is kept of it."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from cli.interview.line_table import LineTable, TableDialog, TableRequest, columns_folder
from cli.terminal.screen import Screen
from comms.errors import CommsError
from comms.interview.drafts import Draft
from comms.reading.answers import AnswerContext
from comms.reading.tables.decimals import DecimalSign
from comms.reading.tables.lines import Lines
from tests.support.interviews import NOW

EN = AnswerContext("en", NOW, "USD")


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / ".state"))


class Dialog:
    """A dialog about a table, with typed texts, and what it showed."""

    def __init__(self, tmp_path: Path, text: str, kind: str = "order-confirmation") -> None:
        file = tmp_path / "t.csv"
        file.write_text(text, encoding="utf-8")
        self.seen = io.StringIO()
        self.table = LineTable(TableRequest(file).table(), Draft(kind, "en", {"kind": kind}), EN)

    def run(self, *typed: str) -> Lines | None:
        texts: Iterator[str] = iter(typed)
        ask: Callable[..., Any] = lambda *_: next(texts)  # noqa: E731
        return TableDialog(self.table, ask, Screen(Console(file=self.seen, width=200))).lines()


def test_what_no_column_has_is_given_once_for_all_lines(tmp_path: Path) -> None:
    dialog = Dialog(tmp_path, "SKU,On hand,Daily sales\nA,5,2\nB,7,3\n", "restock-brief")
    lines = dialog.run("Unit=pcs", "lead_time_days=14 days", "")
    assert lines is not None
    assert [(part["unit"], part["lead_time_days"]) for part in lines.parts] == [("pcs", "14")] * 2
    assert "No column has: Unit; Lead time" in dialog.seen.getvalue()


def test_a_value_of_a_cell_comes_before_the_one_for_all_lines(tmp_path: Path) -> None:
    lines = Dialog(tmp_path, "SKU,Qty,Unit\nA,5,set\nB,7,\n").run("unit=pcs", "")
    assert lines is not None
    assert [part["unit"] for part in lines.parts] == ["set", "pcs"]


@pytest.mark.parametrize("typed", ["quantity=many", "colour=red", "9=quantity", "nonsense"])
def test_what_is_not_understood_is_refused_and_asked_again(tmp_path: Path, typed: str) -> None:
    dialog = Dialog(tmp_path, "SKU,Qty\nA,5\n")
    assert dialog.run(typed, "<") is None
    assert "✗" in dialog.seen.getvalue()


def test_a_decimal_sign_may_be_typed(tmp_path: Path) -> None:
    dialog = Dialog(tmp_path, "SKU;Qty;Unit Price\nA;1.200;12\n")
    lines = dialog.run("", ",", "")
    assert lines is not None
    assert lines.parts[0]["quantity"] == "1200"
    assert dialog.table.matching.decimal is DecimalSign.COMMA


def test_columns_that_were_confirmed_are_used_for_the_next_table(tmp_path: Path) -> None:
    text = "Code,How many\nA,5\n"
    first = Dialog(tmp_path, text)
    assert first.run("2=quantity", "") is not None
    first.table.keep_columns(None)
    again = Dialog(tmp_path, text.replace("A,5", "B,9"))
    lines = again.run("")
    assert lines is not None
    assert lines.parts == ({"sku": "B", "quantity": "9"},)
    assert "as you confirmed them before" in again.seen.getvalue()


def test_nothing_is_kept_of_columns_that_nobody_changed(tmp_path: Path) -> None:
    dialog = Dialog(tmp_path, "SKU,Qty\nA,5\n")
    assert dialog.run("") is not None
    dialog.table.keep_columns(None)
    assert not columns_folder().exists()


@pytest.mark.parametrize(
    ("where", "reason"),
    [("Order=PO-9", "no_rows"), ("Colour=red", "no_column_named"), ("Order", "bad_where")],
)
def test_rows_that_are_not_there_cannot_be_chosen(tmp_path: Path, where: str, reason: str) -> None:
    (tmp_path / "t.csv").write_text("Order,SKU,Qty\nPO-1,A,5\n", encoding="utf-8")
    with pytest.raises(CommsError) as refused:
        TableRequest(tmp_path / "t.csv", where=(where,)).table()
    assert refused.value.reason == reason


def test_a_header_row_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("a,b,c\nx,y,z\nSKU,Qty,Note\nA,5,n\n", encoding="utf-8")
    assert TableRequest(tmp_path / "t.csv", header_row=3).table().headers == ("SKU", "Qty", "Note")
