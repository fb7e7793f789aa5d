"""Titles and totals of requests."""

import pytest

from comms.interview.summaries import LONGEST_TITLE, title_of


@pytest.mark.parametrize(
    ("what", "title"),
    [
        ("设计 3 张首页轮播图，各出 PC 与移动端两个尺寸", "设计 3 张首页轮播图，各出 PC 与移动端两个尺寸"),
        ("主图 5 张。要快", "主图 5 张"),
        ("Size 2.5 m banner. For the fair", "Size 2.5 m banner"),
        ("2 banners\nfor the shop", "2 banners"),
        ("，".join(["首页轮播图三张"] * 9), "，".join(["首页轮播图三张"] * 3)),
        ("x" * 100, "x" * LONGEST_TITLE),
        ("word " * 40, ("word " * 12).strip()),
        ("。", "。"),
    ],
)
def test_a_title_is_the_first_sentence_cut_between_words(what: str, title: str) -> None:
    assert title_of(what) == title
