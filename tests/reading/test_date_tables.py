"""Tables and lists of dates in a section on time: each date is named by its phase."""

from typing import Any

import pytest

from comms.reading import read_bytes
from tests.support import codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import BY_HAND


def when(text: str) -> Any:
    """Return the data of a request whose section on time holds a text."""
    return read_bytes(BY_HAND.replace("2026-06-05", text).encode(), "x.md").data["when"]


def table(*rows: str) -> str:
    """Make a table of rows whose cells are divided by bars, with a rule below the first."""
    rule = "---|" * (rows[0].count("|") + 1)
    return "\n".join([f"| {rows[0]} |", f"|{rule}", *(f"| {row} |" for row in rows[1:])])


@pytest.mark.parametrize(
    "text",
    [
        table("Phase | Date", "First draft | 2026-10-05", "Final | 2026-10-09"),
        table("Date | Phase", "2026-10-05 (Mon) | First draft", "2026-10-09 (Fri) | Final"),
        table("Milestone | Owner | Date", "First draft | Tom | 2026-10-05", "Final | Ann | 9 October 2026"),
        table(
            "# | Phase | Due | Status", "1 | First draft | 2026-10-05 | open", "2 | Final | 2026-10-09 | open"
        ),
        table(
            "Phase | Start | End", "First draft | 2026-10-01 | 2026-10-05", "Final | 2026-10-06 | 2026-10-09"
        ),
        table("Phase | Due | Actual", "First draft | 2026-10-05 | 2026-10-06", "Final | 2026-10-09 |"),
        table(
            "Phase | Date",
            "**First draft** | ~~2026-10-01~~ 2026-10-05",
            "Final | 2026-10-09 (was 2026-10-07)",
        ),
        table("Phase | Date", "First draft | 1–5 October 2026", "Final | 2026-10-09 18:00 CET"),
        table(
            "Phase | Date | Note",
            "First draft | 2026-10-05 | Tom replies by 2026-10-07",
            "Final | 2026-10-09 |",
        ),
        "Phase | Date\n--- | ---\nFirst draft | 2026-10-05\nFinal | 2026-10-09",
        "In two steps:\n\n"
        + table("Step | Day", "First draft | 2026-10-05", "Final | 2026-10-09")
        + "\n\nNo later.",
        "- First draft: 2026-10-05\n- Final: 2026-10-09",
        "- **First draft:** 2026-10-05 (was 2026-10-01)\n- **Final:** 2026-10-09, 18:00",
        "First draft – 2026-10-05\nFinal – 2026-10-09",
    ],
)
def test_a_date_is_named_by_the_phase_of_its_row_or_line(text: str) -> None:
    assert when(text) == {
        "due": "2026-10-09",
        "milestones": [
            {"date": "2026-10-05", "name": "First draft"},
            {"date": "2026-10-09", "name": "Final"},
        ],
    }


@pytest.mark.parametrize(
    "text",
    [
        table("阶段 | 日期", "初稿 | 2026年10月5日", "终稿 | 10月9日"),
        table("日期 | 节点", "2026年10月5日（周一） | 初稿", "2026年10月9日（周五） | 终稿"),
        table(
            "阶段 | 负责人 | 开始 | 结束",
            "初稿 | 李明 | 2026-10-01 | 2026-10-05",
            "终稿 | 王芳 | 2026-10-06 | 2026-10-09",
        ),
        "- 初稿：2026年10月5日\n- 终稿：2026年10月9日",
    ],
)
def test_a_chinese_table_names_its_phases_too(text: str) -> None:
    assert when(text) == {
        "due": "2026-10-09",
        "milestones": [{"date": "2026-10-05", "name": "初稿"}, {"date": "2026-10-09", "name": "终稿"}],
    }


@pytest.mark.parametrize(
    "text",
    [
        "2026-10-09 (fixed)",
        "2026-10-09 - hard deadline",
        "2026-10-09 must not slip",
        "2026-10-09 is the launch",
        "2026-10-09 thanks",
        "<s>2026-09-30</s> <ins>2026-10-09</ins>",
        "2026年10月9日前务必完成",
        "2026年10月9日（加急）",
        "Deadline: 2026-10-09",
        "截止日期：2026年10月9日",
        "Start: 2026-09-28\nEnd: 2026-10-09",
        "Request date: 2026-09-28\nDue date: 2026-10-09",
        table("Item | Value", "Deadline | 2026-10-09"),
        table("Phase | Date", "First draft | TBD", "Final | 2026-10-09"),
    ],
)
def test_words_that_name_nothing_make_no_milestone(text: str) -> None:
    assert when(text) == {"due": "2026-10-09"}


def test_a_row_without_its_date_leaves_the_others() -> None:
    rows = table("Phase | Date", "First draft | soon", "Review | 2026-10-07", "Final | 2026-10-09")
    assert when(rows)["milestones"] == [
        {"date": "2026-10-07", "name": "Review"},
        {"date": "2026-10-09", "name": "Final"},
    ]


@pytest.mark.parametrize(
    "text", ["2026-10-09 to 15", "2026-10-09 - 15", "2026年10月9日 到15日", "2026-10-09 until 15."]
)
def test_a_period_whose_end_is_a_bare_day_ends_on_it(text: str) -> None:
    assert when(text) == {"due": "2026-10-15"}


@pytest.mark.parametrize("text", ["2026-10-09 to 15 stores", "2026-10-09 - 15 charts", "2026-10-09 - 99"])
def test_a_number_behind_a_date_is_not_the_end_of_a_period(text: str) -> None:
    assert when(text)["due"] == "2026-10-09"


def test_a_draft_after_the_delivery_is_told_in_a_table_too() -> None:
    rows = table("Phase | Date", "First draft | 2026-11-01", "Final | 2026-10-09")
    assert "W110" in codes_of(BY_HAND.replace("2026-06-05", rows), "x.md")
    assert "W110" in codes_of(BY_HAND.replace("2026-06-05", rows.replace("First draft", "初稿")), "x.md")


@pytest.mark.parametrize(
    "text",
    ["Friday, 8 October 2026", "2026-10-08 (Fri)", "2026年10月8日（周五）", "10月8日周五，2026年10月8日"],
)
def test_a_weekday_of_another_date_is_told_in_a_handwritten_text(text: str) -> None:
    assert finding_of(BY_HAND.replace("2026-06-05", text), "W111", "x.md").span.line == 13


@pytest.mark.long
def test_a_table_of_many_rows_is_read_at_once() -> None:
    with within(1):
        when(table("Phase | Date", *["Draft | 2026-10-05"] * 2_000))
        when("Draft: 2026-10-05, " * 2_000)


def test_a_row_that_begins_with_an_empty_cell_goes_on_with_the_dimension_above() -> None:
    rows = table(
        "Item | Answer | ", "What | 3 charts | ", "When | First draft | 2026-10-05", " | Final | 2026-10-09",
        "Who | Requester | Ann", " | Owner | Lena", "Where | shop | ",
    )  # fmt: skip
    data = read_bytes(f"# T\n\n{rows}\n".encode(), "x.md").data
    assert data["when"]["due"] == "2026-10-09"
    assert [each["name"] for each in data["when"]["milestones"]] == ["First draft", "Final"]
    assert data["who"] == {"requester": "Ann", "owner": "Lena"}
    assert (data["what"], data["where"]) == ("3 charts", "shop")
