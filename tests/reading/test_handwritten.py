"""Handwritten requests in Markdown, issue forms and Word files, and texts that are not requests."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.findings import Span, Unreadable
from comms.linting.run import lint_paths, lint_text
from comms.models.scalars import is_placeholder
from comms.paths import value_at
from comms.reading import read_bytes
from comms.reading.headings import DIMENSIONS, dimension_of, name_of
from comms.reading.source import Source
from tests.support import case_of, codes_of, finding_of
from tests.support.effort import within

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ANSWERS = {
    "what": "3 pictures",
    "why": "2 % more",
    "when": "2026-06-05",
    "where": "web shop",
    "who": "Tom Okafor",
    "how": "grey card",
    "how_much": "5 hours",
}
NAMES = dict(zip(DIMENSIONS, ("What", "Why", "When", "Where", "Who", "How", "How much"), strict=True))
CHINESE = dict(zip(DIMENSIONS, ("何事", "何因", "何时", "何处", "何人", "如何", "多少"), strict=True))
DATA: dict[str, Any] = {
    "kind": "brief",
    **ANSWERS,
    "when": {"due": "2026-06-05"},
    "who": {"owner": "Tom Okafor"},
}


def source_of(text: str, name: str = "x.md") -> Source:
    return read_bytes(text.encode(), name)


def cut(text: str, span: Span) -> str:
    """Return the text of a span."""
    lines = text.split("\n")[span.line - 1 : span.end_line]
    lines[-1] = lines[-1][: span.end_column - 1]
    lines[0] = lines[0][span.column - 1 :]
    return "\n".join(lines)


# --- headings --------------------------------------------------------------------------------

SPELLINGS = {
    "what": [
        "What", "1. What", "一、需求内容", "What do you need?", "（一）何事", "Q1: What do you need?", "任务描述",
        "Deliverables", "交付物", "📦 交付内容", "What 何事 (需求内容)", "Description", "Request summary", "做什么？",
        "Task Suggestions (What)", "Describe the solution you'd like",
    ],
    "why": [
        "Why (business goal)", "背景与目的", "背景/目的", "背景和目的", "原因说明", "项目背景", "业务背景及目的", "为什么？",
        ":dart: Why", "Why {#why}", "Problem (Why)", "Background & purpose", "Is your feature request related to a problem? Please describe.",
        "Business goal", "【原因】", "WHY:", "Why ##", "III. Why", "**Why**", "2.1 Why", "需求背景",
    ],
    "when": [
        "交付时间", "截止日期 Deadline", "Deadline", "Due date", "your expected deadline", "交付时间（必填）", "期望完成时间",
        "When do you need it?", "By when?", "第三部分 交付时间", "Deadline *", "Delivery date (YYYY-MM-DD)", "DDL", "上线时间",
    ],
    "where": ["投放渠道", "Where will it be used?", "Where (channel, page)", "收货地址", "使用场景", "Delivery address", "用在哪里"],
    "who": ["负责人", "Who is responsible?", "负责人 Owner", "Who / 何人", "Requester", "申请人", "负责人是谁？", "Impact (Who)"],
    "how": ["设计要求", "How should it look?", "风格要求", "怎么做", "Approach", "Style requirements", "如何 How"],
    "how_much": ["预算与数量", "Budget & quantity", "预算（元）", "预算是多少？", "How many", "请填写预算", "3 How many", "Estimated cost"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "dimension"), [(heading, key) for key, found in SPELLINGS.items() for heading in found]
)
def test_a_dimension_is_known_by_many_names(heading: str, dimension: str) -> None:
    assert dimension_of(heading) == dimension


@pytest.mark.parametrize(
    "heading",
    [
        "How to use", "How to install", "Why another linter", "What is this", "What's new", "Usage", "Installation",
        "说明", "Details", "备注", "When to use", "时间线工具", "Who uses this", "How it works", "Why not Rust", "目录",
        "How (not) to do it", "Notes", "内容管理", "1.0.0", "2026-06-05", "预算 3000 元",
        "Requirements", "Overview", "Features", "使用方法", "如何使用", "为什么选择我们", "Project details", "什么是 comms",
        "Why comms?", "Where is the data stored?", "What can it do?", "项目介绍", "环境要求", "会议时间", "`why`", "", "#", "x" * 500,
    ],
)  # fmt: skip
def test_other_headings_name_no_dimension(heading: str) -> None:
    assert dimension_of(heading) is None


@pytest.mark.parametrize("level", ["#", "##", "###", "######"])
def test_headings_may_be_at_any_level(level: str) -> None:
    text = "# Title\n\n" + "".join(f"{level} {NAMES[key]}\n\n{ANSWERS[key]}\n\n" for key in DIMENSIONS)
    assert source_of(text).data == {**DATA, "title": "Title"}


def test_headings_of_mixed_levels_divide_the_text_all_the_same() -> None:
    levels = ("##", "###", "####", "##", "#####", "###", "##")
    text = "# Title\n\n" + "".join(
        f"{level} {NAMES[key]}\n\n{ANSWERS[key]}\n\n" for level, key in zip(levels, DIMENSIONS, strict=True)
    )
    assert source_of(text).data == {**DATA, "title": "Title"}


def test_all_headings_of_the_first_level_leave_no_title() -> None:
    data = source_of("# What\n\n3 pictures\n\n# Why\n\n2 % more\n").data
    assert data == {"kind": "brief", "what": "3 pictures", "why": "2 % more"}


def test_underlined_headings_are_headings() -> None:
    data = source_of("Title\n=====\n\nWhat\n----\n\n3 pictures\n\n背景\n---\n2 %\n").data
    assert data == {"kind": "brief", "title": "Title", "what": "3 pictures", "why": "2 %"}


def test_a_heading_may_hold_its_answer() -> None:
    text = "# 标题：补拍主图\n\n## 截止日期：2026-06-05\n\n## Why: 2 % more\n\nand 3 % later\n"
    source = source_of(text)
    assert source.data["title"] == "补拍主图"
    assert source.data["when"] == {"due": "2026-06-05"}
    assert source.data["why"] == "2 % more\n\nand 3 % later"
    assert cut(text, source.at(("when", "due"))) == "2026-06-05"


def test_a_section_includes_its_sub_headings() -> None:
    text = "## How\n\n### Light\n\n5500 K\n\n### Colours\n\nas in May\n\n## Notes\n\nnone of it\n"
    assert source_of(text).data["how"] == "### Light\n\n5500 K\n\n### Colours\n\nas in May"


def test_sub_headings_may_name_roles() -> None:
    text = "## 何人\n\n### 申请人\n\n李婷\n\n### 负责人\n\n吴磊\n\n### 其他人\n\n王敏\n"
    assert source_of(text).data["who"] == {"requester": "李婷", "owner": "吴磊"}


def test_both_texts_of_two_places_count() -> None:
    text = "## Why\n\na 1\n\n## What\n\n3 pictures\n\n## Background\n\nb 2\n"
    assert source_of(text).data["why"] == "a 1\n\nb 2"


@pytest.mark.parametrize(
    "text",
    [
        "```\n# Why\n```",
        "~~~md\n## Why\n\ntext\n~~~",
        "    ## Why",
        "> ## Why\n>\n> text",
        "> **Why:** text",
        "> - Why: text\n> - When: 2026-06-05",
        "<!--\n## Why\n\nhint\n-->",
        "<!-- **Why:** hint -->",
        "\\# Why",
        "```\n**Why:** text\n```",
        "- ## Why\n",
        "see [Why](#why)",
        "# Why",
    ],
)
def test_text_that_only_looks_like_a_heading_is_not_one(text: str) -> None:
    assert "why" not in source_of(f"# T\n\n## What\n\n3 pictures\n\n{text}\n").data or text == "# Why"


# --- lead-ins --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "line",
    [
        "**Why:** 2 % more", "**Why**: 2 % more", "**原因**：2 % more", "**原因：**2 % more", "__Why__: 2 % more",
        "- **Why:** 2 % more", "* **Why** 2 % more", "1. **Why** 2 % more", "1、**何因**：2 % more", "*Why:* 2 % more",
        "**Why** – 2 % more", "**Why** - 2 % more", "【原因】2 % more", "【Why】: 2 % more", "**【原因】** 2 % more",
        "🎯 **Why:** 2 % more", "**🎯 Why:** 2 % more", "**Why (business goal):** 2 % more", "**何因 Why：** 2 % more",
        "- [ ] **Why:** 2 % more", "**Why**\n\n2 % more", "**Why**\n2 % more", "**Why:**\n\n2 % more", "【原因】\n\n2 % more",
        "【原因】\n2 % more", "1. **Why**\n\n   2 % more", "1. **Why**\n\n2 % more", "***Why:*** 2 % more", "**2. Why:** 2 % more",
        "**Why?**\n\n2 % more", "**Why:**<br>2 % more",
    ],
)  # fmt: skip
def test_a_lead_in_is_as_good_as_a_heading(line: str) -> None:
    text = f"# T\n\n**What:** 3 pictures\n\n{line}\n\n**When:** 2026-06-05\n"
    source = source_of(text)
    assert source.data == {
        "kind": "brief",
        "title": "T",
        "what": "3 pictures",
        "why": "2 % more",
        "when": {"due": "2026-06-05"},
    }
    assert "2 % more" in cut(text, source.at(("why",)))


@pytest.mark.parametrize("colon", ["：", ":", ": "])
def test_plain_labels_count_if_there_are_two(colon: str) -> None:
    labels = "".join(f"{CHINESE[key]}{colon}{ANSWERS[key]}\n" for key in DIMENSIONS)
    assert source_of(labels).data == DATA
    assert source_of(labels.replace("\n", "\n\n")).data == DATA
    assert source_of("".join(f"- {line}\n" for line in labels.splitlines())).data == DATA
    assert source_of("".join(f"{n}、{line}\n" for n, line in enumerate(labels.splitlines(), 1))).data == DATA
    assert source_of(f"何因{colon}2 % more\n").data == {"kind": "brief"}


def test_a_colon_in_a_time_or_an_address_ends_no_label() -> None:
    text = "## What\n\n3 pictures\n\n## How\n\nwhen:12:30\nwhere://x.example\nwhy:not\n"
    assert set(source_of(text).data) == {"kind", "what", "how"}


@pytest.mark.parametrize(
    "text",
    [
        "一、需求内容\n3 pictures\n\n二、背景\n2 % more\n",
        "What\n\n3 pictures\n\nWhy\n\n2 % more\n",
        "1. What\n\n   3 pictures\n\n2. Why\n\n   2 % more\n",
    ],
)
def test_names_alone_on_their_line_are_headings_if_there_are_two(text: str) -> None:
    assert source_of(text).data == {"kind": "brief", "what": "3 pictures", "why": "2 % more"}


def test_a_list_of_names_is_not_a_request() -> None:
    assert source_of("# Guide\n\n- What\n- Why\n- How\n").data == {"kind": "brief", "title": "Guide"}


def test_an_answer_in_a_list_ends_with_its_item() -> None:
    text = "- **Why:** 2 % more\n  for all\n- **What:** 3 pictures\n- whatever else\n"
    source = source_of(text)
    assert (source.data["why"], source.data["what"]) == ("2 % more\n  for all", "3 pictures")
    assert [passage.text for passage in source.passages if not passage.path] == ["- whatever else"]


def test_an_answer_may_be_in_bold_type() -> None:
    assert source_of("**Why**\n\n**2 % more**\n\n**What**\n\n**3 pictures**\n").data["why"] == "**2 % more**"


def test_a_bold_heading_that_names_nothing_ends_the_section() -> None:
    text = "**Why:** 2 % more\n\n**Anything else:** x\n\n**What**\n\n3 pictures\n\n**Notes**\n\ny\n"
    assert source_of(text).data == {"kind": "brief", "why": "2 % more", "what": "3 pictures"}


def test_lead_ins_inside_a_section_are_its_details() -> None:
    text = "## How\n\n- **Style:** as in May\n- **Channel:** app\n- **初稿**：grey\n\n## Where\n\nweb shop\n"
    source = source_of(text)
    assert source.data["where"] == "web shop"
    assert "**Channel:** app" in source.data["how"]


def test_a_heading_over_lead_ins_of_two_other_dimensions_is_the_heading_of_the_whole() -> None:
    text = "## Description\n\n3 pictures\n\n**Why:** 2 % more\n\n**When:** 2026-06-05\n\n## Notes\n\nx\n"
    data = source_of(text).data
    assert (data["what"], data["why"], data["when"]) == ("3 pictures", "2 % more", {"due": "2026-06-05"})


def test_a_placeholder_is_not_an_answer_whatever_follows_it() -> None:
    text = "**What:** 3 pictures\n\n**How much:** TBD\n\nThank you!\n"
    assert "W107" in codes_of(text, "x.md")


# --- tables ----------------------------------------------------------------------------------


def table(names: dict[str, str] = NAMES, head: str = "| 5W2H | Answer |\n|---|---|\n") -> str:
    return head + "".join(f"| {names[key]} | {ANSWERS[key]} |\n" for key in DIMENSIONS)


@pytest.mark.parametrize(
    "text",
    [
        table(),
        table(CHINESE),
        table(head="|  |  |\n| --- | :---: |\n"),
        table(head=""),
        table().replace("| What", "| **What**").replace("| Why", "| 2. Why?"),
        table().replace("|---|---|", "---|---").replace("\n| ", "\n").replace(" |\n", "\n"),
        "The request:\n\n" + table(),
        table().replace("| What | 3 pictures |\n| Why |", "| What | 3 pictures |\n|---|---|\n| Why |"),
        "| # | Item | Answer |\n|--|--|--|\n"
        + "".join(f"| {n} | {NAMES[key]} | {ANSWERS[key]} |\n" for n, key in enumerate(DIMENSIONS, 1)),
        "| Item | Question | Answer |\n|--|--|--|\n"
        + "".join(f"| {NAMES[key]} | which one? | {ANSWERS[key]} |\n" for key in DIMENSIONS),
        "| "
        + " | ".join(NAMES.values())
        + " |\n"
        + "|--" * 7
        + "|\n| "
        + " | ".join(ANSWERS.values())
        + " |\n",
        "| What | 3 pictures | Why | 2 % more |\n|-|-|-|-|\n| When | 2026-06-05 | Where | web shop |\n"
        "| Who | Tom Okafor | How | grey card |\n| How much | 5 hours | Notes | none |\n",
    ],
)
def test_a_table_may_hold_the_request(text: str) -> None:
    source = source_of(f"# T\n\n{text}\n\nafter\n")
    assert source.data == {**DATA, "title": "T"}
    whole = f"# T\n\n{text}\n\nafter\n"
    for key, answer in ANSWERS.items():
        assert cut(whole, source.at((key,))) == answer
    assert source.passages[-1].text == "after"


def test_roles_and_the_title_may_be_rows_of_the_table() -> None:
    text = "| 需求名称 | 补拍主图 |\n|---|---|\n| 需求人 | 李婷 |\n| 负责人 | 吴磊 |\n| 截止日期 | 2026-06-05 |\n| 备注 | 请尽快 |\n"
    source = source_of(text)
    assert source.data == {
        "kind": "brief",
        "title": "补拍主图",
        "who": {"requester": "李婷", "owner": "吴磊"},
        "when": {"due": "2026-06-05"},
    }
    assert cut(text, source.at(("who", "owner"))) == "吴磊"
    assert [(passage.line, passage.text) for passage in source.passages if not passage.path] == [
        (6, "备注 | 请尽快")
    ]


@pytest.mark.parametrize("cell", ["", "_No response_", "待定", "未填写", "-", "*No response*", "TBD"])
def test_an_empty_cell_is_not_an_answer(cell: str) -> None:
    text = "# T\n\n" + table().replace("2 % more", cell)
    finding = finding_of(text, "W102", "x.md")
    assert finding.span.line == 6


def test_a_list_of_tasks_is_not_a_request() -> None:
    text = "| 事项 | 负责人 | 截止时间 |\n|---|---|---|\n| 补拍主图 | 吴磊 | 2026-06-05 |\n"
    assert source_of(text).data == {"kind": "brief"}
    text = "## 何时\n\n| 时间 | 事项 |\n|---|---|\n| 2026-06-01 | 初稿 |\n| 2026-06-05 | 定稿 |\n"
    assert source_of(text).data["when"]["due"] == "2026-06-05"


def test_an_escaped_bar_does_not_separate_cells() -> None:
    assert source_of("| What | a \\| b 3 |\n|--|--|\n| Why | 2 % |\n").data["what"] == "a \\| b 3"


# --- issue forms -----------------------------------------------------------------------------

GITHUB_FORM = """### What do you need?

