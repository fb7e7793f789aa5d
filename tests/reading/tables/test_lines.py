"""Money and quantities of tables: what a column is taken for, and where it leaves two readings."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from comms.language.phrases import LANGUAGES, words
from comms.models.order_confirmation import OrderLine
from comms.reading.answers import AnswerContext
from comms.reading.tables.headings import book
from comms.reading.tables.lines import Lines, lines_of
from comms.reading.tables.matching import match
from comms.reading.tables.opening import read_table, table_from_bytes

D = Decimal
EN = AnswerContext("en", datetime(2026, 6, 5, 9, 0, tzinfo=UTC), "USD")
ZH = replace(EN, language="zh", currency="CNY")
WITHOUT_TAX = replace(ZH, tax_percent=D(13))
WITH_TAX = replace(WITHOUT_TAX, tax_included=True)


def read(text: str, context: AnswerContext = EN) -> Lines:
    table = table_from_bytes(text.encode(), "t.csv")
    return lines_of(
        table, match(table, OrderLine, context.language, context.prices_include_tax), OrderLine, context
    )


def total(lines: Lines, currency: str = "USD") -> Decimal | None:
    """Return the value of the lines, which must have no problem."""
    assert not lines.problems, [problem.in_language("en") for problem in lines.problems]
    nets = [OrderLine.model_validate(part).net(currency) for part in lines.parts]
    return sum((net for net in nets if net is not None), D(0))


def reasons(lines: Lines) -> list[str]:
    return [problem.error.reason for problem in lines.problems]


HEAD = "SKU,Description,Qty,Unit,Unit Price"


@pytest.mark.parametrize(
    ("column", "cells", "expected"),
    [
        ("Discount", ["8折", "85折"], "247.50"),  # 120 + 127.50
        ("折扣", ["八折", "九五折"], "262.50"),  # 120 + 142.50
        ("折扣", ["9.5折", "不打折"], "292.50"),
        ("Discount %", ["10", "0"], "285.00"),
        ("Discount", ["10%", "5%"], "277.50"),
        ("Discount", ["$30.00", "0"], "270.00"),
        ("Discount (USD)", ["30", "15"], "255.00"),
        ("Discount amount", ["-30", "-15"], "255.00"),
        ("优惠金额", ["30", "无"], "270.00"),
        ("优惠比例", ["10", "20"], "255.00"),
        ("折扣", ["10%", "20%"], "255.00"),
        ("折扣率", ["2%", ""], "297.00"),
        ("Discount", ["0", ""], "300.00"),
    ],
)
def test_a_discount_is_read_as_it_is_marked(column: str, cells: list[str], expected: str) -> None:
    rows = "".join(f"A-{number},cup,3,pcs,50.00,{cell}\n" for number, cell in enumerate(cells))
    assert total(read(f"{HEAD},{column}\n{rows}")) == D(expected)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("Discount", "10"),
        ("折扣", "85"),
        ("折扣", "0.85"),
        ("折扣率", "90%"),
        ("折扣", "8"),
        ("Discount %", "0.1"),
    ],
)
def test_a_discount_with_several_readings_is_refused_with_what_each_makes(column: str, cell: str) -> None:
    found = read(f"{HEAD},{column}\nA-1,cup,3,pcs,50.00,{cell}\n")
    assert reasons(found) == ["two_discounts"]
    assert str(found.problems[0].error.values["meanings"]).count("which makes") > 1


@pytest.mark.parametrize(
    ("column", "cell", "amount", "percent", "money"),
    [
        ("Discount", "10", "135.00", "10", None),
        ("Discount", "10", "140.00", None, "10"),
        ("Discount", "10", "120.00", None, "30"),  # 10 off each of 3
        ("折扣", "85", "127.50", "15", None),
        ("折扣", "0.85", "127.50", "15", None),
        ("折扣", "8", "120.00", "20", None),
        ("折扣率", "90%", "135.00", "10", None),
        ("Discount %", "0.1", "135.00", "10", None),
    ],
)
def test_stated_amounts_decide_between_readings_of_a_discount_and_that_is_told(
    column: str, cell: str, amount: str, percent: str | None, money: str | None
) -> None:
    found = read(f"{HEAD},{column},Amount\nA-1,cup,3,pcs,50.00,{cell},{amount}\n")
    assert total(found) == D(amount)
    assert (found.parts[0].get("discount_percent"), found.parts[0].get("discount_amount")) == (percent, money)
    assert len(found.warnings) == 1
    assert amount in found.warnings[0]


def test_amounts_that_fit_no_reading_decide_nothing() -> None:
    assert reasons(read(f"{HEAD},Discount,Amount\nA-1,cup,3,pcs,50.00,10,111.00\n")) == ["two_discounts"]


def test_a_discount_stated_in_percent_and_in_money_is_taken_off_once() -> None:
    found = read(f"{HEAD},Discount %,Discount amount\nA-1,cup,3,pcs,50.00,10,15.00\n")
    assert (total(found), "discount_amount" in found.parts[0]) == (D("135.00"), False)
    assert reasons(read(f"{HEAD},Discount %,Discount amount\nA-1,cup,3,pcs,50.00,10,20.00\n")) == [
        "discounts_differ"
    ]


def test_a_discount_in_another_currency_is_refused() -> None:
    assert reasons(read(f"{HEAD},Discount\nA-1,cup,3,pcs,50.00,¥30\n")) == ["currency"]


@pytest.mark.parametrize(
    "heads",
    ["List Price,Discount %,Net Price", "原价,折扣率,折后单价", "Gross Price,Discount amount,Net Price"],
)
def test_of_a_price_before_and_one_after_discount_the_latter_counts(heads: str) -> None:
    discount = {"折扣率": "10%", "Discount amount": "15.00"}.get(heads.split(",")[1], "10")
    found = read(f"SKU,Name,Qty,Unit,{heads}\nA-1,lamp,3,pcs,50.00,{discount},45.00\n")
    assert (total(found), found.warnings) == (D("135.00"), ())


def test_a_price_after_discount_that_does_not_follow_from_the_one_before_is_told() -> None:
    found = read("SKU,Name,Qty,Unit,List Price,Discount %,Net Price\nA-1,lamp,3,pcs,50.00,10,44.00\n")
    assert total(found) == D("132.00")
    assert "50.00 less 10 is 45.00" in found.warnings[0]


def test_a_net_price_beside_a_discount_alone_is_refused_unless_amounts_decide() -> None:
    head = "SKU,Name,Qty,Unit,Net Price,Discount %"
    assert reasons(read(f"{head}\nA-1,lamp,3,pcs,45.00,10\n")) == ["two_discounts"]
    assert total(read(f"{head},Amount\nA-1,lamp,3,pcs,45.00,10,135.00\n")) == D("135.00")
    assert total(read(f"{head},Amount\nA-1,lamp,3,pcs,45.00,10,121.50\n")) == D("121.50")


@pytest.mark.parametrize(
    ("head", "context", "reason"),
    [
        ("含税单价", WITHOUT_TAX, "price_with_tax"),
        ("单价（含税）", WITHOUT_TAX, "price_with_tax"),
        ("Unit Price (incl VAT)", WITHOUT_TAX, "price_with_tax"),
        ("不含税单价", WITH_TAX, "price_without_tax"),
        ("未税价", WITH_TAX, "price_without_tax"),
        ("单价（含13%税）", WITHOUT_TAX, "price_with_tax"),
        ("单价(元/只 含税)", WITHOUT_TAX, "price_with_tax"),
    ],
)
def test_prices_of_the_other_tax_are_refused(head: str, context: AnswerContext, reason: str) -> None:
    found = read(f"货号,品名,数量,单位,{head}\nA-1,杯,100,只,11.30\n", context)
    assert reasons(found) == [reason]
    assert found.problems[0].row == 1


@pytest.mark.parametrize(("context", "expected"), [(WITHOUT_TAX, "1000.00"), (WITH_TAX, "1130.00")])
def test_of_prices_with_and_without_tax_those_of_the_document_count(
    context: AnswerContext, expected: str
) -> None:
    text = "货号,品名,数量,单位,含税单价,不含税单价,税率,价税合计\nA-1,杯,100,只,11.30,10.00,13%,1130.00\n"
    found = read(text, context)
    assert (total(found, "CNY"), found.warnings) == (D(expected), ())


def test_prices_with_and_without_tax_need_a_document_that_says_which() -> None:
    assert reasons(read("货号,数量,含税单价,不含税单价\nA-1,1,11.30,10.00\n", ZH)) == ["two_prices"]
    told = read("货号,数量,含税单价\nA-1,1,11.30\n", ZH)
    assert (told.problems, len(told.warnings)) == ((), 1)


@pytest.mark.parametrize(
    ("heads", "cells", "expected"),
    [
        ("Price,Per", "2.40,100", "120.00"),
        ("Price,Per", "2.40,100 pcs", "120.00"),
        ("Price per 100,Note", "2.40,x", "120.00"),
        ("Price (per 1000),Note", "24,x", "120.00"),
        ("单价/千件,备注", "24,x", "120.00"),
        ("单价（元/百件）,备注", "2.40,x", "120.00"),
        ("Price,Note", "24/dozen,x", "10000.00"),
        ("Price per dozen,Note", "0.288,x", "120.00"),
        ("Price/ctn,pcs/ctn", "12,500", "120.00"),
        ("单价/箱,每箱数量", "12,500", "120.00"),
    ],
)
def test_a_price_for_more_than_one_unit_is_divided(heads: str, cells: str, expected: str) -> None:
    context = ZH if "元" in heads else EN
    found = read(f"SKU,Description,Qty,Unit,{heads}\nA-1,screw,5000,pcs,{cells}\n", context)
    assert total(found) == D(expected)


def test_a_price_per_carton_needs_the_number_of_pieces_in_it() -> None:
    assert reasons(read("SKU,Qty,Unit,Price/ctn\nA-1,360,pcs,12.80\n")) == ["price_unit"]


@pytest.mark.parametrize(
    ("heads", "cells", "quantity"),
    [
        ("件数,装箱数,总数", "10,36,360", "360"),
        ("箱数,每箱,数量", "10,36,360", "360"),
        ("Cartons,Pcs/ctn,Total qty", "10,36,360", "360"),
        ("Ctns,Pcs per ctn,Note", "10,36,x", "360"),
        ("件数,总数,备注", "10,360,x", "360"),
        ("件数,毛重,备注", "10,5,x", "10"),
    ],
)
def test_packages_are_not_the_quantity(heads: str, cells: str, quantity: str) -> None:
    found = read(f"货号,品名,{heads},单位,单价\nA-1,杯,{cells},个,12.80\n", ZH)
    assert not found.problems
    assert found.parts[0]["quantity"] == quantity


def test_packages_that_do_not_come_to_the_quantity_are_refused() -> None:
    head = "货号,件数,装箱数,总数,单位,单价"
    assert reasons(read(f"{head}\nA-1,10,36,350,个,12.80\n", ZH)) == ["packages"]
    assert reasons(read(f"{head}\nA-1,10,36,360,箱,12.80\n", ZH)) == ["package_unit"]


@pytest.mark.parametrize(
    ("text", "quantities"),
    [
        ("SKU;Qty;Price\nA;1.200;9,80\nB;2.500;7\n", ["1200", "2500"]),  # the comma of another column
        ("SKU;Qty;Price\nA;1.200,50;9\n", ["1200.50"]),
        ("SKU;Qty;Price\nA;1.200.000;9\n", ["1200000"]),
        ('SKU,Qty,Price\nA,"1,200",9.80\n', ["1200"]),
        ('SKU,Qty,Price\nA,"1,200",9\n', ["1200"]),
        ("SKU,Qty,Price\nA,0.250,9\nB,1.125,9\n", ["0.250", "1.125"]),
        ("SKU,Qty,Price\nA,12.5,9\nB,1.125,9\n", ["12.5", "1.125"]),
    ],
)
def test_the_decimal_sign_of_a_column_is_found_where_its_figures_show_it(
    text: str, quantities: list[str]
) -> None:
    found = read(text)
    assert not found.problems
    assert [part["quantity"] for part in found.parts] == quantities


@pytest.mark.parametrize(
    "text",
    [
        "SKU;Qty;Unit Price\nA;1.200;12\nB;2.500;15\n",
        "SKU;Qty;Unit Price\nA;1,200;12\n",
        "SKU,Qty,Unit Price\nA,1.200,12\n",
        "SKU\tQty\tUnit Price\tWeight\nA\t1.200\t9,80\t1.5\nB\t2\t9.80\t1\n",
    ],
)
def test_a_figure_with_two_readings_is_refused_with_both(text: str) -> None:
    found = read(text)
    assert reasons(found)[0] == "two_figures"
    values = found.problems[0].error.values
    assert {D(str(values["one"])), D(str(values["other"]))} == {D(1200), D("1.2")}


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=5), st.sampled_from([(",", "."), (".", ",")]))
def test_cents_with_either_decimal_sign_are_the_same_money(cents: list[int], signs: tuple[str, str]) -> None:
    thousand, decimal = signs
    shown = [
        f"{D(each) / 100:,.2f}".translate(str.maketrans({",": thousand, ".": decimal})) for each in cents
    ]
    rows = "".join(f"A-{number}\t1\t{price}\n" for number, price in enumerate(shown))
    assert [D(part["unit_price"]) for part in read(f"SKU\tQty\tPrice\n{rows}").parts] == [
        D(each) / 100 for each in cents
    ]


@pytest.mark.parametrize("written", ["6.90123E+12", "6,90123E+12", "1e+05"])
@pytest.mark.parametrize("column", ["SKU", "Buyer item", "HS code"])
def test_a_code_that_a_spreadsheet_has_shortened_is_refused(written: str, column: str) -> None:
    found = read(
        f"SKU\tQty\t{column} \nA\t1\t{written}\n" if column != "SKU" else f"SKU\tQty\n{written}\t1\n"
    )
    assert reasons(found) == ["shortened"]


def test_an_export_of_odoo_names_its_articles_by_code_and_name() -> None:
    found = read(
        "Order Reference,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price\n"
        "S1,[DL-30] Desk lamp,100,23.40\n,[DL-31] Floor lamp,50,30\n"
    )
    assert [(part["sku"], part["name"]) for part in found.parts] == [
        ("DL-30", "Desk lamp"),
        ("DL-31", "Floor lamp"),
    ]


def test_a_discount_per_line_and_one_on_the_order_are_told_apart() -> None:
    found = read(
        "Name,Subtotal,Discount Amount,Lineitem quantity,Lineitem price,Lineitem sku,Lineitem discount\n"
        "#1,155.00,15.00,2,50.00,OAK,30.00\n#1,,,2,50.00,ASH,0.00\n"
    )
    assert total(found) == D("170.00")
    assert (found.document, found.warnings) == ({"discount_amount": "15.00"}, ())


@pytest.mark.parametrize(
    ("row", "told"), [("合计,,5,,60.00", 0), ("合计,,6,,60.00", 1), ("合计,,5,,61.00", 1), ("合计,,,,", 0)]
)
def test_a_row_of_totals_is_compared_with_the_lines(row: str, told: int) -> None:
    found = read(f"货号,品名,数量,单价,金额\nA,杯,2,15,30.00\nB,碗,3,10,30.00\n{row}\n", ZH)
    assert (len(found.parts), len(found.warnings)) == (2, told)


def test_of_many_warnings_of_one_kind_the_first_ones_and_their_number_are_told() -> None:
    rows = "".join(f"A-{number},1,5,6\n" for number in range(30))
    warnings = read(f"SKU,Qty,Price,Amount\n{rows}").warnings
    assert (len(warnings), warnings[-1]) == (9, "Rows with the same warning that are not listed: 22.")


@pytest.mark.parametrize(
    ("text", "total_of_lines"),
    [
        # packages before the quantity, or counted in its heading
        ("货号,品名,件数,数量,单位,单价\nA-1,杯,10,240,个,5\n", "1200.00"),
        ("货号,品名,数量(箱),装箱数,单位,单价\nA-1,杯,10,24,个,5\n", "1200.00"),
        ("SKU,Name,Qty (cartons),Pcs/ctn,Unit,Price\nA-1,cup,10,24,pcs,5\n", "1200.00"),
        # a discount in money is taken off once
        ("SKU,Name,Size,Qty,Unit,Price,Discount amount\nA,lamp,S,3,pcs,50,30\n,,M,2,pcs,50,\n", "220.00"),
        ("款号,品名,单位,单价,36,37,38,39,合计,优惠金额\nA,鞋,双,50,10,20,20,10,60,60\n", "2940.00"),
        # amounts instead of prices
        ("SKU,Name,Qty,Unit,Amount\nA,lamp,4,pcs,50\n", "50.00"),
        (
            "order-id,sku,product-name,quantity-purchased,currency,item-price,item-promotion-discount,unit\n"
            "1,A-1,lamp,2,USD,100,10,pcs\n",
            "90.00",
        ),
        # the unit that the price is for in a column of its own, and a cost beside the price
        ("SKU,Name,Qty,Unit,Price,Pricing Unit\nA,screw,5000,pcs,2.40,100\n", "120.00"),
        ("货号,品名,数量,单位,采购价,销售单价\nA,杯,1,个,30,50\n", "50.00"),
        # all amounts agree with one reading only
        ("SKU,Name,Qty,Unit,Price,Discount,Amount\nA,x,1,pcs,100,10,90\nB,y,2,pcs,100,10,180\n", "270.00"),
    ],
)
def test_lines_come_to_what_a_trader_would_say(text: str, total_of_lines: str) -> None:
    context = ZH if "货号" in text or "款号" in text else EN
    assert total(read(text, context)) == D(total_of_lines)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("存货编码,存货名称,主计量单位,件数,换算率,数量,单价\nA-1,杯,个,10,24,236,100\n", "packages"),
        ("SKU,Name,Qty (cartons),Unit,Price\nA-1,cup,10,pcs,5\n", "unit"),
        ("SKU,Name,Qty,Unit,Price,Discount %\nA,x,1,pcs,9,-10\nB,y,1,pcs,9,10\n", "discount_signs"),
        ("SKU,Name,Qty,Unit,Price,Season discount\nA,x,1,pcs,9,10%\n", "unread_discount"),
        ("SKU,Name,Qty,Unit,List price,Your price\nA,x,1,pcs,9,7\n", "unread_price"),
        ("SKU,Name,Qty,Unit,Price,Qty\nA,x,1,pcs,9,7\n", "same_heading"),
        ("SKU,Name,Qty,Unit,Price,Order discount\nA,x,1,pcs,9,2\nB,y,1,pcs,9,1\n", "order_discounts"),
        ("SKU,Name,Qty,Unit,Price,Order discount\nA,x,1,pcs,9,2\n", "two_discounts"),
        ("Customer,SKU,Name,Qty,Unit,Price\nX Ltd,A,x,1,pcs,9\nY Ltd,B,y,1,pcs,9\n", "customers"),
        ("SKU,Name,Qty,Unit,Amount\nA,lamp,3,pcs,50\n", "uneven_price"),
        ("SKU,Name,Qty,Unit,Price,Tolerance\nA,lamp,3,pcs,50,5 pcs\n", "unit"),
        ("SKU,Name,Qty,Unit,Price (kr)\nA,lamp,3,pcs,50\n", "currency_unknown"),
        ("Quotation - all prices in EUR\nSKU,Name,Qty,Unit,Price\nA,lamp,3,pcs,50\n", "currency"),
        ("SKU,Name,Qty,Unit,Price,Price UOM\nA,lamp,12,ctn,0.5,pc\n", "price_unit"),
        ("SKU,Name,Qty,Unit,Price,Price UOM\nA,lamp,12,pcs,0.5,C\n", "price_unit"),
        ("SKU,Name,Ordered,Confirmed,Unit,Price\nA,lamp,100,80,pcs,5\n", "confirmed_quantity"),
        ("SKU,Name,Qty,Qty Cancelled,Unit,Price\nA,lamp,10,4,pcs,5\n", "cancelled_quantity"),
    ],
)
def test_what_leaves_money_or_goods_open_is_refused(text: str, reason: str) -> None:
    assert reason in reasons(read(text, ZH if "存货" in text else EN))


@pytest.mark.parametrize(
    ("cell", "document"),
    [
        ("10%", {"discount_percent": "10"}),
        ("95折", {"discount_percent": "5"}),
        ("USD 30", {"discount_amount": "30"}),
        ("250", {"discount_amount": "250"}),
    ],
)
def test_a_discount_on_the_order_is_read_as_it_is_marked(cell: str, document: dict[str, str]) -> None:
    found = read(f"{HEAD},Order discount\nA,x,10,pcs,50,{cell}\nB,y,10,pcs,50,\n")
    assert (found.problems, found.document) == ((), document)


def test_a_discount_that_the_lines_have_already_is_not_taken_from_the_order() -> None:
    head = "Name,Discount Amount,Lineitem quantity,Lineitem price,Lineitem sku,Lineitem discount"
    rows = "#1,30.00,2,50.00,OAK,30.00\n#1,,2,50.00,ASH,0.00\n"
    assert reasons(read(f"{head}\n{rows}")) == ["order_discount_twice"]
    known = read(f"Subtotal,{head}\n170.00,{rows.replace(chr(10) + '#1', chr(10) + ',#1')}")
    assert (known.problems, known.document) == ((), {})


@pytest.mark.parametrize("is_zero", ["0", "0.00"])
def test_a_quantity_of_nothing_stops_no_check(is_zero: str) -> None:
    found = read(f"SKU,Name,Qty,Unit,List Price,Net Price,Discount %\nA,x,{is_zero},pcs,60,54,10\n")
    assert found.parts[0]["sku"] == "A"


def test_a_row_without_article_and_a_fraction_of_a_piece_are_told() -> None:
    told = read(f"{HEAD}\nA,x,10,pcs,50\n,,1.5,pcs,200\n").warnings
    assert any("further line" in warning for warning in told)
    assert any("no whole number" in warning for warning in told)


@pytest.mark.parametrize(
    "cell", ["2026-10-09T00:00:00.000Z", "2026-10-09 00:00:00", "2026/10/9 0:00", "2026-10-09 18:30"]
)
def test_a_day_with_a_time_is_that_day(cell: str) -> None:
    lines = read(f"SKU,Name,Qty,Unit,Unit price,Ship by\nA,lamp,4,pcs,50.00,{cell}\n")
    assert not lines.problems
    assert [part["ship_by"] for part in lines.parts] == ["2026-10-09"]


def test_a_title_may_say_that_all_prices_include_tax() -> None:
    found = read("报价单（含税13%）\n货号,品名,数量,单位,单价\nA-1,杯,100,只,11.30\n", WITHOUT_TAX)
    assert reasons(found) == ["price_with_tax"]


def test_every_use_of_a_column_has_its_words_in_both_languages() -> None:
    for language in LANGUAGES:
        assert set(book()["roles"]) | {"position", "payment_due"} <= set(words(language, "tables")["roles"])


def test_a_code_of_more_digits_than_a_workbook_keeps_is_refused(tmp_path: Path) -> None:
    book_of_codes = Workbook()
    page: Any = book_of_codes.active
    page.append(["SKU", "Qty"])
    page.append([1234567890123456, 3])
    book_of_codes.save(tmp_path / "t.xlsx")
    table = read_table(tmp_path / "t.xlsx")
    assert reasons(lines_of(table, match(table, OrderLine, "en"), OrderLine, EN)) == ["shortened"]


@pytest.mark.parametrize(
    "text",
    [
        "SKU,Name,Ctns,Pcs per ctn,Unit,Price\nA-1,cup,10,36,pcs,5\n",
        "SKU,Name,Qty (cartons),Pcs/ctn,Unit,Price\nA-1,cup,10,36,pcs,5\n",
    ],
)
def test_a_quantity_that_packages_come_to_is_told(text: str) -> None:
    found = read(text)
    assert (found.problems, found.parts[0]["quantity"]) == ((), "360")
    assert any("360 units" in warning for warning in found.warnings)
