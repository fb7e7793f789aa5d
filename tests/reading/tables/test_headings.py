"""What people, shops and ERP systems write above their columns."""

from dataclasses import replace
from decimal import Decimal

import pytest

from comms.models.base import Part
from comms.models.order_confirmation import OrderLine
from comms.models.restock_brief import StockLine
from comms.reading.tables.headings import (
    Note,
    book,
    currency_named,
    folded,
    listed,
    may_be_currency,
    per_of,
    read_heading,
    roles_of,
)
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted
from comms.terms.currencies import CURRENCIES

EXPORTS: dict[str, dict[str, str | None]] = {
    "Odoo": {
        "Order Lines/Product/Internal Reference": "sku",
        "Order Lines/Description": "name",
        "Order Lines/Quantity": "quantity",
        "Order Lines/Unit of Measure": "unit",
        "Order Lines/Unit Price": "unit_price",
        "Order Lines/Discount (%)": "discount_percent",
        "Order Lines/Taxes": None,
    },
    "Odoo, names of fields": {
        "order_line/product_id/default_code": "sku",
        "order_line/name": "name",
        "order_line/product_uom_qty": "quantity",
        "order_line/product_uom": "unit",
        "order_line/price_unit": "unit_price",
    },
    "Odoo, Chinese": {"订单行/产品/内部参考": "sku", "订单行/数量": "quantity", "订单行/单价": "unit_price"},
    "ERPNext": {
        "Item Code (Items)": "sku",
        "Item Name (Items)": "name",
        "Quantity (Items)": "quantity",
        "UOM (Items)": "unit",
        "Rate (Items)": "unit_price",
        "Amount (Items)": None,
    },
    "ERPNext, names of fields": {
        "items.item_code": "sku",
        "items.qty": "quantity",
        "items.rate": "unit_price",
    },
    "聚水潭": {
        "内部订单号": None,
        "线上订单号": None,
        "商品编码": "sku",
        "商品名称": "name",
        "颜色及规格": "specification",
        "数量": "quantity",
        "商品单价": "unit_price",
        "商品金额": None,
        "应付金额": None,
    },
    "旺店通": {
        "订单编号": None,
        "原始单号": None,
        "商家编码": "sku",
        "货品名称": "name",
        "规格名称": "specification",
        "货品数量": "quantity",
        "货品价格": "unit_price",
        "货品总价": None,
        "货品优惠": "discount_amount",
    },
    "金蝶": {
        "物料编码": "sku",
        "物料名称": "name",
        "规格型号": "specification",
        "采购单位": "unit",
        "采购数量": "quantity",
        "含税单价": "unit_price",
        "价税合计": None,
    },
    "用友": {
        "存货编码": "sku",
        "存货名称": "name",
        "规格型号": "specification",
        "主计量单位": "unit",
        "主计量数量": "quantity",
        "无税单价": "unit_price",
        "无税金额": None,
    },
    "Amazon": {"sku": "sku", "product-name": "name", "quantity-purchased": "quantity", "order-id": None},
    "WooCommerce": {
        "Product SKU": "sku",
        "Item Name": "name",
        "Quantity": "quantity",
        "Item Cost": "unit_price",
    },
    "Taiwan": {
        "貨號": "sku",
        "品名": "name",
        "規格": "specification",
        "數量": "quantity",
        "單位": "unit",
        "單價": "unit_price",
        "金額": None,
        "預計交貨日期": "deliver_by",
    },
}


