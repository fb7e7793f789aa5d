"""The rules on the dates of requests: their order, their weekdays, weekends and holidays, the present day."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from comms.findings import Finding
from comms.language.phrases import LANGUAGES
from comms.linting.check import check
from comms.linting.run import lint_paths, lint_text
from comms.reading import read_bytes
from comms.reading.source import Source
from comms.workspace.loading import load_case
from comms.workspace.workspace import NOWHERE, open_workspace

CODES = ("W110", "W111", "W112")


def of_dates(found: list[Finding]) -> list[tuple[str, str]]:
    return [(finding.code, finding.field) for finding in found if finding.code in CODES]


def lint(text: str, name: str = "request.yaml") -> list[tuple[str, str]]:
    return of_dates(lint_text(text.encode(), name, "en").findings)


def asked(today: date | None, **answers: Any) -> list[Finding]:
    """The findings of an interview on a day."""
    return check(load_case(Source("", "", {"kind": "brief", **answers}), NOWHERE, today), "en")


@pytest.mark.parametrize(
    ("when", "found"),
    [
        ("{start: 2026-06-05, due: 2026-06-05}", []),
        ("{start: 2026-06-06, due: 2026-06-05}", ["when.start"]),
        ("{due: 2026-06-05, milestones: [{date: 2026-06-05, name: final}]}", []),
        ("{due: 2026-06-05, milestones: [{date: 2026-06-06, name: final}]}", ["when.milestones[0].date"]),
        (
            "{start: 2026-06-02, due: 2026-06-05, milestones: [{date: 2026-06-01, name: a}, {date: 2026-06-02, name: b}]}",
            ["when.milestones[0].date"],
        ),
        ("{start: 2026-06-02, milestones: [{date: 2026-06-01, name: a}]}", ["when.milestones[0].date"]),
        ("{due: 2026-06-05, milestones: [{name: a}]}", []),
        ("{due: 2026-06-31, start: 2026-07-01}", []),  # the day that does not exist is reported instead
        ("TBD", []),
    ],
)
def test_dates_in_the_wrong_order_are_reported_where_they_stand(when: str, found: list[str]) -> None:
    assert lint(f"kind: brief\nwhen: {when}\n") == [("W110", path) for path in found]


def test_a_file_without_a_day_of_its_own_is_not_compared_with_today() -> None:
    assert lint("kind: brief\nwhen: 2001-06-05\n") == []


def test_in_an_interview_a_day_that_has_passed_is_a_warning() -> None:
    today = date(2026, 6, 5)
    when = {"due": "2025-06-12", "milestones": [{"date": "2025-06-01", "name": "draft"}]}
    found = [finding for finding in asked(today, when=when) if finding.code == "W110"]
    assert {(finding.severity, finding.field) for finding in found} == {
        ("warning", "when.milestones[0].date"),
        ("warning", "when.due"),
    }
    assert all("has already passed" in finding.message for finding in found)
    assert not of_dates(asked(today, when={"due": "2026-06-05"}))
    assert not of_dates(asked(None, when=when))


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_the_date_and_the_weekday_are_named(language: str) -> None:
    text = "kind: brief\nhow: the proof goes out on Friday, 8 October 2026\n"
    (found,) = [each for each in lint_text(text.encode(), "a.yaml", language).findings if each.code == "W111"]
    assert (found.span.line, found.span.column) == (2, 28)
    assert {"en": "a Thursday, not a Friday", "zh": "星期四，不是星期五"}[language] in found.message


def test_a_handwritten_weekday_is_found_once_at_its_words() -> None:
    text = (
        "# Size chart\n\n## When\n\nFriday, 8 October 2026\n\n## What\n\n3 charts by 8 October 2026 (Thu)\n"
    )
    found = [each for each in lint_text(text.encode(), "a.md", "en").findings if each.code == "W111"]
    assert [(each.span.line, each.span.column, each.span.end_column) for each in found] == [(5, 1, 23)]


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ("how: 10月8日（周五）前交初稿\nwhen: 2026-10-16\n", True),
        ("how: 10月8日（周四）前交初稿\nwhen: 2026-10-16\n", False),
        ("how: 10月8日（周五）前交初稿\nwhen: 2027-10-16\n", False),
        ("how: 10月8日（周五）前交初稿\n", False),  # no day says which year is meant
    ],
)
def test_a_date_without_a_year_is_taken_in_the_year_of_the_due_date(answers: str, found: bool) -> None:
    assert lint(f"kind: brief\n{answers}") == ([("W111", "how")] if found else [])


def test_the_words_on_a_picture_and_the_texts_of_a_letter_are_read_too() -> None:
    assert lint("kind: design-brief\ncopy: Opening Friday 8 October 2026\n") == [("W111", "copy")]
    notice = (
        "kind: delay-notice\nissued_at: 2026-09-20T10:00:00+08:00\nremedies: [{action: ship on Fri 8 Oct}]\n"
    )
    assert lint(notice) == [("W111", "remedies[0].action")]


@pytest.mark.parametrize(
    ("day", "message"),
    [
        ("2026-10-17", "on a weekend: 17 October 2026"),
        ("2026-10-01", "public holiday: 1 October 2026 (CN)"),
        ("2026-10-10", None),  # a Saturday, worked to make up for the holiday
        ("2026-10-16", None),
        ("9998-10-17", "provisional"),
    ],
)
def test_work_is_not_due_when_nobody_works(day: str, message: str | None, tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text('holidays = "CN"\n', encoding="utf-8")
    (tmp_path / "a.yaml").write_text(f"kind: brief\nwhen: {day}\n", encoding="utf-8")
    found = [each for each in lint_paths([tmp_path / "a.yaml"], "en").findings if each.code == "W112"]
    assert [message in each.message for each in found if message] == ([True] if message else [])
    assert len(found) == bool(message)


def test_without_a_country_no_day_is_a_holiday() -> None:
    assert lint("kind: brief\nwhen: 2026-10-17\n") == []


def test_a_weekend_that_is_read_out_of_a_handwritten_text_is_no_finding(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text('holidays = "CN"\n', encoding="utf-8")
    for day, found in (("2026-10-17", []), ("2026-10-01", [("W112", "when.due")])):
        text = f"# Chart\n\n## What\n\n3 charts\n\n## When\n\n{day}\n"
        case = load_case(read_bytes(text.encode(), "a.md"), open_workspace(tmp_path))
        assert of_dates(check(case, "en")) == found