3 banners, 1920 x 600 px

### Why do you need it?

Raise the click rate from 2.0 % to 2.5 %.

### Deadline

2026-06-05

### Where will it be used?

- [X] Web shop
- [ ] App
- [ ] Print

### Owner

Tom Okafor

### Requester

Maya Lind

### How should it look?

```text
# Why
as the last one
```

### Budget

EUR 300

### Code of Conduct

- [X] I agree
"""

GITLAB_TEMPLATE = """<!-- Please fill in every section. -->

## 🎯 What
<!-- What is to be delivered? Sizes, formats. -->
3 banners, 1920 x 600 px

## Why (business goal)
<!-- Which number shall change? -->
Raise the click rate from 2.0 % to 2.5 %.

<details>
<summary>More</summary>

## 📅 When

2026-06-01 draft, 2026-06-05 final

</details>

## Where / channel

Web shop

## Who

* Requester: Maya Lind
* Owner: Tom Okafor

## How

- [ ] grey background
- [ ] logo

## How much

EUR 300

/label ~design
"""

FEISHU_FORM = """# 设计需求单

**需求标题**：618 首页轮播图

**提需人**：李婷
**负责人**：周航

**一、需求背景**
5 月点击率 2.0%，目标 2.5%。

**二、需求内容**

3 张轮播图：

