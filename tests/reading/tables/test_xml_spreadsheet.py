"""XML Spreadsheets of Excel 2003 are read like workbooks."""

import random

import pytest

from comms.reading.tables.opening import table_from_bytes
from comms.reading.tables.table import LeftOut, Table, TableError
from tests.support.effort import within

HEAD = """<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles>
<Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="m"><NumberFormat ss:Format="&quot;¥&quot;#,##0.00"/></Style>
<Style ss:ID="s"><Font ss:StrikeThrough="1"/></Style></Styles>"""
HIDDEN = "<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions>"


def cell(text: str, kind: str = "String", more: str = "") -> str:
    return f'<Cell {more}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, more: str = "") -> str:
    return f"<Row {more}>{''.join(each if each.startswith('<') else cell(each) for each in cells)}</Row>"


def sheet(*rows: str, name: str = "明细", more: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{more}</Worksheet>'


def read(*sheets: str, wanted: str | None = None) -> Table:
    return table_from_bytes(f"{HEAD}{''.join(sheets)}</Workbook>".encode(), "x.xls", wanted)


TITLES = row("货号", "品名", "数量", "单价", "折扣", "交期")
LINES = sheet(
    '<Column ss:Index="7" ss:Hidden="1"/>',
    TITLES,
    row("000123", "T恤&#10;白色", cell("12", "Number"), cell("9.8", "Number", 'ss:StyleID="m"'),
        cell("0.025", "Number", 'ss:StyleID="p"'), cell("2026-05-18T00:00:00.000", "DateTime"), cell("3", "Number")),
    row("A4", "杯", cell("1", "Number"), more='ss:Index="4" ss:Hidden="1"'),
    row(*(cell(each, more='ss:StyleID="s"') for each in ("A5", "杯"))),
    row(cell("A6", more='ss:MergeDown="1"'), "碗", '<Cell><Data ss:Type="String"><S>100</S> 120</Data></Cell>',
        cell("5", "Number", 'ss:Index="4"')),
    row(cell("碗", more='ss:Index="2"'), '<Cell ss:Formula="=RC[1]*2"/>', cell("2026-05-18T10:30:00.000", "DateTime", 'ss:Index="6"')),
)  # fmt: skip


def test_the_values_of_a_sheet_are_those_of_an_xlsx_sheet() -> None:
    table = read(sheet(TITLES, name="参数", more=HIDDEN), LINES)
    assert [(each.number, each.cells) for each in table.rows] == [
        (2, ("000123", "T恤\n白色", "12", "¥9.8", "2.5%", "2026-05-18")),
        (6, ("A6", "碗", "120", "5", "", "")),
        (7, ("", "碗", "=RC[1]*2", "", "", "2026-05-18 10:30:00")),
    ]
    assert table.left_out == (LeftOut("hidden", 4, 4, "A4 杯 1"), LeftOut("struck", 5, 5, "A5 杯"))
    assert (table.merged, table.struck, table.formulas) == ({(7, 0)}, {(6, 2): "100"}, {(7, 2)})
    assert (table.sheet, table.hidden_sheets) == ("明细", ("参数",))
    assert [each.number for each in table.left_out_columns] == [7]


def test_a_sheet_is_named_and_counted() -> None:
    assert (
        read(sheet(TITLES, row("A1"), name="一"), sheet(TITLES, row("B1"), name="二"), wanted="2").sheet
        == "二"
    )


def test_hostile_sheets_make_a_table_or_an_error() -> None:
    wide = row(cell("x", more='ss:Index="16384"')) * 3000
    entities = HEAD.replace(
        "<Workbook", '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]><Workbook', 1
    )
    for content in (
        HEAD + sheet(TITLES, wide) + "</Workbook>",
        HEAD + sheet(TITLES, row(cell("nan", "Number"), cell("1e999", "Number"))) + "</Workbook>",
        HEAD + sheet(TITLES, row("A1", more='ss:Index="99999999999"')) + "</Workbook>",
        HEAD + sheet(TITLES, row("A1", more='ss:Span="99999999"')) + "</Workbook>",
        HEAD + "<Worksheet>" * 300,
        entities + sheet(TITLES, row("&b;")) + "</Workbook>",
    ):
        with within(5):
            try:
                table_from_bytes(content.encode(), "x")
            except TableError as error:
                assert error.reason in ("too_long", "broken", "empty")


def test_a_damaged_sheet_makes_a_table_or_an_error() -> None:
    written = f"{HEAD}{LINES}</Workbook>".encode()
    chance = random.Random(7)
    for _ in range(100):
        content = bytearray(written)
        for _ in range(chance.randint(1, 4)):
            content[chance.randrange(60, len(content))] = chance.randrange(32, 127)
        try:
            table_from_bytes(bytes(content), "x")
        except TableError as error:
            assert error.reason


@pytest.mark.parametrize(
    "content", [b"<?xml version='1.0'?><x xmlns='urn:schemas-microsoft-com:office:spreadsheet'/>"]
)
def test_a_workbook_without_sheets_is_empty(content: bytes) -> None:
    with pytest.raises(TableError) as caught:
        table_from_bytes(content, "x")
    assert caught.value.reason == "empty"


def test_more_rows_than_a_sheet_can_have_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("comms.reading.tables.xml_spreadsheet.MAX_ROWS", 20)
    with pytest.raises(TableError) as caught:
        read(sheet(TITLES, *["<Row/>"] * 30))
    assert caught.value.reason == "too_long"
