"""Figures as people say them: in Chinese characters, with words for thousands, with limits, or blurred."""

import pytest
from cn2an import an2cn
from hypothesis import given
from hypothesis import strategies as st

from comms.terms.spoken import Spoken, chinese_figure, spoken


@pytest.mark.parametrize(
    ("text", "figure"),
    [("三千", 3000), ("一万二", 12000), ("三千五", 3500), ("一百五", 150), ("两百", 200), ("十五", 15), ("五", 5),
     ("一百零五", 105), ("二〇二六", 2026), ("一亿二千万", 120_000_000)],
)  # fmt: skip
def test_a_chinese_figure_is_read_as_it_is_said(text: str, figure: int) -> None:
    assert chinese_figure(text) == figure


@pytest.mark.parametrize("text", ["两三千", "三五", "三千百", "百", "万", "一百十五"])
def test_what_is_no_single_figure_is_none(text: str) -> None:
    assert chinese_figure(text) is None


@given(st.integers(0, 10**9))
def test_what_another_program_spells_is_read_back(value: int) -> None:
    assert chinese_figure(an2cn(value)) == value


@pytest.mark.parametrize(
    ("text", "figure"),
    [("3k以内", "3k"), ("不超过1000", "1000"), ("三千元以内", "3000元"), ("控制在3000元以内", "3000元"), ("最多５００件", "500件"),
     ("up to 1000", "1000"), ("under 3k", "3k"), ("Max. 500 pcs", "500 pcs"), ("USD 3k max", "USD 3k"), ("500+", "500"),
     ("≤ 20", "20"), ("at least 20 or more", "20"), ("不少于 500 件", "500 件")],
)  # fmt: skip
def test_a_limit_leaves_the_figure(text: str, figure: str) -> None:
    assert spoken(text) == Spoken(figure, limits=True)


@pytest.mark.parametrize(
    ("text", "figure"),
    [("about 500", "500"), ("1000左右", "1000"), ("约三千元", "3000元"), ("1000多件", "1000件"), ("~500", "500"),
     ("500 or so", "500"), ("500ish", "500"), ("大概 30 天左右的", "30 天"), ("approx. 2 thousand", "2000")],
)  # fmt: skip
def test_a_blurred_figure_is_known_as_one(text: str, figure: str) -> None:
    assert spoken(text) == Spoken(figure, blurs=True)


def test_a_w_is_read_as_ten_thousand_and_told() -> None:
    assert spoken("2w元") == Spoken("2万元", has_w=True)
    assert spoken("2 wk") == Spoken("2 wk")


@pytest.mark.parametrize(
    "text",
    ["1200", "1.2万", "5 kg", "三千克", "fish", "some", "about", "以内", "12 of 20", "5 dishes", "underwear"],
)
def test_what_says_no_limit_is_left_alone(text: str) -> None:
    assert spoken(text) in (Spoken(text), Spoken(text.replace("三", "3")))


@given(st.text(max_size=60) | st.text(alphabet="三千万w约以内 up to1,.+-多", max_size=30))
def test_any_text_is_read_or_left(text: str) -> None:
    spoken(text)