- PC 1920×600
- 移动 750×390

**三、期望完成时间**：2026年6月5日

**四、投放渠道**：天猫首页

**五、设计要求**：暖色调

**六、预算**：3000 元

**七、备注**：无
"""

DINGTALK_TABLE = """# 备货申请

| 申请人 | 李婷 | 申请日期 | 2026-05-01 |
| --- | --- | --- | --- |
| 需求内容 | T 恤 500 件 | 申请原因 | 5 月断货 3 次 |
| 到货时间 | 2026-06-05 | 收货仓库 | 嘉兴 2 号仓 |
| 负责人 | 周航 | 执行方式 | 现货调拨 |
| 预算 | 5000 元 | 备注 | |
"""


def test_the_body_of_a_github_form_is_read() -> None:
    source = source_of(GITHUB_FORM)
    assert source.data["who"] == {"owner": "Tom Okafor", "requester": "Maya Lind"}
    assert source.data["where"] == "Web shop"
    assert source.data["how"].startswith("```text\n# Why")
    assert source.data["how_much"] == "EUR 300"
    assert codes_of("# Banners\n\n" + GITHUB_FORM, "x.md") == []


@pytest.mark.parametrize("nothing", ["_No response_", "*No response*", "未填写", "", "N/A", "<!-- why -->"])
def test_a_question_without_an_answer_is_missing(nothing: str) -> None:
    text = "# Banners\n\n" + GITHUB_FORM.replace("Raise the click rate from 2.0 % to 2.5 %.", nothing)
    assert codes_of(text, "x.md") == ["W102"]


def test_options_that_were_not_chosen_are_not_answers() -> None:
    text = "# Banners\n\n" + GITHUB_FORM.replace("[X] Web", "[ ] Web")
    finding = finding_of(text, "W104", "x.md")
    assert finding.span.line == 17


def test_a_template_of_gitlab_is_read() -> None:
    source = source_of(GITLAB_TEMPLATE)
    assert set(source.data) == {"kind", *DIMENSIONS}
    assert source.data["what"] == "3 banners, 1920 x 600 px"
    assert source.data["when"]["due"] == "2026-06-05"
    assert source.data["who"] == {"requester": "Maya Lind", "owner": "Tom Okafor"}
    assert "grey background" in source.data["how"]


def test_a_chinese_form_of_lead_ins_is_read() -> None:
    source = source_of(FEISHU_FORM)
    assert source.data["title"] == "618 首页轮播图"
    assert source.data["who"] == {"requester": "李婷", "owner": "周航"}
    assert source.data["what"] == "3 张轮播图：\n\n- PC 1920×600\n- 移动 750×390"
    assert source.data["when"] == {"due": "2026-06-05"}
    assert codes_of(FEISHU_FORM, "x.md") == []


def test_a_chinese_form_of_a_table_is_read() -> None:
    source = source_of(DINGTALK_TABLE)
    assert codes_of(DINGTALK_TABLE, "x.md") == []
    assert source.data["when"] == {"due": "2026-06-05"}, "the day of the application is no delivery date"
    assert source.data["who"] == {"requester": "李婷", "owner": "周航"}


# --- texts that are not requests --------------------------------------------------------------

NO_REQUESTS = {
    "README.md": "# comms\n\nA linter.\n\n## Why\n\nBecause.\n\n## What\n\nIt lints.\n\n## How\n\nIt reads.\n\n## Installation\n\npip install comms\n\n## License\n\nMIT\n",
    "README-2.md": "# tool\n\n## Why another linter?\n\nx\n\n## How to install\n\nx\n\n## When to use it\n\nx\n\n## What is this?\n\nx\n\n## Usage\n\nx\n",
    "README-3.md": "# lib\n\n## Description\n\nx\n\n## Background\n\nx\n\n## Resources\n\n- a\n\n## Contact\n\nx\n\n## Timeline\n\nx\n",
    "README-4.md": "# app\n\n- **What:** a tool\n- **Why:** speed\n\n## Getting started\n\nx\n",
    "README-5.md": "# app\n\nWhy: speed.\n\n| Option | Description |\n|---|---|\n| why | prints the reason |\n| how | prints the way |\n\n## Usage\n\nx\n",
    "README.zh.md": "# 工具\n\n## 背景\n\nx\n\n## 使用场景\n\nx\n\n## 为什么\n\nx\n\n## 如何使用\n\nx\n\n## 安装\n\nx\n\n## 许可证\n\nMIT\n",
    "README-2.zh.md": "# 库\n\n## 项目介绍\n\nx\n\n## 概述\n\nx\n\n## 时间线\n\nx\n\n## 方法\n\nx\n",
    "CHANGELOG.md": "# Changelog\n\n## Unreleased\n\n### Added\n\n- Why\n\n### Changed\n\n- what\n\n## 1.0.0 - 2026-06-05\n\n### Fixed\n\n- how\n",
    "minutes.md": "# Weekly sync\n\n**Date:** 2026-06-05\n**Place:** room 3\n**Attendees:** Ann, Tom\n\n## Agenda\n\n1. Budget\n\n## Action items\n\n- Owner: Tom\n- Due: 2026-06-09\n",
    "minutes-2.md": "# Meeting minutes\n\nDate: 2026-06-05\nLocation: room 3\nPurpose: plan\n\n| Task | Owner | Deadline |\n|---|---|---|\n| ask | Tom | 2026-06-09 |\n",
    "minutes.zh.md": "# 周会纪要\n\n**时间**：2026-06-05\n**地点**：3 楼会议室\n**目的**：对齐进度\n**参会人员**：李婷、周航\n**内容**：预算\n\n## 待办\n\n- 负责人：周航\n- 截止日期：2026-06-09\n",
    "minutes-2.zh.md": "# 项目例会\n\n时间：2026-06-05\n地点：会议室\n主持人：李婷\n内容：进度\n",
    "event.zh.md": "# 公司年会\n\n时间：2026-06-05\n地点：会议室\n内容：进度\n人员：全体\n",
    "adr.md": "# Use YAML\n\n## Status\n\naccepted\n\n## Context\n\nx\n\n## Decision\n\nx\n\n## Consequences\n\nx\n",
    "rfc.md": "# RFC\n\n## Summary\n\nx\n\n## Motivation\n\nx\n\n## Detailed design\n\nx\n\n## Drawbacks\n\nx\n",
    "bug.md": "### Description\n\nx\n\n### Steps to reproduce\n\nx\n\n### Expected behavior\n\nx\n",
    "feature.md": "**Is your feature request related to a problem? Please describe.**\nx\n\n**Describe the solution you'd like**\nx\n",
    "docs.md": "# Keys\n\n| key | type |\n|---|---|\n| `what` | text |\n| `why` | text |\n| `when` | date |\n",
    "post.md": "# How we moved\n\n## Why?\n\nx\n\nWhen: last year it was slow.\n",
    "toc.md": "# Guide\n\n- [What](#what)\n- [Why](#why)\n- [How](#how)\n\n## Chapter\n\nx\n",
    "mail.md": "Hi,\n\ntime: noon. Place: here.\n\nBest\n",
}


@pytest.mark.parametrize("name", NO_REQUESTS)
def test_files_in_a_folder_that_are_not_requests_are_skipped(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(NO_REQUESTS[name], encoding="utf-8")
    assert lint_paths([tmp_path], "en").files == 0
    assert lint_paths([tmp_path / name], "en").files == 1, "a file that is named is judged"


REQUESTS = {
    "two headings": "## What\n\nx\n\n## Why\n\ny\n",
    "a form": GITHUB_FORM,
    "a form of GitLab": GITLAB_TEMPLATE,
    "lead-ins": FEISHU_FORM,
    "a table": DINGTALK_TABLE,
    "labels": "何事：3 张\n何因：2 %\n",
    "vague names in company": "## 背景\n\nx\n\n## 需求\n\ny\n\n## 交付时间\n\n2026-06-05\n",
    "a licence in a whole request": "\n\n".join(f"## {NAMES[key]}\n\n{ANSWERS[key]}" for key in DIMENSIONS)
    + "\n\n## License\n\nof the photos: CC BY\n",
}


@pytest.mark.parametrize("name", REQUESTS)
def test_a_request_found_in_a_folder_is_checked(name: str, tmp_path: Path) -> None:
    (tmp_path / "request.md").write_text(REQUESTS[name], encoding="utf-8")
    assert lint_paths([tmp_path], "en").files == 1


# --- the place of a missing dimension --------------------------------------------------------


def without(text: str, *lines: str) -> str:
    for line in lines:
        assert line in text
        text = text.replace(line, "")
    return text


HEADED = "".join(f"### {CHINESE[key]}\n\n{ANSWERS[key]}\n\n" for key in DIMENSIONS)
BILINGUAL = HEADED.replace("### ", "## ").replace("\n\n", "\n")
for chinese, english in zip(CHINESE.values(), NAMES.values(), strict=True):
    BILINGUAL = BILINGUAL.replace(f"## {chinese}\n", f"## {english} {chinese}\n")
BOLD = "".join(f"**{NAMES[key]}:** {ANSWERS[key]}\n\n" for key in DIMENSIONS)
BOLD_ZH = "".join(f"**{CHINESE[key]}**：{ANSWERS[key]}\n\n" for key in DIMENSIONS)
BULLETS = "".join(f"- **{NAMES[key]}:** {ANSWERS[key]}\n" for key in DIMENSIONS)
LABELS = "".join(f"{CHINESE[key]}：{ANSWERS[key]}\n" for key in DIMENSIONS)
BRACKETS = "".join(f"【{CHINESE[key]}】{ANSWERS[key]}\n\n" for key in DIMENSIONS)

PLACES = {
    "a heading": (without(HEADED, "### 何因\n\n2 % more\n\n"), "W102", 7, "### 何因"),
    "the last heading": (without(HEADED, "### 多少\n\n5 hours\n\n"), "W107", 27, "### 多少"),
    "no newline at the end": (without(HEADED, "### 多少\n\n5 hours\n\n").rstrip(), "W107", 27, "### 多少"),
    "before unknown ones": (without(HEADED, "### 多少\n\n5 hours\n\n") + "### 备注\n\n无\n", "W107", 27, "### 多少"),
    "both languages": (without(BILINGUAL, "## Why 何因\n2 % more\n"), "W102", 5, "## Why 何因"),
    "a lead-in": (without(BOLD, "**Why:** 2 % more\n\n"), "W102", 5, "**Why:**"),
    "the last lead-in": (without(BOLD, "**How much:** 5 hours\n\n"), "W107", 15, "**How much:**"),
    "a Chinese lead-in": (without(BOLD_ZH, "**何处**：web shop\n\n"), "W104", 9, "**何处**："),
    "an item": (without(BULLETS, "- **How much:** 5 hours\n"), "W107", 9, "- **How much:**"),
    "a label": (without(LABELS, "何因：2 % more\n"), "W102", 4, "何因："),
    "the last label": (without(LABELS, "多少：5 hours\n"), "W107", 9, "多少："),
    "brackets": (without(BRACKETS, "【何因】2 % more\n\n"), "W102", 5, "【何因】"),
    "a row": (without(table(), "| Why | 2 % more |\n"), "W102", 6, "| Why |  |"),
    "the last row": (without(table(), "| How much | 5 hours |\n") + "\nafter\n", "W107", 11, "| How much |  |"),
    "an underlined one": (
        without(BILINGUAL, "## Why 何因\n2 % more\n").replace("## What 何事\n", "What 何事\n---\n"),
        "W102", 6, "## Why 何因",
    ),
    "an underlined one without an answer": ("What\n----\n\n3\n\nHow\n---\n", "W107", 11, "## How much"),
    "the number of an item": ("1. **What** 3\n2. **When** 2026-06-05\n", "W107", 5, "3. **How much**"),
    "a loose list": ("- **What:** 3\n\n- **When:** 2026-06-05\n", "W107", 7, "- **How much:**"),
    "loose labels": ("何事：3\n\n何时：2026-06-05\n", "W107", 7, "多少："),
    "a row below the rule": ("| When | 2026-06-05 |\n|---|---|\n| How | x |\n", "W102", 5, "| Why |  |"),
    "a row with a number": ("| 1 | **What** | 3 |\n| 2 | **When** | x |\n", "W102", 4, "|  | **Why** |  |"),
    "a comment of the next": ("## What\n\n3\n\n<!-- a day -->\n## When\n\nx\n", "W102", 7, "## Why"),
    "a comment in a heading": ("## 何事 <!-- in all -->\n\n3\n", "W102", 7, "## 何因"),
    "people first": ("**Who:** Tom\n\n**What:** 3\n\n**When:** x\n\n**How:** y\n", "W104", 9, "**Where:**"),
    "people below": ("## What\n\n3\n\n## Who\n\n### Owner\n\nTom\n", "W106", 13, "## How"),
}  # fmt: skip


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("front", ["", "---\nkind: brief\nlanguage: en\n---\n"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_missing_dimension_is_reported_with_its_line_and_heading(name: str, front: str, end: str) -> None:
    body, code, line, heading = PLACES[name]
    text = f"{front}# T\n\n{body}".replace("\n", end)
    finding = finding_of(text, code, "x.md")
    line += front.count("\n")
    assert f"`{heading}` at line {line}" in finding.hint
    lines = text.split(end)
    lines += [""] * (line - 1 - len(lines))
    lines[line - 1 : line - 1] = [
        heading.removesuffix("  |") + " 7 % more |" if heading.endswith("|") else heading
    ]
    if heading.startswith("#"):
        lines[line:line] = ["", "7 % more", ""]
    elif not heading.startswith("|"):
        lines[line - 1] += " 7 % more"
    mended = source_of(end.join(lines))
    assert mended.data[{"W102": "why", "W104": "where", "W106": "how", "W107": "how_much"}[code]].startswith(
        "7 % more"
    )


def test_findings_in_front_matter_name_its_keys() -> None:
    text = "---\nkind: brief\ntitle: t\nwhat: 3 pictures\n---\n\nSee the front matter.\n"
    assert "line" not in finding_of(text, "W102", "x.md").hint


def test_a_file_with_front_matter_is_a_request_whatever_its_body_says() -> None:
    assert source_of("---\nkind: brief\n---\n\n# T\n\n## Why\n\n## Usage\n").sections == {"why": 7}
    assert source_of("# T\n\n## Why\n\n## Usage\n").sections == {}


def test_findings_in_a_text_without_headings_are_at_its_end() -> None:
    assert "`## Why` at line 5" in finding_of("# T\n\nplain text\n", "W102", "x.md").hint
    assert "“## 何因”" in finding_of("# 标题党\n\n一段话\n", "W102", "x.md", "zh").hint


# --- positions and passages ------------------------------------------------------------------


def test_a_value_is_found_in_either_of_two_sections() -> None:
    text = "## Deadline\n\nsoon\n\n**Owner:** Tom\n\n## Timeline\n\ndraft, then 5 June 2026 final\n\n## Requester\n\nAnn\n\n## Owner\n\nTom\n"
    source = source_of(text)
    assert cut(text, source.at(("when", "due"))) == "5 June 2026"
    assert source.at(("when", "due")).line == 9
    assert cut(text, source.at(("who", "requester"))) == "Ann"
    assert cut(text, source.at(("who", "owner"))) == "Tom"


def test_the_key_of_a_section_is_its_heading() -> None:
    text = "##  Why\n\n2 %\n\n- **What:** 3\n\n| Where | x |\n|---|---|\n| How | y |\n"
    source = source_of(text)
    assert [cut(text, source.at((key,), on_key=True)) for key in ("why", "where", "how")] == [
        "Why",
        "Where",
        "How",
    ]


def test_passages_cover_the_whole_text_in_order() -> None:
    text = (
        "---\nkind: brief\nid: x\n---\n# T\n\nhello\n\n## Why\n\na\n\n## Notes\n\nb\n\n"
        + "| What | c |\n|--|--|\n| How | d |\n\n## When\n\n2026-06-05\n"
    )
    source = source_of(text)
    assert [(passage.path, passage.line, passage.column, passage.text) for passage in source.passages] == [
        (("title",), 5, 3, "T"),
        ((), 7, 1, "hello"),
        (("why",), 11, 1, "a"),
        ((), 13, 1, "## Notes\n\nb"),
        (("what",), 17, 10, "c"),
        (("how",), 19, 9, "d"),
        (("when",), 23, 1, "2026-06-05"),
    ]


@pytest.mark.parametrize(
    "text", [GITHUB_FORM, GITLAB_TEMPLATE, FEISHU_FORM, DINGTALK_TABLE, *REQUESTS.values()]
)
def test_passages_are_where_they_say_and_never_overlap(text: str) -> None:
    source = source_of(text)
    end = (0, 0)
    for passage in source.passages:
        lines = passage.text.split("\n")
        column = len(lines[-1]) + (passage.column if len(lines) == 1 else 1)
        span = Span(passage.line, passage.column, passage.line + len(lines) - 1, column)
        assert cut(text, span) == passage.text
        assert (span.line, span.column) >= end
        end = (span.end_line, span.end_column)
    assert set(source.sections or ()) <= {passage.path[0] for passage in source.passages if passage.path}


# --- Word ------------------------------------------------------------------------------------


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def word(content: bytes) -> dict[str, Any]:
    return read_bytes(content, "x.docx").data


def with_headings(style: str = "Heading 2") -> Any:
    document = WordDocument()
    document.add_paragraph("Photos of the mugs", style="Title")
    for key in DIMENSIONS:
        document.add_paragraph(NAMES[key], style=style)
        document.add_paragraph(ANSWERS[key])
    return document


def with_style(name: str, outline: int | None = None) -> Any:
    document = WordDocument()
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if outline is not None:
        level = OxmlElement("w:outlineLvl")
        level.set(qn("w:val"), str(outline))
        style.element.get_or_add_pPr().append(level)
    document.add_paragraph("杯子照片").style = document.styles["Title"]
    for key in DIMENSIONS:
        document.add_paragraph(CHINESE[key]).style = style
        document.add_paragraph(ANSWERS[key])
    return document


@pytest.mark.parametrize("level", range(1, 10))
def test_a_word_file_is_read_by_its_headings(level: int) -> None:
    assert word(saved(with_headings(f"Heading {level}"))) == {**DATA, "title": "Photos of the mugs"}


@pytest.mark.parametrize(
    ("name", "outline"), [("标题 1", None), ("标题2", None), ("我的小节", 1), ("Frage", 0)]
)
def test_headings_of_word_may_have_other_names(name: str, outline: int | None) -> None:
    assert word(saved(with_style(name, outline))) == {**DATA, "title": "杯子照片"}


def test_an_outline_level_of_a_paragraph_makes_a_heading() -> None:
    document = WordDocument()
    for key in DIMENSIONS:
        properties = document.add_paragraph(CHINESE[key])._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="2"/>'))
        document.add_paragraph(ANSWERS[key])
    assert word(saved(document)) == DATA


@pytest.mark.parametrize("sign", [": ", "：", ":", "\t"])
def test_a_word_file_is_read_by_its_bold_lead_ins(sign: str) -> None:
    document = WordDocument()
    document.add_paragraph("Photos of the mugs")
    for key in DIMENSIONS:
        paragraph = document.add_paragraph()
        paragraph.add_run(NAMES[key][:2]).bold = True
        paragraph.add_run(NAMES[key][2:] + sign.rstrip("\t")).bold = True
        paragraph.add_run(sign[1:] + ANSWERS[key] if sign != "\t" else f"\t{ANSWERS[key]}")
    assert word(saved(document)) == {**DATA, "title": "Photos of the mugs"}


def test_a_word_file_is_read_by_its_bold_paragraphs() -> None:
    document = WordDocument()
    document.add_paragraph().add_run("杯子照片").bold = True
    for number, key in enumerate(DIMENSIONS):
        document.add_paragraph().add_run(f"{number + 1}、{CHINESE[key]}").bold = True
        document.add_paragraph(ANSWERS[key])
    assert word(saved(document)) == {**DATA, "title": "杯子照片"}


def test_a_word_file_is_read_by_its_labels_and_plain_names() -> None:
    document = WordDocument()
    for key in DIMENSIONS:
        document.add_paragraph(f"{CHINESE[key]}：{ANSWERS[key]}")
    assert word(saved(document)) == DATA
    document = WordDocument()
    for number, key in zip("一二三四五六七", DIMENSIONS, strict=True):
        document.add_paragraph(f"{number}、{CHINESE[key]}")
        document.add_paragraph(ANSWERS[key])
    assert word(saved(document)) == DATA


def in_table(document: Any, columns: int = 2) -> Any:
    grid = document.add_table(rows=0, cols=columns)
    for key in DIMENSIONS:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = CHINESE[key], ANSWERS[key]
    return document


def test_a_word_file_is_read_by_its_table() -> None:
    document = WordDocument()
    document.add_heading("杯子照片", 1)
    assert word(saved(in_table(document))) == {**DATA, "title": "杯子照片"}
    assert word(saved(in_table(WordDocument(), 3))) == DATA


def test_a_table_inside_a_table_is_read_too() -> None:
    document = WordDocument()
    outer = document.add_table(rows=1, cols=1)
    inner = outer.rows[0].cells[0].add_table(rows=0, cols=2)
    for key in DIMENSIONS:
        cells = inner.add_row().cells
        cells[0].text, cells[1].text = NAMES[key], ANSWERS[key]
    assert word(saved(document)) == DATA


def test_a_cell_of_word_may_hold_several_paragraphs() -> None:
    document = in_table(WordDocument())
    cell = document.tables[0].rows[4].cells[1]
    cell.text = "提出：李婷"
    cell.add_paragraph("负责：吴磊")
    assert word(saved(document))["who"] == {"requester": "李婷", "owner": "吴磊"}


def body(inner: str) -> bytes:
    """Make a DOCX around the content of its body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        space = f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        archive.writestr("word/document.xml", f"<w:document {space}><w:body>{inner}</w:body></w:document>")
    return buffer.getvalue()


