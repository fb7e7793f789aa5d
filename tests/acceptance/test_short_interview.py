"""The short interview: what is required is asked for, and the rest is offered by number at the end."""

from pathlib import Path
from typing import Any

import pytest

from cli.commands.new_draft import new_draft
from cli.commands.options import NewOptions
from cli.terminal.moves import Stopped
from comms.paths import dotted
from comms.workspace.workspace import open_workspace
from tests.support import EXAMPLES
from tests.support.interviews import SETTINGS, STOP, Script, Talk

BRIEF = (
    "what=设计首页轮播图",
    "why=点击率 2% 提到 3%",
    "when.due=2026-06-05",
    "where=首页",
    "who.owner=周航",
    "how=暖色",
)
DESIGN = (*BRIEF, "deliverables[0].name=首页轮播图", "deliverables[0].count=3")


class Short(Talk):
    """A short interview."""

    def __init__(self, kind: str, tmp_path: Path, language: str = "zh") -> None:
        super().__init__(kind, tmp_path, language)
        self.draft.asks_all = False


def test_a_design_brief_takes_eight_answers(tmp_path: Path) -> None:
    data = Short("design-brief", tmp_path).run(Script(*DESIGN, "review="))
    assert len(DESIGN) == 8
    assert data["title"] == "设计首页轮播图"
    assert data["deliverables"] == [{"name": "首页轮播图", "count": "3"}]
    assert data["how_much"] == {"quantity": "3", "unit": "件"}


def test_of_how_much_one_answer_suffices(tmp_path: Path) -> None:
    data = Short("brief", tmp_path).run(
        Script(*BRIEF, "how_much.budget=", "how_much.quantity=", "how_much.hours=12", "review=")
    )
    assert data["how_much"] == {"hours": "12"}


def test_nothing_at_all_of_how_much_is_refused(tmp_path: Path) -> None:
    nothing = [f"how_much.{key}=" for key in ("budget", "quantity", "hours", "note", "data")]
    talk = Short("brief", tmp_path)
    talk.run(Script(*BRIEF, *nothing, "how_much.budget=6000 元", "review="))
    assert talk.shown.count("✗ 缺少“多少”") == 1


def test_what_a_title_follows_from_may_change_until_somebody_gives_another(tmp_path: Path) -> None:
    script = Script(
        *BRIEF, "how_much.budget=6000", "review=2 海报 2 张", "review=1 秋季海报", "review=2 海报 3 张"
    )
    talk = Short("brief", tmp_path)
    titles = []

    def ask(*asked: Any) -> str:
        titles.append(talk.draft.data.get("title"))
        return script(*asked)

    with pytest.raises(StopIteration):
        talk.run(ask)
    assert titles[-4:] == ["设计首页轮播图", "海报 2 张", "秋季海报", "秋季海报"]


@pytest.mark.parametrize("text", ["8 运营部 李婷", "８　运营部 李婷"])
def test_an_answer_is_given_with_its_number(text: str, tmp_path: Path) -> None:
    talk = Short("brief", tmp_path)
    data = talk.run(Script(*BRIEF, "how_much.budget=6000", f"review={text}", "review="))
    assert data["who"] == {"owner": "周航", "requester": "运营部 李婷"}


def test_an_answer_that_is_refused_with_its_number_is_asked_for(tmp_path: Path) -> None:
    talk = Short("brief", tmp_path)
    last = ("how_much.budget=6000", "review=5 尽快", "when.start=2026-05-25", "review=")
    assert talk.run(Script(*BRIEF, *last))["when"] == {"due": "2026-06-05", "start": "2026-05-25"}
    assert "看不懂“尽快”是哪一天" in talk.shown


def test_the_review_names_what_may_be_added(tmp_path: Path) -> None:
    talk = Short("brief", tmp_path)
    talk.run(Script(*BRIEF, "how_much.budget=6000", "review="))
    assert "选填：5 开始日期；6 里程碑；8 提出；" in talk.shown
    assert "5 开始日期 —" not in talk.shown


@pytest.mark.parametrize("text", ["all", "ALL", "全部"])
def test_all_asks_for_what_was_left_in_turn(text: str, tmp_path: Path) -> None:
    talk = Short("brief", tmp_path)
    with pytest.raises(Stopped):
        talk.run(
            Script(
                *BRIEF,
                "how_much.budget=6000",
                f"review={text}",
                "when.start=",
                "when.milestones[0].date=",
                STOP,
            )
        )
    assert talk.draft.half_typed == {"who.requester": "half typed"}


def test_an_optional_question_that_is_left_warns_of_nothing(tmp_path: Path) -> None:
    talk = Short("brief", tmp_path)
    with pytest.raises(StopIteration):
        talk.run(
            Script(*BRIEF, "how_much.budget=6000", "review=all", *["when.start=", "when.milestones[0].date="])
        )
    assert "!" not in talk.shown.partition("核对")[2].partition("“<”")[0].replace("“5! 理由”", "")


def test_each_line_is_followed_by_the_question_for_the_next_one(tmp_path: Path) -> None:
    line = (
        "sku=HD-1",
        "unit=件",
        "on_hand=10",
        "in_transit=",
        "daily_sales=5",
        "presold=",
        "lead_time_days=7",
    )
    one = tuple(f"lines[0].{answer}" for answer in (*line, "safety_days=", "quantity=⏎"))
    talk = Short("restock-brief", tmp_path)
    data = talk.run(Script(*BRIEF, *one, "lines[1].sku=", "shortage_cost=500 元", "review="))
    assert data["how_much"] == {"quantity": data["lines"][0]["quantity"], "unit": "件"}


