"""`comms edit`: a document reopened, and written back in its own format."""

import json
from pathlib import Path

import pytest
import yaml

from tests.support import EXAMPLES
from tests.support.here import run_here
from tests.support.terminals import Terminal, drafts_of

BANNER = EXAMPLES / "design-brief" / "good" / "banner.en.yaml"


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "brief.yaml"
    file.write_text("# ours\n" + BANNER.read_text(encoding="utf-8") + "# the end\n", encoding="utf-8")
    return file


def test_a_change_touches_its_own_line_only(brief: Path) -> None:
    before = brief.read_text(encoding="utf-8").splitlines()
    title = next(line for line in before if line.startswith("title:"))
    ran = run_here("edit", brief.name, "--set", "title=Another one", cwd=brief.parent)
    assert ran.status == 0
    after = brief.read_text(encoding="utf-8").splitlines()
    assert [line for line in after if line not in before] == ["title: Another one"]
    assert [line for line in before if line not in after] == [title]


@pytest.mark.parametrize("form", ["md", "docx", "json"])
@pytest.mark.long
def test_a_rendered_document_is_written_back_in_its_own_format(form: str, brief: Path) -> None:
    folder = brief.parent
    assert run_here("render", brief.name, "--to", "md,docx", cwd=folder).status == 0
    if form == "json":
        data = yaml.load(brief.read_text(encoding="utf-8"), yaml.BaseLoader)
        (folder / "brief.json").write_text(json.dumps(data), encoding="utf-8")
    file = f"brief.{form}"
    assert run_here("edit", file, "--set", "title=Another one", cwd=folder).status == 0
    assert run_here("lint", file, "--ignore", "F007", cwd=folder).status == 0
    again = run_here("edit", file, "--set", "title=Another one", cwd=folder)
    assert "Nothing was changed" in again.err


def test_a_change_that_brings_an_error_is_refused_and_nothing_written(brief: Path) -> None:
    before = brief.read_bytes()
    ran = run_here("edit", brief.name, "--set", "goals[0].by=2020-01-01", cwd=brief.parent)
    assert ran.status == 1
    assert "S206" in ran.err
    assert brief.read_bytes() == before


