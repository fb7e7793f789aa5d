"""What `comms new` saves: whatever the formats, the answers can be read again."""

from pathlib import Path

import pytest

from comms.workspace.loading import load_file
from tests.support import EXAMPLES
from tests.support.here import run_here

BRIEF = EXAMPLES / "design-brief" / "good" / "banner.zh.yaml"


@pytest.mark.parametrize(
    ("options", "shown", "data"),
    [
        (("--to", "chat"), "DB-2026-0021.chat.txt", "DB-2026-0021.yaml"),
        (("--to", "txt,html"), "DB-2026-0021.html", "DB-2026-0021.yaml"),
        (("--to", "chat", "-o", "out/for-the-group.txt"), "out/for-the-group.txt", "out/for-the-group.yaml"),
        (("-o", "v1.2.html"), "v1.2.html", "v1.2.yaml"),
    ],
)
def test_formats_for_readers_alone_are_saved_with_the_data(
    options: tuple[str, ...], shown: str, data: str, tmp_path: Path
) -> None:
    done = run_here(
        "new", "design-brief", "--answers", str(BRIEF), "--set", "id=DB-2026-0021", "--no-input", *options,
        cwd=tmp_path,
    )  # fmt: skip
    assert done.status == 0, done.err
    assert (tmp_path / shown).is_file()
    assert data in done.out + done.err, "what is saved besides is told"
    saved, given = load_file(tmp_path / data).document, load_file(BRIEF).document
    assert saved is not None and given is not None
    assert saved.to_data() == given.to_data()


@pytest.mark.parametrize("options", [("--to", "chat,docx"), ("--to", "html", "--save-answers", "a.toml")])
def test_no_file_is_added_where_another_holds_the_answers(options: tuple[str, ...], tmp_path: Path) -> None:
    done = run_here("new", "design-brief", "--answers", str(BRIEF), "--no-input", *options, cwd=tmp_path)
    assert done.status == 0, done.err
    assert not list(tmp_path.glob("*.yaml"))
