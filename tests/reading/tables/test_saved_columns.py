"""What people have said of columns, in a file."""

from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.models.order_confirmation import OrderLine
from comms.reading.tables.matching import Matching, match
from comms.reading.tables.opening import pasted
from comms.reading.tables.saved_columns import columns_text, name_of, read_columns, with_columns

KIND = "order-confirmation"
TABLE = pasted('Art\tWie viel\t"Prix ""net"""\tOld = new\nA-1\t2\t5\t9\n')


def matched() -> Matching:
    found = match(TABLE, OrderLine, "en")
    for index, key in enumerate(("sku", "quantity", "unit_price", None)):
        found = found.with_column(index, key)
    return found


def test_a_file_gives_back_what_was_said(tmp_path: Path) -> None:
    file = tmp_path / "columns.toml"
    file.write_text(columns_text(matched(), KIND), encoding="utf-8")
    assert read_columns(file, KIND) == {
        "Art": "sku",
        "Wie viel": "quantity",
        'Prix "net"': "unit_price",
        "Old = new": "-",
    }
    assert with_columns(match(TABLE, OrderLine, "en"), read_columns(file, KIND)) == matched()
    assert read_columns(file, "restock-brief") == {}


def test_a_file_keeps_its_other_headings_sections_and_comments() -> None:
    before = '# ours\n[order-confirmation]\n"Art" = "name"\n"Farbe" = "specification"\n[restock-brief]\n"x" = "sku"\n'
    text = columns_text(matched(), KIND, before)
    assert text.startswith("# ours\n")
    assert '"Farbe" = "specification"' in text
    assert '"Art" = "sku"' in text.replace("Art =", '"Art" =')
    assert '[restock-brief]\n"x" = "sku"' in text


def test_headings_are_recognised_however_they_are_set() -> None:
    found = with_columns(match(TABLE, OrderLine, "en"), {"WIE  VIEL:": "quantity", "gone": "sku"})
    assert [column.key for column in found.columns][1] == "quantity"


def test_the_name_of_a_kept_file_depends_on_the_headings_and_the_kind() -> None:
    other = pasted("Art\tWie viel\nA-1\t2\n")
    names = {name_of(table, kind) for table in (TABLE, other) for kind in (KIND, "restock-brief")}
    assert len(names) == 4


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"[order-confirmation]\n'a' = [1]\n", b"a" * 5000, b"[x\n"]
)
def test_a_file_that_says_nothing_of_columns_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "columns.toml"
    file.write_bytes(content)
    with pytest.raises(CommsError, match="columns_unreadable"):
        read_columns(file, KIND)
