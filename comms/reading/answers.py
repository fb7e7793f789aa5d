"""Conversion of typed answers into the data of a document, and back."""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.language.field_names import bare, field_at
from comms.language.phrases import field_words, words
from comms.models.base import Document, Field, Shape
from comms.models.scalars import MAX_TEXT, is_placeholder
from comms.paths import FieldPath, paths_of_all, put, value_at
from comms.terms.amounts import SCALES, parse_money, parse_number
from comms.terms.currencies import CURRENCIES, currency_meant
from comms.terms.dates import Conventions, NotADate, parse_period
from comms.terms.iso_times import parse_iso_time
from comms.terms.lazy_patterns import LazyPattern
from comms.terms.spoken import Spoken, spoken
from comms.terms.times import day_with_time, parse_time
from comms.terms.units import is_same_unit
from comms.terms.workdays import WorkCalendar
from comms.terms.written_dates import day_that_holds
from comms.terms.zhe import percent_off

_CHOSEN = re.compile(r"[;；,，、\s]+")
_YES = frozenset("是 要 对 有 可以 允许 同意 含 含税 yes y true 1 ok".split())
_NO = frozenset("否 不 不是 不要 没有 无 不可以 不允许 不同意 不含 不含税 no n false 0 2".split())
_WITH_UNIT = LazyPattern(
    rf"(?P<figure>[-+]?[\d.,' ]*\d\s*{SCALES}?)\s*"
    r"(?P<unit>(?!打|[百千](?![分克米瓦卡升]))[^\W\d_万亿]{1,8}|[%¥$€£])"
)
"""A figure with its unit, such as 18.5元, 500件 or 12 days; 打 (dozen) is a multiplier, not a unit."""
_RANGE = re.compile(r"\d\D{0,3}\s*(?:[-–—~～到至]|to)\s*\d")
_OWN_UNITS = {
    "days": frozenset("天 日 工作日 自然日 day days d".split()),
    "hours": frozenset("小时 钟头 工时 人时 hour hours hr hrs h".split()),
    "months": frozenset("月 month months mth mths".split()),
    "percent": frozenset("% 百分点 percent pct".split()),
}
"""A part of a field's key -> the units that may stand behind its figure; any other is another unit."""
QUANTITIES = frozenset("quantity on_hand in_transit daily_sales presold".split())
"""The fields whose figures are in the unit of their line."""
_COUNTS = frozenset("days months hours quantity count rounds".split())
_BESIDE_A_SIGN = LazyPattern(rf"[-+−\d\s.,'整]|{SCALES}")
_NEVER_PERCENT = _COUNTS | {"price", "amount"}
IN_CURRENCY = frozenset("unit_price amount discount_amount subtotal discount tax total".split())
"""The numbers that are amounts in the currency of their document."""
_BEGINNINGS = frozenset(("start",))
"""The fields of dates with which a period begins."""
_SEPARATOR = LazyPattern(r"[;；\n]")
_BETWEEN_NAMES = LazyPattern(r"[;；\n、，]")
_FULL_WIDTH = re.compile("[０-９Ａ-Ｚａ-ｚ％＠]|(?<=[0-9０-９])．(?=[0-9０-９])")
"""Characters that input methods leave full-width although documents expect them half-width."""


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """The context in which an answer is read.

    language: of the words in the answer, one of LANGUAGES.
    now: the current time with its zone, which applies to times that name none.
    currency: ISO 4217 code that applies to amounts which name none.
    calendar: gives the calendar by which working days and festivals are counted.
    tax_percent: the tax that the document states, None for none; tax_included: whether its prices include it.
    shows_readings: the user is shown how figures were read, so words are taken for them (三百, up to 5).
    """

    language: str
    now: datetime
    currency: str
    calendar: Callable[[], WorkCalendar] = WorkCalendar
    tax_percent: Decimal | None = None
    tax_included: bool = False
    shows_readings: bool = False

    @property
    def today(self) -> date:
        return self.now.date()

    def of_document(self, data: Mapping[str, Any]) -> "AnswerContext":
        """Return the context in which the answers of a document are read, with its own currency and tax."""
        stated = str(data.get("currency") or "").strip().upper()
        tax = data.get("tax")
        rate = parse_number(str(tax.get("rate_percent"))) if isinstance(tax, dict) else None
        included = is_yes(str(tax.get("included"))) if isinstance(tax, dict) else False
        currency = stated if stated in CURRENCIES else self.currency
        return replace(self, currency=currency, tax_percent=rate, tax_included=included)

    @property
    def prices_include_tax(self) -> bool | None:
        """Whether the prices of the document include tax, None if it states none."""
        return self.tax_included if self.tax_percent else None

    @property
    def conventions(self) -> Conventions:
        """How dates are written and counted here."""
        return Conventions(words(self.language)["language"]["month_first"], self.calendar)


