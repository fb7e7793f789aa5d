"""Unknown keys and refused values are told so that nobody deletes or misstates an answer."""

import pytest

from comms.linting.fixes import fixed
from comms.rules import RULES
from comms.workspace.workspace import NOWHERE
from tests.support import finding_of

HEAD = "kind: brief\ntitle: Chart\n"


@pytest.mark.parametrize(
    ("line", "fix"),
    [
        ("who:{owner: 王五}", "who: {owner: 王五}"),
        ("where:[a: b]", "where: [a: b]"),
        ("what:海报: 元旦", 'what: "海报: 元旦"'),
        ("what:图: 元旦", 'what: "图: 元旦"'),
        ('what:a "b": c', "what: 'a \"b\": c'"),
    ],
)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_blank_missing_behind_the_colon_is_named(line: str, fix: str, language: str) -> None:
    found = finding_of(f"{HEAD}{line}\n", "F003", language=language)
    assert fix in found.hint
    assert not any(word in found.hint for word in ("delete", "删"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_blank_missing_behind_the_dash_is_named(language: str) -> None:
    found = finding_of("kind: design-brief\ndeliverables:\n-name: 表\n", "F003", language=language)
    assert "- name: 表" in found.hint


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_key_of_another_kind_is_told_with_that_kind(language: str) -> None:
    found = finding_of(f"{HEAD}deliverables:\n- name: Chart\n", "F003", language=language)
    assert "design-brief" in found.message
    assert "kind" in found.hint


def test_an_unknown_key_of_no_kind_is_not_just_deleted() -> None:
    assert finding_of(f"{HEAD}badge: x\n", "F003").hint.startswith("Put what it says under a key")


@pytest.mark.parametrize("key", ["http://x.y/z", "badge:x", "Note", "-", "a-b"])
def test_only_a_known_key_before_the_colon_lacks_a_blank(key: str) -> None:
    assert "blank" not in finding_of(f"{HEAD}{key}: x\n", "F003").message


@pytest.mark.parametrize("line", ["what:图: 元旦", "what:x: y", "when:6: 2026-06-05"])
def test_a_fix_never_drops_what_stands_behind_the_colon(line: str) -> None:
    answer = line.partition(":")[2].partition(":")[0]
    content = f"{HEAD}{line}\n".encode()
    assert answer in fixed(content, "x.yaml", NOWHERE, "en", RULES).decode().splitlines()[2]


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
