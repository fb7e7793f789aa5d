"""CSV files in the encodings of Chinese spreadsheets."""

from pathlib import Path

import pytest

from comms.reading.tables.delimited import decoded, records_of
from comms.reading.tables.opening import table_from_bytes

BIG5 = "貨號,品名,數量,單位,單價\nA1,保溫杯,3,個,9.5\nA2,茶壺,4,個,12\n"


def test_a_file_in_big5_is_told_from_one_in_gbk() -> None:
    table = table_from_bytes(BIG5.encode("big5"), "order.csv")
    assert (table.headers[0], table.rows[0].cells[1]) == ("貨號", "保溫杯")


@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_traditional_characters_in_gbk_stay_what_they_are(encoding: str) -> None:
    assert decoded(BIG5.encode(encoding), "x.csv") == (BIG5, "gb18030")


def test_a_file_without_any_known_name_is_read_as_gb18030() -> None:
    text = "甲,乙\n春,夏\n"
    assert decoded(text.encode("gbk"), "x.csv") == (text, "gb18030")


def test_records_in_big5_are_read_as_they_go(tmp_path: Path) -> None:
    file = tmp_path / "letters.csv"
    file.write_bytes(BIG5.encode("big5"))
    assert next(iter(records_of(file)))[1] == ["貨號", "品名", "數量", "單位", "單價"]
