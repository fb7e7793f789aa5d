"""A figure as it stands in a cell, with the currency or the unit beside it."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from comms.reading.tables.headings import currency_named, is_unit, listed, plain
from comms.terms.amounts import SCALES, parse_number

_FIGURE = re.compile(
    r"(?P<before>[^\d.+\-−]*?)\s*(?P<number>[-+−]?(?:\d[\d,' ]*(?:\.\d+)?|\.\d+))\s*"
    rf"(?P<scale>{SCALES}?)"
    r"\s*(?P<after>[^\d/()]*?|m[23])\s*\.?(?:/\s*(?P<per>[^\d/()]{1,20}))?"
)
_COMMA = re.compile(r"\D*(?:\d{1,3}(?:\.\d{3})+,\d+|\d+,\d{1,2}|\d{4,},\d+)\D*")
_POINT = re.compile(r"\D*(?:\d{1,3}(?:,\d{3})+\.\d+|\d+\.(?:\d{1,2}|\d{4,}))\D*")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A number; its currency and its unit where the cell names them; sign: how the currency is written."""

    value: Decimal
    currency: str | None = None
    unit: str | None = None
    sign: str = ""
    is_percent: bool = False

    def times(self, scale: Decimal) -> "Figure":
        """The figure multiplied, without zeros that the multiplication brings along."""
        if scale == 1:
            return self
        value = self.value * scale
        return replace(
            self, value=value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        )


def read_figure(text: str, unit: str = "") -> Figure | None:
    """The figure that a cell holds: 1,200, 1.2万, ±3%, ¥9.80, USD 3.20, 9.8元/件, 500件; None for none.

    unit: the unit of the cell's row, which may stand beside the figure however rare it is.
    """
    written = unicodedata.normalize("NFKC", text).strip()
    if not written or len(written) > _LONGEST:
        return None
    written = re.sub(r"^(?:±|\+/-)\s*", "", written)
    value = parse_number(written)
    if value is not None:
        return Figure(value, is_percent=written.endswith("%"))
    match = _FIGURE.fullmatch(written)
    return _with_words(match, unit) if match else None


def _with_words(match: re.Match[str], known: str) -> Figure | None:
    value = parse_number(match["number"].strip() + match["scale"])
    before, after, per = (each.strip() if each else "" for each in match.group("before", "after", "per"))
    if value is None or (before and currency_named(before) is None):
        return None
    sign = before or (after if currency_named(after) else "")
    currency = currency_named(sign) if sign else None
    unit = after if after and after != sign else per
    if before and after and currency_named(after) not in (None, currency):
        return None
    if unit and currency_named(unit) and currency_named(unit) == currency:
        unit = per
    if plain(unit) in listed("units", "days") and per:
        unit = "" if unit == per else unit
    return Figure(value, currency, unit or None, sign) if _may_be_unit(unit, known) else None


def _may_be_unit(unit: str, known: str) -> bool:
    """Whether a word beside a figure can be a unit; 左右 or "approx" would change the figure."""
    return not unit or is_unit(unit) or plain(unit) == plain(known) or plain(unit) in listed("units", "days")


def has_decimal_comma(cells: Iterable[str]) -> bool:
    """Whether figures have a decimal comma: 9,80 or 1.200,50, and none a decimal point."""
    figures = [unicodedata.normalize("NFKC", each) for each in cells if each and len(each) <= _LONGEST]
    return any(map(_COMMA.fullmatch, figures)) and not any(map(_POINT.fullmatch, figures))


def with_decimal_point(text: str) -> str:
    """1.200,50 as 1200.50."""
    return re.sub(r"(?<=\d)[. '](?=\d{3})", "", unicodedata.normalize("NFKC", text)).replace(",", ".")
