"""Paths lead to the values of plain data."""

from typing import Any

import pytest

from comms.errors import CommsError
from comms.paths import MOST_POSITIONS, parse_path, scalars_of, value_at


def test_every_scalar_is_found_with_its_path() -> None:
    data = {"kind": "brief", "goals": [{"by": "2026-06-05"}, {}], "draft": False, "why": None, "who": {}}
    found = dict(scalars_of(data))
    assert found == {("kind",): "brief", ("goals", 0, "by"): "2026-06-05", ("draft",): False, ("why",): None}
    assert all(value_at(data, path) is value for path, value in found.items())


LINES: dict[str, Any] = {"lines": [{"sku": "A"}, {"sku": "B"}, {"sku": "A"}, {"sku": "7"}]}


@pytest.mark.parametrize(
    ("written", "index"),
    [("lines[B].quantity", 1), ("lines[0].quantity", 0), ("lines[2].quantity", 2), ("lines[7].quantity", 3)],
)
def test_a_line_is_selected_by_its_sku_or_by_its_position(written: str, index: int) -> None:
    assert parse_path(written, LINES) == ("lines", index, "quantity")


def test_a_sku_that_several_lines_have_is_refused_with_their_positions() -> None:
    with pytest.raises(CommsError) as refused:
        parse_path("lines[A].quantity", LINES)
    assert refused.value.reason == "ambiguous_item"
    assert refused.value.values["positions"] == "lines[0], lines[2]"
    many = {"lines": [{"sku": "A"}] * 1_000}
    with pytest.raises(CommsError) as refused:
        parse_path("lines[A].quantity", many)
    assert refused.value.values["positions"].count("lines") == MOST_POSITIONS
