"""Workbooks of old Excel versions are read like new ones."""

import random
import sys
from pathlib import Path

import pytest

from comms.reading.tables.opening import table_from_bytes
from comms.reading.tables.table import LeftOut, TableError

OLD = Path(__file__).with_name("old.xls").read_bytes()
CONTAINER = OLD[:8]


def test_a_workbook_of_an_old_version_gives_the_texts_of_a_new_one() -> None:
    pytest.importorskip("xlrd")
    table = table_from_bytes(OLD, "old.xls")
    assert [row.cells for row in table.rows] == [
        ("000123", "T恤", "12", "¥9.8", "3%", "2026-05-18", "TRUE"),
        ("000456", "裤", "5000", "USD 33.33", "2.5%", "2026-05-18 10:30:00", "两行\n备注"),
        ("A5", "改数", "120", "1.5", "", "", ""),
        ("A6", "合并", "3", "1", "", "", ""),
        ("", "合并", "4", "1", "", "", ""),
        ("A8", "x", "1", "", "", "", ""),
    ]


def test_hidden_and_struck_rows_of_an_old_workbook_are_left_out() -> None:
    pytest.importorskip("xlrd")
    table = table_from_bytes(OLD, "old.xls")
    assert table.left_out == (
        LeftOut("hidden", 4, 4, "A3 隐藏 1 1"),
        LeftOut("struck", 5, 5, "A4 划掉 1 1"),
        LeftOut("total", 10, 10, "合计 5000"),
    )
    assert (table.struck, table.merged) == ({(6, 2): "100"}, {(8, 0)})
    assert [(each.reason, each.header) for each in table.left_out_columns] == [("hidden", "成本")]
    assert (table.sheet, table.hidden_sheets) == ("明细", ("参数",))


def test_without_the_library_a_reader_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "xlrd", None)
    with pytest.raises(TableError) as caught:
        table_from_bytes(OLD, "old.xls")
    assert caught.value.reason == "no_xls_reader"


def test_a_letter_of_old_word_is_no_table() -> None:
    with pytest.raises(TableError) as caught:
        table_from_bytes(CONTAINER + bytes(600) + "WordDocument".encode("utf-16-le"), "letter.doc")
    assert caught.value.reason == "not_supported"


def test_a_damaged_workbook_of_an_old_version_makes_a_table_or_an_error() -> None:
    pytest.importorskip("xlrd")
    chance = random.Random(7)
    for _ in range(150):
        content = bytearray(OLD)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(8, len(content))] = chance.randrange(256)
        try:
            table_from_bytes(
                bytes(content[: chance.choice([len(content), chance.randrange(600, len(content))])]), "x"
            )
        except TableError as error:
            assert error.reason


def test_what_the_library_says_of_a_damaged_file_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("xlrd")
    with pytest.raises(TableError):
        table_from_bytes(OLD[:3000], "x.xls")
    assert capfd.readouterr() == ("", "")
