"""OpenDocument spreadsheets are read like those of Excel."""

import random
from pathlib import Path

import pytest

from comms.reading.tables.opening import read_table, table_from_bytes
from comms.reading.tables.table import LeftOut, Table, TableError
from tests.support.effort import within
from tests.support.opendocument import cell, number, opendocument, row, table

HEAD = row("货号", "品名", "数量", "单价")
STRUCK = '<style:style style:name="gone" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>'
HIDDEN = '<style:style style:name="off" style:family="table"><style:table-properties table:display="false"/></style:style>'


def read(*rows: str, styles: str = "", columns: str = "") -> Table:
    return table_from_bytes(opendocument(table(*rows, columns=columns), styles), "x.ods")


def test_the_values_of_an_opendocument_sheet_are_those_of_an_xlsx_sheet() -> None:
    found = read(
        row("货号", "品名", "数量", "单价", "折扣", "交期", "备注"),
        row(
            number("123", "000123"),
            "T恤",
            number("12", "12"),
            number("9.8", "¥9.80", "currency", 'office:currency="CNY"'),
            number("0.03", "3%", "percentage"),
            cell("2026年5月18日", 'office:value-type="date" office:date-value="2026-05-18"'),
            cell("TRUE", 'office:value-type="boolean" office:boolean-value="true"'),
        ),
        row(
            "A2",
            "裤",
            number("0.30000000000000004", "0.3"),
            number("33.3333333333333", "33.33"),
            number("0.025", "2.5%", "percentage"),
            cell("x", 'office:value-type="date" office:date-value="2026-05-18T10:30:00.000"'),
            "<table:table-cell><text:p>两行</text:p><text:p>备<text:s text:c='2'/>注</text:p></table:table-cell>",
        ),
    )
    assert [each.cells for each in found.rows] == [
        ("000123", "T恤", "12", "CNY 9.8", "3%", "2026-05-18", "TRUE"),
        ("A2", "裤", "0.3", "33.33", "2.5%", "2026-05-18 10:30:00", "两行\n备  注"),
    ]


def test_hidden_filtered_and_struck_rows_are_left_out() -> None:
    found = read(
        HEAD,
        row("A1", "杯", "1", "5", more='table:visibility="collapse"'),
        row("A2", "杯", "1", "5", more='table:visibility="filter" table:number-rows-repeated="3"'),
        row(*(cell(each, 'table:style-name="gone"') for each in ("A5", "杯", "1", "5"))),
        row("A6", "杯", "<table:table-cell><text:p><text:span text:style-name='gone'>100</text:span>120</text:p></table:table-cell>", "5"),
        styles=STRUCK,
    )  # fmt: skip
    assert found.left_out == (
        LeftOut("hidden", 2, 2, "A1 杯 1 5"),
        LeftOut("filtered", 3, 5, "A2 杯 1 5"),
        LeftOut("struck", 6, 6, "A5 杯 1 5"),
    )
    assert (found.rows[0].number, found.rows[0].cells, found.struck) == (
        7,
        ("A6", "杯", "120", "5"),
        {(7, 2): "100"},
    )


def test_hidden_columns_and_sheets_are_told() -> None:
    columns = "<table:table-column table:number-columns-repeated='3'/><table:table-column table:visibility='collapse'/>"
    hidden = table(HEAD, name="参数", more='table:style-name="off"')
    shown = table(HEAD, row("A1", "杯", "1", "5"), columns=columns)
    found = table_from_bytes(opendocument(hidden + shown, HIDDEN), "x")
    assert (found.sheet, found.hidden_sheets, found.headers) == ("明细", ("参数",), ("货号", "品名", "数量"))
    assert found.left_out_columns[0].header == "单价"


