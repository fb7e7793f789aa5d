"""Tables from spreadsheets become the lines of a document."""

import csv
import io
import warnings
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.errors import CommsError
from comms.language.phrases import LANGUAGES, words
from comms.models.base import Part, fields_of
from comms.models.order_confirmation import Charge, OrderLine
from comms.models.restock_brief import StockLine
from comms.models.scalars import MAX_ITEMS
from comms.reading.answers import AnswerContext
from comms.reading.tables.columns import matchable
from comms.reading.tables.figures import read_figure
from comms.reading.tables.headings import book, read_heading
from comms.reading.tables.lines import Lines, lines_of, parts_of
from comms.reading.tables.matching import match, preview
from comms.reading.tables.opening import pasted, read_table, table_from_bytes
from comms.reading.tables.table import MAX_BYTES, Table, TableError
from comms.reading.tables.workbook import number_as_shown
from tests.support.effort import within

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)
ZH = AnswerContext("zh", NOW, "CNY")
EN = AnswerContext("en", NOW, "USD")


def lines(table: Table, part: type[Part] = OrderLine, context: AnswerContext = ZH) -> Lines:
    return lines_of(table, match(table, part, context.language), part, context)


def keys(table: Table, part: type[Part] = OrderLine, language: str = "zh") -> list[str | None]:
    return [column.key for column in match(table, part, language).columns]


def head(*names: str) -> Table:
    return pasted("\t".join(names) + "\n" + "\t".join("x1" for _ in names))


def text(rows: Sequence[Sequence[object]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


ORDER = [
    ["货号", "品名", "规格", "数量", "单位", "单价"],
    ["TS-1", "短袖 T 恤", "白色 M\n100% 棉", "500", "件", "32.50"],
    ["TS-2", "短裤", "黑色 L", "1.2万", "件", "20"],
]


# --- CSV


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gbk", "gb18030"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_in_every_usual_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    table = table_from_bytes(text(ORDER, delimiter).encode(encoding), "order.csv")
    assert list(table.headers) == ORDER[0]
    assert [list(row.cells) for row in table.rows] == ORDER[1:]


def test_a_european_file_of_windows_keeps_its_letters() -> None:
    table = table_from_bytes("SKU;Name;Qty\nA1;Größe für Café;3\n".encode("cp1252"), "order.csv")
    assert table.rows[0].cells == ("A1", "Größe für Café", "3")


def test_the_line_that_tells_excel_the_delimiter_is_not_a_row() -> None:
    table = table_from_bytes(b"sep=;\nSKU;Qty\nA,1;3\n", "order.csv")
    assert (table.headers, table.rows[0].cells, table.rows[0].number) == (("SKU", "Qty"), ("A,1", "3"), 3)


def test_a_file_of_one_column_is_a_table_too() -> None:
    table = table_from_bytes(b"SKU\nA1\nA2\n", "order.csv")
    assert (table.headers, len(table.rows)) == (("SKU",), 2)


def test_decimal_commas_are_recognized_by_the_figures_of_the_whole_table() -> None:
    found = lines(table_from_bytes(b"SKU;Qty;Price\nA1;1.200;9,80\nA2;10;1.009,5\n", "x.csv"))
    assert [(part["quantity"], part["unit_price"]) for part in found.parts] == [
        ("1200", "9.80"),
        ("10", "1009.5"),
    ]


def test_thousands_with_commas_stay_what_they_are() -> None:
    found = lines(pasted("SKU\tQty\tPrice\nA1\t1,200\t9.80\n"))
    assert found.parts[0]["quantity"] == "1200"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=12),
            min_size=3,
            max_size=3,
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
)
def test_rows_written_as_csv_are_read_back(rows: list[list[str]], delimiter: str) -> None:
    body = [[f"A-{number}", *row, "1"] for number, row in enumerate(rows)]
    table = table_from_bytes(
        text([["SKU", "Name", "Spec", "HS code", "Qty"], *body], delimiter).encode(), "x.csv"
    )
    assert [list(row.cells) for row in table.rows] == [[cell.strip("\ufeff") for cell in row] for row in body]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_make_a_table_or_an_error(content: bytes) -> None:
    for opening in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"SKU,Qty\n"):
        try:
            lines(table_from_bytes(opening + content, "x"))
        except TableError as error:
            assert error.reason


# --- rows that are not lines


def test_titles_empty_rows_totals_and_notes_are_not_lines() -> None:
    table = pasted(
        "2026 年春季订单\n\n客户：未来书店\t\t日期：5月1日\n"
        "货号\t品名\t数量\t单价\t金额\n\nA1\t衬衫\t10\t5\t50\n\nA2\t裤子\t20\t5\t100\n"
        "合计\t\t30\t\t150\n备注：含税，不含运费\n卖方签字：\t\t买方签字：\n"
    )
    assert table.header_row == 4
    assert [(row.number, row.cells[0]) for row in table.rows] == [(6, "A1"), (8, "A2")]
    assert [row.number for row in table.skipped] == [1, 3, 9, 10, 11]


