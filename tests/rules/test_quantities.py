"""Quantities that a request gives in several places."""

from typing import Any

import pytest

from comms.linting.check import check
from comms.reading.source import Source
from comms.workspace.loading import load_case


def found(**answers: Any) -> list[tuple[str, str]]:
    case = load_case(Source("", "", {"kind": "design-brief", "language": "en", **answers}))
    return [(finding.field, finding.message) for finding in check(case, "en", ("W113",))]


WHAT = "5 main images 800x800, 1 detail page"


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"deliverables": [{"name": "Main image", "count": 3}]}, ["deliverables[0].count"]),
        ({"deliverables": [{"name": "main images", "count": 3}] * 2}, ["deliverables[0].count"]),
        ({"how_much": {"quantity": 5}}, ["how_much.quantity"]),
        ({"how_much": {"quantity": 5, "unit": "pieces"}}, ["how_much.quantity"]),
        ({"deliverables": [{"name": "main images", "count": 5}]}, []),
        ({"deliverables": [{"name": "main images", "count": 2}, {"name": "Main images", "count": 3}]}, []),
        ({"deliverables": [{"name": "main images, mobile", "count": 3}]}, []),
        ({"how_much": {"quantity": 6}}, []),
        ({"how_much": {"quantity": 5, "unit": "kg"}}, []),
        ({"how_much": {"hours": 5}}, []),
    ],
)
def test_only_what_is_surely_the_same_is_compared(answers: dict[str, Any], fields: list[str]) -> None:
    assert [field for field, _ in found(what=WHAT, **answers)] == fields


@pytest.mark.parametrize("what", ["5 main images, each for two shops", "5 main images or 6", "main images"])
def test_a_text_that_is_no_plain_count_is_not_compared(what: str) -> None:
    assert (
        found(what=what, how_much={"quantity": 9}, deliverables=[{"name": "main images", "count": 9}]) == []
    )
