"""Moving about in the interview: back, on, to a step, past what is optional, to a draft; warnings that stay."""

from pathlib import Path
from typing import Any

import pytest

from cli.interview.course import Course
from cli.terminal.moves import DraftKept, Move, MovedByKey, Stopped, navigation_in
from comms.interview.drafts import Draft, read_draft
from comms.interview.questions import Question
from comms.paths import dotted
from tests.support.interviews import END, FIRST, MONEY, REST, STOP, WHEN, Script, Talk


class Keys(Script):
    """A script that can also turn back by a key, with something half typed: `path=<key>half typed`."""

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        text = super().__call__(question, prompt, preset, half_typed)
        if text.startswith("<key>"):
            raise MovedByKey(Move.BACK, text.removeprefix("<key>"))
        return text


@pytest.mark.parametrize(
    ("text", "move", "argument"),
    [
        ("<", Move.BACK, ""),
        (" ＜ ", Move.BACK, ""),
        ("《", Move.BACK, ""),
        ("》", Move.FORWARD, ""),
        ("》》", Move.SKIP, ""),
        ("？", Move.HELP, ""),
        (":", Move.JUMP, ""),
        ("：３", Move.JUMP, "3"),
        ("！客户同意", Move.KEEP, "客户同意"),
    ],
)
def test_a_move_is_understood_as_input_methods_write_it(text: str, move: Move, argument: str) -> None:
    assert navigation_in(text) == (move, argument)


@pytest.mark.parametrize("text", ["", "a < b", "<b>", "what?", ":x", "3:4", "《规格书》", ">=5"])
def test_what_only_contains_a_sign_is_an_answer(text: str) -> None:
    assert navigation_in(text) is None