@pytest.mark.parametrize(
    ("settings", "full", "asks_all"),
    [("", False, False), ("", True, True), ('[interview]\nstyle = "full"\n', False, True)],
)
def test_the_style_is_that_of_the_command_or_of_the_settings(
    settings: str, full: bool, asks_all: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "comms.toml").write_text(SETTINGS + settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    draft = new_draft("brief", NewOptions("brief", full=full), open_workspace(tmp_path))
    assert draft.asks_all is asks_all


def test_a_line_of_a_draft_that_was_filled_in_is_not_asked_to_be_followed(tmp_path: Path) -> None:
    talk = Short("design-brief", tmp_path)
    talk.draft.data["deliverables"] = [{"name": "海报", "count": "2"}]
    assert talk.run(Script(*BRIEF, "review="))["how_much"]["quantity"] == "2"


def test_an_answer_is_taken_back_at_the_next_question(tmp_path: Path) -> None:
    talk = Short("brief", tmp_path)
    with pytest.raises(Stopped):
        talk.run(
            Script(
                "what=海报",
                "why=<<",
                "what=⏎",
                "what=主图 3 张",
                "why=提到 3%",
                "when.due=《《",
                "why=<<",
                STOP,
            )
        )
    assert "what" not in talk.draft.data or talk.draft.data["what"] is None


SEVERAL = "主图5张 800*800，详情页1套，短视频1条15s"
ROWS = [
    {"name": "主图", "count": "5", "size": "800×800"},
    {"name": "详情页", "count": "1"},
    {"name": "短视频", "count": "1", "size": "15s"},
]


def test_several_deliverables_in_one_answer_are_shown_and_become_rows(tmp_path: Path) -> None:
    talk = Short("design-brief", tmp_path)
    first = f"deliverables[0].name={SEVERAL}"
    data = talk.run(Script(*BRIEF, first, "deliverables[0].name=⏎", "review="))
    assert data["deliverables"] == ROWS
    assert data["how_much"] == {"quantity": "7", "unit": "件"}
    assert "主图；5；800×800" in talk.shown


def test_what_is_asked_for_is_proposed_as_deliverables(tmp_path: Path) -> None:
    talk = Short("design-brief", tmp_path)
    data = talk.run(Script(f"what={SEVERAL}", *BRIEF[1:], "deliverables[0].name=⏎", "review="))
    assert data["deliverables"] == ROWS
    assert data["how_much"] == {"quantity": "7", "unit": "件"}


def test_other_deliverables_may_be_typed_than_those_proposed(tmp_path: Path) -> None:
    talk = Short("design-brief", tmp_path)
    other = ("deliverables[0].name=主图3张", "deliverables[0].name=⏎", "review=")
    data = talk.run(Script(f"what={SEVERAL}", *BRIEF[1:], *other))
    assert data["deliverables"] == [{"name": "主图", "count": "3"}]
    assert "“主图”在交付物里是 3，在“何事”里是 5" in talk.shown


def test_what_a_brief_counts_is_its_quantity(tmp_path: Path) -> None:
    data = Short("brief", tmp_path).run(Script("what=海报 3 张", *BRIEF[1:], "review="))
    assert data["how_much"] == {"quantity": "3", "unit": "张"}


def like(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Short:
    """Return the interview of a document that goes by an example."""
    file = next(EXAMPLES.glob(f"*/good/{name}"))
    kind = file.parent.parent.name
    (tmp_path / "comms.toml").write_text(SETTINGS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    talk = Short(kind, tmp_path)
    talk.draft = new_draft(kind, NewOptions(kind, like=file), open_workspace(tmp_path))
    talk.draft.file = tmp_path / "draft.json"
    return talk


def test_the_next_design_brief_keeps_the_deliverables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = like("banner.zh.yaml", tmp_path, monkeypatch)
    assert [entry["size"] for entry in talk.draft.data["deliverables"]] == ["1920×600 px", "750×390 px"]
    assert talk.draft.data["deliverables"][0]["name"] == "首页轮播图 PC 版"


def test_the_next_restock_asks_for_the_figures_of_the_day_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = like("t-shirts.zh.yaml", tmp_path, monkeypatch)
    kept = {"sku", "name", "unit", "lead_time_days", "safety_days"}
    assert [line.keys() <= kept for line in talk.draft.data["lines"]] == [True, True]
    asked: list[str] = []

    def ask(question: Any, prompt: str, preset: str, half_typed: bool = False) -> str:
        path = dotted(question.path) if question else "review"
        asked.append(path)
        figure = "100" if path.endswith(("on_hand", "daily_sales")) else preset
        return {"when.due": "2026-08-14", "what": "卫衣备货", "review": ""}.get(path, figure)

    data = talk.run(ask)
    figures = ("on_hand", "in_transit", "daily_sales", "presold", "quantity")
    lines = [path for path in asked if path.startswith("lines")]
    assert lines == [f"lines[{index}].{figure}" for index in (0, 1) for figure in figures]
    assert [line["on_hand"] for line in data["lines"]] == ["100", "100"]
