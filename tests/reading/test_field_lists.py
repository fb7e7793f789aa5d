"""Lists of fields: plain labels with answers, as they are copied from the forms of chats and approvals."""

import pytest

from comms.reading import read_bytes
from comms.workspace.recognition import reason_to_pass_over
from tests.support.effort import within

PURCHASE = """\
申请部门：行政部
申请人：周航
采购物品名称：80g A4 复印纸
规格型号：500 张/包
联系方式：内线 8021
预估总价：210 元
用途说明：二楼打印间日常打印
期望到货日期：2027年3月20日
收货地点：杭州二楼前台
"""
ORDER = """\
Request no.: 2027-04
Item requested: 12 packs of paper, A4
Vendor: any
Estimated price: EUR 63
Delivery point: front desk
Date required: 5 June 2026
Intended use: printing room
Cost type: office
"""


def headings_in(text: str) -> dict[str, str]:
    return {heading.heading: heading.dimension for heading in read_bytes(text.encode(), "x.md").headings}


@pytest.mark.parametrize("bullet", ["", "- ", "* "])
def test_plain_labels_of_a_list_are_read_by_their_words(bullet: str) -> None:
    text = "".join(f"{bullet}{line}\n" for line in PURCHASE.splitlines())
    assert headings_in(text) == {
        "申请人": "who", "采购物品名称": "what", "规格型号": "what", "预估总价": "how_much", "用途说明": "why",
        "期望到货日期": "when", "收货地点": "where",
    }  # fmt: skip


def test_plain_english_labels_of_a_list_are_read_by_their_words() -> None:
    assert headings_in(ORDER) == {
        "Item requested": "what", "Estimated price": "how_much", "Delivery point": "where", "Date required": "when", "Intended use": "why",
    }  # fmt: skip


@pytest.mark.parametrize("gap", ["", "\n"])
def test_an_unknown_label_of_a_list_ends_the_answer_above(gap: str) -> None:
    data = read_bytes(PURCHASE.replace("\n", f"\n{gap}").encode(), "x.md").data
    assert data["what"] == "80g A4 复印纸\n\n500 张/包"
    data = read_bytes(ORDER.replace("\n", f"\n{gap}").encode(), "x.md").data
    assert (data["what"], data["why"]) == ("12 packs of paper, A4", "printing room")


def test_labels_with_tabs_are_fields_of_a_list() -> None:
    data = read_bytes(ORDER.replace(": ", "\t").encode(), "x.md").data
    assert (data["what"], data["why"]) == ("12 packs of paper, A4", "printing room")
    assert data["when"] == {"due": "2026-06-05"}
    assert headings_in(PURCHASE.replace("：", "\t")) == headings_in(PURCHASE)


@pytest.mark.parametrize(
    "text",
    [
        "Expected price: low\n",
        "## What\n\n3 banners\n\n- Poster size: A2\n- Flyer size: A5\n- Logo: as usual\n",
        "## How\n\nAs before.\n\nTarget platform: the web\nNote: two cameras\n",
        "Ask Ana, she knows: all of it\n\nTarget platform: the web\n",
    ],
)
def test_plain_labels_outside_of_a_list_are_text(text: str) -> None:
    assert set(headings_in(text)) <= {"What", "How"}


def test_a_list_within_an_answer_does_not_divide_it() -> None:
    text = "交付日期：2026-06-05\n何事：\n- 首页：3 张\n- 详情页：2 张\n- 备用：1 张\n何因：2 % more\n"
    assert read_bytes(text.encode(), "x.md").data["what"] == "- 首页：3 张\n- 详情页：2 张\n- 备用：1 张"


def test_the_first_list_of_a_text_with_headings_may_name_the_owner_alone() -> None:
    text = "# 探头采购\n\n- 状态：待提交\n- 负责人：丁浩然\n- 附件：无\n\n## 采购内容\n\n4 支\n\n## 采购理由\n\n返工\n\n## 采购预算\n\n900 元\n"
    assert read_bytes(text.encode(), "x.md").data["who"] == {"owner": "丁浩然"}


@pytest.mark.parametrize(
    "unit", ["a: b\n", "- a: b\n", "Due date: x\n", "a\tb\n", "a\t \t \t", "期望到货：x\n"]
)
def test_reading_lists_takes_time_in_proportion_to_their_length(unit: str) -> None:
    with within(1):
        read_bytes((unit * 2000).encode(), "x.md")


def test_a_list_of_goods_may_tell_their_purpose() -> None:
    header = "| 品名 | 数量 | 单位 | 用途 |\n|---|---|---|---|\n"
    told = read_bytes(f"{header}| 复印纸 | 10 | 包 | 打印间 |\n".encode(), "x.md").data
    untold = read_bytes(f"{header}| 复印纸 | 10 | 包 | |\n".encode(), "x.md").data
    assert ("why" in told, "why" in untold) == (True, False)


def test_one_label_of_minutes_does_not_make_a_request_minutes() -> None:
    text = "- 申请人：周航\n- 采购物品：白板 2 块\n- 采购原因：旧板裂了\n- 到货日期：2026-06-05\n"
    assert not reason_to_pass_over(f"{text}- 会议时间：周一 9:00\n".encode(), "x.md")
    assert reason_to_pass_over(f"{text}- 会议时间：周一 9:00\n- 会议地点：二楼\n".encode(), "x.md")


def test_a_heading_tells_the_purpose_of_goods_alone() -> None:
    goods = "| 品名 | 数量 | 用途 |\n|---|---|---|\n| 复印纸 | 10 | 打印间 |\n"
    data = read_bytes(f"## 采购清单\n\n{goods}\n## 采购原因\n\n库存只够 3 天\n".encode(), "x.md").data
    assert data["why"] == "库存只够 3 天"
