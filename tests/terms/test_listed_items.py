"""Countable things that one text lists."""

import pytest

from comms.terms.listed_items import listed_items


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("主图5张 800*800，详情页1套，短视频1条15s", [("主图", 5, "张", "800×800", ""), ("详情页", 1, "套", "", ""), ("短视频", 1, "条", "15s", "")]),
        ("5 main images 800x800, 1 detail page, 1 video 15 s", [("main images", 5, "", "800x800", ""), ("detail page", 1, "", "", ""), ("video", 1, "", "15 s", "")]),
        ("设计3张主图+1个详情页", [("主图", 3, "张", "", ""), ("详情页", 1, "个", "", "")]),
        ("５张主图 800×800 PNG、1套详情页。", [("主图", 5, "张", "800×800", "PNG"), ("详情页", 1, "套", "", "")]),
        ("海报两张和短视频1条", [("海报", 2, "张", "", ""), ("短视频", 1, "条", "", "")]),
        ("Please design two banners and 1 size chart", [("banners", 2, "", "", ""), ("size chart", 1, "", "", "")]),
        ("我们需要主图5张", [("主图", 5, "张", "", "")]),
        ("design proposals x3", [("design proposals", 3, "", "", "")]),
        ("1 video 15 s (MP4)", [("video", 1, "", "15 s", "MP4")]),
        ("main images x5 800x800", [("main images", 5, "", "800x800", "")]),
        ("T恤主图5张", [("T恤主图", 5, "张", "", "")]),
    ],
)  # fmt: skip
def test_things_are_listed_with_their_counts(text: str, items: list[tuple[object, ...]]) -> None:
    assert [tuple(item) for item in listed_items(text)] == items


@pytest.mark.parametrize(
    "text",
    [
        "",
        "首页轮播图",
        "设计 3 张首页轮播图，各出 PC 与移动端两个尺寸",
        "补拍 6 款连衣裙白底主图，每款 5 张，800×800 像素",
        "2 home page banners, each for desktop and mobile",
        "海报约5张",
        "5-6张主图",
        "主图5-6张",
        "PC 版和移动版各1张",
        "about 5 banners",
        "3 flyers for the fair",
        "双11主图5张",
        "主图 5 张，要高级感",
        "5 main images, make it pop",
        "设计稿5张",
        "出库单1份",
        "请柬 3 张",
        "design proposals x3, make it pop",
    ],
)
def test_a_text_with_anything_else_is_no_list(text: str) -> None:
    assert listed_items(text) == []


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    assert listed_items("主图" * 50_000) == []
    assert listed_items("a " * 50_000 + "5") == []