@pytest.mark.parametrize(
    "total", ["合计", "总计：", "合 计", "Total", "GRAND TOTAL:", "小计", "合计（元）", "Total (USD)"]
)
def test_a_totals_row_is_not_a_line(total: str) -> None:
    table = pasted(f"SKU\tName\tQty\tPrice\nA1\tshirt\t10\t5\n{total}\t\t10\t\n")
    assert len(table.rows) == 1


def test_a_name_that_begins_like_a_total_is_a_line() -> None:
    table = pasted("SKU\tName\tQty\nTotal-7\tTotal care kit\t10\nA2\tx\t1\n")
    assert len(table.rows) == 2


def test_a_total_without_a_label_is_left_out_with_a_warning() -> None:
    found = lines(pasted("SKU\tName\tQty\tPrice\nA1\ta\t10\t5\nA2\tb\t20\t5\n\t\t30\t\n"))
    assert len(found.parts) == 2
    assert "第 4 行" in found.warnings[0]


def test_empty_columns_are_left_out_and_the_others_keep_their_letters() -> None:
    table = pasted("\tSKU\t\tQty\t\n\tA1\t\t3\tx\n")
    assert (table.headers, table.columns) == (("SKU", "Qty", ""), (2, 4, 5))
    shown = preview(table, match(table, OrderLine, "en"), "en")
    assert [(column.header, column.label) for column in shown] == [
        ("SKU", "Item"),
        ("Qty", "Quantity"),
        ("column E", None),
    ]


def test_a_column_beyond_the_last_letters_is_called_by_its_number() -> None:
    table = pasted("SKU\tQty" + "\t" * 18_277 + "\nA1\t3" + "\t" * 18_276 + "x\ty\n")
    shown = preview(table, match(table, OrderLine, "en"), "en")
    assert [column.header for column in shown] == ["SKU", "Qty", "column ZZZ", "column 18279"]


def test_a_header_in_two_languages_over_two_rows_is_one() -> None:
    table = pasted("货号\t品名\t数量\nItem No.\tDescription\tQty\nA1\tshirt\t3\n")
    assert (keys(table), len(table.rows)) == (["sku", "name", "quantity"], 1)


def test_a_header_repeated_on_the_next_page_is_not_a_line() -> None:
    assert len(pasted("SKU\tQty\nA1\t3\nSKU\tQty\nA2\t4\n").rows) == 2


def test_unknown_names_above_figures_are_a_header() -> None:
    table = pasted("Alpha\tBeta\nA1\t3\n")
    assert (table.header_row, keys(table)) == (1, [None, None])


# --- headers


@pytest.mark.parametrize("part", [OrderLine, StockLine, Charge])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_field_is_known_by_its_key_and_its_labels(part: type[Part], language: str) -> None:
    for key, field in matchable(part).items():
        label = words(language)[field.owner.__name__].get(key, {}).get("label", key)
        assert keys(head(label, "zzz"), part, language)[0] == key
        assert keys(head(key.upper().replace("_", " "), "zzz"), part, language)[0] == key


@pytest.mark.parametrize("part", [OrderLine, StockLine])
def test_each_synonym_names_its_field(part: type[Part]) -> None:
    for key in matchable(part):
        for name in book()["fields"].get(key, ()):
            assert keys(head(name, "zzz"), part)[0] == key, name


def test_no_synonym_means_two_fields_of_one_part() -> None:
    for part in (OrderLine, StockLine):
        seen: dict[str, str] = {}
        for key in matchable(part):
            for name in book()["fields"].get(key, ()):
                assert seen.setdefault(name, key) == key, name


@pytest.mark.parametrize(
    ("header", "key", "currency", "unit"),
    [
        ("单价(元)", "unit_price", "CNY", None),
        ("单价（USD）", "unit_price", "USD", None),
        ("单价（美金）", "unit_price", "USD", None),
        ("含税单价/元", "unit_price", "CNY", None),
        ("单价（元/件）", "unit_price", "CNY", "件"),
        ("Unit Price (USD/pc)", "unit_price", "USD", "pc"),
        ("UNIT PRICE USD", "unit_price", "USD", None),
        ("USD price", "unit_price", "USD", None),
        ("Price in EUR", "unit_price", "EUR", None),
        ("单价￥", "unit_price", "CNY", None),
        ("Qty (pcs)", "quantity", None, "pcs"),
        ("数量（件）", "quantity", None, "件"),
        ("＊数量＊", "quantity", None, None),
        ("数量 Qty", "quantity", None, None),
        ("品名\nDescription", "name", None, None),
        ("ｓｋｕ", "sku", None, None),
        ("Customer Part No.", "buyer_item", None, None),
        ("折扣（%）", "discount_percent", None, None),
        ("交期（必填）", "ship_by", None, None),
    ],
)
def test_a_header_may_name_a_currency_or_a_unit(
    header: str, key: str, currency: str | None, unit: str | None
) -> None:
    matching = match(head(header, "zzz"), OrderLine, "zh")
    assert (matching.columns[0].key, matching.currency, matching.unit) == (key, currency, unit)


