"""Columns of stock, which may already be less what is sold, and of sales, which may be of several days."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from comms.reading.tables.columns import Column
from comms.reading.tables.headings import listed, read_heading

_PERIOD = r"(?:in\s+|over\s+)?(?:the\s+)?(?:last\s+|past\s+)?"
_SALES = re.compile(
    r"(?:近|最近|过去)?\s*(?P<zh>\d{1,3})\s*[天日]\s*(?:内|的)*(?:总)?(?:销售|销量|出库)(?:数量|量|数)?"
    rf"|(?:units?\s+)?(?:sales|sold|orders)\s*\(?{_PERIOD}(?P<en>\d{{1,3}})[\s-]*d(?:ays?)?\)?"
    r"|(?:last\s+)?(?P<first>\d{1,3})[\s-]*d(?:ays?)?\s+(?:units?\s+)?(?:sales|sold)"
)


def days_of_sales(header: str) -> int | None:
    """Return the days whose sales a column holds: 30 for 近30天销量, None for another header."""
    match = _SALES.fullmatch(unicodedata.normalize("NFKC", header).casefold().strip(" *:"))
    days = next((int(group) for group in match.groups() if group), 0) if match else 0
    return days or None


def longest_sales(headers: Sequence[str]) -> int | None:
    """Return the index of the column with the sales of the most days, None if there is none."""
    known = [(days, -index) for index, header in enumerate(headers) if (days := days_of_sales(header))]
    return -max(known)[1] if known else None


def settled_stock(columns: Sequence[Column]) -> list[Column]:
    """Return the columns of stock without those that the stock which is available has been reduced by."""
    stock = next((column for column in columns if column.key == "on_hand"), None)
    if stock is None or stock.chosen or not _is_available(stock.header):
        return list(columns)
    return [
        replace(column, key=None) if column.key == "presold" and not column.chosen else column
        for column in columns
    ]


def _is_available(header: str) -> bool:
    return any(name in listed("weak", "on_hand") for name, _ in read_heading(header).names)
