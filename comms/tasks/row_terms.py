"""Values of a row that would stand beside what the base agreed for something else, and are refused."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from comms.language.phrases import FilledSaying
from comms.models.base import Field, Shape
from comms.paths import FieldPath, scalars_of, value_at
from comms.reading.answers import IN_CURRENCY, QUANTITIES
from comms.reading.tables.cell_reader import is_one_unit
from comms.reading.tables.decimals import DecimalSign, is_open, with_decimal_point
from comms.reading.tables.figures import read_figure
from comms.reading.tables.table import TableError
from comms.tasks.columns import Columns, is_none_of_a_line
from comms.terms.amounts import parse_number
from comms.terms.money import minor_units
from comms.terms.units import is_counted, is_same_unit

_HARMLESS = {"discount_percent": 0, "discount_amount": 0, "price_per": 1}
"""The figures by which the terms of a line change nothing."""
_AGREED_WITH = {"unit_price": tuple(_HARMLESS), "quantity": ("discount_amount",)}
"""A figure of a line -> the terms that were agreed for it, and hold for no other figure."""
_BETWEEN_CHOICES = re.compile(r"[;；,，、\s]+")


class Value(NamedTuple):
    """A value of a row: its column, its path, and what was given; row: the row of a group that gives it."""

    column: str
    path: FieldPath
    given: Any
    row: int | None = None

    def refused(self, reason: str, **values: object) -> TableError:
        """Return the error of its cell, with a reason of the tables."""
        return refused_cell(self.column, self.row, FilledSaying("messages", f"tables.{reason}", values))

    def beside(self, key: str) -> str:
        """Return the column for another value of the same entry."""
        return f"{self.column.rpartition('.')[0]}.{key}".removeprefix(".")


def refused_cell(column: str, row: int | None, why: FilledSaying) -> TableError:
    """Return the error of a cell; row: that of a group, None if the letter has one row."""
    if row is not None:
        return TableError("cell_of_row", column=column, row=row, why=why)
    return TableError("cell", column=column, why=why)


def refuse_terms_of_base(data: Mapping[str, Any], given: Iterable[Value]) -> None:
    """Raise TableError for a price or a unit of a row beside what the base agreed for its own."""
    values = {value.path: value for value in given}
    for path, value in values.items():
        theirs = value_at(data, path[:-1])
        if not isinstance(theirs, Mapping):
            continue
        beside = {each[-1] for each in values if each[:-1] == path[:-1]}
        if path[-1] in _AGREED_WITH:
            _refuse_figure(value, theirs, beside)
        elif path[-1] == "unit":
            _refuse_unit(value, theirs, beside)


def _refuse_figure(value: Value, theirs: Mapping[str, Any], beside: Collection[Any]) -> None:
    figure = str(value.path[-1])
    if _figure(value.given) == _figure(theirs.get(figure)) is not None or is_none_of_a_line(
        value.path, value.given
    ):
        return
    for key in _AGREED_WITH[figure]:
        said = theirs.get(key)
        if said is not None and key not in beside and _figure(said) != _HARMLESS[key]:
            told = {"field": key, "value": said, "column": value.beside(key), "none": _HARMLESS[key]}
            raise value.refused("term_of_base", **told)


def _figure(given: Any) -> Decimal | None:
    found = read_figure(str(given))
    return found.value if found else None


def _refuse_unit(value: Value, theirs: Mapping[str, Any], beside: Collection[Any]) -> None:
    own, unit = str(value.given), str(theirs.get("unit") or "")
    if not unit or is_same_unit(own, unit) or is_one_unit(own, unit):
        return
    for key in ("unit_price", "quantity"):
        if theirs.get(key) is not None and key not in beside:
            told = {"field": key, "value": theirs[key], "unit": unit, "column": value.beside(key)}
            raise value.refused("unit_of_base", **told)


def refuse_currency(columns: Columns, data: Mapping[str, Any], given: Collection[FieldPath]) -> None:
    """Raise TableError("currency_of_base") for an amount of the base in another currency than there."""
    former, current = columns.base.source.data.get("currency"), data.get("currency")
    if former is None or ("currency",) not in given or str(former).upper() == str(current).upper():
        return
    for path, value in scalars_of(data):
        is_amount = path[-1] in IN_CURRENCY and not _has_own_currency(data, path)
        if is_amount and parse_number(str(value)) and not any(path[: len(each)] == each for each in given):
            field, amount = columns.column_for(path), f"{value} {former}"
            raise TableError("currency_of_base", field=field, amount=amount, currency=current)


def _has_own_currency(data: Mapping[str, Any], path: FieldPath) -> bool:
    holder = value_at(data, path[:-1])
    return len(path) > 1 and isinstance(holder, Mapping) and "currency" in holder


def refuse_two_readings(data: Mapping[str, Any], value: Value, field: Field) -> None:
    """Raise TableError for 1.200 where no thousandths are: pieces, and amounts of most currencies."""
    unit = str(value_at(data, (*value.path[:-1], "unit")) or "")
    is_count = field.key in QUANTITIES and is_counted(unit)
    if not (is_count or _is_in_cents(data, field)) or not is_open(value.given, DecimalSign.POINT):
        return
    readings = (read_figure(with_decimal_point(value.given, sign), unit) for sign in DecimalSign)
    one, other = (f"{figure.value:f}" if figure else value.given for figure in readings)
    raise value.refused("two_quantities", text=value.given[:40], one=one, other=other)


def _is_in_cents(data: Mapping[str, Any], field: Field) -> bool:
    """Whether a field holds an amount that is paid, unlike a price of a unit, and so has no thousandths."""
    is_amount = field.shape is Shape.MONEY or (field.key in IN_CURRENCY and field.key != "unit_price")
    return is_amount and minor_units(str(data.get("currency"))) < 3


def refuse_number_of_choice(value: Value, field: Field) -> None:
    """Raise TableError for the number of a choice, which only the lists of an interview show."""
    if field.shape is Shape.FLAG and str(value.given).strip() == "2":
        raise value.refused("flag_number", written="2")
    if not field.choices or not isinstance(value.given, str):
        return
    written = unicodedata.normalize("NFKC", value.given)
    for part in _BETWEEN_CHOICES.split(written):
        if part.isdecimal() and part not in field.choices:
            known = ", ".join(field.choices)
            raise value.refused("choice", written=part, count=len(field.choices), known=known)


def refuse_former_remedies(columns: Columns, data: Mapping[str, Any], given: Collection[FieldPath]) -> None:
    """Raise TableError("remedies_of_base") for another order or date beside remedies with former dates."""
    base, remedies = columns.base.source.data, data.get("remedies")
    is_new = any((key,) in given and data.get(key) != base.get(key) for key in ("order", "revised_date"))
    if not is_new or not isinstance(remedies, list):
        return
    for path, said in scalars_of(remedies, ("remedies",)):
        is_given = any(path[: len(each)] == each for each in given)
        if path[-1] in ("revised_date", "action") and not is_given and _names_a_day(str(path[-1]), said):
            raise TableError("remedies_of_base", column=columns.column_for(path), value=str(said)[:60])


def _names_a_day(key: str, said: Any) -> bool:
    """Whether a value of a remedy is a date, or a text with a figure, which is mostly one."""
    return key == "revised_date" or isinstance(said, date) or re.search(r"\d", str(said)) is not None
