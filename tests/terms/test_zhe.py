"""What 折 takes off a price."""

from decimal import Decimal

import pytest

from comms.terms.zhe import percent_off


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("8折", "20"),
        ("80折", "20"),
        ("85折", "15"),
        ("8.5折", "15"),
        ("9.5折", "5"),
        ("９５折", "5"),
        ("九折", "10"),
        ("八五折", "15"),
        ("1 折", "90"),
    ],
)
def test_a_share_of_the_price_is_a_discount(text: str, percent: str) -> None:
    assert percent_off(text) == Decimal(percent)


@pytest.mark.parametrize(
    "text", ["", "折", "0折", "00折", "8", "120折", "8.55折", "十折", "8折起", "打8折", "-8折"]
)
def test_other_texts_state_no_discount(text: str) -> None:
    assert percent_off(text) is None