@pytest.mark.parametrize("system", EXPORTS)
def test_the_headings_of_an_export_name_the_fields_of_a_line(system: str) -> None:
    headings = EXPORTS[system]
    table = pasted("\t".join(headings) + "\n" + "\t".join("x1" for _ in headings))
    found = {column.header: column.key for column in match(table, OrderLine, "zh").columns}
    assert found == headings


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Net Price", "net_price"),
        ("折后单价", "net_price"),
        ("List Price (USD)", "gross_price"),
        ("吊牌价", "gross_price"),
        ("Lineitem compare at price", "gross_price"),
        ("含税单价", "price_with_tax"),
        ("单价（含税）", "price_with_tax"),
        ("Unit price incl. VAT", "price_with_tax"),
        ("無稅單價", "price_without_tax"),
        ("单价(不含税)", "price_without_tax"),
        ("Discount (%)", "discount"),
        ("扣率", "discount"),
        ("优惠金额", "discount_amount"),
        ("Lineitem discount", "discount_amount"),
        ("整单优惠", "discount_of_order"),
        ("Per", "price_per"),
        ("箱数", "packages"),
        ("CTNS", "packages"),
        ("装箱数", "per_package"),
        ("PCS/CTN", "per_package"),
        ("总数", "total_quantity"),
        ("TTL QTY", "total_quantity"),
        ("金額", "amount"),
        ("价税合计（元）", "amount_with_tax"),
        ("税率", "tax_rate"),
        ("Order Lines/Taxes", "tax_rate"),
        ("税额", "tax_amount"),
        ("应付金额", "total_of_order"),
        ("Order Subtotal Amount", "subtotal_of_order"),
        ("币别", "currency"),
        ("線上訂單號", "order"),
        ("Order Reference", "order"),
        ("Amazon-Order-Id", "order"),
        ("P/O No.", "order"),
        ("客戶名稱", "customer"),
        ("订单状态", "status"),
        ("item-status", "status"),
        ("Cancelled at", "cancelled"),
    ],
)
def test_a_heading_says_what_its_column_is_for(header: str, role: str) -> None:
    assert role in roles_of(header)


@pytest.mark.parametrize("header", ["货号", "SKU", "Order Lines/Quantity", "客户货号", "毛重", "", "x" * 500])
def test_a_heading_of_a_plain_field_has_no_role(header: str) -> None:
    assert roles_of(header) == ()


def test_a_subtotal_is_first_of_the_line_and_then_of_the_order() -> None:
    assert roles_of("Subtotal") == ("amount", "subtotal_of_order")


@pytest.mark.parametrize(
    ("header", "taxed"),
    [
        ("含税单价", True),
        ("单价（含税）", True),
        ("單價(含稅)", True),
        ("Price (incl. VAT)", True),
        ("不含税单价", False),
        ("单价(未税)", False),
        ("Unit price excl. tax", False),
        ("单价", None),
        ("Net Price", None),
    ],
)
def test_a_heading_may_say_that_its_figures_include_tax(header: str, taxed: bool | None) -> None:
    assert read_heading(header).note.taxed is taxed


@pytest.mark.parametrize(
    "header",
    ["Unit Price (USD) FOB Ningbo", "Unit Price FOB", "Price USD CIF Hamburg", "Unit Price, FOB Ningbo"],
)
def test_a_term_of_delivery_behind_a_price_changes_no_meaning(header: str) -> None:
    table = pasted(f"SKU\tQty\t{header}\nA1\t1\t2\n")
    assert match(table, OrderLine, "en").columns[2].key == "unit_price"


def test_what_an_export_writes_before_a_name_changes_nothing() -> None:
    for bare in ("Unit Price (USD)", "Quantity", "含税单价"):
        for prefix in ("Order Lines/", "items.", "订单行/"):
            assert read_heading(prefix + bare) == read_heading(bare)


def test_a_name_with_a_slash_of_its_own_is_not_cut() -> None:
    assert read_heading("颜色/尺码").names[0] == ("颜色尺码", 0)
    assert replace(read_heading("单价/元").note, taxed=None) == Note(currency="CNY")


def test_a_traditional_character_stands_above_its_simplified_form() -> None:
    characters = book()["characters"]
    assert len(characters["traditional"]) == len(characters["simplified"])
    assert not set(characters["traditional"]) & set(characters["simplified"])
    assert (folded("貨號"), folded("單 價")) == ("货号", "单价")


def test_a_name_has_only_the_roles_that_differ_by_table() -> None:
    """A subtotal or total is that of a line or of an order."""
    seen: dict[str, list[str]] = {}
    for role in book()["roles"]:
        for name in listed("roles", role):
            seen.setdefault(name, []).append(role)
    assert {name for name, roles in seen.items() if len(roles) > 1} == {"subtotal", "total"}


@pytest.mark.parametrize("part", [OrderLine, StockLine])
def test_each_role_is_harmless_beside_the_fields(part: type[Part]) -> None:
    columns = match(
        pasted("货号\t品名\t数量\t单价\t状态\t客户\nA1\tx\t1\t2\t已发货\t甲\n"), part, "zh"
    ).columns
    assert [column.key for column in columns][:3] == ["sku", "name", "quantity"]
    assert [column.key for column in columns][4:] == [None, None]


# --- what stands in the brackets beside a name