@pytest.mark.parametrize(
    "header", ["Qty/ctn", "Qty (per carton)", "数量（每箱）", "客户", "毛重", "客户联系人", "x" * 100_000]
)
def test_a_header_with_another_meaning_gives_nothing(header: str) -> None:
    assert keys(head(header, "zzz"))[0] is None


@pytest.mark.parametrize(
    ("header", "cell", "price"),
    [
        ("单价(元/千件)", "32", {"unit_price": "32", "price_per": "1000", "unit": "件"}),
        ("单价(万元)", "1.2", {"unit_price": "12000"}),
    ],
)
def test_a_scale_in_the_header_is_not_lost(header: str, cell: str, price: dict[str, str]) -> None:
    assert lines(pasted(f"货号\t{header}\nA1\t{cell}\n")).parts[0] == {"sku": "A1", **price}


def test_of_two_columns_for_one_field_the_better_named_one_gives_it() -> None:
    table = pasted("Item\tItem No.\tDescription\tCode\n1\tA1\tshirt\tx\n2\tA2\that\ty\n")
    matching = match(table, OrderLine, "en")
    assert [column.key for column in matching.columns] == [None, "sku", "name", None]
    assert matching.unmatched == (0, 3)


def test_colour_and_size_make_up_the_specification_together() -> None:
    found = lines(pasted("SKU\tColour\tSize\tQty\nA1\twhite\tM\t3\n"), OrderLine, EN)
    assert found.parts[0]["specification"] == "white, M"
    assert keys(pasted("SKU\tSpec\tColour\tQty\nA1\twhite\tM\t3\n")) == [
        "sku",
        "specification",
        None,
        "quantity",
    ]


def test_missing_fields_and_unmatched_columns_are_listed() -> None:
    matching = match(pasted("货号\t毛重\t数量（件）\nA1\t3\t5\n"), OrderLine, "zh")
    assert matching.unmatched == (1,)
    assert set(matching.missing) == {"name", "unit_price", "tolerance_percent"}


def test_a_person_can_change_the_matching() -> None:
    table = pasted("货号\t型号名\t数量\nA1\tT恤\t5\n")
    matching = match(table, OrderLine, "zh").with_column(1, "name")
    assert parts_of(table, matching, OrderLine, ZH) == [{"sku": "A1", "name": "T恤", "quantity": "5"}]
    moved = matching.with_column(0, "name")
    assert [column.key for column in moved.columns] == ["name", None, "quantity"]
    both = matching.with_column(0, "name", also=True)
    assert parts_of(table, both, OrderLine, ZH)[0]["name"] == "A1，T恤"
    assert matching.with_column(1, None).unmatched == (1,)


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(CommsError) as caught:
        match(head("SKU", "x"), OrderLine, "en").with_column(0, "quantitiy")
    assert (caught.value.reason, caught.value.values) == (
        "no_such_field",
        {"path": "quantitiy", "near": "quantity"},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_preview_shows_each_column_with_its_first_values(language: str) -> None:
    table = pasted(text(ORDER, "\t"))
    shown = preview(table, match(table, OrderLine, language), language)
    labels = words(language)["OrderLine"]
    assert [column.label for column in shown][:2] == [labels["sku"]["label"], labels["name"]["label"]]
    assert shown[2].values == ("白色 M 100% 棉", "黑色 L")


# --- without a header row


def test_unambiguous_cells_reveal_their_field_without_a_header() -> None:
    table = pasted("TS-1\t短袖 T 恤\t500\t件\t32.50\nTS-2\t短裤\t300\t件\t30\n")
    assert table.header_row is None
    assert keys(table) == ["sku", "name", "quantity", "unit", "unit_price"]


def test_two_columns_of_whole_numbers_are_left_for_a_person_to_match() -> None:
    assert keys(pasted("TS-1\t500\t30\nTS-2\t300\t20\n")) == ["sku", None, None]


def test_a_currency_or_a_product_distinguishes_price_and_quantity() -> None:
    assert keys(pasted("TS-1\t¥500\t30\nTS-2\t¥300\t20\n")) == ["sku", "unit_price", "quantity"]
    assert keys(pasted("TS-1\t500\t2.5\t1250\nTS-2\t300\t2\t600\n")) == [
        "sku",
        "quantity",
        "unit_price",
        None,
    ]


def test_a_serial_number_is_not_a_quantity() -> None:
    assert keys(pasted("1\tTS-1\t30\n2\tTS-2\t20\n")) == [None, "sku", "quantity"]


# --- cells


@pytest.mark.parametrize(
    ("cell", "value", "currency", "unit"),
    [
        ("１，２００", "1200", None, None),
        ("1.2万", "12000", None, None),
        ("1.2万件", "12000", None, "件"),
        ("5千个", "5000", None, "个"),
        ("500件", "500", None, "件"),
        ("500 pcs.", "500", None, "pcs"),
        ("5kg", "5", None, "kg"),
        ("3k", "3000", None, None),
        ("12 m2", "12", None, "m2"),
        ("¥9.80", "9.80", "CNY", None),
        ("￥ 1,009.80", "1009.80", "CNY", None),
        ("USD 3.20", "3.20", "USD", None),
        ("3.20 usd/pc", "3.20", "USD", "pc"),
        ("9.8元/件", "9.8", "CNY", "件"),
        ("US$3.20", "3.20", "USD", None),
        ("9.8美金", "9.8", "USD", None),
        ("±3%", "3", None, None),
        ("180件/天", "180", None, "件"),
        ("180/天", "180", None, None),
        ("-5", "-5", None, None),
    ],
)
def test_a_figure_is_read_with_its_currency_and_unit(
    cell: str, value: str, currency: str | None, unit: str | None
) -> None:
    figure = read_figure(cell)
    assert figure is not None
    assert (figure.value, figure.currency, figure.unit) == (Decimal(value), currency, unit)


@pytest.mark.parametrize(
    "cell",
    ["约500", "500左右", "100-200", "≥500", "abc", "", "1" * 80, "USD 3 EUR", "5(箱)", "=1+1", "1.2.3"],
)
def test_an_inexact_figure_is_refused(cell: str) -> None:
    assert read_figure(cell) is None


@given(
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["", "件", " pcs", "元", " USD", "/件"]),
)
def test_a_figure_is_read_whatever_is_next_to_it(value: Decimal, beside: str) -> None:
    for written in (f"{value:f}{beside}", f"{value:,f}{beside}"):
        figure = read_figure(written)
        assert figure is not None
        assert figure.value == value


