"""The decimal sign of a column: 1.200 is twelve hundred in one country and one and a fifth in another."""

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum


class DecimalSign(StrEnum):
    """The sign before the decimals of a figure."""

    POINT = "."
    COMMA = ","


_LONGEST = 60
_FIGURE = re.compile(r"\d[\d.,' ]*")
_COMMA = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|0,\d+|\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+")
_POINT = re.compile(
    r"\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|0\.\d+|\d+\.(?:\d{1,2}|\d{4,})|\d{4,}\.\d+"
)
_OPEN = {
    DecimalSign.POINT: re.compile(r"[1-9]\d{0,2}\.\d{3}"),
    DecimalSign.COMMA: re.compile(r"[1-9]\d{0,2},\d{3}"),
}


def shown_signs(cells: Iterable[str]) -> frozenset[DecimalSign]:
    """Return the decimal signs that figures show beyond doubt: the comma of 9,80, the point of 1,200.50."""
    found: set[DecimalSign] = set()
    for cell in cells:
        for figure in _figures(cell):
            found |= {DecimalSign.COMMA} if _COMMA.fullmatch(figure) else set()
            found |= {DecimalSign.POINT} if _POINT.fullmatch(figure) else set()
    return frozenset(found)


def is_open(cell: str, sign: DecimalSign) -> bool:
    """Return whether a cell has one such sign before three digits, which may be decimals or a thousand's."""
    return any(_OPEN[sign].fullmatch(figure) for figure in _figures(cell))


def _figures(cell: str) -> list[str]:
    if len(cell) > _LONGEST:
        return []
    written = unicodedata.normalize("NFKC", cell)
    return [found.strip(" '.,") for found in _FIGURE.findall(written)]


def decimal_sign(
    own: Iterable[str], others: Iterable[str], delimiter: str | None, is_workbook: bool
) -> DecimalSign | None:
    """Return the decimal sign of a column of figures, None if its figures leave two readings.

    own, others: the cells of the column, and those of the table's other columns of figures.
    delimiter: between the cells of a text file; a semicolon suggests decimal commas.
    is_workbook: numbers come from a spreadsheet, which always shows them with a point.
    """
    cells = list(own)
    shown = shown_signs(cells)
    if len(shown) == 1:
        return next(iter(shown))
    doubtful = {sign for sign in DecimalSign if any(is_open(cell, sign) for cell in cells)}
    if shown or not doubtful:
        return None if shown else DecimalSign.POINT
    return _sign_elsewhere(doubtful, shown_signs(others), delimiter, is_workbook)


def _sign_elsewhere(
    doubtful: set[DecimalSign], elsewhere: frozenset[DecimalSign], delimiter: str | None, is_workbook: bool
) -> DecimalSign | None:
    """Return the sign of a doubtful column by what other columns show, None if that leaves two readings."""
    if is_workbook:  # whose numbers show points, so that commas alone are in texts
        return DecimalSign.POINT if elsewhere != {DecimalSign.COMMA} else None
    if elsewhere == {DecimalSign.POINT} and delimiter == ";" and DecimalSign.POINT in doubtful:
        return None
    if len(elsewhere) == 1:
        return next(iter(elsewhere))
    groups_are_usual = doubtful == {DecimalSign.COMMA} and delimiter != ";" and not elsewhere
    return DecimalSign.POINT if groups_are_usual else None


def with_decimal_point(text: str, sign: DecimalSign) -> str:
    """Return a figure with a decimal point: with the comma as its sign, 1.200,50 becomes 1200.50."""
    if sign is DecimalSign.POINT:
        return text
    return re.sub(r"(?<=\d)[. '](?=\d{3})", "", unicodedata.normalize("NFKC", text)).replace(",", ".")
