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


@pytest.mark.parametrize(
    ("kind", "language", "key", "message", "told"),
    [
        ("brief", "zh", "title", "缺少 title", "缺少“标题”"),
        ("design-brief", "zh", "deliverables", "补上 deliverables。", "补上“交付物”。"),
        ("brief", "zh", "title", "title 要写一段文字", "“标题”要写一段文字"),
        ("restock-brief", "zh", "lines.quantity", "补上 quantity。", "补上“备货明细 · 申请数量”。"),
        ("brief", "en", "title", "`title` is missing", "“Title” is missing"),
        ("brief", "en", "title", "title: the value is not text", "Title: the value is not text"),
        ("change-request", "en", "reason", "the change has no reason", None),
        ("brief", "zh", "title", "“title”不是日期", None),
    ],
)
def test_the_key_that_a_finding_is_about_is_a_name_and_a_word_is_none(
    kind: str, language: str, key: str, message: str, told: str | None
) -> None:
    finding = Finding("F006", Severity.ERROR, message, "", "", Span(1, 1, 1, 1), tuple(key.split(".")))
    assert by_names(finding, model_of(kind), language).message == (told or message)