def test_dates_numbers_and_percents_are_read_as_people_type_them() -> None:
    found = lines(
        pasted(
            "货号\t数量\t允差\t交期\t折扣\nA1\t１２\t±3%\t5月18日\t２％\nA2\t待定\t无\t2026/5/18 08:00\t-\n"
        )
    )
    assert not found.problems
    assert found.parts == (
        {
            "sku": "A1",
            "quantity": "12",
            "tolerance_percent": "3",
            "discount_percent": "2",
            "ship_by": "2026-05-18",
        },
        {"sku": "A2", "ship_by": "2026-05-18"},
    )


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("12/3", "2026-12-03"),
        ("20261009", "2026-10-09"),
        ("09-Oct-2026", "2026-10-09"),
        ("10月5日至9日", "2026-10-09"),
        ("3个工作日内", "2026-05-06"),
        ("国庆前", "2026-09-30"),
    ],
)
def test_a_cell_holds_a_date_as_people_write_it(written: str, day: str) -> None:
    found = lines(pasted(f"货号\t数量\t交期\nA1\t12\t{written}\n"))
    assert [part["ship_by"] for part in found.parts] == [day]


def test_a_cell_with_two_readings_names_both() -> None:
    (problem,) = lines(pasted("sku\tquantity\tship by\nA1\t12\t3/4/2026\n"), context=EN).problems
    said = problem.in_language("en")
    assert "4 March 2026 or 3 April 2026" in said
    assert "2026-03-04 or 2026-04-03" in said


def test_all_problems_name_row_header_and_text_in_both_languages() -> None:
    table = pasted("货号\t数量\t交期\nA1\tabc\t05/06/2026\nA2\t三百\t2月30日\n")
    found = lines(table)
    assert [(problem.row, problem.header, problem.text) for problem in found.problems] == [
        (2, "数量", "abc"),
        (2, "交期", "05/06/2026"),
        (3, "数量", "三百"),
        (3, "交期", "2月30日"),
    ]
    assert found.problems[0].in_language("zh").startswith("第 2 行“数量”：“abc”不是数字")
    assert found.problems[0].in_language("en").startswith("Row 2, 数量: `abc` is not a number")


def test_only_twenty_problems_are_listed_and_all_are_counted() -> None:
    table = pasted("SKU\tQty\n" + "".join(f"A{number}\tx\n" for number in range(30)))
    with pytest.raises(TableError) as caught:
        parts_of(table, match(table, OrderLine, "en"), OrderLine, EN)
    assert caught.value.reason == "cells"
    assert caught.value.values["count"] == 30
    problems = caught.value.values["problems"]
    assert isinstance(problems, list)
    assert len(problems) == 20


def test_a_unit_next_to_the_quantity_is_the_unit_of_the_row() -> None:
    found = lines(pasted("货号\t数量\nA1\t500件\nA2\t3套\n"))
    assert [(part["quantity"], part["unit"]) for part in found.parts] == [("500", "件"), ("3", "套")]


def test_the_unit_of_the_header_applies_to_rows_without_one() -> None:
    found = lines(pasted("货号\t数量（件）\t单位\nA1\t500\t\nA2\t3\t套\n"))
    assert [part["unit"] for part in found.parts] == ["件", "套"]


def test_two_units_in_one_row_are_a_problem() -> None:
    found = lines(pasted("货号\t数量\t单位\nA1\t20箱\t件\n"))
    assert found.problems[0].error.values == {"unit": "箱", "expected": "件"}


def test_a_percentage_is_not_a_quantity_nor_a_currency_a_count() -> None:
    found = lines(pasted("货号\t数量\t单价\nA1\t30%\t5\nA2\t¥30\t5\n"))
    assert [problem.error.reason for problem in found.problems] == ["percent", "number"]


# --- currencies


