"""The dates of a section that was written by hand: what is due, what is due before, and what no longer holds."""

from pathlib import Path
from typing import Any

import pytest

from comms.reading import read_bytes
from tests.support import ROOT, codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import BY_HAND

CASES = ROOT.parent / "shared" / "cases" / "lint"


def when(text: str) -> Any:
    """Return the data of a request whose section on time holds a text."""
    return read_bytes(BY_HAND.replace("2026-06-05", text).encode(), "x.md").data["when"]


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-09",
        "2026-10-09 (Fri)",
        "Friday, 9 October 2026, 18:00 CET",
        "2026-10-09 18:00",
        "2026-10-09T18:00:00.000Z",
        "2026年10月9日（周五）下午6点前",
        "2026-10-09 EOD at the latest",
        "2026-10-09 or earlier",
        "09-Oct-2026",
        "9 Oct. 2026",
        "20261009",
        "2026年10月5日至9日",
        "5–9 October 2026",
        "from 5 October to 9 October 2026",
        "2026-10-05/2026-10-09",
        "2026-10-09 (was 2026-09-30)",
        "2026-10-09 (moved from Wednesday, 2026-09-30)",
        "moved from 2026-09-30 to 2026-10-09",
        "~~2026-09-30~~ 2026-10-09",
        "原定2026-09-30，改到2026-10-09",
        "由2026年9月30日推迟至10月9日",
        "2026年10月9日（原2026年9月30日）",
        "- [x] 2026-10-09\n- [ ] 2026-10-16",
        "☑ 2026-10-09 ☐ 2026-10-16",
        "2026-10-09, see https://example.com/2026/11/02/plan and plan-2026-11-02.pdf",
    ],
)
def test_one_day_is_due_and_nothing_else(text: str) -> None:
    assert when(text) == {"due": "2026-10-09"}


def test_what_is_named_beside_a_date_is_a_milestone() -> None:
    assert when("2026-10-01 (Thu) 12:00 first draft; 2026-10-09 18:00 final files") == {
        "due": "2026-10-09",
        "milestones": [
            {"date": "2026-10-01", "name": "first draft"},
            {"date": "2026-10-09", "name": "final files"},
        ],
    }
    assert when("初稿原定2026-09-25；2026-10-01 初稿，2026-10-09 定稿") == {
        "due": "2026-10-09",
        "milestones": [{"date": "2026-10-01", "name": "初稿"}, {"date": "2026-10-09", "name": "定稿"}],
    }


@pytest.mark.parametrize(
    "text",
    [
        "2026年12月20日前交付，2027年1月5日开业",
        "展会2027年1月5日，2026年12月20日前交货",
        "2026年12月20日前完成，2027年1月10日开会复盘",
        "due 20 December 2026; the event is on 5 January 2027",
        "due 20 December 2026, and the shop opens on 5 January 2027",
        "launch is 2027-01-10, we need the files 2026-12-20",
        "Deliver by 20 December 2026. The board sees it on 10 January 2027.",
        "20 December 2026, confirmed 1 November 2026",
        "by 20 December 2026 (was 15 December)",
        "2026年12月20日（原12月15日）",
        "20 Dec '26",
        "Dec 20 ’26",
        "15.12.2026-20.12.2026",
        "15/12/2026-20/12/2026",
        "before the fair on 20 December 2026",
        "2026年12月10日、12月15日、12月20日三批",
        "2026年12月10日、15日和20日三批",
        "2026年11月1日起，12月15日至20日",
        "20 December 2026, because the shop opens on 5 January",
        "by Sunday, 20 December 2026, then a meeting on 10 January 2027",
        "交付：2026年12月20日；上线：2027年1月5日",
        "2026-12-20 (draft 2026-12-10)",
        "2026-12-20（活动 12月25日）",
        "活动时间 2027年1月5日至1月10日，素材12月20日前交",
        "Campaign: 1 Jan 2027 – 31 Jan 2027. Assets due 20 December 2026.",
        "2026-12-20. Payment by 15 January 2027",
        "We meet on 10 January 2027, need it 20 December 2026",
        "初稿12月10日，终稿12月20日，2027年1月5日上线",
        "2026-12-20 是交付日，2026-12-31 封账",
        "not before 2026-12-01, not after 2026-12-20",
        "活动海报2026年12月20日，文案2026年12月10日",
        "launch page on 2026-12-20, kick-off on 2026-12-01",
    ],
)
def test_the_deadline_is_due_and_not_the_day_it_serves_or_was_said_on(text: str) -> None:
    assert when(text) == {"due": "2026-12-20"}


@pytest.mark.parametrize(
    ("text", "due", "milestones"),
    [
        ("2026-12-28 定稿，2026-12-15 初稿", "2026-12-28", ["2026-12-28 定稿", "2026-12-15 初稿"]),
        ("2026年12月15日初稿，12月20日定稿", "2026-12-20", ["2026-12-15 初稿", "2026-12-20 定稿"]),
        ("12月15日前初稿，2027年1月5日前定稿", "2027-01-05", ["2026-12-15 初稿", "2027-01-05 定稿"]),
        ("2026.12.15初稿，12.20定稿", "2026-12-20", ["2026-12-15 初稿", "2026-12-20 定稿"]),
        ("2026年12月15日交样，1月5日大货", "2027-01-05", ["2026-12-15 交样", "2027-01-05 大货"]),
        ("2026-12-10 draft, 2026-12-20 launch", "2026-12-20", ["2026-12-10 draft", "2026-12-20 launch"]),
        ("draft by 2026-10-01, 2026-10-09 review", "2026-10-09", ["2026-10-09 review"]),
        ("2026-12-20 due, 2026-12-25 first draft", "2026-12-20", ["2026-12-25 first draft"]),
    ],
)
def test_the_last_date_is_due_whatever_order_they_stand_in(
    text: str, due: str, milestones: list[str]
) -> None:
    found = when(text)
    assert found["due"] == due
    assert [f"{each['date']} {each['name']}" for each in found["milestones"]] == milestones