def p(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "why"),
    [
        (r("2 ") + f"<w:del>{r('3')}</w:del>" + f"<w:ins>{r('% more')}</w:ins>", "2 % more"),
        (f"<w:moveFrom>{r('9')}</w:moveFrom><w:moveTo>{r('2 %')}</w:moveTo>", "2 %"),
        (f"<w:hyperlink>{r('2 %')}</w:hyperlink>", "2 %"),
        (f"<w:sdt><w:sdtContent>{r('2 %')}</w:sdtContent></w:sdt>", "2 %"),
        ("<w:r><w:t>2</w:t><w:tab/><w:t>%</w:t><w:br/><w:t>more</w:t></w:r>", "2\t%\nmore"),
        (r("2 %") + f"<w:r><w:pict><w:txbxContent>{p(r('box'))}</w:txbxContent></w:pict></w:r>", "2 %\nbox"),
        (f"<mc:AlternateContent><mc:Choice>{r('2 %')}</mc:Choice><mc:Fallback>{r('x')}</mc:Fallback></mc:AlternateContent>", "2 %"),
        (r("2 %") + r("secret", "<w:vanish/>"), "2 %"),
        (r("2 %") + "<!-- a comment -->" + "<?pi?>", "2 %"),
        ("<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("Click here") + "</w:sdtContent></w:sdt>", None),
    ],
)  # fmt: skip
def test_the_text_of_a_word_file_is_its_visible_text(runs: str, why: str | None) -> None:
    answered = p(r("Why", "<w:b/>")) + p(runs) + p(r("What:", "<w:b/>"), r("3 pictures"))
    assert word(body(answered))["why"] == why