@pytest.mark.parametrize(
    "rows",
    [
        "SKU\tPrice (USD)\nA1\t3\nA2\t4\n",
        "SKU\tPrice\nA1\t3\nA2\tUSD 4\n",
        "SKU\tPrice\tCurrency\nA1\t3\tUSD\nA2\t4\t\n",
        "Currency: USD\nSKU\tPrice\tName\nA1\t3\tx\n",
        "SKU\tPrice\tAmount (USD)\nA1\t3\t3\n",
    ],
)
def test_a_currency_other_than_the_document_s_is_never_lost(rows: str) -> None:
    table = pasted(rows)
    found = lines(table, OrderLine, ZH)
    assert [problem.error.values for problem in found.problems] == [{"named": "USD", "expected": "CNY"}]
    assert found.currency == "USD"
    assert not lines(table, OrderLine, EN).problems


def test_a_sign_of_several_currencies_means_that_of_the_document() -> None:
    australian = AnswerContext("en", NOW, "AUD")
    assert lines(pasted("SKU\tPrice\nA1\t$3.20\n"), OrderLine, australian).currency == "AUD"
    assert lines(pasted("SKU\tPrice (AUD)\nA1\t$3.20\n"), OrderLine, EN).currency == "AUD"


def test_two_currencies_in_one_table_are_a_problem() -> None:
    found = lines(pasted("SKU\tPrice\nA1\tUSD 3\nA2\tEUR 4\n"), OrderLine, EN)
    assert (found.currency, len(found.problems)) == (None, 1)


# --- amounts


@pytest.mark.parametrize("context", [ZH, EN])
def test_an_amount_other_than_quantity_times_price_is_reported(context: AnswerContext) -> None:
    found = lines(
        pasted("SKU\tQty\tPrice\tAmount\nA1\t3\t0.335\t1.01\nA2\t3\t5\t16\nA3\t3\t5\t\n"), OrderLine, context
    )
    assert len(found.warnings) == 1
    assert "15.00" in found.warnings[0]
    assert "16.00" in found.warnings[0]


def test_an_amount_may_be_that_before_or_after_the_discount() -> None:
    rows = "SKU\tQty\tPrice\tDiscount\tAmount\nA1\t10\t10\t2\t98\nA2\t10\t10\t2\t100\nA3\t10\t10\t2\t99\n"
    (differs,) = [warning for warning in lines(pasted(rows)).warnings if "99.00" in warning]
    assert differs.startswith("第 4 行")


@given(st.integers(1, 10**6), st.decimals(min_value="0.01", max_value="9999", places=2))
@settings(max_examples=50, deadline=None)
def test_the_right_amount_is_never_complained_about(quantity: int, price: Decimal) -> None:
    assert not lines(
        pasted(f"SKU\tQty\tPrice\tAmount\nA1\t{quantity}\t{price}\t{quantity * price}\n")
    ).warnings


# --- rows that continue


def test_a_row_without_an_article_inherits_from_the_row_above() -> None:
    found = lines(pasted("货号\t品名\t尺码\t数量\t单价\nA1\tT恤\tM\t10\t5\n\t\tL\t20\t\nA2\t裤\tM\t5\t6\n"))
    assert found.parts[1] == {
        "sku": "A1",
        "name": "T恤",
        "specification": "L",
        "quantity": "20",
        "unit_price": "5",
    }
    assert found.parts[2]["sku"] == "A2"


def test_an_article_without_a_number_does_not_inherit_one() -> None:
    found = lines(pasted("货号\t品名\t数量\nA1\tT恤\t10\n\t新款裤\t20\n"))
    assert found.parts[1] == {"name": "新款裤", "quantity": "20"}


def test_a_quantity_is_never_inherited() -> None:
    found = lines(pasted("货号\t品名\t数量\t单价\nA1\tT恤\t10\t5\n\t\t\t6\n"))
    assert "quantity" not in found.parts[1]


def test_a_ditto_repeats_the_cell_above() -> None:
    found = lines(pasted("货号\t品名\t数量\nA1\tT恤\t10\nA2\t同上\t20\nA3\t〃\t30\n"))
    assert [part["name"] for part in found.parts] == ["T恤"] * 3


def test_a_row_that_only_continues_a_text_belongs_to_the_row_above() -> None:
    found = lines(pasted("货号\t品名\t规格\t数量\nA1\tT恤\t白色\t10\n\t\t100% 棉\t\nA2\t裤\t黑\t5\n"))
    assert (len(found.parts), found.parts[0]["specification"]) == (2, "白色 100% 棉")


def test_a_heading_among_the_lines_is_left_out_with_a_warning() -> None:
    found = lines(pasted("货号\t品名\t数量\nA1\tT恤\t10\n\t女装系列\t\nA2\t裤\t5\n"))
    assert [part["sku"] for part in found.parts] == ["A1", "A2"]
    assert "女装系列" in found.warnings[0]


