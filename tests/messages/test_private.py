"""Private numbers in messages."""

import pytest

from comms.messages.private import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13912345678", "电话139******78"),
        ("M 07700 900461 | T 020 7946 0112", "M 077** ****61 | T 020 **** **12"),
        ("WhatsApp: +233 24 123 4567", "WhatsApp: +233 ** *** **67"),
        ("call +49 (0)40 1234567", "call +49 (0)** *****67"),
        ("座机：0574-87654321", "座机：057*-******21"),
    ],
)
def test_telephones_of_every_kind_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "PO-7702, 3,000 pcs at 2.85",
        "微信 2026-11-20 前给我",
        "size 1920 1080",
        "M 1200 x 800",
        "SKU 2035-1234",
        "T 88: 300",
        "预算2000000元",
    ],
)
def test_other_figures_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("卡号6222 0212 3456 7890 123谢谢", "卡号622* **** **** **** *23谢谢"),
        ("card 6222 0212 3456 7890 123", "card 622* **** **** **** *23"),
        ("护照号：E12345678", "护照号：E123***78"),
        ("passport no. 987654321", "passport no. 987****21"),
        ("Passport: XK123456", "Passport: XK123*56"),
        ("港澳通行证C12345678", "港澳通行证C123***78"),
    ],
)
def test_cards_in_groups_and_passports_are_masked(text: str, shown: str) -> None:
    assert masked(text) == shown
