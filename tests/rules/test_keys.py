"""Unknown keys: what is wrong with one is told so that nobody deletes an answer."""

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