SHOPIFY = [
    [
        "Name",
        "Email",
        "Financial Status",
        "Currency",
        "Subtotal",
        "Lineitem quantity",
        "Lineitem name",
        "Lineitem price",
        "Lineitem sku",
    ],
    ["#1001", "a@example.com", "paid", "USD", "39.00", "2", "Linen shirt - M", "12.00", "LS-M"],
    ["#1001", "", "", "", "", "3", "Hat", "5.00", ""],
]


def test_an_order_of_shopify_is_read_line_by_line() -> None:
    found = lines(table_from_bytes(text(SHOPIFY).encode(), "orders.csv"), OrderLine, EN)
    assert (found.problems, found.warnings, found.currency) == ((), (), "USD")
    assert found.parts == (
        {"sku": "LS-M", "name": "Linen shirt - M", "quantity": "2", "unit_price": "12.00"},
        {"name": "Hat", "quantity": "3", "unit_price": "5.00"},
    )


def test_rows_of_several_orders_in_one_file_are_refused_with_their_numbers() -> None:
    more = [*SHOPIFY, ["#1002", "", "", "USD", "", "1", "Hat", "5.00", "H"]]
    (problem,) = lines(table_from_bytes(text(more).encode(), "x.csv"), OrderLine, EN).problems
    assert "2 orders: #1001; #1002" in problem.in_language("en")
    assert '`--where "Name=#1001"`' in problem.in_language("en")


def test_the_lines_of_a_restock_request_are_read() -> None:
    table = pasted(
        "款号\t品名\t单位\t库存\t在途\t日均销量\t预售\t补货周期(天)\t安全天数\t补货数量\nA\tT恤\t件\t600件\t400\t180件/天\t0\t7天\t3\t4200\n"
    )
    assert parts_of(table, match(table, StockLine, "zh"), StockLine, ZH) == [
        {"sku": "A", "name": "T恤", "unit": "件", "on_hand": "600", "in_transit": "400", "daily_sales": "180",
         "presold": "0", "lead_time_days": "7", "safety_days": "3", "quantity": "4200"}
    ]  # fmt: skip


def test_charges_have_an_amount_of_their_own() -> None:
    table = pasted("费用名称\t金额（元）\n开模费\t3000\n折让\t-200元\n")
    assert [part["amount"] for part in lines(table, Charge).parts] == ["3000", "-200"]


def test_every_part_that_is_read_is_valid() -> None:
    for part in lines(pasted(text(ORDER, "\t"))).parts:
        assert OrderLine.model_validate(part).sku == part["sku"]


# --- XLSX


def workbook(folder: Path, rows: Sequence[Sequence[object]], change: Any = None) -> Path:
    from openpyxl import Workbook

    book_ = Workbook()
    sheet = book_.active
    for row in rows:
        sheet.append(list(row))
    if change:
        change(book_)
    book_.save(folder / "order.xlsx")
    return folder / "order.xlsx"


def test_the_figures_of_a_sheet_are_read_as_shown(tmp_path: Path) -> None:
    def dress(book: Any) -> None:
        sheet = book.active
        sheet["E2"].number_format = "0%"
        sheet["F2"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["A2"].number_format = "000000"
        sheet["D3"].number_format = '"¥"#,##0.00'
        sheet["C3"].number_format = '#,##0"件"'

    rows = [
        ["货号", "品名", "数量", "单价", "折扣", "交期"],
        [123, "T恤", 12.0, 9.499999999999998, 0.03, date(2026, 5, 18)],
        ["A2", "裤", 5000, 100 / 3, None, datetime(2026, 5, 18)],
    ]
    table = read_table(workbook(tmp_path, rows, dress))
    assert table.rows[0].cells == ("000123", "T恤", "12", "9.5", "3%", "2026-05-18")
    assert table.rows[1].cells == ("A2", "裤", "5000", "¥33.33", "", "2026-05-18")
    assert lines(table).parts[1]["unit_price"] == "33.33"


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (0.025, "0.0%", "2.5%"),
        (3.2, "[$USD] #,##0.00", "USD 3.2"),
        (3.2, "[$¥-804]#,##0.00", "¥3.2"),
        (3.2, "#,##0.00 [$€-407]", "€3.2"),
        (6901234567892, "0", "6901234567892"),
        (1e21, "General", "1.00000000000000E+21"),
        (-5, "0;[Red]-0", "-5"),
        (1.23456789, "0.000", "1.235"),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: float, pattern: str, shown: str) -> None:
    assert number_as_shown(value, pattern) == shown


@given(st.decimals(min_value=0, max_value=10**8, places=4))
def test_no_typed_figure_loses_a_digit_to_the_binary_float(value: Decimal) -> None:
    assert Decimal(number_as_shown(float(value), "General")) == value