@pytest.mark.parametrize(
    ("header", "note"),
    [
        ("单价（含13%税）", Note(taxed=True)),
        ("單價(含 9 % 增值稅)", Note(taxed=True)),
        ("单价(含税含运)", Note(taxed=True)),
        ("单价(元/个 含税)", Note("CNY", "个", taxed=True)),
        ("单价(RMB/PCS 不含税)", Note("CNY", "pcs", taxed=False)),
        ("单价(不含13%增值税,元)", Note("CNY", taxed=False)),
        ("Unit Price (incl. 13% VAT)", Note(taxed=True)),
        ("Unit Price (USD, excl. tax)", Note("USD", taxed=False)),
        ("Price (€, ex VAT)", Note("EUR", taxed=False)),
        ("Price incl. 19 % MwSt", Note(taxed=True)),
        ("Price (VAT not included)", Note(taxed=False)),
        ("Unit Price (w/o tax)", Note(taxed=False)),
        ("单价（含专票）", Note(taxed=True)),
        ("单价（不含票）", Note(taxed=False)),
        ("单价含13%税", Note(taxed=True)),
        ("含6%税单价", Note(taxed=True)),
    ],
)
def test_a_note_says_tax_currency_and_unit_at_once(header: str, note: Note) -> None:
    assert read_heading(header).note == note
    role = "price_with_tax" if note.taxed else "price_without_tax"
    assert role in roles_of(header)
    assert "unit_price" in {
        column.key for column in match(pasted(f"SKU\tQty\t{header}\nA\t1\t2\n"), OrderLine, "en").columns
    }


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("Price (R$)", "BRL"),
        ("单价(台币)", "TWD"),
        ("Price (Mex$)", "MXN"),
        ("Price in Swiss francs", "CHF"),
        ("Price (USD, FOB Ningbo)", "USD"),
        ("Price (₺)", "TRY"),
        ("Price (for all)", None),
        ("Price (Shanghai)", None),
    ],
)
def test_a_currency_is_known_by_any_of_its_names(header: str, currency: str | None) -> None:
    note = read_heading(header).note
    assert (note.currency, note.unknown) == (currency, None)


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Price (kr)", "kr"),
        ("Rate (Rs.)", "rs"),
        ("Price in kr", "kr"),
        ("单价（比索）", "比索"),
        ("Price (₡/pc)", "₡"),
    ],
)
def test_money_of_several_countries_is_marked_as_unknown(header: str, word: str) -> None:
    heading = read_heading(header)
    assert (heading.note.currency, heading.note.unknown) == (None, word)
    assert heading.names[0][0] in ("price", "rate", "单价", "priceinkr")


@pytest.mark.parametrize(
    ("header", "scale", "currency", "unit"),
    [
        ("Price (cents)", "0.01", None, None),
        ("单价(分)", "0.01", "CNY", None),
        ("Price (US cents/pc)", "0.01", "USD", "pc"),
        ("Price (pence)", "0.01", "GBP", None),
        ("Qty ('000)", "1000", None, None),
        ("Qty (000s)", "1000", None, None),
        ("Qty (kpcs)", "1000", None, "pcs"),
        ("Qty (x100)", "100", None, None),
        ("Qty (in thousands)", "1000", None, None),
        ("数量（百件）", "100", None, "件"),
        ("数量(百万只)", "1000000", None, "只"),
    ],
)
def test_a_note_may_scale_the_figures(
    header: str, scale: str, currency: str | None, unit: str | None
) -> None:
    note = read_heading(header).note
    assert (note.scale, note.currency, note.unit, note.per) == (Decimal(scale), currency, unit, 1)


# --- roles by name


@pytest.mark.parametrize(
    ("header", "role"),
    [
        ("Doc. Currency", "currency"),
        ("Währung", "currency"),
        ("Devise", "currency"),
        ("Pricing Unit", "price_unit"),
        ("Price UOM", "price_unit"),
        ("计价单位", "price_unit"),
        ("PE", "price_per"),
        ("价格基数", "price_per"),
        ("计价数量", "priced_quantity"),
        ("活动价", "net_price"),
        ("Sale Price", "net_price"),
        ("RRP", "gross_price"),
        ("Retail (USD)", "gross_price"),
        ("Unit Cost", "cost_price"),
        ("进价", "cost_price"),
        ("Rabatt %", "discount"),
        ("Remise", "discount"),
        ("Disc 1 %", "discount"),
        ("Disc 2 %", "second_discount"),
        ("Discount per unit", "discount_each"),
        ("Discount/pc", "discount_each"),
        ("Discount (USD/pc)", "discount_each"),
        ("每件优惠", "discount_each"),
        ("优惠/件", "discount_each"),
        ("店铺优惠折扣(元)", "discount_amount"),
        ("Sales Document", "order"),
        ("Buyer's PO", "order"),
        ("Purch. Order", "order"),
        ("销售单号", "order"),
        ("Client", "customer"),
        ("退款状态", "refund_status"),
        ("Is cancelled", "cancelled_flag"),
        ("Cancelled?", "cancelled_flag"),
        ("行关闭", "cancelled_flag"),
        ("Reason for rejection", "cancelled"),
        ("Qty Refunded", "cancelled_quantity"),
        ("Confirmed", "confirmed_quantity"),
    ],
)
def test_further_names_say_what_a_column_is_for(header: str, role: str) -> None:
    assert roles_of(header)[0] == role


