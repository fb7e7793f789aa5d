"""Personal numbers are reported once, where they stand; numbers of things are none."""

import pytest

from comms.linting.run import lint_text
from comms.rules.privacy import is_of_thing
from comms.terms.personal import find_numbers
from tests.support import CONTRACT, codes_of
from tests.support.effort import within

BRIEF = """kind: brief
title: Size chart
what: 3 size charts, PNG
why: returns 9 % to 5 %
when: 2026-10-09
where: shop pages
who: Lena Brandt
how_much: 8 hours
"""
BY_HAND = """# Size chart

## What

3 size charts, PNG

## Why

Returns 9 % to 5 %

## When

2026-10-09

## Where

shop pages

## Who

Owner: Lena Brandt, 138 0013 8000

## Budget

8 hours

"""


def personal(text: str, name: str = "request.yaml") -> list[tuple[str, int, int, int]]:
    """The code, line, column and end of each personal number."""
    findings = lint_text(text.encode(), name, "en").findings
    return [
        (finding.code, finding.span.line, finding.span.column, finding.span.end_column)
        for finding in findings
        if finding.code[0] == "P"
    ]


@pytest.mark.parametrize(
    "answer",
    [
        "call 138 0013 8000",
        "call 13800138000",
        "call 138-0013-8000",
        "call 138-00138000",
        "call 138.0013.8000",
        "call 138\u00a00013\u00a08000",
        "call +86 138 0013 8000",
        "call +86-13800138000",
        "call 0086 13800138000",
        "call 86-138-0013-8000",
        "call 8613800138000",
        "call (+86) 138 0013 8000",
        "call +86 (138) 0013-8000",
        "致电１３８００１３８０００",
        "致电（＋８６）138 0013 8000",
        "手机号:13800138000",
        "tel.13800138000",
        "tel/13800138000",
        "phone=13800138000",
        "https://wa.me/13800138000",
        "https://example.com/send?phone=13800138000",
        "tel:13800138000",
        "微信号 13800138000",
        "call Tom about the order, 13800138000",
        "order by phone: 13800138000",
        "my number is 13800138000",
        "张敏/13800138000",
        "13800138000。",
        "13800138000.",
        "order 66 is late, contact no. 13800138000",
    ],
)
def test_a_mobile_number_is_personal(answer: str) -> None:
    assert [code for code in codes_of(f"{BRIEF}how: '{answer}'\n") if code[0] == "P"] == ["P803"]


@pytest.mark.parametrize(
    "answer",
    [
        "log at https://github.com/acme/shop/actions/runs/13812345678",
        "item https://item.example.com/item.htm?id=13912345678",
        "see www.example.com/13812345678",
        "see example.com/a?b=13812345678&c=1",
        "picture https://example.com/img/13812345678.jpg",
        "picture 13812345678.jpg, IMG_13812345678.png, img/13812345678_2.webp",
        "run 13812345678 failed",
        "run [13812345678](https://example.com/runs/13812345678)",
        "order 13812345678",
        "order no. 13812345678",
        "Order number: 13812345678",
        "order #13812345678",
        "tracking number 13812345678",
        "ticket 13812345678",
        "SKU 13812345678",
        "订单 13812345678",
        "订单号：13812345678",
        "快递单号13812345678",
        "运单号是 13812345678",
        "商品ID 13812345678",
        "SF13812345678, SF-13812345678, 138123456789, 0.13812345678, 3.13812345678",
        "no. 13812345678",
    ],
)
def test_the_number_of_a_thing_is_no_mobile_number(answer: str) -> None:
    assert personal(f"{BRIEF}how: '{answer}'\n") == []


@pytest.mark.parametrize("key", ["id", "attachments: [a]\nid"])
def test_the_number_of_a_document_is_no_mobile_number(key: str) -> None:
    assert personal(f"{BRIEF}{key}: '13812345678'\n") == []


@pytest.mark.parametrize(
    "answer",
    ["https://shop.example/order/4111111111111111", "订单号 4111111111111111", "4111111111111111.png"],
)
def test_a_card_number_by_chance_is_none(answer: str) -> None:
    assert personal(f"{BRIEF}how: '{answer}'\n") == []


@pytest.mark.parametrize(
    ("code", "number"), [("P801", "11010519491231002X"), ("P802", "DE89370400440532013000")]
)
def test_an_identity_number_and_an_iban_are_personal_in_an_address_too(code: str, number: str) -> None:
    text = f"{BRIEF}how: see https://example.com/people/{number}\n"
    assert [found[:2] for found in personal(text)] == [(code, 9)]


def test_numbers_are_reported_on_their_own_lines() -> None:
    text = BY_HAND + "## How\n\nas in 2025\n\nQuestions: 138 0013 8000, badge 11010519491231002X\n"
    assert personal(text, "request.md") == [("P803", 31, 12, 25), ("P801", 31, 33, 51)]


