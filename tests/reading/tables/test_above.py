"""What the rows above a table say of its prices."""

import pytest

from comms.models.order_confirmation import OrderLine
from comms.reading.tables.above import stated_currencies, stated_tax, with_stated_tax
from comms.reading.tables.matching import match
from comms.reading.tables.opening import pasted

HEAD = "SKU\tName\tQty\tUnit Price\nA\tcup\t3\t5\n"


@pytest.mark.parametrize(
    ("title", "taxed"),
    [
        ("报价单（含税13%）", True),
        ("报价单（不含税）", False),
        ("Quotation - all prices incl. VAT", True),
        ("Prices exclude nothing", None),
        ("All prices are excl. 19% MwSt", False),
        ("报价单", None),
        ("含税\t不含税", None),
    ],
)
def test_a_title_says_whether_prices_include_tax(title: str, taxed: bool | None) -> None:
    table = pasted(f"{title}\n\n{HEAD}")
    assert stated_tax(table) is taxed
    columns = with_stated_tax(match(table, OrderLine, "en").columns, table)
    assert [column.note.taxed for column in columns] == [None, None, None, taxed]


def test_the_heading_of_a_price_has_the_say_over_the_title() -> None:
    table = pasted("报价单（含税13%）\n\n货号\t数量\t单价（不含税）\nA\t3\t5\n")
    columns = with_stated_tax(match(table, OrderLine, "zh").columns, table)
    assert columns[2].note.taxed is False


@pytest.mark.parametrize(
    ("title", "currencies"),
    [
        ("Quotation - all prices in EUR", ("EUR",)),
        ("All amounts are stated in US dollars.", ("USD",)),
        ("Currency: GBP", ("GBP",)),
        ("单位：美元", ("USD",)),
        ("报价单（以美元计价）", ("USD",)),
        ("报价单 (USD)", ("USD",)),
        ("报价单（美元/件，含税）", ("USD",)),
        ("价格含税，币种为人民币", ("CNY",)),
        ("All prices in EUR\tCurrency: USD", ("EUR", "USD")),
        ("Order for all shops (Try us)", ()),
        ("Tel: 010-123 (all day)", ()),
        ("示例银行美元账户 (USD)", ()),
        ("Prices in all sizes", ()),
        ("Prices in good faith", ()),
        ("Quotation", ()),
    ],
)
def test_a_title_names_the_currency(title: str, currencies: tuple[str, ...]) -> None:
    assert stated_currencies(pasted(f"{title}\n\n{HEAD}")) == currencies


@pytest.mark.parametrize(
    ("total", "currencies"),
    [
        ("Total EUR\t\t3\t15", ("EUR",)),
        ("合计（美元）\t\t3\t15", ("USD",)),
        ("Total ($)\t\t3\t15", ()),
        ("Total FOB\t\t3\t15", ()),
        ("Total\t\t3\t15", ()),
    ],
)
def test_a_total_names_the_currency(total: str, currencies: tuple[str, ...]) -> None:
    assert stated_currencies(pasted(f"{HEAD}{total}\n")) == currencies