def test_a_deleted_row_is_not_read() -> None:
    row = "<w:tr>{0}<w:tc>{1}</w:tc><w:tc>{2}</w:tc></w:tr>"
    deleted = "<w:trPr><w:del/></w:trPr>"
    rows = [
        row.format(deleted if key == "how" else "", p(r(NAMES[key])), p(r(ANSWERS[key])))
        for key in DIMENSIONS
    ]
    assert set(word(body(f"<w:tbl>{''.join(rows)}</w:tbl>"))) == {"kind", *DIMENSIONS} - {"how"}


def test_bold_that_is_switched_off_is_not_bold() -> None:
    text = p(r("Why: ", '<w:b w:val="0"/>'), r("2 %")) + p(r("plain")) + p(r("What:", "<w:b/>"), r("3"))
    assert "why" not in word(body(text))


def test_a_missing_dimension_in_word_is_reported_with_its_neighbour() -> None:
    document = WordDocument()
    document.add_paragraph("杯子照片", style="Title")
    for key in DIMENSIONS[:-1]:
        if key != "why":
            document.add_heading(CHINESE[key], 2)
            document.add_paragraph(ANSWERS[key])
    content = saved(document)
    assert codes_of(content, "x.docx") == ["W102", "W107"]
    assert "在“何时”前面加上“何因”" in finding_of(content, "W102", "x.docx", "zh").hint
    assert "Add `多少` at the end" in finding_of(content, "W107", "x.docx").hint
    assert finding_of(content, "W102", "x.docx").excerpt is None


