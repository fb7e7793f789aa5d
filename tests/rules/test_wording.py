"""Which fields the rules of wording read, and how."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from comms.kinds import KINDS, model_of
from comms.linting.run import lint_paths, lint_text
from comms.models.base import Part, Shape, fields_of

NUMBERS = {
    "id",
    "order",
    "order_reference",
    "change_request",
    "policy",
    "compensation_policy",
    "affected",
} | {
    *(
        "sku",
        "buyer_item",
        "hs_code",
        "unit_code",
        "gln",
        "lei",
        "tax_id",
        "account",
        "swift",
        "email",
        "phone",
    )
}
"""The fields that hold numbers and addresses."""
PROPER_NAMES = {
    *(
        "Approval.title",
        "Bank.name",
        "Bank.account_name",
        "Contact.honorific",
        "Contact.title",
        "Party.address",
    ),
    *("Party.name", "Dispute.governing_law", "Dispute.language", "Dispute.seat", "OrderLine.origin"),
    "Payment.rules",
}
CODES = {"currency", "unit", "pair"}
REPEATED = {"Change.before", "Change.field", "Delivery.marks", "DesignBrief.copy"}
"""The fields that repeat what stands elsewhere: in the order, on the cartons, on the picture."""


def texts_of(part: type[Part]) -> Iterator[tuple[str, str]]:
    """The owner and key of each field of text, and how it is read."""
    for key, field in fields_of(part).items():
        if field.part is not None:
            yield from texts_of(field.part)
        elif field.shape in (Shape.TEXT, Shape.TEXTS, Shape.UNTYPED) and not field.choices:
            yield f"{field.owner.__name__}.{key}", field.ask.wording


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_that_is_not_read_is_a_number_a_name_or_a_repetition(kind: str) -> None:
    unread = {name for name, wording in texts_of(model_of(kind)) if wording == "literal"}
    others = {name for name in unread if name.partition(".")[2] not in NUMBERS | CODES}
    assert others <= PROPER_NAMES | REPEATED


def vague(text: str) -> list[tuple[str, str]]:
    """The codes and paths of the vague words in a document."""
    findings = lint_text(text.encode(), "document.yaml", "en").findings
    return [(finding.code, finding.field) for finding in findings if finding.code[:2] == "V3"]


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        ("kind: design-brief\ndeliverables: [{size: about 800 px}]", "V301", "deliverables[0].size"),
        ("kind: design-brief\ndeliverables: [{format: 'PNG, PDF etc.'}]", "V305", "deliverables[0].format"),
        ("kind: design-brief\ndeliverables: [{channel: 天猫、抖音等}]", "V305", "deliverables[0].channel"),
        ("kind: design-brief\nmust_avoid: ['clip art, etc.']", "V305", "must_avoid[0]"),
        ("kind: brief\nattachments: ['size chart.pdf', 'photos etc.']", "V305", "attachments[1]"),
        ("kind: order-confirmation\nlines: [{name: 'zips, cords etc.'}]", "V305", "lines[0].name"),
        ("kind: order-confirmation\ncharges: [{name: 'freight, etc.'}]", "V305", "charges[0].name"),
        (
            "kind: order-confirmation\npayment: {instalments: [{name: the rest ASAP}]}",
            "V302",
            "payment.instalments[0].name",
        ),
        ("kind: order-confirmation\ndelivery: {place: 'Hamburg, if possible'}", "V306", "delivery.place"),
        ("kind: order-confirmation\nquality: {standards: ['EN 71 etc.']}", "V305", "quality.standards[0]"),
        ("kind: restock-brief\nlines: [{name: 'zips, cords etc.'}]", "V305", "lines[0].name"),
        ("kind: delay-notice\ncontact: {name: someone in sales}", "V304", "contact.name"),
        ("kind: change-request\nrequested_by: {name: 相关人员}", "V304", "requested_by.name"),
        (
            "kind: change-request\nchanges: [{field: delivery.packaging, after: a nice box}]",
            "V303",
            "changes[0].after",
        ),
        (
            "kind: change-request\nchanges: [{field: 'quality.acceptance[0]', after: about 2 % rejects}]",
            "V301",
            "changes[0].after",
        ),
        (
            "kind: change-request\nchanges: [{field: 'lines[+]', after: {name: modern lamp, specification: about 2 kg}}]",
            "V301",
            "changes[0].after.specification",
        ),
        (
            "kind: change-request\nchanges: [{field: quality.acceptance, after: [AQL 2.5, about 2 % rejects]}]",
            "V301",
            "changes[0].after[1]",
        ),
    ],
)
def test_a_field_in_which_something_may_be_left_open_is_read(text: str, code: str, path: str) -> None:
    assert vague(text + "\n") == [(code, path)]


@pytest.mark.parametrize(
    "text",
    [
        "kind: order-confirmation\nlines: [{name: 'Smart watch, modern style'}]",
        "kind: order-confirmation\nlines: [{name: assorted colour bird ornament}]",
        "kind: order-confirmation\nlines: [{name: 简约现代台灯 高颜值}]",
        "kind: order-confirmation\ndelivery: {place: 'Modern Business Park, Leeds'}",
        "kind: order-confirmation\nquality: {standards: [Good Manufacturing Practice, 国家标准]}",
        "kind: design-brief\ndeliverables: [{size: 1/4 page, format: editable AI, channel: 小红书}]",
        "kind: design-brief\ncopy: ship it soon, about 500 left, etc.",
        "kind: design-brief\nmust_avoid: [too many colours, modern fonts]",
        "kind: order-confirmation\nid: ASAP-1\ndelivery: {marks: 'ASAP, about 500'}",
        "kind: order-confirmation\nhistory: [{changes: [{field: delivery.packaging, after: a nice box}]}]",
        "kind: change-request\nchanges: [{field: delivery.packaging, before: a nice box, after: 5-layer carton}]",
        "kind: change-request\nchanges: [{field: 'lines[A].name', after: modern lamp}]",
        "kind: change-request\nchanges: [{field: 'lines[A].sku', after: ASAP}]",
        "kind: change-request\nchanges: [{field: nonsense, after: about 500}, {after: about 500}]",
        "kind: compensation-policy\nid: ASAP",
    ],
)
def test_a_name_a_number_and_a_repetition_are_left_alone(text: str) -> None:
    assert vague(text + "\n") == []


@pytest.mark.parametrize(
    ("how", "message"),
    [
        ("和上次一样", "“和上次一样”没有说明参照哪一个"),
        ("按惯例", "“按惯例”没有说明参照哪一个"),
        ("画面高端大气", "“高端大气”是感觉，没有可以检查的标准"),
        ("附相关资料", "“相关资料”没有说明是哪些"),
        ("海报、单页等等", "“等等”没有说清还包括什么"),
    ],
)
def test_the_message_says_what_is_missing(how: str, message: str) -> None:
    findings = lint_text(f"kind: brief\nhow: {how}\n".encode(), "x.yaml", "zh").findings
    assert message in [finding.message for finding in findings]


def test_a_house_word_in_quotation_marks_or_code_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text("[lint]\nvague-words = ['posh', '洋气']\n", encoding="utf-8")
    text = "kind: brief\nhow: a posh card, not “posh”, `posh`, [posh](a.html) or 《洋气》, but 洋气\n"
    (tmp_path / "brief.yaml").write_text(text, encoding="utf-8")
    findings = lint_paths([tmp_path / "brief.yaml"], "en").findings
    columns = [finding.span.column for finding in findings if finding.code == "V303"]
    line = text.splitlines()[1]
    assert columns == [line.index("posh") + 1, line.rindex("洋气") + 1]
