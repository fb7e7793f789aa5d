"""Amounts in Chinese capital figures."""

import re
from decimal import Decimal
from types import ModuleType

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comms.terms.capital import capital_yuan


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("263900", "贰拾陆万叁仟玖佰元整"),
        ("0", "零元整"),
        ("0.01", "壹分"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.55", "伍角伍分"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("10.05", "壹拾元零伍分"),
        ("10.10", "壹拾元壹角整"),
        ("12.34", "壹拾贰元叁角肆分"),
        ("1000.50", "壹仟元伍角整"),
        ("1001", "壹仟零壹元整"),
        ("1010", "壹仟零壹拾元整"),
        ("1100", "壹仟壹佰元整"),
        ("10000", "壹万元整"),
        ("10001", "壹万零壹元整"),
        ("100000", "壹拾万元整"),
        ("110000", "壹拾壹万元整"),
        ("20304050", "贰仟零叁拾万零肆仟零伍拾元整"),
        ("100000000", "壹亿元整"),
        ("100000005.03", "壹亿零伍元零叁分"),
        ("100010000", "壹亿零壹万元整"),
        ("100007000", "壹亿零柒仟元整"),
        ("10000001000", "壹佰亿零壹仟元整"),
        ("1010000000", "壹拾亿零壹仟万元整"),
        ("1e12", "壹万亿元整"),
        ("1000100000000", "壹万零壹亿元整"),
        ("1000010000000", "壹万亿零壹仟万元整"),
        ("1000000000001", "壹万亿零壹元整"),
        ("-5.20", "负伍元贰角整"),
    ],
)
def test_an_amount_is_written_in_capital_figures(amount: str, figures: str) -> None:
    assert capital_yuan(Decimal(amount)) == figures


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("1409.50", "壹仟肆佰零玖元伍角整"),  # there without 整, which may stand after 角
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万零柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
    ],
)
def test_the_examples_of_the_central_bank_are_reproduced(amount: str, figures: str) -> None:
    assert capital_yuan(Decimal(amount)) == figures


@pytest.mark.parametrize(
    ("amount", "figures"),
    [
        ("0.005", "壹分"),
        ("0.0049", "零元整"),
        ("-0.004", "零元整"),
        ("9.995", "壹拾元整"),
        ("1E-999999", "零元整"),
        ("9999999999999999.99", "玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_an_amount_is_rounded_to_the_fen_first(amount: str, figures: str) -> None:
    assert capital_yuan(Decimal(amount)) == figures


@pytest.mark.parametrize(
    "amount", ["1E+16", "-1E+16", "9999999999999999.995", "1E+999999", "NaN", "-Infinity"]
)
def test_an_amount_without_capital_figures_is_refused(amount: str) -> None:
    with pytest.raises(ValueError, match="no capital figures"):
        capital_yuan(Decimal(amount))


def value(figures: str) -> Decimal:
    """The amount that capital figures state, read by the size of their units alone."""
    found = section = Decimal(0)
    digit = 0
    for figure in figures.removeprefix("负").removesuffix("整"):
        if figure in "零壹贰叁肆伍陆柒捌玖":
            digit = "零壹贰叁肆伍陆柒捌玖".index(figure)
        elif figure in "拾佰仟":
            section += digit * 10 ** ("拾佰仟".index(figure) + 1)
            digit = 0
        elif figure in "万亿元":
            scale = {"万": 10**4, "亿": 10**8, "元": 1}[figure]
            found = (found + section + digit) * scale if figure == "亿" else found + (section + digit) * scale
            section, digit = Decimal(0), 0
        else:
            found += Decimal(digit) / {"角": 10, "分": 100}[figure]
            digit = 0
    return -found if figures.startswith("负") else found


fens = st.integers(0, 10**18 - 1) | st.lists(st.sampled_from("0001"), min_size=1, max_size=18).map(
    lambda digits: int("".join(digits))  # many zeros, where the writing is hard
)


@given(fens, st.sampled_from([1, -1]))
@example(10**18 - 1, 1)
def test_the_capital_figures_state_the_amount(fen: int, sign: int) -> None:
    amount = sign * Decimal(fen).scaleb(-2)
    assert value(capital_yuan(amount)) == amount


@given(fens)
def test_zeros_are_written_once_and_only_between_digits(fen: int) -> None:
    figures = capital_yuan(Decimal(fen).scaleb(-2))
    assert figures == "零元整" or not re.search(r"零[^壹贰叁肆伍陆柒捌玖]|^零|亿万|万万", figures)
    assert figures.endswith("整") is not figures.endswith("分")


@pytest.fixture(scope="module")
def cn2an() -> ModuleType:
    return pytest.importorskip("cn2an")


@given(fen=fens, sign=st.sampled_from(["", "-"]))
def test_the_capital_figures_are_those_of_cn2an(cn2an: ModuleType, fen: int, sign: str) -> None:
    text = f"{sign if fen else ''}{fen // 100}.{fen % 100:02}"
    # The rules leave open whether 整 stands after 角, and 零 between 万 or 亿 and 仟; its releases differ in that.
    ours, theirs = (
        re.sub("(?<=[万亿])零(?=.仟)", "", figures).replace("角整", "角")
        for figures in (capital_yuan(Decimal(text)), cn2an.an2cn(text, "rmb"))
    )
    assert ours == theirs
