"""The closing of a letter at the end of a request, which is no part of its last answer."""

import pytest

from comms.reading.closings import without_closing, without_thanks
from tests.support.effort import within


@pytest.mark.parametrize(
    "closing",
    [
        "Thanks for your help!\n\nLena",
        "Thanks, Lena",
        "Many thanks and best regards\nLena",
        "Best regards,\nLena Brandt\nHead of Retail\nTel. +49 40 555 0100",
        "Cheers\n\n-- \nLena",
        "BR\nLena",
        "Thank you very much in advance.\nSent from my phone",
        "Please let me know if you have questions.\nLena",
        "Thanks 🙏",
        "谢谢！",
        "辛苦大家了",
        "如有问题请联系李明",
        "此致\n敬礼\n李明",
        "以上，请知悉，谢谢！\n李婷",
        "謝謝！",
        "Thanks!\nLena\n\nOn Mon, 5 Oct 2026 at 10:00, Tom wrote:\n> When?\n> soon\n>\n> Tom",
    ],
)
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n"])
def test_thanks_greetings_and_signatures_close_a_text(closing: str, between: str) -> None:
    assert without_closing(f"8 hours{between}{closing}") == "8 hours"
    assert without_closing(f"8 hours{between}{closing}\n\n") == "8 hours"


@pytest.mark.parametrize(
    "text",
    [
        "8 hours",
        "Thank you page of the shop",
        "Thanks to 9 % more returns",
        "Best sellers",
        "The card says:\n\nThanks for your order!",
        "3 cards:\n- Thanks a lot\n- Get well",
        "Thanks for 3 years, a card",
        "麻烦设计同学处理",
        "感谢信 3 封",
        "Thanks\n\n3 size charts, PNG",
        "...",
        "",
    ],
)
def test_other_texts_have_no_closing(text: str) -> None:
    assert without_closing(text) == text


@pytest.mark.parametrize(
    "thanks", [", thanks!", ". Thank you!", "，谢谢！", " (thanks in advance)", "；辛苦了"]
)
def test_thanks_behind_a_name_are_no_part_of_it(thanks: str) -> None:
    assert without_thanks(f"Lena Brandt{thanks}") == "Lena Brandt"
    assert without_thanks("Lena Thanksgiving") == "Lena Thanksgiving"


def test_no_text_takes_long() -> None:
    with within(2):
        for piece in ("Thanks\n", "Lena\n", "\n", "> a\n", "On a wrote:\n", "thanks ", "谢谢", ", "):
            without_closing(piece * (20_000 // len(piece)))
            without_thanks(piece * (20_000 // len(piece)))
