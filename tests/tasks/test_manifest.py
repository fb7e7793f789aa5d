"""The manifest of a run: what survives a kill, and who may write at one time."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from comms.errors import Refusal
from comms.tasks import manifest as manifests
from comms.tasks.manifest import Outcome, Status, digest_of, digests_in, entries, manifest
from comms.tasks.output_files import OutputWriter
from tests.support.batches import comms_render, workspace
from tests.support.effort import PATIENCE


def listed(file: Path) -> list[tuple[str, str]]:
    return [(Path(entry["output"]).name, entry["status"]) for entry in entries(file)]


def killed_run(folder: Path, *begun: tuple[str, bytes], noted: int = 0) -> Path:
    """Leave the journal of a run that was killed after it had begun some files and noted some of them."""
    journal = folder / ".manifest.jsonl.part"
    lines = []
    for index, (name, content) in enumerate(begun):
        entry = {"input": f"a:{index}", "output": str(folder / name), "digest": digest_of(content)}
        lines.append(entry | {"status": "begun"})
        if index < noted:
            lines.append(entry | {"status": "written"})
    journal.write_text("".join(f"{json.dumps(line)}\n" for line in lines) + '{"input": "a:9", "out')
    return folder / "manifest.jsonl"


def test_the_next_run_knows_what_a_killed_one_wrote_noted_or_not(tmp_path: Path) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text(name)
    file = killed_run(tmp_path, ("a.md", b"a.md"), ("b.md", b"b.md"), ("c.md", b"c.md"), noted=1)
    with manifest(file, file) as notes:
        assert listed(file) == [("a.md", "written"), ("b.md", "written")]
        assert {hash(digest_of(b"a.md")), hash(digest_of(b"b.md"))} <= digests_in(file)
        assert notes.keep_earlier() == 2
    assert listed(file) == [("a.md", "left"), ("b.md", "left")]
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_letter_that_a_killed_run_was_about_to_replace_is_still_known(tmp_path: Path) -> None:
    file = tmp_path / "manifest.jsonl"
    with manifest(file, file) as notes:
        (tmp_path / "a.md").write_text("old")
        notes.note("rows:2", Outcome(tmp_path / "a.md", Status.WRITTEN, digest_of(b"old")))
    killed_run(tmp_path, ("a.md", b"new"))
    writer = OutputWriter(earlier=file)
    with manifest(file, file):
        assert writer.file(tmp_path / "a.md", b"newer").status is Status.WRITTEN


def test_a_letter_that_was_edited_after_the_kill_is_kept(tmp_path: Path) -> None:
    file = killed_run(tmp_path, ("a.md", b"ours"))
    (tmp_path / "a.md").write_text("edited")
    writer = OutputWriter(earlier=file)
    with manifest(file, file):
        assert writer.file(tmp_path / "a.md", b"newer").status is Status.EXISTS
    assert (tmp_path / "a.md").read_text() == "edited"


def test_a_check_knows_the_letters_of_a_killed_run_and_changes_nothing(tmp_path: Path) -> None:
    file = killed_run(tmp_path, ("a.md", b"ours"))
    (tmp_path / "a.md").write_text("ours")
    (tmp_path / "b.md").write_text("edited")
    before = sorted(path.name for path in tmp_path.iterdir())
    writer = OutputWriter(only_check=True, earlier=file)
    assert writer.file(tmp_path / "a.md", b"newer").status is Status.DUE
    assert writer.file(tmp_path / "b.md", b"newer").status is Status.EXISTS
    assert sorted(path.name for path in tmp_path.iterdir()) == before


def test_what_a_killed_run_left_half_written_is_deleted_and_nothing_else(tmp_path: Path) -> None:
    file = killed_run(tmp_path, ("a.md", b"x"))
    for name in (".a.md.1.0.part", ".a.md.0123456789abcdef.part", ".b.md.1.0.part", "a.md.part"):
        (tmp_path / name).touch()
    with manifest(file, file):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == [".b.md.1.0.part", "a.md.part"]


def test_the_journal_of_an_older_version_is_read_too(tmp_path: Path) -> None:
    killed_run(tmp_path, ("a.md", b"a.md"), noted=1).with_name(".manifest.jsonl.part").rename(
        tmp_path / ".manifest.jsonl.1.part"
    )
    (tmp_path / "a.md").write_text("a.md")
    file = tmp_path / "manifest.jsonl"
    with manifest(file, file):
        assert listed(file) == [("a.md", "written")]


def test_a_second_run_is_told_and_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifests, "PATIENCE", 0)
    file = tmp_path / "manifest.jsonl"
    other = FileLock(tmp_path / ".manifest.jsonl.lock")
    with other, pytest.raises(Refusal, match="batch_busy"), manifest(file, file):
        pass
    with manifest(file, file) as notes:
        notes.note("rows:2", Outcome(None, Status.REFUSED))
    assert [path.name for path in tmp_path.iterdir()] == ["manifest.jsonl"]


def test_a_list_on_standard_output_keeps_other_runs_away_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(manifests, "PATIENCE", 0)
    file = tmp_path / "manifest.jsonl"
    with manifest(sys.stdout, file), pytest.raises(Refusal, match="batch_busy"), manifest(file, file):
        pass


def test_a_file_that_another_run_writes_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.md"
    exists = Path.exists

    def late(path: Path) -> bool:
        found = exists(path)
        if path == target and not found:
            target.write_text("theirs")
            monkeypatch.setattr(Path, "exists", lambda path: path != target and exists(path))
        return found

    monkeypatch.setattr(Path, "exists", late)
    assert OutputWriter().file(target, b"ours").status is Status.EXISTS
    assert target.read_text() == "theirs"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
def test_a_second_run_is_told_of_a_first_and_a_killed_one_forgets_no_letter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    workspace(tmp_path)

    def table(reference: str) -> None:
        rows = "".join(f"SO-{number:03},{reference}-{number}\n" for number in range(40))
        (tmp_path / "rows.csv").write_text(f"id,order_reference\n{rows}")

    table("CG")
    command = [sys.executable, "-m", "cli.app", "render", "base.yaml", "--each", "rows.csv", "-o", "out"]
    run = subprocess.Popen([*command, "--to", "md", "-j", "1"], cwd=tmp_path, stderr=subprocess.DEVNULL)
    while len(list((tmp_path / "out").glob("*.md"))) < 5:
        assert run.poll() is None
        time.sleep(0.005)
    os.kill(run.pid, signal.SIGSTOP)  # so that it is still at work when the second one begins
    with monkeypatch.context() as patched:
        patched.setattr(manifests, "PATIENCE", 0)
        second = comms_render("base.yaml", each=Path("rows.csv"), output="out", to="md", jobs=1)
        assert second.status == 1
        assert "Another run is writing the files that out/manifest.jsonl lists." in second.err.replace(
            "\\", "/"
        )
    os.kill(run.pid, signal.SIGKILL)
    run.wait(PATIENCE)
    assert not (tmp_path / "out/manifest.jsonl").exists()
    table("XX")
    ran = comms_render("base.yaml", each=Path("rows.csv"), output="out", to="md", jobs=1)
    assert (ran.status, ran.err.count("40 written")) == (0, 1)
    assert all("XX-" in file.read_text(encoding="utf-8") for file in (tmp_path / "out").glob("*.md"))
    assert not [path.name for path in (tmp_path / "out").iterdir() if path.name.startswith(".")]
