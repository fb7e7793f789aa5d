"""Files are written whole, through links, on any file system, and never over what came meanwhile."""

import errno
import os
import re
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from comms.errors import CommsError, Refusal
from comms.runtime import files
from comms.runtime.files import ChangedMeanwhile, again_if_changed, replace, write_atomic, write_new
from comms.runtime.locks import exclusive

WRITERS = {
    "atomic": lambda path: write_atomic(path, b"new"),
    "replace": lambda path: replace(path, b"old", b"new"),
}


@pytest.fixture(autouse=True)
def own_state(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path_factory.mktemp("state")
    monkeypatch.setenv("XDG_STATE_HOME", str(folder))
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_is_written_through_and_stays_a_link(writer: str, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    real, link = tmp_path / "elsewhere" / "real.txt", tmp_path / "link.txt"
    real.write_bytes(b"old")
    link.symlink_to(real)
    WRITERS[writer](link)
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert names(tmp_path) == ["elsewhere", "link.txt"]
    assert names(real.parent) == ["real.txt"]


def test_a_file_keeps_its_group_and_permissions(tmp_path: Path) -> None:
    groups = [group for group in os.getgroups() if group != os.getgid()] if hasattr(os, "getgroups") else []
    others = [4321] if hasattr(os, "geteuid") and os.geteuid() == 0 else groups
    if not others:
        pytest.skip("there is no other group to give a file to")
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    os.chown(file, -1, others[0])
    file.chmod(0o664)
    replace(file, b"old", b"new")
    assert (file.stat().st_gid, file.stat().st_mode & 0o777) == (others[0], 0o664)


@pytest.mark.parametrize("writer", WRITERS)
def test_a_link_that_leads_to_itself_is_refused_and_stays(writer: str, tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(link)
    with pytest.raises(CommsError, match="not_writable"):
        WRITERS[writer](link)
    assert link.is_symlink()
    assert names(tmp_path) == ["link.txt"]


@pytest.mark.parametrize("writer", WRITERS)
def test_a_read_only_file_stays_as_it_is(
    writer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    file.chmod(0o444)
    if os.access(file, os.W_OK):  # to root nothing is read-only
        monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CommsError, match="not_writable"):
        WRITERS[writer](file)
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == ["a.txt"]


def test_a_new_file_does_not_take_the_place_of_a_link_that_leads_nowhere(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(Refusal, match="exists"):
        write_new(link, b"new")
    assert names(tmp_path) == ["link.txt"]


def test_a_pipe_is_written_into_and_not_replaced_by_a_file(tmp_path: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("there are no named pipes here")
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_atomic(pipe, b"new")
    reader.join()
    assert read == [b"new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("content", [b"other", b"", b"old "])
def test_what_came_meanwhile_is_not_written_over(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(content)
    with pytest.raises(ChangedMeanwhile):
        replace(file, b"old", b"new")
    assert file.read_bytes() == content
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize("before", [None, b"old"])
def test_a_file_that_came_or_went_meanwhile_has_changed(before: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    if before is None:
        file.write_bytes(b"")
    with pytest.raises(ChangedMeanwhile):
        replace(file, before, b"new")
    assert file.exists() is (before is None)


def test_work_on_a_file_that_has_changed_is_done_again_but_not_for_ever(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"1")
    attempts = []

    def work() -> int:
        before = file.read_bytes()
        attempts.append(before)
        if len(attempts) < 3:
            file.write_bytes(b"%d" % (int(before) + 1))  # somebody is faster
        replace(file, before, before + b".")
        return len(attempts)

    assert again_if_changed(work) == 3
    assert file.read_bytes() == b"3."

    def never() -> None:
        attempts.append(b"")
        raise ChangedMeanwhile(file)

    with pytest.raises(ChangedMeanwhile):
        again_if_changed(never)
    assert len(attempts) < 100


NO_LINKS = [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EACCES, errno.EMLINK]


@pytest.fixture
def without_links(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    def refused(*_paths: object) -> None:
        raise OSError(request.param, os.strerror(request.param))

    monkeypatch.setattr(os, "link", refused)


@pytest.mark.parametrize("without_links", NO_LINKS, indirect=True)
def test_a_new_file_is_written_without_hard_links(without_links: None, tmp_path: Path) -> None:
    file = tmp_path / "sub" / "a.txt"
    write_new(file, b"one")
    with pytest.raises(Refusal, match="exists"):
        write_new(file, b"two")
    assert file.read_bytes() == b"one"
    assert names(file.parent) == ["a.txt"]


@pytest.mark.parametrize("without_links", NO_LINKS[:1], indirect=True)
def test_a_name_that_was_taken_for_a_file_that_cannot_come_is_free_again(
    without_links: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_paths: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(CommsError, match="not_writable"):
        write_new(tmp_path / "a.txt", b"one")
    assert names(tmp_path) == []


def test_what_a_killed_run_of_the_same_number_left_is_not_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: 1)  # as in a container
    left = [f".a.txt.1.{number}.part" for number in range(3)] + [".a.txt.1.new"]
    for name in left:
        (tmp_path / name).write_bytes(b"half")
    write_new(tmp_path / "a.txt", b"one")
    write_atomic(tmp_path / "a.txt", b"two")
    replace(tmp_path / "a.txt", b"two", b"three")
    assert (tmp_path / "a.txt").read_bytes() == b"three"


def test_leftovers_are_cleared_once_they_are_a_day_old(tmp_path: Path) -> None:
    old = (".a.yaml.1.0.part", ".b.yaml.0123456789abcdef.part")
    kept = ("c.part", ".d.part", ".e.yaml.0123456789abcdef.part.txt", ".f.yaml.zz.part", "g.yaml")
    fresh = ".a.yaml.fedcba9876543210.part"
    for name in (*old, *kept, fresh):
        (tmp_path / name).write_bytes(b"half")
    for name in (*old, *kept):
        os.utime(tmp_path / name, (0, 10**9))
    write_atomic(tmp_path / "a.yaml", b"new")
    assert names(tmp_path) == sorted(("a.yaml", *kept, fresh))


def test_a_folder_named_as_a_file_is_a_message(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    for write in (write_atomic, write_new):
        with pytest.raises(CommsError, match="not_writable"):
            write(tmp_path / "file" / "a.txt", b"new")
        with pytest.raises(CommsError):
            write(tmp_path, b"new")


def test_without_a_folder_for_locks_the_comparison_remains(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").write_bytes(b"")  # a file where the folder would be
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    replace(file, b"old", b"new")
    assert file.read_bytes() == b"new"
    with pytest.raises(ChangedMeanwhile):
        replace(file, b"old", b"newer")


def test_a_run_that_does_not_end_is_told_to_the_next_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comms.runtime.locks.PATIENCE", 0)
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    with exclusive(file), pytest.raises(Refusal, match="busy"):
        replace(file, b"old", b"new")
    replace(file, b"old", b"new")


HOLDING = """
import sys
from pathlib import Path
from comms.runtime.locks import exclusive
with exclusive(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_ends_with_the_process_that_holds_it_however_that_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("comms.runtime.locks.PATIENCE", 0)
    file = tmp_path / "a.txt"
    file.write_bytes(b"old")
    command = [sys.executable, "-c", HOLDING, str(file)]
    root = str(Path(files.__file__).parent.parent.parent)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": root}
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(Refusal, match="busy"):
            replace(file, b"old", b"new")
        holder.kill()
    replace(file, b"old", b"new")
    assert file.read_bytes() == b"new"


def test_locks_leave_nothing_beside_the_files_and_never_more_than_some(
    own_state: Path, tmp_path: Path
) -> None:
    for number in range(600):
        with exclusive(tmp_path / str(number)):
            pass
    assert names(tmp_path) == []
    left = names(own_state / "comms" / "locks")
    assert len(left) <= 256
    assert all(re.fullmatch(r"file-[0-9a-f]{2}\.lock", name) for name in left)


def test_only_one_place_writes_files() -> None:
    root = Path(files.__file__).parent.parent.parent
    writes = re.compile(
        r"write_(?:bytes|text)\(|\.open\([\"'][wax]|open\([^)]*[\"'][wax]b?[\"']|os\.(?:replace|rename)\(|copyfile\("
    )
    found = {
        path.relative_to(root).as_posix()
        for folder in ("comms", "cli")
        for path in (root / folder).rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }
    assert found <= {
        "comms/runtime/files.py",
        "cli/app.py",  # what a closed stream would have taken
        "cli/commands/demo.py",  # copies of the examples in the folder of the tour
        "cli/terminal/errors.py",  # the log of a bug
        "comms/rendering/pdf.py",  # what LibreOffice reads, in a temporary folder
        "comms/tasks/manifest.py",  # the record of a batch while it runs
    }


def test_who_writes_over_a_file_without_comparing_is_listed() -> None:
    root = Path(files.__file__).parent.parent.parent
    found = {
        path.relative_to(root).as_posix()
        for folder in ("comms", "cli")
        for path in (root / folder).rglob("*.py")
        if re.search("write_(?:atomic|private)", path.read_text(encoding="utf-8"))
    }
    assert found <= {
        "comms/runtime/files.py",
        "comms/interview/drafts.py",  # its own file, locked while it is open
        "cli/terminal/editor.py",  # the page beside a draft, read when the editor has ended
        "comms/linting/cache.py",  # may be lost at any time
        "comms/tasks/output_files.py",  # compares with what an earlier run wrote
        "cli/commands/lint.py",  # the report of `--output`, made anew by each run
        "cli/commands/demo.py",  # copies of the examples in the folder of the tour
        "cli/interview/line_table.py",  # what was confirmed last counts
    }
