"""A date in another form than that of the files is told with the one that is meant."""

import pytest

from tests.support import finding_of


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026年12月24日", "2026-12-24"),
        ("2026-12-24 18:00", "2026-12-24"),
        ("2026-12-15前", "2026-12-15"),
        ("2026 年 12 月 15 日之前", "2026-12-15"),
        ("截止 2026.12.15", "2026-12-15"),
        ("by 24 December 2026", "2026-12-24"),
        ("Dec 24, 2026, end of day", "2026-12-24"),
    ],
)
@pytest.mark.parametrize("line", ["when: '{}'", "when: {{due: '{}'}}"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_day_that_is_meant_is_shown(written: str, day: str, line: str, language: str) -> None:
    text = f"kind: brief\ntitle: a\n{line.format(written)}\n"
    assert f" {day}" in finding_of(text, "F004", language=language).hint


@pytest.mark.parametrize(
    "written",
    [
        "12/3/2026",
        "2026-12-24 or 2026-12-25",
        "2026年12月1日至3日",
        "after 24 December 2026",
        "2026-12-15后",
        "two weeks before 2026-12-15",
        "2026-12-15前三天",
        "下周五",
        "was 2026-12-15",
    ],
)
def test_a_text_that_may_mean_another_day_gets_an_example_only(written: str) -> None:
    text = f"kind: brief\ntitle: a\nwhen: '{written}'\n"
    assert "for example" in finding_of(text, "F004").hint
