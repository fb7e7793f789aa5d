"""The review fits on the screen, whatever the document holds."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from cli.interview.interview import Interview
from cli.interview.line_table import put_lines
from cli.terminal.screen import Screen
from comms.interview.drafts import Draft
from comms.models.base import fields_of
from comms.models.restock_brief import RestockBrief
from comms.paths import dotted
from comms.reading.answers import AnswerContext
from tests.support.interviews import NOW

LINE = {"unit": "件", "on_hand": "10", "daily_sales": "5", "lead_time_days": "7", "quantity": "25"}


class Reviewer:
    """Answers at the review, after a restock brief of so many lines; shown: what each review has shown."""

    def __init__(self, lines: int, folder: Path, *answers: str, height: int = 24, **other: str) -> None:
        parts = [{"sku": f"HD-{number}", "name": "卫衣", **LINE, **other} for number in range(lines)]
        data = {
            "kind": "restock-brief",
            "language": "zh",
            "title": "补货",
            "what": "卫衣补货 100 件",
            "why": "缺货率 3% 降到 1%",
            "when": {"due": "2026-06-05"},
            "where": "杭州仓",
            "who": {"owner": "周航"},
            "how": "海运",
            "how_much": {"quantity": "100", "unit": "件"},
            "shortage_cost": {"amount": "500", "currency": "CNY"},
        }
        self.draft = Draft("restock-brief", "zh", data, asks_all=False, file=folder / "draft.json")
        put_lines(self.draft, fields_of(RestockBrief)["lines"], parts)
        self.seen = io.StringIO()
        self.answers = [*answers, ""]
        self.shown: list[str] = []
        self.asked: list[str] = []
        screen = Screen(Console(file=self.seen, width=80, height=height))
        Interview(self.draft, self, screen, AnswerContext("zh", NOW, "CNY")).run()

    def __call__(self, question: object, prompt: str, preset: str, half_typed: bool = False) -> str:
        self.shown.append(self.seen.getvalue())
        self.seen.seek(0)
        self.seen.truncate()
        path = getattr(question, "path", None)
        self.asked.append(dotted(path) if path else "review")
        return self.answers.pop(0)


@pytest.mark.parametrize("lines", [1, 3, 20, 150])
@pytest.mark.parametrize("height", [24, 40])
def test_a_review_fits_on_the_screen(lines: int, height: int, tmp_path: Path) -> None:
    review = Reviewer(lines, tmp_path, height=height).shown[-1].partition("\n核对\n")[2]
    assert review
    assert review.count("\n") + 3 <= height
    assert "HD-0" in review


def test_a_number_opens_what_is_folded_and_then_its_answer(tmp_path: Path) -> None:
    talk = Reviewer(20, tmp_path, "54", "54", "30")
    opened = talk.shown[1]
    assert "54 明细 4" not in talk.shown[0]
    assert "54 明细 4 · 现有库存 10" in opened
    assert talk.asked[:3] == ["review", "review", "lines[3].on_hand"]
    assert talk.draft.data["lines"][3]["on_hand"] == "30"


def test_the_questions_about_a_line_name_the_product(tmp_path: Path) -> None:
    talk = Reviewer(1, tmp_path, "24", "30", height=60)
    assert "明细 1 HD-0 卫衣 · " in talk.shown[1]


def test_a_fold_is_marked_where_it_holds_findings(tmp_path: Path) -> None:
    talk = Reviewer(20, tmp_path, quantity="9000")
    assert [line for line in talk.shown[0].splitlines() if "▸" in line and "!" in line]


@pytest.mark.parametrize("text", ["* 箱", "*箱", "＊箱"])
def test_an_answer_is_given_for_all_lines_at_once(text: str, tmp_path: Path) -> None:
    talk = Reviewer(3, tmp_path, f"23 {text}")
    assert [line["unit"] for line in talk.draft.data["lines"]] == ["箱"] * 3


def test_an_answer_for_all_lines_that_is_refused_changes_none(tmp_path: Path) -> None:
    talk = Reviewer(3, tmp_path, "24 *很多", "<", "")
    assert [line["on_hand"] for line in talk.draft.data["lines"]] == ["10"] * 3


@pytest.mark.parametrize("undo", ["u", "U", "撤销", "<<", "《《"])
def test_edits_are_taken_back_one_by_one(undo: str, tmp_path: Path) -> None:
    talk = Reviewer(3, tmp_path, "2 卫衣补货 200 件", "23 *箱", "-21", "是", undo, undo, undo, undo)
    assert [line["unit"] for line in talk.draft.data["lines"]] == ["件"] * 3
    assert talk.draft.data["what"] == "卫衣补货 100 件"
    assert "没有可以撤销的" in talk.shown[-1]
