"""What is read of messages: the samples, and that nothing is taken that was not asked for."""

from collections import Counter
from datetime import date

import pytest

from comms.messages.grammar import read_message
from comms.messages.reading import Reading, Turn
from tests.messages.careful_reader import Sample, agrees, is_forbidden, leaves, samples

TODAY = date(2026, 10, 14)


def reading(message: str, kind: str = "design-brief", sender: str = "") -> Reading:
    return read_message(message, (Turn(0, len(message), sender),), kind, TODAY)


def values(message: str, kind: str = "design-brief", sender: str = "") -> dict[str, object]:
    found = reading(message, kind, sender).values
    return dict(leaf for each in found if each.is_sure for leaf in leaves(each.path, each.value))


def read(sample: Sample) -> dict[str, object]:
    turns = pytest.importorskip("comms.messages.turns")
    text, written = turns.turns_of(sample.message.encode(), "message.txt", sample.today)
    found = read_message(text, written, sample.kind, sample.today).values
    return dict(leaf for each in found if each.is_sure for leaf in leaves(each.path, each.value))


@pytest.mark.parametrize("sample", list(samples()), ids=lambda sample: f"{sample.kind}-{sample.id}")
def test_nothing_forbidden_is_taken(sample: Sample) -> None:
    found = read(sample)
    taken = [
        (path, value)
        for path, value in found.items()
        for trap in sample.forbidden
        if is_forbidden(trap, path, value)
    ]
    assert not taken
    assert not [each for each in sample.private if any(each in str(value) for value in found.values())]


def test_nearly_all_that_is_said_is_found_in_each_kind() -> None:
    wanted, right = Counter[str](), Counter[str]()
    for sample in samples():
        found = read(sample)
        lists = {path for path in sample.fields if path.startswith(("must_", "who.informed", "when.mile"))}
        for path, spec in sample.fields.items():
            group = path.rpartition("[")[0]
            candidates = (
                [value for other, value in found.items() if other.rpartition("[")[0] == group]
                if path in lists
                else [found[path]]
                if path in found
                else []
            )
            wanted[sample.kind] += 1
            right[sample.kind] += any(agrees(spec, each) for each in candidates)
    assert {kind for kind in wanted if right[kind] / wanted[kind] < 0.9} == set()


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        ("上次做了5张海报", "past"),
        ("last month we ordered 300 flyers", "past"),
        ("海报要500张还是1000张呢？", "question"),
        ("do we need 500 or 1000 flyers?", "question"),
        ("如果客户同意，再加2张海报", "condition"),
        ("if the client agrees, add 2 posters", "condition"),
        ("小武那边的短视频28号交", "others"),
        ("Lena is handling the 3 videos", "others"),
        ("对家的海报卖299元", "others"),
        ("> 4 posters by Friday", "quoted"),
    ],
)
def test_what_is_not_asked_for_is_left_with_its_reason(message: str, reason: str) -> None:
    found = reading(message)
    assert not [each for each in found.values if each.path.startswith(("deliverables", "when", "how_much"))]
    assert {each.reason for each in found.untaken} == {reason}


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("做4张海报\n不对，5张", 5),
        ("做4张海报\n海报改成6张", 6),
        ("Need 4 posters\nno wait, make that 5", 5),
        ("做海报4张，哦不，3张", 3),
    ],
)
def test_a_correction_wins_and_shows_what_it_replaced(message: str, count: int) -> None:
    found = {each.path: each for each in reading(message).values}
    assert found["deliverables[0].count"].value == count
    assert found["deliverables[0].count"].replaced == 4


def test_a_cancelled_thing_takes_its_values_with_it() -> None:
    found = values("做3张海报，易拉宝2个\n易拉宝不做了")
    assert (found["deliverables[0].name"], found["deliverables[0].count"]) == ("海报", 3)
    assert "deliverables[1].name" not in found


def test_two_days_that_contradict_each_other_are_both_left() -> None:
    assert "when.due" not in values("海报10月20号前给我，海报10月25号前给我")


def test_a_value_names_the_words_that_it_was_taken_from() -> None:
    message = "帮忙做3张主图，10月23号前给我"
    due = next(each for each in reading(message, sender="李婷").values if each.path == "when.due")
    assert (due.value, message[due.start : due.end], due.turn.sender) == ("2026-10-23", "10月23号", "李婷")


