"""What a value loses behind ` #` is told; a comment is not."""

import pytest

from comms.linting.run import lint_text
from tests.support import codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import GOOD


@pytest.mark.parametrize(
    ("line", "lost", "fix"),
    [
        ("what: fix issue #1234 now", "#1234 now", 'what: "fix issue #1234 now"'),
        ("what: 底色 #FF6600", "#FF6600", 'what: "底色 #FF6600"'),
        ("what: #channel", "#channel", 'what: "#channel"'),
        ("what: 3 charts #sale", "#sale", 'what: "3 charts #sale"'),
        ("what: 3 张图 #好物推荐", "#好物推荐", 'what: "3 张图 #好物推荐"'),
        ('what: 6" card #12', "#12", "what: '6\" card #12'"),
        ("x-a:\n  - #1\n  - b", "#1", '- "#1"'),
        ("x-a:\n  - b: c #1\n", "#1", '- b: "c #1"'),
    ],
)
def test_a_number_or_colour_behind_a_value_belongs_to_it(line: str, lost: str, fix: str) -> None:
    data = GOOD.replace("what: 3 pieces", line)
    for name, text in (("x.yaml", data), ("x.md", f"---\n{data}---\n")):
        finding = finding_of(text, "F013", name)
        assert finding.excerpt is not None
        assert finding.excerpt.line[finding.span.column - 1 :].strip() == lost
        assert f"`{fix}`" in finding.hint


@pytest.mark.parametrize(
    "line",
    [
        "what: 3 pieces # 12 were asked for",
        "what: 3 pieces  #as agreed",
        "what: 3 pieces  #agreed",
        "what: 3 pieces #as agreed",
        "what: 3 pieces#12",
        "#1 is the first",
        "  #1 is the first",
        'what: "3 pieces #1"',
        'what: "3 pieces" #1',
        "what: |\n  3 pieces #1",
        "what: 3 pieces  # comms: ignore[V301] agreed",
    ],
)
def test_a_comment_is_none_of_its_value(line: str) -> None:
    assert "F013" not in codes_of(GOOD.replace("what: 3 pieces", line))
    assert "F013" not in codes_of(
        f"---\nkind: brief\ntitle: t\n---\n\n## What\n\n- fix #1234\n\n{line}\n", "x.md"
    )


def test_a_line_of_its_own_answers_for_the_finding() -> None:
    line = "# comms: ignore[F013] the number is for us\nwhat: 3 pieces #1234"
    assert codes_of(GOOD.replace("what: 3 pieces", line)) == []


def test_many_comments_take_no_time() -> None:
    text = GOOD + "x-a:\n" + "  - a #1 #2 #3\n" * 2_000 + "x-b: a" + " #1" * 20_000
    with within(3):
        assert lint_text(text.encode(), "x.yaml", "en").findings[-1].more == 1_901
