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
