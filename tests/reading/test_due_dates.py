"""Which date of a section on time is due, and what is said where none surely is."""

from typing import Any

import pytest

from comms.reading import read_bytes
from tests.support import codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import BY_HAND


def request(text: str) -> str:
    """Return a request whose section on time holds a text."""
    return BY_HAND.replace("2026-06-05", text)


def when(text: str) -> Any:
    """Return what is read from a section on time."""
    return read_bytes(request(text).encode(), "x.md").data["when"]


def message(text: str, language: str = "en") -> str:
    """Return how a section on time is told to have no due date."""
    return str(finding_of(request(text), "W103", "x.md", language).message)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The fair is from 12 to 15 October 2026; we need everything a week before.", "a week before"),
        ("The event is on 15 May 2027. Please deliver 3 days earlier.", "3 days earlier"),
        ("We open on 3 April 2027, please have the signs ready the day before", "the day before"),
        ("Needed 5 working days prior to the conference (18 June 2027)", "5 working days prior"),
        ("Deliver one week before 15 May 2027", "one week before"),
        ("The webinar is on 22 September 2027, slides 3 days in advance", "3 days in advance"),
        ("Launch: 15 May 2027. Please send everything well before.", "well before"),
        ("活动 2026年10月20日开始，素材提前一周给到。", "提前一周"),
        ("展会2027年4月12日至15日，展板提前三天到场", "提前三天"),
        ("开业前一周（开业：2027年5月1日）", "前一周"),
        ("2027年5月1日开业，开业前10天交付全部物料", "前10天"),
        ("2027年5月1日之前一周", "之前一周"),
        ("2026年10月9日活动前3天", "前3天"),
        ("2026年11月11日大促，主图提前半个月给", "提前半个月"),
        ("2027年1月5日年会用，提前几天给就行", "提前几天"),
    ],
)
def test_a_day_that_is_told_only_by_another_one_is_not_guessed(text: str, said: str) -> None:
    assert said in message(text)
    assert said in message(text, "zh")


@pytest.mark.parametrize(
    "text",
    [
        "Delivered by the 1st May, 2027 — 2 weeks before launch (15 May 2027)",
        "1 May 2027, one week ahead of the launch",
        "Final files by 1 May 2027 (a week before the fair on 8 May 2027)",
        "Deliver one week before the launch, i.e. on 1 May 2027",
        "One week before the launch: 1 May 2027",
        "2027-05-01交付（开业前一周）",
        "2027-05-01，开业前一周",
        "2027-05-01 定稿，定稿前一周出初稿",
        "1 May 2027, please send a draft one week before",
        "1 May 2027. Remind me 3 days before.",
        "1 May 2027 (3 days before the pop-up opens)",
        "1 May 2027. That is a week before the fair.",
        "One week before the fair, so 1 May 2027",
        "1 May 2027 or even a day before",
        "2027年5月1日交付，提前两天通知仓库",
        "2027年5月1日前3天内送到",
        "2027年5月1日，能提前更好",
    ],
)
def test_days_counted_from_a_date_that_is_stated_change_nothing(text: str) -> None:
    assert when(text) == {"due": "2027-05-01"}


@pytest.mark.parametrize(
    "text",
    [
        "4 weeks after 9 October 2026",
        "Within 10 days of 9 October 2026",
        "5 days after the order of 9 October 2026",
        "从2026年10月9日算起一个月",
        "2026年10月9日后15天",
        "No deadline. This form was filled on 9 October 2026.",
        "We asked on 9 October 2026; today we still have nothing",
        "Submitted on 9 October 2026",
        "Created: 9 October 2026",
        "Last revision: 9 October 2026",
        "Last year we got it on 9 October 2026, now there is no date yet",
        "填表日期：2026年10月9日",
        "最后修订：2026年10月9日",
        "去年是2026年10月9日交的，今年还没定",
        "Start: 9 October 2026",
        "2026年10月9日起",
        "Sale ends 9 October 2026",
        "The licence expires on 9 October 2026",
        "After 9 October 2026",
        "from 9 October 2026 on",
        "2026年10月9日之后都行",
        "9 October 2026 minus one week",
    ],
)
def test_a_date_of_something_else_is_not_the_due_date(text: str) -> None:
    for written in ("9 October 2026", "2026年10月9日"):
        assert (written in message(text)) == (written in text)


@pytest.mark.parametrize("text", ["Campaign runs 1–31 May 2027", "活动时间：2027年5月1日至5月31日"])
def test_the_time_of_a_campaign_is_not_the_due_date(text: str) -> None:
    assert "W103" in codes_of(request(text), "x.md")