def test_the_date_formats_that_only_east_asia_has_are_dates(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["货号", "交期"], ["A1", date(2026, 5, 18)]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/styles.xml"] = (
        parts["xl/styles.xml"]
        .replace(b'numFmtId="14"', b'numFmtId="58"')
        .replace(b'numFmtId="164"', b'numFmtId="58"')
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert read_table(path).rows[0].cells == ("A1", "2026-05-18")


def test_merged_cells_apply_to_all_their_rows_except_quantities(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:F1")
        for reference in ("A3:A4", "B3:B5", "D3:D4", "E3:E4"):
            book.active.merge_cells(reference)

    rows = [
        ["春季订单"],
        ["货号", "品名", "尺码", "数量", "单价", "备注"],
        ["A1", "T恤", "M", 10, 5, "急"],
        [None, None, "L", None, None, None],
        ["A2", None, "L", 7, 6, None],
    ]
    found = lines(read_table(workbook(tmp_path, rows, merge)))
    assert [(part["sku"], part["name"], part.get("quantity"), part["unit_price"]) for part in found.parts] == [
        ("A1", "T恤", "10", "5"), ("A1", "T恤", None, "5"), ("A2", "T恤", "7", "6")
    ]  # fmt: skip


def test_the_first_filled_sheet_or_the_named_one_is_read(tmp_path: Path) -> None:
    def more(book: Any) -> None:
        hidden = book.create_sheet("参数", 0)
        hidden.append(["x"])
        hidden.sheet_state = "hidden"
        book.create_sheet("空", 0)
        book.create_sheet("第二张").append(["SKU", "Qty"])

    path = workbook(tmp_path, ORDER, more)
    table = read_table(path)
    assert (table.sheet, table.other_sheets, len(table.rows)) == ("Sheet", ("第二张",), 2)
    assert read_table(path, "第二张").headers == ("SKU", "Qty")
    with pytest.raises(TableError) as caught:
        read_table(path, "三")
    assert (caught.value.reason, caught.value.values["known"]) == (
        "no_sheet",
        ["空", "参数", "Sheet", "第二张"],
    )


def test_a_formula_without_its_result_is_an_error_that_says_so(tmp_path: Path) -> None:
    rows = [["货号", "数量", "单价", "金额"], ["A1", "=5*2", 3, "=B2*C2"]]
    found = lines(read_table(workbook(tmp_path, rows)))
    assert [(problem.error.reason, problem.header, problem.row) for problem in found.problems] == [
        ("formula", "数量", 2)
    ]
    assert "=5*2" in found.problems[0].in_language("zh")


def test_a_formula_that_failed_is_an_error_too(tmp_path: Path) -> None:
    found = lines(read_table(workbook(tmp_path, [["货号", "品名"], ["A1", "#REF!"]])))
    assert found.problems[0].error.reason == "error_value"


def test_a_sheet_that_states_a_wrong_size_is_read_whole(tmp_path: Path) -> None:
    path = workbook(tmp_path, ORDER)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b'ref="A1:F3"', b'ref="A1"')
    assert sheet != parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert len(read_table(path).rows) == 2


def test_a_sheet_a_csv_file_and_the_clipboard_give_the_same_table(tmp_path: Path) -> None:
    rows = [["SKU", "Name", "Qty", "Price"], ["A1", "shirt\nwhite", 500, 3.2], ["A2", "hat", 30, 4]]
    tables = [
        read_table(workbook(tmp_path, rows)),
        table_from_bytes(text(rows).encode(), "x"),
        pasted(text(rows, "\t")),
    ]
    assert tables[0].rows == tables[1].rows == tables[2].rows


# --- hostile


def reason_of(content: bytes) -> str:
    with pytest.raises(TableError) as caught:
        table_from_bytes(content, "x")
    return caught.value.reason


def test_a_file_that_is_not_a_table_is_refused(tmp_path: Path) -> None:
    whole = workbook(tmp_path, ORDER).read_bytes()
    assert reason_of(b"") == "empty"
    assert reason_of(b"\n,,,\n") == "empty"
    assert reason_of(whole[:500]) == "broken"
    assert reason_of(b"PK\x03\x04" + b"x" * 100) == "broken"
    assert reason_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)) == "not_supported"
    assert reason_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")) == "locked"
    assert reason_of(b"<html><p>1</p>") == "no_table_in_page"
    assert reason_of(bytes(range(256))) == "encoding"
    assert reason_of(b'SKU,Name\nA1,"never closed ' + b"x" * 140_000) == "long_cell"


def test_a_zip_of_something_else_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("content.xml", "<x/>")
    assert reason_of(out.getvalue()) == "not_supported"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (130 * 1024 * 1024))
    with within(1):
        assert reason_of(out.getvalue()) == "unpacked"


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "big.csv"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(TableError) as caught:
        read_table(path)
    assert (caught.value.reason, caught.value.values["most"]) == ("too_big", 50)
    with pytest.raises(CommsError, match="no_such_file"):
        read_table(tmp_path / "none.csv")


def test_two_thousand_lines_are_read_and_one_more_is_refused() -> None:
    rows = "SKU\tQty\n" + "".join(f"A{number}\t{number}\n" for number in range(1, MAX_ITEMS + 1))
    assert len(lines(pasted(rows)).parts) == MAX_ITEMS
    for more in (1, 5000):
        with pytest.raises(TableError) as caught:
            pasted(rows + "B\t1\n" * more)
        assert (caught.value.reason, caught.value.values) == ("too_long", {"most": MAX_ITEMS})