@pytest.mark.parametrize(
    ("how", "place"),
    [
        ("how: |\n  as in 2025\n  call 138 0013 8000\n", (11, 8, 21)),
        ("how: >\n  as in 2025, call 138\n  0013 8000\n", (10, 20, 12)),
        ('how: "as in\n  2025,\\n\\\n  call 138\\u00200013 8000"\n', (11, 8, 26)),
        ("goals:\n  - actor: a\n  - actor: call 138 0013 8000\n", (11, 17, 30)),
    ],
)
def test_a_number_is_reported_at_its_spelling(how: str, place: tuple[int, int, int]) -> None:
    assert [found[1:] for found in personal(BRIEF + how)] == [place]


def test_a_number_that_stands_twice_is_reported_twice() -> None:
    text = BY_HAND + "## How\n\ncall 138 0013 8000\n\nor 138 0013 8000<br>now <!-- 139 0013 8000 -->\n"
    assert [found[1:3] for found in personal(text, "request.md")] == [(29, 6), (31, 4), (31, 30)]


def test_a_number_in_a_heading_is_reported_there() -> None:
    text = BY_HAND + "## How\n\nas in 2025\n\n### Call 138 0013 8000\n\n## 139 0013 8000\n\ntext\n"
    assert [found[1:3] for found in personal(text, "request.md")] == [(31, 10), (33, 4)]


def test_a_number_that_an_alias_repeats_is_reported_once() -> None:
    text = f"{BRIEF}how: &how call 138 0013 8000\ngoals: [{{actor: *how}}]\n"
    assert personal(text) == [("P803", 9, 16, 29)]


def test_a_comment_silences_a_number_on_its_line() -> None:
    text = BY_HAND + "## How\n\nas in 2025\n\n<!-- comms: ignore[P803] the studio's -->\ncall 138 0013 8000\n"
    assert personal(text, "request.md") == []


@pytest.mark.parametrize("unit", ["前138-0013-8000", f"{'a' * 280}/13800138000 "])
def test_what_many_numbers_belong_to_is_told_in_time(unit: str) -> None:
    count = 60_000 // len(unit)
    text = unit * count
    with within(1):
        judged = [is_of_thing(text, number) for number in find_numbers(text)]
    assert judged == ["/" in unit] * count


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("L16-numbers-in-urls.yaml", []),
        ("L16b-number-at-the-wrong-line.md", [("P803", 29), ("P801", 29)]),
    ],
)
def test_the_sample_files_are_judged_at_the_number(name: str, lines: list[tuple[str, int]]) -> None:
    file = CONTRACT.parent / "cases" / "lint" / name
    if not file.exists():
        pytest.skip("the sample files are not here")
    assert [found[:2] for found in personal(file.read_text(encoding="utf-8"), name)] == lines


@pytest.mark.parametrize(
    "number",
    [
        "0912-345-678",
        "0912 345 678",
        "+886 912 345 678",
        "+886-912-345-678",
        "00886912345678",
        "+852 9123 4567",
        "+85261234567",
        "07700 900123",
        "07700 900 123",
        "+44 7700 900123",
        "+44 (0)7700 900123",
    ],
)
@pytest.mark.parametrize("answer", ["ask Lin at {} first", "有事找小林 {}。"])
def test_private_numbers_of_other_places_are_found(number: str, answer: str) -> None:
    written = answer.format(number)
    start = len("what: ") + written.index(number) + 1
    text = BRIEF.replace("3 size charts, PNG", written)
    assert personal(text) == [("P803", 3, start, start + len(number))]


@pytest.mark.parametrize("word", ["call", "phone:", "Mobile", "cell no.", "tel.", "手机：", "致电 "])
def test_a_number_of_north_america_is_private_behind_a_word_for_a_telephone(word: str) -> None:
    text = BRIEF.replace("3 size charts, PNG", f'"{word} (555) 123-4567 first"')
    assert [code for code, *_ in personal(text)] == ["P803"]


@pytest.mark.parametrize(
    "answer",
    [
        "model (555) 123-4567",
        "(555) 123-4567",
        "call (800) 123-4567",
        "fax (555) 123-4567",
        "order 0912-345-678",
        "part 10912-345-678",
        "0912345678 pieces",
        "tracking no. 07700 900123",
        "07700900123",
        "from 2026-07-01 07 to 2026-07-09 18",
        "+852 2123 4567",
        "+44 20 7946 0123",
        "sizes 0912-345-678-9",
        "https://x.y/0912-345-678",
    ],
)
def test_what_only_resembles_a_private_number_of_other_places_is_none(answer: str) -> None:
    assert personal(BRIEF.replace("3 size charts, PNG", f'"{answer}"')) == []
