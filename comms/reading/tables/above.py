"""What the rows above and below a table say of all its prices: their currency, and whether tax is in them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from comms.reading.tables.columns import Column
from comms.reading.tables.headings import (
    LONGEST,
    book,
    currency_named,
    folded,
    listed,
    read_heading,
    roles_of,
    tax_said,
)
from comms.reading.tables.row_kinds import is_total
from comms.reading.tables.table import Row, Table
from comms.terms.currencies import SHARED_SIGNS

_PRICED_IN = re.compile(
    r"\b(?:prices?|amounts?|values?|figures?|quot(?:ed|ation))\b[^.;]{0,40}?\bin\s+(?P<en>[^\W\d]+(?:\s[^\W\d]+)?)"
    r"|(?:以|按|均为|单位[:：为是]?|币种[:：为是]?)\s*(?P<zh>[\u4e00-\u9fff]{1,4}?|[a-z]{3})\s*(?:计价|报价|结算|计$|$|[)）,，。])",
    re.IGNORECASE,
)
_TOTAL_IN = re.compile(
    r"(?:(?:grand |sub-?)?total|amount|合计|总计)\s*(?:amount|金额)?\s*"
    r"[(（:]?\s*(?:in\s+)?(?P<of>[^\s()（）\d]{1,6})[)）]?[:：]?",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"[(（][^()（）]{1,30}[)）]\s*$")
_OF_A_BANK = re.compile(r"bank|account|银行|账号|账户|开户|付款|payment", re.IGNORECASE)
"""Words of cells whose currency is that of an account."""
_LABELS = ("单位", "金额单位")
_LONGEST = 200
"""The most characters of a title; a longer cell holds conditions of a contract."""


def stated_currencies(table: Table) -> tuple[str, ...]:
    """Return the currencies that the rows above the header name, then those that rows of totals name.

    币种：USD, 单位：元, Currency: EUR, Quotation - all prices in EUR, 报价单（美元/件）, Total EUR.
    """
    above = (found for row in _above(table) for found in _currencies_of(row))
    totals = (
        found for row in table.skipped if is_total(row) for cell in row.cells if (found := _of_total(cell))
    )
    return tuple(dict.fromkeys([*above, *totals]))


def stated_tax(table: Table) -> bool | None:
    """Return whether a row above the header says that the prices include tax: 报价单（含税13%）.

    None if no row says it, or if several rows differ.
    """
    said = {
        found
        for row in _above(table)
        for cell in row.cells
        if len(cell) <= _LONGEST and (found := tax_said(cell)) is not None
    }
    return said.pop() if len(said) == 1 else None


def with_stated_tax(columns: Sequence[Column], table: Table) -> list[Column]:
    """Return the columns with the tax that a row above states, for prices whose own headers say nothing."""
    taxed = stated_tax(table)
    return [
        replace(column, note=replace(column.note, taxed=taxed))
        if taxed is not None and column.note.taxed is None and _is_price(column)
        else column
        for column in columns
    ]


def _is_price(column: Column) -> bool:
    return column.key == "unit_price" or bool({"net_price", "gross_price"} & set(roles_of(column.header)))


def _above(table: Table) -> Iterator[Row]:
    return (row for row in table.skipped if table.header_row is not None and row.number < table.header_row)


def _currencies_of(row: Row) -> Iterator[str]:
    for cell, following in zip(row.cells, (*row.cells[1:], ""), strict=True):
        name, _, value = cell.replace("：", ":")[:60].partition(":")
        if folded(name) in listed("roles", "currency") | set(_LABELS) and (
            found := currency_named(value.strip() or following)
        ):
            yield found
            continue
        for match in _PRICED_IN.finditer(cell[:_LONGEST]):
            if found := _named(match["en"] or match["zh"]):
                yield found
        bracket = _IN_BRACKETS.search(cell) if len(cell) <= LONGEST and not _OF_A_BANK.search(cell) else None
        if bracket and _is_money(bracket[0]) and (found := read_heading(bracket[0]).note.currency):
            yield found


def _is_money(bracket: str) -> bool:
    """Return whether the words in brackets at the end of a title may name a currency."""
    return bracket.strip("()（） ").casefold() not in book()["currency_words"]["ordinary"]


def _named(words: str) -> str | None:
    """Return the currency that two words or the first of them name; `all` and `try` name none."""
    for text in (words, words.split(maxsplit=1)[0]):
        if text.casefold() not in book()["currency_words"]["ordinary"] and (found := currency_named(text)):
            return found
    return None


def _of_total(cell: str) -> str | None:
    """Return the currency in the name of a total; a sign of several currencies says nothing."""
    match = _TOTAL_IN.fullmatch(cell.strip())
    return None if match is None or match["of"] in SHARED_SIGNS else _named(match["of"])
