"""Parses numbers and amounts of money as people type them."""

import re
import unicodedata
from decimal import Decimal

from comms.terms.currencies import CURRENCIES
from comms.terms.lazy_patterns import LazyPattern

_GROUPED = LazyPattern(r"(?<=\d)[,，' ](?=\d{3}(?!\d))")
SCALES = r"(?:[百千]万|百(?!分)|千(?![克米瓦卡升])|[万亿]|[kK](?![A-Za-z]))"
"""A multiplier behind a figure, unless it is part of a unit: the 千 of 3千件, but not of 3千克."""
_NUMBER = LazyPattern(rf"([-−+]?)\s*(\d+(?:\.\d+)?|\.\d+)\s*({SCALES}?)")
_SCALE = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_CURRENCY_SIGNS = {
    "¥": "CNY",
    "元": "CNY",
    "块": "CNY",
    "人民币": "CNY",
    "rmb": "CNY",
    "$": "USD",
    "美元": "USD",
}
_CURRENCY_SIGNS |= {
    "us$": "USD",
    "€": "EUR",
    "欧元": "EUR",
    "£": "GBP",
    "英镑": "GBP",
    "日元": "JPY",
    "港币": "HKD",
    "港元": "HKD",
}


def parse_number(text: str) -> Decimal | None:
    """Return the number that `text` spells, or None if it spells none.

    Reads full-width digits, thousands separators and scales: 7,400, 1.2万, 3千, 3k; a percent sign is
    dropped (98.5% is 98.5).
    """
    ungrouped = _GROUPED.sub("", unicodedata.normalize("NFKC", text).strip()).rstrip("%").strip()
    match = _NUMBER.fullmatch(ungrouped)
    if match is None or len(ungrouped) > 40:
        return None
    sign, digits, scale = match.groups()
    value = Decimal(digits) * _SCALE[scale.lower()] if scale else Decimal(digits)
    value = value.quantize(Decimal(1)) if scale and value == value.to_integral_value() else value
    return -value if sign in ("-", "−") else value


def parse_money(text: str, currency: str) -> tuple[Decimal, str] | None:
    """Return the amount and the currency code that `text` spells, or None if it is not an amount.

    currency: the code to return when the text names no currency.
    """
    normalized = unicodedata.normalize("NFKC", text).strip()
    match = re.fullmatch(rf"([^\d.\-+]*?)\s*([-+]?[\d.,' ]*\d\s*(?:{SCALES})?)\s*([^\d.]*)", normalized)
    if match is None:
        return None
    before, digits, after = (part.strip() for part in match.groups())
    amount = parse_number(digits)
    codes = [_currency_code(name) for name in (before, after) if name]
    if amount is None or None in codes or len(set(codes)) > 1:
        return None
    return amount, next((code for code in codes if code), currency)


def _currency_code(text: str) -> str | None:
    if text.upper() in CURRENCIES:
        return text.upper()
    return _CURRENCY_SIGNS.get(text.lower().replace("整", ""))
