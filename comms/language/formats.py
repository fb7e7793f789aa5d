"""Formats dates, figures and amounts of money in a language."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from comms.language.catalog import words


def long_date(day: date, language: str, weekday: bool = False) -> str:
    """Return an unambiguous date: 2026年6月5日, 5 June 2026."""
    book = words(language)["language"]
    pattern = book["weekday_date" if weekday else "date"]
    names = {"monthname": book["months"][day.month - 1], "weekday": book["weekdays"][day.weekday()]}
    return str(pattern.format(year=day.year, month=day.month, day=day.day, **names))


def long_time(moment: datetime, language: str) -> str:
    """Return a time with its date and zone: 2026年4月21日 18:00（北京时间）, 8 May 2026, 18:00 (UTC+2)."""
    book = words(language)["language"]
    offset = moment.utcoffset() or timedelta()
    sign, minutes = "+-"[offset < timedelta()], abs(offset) // timedelta(minutes=1)
    hours = f"{sign}{minutes // 60}" if minutes else ""
    name = f"UTC{hours}" + (f":{minutes % 60:02d}" if minutes % 60 else "")
    zone = book["zones"].get(name, name)
    return str(book["time"].format(date=long_date(moment, language), clock=f"{moment:%H:%M}", zone=zone))


def percent(value: Decimal | int, language: str) -> str:
    """Return a percentage as the language writes it: 30%, 30 %."""
    return str(words(language)["language"]["percent"].format(number=number(value)))


def measure(value: Decimal | int, key: str, language: str) -> str:
    """Return a number with the unit that the key of its field names, if any: 12 months, 0.3%."""
    units = words(language)["language"]["units"]
    pattern = next((units[part] for part in key.split("_") if part in units), "{number}")
    return str(pattern.format(number=number(value)))


def number(value: Decimal | int) -> str:
    """Return a number with all its digits and thousands separators."""
    return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"


def rounded(value: Decimal, places: int = 1) -> str:
    """Return a computed number, rounded half-up to `places` decimals, without trailing zeros."""
    with localcontext(prec=100):  # the product of two long numbers has more digits than the default
        text = number(value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
    return text.rstrip("0").rstrip(".") if "." in text else text


def money(amount: Decimal, currency: str | None, language: str) -> str:
    """Return an amount with its currency as the language writes it: 6,000 元, USD 11.25."""
    book = words(language)["language"]
    pattern = book["home_money"] if currency == book["home_currency"] else book["money"]
    return str(pattern.format(amount=number(amount), currency=currency or "")).strip()