@pytest.mark.parametrize("header", ["Discount (USD)", "Discount %", "折扣金额(元)", "优惠", "Discount/total"])
def test_a_discount_on_the_line_is_not_one_for_each_piece(header: str) -> None:
    assert "discount_each" not in roles_of(header)


@pytest.mark.parametrize(
    "heads",
    [
        "Art.-Nr.\tBezeichnung\tMenge\tEinheit\tEinzelpreis\tRabatt\tGesamtpreis",
        "Réf.\tDésignation\tQté\tUnité\tPrix unitaire\tRemise %\tMontant",
        "Referencia\tDescripción\tCantidad\tUnidad\tPrecio unitario\tDescuento\tImporte",
        "Codice\tDescrizione\tQuantità\tU.M.\tPrezzo unitario\tSconto\tImporto",
    ],
)
def test_headings_in_other_european_languages_name_the_fields(heads: str) -> None:
    table = pasted(heads + "\nA-1\tcup\t3\tpcs\t5\t10\t13.5\n")
    columns = match(table, OrderLine, "en").columns
    keys = ["sku", "name", "quantity", "unit", "unit_price", "discount_percent", None]
    assert ([column.key for column in columns], columns[6].role) == (keys, "amount")


@pytest.mark.parametrize(
    ("heads", "chosen"),
    [
        ("采购价\t销售单价", "销售单价"),
        ("Unit Cost\tPrice", "Price"),
        ("Cost price\tTrade Price", "Trade Price"),
        ("成本价\t协议价", "协议价"),
        ("原价\t活动价", "活动价"),
        ("RRP\tTrade Price", "Trade Price"),
        ("Regular price\tSale Price", "Sale Price"),
        ("Unit Cost\tRemark", "Unit Cost"),
    ],
)
def test_the_price_that_the_customer_pays_is_the_price(heads: str, chosen: str) -> None:
    columns = match(pasted(f"SKU\tQty\t{heads}\nA-1\t3\t5\t6\n"), OrderLine, "en").columns
    assert [column.header for column in columns if column.key == "unit_price"] == [chosen]


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("100 pcs", (100, "pcs")),
        ("千只", (1000, "只")),
        ("kg", (1, "kg")),
        ("100", (100, "")),
        ("per 1000", (1000, "")),
        ("0", None),
        ("", None),
        ("each batch", None),
    ],
)
def test_a_cell_says_what_a_price_is_for(text: str, per: tuple[int, str] | None) -> None:
    assert per_of(text) == per


@pytest.mark.parametrize("header", ["Price (100 pcs)", "单价(百件)", "Price (per 100 pcs)"])
def test_a_price_for_several_units_is_not_multiplied(header: str) -> None:
    note = read_heading(header).note
    assert (note.scale, note.per, note.unit) == (1, 100, "pcs" if "pcs" in header else "件")


@pytest.mark.parametrize("header", ["Qty (10 pcs)", "数量（每 12 件）"])
def test_a_quantity_in_odd_numbers_of_pieces_is_not_taken(header: str) -> None:
    column = match(pasted(f"SKU\t{header}\nA\t3\n"), OrderLine, "en").columns[1]
    assert column.key is None


def test_money_of_several_countries_may_be_one_of_theirs() -> None:
    assert may_be_currency("Kr.", "SEK") and may_be_currency("卢比", "INR")
    assert not may_be_currency("kr", "USD") and not may_be_currency("₡", "USD")


def test_every_meaning_of_open_money_is_a_currency() -> None:
    for word, meanings in book()["currency_words"]["ambiguous"].items():
        assert set(meanings.split()) <= CURRENCIES and currency_named(word) is None
