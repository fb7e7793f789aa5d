"""Size matrices give a line for each size."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.models.order_confirmation import OrderLine
from comms.reading.answers import AnswerContext
from comms.reading.tables.lines import lines_of
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted, table_from_bytes
from comms.reading.tables.size_names import has_surcharge, is_size
from comms.reading.tables.table import Table, TableError, WrongSum
from tests.reading.test_tables import EN
from tests.support.workbooks import workbook


def sheet_of(*rows: str) -> Table:
    return pasted("".join(row.replace(",", "\t") + "\n" for row in rows))


def columns(table: Table, *names: str) -> list[tuple[str, ...]]:
    indexes = [table.headers.index(name) for name in names]
    return [tuple(row.cells[index] for index in indexes) for row in table.rows]


def test_each_size_with_a_quantity_becomes_a_line() -> None:
    table = sheet_of("款号,品名,颜色,S,M,L,合计,单价", "T-1,T恤,白,10,,20,30,39", "T-2,裤,黑,-,5,0,5,59")
    assert table.headers == ("款号", "品名", "颜色", "尺码", "数量", "单价")
    assert columns(table, "款号", "尺码", "数量", "单价") == [
        ("T-1", "S", "10", "39"),
        ("T-1", "L", "20", "39"),
        ("T-2", "M", "5", "59"),
    ]
    assert ([row.number for row in table.rows], table.wrong_sums) == ([2, 2, 3], ())
    assert [(each.reason, each.header) for each in table.left_out_columns] == [("size", "合计")]


@pytest.mark.parametrize(
    "sizes",
    ["38,39,40", "36,36.5,37", "90,100,110", "XS,S,M", "2XL,3XL,4XL", "M码,L码,XL码", "165/88A,170/92A,175/96A",
     "35码,36码,37码", "80cm,90cm,100cm", "Size S,Size M,Size L", "均码,L,XL", "EU36,EU37,EU38"],
)  # fmt: skip
def test_three_sizes_of_any_kind_make_a_matrix(sizes: str) -> None:
    table = sheet_of(f"SKU,Name,{sizes},Price", "A1,shirt,1,2,3,9")
    assert columns(table, "Qty" if "Size" in table.headers else "数量") == [("1",), ("2",), ("3",)]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("SKU,S,M,Qty", "A1,1,2,3"),  # two sizes are too few
        ("SKU,Name,100,500,1000", "A1,cup,9.5,9,8.5"),  # prices by quantity
        ("SKU,S,M,L", "A1,39.50,41.50,43.50"),  # prices by size
        ("SKU,S,M,L", "A1,¥39,¥41,¥43"),
        ("SKU,S,M,L", "A1,√,√,×"),
        ("SKU,L,W,H,Qty", "A1,10,20,30,5"),  # measures
        ("SKU,Qty,S,M,L", "A1,500,10,20,20"),  # the quantity is another one
        ("SKU,Name,2024,2025,2026", "A1,cup,1,2,3"),
        ("SKU,Name,40,38,39", "A1,cup,1,2,3"),
    ],
)
def test_other_columns_are_no_size_matrix(header: str, row: str) -> None:
    table = sheet_of(header, row)
    assert (list(table.headers), len(table.rows)) == (header.split(","), 1)


def test_a_sum_that_differs_is_told() -> None:
    table = sheet_of("款号,S,M,L,合计", "T-1,10,20,30,60", "T-2,10,20,30,70", "T-3,1,1,1,x")
    assert table.wrong_sums == (WrongSum(3, "合计", "70", "60"), WrongSum(4, "合计", "x", "3"))
    assert len(table.rows) == 9


def test_a_quantity_column_that_holds_the_sums_is_their_check() -> None:
    table = sheet_of("SKU,S,M,L,Qty,Amount", "A1,1,2,3,6,60", "A2,1,2,3,7,70")
    assert table.headers == ("SKU", "Size", "Qty")
    assert table.wrong_sums == (WrongSum(3, "Qty", "7", "6"),)
    assert [each.header for each in table.left_out_columns] == ["Qty", "Amount"]


def test_a_total_row_is_that_of_the_sums() -> None:
    """What checks the total of a column of lines finds it by the number of that column in the file."""
    summed = sheet_of("款号,S,M,L,合计", "T-1,1,2,3,6", "T-2,1,1,1,3", "合计,2,3,4,9")
    assert (summed.headers[2], summed.columns[2], summed.skipped[-1].cells[4]) == ("数量", 5, "9")
    plain = sheet_of("款号,S,M,L", "T-1,1,2,3", "T-2,1,1,1", "合计,2,3,4")
    assert (plain.skipped, plain.left_out[-1].reason) == ((), "total")


def test_a_row_without_a_quantity_in_any_size_is_told() -> None:
    table = sheet_of("款号,S,M,L,合计", "T-1,10,20,30,60", "T-2,,,,50", "T-3,0,0,0,0")
    assert (len(table.rows), [(each.reason, each.first, each.last) for each in table.left_out]) == (
        3,
        [("without_size", 3, 4)],
    )
    assert table.wrong_sums == (WrongSum(3, "合计", "50", "0"),)


def test_the_size_joins_a_specification_that_is_there() -> None:
    table = sheet_of("款号,规格,S,M,L", "T-1,白色,1,1,", "T-2,,,,1")
    assert columns(table, "款号", "规格", "数量") == [
        ("T-1", "白色，S", "1"),
        ("T-1", "白色，M", "1"),
        ("T-2", "L", "1"),
    ]


def test_the_lines_of_a_matrix_are_told_apart_by_their_specification() -> None:
    table = sheet_of("SKU,Name,Colour,S,M,L,Total,Price", "T-1,shirt,white,10,20,20,50,39")
    found = lines_of(table, match(table, OrderLine, "en"), OrderLine, EN)
    assert [(part["sku"], part["specification"], part["quantity"]) for part in found.parts] == [
        ("T-1", "white, S", "10"),
        ("T-1", "white, M", "20"),
        ("T-1", "white, L", "20"),
    ]
    assert (found.problems, found.warnings) == ((), ())


def test_sizes_below_a_name_of_their_own_are_found() -> None:
    def merge(sheet: object) -> None:
        for reference in ("A1:A2", "B1:D1", "E1:E2"):
            sheet.merge_cells(reference)  # type: ignore[attr-defined]

    rows = [["款号", "尺码", None, None, "合计"], [None, 38, 39, 40, None], ["T-1", 1, 2, 3, 6]]
    table = table_from_bytes(workbook(rows, merge), "x")
    assert columns(table, "款号", "尺码", "数量") == [
        ("T-1", "38", "1"),
        ("T-1", "39", "2"),
        ("T-1", "40", "3"),
    ]


def test_a_formula_that_was_never_computed_still_marks_its_quantity() -> None:
    rows = [["SKU", "S", "M", "L"], ["A1", 1, "=1+1", 3]]
    table = table_from_bytes(workbook(rows), "x")
    assert table.formulas  # the cells keep the text of the formula, which no reader takes for a figure
    context = AnswerContext("en", EN.now, "USD")
    assert lines_of(table, match(table, OrderLine, "en"), OrderLine, context).problems


@given(
    st.lists(st.lists(st.integers(0, 99), min_size=4, max_size=4), min_size=1, max_size=5).filter(
        lambda x: any(map(any, x))
    )
)
def test_no_piece_of_a_matrix_is_lost_or_added(quantities: list[list[int]]) -> None:
    rows = [f"A{number}," + ",".join(map(str, row)) for number, row in enumerate(quantities)]
    table = sheet_of("SKU,S,M,L,XL", *rows)
    assert sum(int(quantity) for (quantity,) in columns(table, "Qty")) == sum(map(sum, quantities))


@pytest.mark.parametrize("text", ["S", "xxl", "3XL", "38", "38.5码", "120cm", "170/92A", "均码"])
def test_a_size_is_known(text: str) -> None:
    assert is_size(text)


@pytest.mark.parametrize("text", ["", "码", "数量", "5", "2026", "SKU", "S号线", "300", "1/2"])
def test_other_headings_are_no_size(text: str) -> None:
    assert not is_size(text)


# --- surcharges, remarks and assortments


@pytest.mark.parametrize("header", ["2XL (+0.50)", "2XL（+3元）", "2XL +5%", "44 (+1.00)", "XL (另加 2 元)"])
def test_a_size_with_a_surcharge_is_a_size(header: str) -> None:
    assert is_size(header) and has_surcharge(header)


@pytest.mark.parametrize("header", ["2XL", "XL（加大）", "S (36)", "2XL (slim)"])
def test_a_size_with_a_remark_has_no_surcharge(header: str) -> None:
    assert is_size(header) and not has_surcharge(header)


@pytest.mark.parametrize("header", ["100 (USD)", "S (see remarks below)", "Size (+1)", "+0.50"])
def test_other_remarks_make_no_size(header: str) -> None:
    assert not is_size(header)


def test_a_surcharge_that_no_price_includes_is_refused() -> None:
    with pytest.raises(TableError) as caught:
        sheet_of("SKU,S,M,L,2XL (+0.50),Price", "A1,1,2,3,10,9")
    assert (caught.value.reason, caught.value.values) == ("size_surcharge", {"headers": ["2XL (+0.50)"]})
    without_price = sheet_of("SKU,S,M,L,2XL (+0.50)", "A1,1,2,3,10")
    assert columns(without_price, "Size", "Qty")[-1] == ("2XL (+0.50)", "10")
    not_ordered = sheet_of("SKU,S,M,L,2XL (+0.50),Price", "A1,1,2,3,,9")
    assert columns(not_ordered, "Qty") == [("1",), ("2",), ("3",)]


def test_a_size_apart_from_the_others_is_not_lost() -> None:
    table = sheet_of("SKU,S,M,L,Remarks,2XL", "A1,1,2,3,red,10")
    assert columns(table, "Size", "Qty") == [("S", "1"), ("M", "2"), ("L", "3"), ("2XL", "10")]


def test_pieces_in_each_carton_are_multiplied_where_a_total_says_so() -> None:
    table = sheet_of("SKU,S,M,L,Cartons,Total", "A1,2,4,2,5,40", "A2,1,0,1,3,6")
    assert columns(table, "SKU", "Qty") == [
        ("A1", "10"),
        ("A1", "20"),
        ("A1", "10"),
        ("A2", "3"),
        ("A2", "3"),
    ]
    assert table.wrong_sums == ()


def test_pieces_in_all_cartons_stay_where_a_total_says_so() -> None:
    table = sheet_of("SKU,S,M,L,Cartons,Total", "A1,2,4,2,5,8")
    assert columns(table, "Qty") == [("2",), ("4",), ("2",)]


def test_sizes_beside_cartons_without_a_total_are_refused() -> None:
    with pytest.raises(TableError) as caught:
        sheet_of("SKU,S,M,L,Cartons,Price", "A1,2,4,2,5,9")
    assert (caught.value.reason, caught.value.values) == ("size_cartons", {"header": "Cartons"})
    one_each = sheet_of("SKU,S,M,L,Cartons,Price", "A1,2,4,2,1,9")
    assert columns(one_each, "Qty") == [("2",), ("4",), ("2",)]
