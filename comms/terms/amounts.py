"""Numbers and amounts as people type them."""

import re
import unicodedata
from decimal import Decimal

from comms.terms.currencies import CURRENCIES

_GROUPED = re.compile(r"(?<=\d)[,，' ](?=\d{3}(?!\d))")
_NUMBER = re.compile(r"([-−+]?)\s*(\d+(?:\.\d+)?|\.\d+)\s*([万亿kK]?)")
_SCALE = {"": Decimal(1), "k": Decimal(1000), "万": Decimal(10_000), "亿": Decimal(100_000_000)}
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
    """The number that a text is, or None: full-width digits, 7,400, 1.2万, 3k, 98.5%."""
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
    named = re.fullmatch(r"([^\d.\-+]*?)\s*([-+]?[\d.,' ]*\d\s*[万亿kK]?)\s*([^\d.]*)", plain)
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
