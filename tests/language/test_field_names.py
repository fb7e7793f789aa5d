"""Sentences of the rules with names of fields, for a person who answers questions."""

import pytest

from comms.findings import Finding, Severity, Span
from comms.kinds import model_of
from comms.language.field_names import by_names


@pytest.mark.parametrize(
    ("kind", "language", "hint", "told"),
    [
        (
            "delay-notice",
            "zh",
            "请有权限的人批准，写在 compensation.approved_by。",
            "请有权限的人批准，写在“补偿 · 审批人”。",
        ),
        (
            "order-confirmation",
            "en",
            "Write late_delivery: {percent_per_day: 0.3, cap_percent: 10}.",
            "Write Late delivery: {Penalty per day: 0.3, Cap: 10}.",
        ),
        ("order-confirmation", "en", "Write payment.rules: UCP 600.", "Write Payment · Rules: UCP 600."),
        ("brief", "en", "`how_much.hours` is missing", "“How much · Hours” is missing"),
        ("order-confirmation", "en", "Give the name, the place and comms.toml.", None),
        ("change-request", "en", "For example delivery.ship_by, lines[SKU].quantity.", None),
    ],
)
def test_fields_are_called_by_their_names(kind: str, language: str, hint: str, told: str | None) -> None:
    finding = Finding("O1", Severity.ERROR, "m", hint, "", Span(1, 1, 1, 1), ())
    assert by_names(finding, model_of(kind), language).hint == (told or hint)