@pytest.mark.parametrize(
    "text",
    [
        "2027-05-01（活动 2027-05-15 开始，2027-05-30 结束）",
        "20 April 2027 (draft), 1 May 2027 (final), 15 May 2027 (campaign ends)",
        "4月20日（初稿），2027年5月1日（终稿），5月15日（活动结束）",
        "Banners 1 May 2027; campaign runs 3 May 2027 to 31 May 2027",
        "海报2027年5月1日，促销5月8日开始、5月31日结束",
        "1 May 2027 (sale starts 8 May 2027, ends 31 May 2027)",
        "1 May 2027 (office closed 3 to 7 May 2027)",
        "1 May 2027 (if possible 28 April 2027)",
        "上线2027年5月8日，素材5月1日",
        "Assets: 1 May 2027\nLaunch: 8 May 2027",
        "Launch 15 May 2027 (files due 1 May 2027)",
        "填表日期：2027年6月1日\n交付日期：2027年5月1日",
        "交付日期：2027年5月1日\n最后修订：2027年6月1日",
        "2027-05-01\n\n（2027-06-01 更新）",
        "1 May 2027. Last updated: 1 June 2027",
        "Must go live 1 May 2027; last revision of this form 1 June 2027",
        "Form completed 1 June 2027, posters needed 1 May 2027",
        "The licence expires on 31 May 2027. New files 1 May 2027.",
        "Printing begins 4 May 2027, files 1 May 2027",
        "5月4日开印，2027年5月1日要文件",
        "Ideally 28 April 2027, at the latest 1 May 2027",
        "1 May 2027 because the fair opens on 8 May 2027",
        "Posters by 1 May 2027. Feedback to us by 31 May 2027.",
        "2027年5月1日前交货，2027年5月31日前开票、报价",
        "I'm on leave from 3 May 2027 to 14 May 2027, so 1 May 2027 please",
        "数据截至2027年5月31日，报告5月1日",
    ],
)
def test_the_delivery_is_due_whatever_other_dates_are_told(text: str) -> None:
    assert when(text)["due"] == "2027-05-01"


START_AND_END = "| Phase | Start | End |\n|---|---|---|\n"
FILLED_AND_DUE = "| Item | Date |\n|---|---|\n"


@pytest.mark.parametrize(
    ("text", "milestones"),
    [
        (
            "Launch: 8 May 2027\nDraft: 20 April 2027\nCopy freeze: 30 April 2027",
            ["Launch", "Draft", "Copy freeze"],
        ),
        (
            "- 初稿：2027年4月20日\n- 文案冻结：2027年4月30日\n- 上线：2027年5月8日",
            ["初稿", "文案冻结", "上线"],
        ),
        (
            START_AND_END + "| Draft | 2027-04-01 | 2027-04-10 |\n| Review | 2027-04-11 | 2027-04-15 |\n"
            "| Launch | 2027-05-01 | 2027-05-08 |",
            ["Draft", "Review", "Launch"],
        ),
        (
            START_AND_END + "| Draft | 2027-04-01 | 2027-04-10 |\n| Posters | 2027-04-11 | 2027-04-15 |\n"
            "| Launch | 2027-05-01 | 2027-05-08 |",
            ["Draft", "Posters", "Launch"],
        ),
        ("- Design: 20 April 2027\n- Go-live: 8 May 2027", ["Design", "Go-live"]),
        ("提交日期：2027年4月1日\n期望上线：2027年5月8日", ["期望上线"]),
    ],
)
def test_a_launch_that_ends_the_phases_is_due(text: str, milestones: list[str]) -> None:
    found = when(text)
    assert found["due"] == "2027-05-08"
    assert [each["name"] for each in found["milestones"]] == milestones


def test_a_row_about_the_form_or_the_campaign_is_not_due() -> None:
    rows = "| Form filled | 2027-06-01 |\n| Delivery | 2027-05-01 |\n| Campaign ends | 2027-05-31 |"
    assert when(FILLED_AND_DUE + rows)["due"] == "2027-05-01"


@pytest.mark.parametrize(
    "text",
    [
        "Either 9 October 2026 or 16 October 2026",
        "9 or 16 October 2026",
        "9 October 2026, or 16 October 2026 if the photos are late",
        "Fri 9 Oct 2026 or Fri 16 Oct 2026",
        "2026年10月9日或16日",
        "2026-10-09 或者 2026-10-16 都行",
    ],
)
def test_of_two_days_to_choose_from_neither_is_taken(text: str) -> None:
    assert message(text) == '"When" names two days, 9 October 2026 or 16 October 2026'
    assert message(text, "zh") == "“When”里写了两个日子（2026年10月9日、2026年10月16日），没有定下是哪一个"


@pytest.mark.parametrize("text", ["26年10月9号 周五", "26年10月9日（周五）前", "2026年10月9日或之前"])
def test_a_chinese_year_may_have_two_digits(text: str) -> None:
    assert when(text) == {"due": "2026-10-09"}


@pytest.mark.parametrize("text", ["9/10/26", "26/10/9", "26.10.09", "9 Oct 26", "October 9, 26", "26-10-9前"])
def test_a_year_of_two_digits_is_told_as_that(text: str) -> None:
    assert message(text) == 'the date under "When" has only two digits for the year'
    assert message(text, "zh") == "“When”里的日期，年份只写了两位"


@pytest.mark.parametrize("text", ["version 5.4.11 soon", "at 10:30:26", "1-2-3 go", "10.0.0.1"])
def test_other_figures_are_no_year_of_two_digits(text: str) -> None:
    assert message(text) == '"When" does not say which day'


@pytest.mark.parametrize(
    "text",
    [
        "Invitations sent: 2026-10-01\nDelivery: 2026-10-09",
        "Final version 9 October 2026",
        "Revision: 1 October 2026\nFinal: 9 October 2026",
        "修改：2026年10月1日\n定稿：2026年10月9日",
        "must have been received on 9 October 2026",
        "Confirmed date: 9 October 2026",
        "2026年10月9日后半天",
        "交互稿：2026年10月1日\n上线：2026年10月9日",
    ],
)
def test_phases_of_the_work_are_nothing_past(text: str) -> None:
    assert when(text)["due"] == "2026-10-09"


@pytest.mark.parametrize(
    "part",
    [
        "2027-05-01 (a week before the fair), ",
        "we asked it this form ",
        "（提前",
        "one week before the ",
        "9 or 16 October 2026, ",
        "| Start | End |\n",
    ],
)
def test_many_words_about_dates_are_read_at_once(part: str) -> None:
    with within(1):
        when(part * 300 + "2027-05-01")
