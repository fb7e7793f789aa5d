"""A title that stands apart from the text."""

from pathlib import Path

import pytest

from comms.linting.request import LintRequest
from comms.linting.run import lint, lint_text
from tests.support.here import run_here

BODY = "### What\n\n3 pictures\n\n### Why\n\n2 % more\n"


def titles_missing(text: str, title: str, name: str = "x.md") -> list[str]:
    found = lint_text(text.encode(), name, "en", title=title).findings
    return [finding.field for finding in found if finding.code == "F006" and finding.field == "title"]


@pytest.mark.parametrize(("name", "text"), [("x.md", BODY), ("x.yaml", "kind: brief\nwhat: 3 pictures\n")])
def test_a_title_given_apart_is_the_title_of_the_file(name: str, text: str) -> None:
    assert titles_missing(text, "", name) == ["title"]
    assert titles_missing(text, "New photos", name) == []


def test_a_title_is_given_for_one_file(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(BODY, encoding="utf-8")
    assert "F006" not in run_here("lint", "a.md", "--title", "New photos", cwd=tmp_path).out
    assert "F006" in run_here("lint", "a.md", "--title", " ", cwd=tmp_path).out, (
        "the cache tells titles apart"
    )
    for paths in ((), (".",), ("a.md", "a.md")):
        ran = run_here("lint", *paths, "--title", "New photos", cwd=tmp_path)
        assert (ran.status, ran.out) == (2, "")
        assert "title of one file" in ran.err


def test_a_title_given_apart_counts_before_a_heading(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"# Request form\n\n{BODY}", encoding="utf-8")
    request = LintRequest((tmp_path / "a.md",), "en", title="New photos")
    assert not [finding for finding in lint(request).findings if finding.field == "title"]