@pytest.mark.parametrize("text", ["", "Dear all, here are the mugs.", "When we met, we drank."])
def test_a_word_file_without_any_dimension_is_unreadable(text: str) -> None:
    document = WordDocument()
    document.add_paragraph(text)
    finding = finding_of(saved(document), "F001", "x.docx")
    assert "DOCX" in finding.message


def test_a_word_file_found_in_a_folder_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "x.docx").write_bytes(saved(with_headings()))
    assert lint_paths([tmp_path], "en").files == 0
    found = lint_paths([tmp_path / "x.docx"], "en")
    assert (found.files, found.findings) == (1, [])


def test_the_passages_of_word_have_the_numbers_of_their_paragraphs() -> None:
    source = read_bytes(saved(with_headings()), "x.docx")
    assert [passage.line for passage in source.passages] == [1, *range(3, 16, 2)]
    assert [passage.path for passage in source.passages] == [("title",), *((key,) for key in DIMENSIONS)]
    assert set(source.sections or ()) == set(DIMENSIONS)


def hostile_docx() -> Iterator[tuple[str, bytes]]:
    entity = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for name, document in {
        "entities": f'{entity}<w:document xmlns:w="{W}"><w:body>{p(r("&b;"))}</w:body></w:document>',
        "broken": "<w:document",
        "deep": "<a>" * 100_000,
        "empty": "",
    }.items():
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", document)
        yield name, buffer.getvalue()
    yield "no body", body("").replace(b"w:body", b"w:bodx")
    yield "huge", body(p(r("x" * 40_000_000)))
    yield "many", body(p(r("Why: x")) * 80_000)
    yield "nested tables", body("<w:tbl><w:tr><w:tc>" * 70 + p(r("Why: x")) + "</w:tc></w:tr></w:tbl>" * 70)
    cells = f"<w:tc>{p(r('Why'))}</w:tc>" * 9_000
    yield "many cells", body(f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>")
    yield "many runs", body(p(r("a") * 60_000))


@pytest.mark.parametrize(
    ("name", "content"), list(hostile_docx()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_hostile_word_file_ends_in_findings(name: str, content: bytes) -> None:
    with within(4):
        assert lint_text(content, "x.docx", "en").findings, name


# --- hostile Markdown ------------------------------------------------------------------------

SLOW = {
    "100,000 lines": "Why: x\n" * 100_000,
    "labels": "Why: x\nWhen: y\n" * 4_900,
    "headings": "## Why\n" * 9_900,
    "headings in turn": "## Why\n\n### What\n\n" * 2_400,
    "items": "- Why: x\n- **When:** y\n" * 4_900,
    "stars": "*" * 200_000,
    "underscores": "_a" * 100_000,
    "bars": "|" * 200_000,
    "brackets": "【" * 200_000,
    "quotes": "> " * 100_000,
    "lists": "- " * 100_000,
    "a deep list": "".join("  " * depth + "- **Why:** a\n" for depth in range(2_000)),
    "rows": "|a|b|\n|-|-|\n" + "|Why|b|\n|How|c|\n" * 4_900,
    "columns": "|Why" * 50_000 + "|\n" + "|-" * 50_000 + "|\n" + "|x" * 50_000 + "|\n",
    "colons": "a:" * 100_000,
    "numbers": "## " + "1." * 100_000,
    "parentheses": "## " + "(" * 100_000,
    "tags": "## " + "<" * 200_000,
    "boxes": "## Where\n" + "- [ ] a\n" * 9_900,
    "people": "## 负责人\na\n" * 4_900,
    "dates": "## When\n" + "2026-06-05 a\n" * 9_900,
    "spaces": " " * 200_000 + "x",
    "pictures": "😀" * 200_000,
    "unknown lead-ins": "**Why:** x\n" + "**Other:** y\n" * 9_900,
}


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
def test_no_markdown_takes_long(name: str) -> None:
    with within(4):
        assert lint_text(f"# t\n\n{SLOW[name]}".encode(), "x.md", "en").findings


def test_a_text_of_too_many_lines_is_refused() -> None:
    with pytest.raises(Unreadable) as refused:
        source_of("Why: x\n" * 20_000)
    assert refused.value.reason == "too_many_lines"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"#*_|【】:：-> \n\n\t`.x", "Why", "何因", "**", "## ", "\n\n", "| ", "- ", "1. ", "<!--", "-->", "---\n", "负责人"]
        ),
        max_size=80,
    )
)  # fmt: skip
def test_any_combination_of_marks_makes_passages_of_the_text(pieces: list[str]) -> None:
    text = "x\n" + "".join(pieces)
    source = source_of(text)
    end = (0, 0)
    for passage in source.passages:
        lines = passage.text.split("\n")
        finish = (passage.line + len(lines) - 1, len(lines[-1]) + (passage.column if len(lines) == 1 else 1))
        assert cut(text, Span(passage.line, passage.column, *finish)) == passage.text
        assert (passage.line, passage.column) >= end
        end = finish
    lint_text(text.encode(), "x.md", "zh")


