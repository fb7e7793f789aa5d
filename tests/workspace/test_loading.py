"""A house's own headings in its files."""

from pathlib import Path

import pytest

from comms.linting.fix_files import differences
from comms.linting.request import LintRequest
from comms.linting.run import lint_paths, lint_text
from comms.workspace.loading import load_file, plain_data

HOUSE = """[lint.headings]
title = ["单据抬头"]
what = ["活儿"]
when = ["1. 交付节点（必填）", "Handover", "節點"]
who = ["接单负责人"]
how_much = ["Notes"]
"""
FORM = "## 活儿\n\n3 张\n\n## {}\n\n2026-06-05\n"


def house(folder: Path, **files: str) -> Path:
    (folder / "comms.toml").write_text(HOUSE, encoding="utf-8")
    for stem, text in files.items():
        (folder / f"{stem}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "heading",
    [
        "交付节点", "二、交付节点：", "**交付节点**", "handover", "Handover / 交付节点", "交付節點", "节点", "你的交付节点",
    ],
)  # fmt: skip
def test_a_heading_of_the_house_asks_for_what_it_says(heading: str, tmp_path: Path) -> None:
    house(tmp_path, a=FORM.format(heading))
    data = plain_data(load_file(tmp_path / "a.md"))
    assert (data["what"], data["when"]) == ("3 张", {"due": "2026-06-05"})


def test_a_form_of_house_headings_is_a_request_in_its_folder_alone(tmp_path: Path) -> None:
    house(tmp_path, a=FORM.format("交付节点"))
    met = lint_paths([tmp_path], "zh")
    assert (met.files, list(met.passed_over)) == (1, ["foreign"]), "the settings are no request"
    assert lint_paths([tmp_path / "a.md"], "zh", if_request=True).files == 1
    assert lint_text(FORM.format("交付节点").encode(), "a.md", "zh", if_request=True).files == 0


def test_a_heading_of_the_house_counts_before_a_known_one(tmp_path: Path) -> None:
    house(
        tmp_path, a="## 活儿\n\n3 张\n\n## Notes\n\n5 小时\n\n## 接单负责人\n\n李婷\n\n## 单据抬头\n\n补拍\n"
    )
    data = plain_data(load_file(tmp_path / "a.md"))
    assert (data["how_much"], data["who"], data["title"]) == ({"note": "5 小时"}, {"owner": "李婷"}, "补拍")


def test_fixes_know_the_headings_of_the_house(tmp_path: Path) -> None:
    house(tmp_path, a=FORM.format("交付节点"))
    (changed,) = differences(LintRequest((tmp_path,), "zh"))
    added = [line for line in changed.difference() if line.startswith("+## ")]  # type: ignore[union-attr]
    assert "+## 何因\n" in added
    assert "+## 何时\n" not in added