def test_one_may_go_on_without_answering_and_is_asked_again_before_the_review(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(
        Script(
            "title=标题",
            "what=>",
            "why=点击率 2% 提到 3%",
            *WHEN,
            *REST,
            *MONEY,
            END[0],
            "what=3 张图",
            "review=",
        )
    )
    assert data["what"] == "3 张图"


def test_going_back_twice_and_on_again_keeps_every_answer(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    script = Script(*FIRST, "when.due=<", "why=<", "what=>", "why=>", *WHEN, *REST, *MONEY, *END)
    data = talk.run(script)
    assert (data["what"], data["why"]) == ("3 张图", "点击率 2% 提到 3%")


def test_there_is_nothing_behind_the_last_question(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, "goals[0].actor=>", *END))
    assert "已经是最后一题" in talk.shown


def test_one_may_jump_to_a_step_and_come_back(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(
        Script("title=:", "title=:6", REST[-1], *MONEY, END[0], *FIRST, *WHEN, *REST[:-1], "review=")
    )
    assert data["how"] == "暖色"
    assert "6 ○ 如何" in talk.shown


@pytest.mark.parametrize("text", [":0", ":99", ":"])
def test_a_jump_to_nowhere_shows_the_steps(text: str, tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script(f"title={text}", *FIRST, *WHEN, *REST, *MONEY, *END))
    assert "8 ○ 目标" in talk.shown


KEPT = ("what=⏎",)


def test_a_jump_to_a_finished_step_goes_through_its_answers(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    script = Script(*FIRST, *WHEN, "where=:1", "title=新标题", *KEPT, *REST, *MONEY, *END)
    assert talk.run(script)["title"] == "新标题"
    assert script.presets["title"] == "标题"


def test_what_is_optional_in_a_step_can_be_skipped_as_a_whole(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*FIRST, WHEN[0], "when.start=>>", *REST, MONEY[0], "how_much.quantity=>>", *END))
    assert data["how_much"] == {"budget": {"amount": "6000", "currency": "CNY"}}


def test_skipping_stops_at_what_must_be_answered(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(
        Script(
            *FIRST, *WHEN, "where=>>", REST[0], "who.requester=>>", "who.owner=周航", "who.approver=>>",
            REST[-1], *MONEY, *END,
        )
    )  # fmt: skip
    assert "这一项必须填" in talk.shown


def test_help_tells_how_an_answer_may_look_and_where_one_may_go(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script(*FIRST, "when.due=?", *WHEN, *REST, *MONEY, *END))
    assert "下周五、3天后" in talk.shown
    assert "返回上一题" in talk.shown


def test_what_is_half_typed_when_one_turns_back_is_kept(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    script = Keys(
        "title=标题", "what=<key>3 张", "title=⏎", "what=⏎图", *FIRST[2:], *WHEN, *REST, *MONEY, *END
    )
    talk.run(script)
    assert script.presets["what"] == "3 张"


def test_half_typed_answers_outlive_the_program(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    with pytest.raises(Stopped):
        talk.run(Keys("title=标题", "what=<key>3 张", "title=>", STOP))
    assert read_draft(tmp_path / "draft.json").half_typed == {"what": "half typed"}


def test_an_answer_that_no_longer_applies_is_taken_out_with_a_word(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    money = ("how_much.budget=6000 元", "how_much.quantity=3", "how_much.unit=件", *MONEY[2:])
    answers = [*FIRST, *WHEN, *REST, *money, END[0]]
    number = 14  # how_much.quantity
    data = talk.run(Script(*answers, f"review={number}", "how_much.quantity=", "review="))
    assert data["how_much"] == {"budget": {"amount": "6000", "currency": "CNY"}}
    assert "“单位”不再适用" in talk.shown


def test_later_answers_stay_when_an_earlier_one_is_changed(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*FIRST, *WHEN, "where=:1", "title=另一个", *KEPT, *REST, *MONEY, *END))
    assert (data["title"], data["what"], data["when"]) == ("另一个", "3 张图", {"due": "2026-06-05"})


VAGUE = "how=尽快做成暖色"
"""An answer that is warned of, and so stays in the line until it is kept or changed."""


def test_a_warning_may_stay_for_a_reason(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    rest = [*REST[:-1], VAGUE]
    talk.run(Script(*FIRST, *WHEN, *rest, "how=！客户原话", *MONEY, *END))
    assert talk.draft.kept == {"V302 how": "客户原话"}
    assert "已保留：客户原话" in talk.shown
    assert "保留第 5 项" not in talk.shown


def test_a_reason_must_be_given(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    rest = [*REST[:-1], VAGUE]
    talk.run(Script(*FIRST, *WHEN, *rest, "how=！", "how=⏎", *MONEY, *END))
    assert "没有写理由" in talk.shown
    assert talk.draft.kept == {}


def test_a_reason_without_a_warning_becomes_no_answer(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script("title=! 客户原话", *FIRST, *WHEN, *REST, *MONEY, *END))
    assert data["title"] == "标题"
    assert "没有需要说明理由的提醒" in talk.shown


def test_an_answer_that_is_warned_of_can_be_mended_before_the_next_question(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*FIRST, *WHEN, *REST[:-1], VAGUE, "how=6月5日前做成暖色", *MONEY, *END))
    assert data["how"] == "6月5日前做成暖色"
    assert talk.shown.count("“! 理由”保留并记下理由") == 1


def test_what_is_half_typed_at_an_answered_question_is_asked_again_before_the_review(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    back = ("why=<key>点击率从 3%", "what=⏎", "why=点击率从 3% 提到 4%")
    data = talk.run(Keys(*FIRST, "when.due=<", *back, *WHEN, *REST, *MONEY, *END))
    assert data["why"] == "点击率从 3% 提到 4%"


def test_a_refused_text_stays_in_the_line_and_a_hyphen_leaves_the_answer_out(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    refused = ("when.start=PO-88213", "when.start=⏎", "when.start=-")
    script = Script(FIRST[0], "what=首页图", FIRST[2], WHEN[0], *refused, WHEN[2], *REST, *MONEY, *END)
    assert "start" not in talk.run(script)["when"]
    assert script.presets["when.start"] == "PO-88213"
    assert talk.shown.count("请改正行里的内容，写 - 就不填") == 2
    assert "回车采用行里的内容" not in talk.shown


def test_the_review_can_be_looked_at_while_answers_are_open(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    with pytest.raises(DraftKept):
        talk.run(Script(*FIRST, "when.due=:9", "review=", "review=d"))
    assert "还不能保存" in talk.shown


def test_a_warning_may_be_kept_in_the_review_by_its_number(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    rest = [*REST[:-1], VAGUE, "how=⏎"]
    answers: list[Any] = [*FIRST, *WHEN, *rest, *MONEY, END[0]]
    talk.run(Script(*answers, "review=1! 没有提醒", "review=12！客户原话", "review="))
    assert talk.draft.kept == {"V302 how": "客户原话"}


def test_a_document_may_be_kept_as_a_draft_in_the_review(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    with pytest.raises(DraftKept):
        talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, END[0], "review=草稿"))
    assert read_draft(tmp_path / "draft.json").data["title"] == "标题"


def test_the_review_opens_a_step_too(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, END[0], "review=:1", "title=新", *KEPT, "review="))
    assert data["title"] == "新"


MILESTONES = (
    "when.milestones[0].date=2026-05-28", "when.milestones[0].name=初稿",
    "when.milestones[1].date=2026-06-02", "when.milestones[1].name=定稿",
    "when.milestones[2].date=",
)  # fmt: skip
LISTED = (*FIRST, *WHEN[:2], *MILESTONES, *REST, *MONEY, END[0])


def names(data: dict[str, Any]) -> list[str]:
    return [milestone["name"] for milestone in data["when"].get("milestones", [])]


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("-6", ["定稿"]),
        ("- 9", ["初稿"]),
        ("6v", ["定稿", "初稿"]),
        ("8^", ["定稿", "初稿"]),
        ("6^", ["初稿", "定稿"]),
    ],
)
def test_the_entries_of_a_list_are_taken_out_and_moved_in_the_review(
    typed: str, left: list[str], tmp_path: Path
) -> None:
    talk = Talk("brief", tmp_path)
    confirmed = ["review=是"] if "-" in typed else []
    assert names(talk.run(Script(*LISTED, f"review={typed}", *confirmed, "review="))) == left


def test_an_entry_is_added_to_a_list_in_the_review(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    added = (
        "review=＋６", "when.milestones[2].date=2026-06-04", "when.milestones[2].name=上线",
        "when.milestones[3].date=", "review=",
    )  # fmt: skip
    assert names(talk.run(Script(*LISTED, *added))) == ["初稿", "定稿", "上线"]


def test_the_last_entry_of_a_list_may_be_taken_out(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*LISTED, "review=-6", "review=y", "review=-6", "review=y", "review="))
    assert "milestones" not in data["when"]


@pytest.mark.parametrize("typed", ["-1", "+99", "3^", "-0"])
def test_what_is_no_list_stays(typed: str, tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*LISTED, f"review={typed}", "review="))
    assert data["title"] == "标题"
    assert names(data) == ["初稿", "定稿"]


def test_half_typed_text_gives_way_to_the_answer_that_follows(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    script = Keys(
        "title=<key>abc", "title=真标题", "what=<", "title=⏎", *FIRST[1:], *WHEN, *REST, *MONEY, *END
    )
    assert talk.run(script)["title"] == "真标题"
    assert script.presets["title"] == "真标题"


def test_a_new_answer_takes_back_why_a_warning_was_kept(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    rest = [*REST[:-1], VAGUE]
    kept = "how=! 客户，原话（见邮件）"
    talk.run(
        Script(
            *FIRST,
            *WHEN,
            *rest,
            kept,
            *MONEY,
            END[0],
            "review=12",
            "how=马上尽快随便做图",
            "how=⏎",
            "review=",
        )
    )
    assert talk.draft.kept == {}
    assert "已保留：客户，原话（见邮件）" in talk.shown


def test_a_finding_that_no_answer_mends_does_not_keep_one_from_the_review(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    nothing = [f"{answer.partition('=')[0]}=" for answer in MONEY]
    with pytest.raises(DraftKept):
        talk.run(Script(*FIRST, *WHEN, *REST, *nothing * 4, END[0], "review=d"))


def test_one_returns_to_the_review_from_an_answer_that_was_only_looked_at(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    looked = ("review=2", "what=>", "review=3", "why=<", "review=1", "title=新标题", "review=")
    data = talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, END[0], *looked))
    assert (data["title"], data["what"]) == ("新标题", "3 张图")


def test_a_reason_stays_with_its_entry_when_a_list_is_put_in_another_order(tmp_path: Path) -> None:
    draft = Draft("brief", "zh", file=tmp_path / "draft.json")
    draft.kept = {"V302 goals[0].metric": "一", "V302 goals[1].metric": "二", "V302 what": "三"}
    draft.left = ["goals[1].by", "goals[2].actor", "goalsetting"]
    draft.reorder("goals", [1, 0])
    assert draft.kept == {"V302 goals[1].metric": "一", "V302 goals[0].metric": "二", "V302 what": "三"}
    assert draft.left == ["goals[0].by", "goalsetting"]


def test_a_sign_for_a_list_needs_the_number_of_an_entry(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, END[0], "review=-1", "review="))
    assert "不在列表里" in talk.shown


def test_an_entry_that_was_begun_by_mistake_is_taken_out_at_its_first_question(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    begun = ("goals[0].actor=访客", "goals[0].scenario=<", "goals[0].actor=－")
    data = talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, *begun, "review="))
    assert "goals" not in data


def test_a_move_behind_half_typed_text_is_no_part_of_it(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.draft.half_typed["why"] = "点击率从"
    turned = ("why=点击率从<", "what=>", "why=点击率从 2% 提到 3%")
    data = talk.run(Script(*FIRST[:2], *turned, *WHEN, *REST, *MONEY, *END))
    assert data["why"] == "点击率从 2% 提到 3%"


def test_the_review_shows_what_a_file_answers_without_a_question(tmp_path: Path) -> None:
    talk = Talk("order-confirmation", tmp_path)
    talk.draft.data["seller"] = {"name": "甲", "tax_id": "91330000000000000X", "bank": {"name": "某某银行"}}
    shown = [dotted(question.path) for question in Course(talk.draft).answers()]
    assert "seller.tax_id" in shown
    assert "seller.bank.name" in shown
    assert "seller.bank.swift" not in shown
    assert "buyer.tax_id" not in shown


def test_an_entry_stays_unless_its_loss_is_confirmed(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    data = talk.run(Script(*LISTED, "review=-6", "review=", "review="))
    assert names(data) == ["初稿", "定稿"]
    assert "没有删除" in talk.shown


def test_the_review_tells_what_was_kept_and_takes_it_back(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    answers = [*FIRST, *WHEN, *REST[:-1], VAGUE, "how=! 客户原话", *MONEY, END[0]]
    talk.run(Script(*answers, "review=?", "review=:", "review=12!", "review="))
    assert "! 已保留：客户原话" in talk.shown
    assert "理由已撤回" in talk.shown
    assert talk.draft.kept == {}


def test_what_keeps_a_document_from_being_saved_is_told_by_its_number(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    with pytest.raises(DraftKept):
        talk.run(Script(*FIRST, "when.due=:9", "review=", "review=d"))
    assert "还不能保存。请先改正第 4、" in talk.shown


def test_after_going_back_one_comes_forward_answer_by_answer(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    back = ("when.due=<", "why=<", "what=<", "title=新标题", "what=⏎", "why=⏎")
    data = talk.run(Script(*FIRST, *back, *WHEN, *REST, *MONEY, *END))
    assert (data["title"], data["what"]) == ("新标题", "3 张图")


def test_an_early_review_comes_again_after_the_answer_that_it_opened(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    with pytest.raises(DraftKept):
        talk.run(Script(*FIRST, "when.due=:9", "review=1", "title=新标题", "review=2", "what=<", "review=d"))
    assert talk.draft.data["title"] == "新标题"


def test_a_reason_that_was_never_given_is_not_taken_back(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, END[0], "review=1!", "review="))
    assert "理由已撤回" not in talk.shown


def test_a_wrong_choice_does_not_take_the_answer_that_was_there(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    wrong = ("review=4", "when.due=someday", "when.due=>", "review=")
    data = talk.run(Script(*FIRST, *WHEN, *REST, *MONEY, END[0], *wrong))
    assert data["when"]["due"] == "2026-06-05"


def test_a_warned_answer_is_told_once_and_kept_with_enter(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    talk.run(Script(*FIRST, *WHEN, *REST[:-1], VAGUE, "how=⏎", *MONEY, *END))
    assert talk.shown.count("回车保留，要改就重写") == 1


def test_in_plain_lines_enter_keeps_a_warned_answer(tmp_path: Path) -> None:
    from tests.support.terminals import Terminal

    terminal = Terminal(tmp_path, "new", "brief", "--plain", "--set", "title=T")
    terminal.answer("What:", "5 posters as soon as possible")
    terminal.child.expect_exact("[5 posters as soon as possible] Enter accepts it")
    terminal.answer("What:", "")
    terminal.child.expect_exact("Why:")
    terminal.child.send("\x1b[Z\r")  # Shift-Tab, which nothing reads here
    terminal.child.expect_exact("[5 posters as soon as possible]")
    terminal.child.close(force=True)


OPEN = (*FIRST, *WHEN[:2], *MILESTONES[:-1])


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        (("-1", "y"), ["定稿"]),
        (("-1", ""), ["初稿", "定稿"]),
        (("2^",), ["定稿", "初稿"]),
        (("１v",), ["定稿", "初稿"]),
    ],
)
def test_a_list_is_changed_where_its_next_entry_would_begin(
    typed: tuple[str, ...], left: list[str], tmp_path: Path
) -> None:
    talk = Talk("brief", tmp_path)
    sign, *confirmed = typed
    last = f"when.milestones[{len(left)}].date="
    changed = (f"when.milestones[2].date={sign}", *(f"review={text}" for text in confirmed), last)
    assert names(talk.run(Script(*OPEN, *changed, *REST, *MONEY, *END))) == left
    assert " 1 2026年5月28日；初稿" in talk.shown


def test_an_entry_is_opened_from_the_table_of_its_list(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    changed = (
        "when.milestones[2].date=1=", "when.milestones[0].date=2026-05-29", "when.milestones[0].name=草图",
        "when.milestones[1].date=⏎", "when.milestones[1].name=⏎", "when.milestones[2].date=",
    )  # fmt: skip
    data = talk.run(Script(*OPEN, *changed, *REST, *MONEY, *END))
    assert data["when"]["milestones"][0] == {"date": "2026-05-29", "name": "草图"}


@pytest.mark.parametrize("text", ["-3", "3=", "0^"])
def test_what_names_no_entry_is_an_answer(text: str, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="asked for when"):
        Talk("brief", tmp_path).run(Script(*OPEN, f"when.milestones[2].date={text}", *REST))


def test_a_warning_within_a_list_of_texts_stands_at_its_answer(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    money = [*MONEY[:-1], "how_much.data=尽快补上三月的数据；四月的数据", "how_much.data=⏎"]
    talk.run(Script(*FIRST, *WHEN, *REST, *money, END[0], "review=17! 客户给的", "review="))
    assert list(talk.draft.kept.values()) == ["客户给的"]


def test_two_signs_leave_what_is_optional_in_an_entry_and_never_the_list(tmp_path: Path) -> None:
    talk = Talk("design-brief", tmp_path)
    first = ("deliverables[0].name=主图", "deliverables[0].count=3", "deliverables[0].size=>>")
    second = ("deliverables[1].name=详情页", "deliverables[1].count=1", "deliverables[1].size=>>")
    script = Script(
        *FIRST,
        *WHEN,
        *REST,
        *MONEY,
        END[0],
        *first,
        *second,
        "deliverables[2].name=>>",
        "must_include=>>",
        "review=",
    )
    data = talk.run(script)
    assert [each["name"] for each in data["deliverables"]] == ["主图", "详情页"]


def test_two_signs_leave_no_question_that_comes_before(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    who = ("who.requester=>", "who.owner=周航", "who.approver=>>")
    script = Script(*FIRST, *WHEN, REST[0], *who, REST[-1], *MONEY, END[0], "who.requester=李婷", "review=")
    assert talk.run(script)["who"] == {"owner": "周航", "requester": "李婷"}


def test_a_refused_text_is_half_typed_when_one_leaves_it_in_the_line(tmp_path: Path) -> None:
    talk = Talk("brief", tmp_path)
    away = ("when.start=PO-88213", "when.start=<key>PO-88213", "when.due=⏎", "when.start=-")
    script = Keys(*FIRST, WHEN[0], *away, WHEN[2], *REST, *MONEY, *END)
    talk.run(script)
    assert script.presets["when.start"] == "PO-88213"