# --- there and back --------------------------------------------------------------------------


def is_stable(text: str) -> bool:
    """Return whether reading leaves a text unchanged: it is neither a placeholder nor a heading."""
    return text == text.strip() and not is_placeholder(text) and name_of(text) is None


WORDS = (
    st.text("abcdefg 提升点击率白底主图0123456789，。%", min_size=2, max_size=40)
    .map(str.strip)
    .filter(is_stable)
)
PERSONS = st.sampled_from(
    ["Tom Okafor", "Design, Lena Brandt", "设计部 周航", "李明（产品）", "@lena", "Ann"]
)
ANSWER = st.fixed_dictionaries(
    {
        "what": WORDS,
        "why": WORDS,
        "when": st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(date.isoformat),
        "where": WORDS,
        "who": PERSONS,
        "how": WORDS,
        "how_much": WORDS,
    }
)


def rendered(form: str, answers: dict[str, str], names: dict[str, str]) -> str:
    pattern = {
        "headings": "## {0}\n\n{1}\n\n",
        "issue form": "### {0}\n\n{1}\n\n",
        "lead-ins": "**{0}:** {1}\n\n",
        "Chinese lead-ins": "**{0}**：{1}\n\n",
        "items": "- **{0}:** {1}\n",
        "alone": "**{0}**\n\n{1}\n\n",
        "labels": "{0}：{1}\n",
        "brackets": "【{0}】{1}\n\n",
        "table": "| {0} | {1} |\n",
    }[form]
    head = "| 5W2H | Answer |\n|---|---|\n" if form == "table" else ""
    return "# A title\n\n" + head + "".join(pattern.format(names[key], text) for key, text in answers.items())