def test_a_damaged_workbook_makes_a_table_or_an_error(tmp_path: Path) -> None:
    import random

    whole = workbook(tmp_path, ORDER).read_bytes()
    chance = random.Random(7)
    for _ in range(100):
        content = bytearray(whole)
        for _ in range(chance.randint(1, 8)):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        try:
            lines(table_from_bytes(bytes(content), "x"))
        except TableError as error:
            assert error.reason


@pytest.mark.parametrize(
    "cell",
    ["=cmd()", "=cmd|'/c calc'!A0", "+1+1", "@SUM(A1)", "-2+3", "🧵 T恤 👕", "<b>|x|</b>", "a" * 100_000],
)
def test_hostile_text_is_kept_as_text(cell: str) -> None:
    found = lines(
        table_from_bytes(
            text([["SKU", "Name", "Qty"], ["A1", cell, "3"], ["A2", "x", "4"]]).encode(), "x.csv"
        )
    )
    assert (found.problems, found.parts[0]["name"]) == ((), cell)


def test_control_characters_and_blanks_around_are_left_out() -> None:
    assert pasted("SKU\tName\tQty\nA\x001\t\ufeff \u3000sh\x07irt\x1b[31m \t3\n").rows[0].cells == (
        "A1",
        "shirt[31m",
        "3",
    )


@pytest.mark.long
def test_ten_thousand_columns_are_read_in_little_time(tmp_path: Path) -> None:
    names = ["SKU", "Qty", "Currency", "Amount", *(f"column {number}" for number in range(9_996))]
    book = workbook(tmp_path, [names, ["A1", 3, "USD", None, *["x"] * 9_996]])
    with within(20):
        table = pasted("\t".join(names) + "\n" + "\t".join(["A1", "3", "USD", "", *["x"] * 9_996]) + "\n")
        matching = match(table, OrderLine, "en")
        assert parts_of(table, matching, OrderLine, EN) == [{"sku": "A1", "quantity": "3"}]
        assert len(preview(table, matching, "en")) == 10_000
        assert len(read_table(book).headers) == 10_000


def with_sheet(path: Path, before: bytes, after: bytes) -> bytes:
    """Return the bytes of a workbook with changed XML in its first sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert before in content
                content = content.replace(before, after)
            changed.writestr(name, content)
    return out.getvalue()


def test_a_sheet_formatted_to_its_last_row_is_read_in_little_time(tmp_path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d" s="0"/></row>' % (number, number) for number in range(4, 400_000)
    )
    merged = (
        b'</sheetData><mergeCells count="1">' + b'<mergeCell ref="H1:H1999"/>' * 20_000 + b"</mergeCells>"
    )
    content = with_sheet(workbook(tmp_path, ORDER), b"</sheetData>", rows + merged)
    with within(5):
        assert len(table_from_bytes(content, "x").rows) == 2


@pytest.mark.parametrize(
    "row",
    [
        b'<row r="99999999999"><c r="A99999999999"><v>1</v></c></row>',
        b'<row r="4"><c r="ZZZZZZ4"><v>1</v></c></row>',
        b'<row r="4"><c r="A4"><f>1</f></c><c r="ZZZ4"><f>1</f></c></row>',
        b'<row r="4"><c r="A4" t="s"><v>9999</v></c></row>',
        b'<row r="4"><c r="D4"><v>1E999</v></c></row>',
        b'<row r="x"/>',
    ],
)
def test_a_sheet_that_lies_makes_a_table_or_an_error(tmp_path: Path, row: bytes) -> None:
    content = with_sheet(workbook(tmp_path, ORDER), b"</sheetData>", row + b"</sheetData>")
    with within(3):
        try:
            lines(table_from_bytes(content, "x"))
        except TableError as error:
            assert error.reason == "broken"


def test_entities_that_multiply_are_refused(tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY e%d "%s">' % (level, b"&e%d;" % (level - 1) * 10) for level in range(1, 9))
    bomb = b'<!DOCTYPE x [<!ENTITY e0 "' + b"x" * 1000 + b'">' + entities + b"]><worksheet"
    content = with_sheet(workbook(tmp_path, [["SKU", "Qty"], ["A1", 3]]), b"<worksheet", bomb)
    content = with_sheet(_saved(tmp_path, content), b"<v>3</v>", b"<v>&e8;</v>")
    assert reason_of(content) == "broken"


def _saved(folder: Path, content: bytes) -> Path:
    (folder / "changed.xlsx").write_bytes(content)
    return folder / "changed.xlsx"


def test_warnings_of_openpyxl_are_not_shown(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        read_table(workbook(tmp_path, ORDER))


# --- words


def test_both_languages_have_the_same_sentences_about_tables() -> None:
    def names(node: object, path: str = "") -> set[str]:
        if not isinstance(node, dict):
            return {path}
        return set().union(*(names(value, f"{path}.{key}") for key, value in node.items()))

    zh, en = (names(words(language, "tables")) for language in LANGUAGES)
    assert zh == en


def test_a_header_is_read_alike_each_time() -> None:
    assert read_heading("单价（元）") is read_heading("单价（元）")
    assert set(book()["fields"]) <= {*fields_of(OrderLine), *fields_of(StockLine), *fields_of(Charge)}
