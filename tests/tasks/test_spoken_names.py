"""The names by which people call a company or a person in a text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.tasks.spoken_names import names_of_company, names_of_person


def is_named(patterns: list[str], text: str) -> bool:
    return re.search(rf"(?<![A-Za-z0-9])(?:{'|'.join(patterns)})(?![A-Za-z0-9])", text) is not None


@pytest.mark.parametrize(
    ("name", "address", "text"),
    [
        ("Kystlys AS", "", "drawing for Kystlys"),
        ("Kystlys AS", "", "Kystlys A/S"),
        ("Kystlys AS", "", "KystlysAS-drawing.pdf"),
        ("Kystlys AS", "", "kystlys as, new drawing"),
        ("KYSTLYS AS", "", "for Kystlys"),
        ("IKEA", "", "IKEA label"),
        ("IKEA of Sweden AB", "", "by IKEA of Sweden"),
        ("Nordic Living GmbH & Co. KG", "", "as for nordic living"),
        ("Hangzhou Chenyu Home Co., Ltd.", "1 Example Road, Hangzhou", "Chenyu logo"),
        ("Fjordlys Trading Pte. Ltd.", "", "Fjordlys carton"),
        ("杭州晨屿家居有限公司", "浙江省杭州市滨江区示例路 21 号", "印“晨屿家居”标"),
        ("杭州晨屿家居有限公司", "", "晨屿的图纸"),
        ("浙江省义乌市晨屿进出口有限公司", "", "晨屿专用箱"),
        ("台山市晨屿日用品厂", "广东省台山市示例路 1 号", "晨屿吊牌"),
        ("晨屿(上海)商贸股份有限公司", "", "贴晨屿商标"),
    ],
)
def test_a_company_is_called_without_its_legal_form_and_place(name: str, address: str, text: str) -> None:
    assert is_named(list(names_of_company(name, address)), text)


@pytest.mark.parametrize(
    ("name", "address", "text"),
    [
        ("Kystlys AS", "", "as agreed"),
        ("Kystlys AS", "", "Kystlyser"),
        ("More AS", "", "10 more lamps"),
        ("Hangzhou Trading Co., Ltd.", "Hangzhou", "made in Hangzhou, a trading company"),
        ("IKEA", "", "ikeas"),
        ("杭州晨屿家居有限公司", "浙江省杭州市", "杭州市萧山仓的家居用品"),
        ("杭州贸易有限公司", "浙江省杭州市", "杭州"),
    ],
)
def test_words_that_many_names_have_are_no_name(name: str, address: str, text: str) -> None:
    assert not is_named(list(names_of_company(name, address)), text)


def test_what_is_in_the_name_of_the_other_side_tells_nothing() -> None:
    patterns = list(names_of_company("Lumen AS", "", "Haining Lumen Lighting Co., Ltd."))
    assert is_named(patterns, "for Lumen AS")
    assert not is_named(patterns, "Lumen lamps")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Ingrid Solheim", "Ms Solheim"),
        ("Ingrid Solheim", "as Solheim told us"),
        ("Ingrid Solheim", "ingrid solheim"),
        ("Xu Lan", "Ms. Xu"),
        ("宋妍", "宋女士"),
        ("宋妍", "按宋经理的意见"),
        ("宋妍", "宋总已看过"),
        ("欧阳明", "欧阳先生"),
    ],
)
def test_a_person_is_called_by_the_family_name(name: str, text: str) -> None:
    assert is_named(list(names_of_person(name)), text)


@pytest.mark.parametrize(
    ("name", "text"),
    [("Xu Lan", "Lan cable"), ("周明", "每周总量"), ("高明", "高工艺要求"), ("", "anything")],
)
def test_part_of_another_word_is_no_person(name: str, text: str) -> None:
    patterns = list(names_of_person(name))
    assert not (patterns and is_named(patterns, text))


NAMES = st.one_of(st.text(max_size=20), st.text("AaSs.,/ 杭州有限公司厂(）", max_size=12))


@given(NAMES, NAMES)
def test_any_name_is_read_and_found_as_it_is_written(name: str, address: str) -> None:
    for patterns in (list(names_of_company(name, address)), list(names_of_person(name))):
        written = " ".join(unicodedata.normalize("NFKC", name).split())
        assert not patterns or re.search("|".join(patterns), written)
        assert all(not re.fullmatch(pattern, "") for pattern in patterns)
