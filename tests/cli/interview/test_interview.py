"""The interview, asked by a script instead of a keyboard."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from cli.terminal.moves import Stopped
from cli.terminal.prompt import Replay
from comms.interview.drafts import read_draft
from comms.interview.questions import questions, steps_of
from comms.kinds import KINDS, model_of
from comms.language.formats import long_date
from comms.paths import put, value_at
from comms.reading.source import Source
from comms.workspace.loading import load_case, load_file, plain_data
from tests.support import EXAMPLES
from tests.support.interviews import END, FIRST, MONEY, REST, STOP, WHEN, Script, Talk
from tests.support.texts import dump


@pytest.mark.parametrize("kind", ["brief", "design-brief", "restock-brief"])
def test_the_steps_are_the_seven_dimensions_the_goals_and_the_kinds_own_part(kind: str) -> None:
    own = {"brief": [], "design-brief": ["deliverables"], "restock-brief": ["lines"]}[kind]
    seven = ["what", "why", "when", "where", "who", "how", "how_much"]
    assert steps_of(model_of(kind)) == [*seven, "goals", *own]


@pytest.mark.parametrize(
    "file",
    [file for file in sorted(EXAMPLES.glob("*/good/*")) if file.suffix in (".yaml", ".json", ".toml")],
    ids=lambda file: file.name,
)
def test_the_answers_of_a_document_typed_again_give_the_same_document(file: Path, tmp_path: Path) -> None:
    given = plain_data(load_file(file))
    talk = Talk(given["kind"], tmp_path, given["language"])
    talk.draft.data = unasked(given)
    data = talk.run(Replay(given, talk.screen, given["language"]))
    again = load_case(Source("", "", data)).document
    whole = load_file(file).document
    assert again is not None
    assert whole is not None
    assert dump(again.to_data()) == dump(whole.to_data())


def unasked(given: dict[str, Any]) -> dict[str, Any]:
    """What the interview does not ask for, and so must be there before it begins."""
    data = deepcopy(given)
    for question in questions(model_of(given["kind"]), given):
        if value_at(data, question.path) is not None and not question.field.ask.accept_proposal:
            put(data, question.path, None)
    return pruned(data)


def pruned(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: pruned(item) for key, item in value.items() if item is not None}
        return {key: item for key, item in kept.items() if item not in ({}, []) or value[key] == []}
    if isinstance(value, list):
        return [pruned(item) for item in value] if any(pruned(item) for item in value) else []
    return value


def test_a_brief_is_asked_for_from_the_first_question_to_the_last(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, *END))
    assert data["when"] == {"due": "2026-06-05"}
    assert data["how_much"] == {"budget": {"amount": "6000", "currency": "CNY"}}
    assert "第 3 步，共 8 步 · 何时" in talk.shown
    assert "2026年6月5日 星期五" in talk.shown


@pytest.mark.parametrize(
    ("question", "wrong", "told"),
    [
        ("what", "待定", "只是占位"),
        ("what", "", "这一项必须填"),
        ("when.due", "05/06/2026", "2026年5月6日，或 2026年6月5日"),
        ("when.due", "6月31日", "日历上没有"),
        ("when.due", "尽快", "看不懂“尽快”是哪一天"),
        ("how_much.budget", "很多", "不是金额"),
        ("how_much.hours", "-3", "“多少 · 工时”不能小于 0"),
        ("how_much.hours", "几个", "不是数字"),
        ("who.owner", "？？", "只是占位"),
    ],
)
def test_a_wrong_answer_is_told_at_once_and_asked_again(
    question: str, wrong: str, told: str, tmp_path: Path
) -> None:
    right = [*FIRST, *WHEN, *REST, *MONEY, *END]
    at = next(index for index, answer in enumerate(right) if answer.startswith(f"{question}="))
    talk = Talk("brief", tmp_path)
    talk.run(Script(*right[:at], f"{question}={wrong}", *right[at:]))
    assert told in talk.shown


@pytest.mark.parametrize(
    ("language", "written", "number", "day"),
    [
        ("en", "9/10/2026", "1", "2026-09-10"),
        ("en", "9/10/2026", "２", "2026-10-09"),
        ("en", "9/10/2026", "2026-10-12", "2026-10-12"),
        ("zh", "9/10/2026", "2", "2026-10-09"),
        ("en", "Friday, 8 October 2026", "1", "2026-10-08"),
        ("en", "Friday, 8 October 2026", "2", "2026-10-09"),
    ],
)
def test_of_two_readings_of_a_date_one_is_picked_by_its_number(
    language: str, written: str, number: str, day: str, tmp_path: Path
) -> None:
    talk = Talk("brief", tmp_path, language)
    when = (f"when.due={written}", f"when.due={number}", "when.start=", "when.milestones[0].date=")
    assert talk.run(Script(*FIRST, *when, *REST, *MONEY, *END))["when"]["due"] == day
    assert written in talk.shown
    assert long_date(date.fromisoformat(day), language, weekday=True) in talk.shown


def test_the_readings_of_every_date_are_picked_by_number(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path, "en")
    when = ("when.due=2026-12-04", "when.start=5/6", "when.start=1")
    more = ("when.milestones[0].date=8/7/2026", "when.milestones[0].date=1", "when.milestones[0].name=draft")
    data = talk.run(Script(*FIRST, *when, *more, "when.milestones[1].date=", *REST, *MONEY, *END))
    assert data["when"]["start"] == "2026-06-05"
    assert data["when"]["milestones"] == [{"date": "2026-07-08", "name": "draft"}]


@pytest.mark.parametrize(
    "written", ["国庆前", "双12", "12/3", "3个工作日内", "10月5日至9日", "下周五", "年底前"]
)
def test_the_day_that_a_text_means_is_shown_before_it_is_taken(written: str, tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    when = (f"when.due={written}", "when.due=⏎", "when.start=", "when.milestones[0].date=")
    day = date.fromisoformat(talk.run(Script(*FIRST, *when, *REST, *MONEY, *END))["when"]["due"])
    assert f"{written} 即 {long_date(day, 'zh', weekday=True)}。回车确认" in talk.shown


def test_a_date_without_its_year_is_shown_back_before_it_is_taken(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    when = ("when.due=下周五", "when.due=⏎", "when.start=", "when.milestones[0].date=")
    data = talk.run(Script(*FIRST, *when, *REST, *MONEY, *END))
    assert data["when"]["due"] == "2026-05-29"
    assert "下周五 即 2026年5月29日 星期五。回车确认" in talk.shown


GOAL = (
    "goals[0].actor=访客", "goals[0].scenario=首页", "goals[0].metric=点击率", "goals[0].baseline=2.0",
    "goals[0].target=2.5", "goals[0].unit=%", "goals[0].by=2026-06-18", "goals[0].evidence=先例", "goals[0].relevance=进店",
    "goals[0].kano=期望型", "goals[1].actor=",
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "wrong", "told"),
    [
        ("goals[0].target", "更高", "不是数字"),
        ("goals[0].target", "2.0", "等于没有目标"),
        ("goals[0].by", "2026-06-01", "早于交付日期"),
        ("goals[0].metric", "TBD", "只是占位"),
        ("goals[0].kano", "7", "没有“7”这个选项"),
    ],
)
def test_a_goal_that_cannot_be_checked_is_refused(
    question: str, wrong: str, told: str, tmp_path: Path
) -> None:
    right = [*FIRST, *WHEN, *REST, *MONEY, *GOAL, "review="]
    at = next(index for index, answer in enumerate(right) if answer.startswith(f"{question}="))
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*right[:at], f"{question}={wrong}", *right[at:]))
    assert told in talk.shown
    assert data["goals"][0]["kano"] == "performance"


def test_a_warning_is_shown_and_the_answer_kept(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    goal = [*GOAL[:7], "goals[0].evidence=", *GOAL[8:]]
    talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, *goal, "review="))
    assert "目标 1 没有写依据" in talk.shown


def test_how_much_needs_any_one_answer(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    nothing = [f"{answer.partition('=')[0]}=" for answer in MONEY]
    data = talk.run(Script(*FIRST, *WHEN, *REST, *nothing, *MONEY[:1], *nothing[1:], *END))
    assert "没有预算、数量、工时" in talk.shown
    assert data["how_much"]["budget"]["amount"] == "6000"


def test_a_unit_is_asked_for_only_with_a_quantity(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    money = ("how_much.budget=", "how_much.quantity=1.2万", "how_much.unit=件", *MONEY[2:])
    data = talk.run(Script(FIRST[0], "what=首页图", FIRST[2], *WHEN, *REST, *money, *END))
    assert data["how_much"] == {"quantity": "12000", "unit": "件"}


def test_stopping_keeps_every_answer_and_what_was_half_typed(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    with pytest.raises(Stopped):
        talk.run(Script(*FIRST, "when.due=2026-06-05", "when.start=", STOP))
    again = Talk("brief", tmp_path)
    again.draft = read_draft(tmp_path / "draft.json")
    script = Script("when.milestones[0].date=", *REST, *MONEY, *END)
    data = again.run(script)
    assert script.presets["when.milestones[0].date"] == "half typed"
    assert data["what"] == "3 张图"


@pytest.mark.parametrize("stop_at", range(1, 18))
def test_one_may_stop_at_any_question_and_go_on(stop_at: int, tmp_path: Path) -> None:
    answers = [*FIRST, *WHEN, *REST, *MONEY, *END]
    whole = Talk("brief", tmp_path).run(Script(*answers))
    talk = Talk("brief", tmp_path)
    with pytest.raises(Stopped):
        talk.run(Script(*answers[:stop_at], STOP))
    talk.draft = read_draft(tmp_path / "draft.json")
    assert talk.run(Script(*answers[stop_at:])) == whole


def test_one_may_go_back_and_the_answer_is_still_there(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    script = Script(
        "title=标题",
        "what=3 张图",
        "why=<",
        "what=4 张图",
        "why=点击率 2% 提到 3%",
        *WHEN,
        *REST,
        *MONEY,
        *END,
    )
    data = talk.run(script)
    assert script.presets["what"] == "3 张图"
    assert data["what"] == "4 张图"


def test_going_back_from_the_first_question_stays_there(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script("title=<", *FIRST, *WHEN, *REST, *MONEY, *END))
    assert "已经是第一题" in talk.shown


def test_any_answer_can_be_reopened_in_the_review(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    answers = [*FIRST, *WHEN, *REST, *MONEY, "goals[0].actor="]
    data = talk.run(
        Script(*answers, "review=99", "review=2", "what=5 张图", "review=1", "title=新标题", "review=")
    )
    assert (data["title"], data["what"]) == ("新标题", "5 张图")


def test_what_an_answer_breaks_elsewhere_must_be_mended_before_saving(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    answers = [*FIRST, *WHEN, *REST, *MONEY, *GOAL]
    # moving the delivery behind the goal's date breaks the goal
    data = talk.run(
        Script(
            *answers,
            "review=4",
            "when.due=2026-07-01",
            "review=",
            "review=4",
            "when.due=2026-06-05",
            "review=",
        )
    )
    assert "早于交付日期" in talk.shown
    assert data["when"]["due"] == "2026-06-05"


LINE = (
    "lines[0].sku=A", "lines[0].name=", "lines[0].unit=件", "lines[0].on_hand=600", "lines[0].in_transit=400",
    "lines[0].daily_sales=180", "lines[0].presold=3000", "lines[0].lead_time_days=7", "lines[0].safety_days=3",
)  # fmt: skip


def test_the_restock_arithmetic_is_shown_and_proposed(tmp_path: Path) -> None:
    talk = Talk("restock-brief", tmp_path)
    own = (
        "demand_uplift_percent=",
        *LINE,
        "lines[0].quantity=⏎",
        "lines[1].sku=",
        "shortage_cost=5 元",
        "shortage_cost.per=单",
        "shortage_cost.basis=",
    )
    script = Script(*FIRST, *WHEN, *REST, *MONEY, "goals[0].actor=", *own, "review=")
    data = talk.run(script)
    assert script.presets["lines[0].quantity"] == "3800"
    assert data["lines"][0]["quantity"] == "3800"
    assert "缺 2,000 件，建议 3,800 件" in talk.shown
    assert data["shortage_cost"] == {"amount": "5", "currency": "CNY", "per": "单"}


def test_a_quantity_far_from_the_suggestion_is_warned_of(tmp_path: Path) -> None:
    talk = Talk("restock-brief", tmp_path)
    own = (
        "demand_uplift_percent=",
        *LINE,
        "lines[0].quantity=5000",
        "lines[0].quantity=⏎",
        "lines[1].sku=",
        "shortage_cost=5 元",
        "shortage_cost.per=",
        "shortage_cost.basis=",
    )
    talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, "goals[0].actor=", *own, "review="))
    assert "申请 5,000 件，差额 +1,200" in talk.shown
    assert "超过 20%" in talk.shown


def test_a_refused_answer_opens_no_entry_of_a_list(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    when = (
        "when.due=2026-06-05",
        "when.start=",
        "when.milestones[0].date=6月31日",
        "when.milestones[0].date=",
    )
    assert "milestones" not in talk.run(Script(*FIRST, *when, *REST, *MONEY, *END))["when"]


def test_a_hostile_answer_is_shown_without_steering_the_terminal(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script("title=[bold]\x1b[31m\u202e{{ 7*7 }}", *FIRST[1:], *WHEN, *REST, *MONEY, *END))
    assert "\x1b[31m" not in talk.shown
    assert "[bold]" in talk.shown
    assert "{{ 7*7 }}" in talk.shown


def test_every_question_of_every_kind_can_be_reached() -> None:
    for kind in KINDS:
        asked = list(questions(model_of(kind), {}))
        assert len({question.path for question in asked}) == len(asked)
        assert [question.number for question in asked] == sorted(question.number for question in asked)


def test_an_answer_that_a_rule_refuses_leaves_nothing_behind(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    answers = [*FIRST, *WHEN, *REST, "how_much.budget=-5 元", STOP]
    with pytest.raises(Stopped):
        talk.run(Script(*answers))
    assert "how_much" not in read_draft(tmp_path / "draft.json").data


@pytest.mark.parametrize(
    ("typed", "hours"),
    [
        ("12小时", "12"),
        ("１２", "12"),
        ("12 hours", "12"),
        ("1.2万", "12000"),
        ("1,200", "1200"),
        ("≈12", None),
    ],
)
def test_a_figure_may_carry_its_unit(typed: str, hours: str | None, tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    again = () if hours else ("how_much.hours=12",)
    money = [*MONEY[:2], f"how_much.hours={typed}", *again, *MONEY[3:]]
    assert talk.run(Script(*FIRST, *WHEN, *REST, *money, *END))["how_much"]["hours"] == (hours or "12")


def test_a_title_stays_on_one_line_however_it_was_pasted(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script("title=尺码表\n第二页", *FIRST[1:], *WHEN, *REST, *MONEY, *END))
    assert data["title"] == "尺码表 第二页"


def test_a_blurred_figure_is_asked_back_and_a_limit_is_kept_and_shown(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    money = (
        "how_much.budget=三千左右",
        "how_much.budget=⏎",
        "how_much.quantity=不超过1000",
        "how_much.unit=件",
    )
    script = Script(FIRST[0], "what=首页图", FIRST[2], *WHEN, *REST, *money, *MONEY[2:], *END)
    found = talk.run(script)["how_much"]
    assert (found["budget"], found["quantity"]) == ({"amount": "3000", "currency": "CNY"}, "1000")
    assert script.presets["how_much.budget"] == "3000 CNY"
    assert "“三千左右”不是确数。回车就按 3000 CNY 记，或改写数字。" in talk.shown
    assert "✓ “不超过1000”记为 1,000" in talk.shown


def test_an_answer_to_another_question_is_doubted_once_and_kept_with_enter(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    who = (
        "who.requester=",
        "who.owner=张三、李四",
        "who.owner=⏎",
        "who.approver=a@example.com",
        "who.approver=王敏",
    )
    data = talk.run(Script(*FIRST, *WHEN, REST[0], *who, *REST[4:], *MONEY, *END))
    assert (data["who"]["owner"], data["who"]["approver"]) == ("张三、李四", "王敏")
    assert talk.shown.count("写了不止一位负责人") == 1
    assert "“a@example.com”是邮箱地址" in talk.shown
