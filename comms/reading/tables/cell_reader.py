"""Cells as values of fields; a cell that cannot be used is refused with the reason."""

from decimal import Decimal
from typing import Any

from comms.errors import CommsError
from comms.models.base import Field, Shape
from comms.models.scalars import is_placeholder
from comms.reading.answers import AnswerContext, read_answer
from comms.reading.tables.continued import figure_columns
from comms.reading.tables.decimals import DecimalSign, decimal_sign, is_open, with_decimal_point
from comms.reading.tables.figures import Figure, read_figure
from comms.reading.tables.headings import folded, listed
from comms.reading.tables.matching import Matching
from comms.reading.tables.table import ERROR_VALUES, SHORTENED, Row, Table

CODES = frozenset({"sku", "buyer_item", "hs_code", "unit_code"})
"""The fields whose digits identify something, so that none of them may be lost."""


class CellRefused(CommsError):
    """A cell that is refused for a reason that only tables have; its sentence is in tables.toml."""

    section = "cells"


class CellReader:
    """Reads the cells of a table; a figure is read with the decimal sign of its column."""

    def __init__(self, table: Table, matching: Matching, context: AnswerContext) -> None:
        self._table, self._matching, self._context = table, matching, context
        figures = figure_columns(matching)
        self._signs = {index: self._sign(index, figures) for index in range(len(matching.columns))}

    def _sign(self, index: int, figures: list[int]) -> DecimalSign | None:
        if self._matching.decimal is not None:
            return self._matching.decimal
        rows = self._table.rows
        own = [row.cells[index] for row in rows]
        others = [row.cells[other] for other in figures if other != index for row in rows]
        return decimal_sign(own, others, self._table.delimiter, self._table.sheet is not None)

    def figure(self, row: Row, index: int, unit: str) -> Figure | None:
        """Return the figure in a cell, None for another text; raises CellRefused if it has two readings."""
        text, sign = row.cells[index], self._signs[index]
        if sign is None and any(is_open(text, each) for each in DecimalSign):
            raise _two_readings(text, unit)
        return read_figure(with_decimal_point(text, sign or DecimalSign.POINT), unit)

    def text(self, row: Row, index: int) -> str:
        """Return the text of a cell; raises CellRefused for a formula that has no result or failed."""
        text = row.cells[index]
        if (row.number, index) in self._table.formulas:
            raise CellRefused("formula", text=text[:40])
        if text in ERROR_VALUES:
            raise CellRefused("error_value", text=text)
        return text

    def value(self, row: Row, index: int, field: Field) -> Any:
        """Return the plain data of a cell that holds no figure, None for a placeholder; raises CommsError."""
        text = self.text(row, index)
        if field.shape is not Shape.TEXT and field.shape is not Shape.FLAG and is_placeholder(text):
            return None
        if field.key in CODES and SHORTENED.fullmatch(text):
            raise CellRefused("shortened", text=text[:40])
        return read_answer(field, text, self._context)


def _two_readings(text: str, unit: str) -> CellRefused:
    readings = [read_figure(with_decimal_point(text, sign), unit) for sign in DecimalSign]
    one, other = (f"{figure.value:f}" if figure else text for figure in readings)
    return CellRefused("two_figures", text=text[:40], one=one, other=other)


def same_unit(one: str, other: str) -> bool:
    """Return whether two units are the same: pcs and pieces, PC and pc."""
    return _singular(one) == _singular(other)


def is_one_unit(one: str, other: str) -> bool:
    """Return whether two units are the same, or both mean a piece in their languages: 件 and pcs."""
    return same_unit(one, other) or {folded(one), folded(other)} <= listed("units", "piece")


def _singular(unit: str) -> str:
    short = {"piece": "pc", "pce": "pc", "ea": "pc", "each": "pc", "件": "件"}
    bare = folded(unit)
    bare = bare[:-1] if len(bare) > 2 and bare.endswith("s") else bare
    return short.get(bare, bare)


def units_in(package: str, unit: str, stated: Decimal | None) -> Decimal | None:
    """Return how many of a unit a priced unit holds: 12 a dozen, or as the table states it; None if unknown.

    stated: the units in a package by a column of the table.
    """
    if is_one_unit(package, unit):
        return Decimal(1)
    counted = folded(unit) in listed("units", "single")
    if counted and folded(package) in listed("units", "dozen"):
        return Decimal(12)
    return stated if folded(package) in listed("units", "packages") else None
