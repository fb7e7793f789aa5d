"""Traditional characters folded to Simplified ones."""

from pathlib import Path

import pytest

from comms.language import traditional
from comms.language.catalog import words
from comms.language.traditional import simplified
from tests.support.effort import within


@pytest.mark.parametrize(
    ("traditional", "expected"),
    [
        ("為什麼", "为什么"),
        ("甚麼時候要？", "什么时候要？"),
        ("何時／何處／何人", "何时／何处／何人"),
        ("儘快、盡快、儘速、盡可能", "尽快、尽快、尽速、尽可能"),
        ("週五以後，於櫃檯裡取貨", "周五以后，于柜台里取货"),
        ("乾燥劑兩隻，臺灣倉", "干燥剂两只，台湾仓"),
        ("關係人請回覆，並瞭解計畫", "关系人请回复，并了解计划"),
        ("跟著上次做，照著樣品", "跟着上次做，照着样品"),
        ("公佈發佈、僱用、佔用", "公布发布、雇用、占用"),
        ("品質優化、效能顯著提升", "品质优化、效能显著提升"),
        ("畫面要有質感", "画面要有质感"),
        ("衆人說説綫上線上", "众人说说线上线上"),
    ],
)
def test_each_traditional_character_becomes_the_simplified_one(traditional: str, expected: str) -> None:
    assert simplified(traditional) == expected


@pytest.mark.parametrize(
    "text",
    ["显著提升", "著名设计师", "覆盖全国", "乾隆年间", "藉以为生", "瞭望塔", "甚至", "about 500", "后来"],
)
def test_simplified_text_stays_as_it_is(text: str) -> None:
    assert simplified(text) == text


def test_our_own_simplified_words_stay_as_they_are() -> None:
    for book in ("words", "messages", "rules", "wording"):
        text = str(words("zh", book))
        assert simplified(text) == text


def test_positions_stay() -> None:
    table = Path(traditional.__file__).with_name("traditional.txt").read_text(encoding="utf-8")
    assert len(simplified(table)) == len(table)


def test_folding_leads_to_characters_that_are_folded_no_further() -> None:
    table = Path(traditional.__file__).with_name("traditional.txt").read_text(encoding="utf-8")
    once = simplified(table)
    assert simplified(once) == once


def test_a_long_text_takes_time_in_proportion_to_its_length() -> None:
    text = "著請儘快显著a甚麼" * 20_000
    with within(2):
        simplified(text)
