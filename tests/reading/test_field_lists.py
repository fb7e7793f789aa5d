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
        "申请部门": "who", "申请人": "who", "采购物品名称": "what", "规格型号": "what", "预估总价": "how_much", "用途说明": "why",
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


@pytest.mark.parametrize(
    "beside",
    ["单号：PO-7", "申请人：周航", "部门负责人意见：同意", "Ref: 014", "Requested by: Tom Okafor", "Signature: T. Okafor"],
)  # fmt: skip
@pytest.mark.parametrize("order", ["above", "below"])
def test_a_bare_date_beside_what_is_about_the_form_is_that_of_the_form(beside: str, order: str) -> None:
    date = "日期：2026-06-01" if not beside.isascii() else "Date: 1 June 2026"
    head = f"{beside}\n{date}" if order == "above" else f"{date}\n{beside}"
    data = read_bytes(f"{head}\n\n{PURCHASE}".encode(), "x.md").data
    assert data["when"] == {"due": "2027-03-20"}


@pytest.mark.parametrize("beside", ["地点：二楼东厅", "活动地点：二楼东厅", "Venue: east hall"])
def test_a_bare_date_beside_a_place_is_that_of_an_event(beside: str) -> None:
    date = "日期：2026-06-01" if not beside.isascii() else "Date: 1 June 2026"
    text = f"申请人：周航\n{date}\n{beside}\n预算：300 元\n目的：认识新同事\n"
    assert read_bytes(text.encode(), "x.md").data["when"] == {"due": "2026-06-01"}


@pytest.mark.parametrize("line", ["提案人：周航  |  日期：2026-06-01", "提案人：周航    日期：2026-06-01", "日期：2026-06-01；提案人：周航"])  # fmt: skip
def test_whoever_asks_and_the_date_of_the_form_may_share_a_line(line: str) -> None:
    data = read_bytes(f"{line}\n\n## 背景\n\n2 %\n\n## 预算\n\n300 元\n".encode(), "x.md").data
    assert data["who"] == {"requester": "周航"}
    assert "when" not in data


def test_a_label_above_a_table_of_answers_belongs_to_it() -> None:
    text = "主办单位：图书馆\n\n| 项目 | 内容 |\n|---|---|\n| 活动时间 | 2026-06-05 |\n| 活动地点 | 东厅 |\n"
    assert headings_in(text) == {"主办单位": "who", "活动时间": "when", "活动地点": "where"}


def test_a_question_in_an_item_asks_for_its_dimension() -> None:
    text = "## Notes\n\n- Keep the look? Yes\n- Any deadline? 5 June 2026, for the fair\n"
    assert read_bytes(text.encode(), "x.md").data["when"] == {"due": "2026-06-05"}


def test_a_date_in_the_head_of_a_form_counts_beside_a_heading_of_time() -> None:
    text = (
        "## Overview\n\n**Client**: Ferries\n**Due Date**: 5 June 2026\n\n## Timeline\n\nDraft: 5 May 2026\n"
    )
    assert read_bytes(text.encode(), "x.md").data["when"]["due"] == "2026-06-05"


def test_an_unknown_part_of_a_list_ends_the_answer_above() -> None:
    text = "(一)申请理由\n\n9 人新到岗\n\n(二)总计预算\n\n4870 元\n\n(三)其他说明\n\n请走前门\n"
    assert read_bytes(text.encode(), "x.md").data["how_much"] == "4870 元"


@pytest.mark.parametrize(
    ("fields", "due"),
    [
        ("Event date: 4 April 2027\nProject deadline: 4 March 2027\nVenue: hall B\n", "2027-03-04"),
        ("Project deadline: 4 March 2027\nEvent date: 4 April 2027\nVenue: hall B\n", "2027-03-04"),
        ("Needed by: 4 March 2027\nEvent date: 10 March 2027\nQuantity: 3\n", "2027-03-04"),
        ("活动时间：2027-04-04\n截止时间：2027-03-04\n预算：3 元\n", "2027-03-04"),
        ("发货截止日：2026-12-18\n预计售完日：2027-02-05\n平台：网店\n", "2026-12-18"),
        ("Event date: 4 April 2027\nEvent time: 18:00\nVenue: hall B\n", "2027-04-04"),
        ("Start date: 4 March 2027\nEnd date: 4 April 2027\nBudget: 3 EUR\n", "2027-04-04"),
    ],
)
def test_of_several_fields_of_time_the_labels_tell_which_is_due(fields: str, due: str) -> None:
    assert read_bytes(fields.encode(), "x.md").data["when"]["due"] == due