def test_the_price_of_one_is_no_budget() -> None:
    assert not [path for path in values("做5张海报，80元一张，人均380元") if path.startswith("how_much")]


def test_a_telephone_number_stands_in_no_text() -> None:
    found = values("麻烦做一张海报电话13912345678放右下角")
    assert found and not [value for value in found.values() if "139" in str(value)]


def test_days_said_of_all_lines_are_given_to_each() -> None:
    message = "A-10 杯子：库存10个，补100个\nA-20 碗：库存20个，补200个\n交期都是9天"
    found = values(message, "restock-brief")
    assert (found["lines[0].lead_time_days"], found["lines[1].lead_time_days"]) == (9, 9)


def test_a_total_wins_over_its_parts() -> None:
    message = "SO-2026-0001 的 PC-8 原来 300 台，再加 360，一共 660 台"
    found = values(message, "change-request")
    assert (found["changes[0].before"], found["changes[0].after"]) == (300, 660)


@pytest.mark.parametrize("part", ["1", "1,", "@a ", "一", "A-", "帮我做"])
def test_a_message_of_one_kind_of_sign_is_read_in_linear_time(part: str) -> None:
    short, long = (part * 150, part * 600)
    steps = [_steps(short), _steps(long)]
    assert steps[1] < steps[0] * 12


def _steps(message: str) -> int:
    import sys

    count = 0

    def counted(_frame: object, _event: str, _argument: object) -> None:
        nonlocal count
        count += 1

    sys.setprofile(counted)
    try:
        reading(message)
    finally:
        sys.setprofile(None)
    return count


def test_a_message_without_turns_says_nothing() -> None:
    assert read_message("—— 2026年12月24日 ——", (), "restock-brief", TODAY).values == ()


@pytest.mark.parametrize("kind", ["brief", "design-brief", "restock-brief", "order-confirmation"])
def test_quoted_words_give_no_values(kind: str) -> None:
    message = "帮忙做3张海报，10月23号前给我，预算2000元\n货号 库存 日销 补货\nA-10 10 2 100"
    turns = (Turn(0, len(message), is_quoted=True),)
    assert read_message(message, turns, kind, TODAY).values == ()


def test_the_contents_of_a_pack_are_no_stock() -> None:
    found = values("洗洁精 1kg 还剩 35 桶，日均卖 12 桶，补 300", "restock-brief")
    assert (found["lines[0].on_hand"], found["lines[0].unit"]) == (35, "桶")


@pytest.mark.parametrize(
    "message", ["海报10月23号之前给我行不行", "10月23号能给到吗", "could you send the posters by 23 October?"]
)
def test_a_request_in_the_form_of_a_question_is_a_request(message: str) -> None:
    assert values(message)["when.due"] == "2026-10-23"


def test_a_request_for_something_of_the_past_is_a_request() -> None:
    assert values("麻烦帮我查一下上个月的退货，10月23号前给我", "brief")["when.due"] == "2026-10-23"


def test_a_day_before_the_message_is_no_due_date() -> None:
    assert "when.due" not in values("海报2026年10月1日前给我")


def test_two_people_asked_for_different_things_leave_owner_and_day_open() -> None:
    found = values("@Alba 5 banners by Thu\n@Jon 2 posters by Fri")
    assert not {"who.owner", "when.due"} & found.keys()


@pytest.mark.parametrize(
    ("said", "price"),
    [
        ("Total: USD 8,970.00", None),
        ("Freight USD 250.00", None),
        ("USD 3.20 each\nTotal: USD 8,970.00\nFreight USD 250.00", "3.2"),
        ("USD 1,250.00 per 100", None),
        ("USD 125.00 per thousand", None),
        ("12元/百个", None),
        ("单价12元8角", "12.8"),
    ],
)
def test_only_what_one_costs_is_the_price_of_a_line(said: str, price: str | None) -> None:
    text = f"We order: canvas bag 500 pcs\n{said}"
    reading = read_message(text, (Turn(0, len(text)),), "order-confirmation", date(2026, 1, 1))
    assert [str(each.value) for each in reading.values if each.path == "lines[0].unit_price"] == (
        [price] if price else []
    )
