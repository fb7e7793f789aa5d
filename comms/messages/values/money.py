"""Finds amounts of money in running text: €400, 2000块, 1.2万元, 9块8, 30 quid."""

import re
from collections.abc import Iterator
from decimal import Decimal

from comms.messages.patterns import Pattern
from comms.messages.values.figures import DIGITS, is_doubtful, is_exact, plain
from comms.messages.values.spans import Sum
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.spoken import chinese_figure

_BEFORE = {
    "us$": "USD", "usd": "USD", "$": "USD", "€": "EUR", "eur": "EUR", "£": "GBP", "gbp": "GBP", "¥": "CNY",
    "rmb": "CNY", "cny": "CNY", "hk$": "HKD", "hkd": "HKD", "jpy": "JPY", "chf": "CHF", "a$": "AUD",
    "aud": "AUD", "cad": "CAD", "c$": "CAD", "sek": "SEK", "dkk": "DKK", "nok": "NOK", "pln": "PLN",
    "sgd": "SGD", "inr": "INR", "s$": "SGD",
}  # fmt: skip
_BEHIND = {
    "块钱": "CNY", "块": "CNY", "元": "CNY", "rmb": "CNY", "人民币": "CNY", "cny": "CNY", "美元": "USD",
    "美金": "USD", "刀": "USD", "usd": "USD", "dollars": "USD", "bucks": "USD", "欧元": "EUR", "欧": "EUR",
    "eur": "EUR", "euros": "EUR", "euro": "EUR", "€": "EUR", "英镑": "GBP", "gbp": "GBP", "quid": "GBP",
    "pounds": "GBP", "pound": "GBP", "£": "GBP", "港币": "HKD", "港元": "HKD", "hkd": "HKD", "日元": "JPY",
    "chf": "CHF", "francs": "CHF", "aud": "AUD", "sgd": "SGD", "sek": "SEK", "$": "USD", "dollar": "USD",
}  # fmt: skip
_SCALE = r"百万|万|千|[wWkK](?![A-Za-z\d])"
_FACTORS = {"百万": 10**6, "万": 10_000, "千": 1000, "w": 10_000, "k": 1000}


def _any(names: dict[str, str]) -> str:
    return "|".join(
        re.escape(name) + ("(?![a-z])" if name[-1].isascii() and name[-1].isalpha() else "")
        for name in sorted(names, key=len, reverse=True)
    )


_SUM = Pattern(
    rf"(?<![A-Za-z\d.])(?P<yuan>{DIGITS})[元块](?P<jiao>\d)[角毛]"
    rf"|(?<![a-z])(?:€|EUR)[ ]?(?P<commas>\d{{1,6}},\d{{1,2}})(?!\d)"
    rf"|(?<![a-z])(?P<before>{_any(_BEFORE)})[ ]?(?P<amount>{DIGITS})[ ]?(?P<scale>{_SCALE})?"
    rf"|(?<![A-Za-z\d.])(?P<euros>\d{{1,6}},\d{{1,2}})[ ]?(?:€|EUR|euros?)(?![a-z])"
    rf"|(?<![A-Za-z\d.])(?P<whole>{DIGITS})块(?P<tenths>\d{{1,2}})(?![\d块])"
    rf"|(?<![A-Za-z\d.])(?P<figure>{DIGITS}"
    rf"|[一二两三四五六七八九十百千万零〇]{{1,12}})[ ]?(?P<by>{_SCALE})?[ ]?(?P<behind>{_any(_BEHIND)})",
    re.IGNORECASE,
)
_APIECE_BEHIND = LazyPattern(
    r"(?i)[ ]?(?:钱)?[ ]?(?:/|一(?=[张个件只条套款版箱包瓶袋台把双人家本支盒天份块])|每|个店|(?:an?"
    r"|per|each|apiece|every)\b"
    r"|for each|a piece|pp\b|p\.p\.)"
)
_APIECE_BEFORE = LazyPattern(
    r"(?i)(?:人均|单价|每[张个件只条套款版箱包瓶袋台把双人家本支盒天份块]?"
    r"|一[张个件只条套款版箱包瓶袋台把双人]|(?:at|each|per \w{1,12}|@"
    r"|unit price(?: of)?))[ :]*\Z"
)


def sums_in(text: str, start: int, end: int) -> Iterator[Sum]:
    """Yield the amounts of money in `text[start:end]` that name a currency."""
    for match in _SUM.finditer(text, start, end):
        group = next((each for each in ("amount", "figure", "yuan") if match[each]), "whole")
        if match[group] and is_doubtful(text, *match.span(group)):
            continue
        amount = _amount(match)
        if amount is None:
            continue
        stop = match.start() + len(match[0].rstrip())
        name = match["before"] or match["behind"]
        currency = (
            "EUR"
            if match["euros"] or match["commas"]
            else "CNY"
            if name is None
            else (_BEFORE | _BEHIND)[name.lower()]
        )
        before = text[max(start, match.start() - 12) : match.start()]
        apiece = bool(_APIECE_BEFORE.search(before) or _APIECE_BEHIND.match(text[stop : stop + 12]))
        yield Sum(match.start(), stop, amount, currency, is_exact(text, match.start(), stop), apiece)


def is_apiece(text: str, start: int, end: int) -> bool:
    """Return whether the figure `text[start:end]` is what one of several costs."""
    return bool(
        _APIECE_BEFORE.search(text[max(0, start - 12) : start]) or _APIECE_BEHIND.match(text[end : end + 12])
    )


def _amount(match: re.Match[str]) -> Decimal | None:
    if len(match[0]) > 40:  # no sum
        return None
    if match["yuan"]:
        return plain(Decimal(match["yuan"].replace(",", "")) + Decimal(match["jiao"]) / 10)
    if match["whole"]:
        return Decimal(f"{match['whole'].replace(',', '')}.{match['tenths']}")
    if comma_sum := match["euros"] or match["commas"]:
        return Decimal(comma_sum.replace(",", "."))
    written = match["amount"] or match["figure"]
    scale = match["scale"] or match["by"]
    if written[0].isdigit():
        return plain(Decimal(written.replace(",", "")) * (_FACTORS[scale.lower()] if scale else 1))
    figure = chinese_figure(written)
    return None if figure is None or scale else Decimal(figure)