def test_a_change_may_go_to_another_file(brief: Path) -> None:
    before = brief.read_bytes()
    ran = run_here("edit", brief.name, "--set", "title=Another one", "-o", "other.json", cwd=brief.parent)
    assert ran.status == 0
    assert json.loads((brief.parent / "other.json").read_bytes())["title"] == "Another one"
    assert brief.read_bytes() == before
    assert run_here("edit", brief.name, "--set", "title=x", "-o", "other.json", cwd=brief.parent).status == 1


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.yaml", "title: x\n", "does not name a kind"),
        ("a.yaml", "kind: brief\n  a: [\n", "a.yaml"),
        ("b.yaml", None, "b.yaml"),
    ],
)
def test_what_cannot_be_edited_is_told(name: str, content: str | None, told: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    ran = run_here("edit", name, "--set", "title=x", cwd=tmp_path)
    assert ran.status in (1, 2)
    assert told in ran.err
    assert "Traceback" not in ran.err


def test_without_a_terminal_the_changes_must_be_given(brief: Path) -> None:
    ran = run_here("edit", brief.name, cwd=brief.parent)
    assert ran.status == 2
    assert "--set" in ran.err


def test_an_answer_is_changed_by_its_number_and_the_comments_stay(brief: Path) -> None:
    terminal = Terminal(brief.parent, "edit", brief.name)
    terminal.answer("d or Enter:", "1")
    terminal.answer("Title:", "Another one")
    terminal.answer("d or Enter:", "")
    assert terminal.end() == 0
    text = brief.read_text(encoding="utf-8")
    assert text.startswith("# ours\n")
    assert text.endswith("# the end\n")
    assert "title: Another one\n" in text
    assert drafts_of(brief.parent) == []


@pytest.mark.long
def test_an_edit_that_was_stopped_goes_on_unless_the_file_is_another(brief: Path) -> None:
    terminal = Terminal(brief.parent, "edit", brief.name)
    terminal.answer("d or Enter:", "1")
    terminal.answer("Title:", "Another one")
    terminal.answer("d or Enter:", "d")
    assert terminal.end() == 0
    assert "title: Another one" not in brief.read_text(encoding="utf-8")
    original = brief.read_bytes()
    brief.write_bytes(original + b"# changed\n")
    refused = Terminal(brief.parent, "drafts", "resume")
    refused.child.expect_exact("changed by someone else")
    assert refused.end() == 1
    kept = next((brief.parent / ".state" / "comms" / "drafts").glob("*.json")).read_bytes()
    elsewhere = Terminal(brief.parent, "drafts", "resume", "-o", "other.yaml")
    elsewhere.answer("d or Enter:", "")
    assert elsewhere.end() == 0
    assert "title: Another one\n" in (brief.parent / "other.yaml").read_text(encoding="utf-8")
    assert brief.read_bytes() == original + b"# changed\n"
    draft = brief.parent / ".state" / "comms" / "drafts" / "brief-20260101-000000-1.json"
    draft.write_bytes(kept)
    brief.write_bytes(original)
    resumed = Terminal(brief.parent, "drafts", "resume")
    resumed.answer("d or Enter:", "")
    assert resumed.end() == 0
    assert "title: Another one\n" in brief.read_text(encoding="utf-8")


def test_what_is_no_data_survives_in_another_file_of_the_format(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("# c\nkind: brief\ntitle: T\nmile_stones: [1, 2]\nwhen: soon\n")
    ran = run_here("edit", "a.yaml", "--set", "title=U", "-o", "b.yaml", cwd=tmp_path)
    assert ran.status == 0
    assert (
        tmp_path / "b.yaml"
    ).read_text() == "# c\nkind: brief\ntitle: U\nmile_stones: [1, 2]\nwhen: soon\n"
    assert run_here("edit", "a.yaml", "--set", "title=U", "-o", "b.docx", cwd=tmp_path).status == 2


def test_a_body_changed_by_hand_is_not_laid_out_anew_unasked(brief: Path) -> None:
    folder = brief.parent
    run_here("render", brief.name, "--to", "md", cwd=folder)
    page = folder / "brief.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nand a word by hand\n", encoding="utf-8")
    ran = run_here("edit", "brief.md", "--set", "title=Another one", cwd=folder)
    assert ran.status == 2
    assert "edited by hand" in ran.err
    assert "a word by hand" in page.read_text(encoding="utf-8")
    assert run_here("edit", "brief.md", "--set", "title=Another one", "--force", cwd=folder).status == 0


def test_a_request_by_hand_is_refused_before_the_first_question(tmp_path: Path) -> None:
    (tmp_path / "hand.md").write_text("# T\n\n## What\n\n3 banners\n\n## Why\n\n1 of 2\n")
    terminal = Terminal(tmp_path, "edit", "hand.md")
    terminal.child.expect_exact("written by hand")
    assert terminal.end() == 2


@pytest.mark.long
def test_a_rendering_that_is_left_behind_is_named_with_the_command_that_makes_it_anew(brief: Path) -> None:
    folder = brief.parent
    assert run_here("render", brief.name, "--to", "docx,md", cwd=folder).status == 0
    ran = run_here("edit", brief.name, "--set", "title=Another one", cwd=folder)
    assert ran.status == 0
    told = [line for line in ran.err.splitlines() if "still has the old content" in line]
    assert len(told) == 2
    for line in told:
        command = line.partition("`comms ")[2].partition("`")[0]
        assert run_here(*command.split(), cwd=folder).status == 0
    assert "F007" not in run_here("lint", ".", cwd=folder).out
    assert "still has" not in run_here("edit", brief.name, "--set", "title=Another one", cwd=folder).err


def test_a_warning_that_the_file_answers_for_is_not_told_anew(tmp_path: Path) -> None:
    text = (EXAMPLES / "brief" / "good").glob("*.en.yaml")
    file = tmp_path / "mine.yaml"
    content = next(text).read_text(encoding="utf-8")
    file.write_text(content + "attachments: [x]\n" if "attachments" not in content else content)
    ran = run_here("edit", "mine.yaml", "--set", "how=as soon as possible, plainly", cwd=tmp_path)
    assert ran.status == 0
    marked = file.read_text().replace(
        "how: as soon as possible, plainly", "how: as soon as possible, plainly  # comms: ignore[V302] theirs"
    )
    file.write_text(marked)
    terminal = Terminal(tmp_path, "edit", "mine.yaml")
    terminal.child.expect_exact("Kept: theirs")
    terminal.child.expect_exact("d or Enter:")
    terminal.child.send("\r")
    assert terminal.end() == 0
    assert file.read_text() == marked
