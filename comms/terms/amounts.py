"""Numbers and amounts as people type them."""

import re
import unicodedata
from decimal import Decimal

from comms.terms.currencies import CURRENCIES

_GROUPED = re.compile(r"(?<=\d)[,，' ](?=\d{3}(?!\d))")
SCALES = r"(?:[百千]万|百(?!分)|千(?![克米瓦卡升])|[万亿]|[kK](?![A-Za-z]))"
"""What multiplies the figure before it, and is no part of a unit: 千 of 3千件, but not of 3千克."""
_NUMBER = re.compile(rf"([-−+]?)\s*(\d+(?:\.\d+)?|\.\d+)\s*({SCALES}?)")
_SCALE = {"百": 100, "千": 1000, "k": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_SIGNS = {
    "¥": "CNY",
    "元": "CNY",
    "块": "CNY",
    "人民币": "CNY",
    "rmb": "CNY",
    "$": "USD",
    "美元": "USD",
}
_SIGNS |= {
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
    """The number that a text is, or None: full-width digits, 7,400, 1.2万, 3千, 3k, 98.5%."""
    plain = _GROUPED.sub("", unicodedata.normalize("NFKC", text).strip()).rstrip("%").strip()
    match = _NUMBER.fullmatch(plain)
    if match is None or len(plain) > 40:
        return None
    sign, digits, scale = match.groups()
    value = Decimal(digits) * _SCALE[scale.lower()] if scale else Decimal(digits)
    value = value.quantize(Decimal(1)) if scale and value == value.to_integral_value() else value
    return -value if sign in ("-", "−") else value


def parse_money(text: str, currency: str) -> tuple[Decimal, str] | None:
    """The amount and the currency that a text is, or None; `currency` where it names none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    named = re.fullmatch(rf"([^\d.\-+]*?)\s*([-+]?[\d.,' ]*\d\s*(?:{SCALES})?)\s*([^\d.]*)", plain)
    if named is None:
        return None
    before, digits, after = (each.strip() for each in named.groups())
    amount = parse_number(digits)
    codes = [_currency(each) for each in (before, after) if each]
    if amount is None or None in codes or len(set(codes)) > 1:
        return None
    return amount, next((each for each in codes if each), currency)


def _currency(text: str) -> str | None:
    if text.upper() in CURRENCIES:
        return text.upper()
    return _SIGNS.get(text.lower().replace("整", ""))
