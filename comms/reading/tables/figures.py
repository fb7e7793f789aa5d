"""Figures as they are written in cells, with a currency or a unit next to them."""

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from comms.reading.tables.headings import currency_named, folded, is_unit, listed
from comms.terms.amounts import SCALES, parse_number
from comms.terms.money import EXACT

_FIGURE = re.compile(
    r"(?P<before>[^\d.+\-−]*?)\s*(?P<number>[-+−]?(?:\d[\d,' ]*(?:\.\d+)?|\.\d+))\s*"
    rf"(?P<scale>{SCALES}?)"
    r"\s*(?P<after>[^\d/()]*?|m[23])\s*\.?(?:/\s*(?P<per>[^\d/()]{1,20}))?"
)
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the currency and the unit that its cell names; sign: the currency as it is written."""

    value: Decimal
    currency: str | None = None
    unit: str | None = None
    sign: str = ""
    is_percent: bool = False

    def times(self, scale: Decimal) -> "Figure":
        """Return the figure multiplied, without the trailing zeros that multiplication adds."""
        if scale == 1:
            return self
        with localcontext(EXACT):
            value = self.value * scale
        return replace(
            self, value=value.quantize(Decimal(1)) if value == value.to_integral_value() else value
        )


def read_figure(text: str, unit: str = "") -> Figure | None:
    """Read the figure in a cell: 1,200, 1.2万, ±3%, ¥9.80, USD 3.20, 9.8元/件, 500件; None for other texts.

    unit: the unit of the cell's row, which is accepted next to the figure even if it is not a known unit.
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
    before, after, per = (group.strip() if group else "" for group in match.group("before", "after", "per"))
    if value is None or (before and currency_named(before) is None):
        return None
    sign = before or (after if currency_named(after) else "")
    currency = currency_named(sign) if sign else None
    unit = after if after and after != sign else per
    if before and after and currency_named(after) not in (None, currency):
        return None
    if unit and currency_named(unit) and currency_named(unit) == currency:
        unit = per
    if folded(unit) in listed("units", "days") and per:
        unit = "" if unit == per else unit
    return Figure(value, currency, unit or None, sign) if _may_be_unit(unit, known) else None


def _may_be_unit(unit: str, known: str) -> bool:
    """Return whether a word next to a figure can be a unit; 左右 or "approx" would change its meaning."""
    return (
        not unit or is_unit(unit) or folded(unit) == folded(known) or folded(unit) in listed("units", "days")
    )
