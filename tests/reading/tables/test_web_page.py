"""Tables in HTML, as many systems export them with the suffix .xls."""

import random

import pytest

from comms.reading.tables.opening import table_from_bytes
from comms.reading.tables.table import LeftOut, Table, TableError
from tests.support.effort import within

PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"><style>td {mso-number-format:"\\@"}</style>
<!--[if gte mso 9]><xml><x:Name>明细</x:Name></xml><![endif]--></head><body>
<table border=1><tr><th>货号<th>品名<th>数量<th>单价</tr>
<tr><td>000123</td><td>T恤<br>白色</td><td x:num="12">12</td><td>¥9.80</td></tr>
<tr><td rowspan=2>A2<td>裤&nbsp;<b>黑</b><td>1,200<td>3%
<tr><td>裤<td>7<td>5
<tr style="display: none"><td>A4<td>x<td>1<td>1</tr>
<tr><td><s>A5</s><td><del>x</del><td><strike>1</strike><td><span style="text-decoration:line-through">1</span></tr>
<tr><td>A6<td>x<td><s>100</s> 120<td>1</tr>
<tr><td colspan=2>合计<td>1339<td></table></body></html>"""


def read(page: str, encoding: str = "utf-8") -> Table:
    return table_from_bytes(page.encode(encoding), "x.xls")


def test_a_table_in_a_page_is_read_as_it_is_shown() -> None:
    table = read(PAGE)
    assert table.headers == ("货号", "品名", "数量", "单价")
    assert [(row.number, row.cells) for row in table.rows] == [
        (2, ("000123", "T恤\n白色", "12", "¥9.80")),
        (3, ("A2", "裤 黑", "1,200", "3%")),
        (4, ("", "裤", "7", "5")),
        (7, ("A6", "x", "120", "1")),
    ]
    assert (table.merged, table.struck) == ({(4, 0)}, {(7, 2): "100"})
    assert table.left_out == (
        LeftOut("hidden", 5, 5, "A4 x 1 1"),
        LeftOut("struck", 6, 6, "A5 x 1 1"),
        LeftOut("total", 8, 8, "合计 1339"),
    )


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [("gb2312", "gb18030"), ("big5", "big5"), ("utf-8", "gb18030"), ("x-nothing", "utf-8")],
)
def test_a_page_is_read_in_the_encoding_that_it_declares_or_else_has(declared: str, encoding: str) -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}"><table><tr><td>品名<td>數量<td>單價<tr><td>杯子<td>1<td>2</table>'
    assert read(
        page.replace("數", "数").replace("單價", "单价") if encoding == "gb18030" else page, encoding
    ).rows[0].cells == ("杯子", "1", "2")


def test_of_several_tables_the_one_with_lines_is_read() -> None:
    layout = "<table><tr><td>示例公司<td><table><tr><td>电话<td>000</table><tr><td>"
    table = read(layout + "<table><tr><th>SKU<th>Name<th>Qty<tr><td>A1<td>cup<td>3</table></table>")
    assert (table.headers, [row.cells for row in table.rows], table.sheet) == (
        ("SKU", "Name", "Qty"),
        [("A1", "cup", "3")],
        "3",
    )


def test_the_pages_of_a_web_archive_are_read() -> None:
    archive = (
        'MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary="x"\n\n'
        "--x\nContent-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<table><tr><td class=3D1>SKU<td>Name<td>Qty<tr><td>A1<td>=E6=9D=AF<td>3</table>\n--x--\n"
    )
    assert read(archive).rows[0].cells == ("A1", "杯", "3")


def test_a_page_without_a_table_is_told_precisely() -> None:
    for page in (
        "<html><frameset><frame src=sheet001.htm></frameset></html>",
        "<?xml version='1.0'?><Workbook/>",
        "<",
        "MIME-Version: 1.0\n\nx",
    ):
        with pytest.raises(TableError) as caught:
            read(page)
        assert caught.value.reason == "no_table_in_page"


def test_cells_that_span_without_end_do_no_harm() -> None:
    wide = (
        "<table><tr><th>SKU<th>Name<th>Qty"
        + "<tr><td rowspan=999999999 colspan=99999999>x" * 300
        + "</table>"
    )
    with within(5):
        assert len(read(wide).rows) <= 300
    assert len(read("<table><tr><th>SKU<th>Qty<tr><td colspan=-1 rowspan=x>A1<td>3</table>").rows) == 1


def test_tables_within_tables_without_end_do_no_harm() -> None:
    with within(5):
        for page in (
            "<table><tr><td>" * 20_000,
            "<table>" * 20_000 + "x",
            "<s>" * 20_000 + "<table><tr><td>SKU",
        ):
            try:
                read(page)
            except TableError as error:
                assert error.reason


def test_a_page_that_is_too_long_is_refused() -> None:
    with within(10), pytest.raises(TableError) as caught:
        read("<table><tr><th>SKU<th>Qty" + "<tr><td>A<td>1" * 5_000 + "</table>")
    assert caught.value.reason == "too_long"


def test_a_damaged_page_makes_a_table_or_an_error() -> None:
    chance = random.Random(7)
    for _ in range(200):
        content = bytearray(PAGE.encode())
        for _ in range(chance.randint(1, 20)):
            content[chance.randrange(1, len(content))] = chance.randrange(256)
        try:
            table_from_bytes(bytes(content), "x")
        except TableError as error:
            assert error.reason
