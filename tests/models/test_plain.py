"""Conversions of plain data: to the types of JSON, and to the text that readers deliver."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from comms.models.plain import as_file_data, map_scalars, to_jsonable

MOMENT = datetime(2026, 5, 20, 11, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "in_json", "in_file"),
    [
        (Decimal("5000"), 5000, "5000"),
        (Decimal("-3"), -3, "-3"),
        (Decimal("-0"), "-0", "-0"),
        (Decimal("32.50"), "32.50", "32.50"),
        (Decimal("1E+3"), 1000, "1000"),
        (7, 7, "7"),
        (date(2026, 6, 5), "2026-06-05", "2026-06-05"),
        (MOMENT, "2026-05-20T11:30:00+00:00", "2026-05-20T11:30:00+00:00"),
        ("00123", "00123", "00123"),
        (True, True, True),
        (None, None, None),
    ],
)
def test_a_scalar_has_a_form_in_json_and_in_a_file(value: Any, in_json: Any, in_file: Any) -> None:
    for convert, expected in ((to_jsonable, in_json), (as_file_data, in_file)):
        found = convert({"lines": [{"value": value}]})
        assert found == {"lines": [{"value": expected}]}
        assert type(found["lines"][0]["value"]) is type(expected)


def test_only_scalars_are_converted_and_the_data_stay_as_they_were() -> None:
    data = {"a": [1, {"b": 2}], "c": {}, "d": []}
    assert map_scalars(data, lambda value: value + 1) == {"a": [2, {"b": 3}], "c": {}, "d": []}
    assert data == {"a": [1, {"b": 2}], "c": {}, "d": []}
