"""Paths lead to the values of plain data."""

from comms.paths import scalars_of, value_at


def test_every_scalar_is_found_with_its_path() -> None:
    data = {"kind": "brief", "goals": [{"by": "2026-06-05"}, {}], "draft": False, "why": None, "who": {}}
    found = dict(scalars_of(data))
    assert found == {("kind",): "brief", ("goals", 0, "by"): "2026-06-05", ("draft",): False, ("why",): None}
    assert all(value_at(data, path) is value for path, value in found.items())