FORMS = [
    "headings",
    "issue form",
    "lead-ins",
    "Chinese lead-ins",
    "items",
    "alone",
    "labels",
    "brackets",
    "table",
]


@settings(max_examples=150, deadline=None)
@given(ANSWER, st.sampled_from(FORMS), st.sampled_from([NAMES, CHINESE]), st.sampled_from(["\n", "\r\n"]))
def test_a_request_says_the_same_in_every_form(
    answers: dict[str, str], form: str, names: dict[str, str], end: str
) -> None:
    text = rendered(form, answers, names).replace("\n", end)
    source = source_of(text)
    data = {**answers, "when": {"due": answers["when"]}, "who": {"owner": answers["who"]}}
    assert source.data == {"kind": "brief", "title": "A title", **data}
    assert set(source.sections or ()) == set(DIMENSIONS)
    for path in (*((key,) for key in DIMENSIONS), ("when", "due"), ("who", "owner"), ("title",)):
        value = value_at(source.data, path)
        span = source.at(path)
        held = cut(text.replace("\r\n", "\n"), span)
        assert (value if isinstance(value, str) else answers[path[0]]) in held


@settings(max_examples=15, deadline=None)
@given(ANSWER)
def test_a_request_says_the_same_in_word(answers: dict[str, str]) -> None:
    headed, bold, tabled = WordDocument(), WordDocument(), WordDocument()
    grid = tabled.add_table(rows=0, cols=2)
    for key, text in answers.items():
        headed.add_heading(NAMES[key], 2)
        headed.add_paragraph(text)
        paragraph = bold.add_paragraph()
        paragraph.add_run(f"{CHINESE[key]}：").bold = True
        paragraph.add_run(text)
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = NAMES[key], text
    data = {**answers, "when": {"due": answers["when"]}, "who": {"owner": answers["who"]}}
    for document in (headed, bold, tabled):
        assert word(saved(document)) == {"kind": "brief", **data}


def test_the_case_of_a_form_has_a_document() -> None:
    document = case_of(GITHUB_FORM, "x.md").document
    assert document is not None
    assert document.kind == "brief"


def test_an_unanswered_dimension_is_named_as_the_file_names_it() -> None:
    text = "# Banner\n\n## 原因\n\n待定\n\n## Deadline\n\nsoon\n"
    told = {
        finding.code: finding.message for finding in lint_text(text.encode(), "request.md", "en").findings
    }
    assert told["W102"].startswith('"原因" is missing')
    assert told["W103"] == '"Deadline" does not say which day'
    assert told["W104"].startswith('"Where" is missing')