def test_merged_and_repeated_cells_stand_where_they_are_shown() -> None:
    found = read(
        HEAD,
        row(cell("A1", 'table:number-rows-spanned="2"'), "杯", "1", "5"),
        row("<table:covered-table-cell/>", "碗", "2", "5"),
        row(cell("", 'table:number-columns-repeated="4"'), more='table:number-rows-repeated="5"'),
        row("A9", cell("7", 'table:number-columns-repeated="3"')),
        row(cell("", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1048567"'),
    )
    assert [(each.number, each.cells) for each in found.rows] == [
        (2, ("A1", "杯", "1", "5")),
        (3, ("", "碗", "2", "5")),
        (9, ("A9", "7", "7", "7")),
    ]
    assert found.merged == {(3, 0)}


def test_comments_on_cells_and_xml_comments_are_no_text() -> None:
    noted = "<table:table-cell><office:annotation><text:p>内部</text:p></office:annotation><text:p>杯<!-- x --></text:p></table:table-cell>"
    assert read(HEAD, row("A1", noted, "1", "5")).rows[0].cells[1] == "杯"


def test_a_formula_that_was_never_computed_is_marked() -> None:
    formula = '<table:table-cell table:formula="of:=[.A1]*2"/>'
    found = read(HEAD, row("A1", "杯", formula, "5"))
    assert (found.formulas, found.rows[0].cells[2]) == ({(2, 2)}, "=[.A1]*2")


def reason_of(content: bytes) -> str:
    with pytest.raises(TableError) as caught:
        table_from_bytes(content, "x.ods")
    return caught.value.reason


def test_other_packages_of_the_format_are_refused_for_what_they_are() -> None:
    assert (
        reason_of(opendocument(table(HEAD), mimetype="application/vnd.oasis.opendocument.text"))
        == "not_supported"
    )
    assert reason_of(opendocument(table(HEAD), manifest="<encryption-data/>")) == "locked"
    assert reason_of(opendocument("")) == "empty"
    assert reason_of(opendocument("<table:table>")) == "broken"


def test_cells_that_are_repeated_without_end_do_not_fill_the_memory() -> None:
    wide = row(cell("x", 'table:number-columns-repeated="16384"'), more='table:number-rows-repeated="1000"')
    with within(3):
        assert reason_of(opendocument(table(HEAD, wide))) == "too_long"
        assert (
            reason_of(opendocument(table(HEAD, row("x", more='table:number-rows-repeated="1048576"'))))
            == "too_long"
        )
    hidden = row("x", more='table:number-rows-repeated="900000" table:visibility="filter"')
    with within(10):
        assert len(read(HEAD, hidden, row("A1", "杯", "1", "5")).rows) == 1


def test_entities_are_neither_multiplied_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    content = opendocument(table(HEAD, row("A1", "&e;", "1", "5")))
    for entity in (f'<!ENTITY e SYSTEM "{secret.as_uri()}">', '<!ENTITY a "ha"><!ENTITY e "&a;&a;&a;">'):
        bomb = rewritten(content, f"<!DOCTYPE x [{entity}]><office:document-content")
        assert "secret" not in str(table_from_bytes(bomb, "x").rows)


def rewritten(content: bytes, opening: str) -> bytes:
    import zipfile
    from io import BytesIO

    out = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as changed:
        for name in archive.namelist():
            text = archive.read(name).decode()
            changed.writestr(name, text.replace("<office:document-content", opening, 1))
    return out.getvalue()


def test_a_damaged_sheet_makes_a_table_or_an_error(tmp_path: Path) -> None:
    import zipfile
    from io import BytesIO

    whole = opendocument(
        table(HEAD, row("A1", number("1", "1"), number("0.1", "10%", "percentage"), "5")), STRUCK
    )
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        written = archive.read("content.xml")
    chance = random.Random(7)
    for _ in range(100):
        content = bytearray(written)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(32, 127)
        out = BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            archive.writestr("META-INF/manifest.xml", "")
            archive.writestr("content.xml", bytes(content))
        (tmp_path / "x.ods").write_bytes(out.getvalue())
        try:
            read_table(tmp_path / "x.ods")
        except TableError as error:
            assert error.reason


def test_more_rows_than_a_sheet_can_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comms.reading.tables.opendocument.MAX_ROWS", 20)
    assert reason_of(opendocument(table(HEAD, *[row("", "")] * 30))) == "too_long"