class Refused(CommsError):
    """An answer that cannot be accepted; its sentence is in the `refused` section of messages.toml."""

    section = "refused"


def read_answer(field: Field, text: str, context: AnswerContext) -> Any:
    """Return the plain data of an answer as it was typed.

    Numbers and dates are returned as the text that a file would hold, amounts as a mapping.
    Raises Refused or NotADate for an answer that cannot be accepted.
    """
    if len(text) > MAX_TEXT:
        raise Refused("too_long", length=len(text), most=MAX_TEXT)
    return _READ.get(field.shape, _text)(field, text.strip(), context)


def _text(field: Field, text: str, _context: AnswerContext) -> Any:
    text = _half_width(text)
    if field.key == "currency" and (named := parse_money(f"1 {text}", "")) and named[1]:
        return named[1]  # 美元, RMB, $
    # a title, a name or a number is one line, however it was pasted
    return " ".join(text.split("\n")) if field.key == "title" or field.ask.wording != "prose" else text


def _half_width(text: str) -> str:
    return _FULL_WIDTH.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def _texts(field: Field, text: str, context: AnswerContext) -> list[str]:
    if field.ask.empty_is_answer and text.casefold() in _NONE:
        return []
    if field.choices:
        return [_choice(field, choice, context.language) for choice in _CHOSEN.split(text) if choice.strip()]
    separator = _BETWEEN_NAMES if field.ask.wording == "names" else _SEPARATOR
    return [_half_width(entry.strip()) for entry in separator.split(text) if entry.strip()]


def _number(field: Field, text: str, context: AnswerContext) -> str:
    """Return a number; raise Refused("rough") for about 500, and for 2w, which may be watts or weeks."""
    said = _said(text, context, "number")
    if context.shows_readings and field.key == "discount_percent" and (off := percent_off(said.text)):
        return f"{off:f}"
    _refuse_foreign_unit(field, text, said, context.language)
    value = _figure(field, said.text, context)
    if value is None or ("%" in said.text and _NEVER_PERCENT.intersection(field.key.split("_"))):
        raise Refused("range" if _RANGE.search(said.text) else "number", written=text[:40])
    if said.blurs or said.has_w:
        raise Refused("rough", written=text[:40], figure=f"{value:f}")
    return f"{value:f}"


def _figure(field: Field, text: str, context: AnswerContext) -> Decimal | None:
    """Return the figure of a number with or without its unit; raise Refused for one in another currency."""
    if (value := parse_number(text)) is not None:
        return value
    if field.key in IN_CURRENCY:
        return _in_currency(text, context.currency)
    is_count = not _COUNTS.isdisjoint(field.key.split("_")) or field.key in QUANTITIES
    if not is_count and (priced := parse_money(text, "")) and priced[1]:
        return priced[0]
    with_unit = _WITH_UNIT.fullmatch(text)
    if with_unit is None or (is_count and _is_money(with_unit["unit"])):
        return None
    return parse_number(with_unit["figure"])


def _refuse_foreign_unit(field: Field, text: str, said: Spoken, language: str) -> None:
    """Raise Refused for 2 weeks, or 2w, where days are asked for, and for 3 kg where it is a percentage."""
    asked = next((part for part in field.key.split("_") if part in _OWN_UNITS), None)
    typed = _WITH_UNIT.fullmatch(said.text)
    unit = "w" if said.has_w else typed["unit"].casefold().removeprefix("个") if typed else ""
    if asked and unit and unit not in _OWN_UNITS[asked]:
        name = words(language)["language"]["unit_names"][asked]
        raise Refused("other_unit", written=text[:40], unit=name)


def _is_money(unit: str) -> bool:
    """Return whether a unit is a currency; 块 is more often a counter than a currency."""
    priced = parse_money(f"1{unit}", "")
    return priced is not None and bool(priced[1]) and unit != "块"