def test_the_day_of_an_event_is_due_where_no_other_is_named() -> None:
    assert when("2027年1月5日开业")["due"] == "2027-01-05"


def test_a_deadline_with_two_readings_is_not_replaced_by_a_draft() -> None:
    content = BY_HAND.replace("2026-06-05", "2026-02-01 draft, 03/04/2026 final")
    assert "can mean 4 March 2026 or 3 April 2026" in finding_of(content, "W103", "x.md").message


def test_an_open_task_with_a_date_is_no_option() -> None:
    assert when("- [ ] 2026-10-01 draft\n- [ ] Final files: 2026-10-09")["due"] == "2026-10-09"


@pytest.mark.parametrize("text", ["- [ ] 2026-10-09\n- [ ] 2026-10-16 (Fri)", "was 2026-09-30", "soon"])
def test_without_a_day_that_holds_nothing_is_due(text: str) -> None:
    assert "W103" in codes_of(BY_HAND.replace("2026-06-05", text), "x.md")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("03/04/2026", 'the date under "When" can mean 4 March 2026 or 3 April 2026'),
        ("12/3前", 'the date under "When" has no year'),
        ("5 October", 'the date under "When" has no year'),
        ("10 月中旬", '"When" does not say which day'),
        ("version 5.4.11", '"When" does not say which day'),
    ],
)
def test_a_missing_date_is_told_by_what_is_there_instead(text: str, told: str) -> None:
    assert finding_of(BY_HAND.replace("2026-06-05", text), "W103", "x.md").message == told


@pytest.mark.parametrize("text", ["2026年2月30日", "30 February 2026", "2026-02-28 draft, 2026-02-30 final"])
def test_a_day_that_does_not_exist_is_told_as_that(text: str) -> None:
    content = BY_HAND.replace("2026-06-05", text)
    assert "W103" not in codes_of(content, "x.md")
    findings = {language: finding_of(content, "F004", "x.md", language) for language in ("en", "zh")}
    assert findings["en"].message == "when.due: the calendar has no day `2026-02-30`"
    assert findings["zh"].message == "when.due 的“2026-02-30”在日历上不存在"
    assert findings["en"].span.line == 13


def test_a_section_of_many_dates_is_read_at_once() -> None:
    with within(1):
        when("2026-10-09 (was 2026-09-30)\n" * 1_500)


RIGHT = {
    "L04-range-end-lost.md": {"due": "2026-10-15"},
    "L04c-was.md": {"due": "2026-10-09"},
    "L05-phantom-milestones.md": {"due": "2026-10-09"},
    "L06-nobody-chosen.md": {"due": "2026-10-09"},
    "L06e-unchosen-date-is-due.md": {"due": "2026-10-09"},
    "L15-day-month-name.md": {"due": "2026-10-09"},
    "L15c-no-such-day.md": {"due": "2026-02-30"},
    "L20-weekday-mismatch.md": {"due": "2026-10-08"},
    "L03d-tice.zh.md": {"due": "2026-10-09"},
}


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the repository")
@pytest.mark.parametrize("name", RIGHT)
def test_a_request_of_the_cases_has_its_right_date(name: str) -> None:
    assert read_bytes((CASES / name).read_bytes(), name).data["when"] == RIGHT[name]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not beside the repository")
@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("L01-section-and-version-numbers.yaml", []),
        ("L06-nobody-chosen.md", ["W105"]),
        ("L15c-no-such-day.md", ["F004"]),
    ],
)
def test_a_request_of_the_cases_has_its_right_findings(name: str, codes: list[str]) -> None:
    assert codes_of((CASES / name).read_bytes(), Path(name).name) == codes


@pytest.mark.parametrize(
    "text",
    [
        "[Describe briefly what you need, e.g. some banners]\n\n3 pictures",
        "_Please describe as soon as possible_\n\n3 pictures",
        "3 pictures\n\n- [ ] Others, as soon as possible\n- [x] web shop",
        "3 pictures\n\nPlease let me know soon.\nThanks!",
        "☐ several pictures ☑ 3 pictures",
        "请尽快描述你的需求\n\n3 张主图".replace("请尽快", "请尽量详细"),
    ],
)
def test_the_words_of_a_form_and_of_a_closing_are_not_judged(text: str) -> None:
    assert codes_of(BY_HAND.replace("3 pictures", text), "x.md") == []


def test_the_words_of_a_placeholder_are_reported_once() -> None:
    assert codes_of(BY_HAND.replace("by hand", "待定"), "x.md") == ["W106"]
    assert codes_of(BY_HAND.replace("by hand", "some day, as soon as possible"), "x.md") != []
