"""Headings that mean a value of the base document without naming its field: an article, or a usual word."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from comms.errors import CommsError
from comms.language.field_names import field_at
from comms.models.base import Document
from comms.reading.tables.headings import book, folded, names_of, read_heading

_OF_LINES = ("sku", "name", "specification", "hs_code", "origin", "quantity", "tolerance_percent", "unit")
"""The fields of lines that a heading means by a usual name."""
_ROLES = {
    "currency": "currency",
    "net_price": "lines.unit_price",
    "price_with_tax": "lines.unit_price",
    "price_without_tax": "lines.unit_price",
    "discount": "lines.discount_percent",
    "discount_amount": "lines.discount_amount",
    "discount_of_order": "discount_amount",
    "price_per": "lines.price_per",
    "tax_rate": "tax.rate_percent",
}
"""Roles of columns -> the fields that they mean where each row is an order."""
_DATES = {
    "ship_by": ("delivery.ship_by", "revised_date"),
    "deliver_by": ("delivery.deliver_by", "revised_date"),
}
"""Dates of lines -> what they are called in documents that have them for all goods, in their order."""
_TERMS = {
    "delivery.incoterm": """
        incoterm, incoterms, incoterms 2020, trade term, trade terms, price terms, delivery term,
        delivery terms, terms of delivery, 贸易术语, 贸易条款, 价格条款, 价格术语, 交货条款, 交货条件
    """,
    "delivery.place": """
        place, named place, place of delivery, delivery place, delivery address, ship to address, port,
        port of loading, port of discharge, destination, destination port, 交货地, 交货地址, 收货地址,
        收货地点, 到货地点, 送货地址, 目的港, 目的地, 起运港, 装运港, 卸货港, 港口
    """,
    "delivery.mode": """
        transport, transport mode, mode of transport, shipping method, ship via, 运输, 运输方式, 发货方式,
        物流方式
    """,
    "payment": """
        payment, payment term, payment terms, terms of payment, payment method, payment condition,
        payment conditions, prepayment, deposit, 付款, 付款方式, 付款条件, 付款条款, 结算方式, 结算条件,
        支付方式, 账期, 定金, 预付款, 预付比例
    """,
    "charges": """
        charges, extra charge, extra charges, fees, freight, freight cost, shipping, shipping cost,
        shipping fee, shipping charge, surcharge, handling fee, insurance, 运费, 运输费, 快递费, 物流费,
        杂费, 附加费, 保险费, 手续费, 包装费, 其他费用
    """,
}
"""Fields of orders -> the usual words for them, separated by commas."""
_FIGURES = frozenset(
    "qty quantity quantities pcs pc pieces piece units unit price prices order ordered of no number".split()
)
_CHINESE_FIGURES = re.compile(r"(?:订货|订单|采购)?数量|[件个只套]数|单价|价格|订[货购]量|折扣|[数价量]$")
_PRICE = re.compile("price|价", re.IGNORECASE)
_WORDS = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]+")
_LONG_SKU = 4
"""The characters of a SKU that no other word contains by chance."""


def usual_fields(model: type[Document], heading: str) -> list[str]:
    """Return the dotted paths of the fields of a kind that a heading means by a usual word for them."""
    read = read_heading(heading)
    called = {folded(heading), *(name for name, _ in read.names), *read.pieces, *read.prices}
    return list(dict.fromkeys(path for path in _meant_by(model, called) if _leads(model, path)))


def _meant_by(model: type[Document], called: set[str]) -> Iterator[str]:
    for path, words in _TERMS.items():
        if called & set(map(folded, words.split(","))):
            yield path
    for key, paths in _DATES.items():
        if called & names_of(key):
            yield from [path for path in paths if _leads(model, path)][:1]
    for key in (*_OF_LINES, "unit_price", "discount_percent"):
        if called & names_of(key):
            yield f"lines.{key}"
    for role, path in _ROLES.items():
        if called & set(map(folded, book()["roles"][role])):
            yield path


def is_always_meant(path: str) -> bool:
    """Whether a field is one of money, dates or terms, which a table states for its letters to hold."""
    return path.removeprefix("lines.") not in _OF_LINES


def _leads(model: type[Document], path: str) -> bool:
    try:
        field_at(model, tuple(path.split(".")))
    except CommsError:
        return False
    return True


def line_named(data: Mapping[str, Any], heading: str) -> int | None:
    """Return the index of the line whose SKU or name a heading has, alone or with a word for its figures."""
    lines = data.get("lines")
    for index, line in enumerate(lines if isinstance(lines, list) else ()):
        if isinstance(line, Mapping) and (_has_sku(heading, line) or _has_words(heading, line)):
            return index
    return None


def figure_named(heading: str) -> str:
    """Return the figure of a line that a heading with an article means: its price if it says so."""
    return "unit_price" if _PRICE.search(heading) else "quantity"


def _has_sku(heading: str, line: Mapping[str, Any]) -> bool:
    sku = folded(str(line.get("sku") or ""))
    parts = map(folded, re.split(r"[\s()/:（）：]+", heading))
    return bool(sku) and (sku in folded(heading) if len(sku) >= _LONG_SKU else sku in parts)


def _has_words(heading: str, line: Mapping[str, Any]) -> bool:
    """Whether all words of a heading, besides those for figures, are in the name or SKU of a line.

    Beside a word for a figure they may also be in its specification: 青釉数量, Oak qty.
    """
    words = _WORDS.findall(unicodedata.normalize("NFKC", heading).casefold())
    left = [_CHINESE_FIGURES.sub("", word) for word in words if word not in _FIGURES]
    has_figure = left != words
    keys = ("sku", "name", "specification") if has_figure else ("sku", "name")
    text = " ".join(str(line.get(key) or "") for key in keys)
    known = set(_WORDS.findall(unicodedata.normalize("NFKC", text).casefold()))
    left = [word for word in left if word]
    is_telling = has_figure or any(len(word) > (2 if word.isascii() else 1) for word in left)
    return bool(left) and is_telling and all(word in (known if word.isascii() else text) for word in left)