def _in_currency(text: str, currency: str) -> Decimal | None:
    """Return the amount of a text that names the document's currency, None if it names none.

    Raises Refused for another currency.
    """
    priced = parse_money(text, "")
    if priced is None or not priced[1]:
        return None
    named = currency_meant(_BESIDE_A_SIGN.sub("", text), currency) or priced[1]
    if named != currency:
        raise Refused("other_currency", written=text[:40], named=named, expected=currency)
    return priced[0]


def _date(field: Field, text: str, context: AnswerContext) -> str:
    """Return the day of an answer: the last one of a period, the first for a field that begins one.

    Of a day that was moved to another, as in 2026-10-09 (was 2026-09-30), it is the one that holds; a time of
    day beside it does not count.
    """
    try:
        first, last = parse_period(text, context.today, context.conventions)
    except NotADate as refusal:
        if refusal.reason != "date_unknown":
            raise
        if holding := day_that_holds(text):
            first = last = holding
        elif day := day_with_time(text, context.now):
            first, last = _period(day, text, context)
        else:
            raise
    return (first if field.key in _BEGINNINGS else last).isoformat()


def _period(day: str, text: str, context: AnswerContext) -> tuple[date, date]:
    """Return the days of the part of an answer that names them."""
    try:
        return parse_period(day, context.today, context.conventions)
    except NotADate as refusal:
        refusal.values["text"] = text
        raise


def _time(_field: Field, text: str, context: AnswerContext) -> str:
    return parse_time(text, context.now, context.conventions).isoformat()


def _said(text: str, context: AnswerContext, refusal: str) -> Spoken:
    """Return what was said; raise Refused for other words than digits where no reading is shown."""
    said = spoken(text)
    if not context.shows_readings and said != Spoken(unicodedata.normalize("NFKC", text).strip()):
        raise Refused(refusal, written=text[:40])
    return said


def _money(text: str, context: AnswerContext) -> dict[str, str]:
    """Return an amount with its currency; raise Refused("rough") for one that is not exact."""
    said, currency = _said(text, context, "money"), context.currency
    found = parse_money(said.text, "")
    if found is None:
        raise Refused("range" if _RANGE.search(said.text) else "money", written=text[:40])
    amount, named = found
    if said.blurs:
        raise Refused("rough", written=text[:40], figure=f"{amount:f} {named or currency}")
    if not amount and not named:  # zero is zero in any currency
        return {"amount": "0"}
    return {"amount": f"{amount:f}", "currency": named or currency}


def is_reworded(field: Field, text: str) -> bool:
    """Return whether a figure was typed in other words than digits, so that its reading is to be shown."""
    if field.shape not in (Shape.NUMBER, Shape.WHOLE, Shape.MONEY):
        return False
    said = spoken(text)
    is_scaled = re.search(rf"\d\s*(?:{SCALES}|折)", said.text) is not None
    return is_scaled or said != Spoken(unicodedata.normalize("NFKC", text).strip())


def is_yes(text: str) -> bool:
    """Return whether a text says yes; a text that is not understood does not."""
    try:
        return _flag(text)
    except Refused:
        return False


def _flag(text: str) -> bool:
    normalized = unicodedata.normalize("NFKC", text).casefold().strip(" 。.!！")
    if normalized in _YES:
        return True
    if normalized in _NO:
        return False
    raise Refused("flag", written=text[:40])


def _mapping(text: str) -> Any:
    """Return a whole part that is typed as a file would hold it: {sku: A, quantity: 3}."""
    from comms.reading.yaml_file import build, compose

    try:
        value = build(compose(text))
    except Unreadable:
        value = None
    if not isinstance(value, dict | list):
        raise Refused("mapping", written=text[:40])
    return value


def _choice(field: Field, text: str, language: str) -> str:
    normalized = unicodedata.normalize("NFKC", text).casefold()
    normalized = dict(words(language)["language"]["also_called"]).get(normalized, normalized)
    names = field_words(field.owner, field.key, language).choices or {}
    named = {value: unicodedata.normalize("NFKC", name) for value, name in names.items()}
    for number, value in enumerate(field.choices, 1):
        if normalized in (str(number), value.casefold(), named.get(value, value).casefold()):
            return value
    alike = [
        value
        for value in field.choices
        if len(normalized) > 1
        and (bare(normalized) == bare(value) or normalized in named.get(value, value).casefold())
    ]
    if len(alike) == 1:
        return alike[0]
    known = ", ".join(field.choices)
    raise Refused("choice", written=text[:40], count=len(field.choices), known=known)


