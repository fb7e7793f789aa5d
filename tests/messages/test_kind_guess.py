"""The kind of document that a message asks for."""

import pytest

from comms.messages.kind_guess import guessed_kinds
from comms.messages.reading import Turn


def guessed(message: str, quoted: str = "") -> tuple[str, ...]:
    turns = (Turn(0, len(message)), Turn(len(message), len(message) + len(quoted), is_quoted=True))
    return guessed_kinds(message + quoted, turns)


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("帮忙做3张主图，800*800", "design-brief"),
        ("can you do 3 banners, 1200x628, PNG", "design-brief"),
        ("猫砂快断货了，库存还有 240 袋，这次补1500袋", "restock-brief"),
        ("order 2.5k cups, 3 cases left, supplier needs 4 days, running low", "restock-brief"),
        ("确认订单，FOB 宁波，单价 4.5，预付 30%", "order-confirmation"),
        (
            "please confirm our order: 3,000 pcs at USD 2.85, FOB Qingdao, 30% T/T in advance",
            "order-confirmation",
        ),
        ("SO-2026-1102 的货晚一周发，原来是12月4号", "change-request"),
        ("for SO-2026-1033 please change the quantity: 180 instead of 100", "change-request"),
        ("联系3家酒店报价，下周三前发我", "brief"),
        ("", "brief"),
    ],
)
def test_a_message_tells_its_kind(message: str, kind: str) -> None:
    assert guessed(message) == (kind,)


def test_what_is_quoted_tells_nothing() -> None:
    assert guessed("下周三前发我", "做3张主图，800*800，PNG") == ("brief",)


def test_signs_of_two_kinds_leave_both() -> None:
    both = "SO-2026-1102 改成 10 月；另外做海报 A3 竖版，设计源文件"
    assert set(guessed(both)) == {"design-brief", "change-request"}
