"""Readings of messages as documents."""

from datetime import date
from typing import Any

import pytest

from comms.linting.check import check
from comms.messages.document import assemble, document_of, likely
from comms.messages.reading import Reading, Turn, Value
from comms.reading.source import Source
from comms.workspace.loading import load_case

MESSAGE = "做3张主图和1个详情页，23号前给我"


def reading(*values: tuple[Any, ...], message: str = MESSAGE, subject: str = "") -> Reading:
    """A reading of values, each a path and a value, and False if it is only likely."""
    turn = Turn(0, len(message), "李婷", date(2026, 10, 14), subject=subject)
    found = (Value(path, value, 0, 3, turn, *sure) for path, value, *sure in values)
    return Reading(message, (turn,), tuple(found))


def test_values_stand_at_their_paths() -> None:
    data = document_of(
        reading(
            ("what", "主图和详情页"),
            ("when.due", "2026-10-23"),
            ("deliverables[1].name", "详情页"),
            ("deliverables[0].name", "主图"),
            ("deliverables[0].count", 3),
        ),
        "design-brief",
    )
    assert data == {
        "kind": "design-brief",
        "language": "zh",
        "title": "主图和详情页",
        "what": "主图和详情页",
        "when": {"due": "2026-10-23"},
        "deliverables": [{"name": "主图", "count": 3}, {"name": "详情页"}],
    }


def test_entries_of_lists_are_counted_without_gaps() -> None:
    data = document_of(reading(("must_avoid[4]", "logo"), ("must_avoid[1]", "price")), "design-brief")
    assert data["must_avoid"] == ["price", "logo"]


def test_likely_values_are_left_to_their_questions() -> None:
    read = reading(("what", "主图"), ("why", "双11", False), ("what", "海报", False))
    assert "why" not in document_of(read, "brief")
    assert likely(read, "brief") == {"why": "双11"}


@pytest.mark.parametrize(
    ("subject", "what", "title"),
    [
        ("Packaging sleeve", "sleeve artwork", "Packaging sleeve"),
        ("", "麻烦帮我出两张主图，白底", "出两张主图"),
        (
            "",
            "can you do 3 banner images for the linen landing page of the shop",
            "3 banner images for the linen landing",
        ),
        ("", "Need a poster for the fair; call 139 1234 5678", "a poster for the fair"),
    ],
)
def test_a_title_is_the_subject_or_what_is_asked_for(subject: str, what: str, title: str) -> None:
    assert document_of(reading(("what", what), subject=subject), "brief")["title"] == title


@pytest.mark.parametrize(
    ("message", "language"),
    [
        ("做3张主图", "zh"),
        ("PO 7702 的 banner 改成 3 张主图", "zh"),
        ("need 3 posters for 天猫 by Friday", "en"),
        ("3", "en"),
    ],
)
def test_a_document_has_the_language_of_the_message(message: str, language: str) -> None:
    assert document_of(reading(message=message), "brief")["language"] == language


@pytest.mark.parametrize(
    "number", ["13912345678", "+44 7700 900461", "Tel: 020 7946 0112", "4111 1111 1111 1111"]
)
def test_private_numbers_are_masked(number: str) -> None:
    data = document_of(reading(("what", f"call {number}")), "brief")
    assert sum(map(str.isdigit, data["what"])) <= 5
    assert "*" in data["what"]


def test_the_telephone_of_who_orders_may_stand_in_its_field() -> None:
    data = document_of(reading(("buyer.contact.phone", "13912345678")), "order-confirmation")
    assert data["buyer"]["contact"]["phone"] == "13912345678"


@pytest.mark.parametrize(
    ("values", "lost"),
    [
        ([("when.due", "soon")], "when"),
        ([("deliverables[0].count", "-3")], "count"),
        ([("goals[0].baseline", 5), ("goals[0].target", 5), ("goals[0].metric", "rate")], "target"),
    ],
)
def test_what_a_document_does_not_take_is_told_and_left_out(values: list[tuple[str, Any]], lost: str) -> None:
    made = assemble(reading(("what", "主图"), *values), "design-brief")
    assert lost not in str(made.data)
    assert "refused" in {each.reason for each in made.reading.untaken}
    assert made.data["what"] == "主图"
    case = load_case(Source("", "", made.data))
    absent = {path for paths in case.absent.values() for path in paths}
    assert {each.path for each in check(case, "en") if each.severity.value == "error"} <= absent


def test_a_part_of_the_instalments_is_kept() -> None:
    data = document_of(reading(("payment.instalments[0].percent", 30)), "order-confirmation")
    assert data["payment"]["instalments"] == [{"percent": 30}]


def test_an_order_that_is_not_here_yet_is_named_all_the_same() -> None:
    assert document_of(reading(("order", "SO-2026-0644")), "change-request")["order"] == "SO-2026-0644"


def test_what_is_missing_is_told_in_the_order_of_the_questions() -> None:
    missing = assemble(reading(("what", "主图"), ("deliverables[0].name", "主图")), "design-brief").missing
    assert missing[:2] == (("why",), ("when",))
    assert ("deliverables", 0, "count") in missing


def test_an_empty_reading_is_an_empty_document() -> None:
    assert document_of(Reading("", ()), "brief") == {"kind": "brief", "language": "en"}