_READ: dict[Shape, Callable[[Field, str, AnswerContext], Any]] = {
    Shape.DATE: _date,
    Shape.TIME: _time,
    Shape.FLAG: lambda field, text, context: _flag(text),
    Shape.NUMBER: _number,
    Shape.WHOLE: _number,
    Shape.MONEY: lambda field, text, context: _money(text, context),
    Shape.TEXTS: _texts,
    Shape.PART: lambda field, text, context: _mapping(text),
    Shape.PARTS: lambda field, text, context: _mapping(text),
    Shape.CHOICE: lambda field, text, context: _choice(field, text, context.language),
}
"""The reader of an answer by the shape of its field; for all other shapes the answer is the text itself."""


def as_typed(field: Field, value: Any, language: str) -> str:
    """Return the text that a person would type to give `value`, the plain data of a field."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(words(language)["language"]["yes_no"][not value])
    if isinstance(value, dict | list):
        return _parts_as_typed(field, value, language)
    if field.shape is Shape.CHOICE and value in field.choices:
        return (field_words(field.owner, field.key, language).choices or {}).get(value, value)
    if field.shape is Shape.TIME:
        return _time_as_typed(str(value))
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _time_as_typed(value: str) -> str:
    """Return a time with its zone as people write it: 2026-06-05 18:00+08:00."""
    try:
        moment = parse_iso_time(value)
    except ValueError:
        return value
    if moment is None:
        return value
    is_usual = moment.utcoffset() is not None and not (moment.second or moment.microsecond)
    return moment.isoformat(" ", "minutes") if is_usual else value


def _parts_as_typed(field: Field, value: Any, language: str) -> str:
    if field.shape is Shape.MONEY and isinstance(value, dict):
        return f"{value.get('amount', '')} {value.get('currency', '')}".strip()
    if value == [] and field.ask.empty_is_answer:
        return str(words(language)["language"]["none"])
    if isinstance(value, list) and not any(isinstance(entry, dict) for entry in value):
        separator: str = words(language)["language"]["list"]
        return separator.join(str(entry) for entry in value)
    return json.dumps(value, ensure_ascii=False)


_NONE = frozenset("无 没有 都不 none nothing 0".split())


def is_answer(text: str, field: Field | None = None) -> bool:
    """Return whether a text answers anything; 无 (none) does for a flag and for a field that takes "none"."""
    if field is not None and (field.shape is Shape.FLAG or field.ask.empty_is_answer):
        return any(map(str.isalnum, text))
    return not is_placeholder(text) or (field is not None and text.strip() in field.choices)


def put_answer(
    data: dict[str, Any], model: type[Document], where: str, text: str, context: AnswerContext
) -> None:
    """Put an answer into plain data at the path `where`, read as if it had been typed.

    `lines[].unit` gives it to every entry of the list.

    Raises CommsError for a path that leads nowhere, Refused or NotADate for an answer that cannot be used.
    """
    for path in paths_of_all(where.strip(), data):
        give_at(data, model, path, text, context)


def give_at(
    data: dict[str, Any], model: type[Document], path: FieldPath, text: str, context: AnswerContext
) -> None:
    """Put an answer into plain data at a path; raises CommsError as `give` does."""
    field = field_at(model, path)
    is_text = field.shape in (Shape.PART, Shape.PARTS) or isinstance(path[-1], int)
    refuse_other_unit(field, text, value_at(data, (*path[:-1], "unit")))
    put(data, path, text if is_text else read_answer(field, text, context.of_document(data)))


def refuse_other_unit(field: Field, text: str, unit: Any) -> None:
    """Raise Refused for a quantity in another unit than its line's: 1,200 cartons are not 1,200 pieces."""
    if field.key not in QUANTITIES or not isinstance(unit, str):
        return
    typed = _WITH_UNIT.fullmatch(spoken(text).text)
    if typed and not is_same_unit(typed["unit"], unit):
        raise Refused("other_unit", written=text.strip()[:40], unit=unit)
