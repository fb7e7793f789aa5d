"""Two people, or two programs, work on the same files at the same time: nothing is lost, and the later is told."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from cli.app import main
from cli.commands.session import Session
from cli.terminal import errors
from comms.interview.drafts import all_drafts
from comms.reading.source import Source
from comms.runtime import files
from comms.workspace.loading import load_case
from tests.support import EXAMPLES, Ran, surroundings
from tests.support.effort import PATIENCE

ORDER = EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml"
REQUEST = EXAMPLES / "change-request" / "good" / "more-lamps.en.yaml"
BRIEF = EXAMPLES / "design-brief" / "good" / "banner.en.yaml"
MARK = "somebody else was here"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    (tmp_path / "comms.toml").write_text('language = "en"\ntimezone = "UTC"\n')
    (tmp_path / ORDER.name).write_bytes(ORDER.read_bytes())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / ".state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    yield tmp_path
    errors.speak(None)


def called(monkeypatch: pytest.MonkeyPatch, command: str) -> object:
    """Run a command in this process and return its exit status."""
    monkeypatch.setattr(sys, "argv", ["comms", *command.split()])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code


def unsigned_request(desk: Path) -> Path:
    text = REQUEST.read_text(encoding="utf-8").replace("{status: approved}", "{status: proposed}")
    file = desk / "request.yaml"
    file.write_text(text[: text.index("approvals:")], encoding="utf-8")
    return file


def copied(source: Path, name: str) -> Callable[[Path], Path]:
    def copy(desk: Path) -> Path:
        (desk / name).write_bytes(source.read_bytes())
        return desk / name

    return copy


def absent(name: str) -> Callable[[Path], Path]:
    return lambda desk: desk / name


def with_two_faults(desk: Path) -> Path:
    file = desk / "brief.yaml"
    text = BRIEF.read_text(encoding="utf-8")
    file.write_text(text.replace("rounds: 2", "rounds: ２"), encoding="utf-8")
    return file


def with_baseline(desk: Path) -> Path:
    (desk / "bad.yaml").write_text("kind: brief\ntitle: t\n")
    (desk / "other.yaml").write_text("kind: brief\n")
    file = desk / "comms-baseline.json"
    file.write_text('{"version": 1, "files": {}}')
    return file


def entered(text: str) -> str:
    """Return a baseline to which another run has added a file."""
    return json.dumps({"version": 1, "files": {"other.yaml": {"W102": 1}}})


@dataclass(frozen=True)
class Writer:
    """A command that writes a file, what somebody else makes of that file meanwhile, and both in the end.

    both: what the file says in the end if both are kept; None if the command is refused.
    """

    command: str
    file: Callable[[Path], Path]
    meanwhile: Callable[[str], str] = lambda text: MARK
    both: tuple[str, ...] | None = None


def other_signature(text: str) -> str:
    return f"{text}approvals: [{{party: seller, name: {MARK}, signed_on: 2026-06-18}}]\n"


def other_reason(text: str) -> str:
    return text.replace("a week later", MARK)


def other_title(text: str) -> str:
    lines = text.splitlines(keepends=True)
    return "".join(f"title: {MARK}\n" if line.startswith("title:") else line for line in lines)


WRITERS = {
    "change sign": Writer(
        "change sign request.yaml buyer --name Ann --on 2026-06-19",
        unsigned_request,
        other_signature,
        ("Ann", MARK),
    ),
    "edit --set": Writer(
        "edit brief.yaml --set what=one-banner --no-input",
        copied(BRIEF, "brief.yaml"),
        other_title,
        ("what: one-banner", MARK),
    ),
    "lint --fix": Writer("lint --fix .", with_two_faults, other_title, ("rounds: 2\n", MARK)),
    "lint --write-baseline": Writer(
        "lint --write-baseline bad.yaml", with_baseline, entered, ("other.yaml", "bad.yaml")
    ),
    "edit -o": Writer("edit brief.yaml --set what=x --no-input -o out.yaml", absent("out.yaml")),
    "new": Writer(f"new design-brief --no-input --answers {BRIEF} -o out.yaml", absent("out.yaml")),
    "new --save-answers": Writer(
        f"new design-brief --no-input --answers {BRIEF} -o out.md --save-answers answers.yaml",
        absent("answers.yaml"),
    ),
    "new --schema": Writer(
        f"new design-brief --no-input --answers {BRIEF} -o out.yaml --schema schema.json",
        absent("schema.json"),
    ),
    "template show -o": Writer("template show brief -o own", absent("own/en/brief.md.j2")),
    "schema -o": Writer("schema brief -o brief.json", absent("brief.json")),
    "change diff -o": Writer(f"change diff {ORDER.name} {ORDER.name} -o diff.md", absent("diff.md")),
    "change apply": Writer("change apply approved.yaml", absent("SO-2026-0620.r2.yaml")),
    "init": Writer("init --no-input --set language=en", absent("comms.toml")),
}
"""Every command that writes what a person could have written, too."""


def saved_meanwhile(file: Path, change: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Let somebody else save a file right before it is written; the list says whether that came to be."""
    came: list[Path] = []
    whole = files._temporary

    def late(path: Path, content: bytes):  # type: ignore[no-untyped-def]
        if path.resolve() == file.resolve() and not came:
            came.append(path)
            earlier = path.read_text(encoding="utf-8") if path.exists() else ""
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(change(earlier), encoding="utf-8")
        return whole(path, content)

    monkeypatch.setattr(files, "_temporary", late)
    return came


@pytest.mark.parametrize("name", WRITERS)
def test_what_is_saved_between_reading_and_writing_is_never_written_over(
    name: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    writer = WRITERS[name]
    copied(BRIEF, "brief.yaml")(desk)
    copied(REQUEST, "approved.yaml")(desk)
    file = writer.file(desk)
    if name == "init":
        file.unlink()
    came = saved_meanwhile(file, writer.meanwhile, monkeypatch)
    status = called(monkeypatch, writer.command)
    assert came, "the command did not write the file"
    text, told = file.read_text(encoding="utf-8"), capsys.readouterr().err
    if writer.both is None:
        assert (status, text) == (1, MARK)
        assert file.name in told
    else:
        assert [each for each in writer.both if each not in text] == []
    assert not [path for path in desk.rglob("*.part") if ".state" not in path.parts]


def test_terms_that_somebody_changes_meanwhile_are_not_signed(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = unsigned_request(desk)
    assert not saved_meanwhile(file, other_reason, monkeypatch)
    assert called(monkeypatch, "change sign request.yaml buyer --name Ann --on 2026-06-19") == 1
    assert "was changed by someone else in the meantime, so nothing was written" in capsys.readouterr().err
    text = file.read_text(encoding="utf-8")
    assert MARK in text
    assert "Ann" not in text


def test_an_interview_over_a_file_that_somebody_saves_meanwhile_is_kept_as_a_draft(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied(BRIEF, "brief.yaml")(desk)

    def ask(session: Session) -> object:
        session.draft.data["title"] = "Typed for an hour"
        return load_case(Source("", "", session.draft.data)).document

    monkeypatch.setattr("cli.commands.edit.is_terminal", lambda: True)
    monkeypatch.setattr("cli.commands.edit.refuse_other_encodings", lambda: None)
    monkeypatch.setattr(Session, "ask", ask)
    came = saved_meanwhile(file, other_title, monkeypatch)
    assert called(monkeypatch, "edit brief.yaml") == 1
    assert came
    assert f"title: {MARK}" in file.read_text(encoding="utf-8")
    (draft,) = all_drafts()
    assert draft.data["title"] == "Typed for an hour"
    assert f"comms drafts resume {draft.data['id']} -o FILE" in capsys.readouterr().err


_AT_ONCE = """
import sys
from importlib import import_module
from cli.app import main
from cli.commands.session import Session
module, name = sys.argv.pop(1).split(":")
place = import_module(module)
work = getattr(place, name)
def wait(*given):
    setattr(place, name, work)
    print("ready", flush=True)
    sys.stdin.readline()
    return work(*given)
setattr(place, name, wait)
main()
"""
WRITING = "comms.runtime.files:_refusals"
"""Where a command begins to write what it has made of what it read."""
NUMBERING = "cli.commands.new:numbered"
"""Where a new document gets the number under which it is saved."""


def at_once(folder: Path, where: str, *commands: str) -> list[Ran]:
    """Run commands in processes of their own that all come to one place before any of them goes on."""
    environment = {**surroundings(), "LANG": "en_US.UTF-8", "HOME": str(folder)}
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", _AT_ONCE, where, *command.split()],
            cwd=folder,
            env={**environment, "XDG_STATE_HOME": str(folder / ".state"), "PYTHONPATH": str(EXAMPLES.parent)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        for command in commands
    ]
    for run in runs:
        assert run.stdout is not None
        assert run.stdout.readline() == "ready\n", run.communicate()
    for run in runs:
        assert run.stdin is not None
        run.stdin.write("\n")
        run.stdin.flush()
    ended = [run.communicate(timeout=PATIENCE) for run in runs]
    return [Ran(run.returncode, *texts) for run, texts in zip(runs, ended, strict=True)]


def test_two_sides_sign_at_once_and_both_signatures_stay(desk: Path) -> None:
    file = unsigned_request(desk)
    sides = [f"change sign request.yaml {side} --name {side} --on 2026-06-19" for side in ("buyer", "seller")]
    ran = at_once(desk, WRITING, *sides)
    assert [run.status for run in ran] == [0, 0], ran
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert {(each["party"], each["name"]) for each in data["approvals"]} == {
        ("buyer", "buyer"),
        ("seller", "seller"),
    }
    assert data["decision"] == {"status": "approved"}
    assert sum("Both sides have signed" in run.err for run in ran) == 1


def test_of_two_signatures_for_one_side_the_later_is_refused(desk: Path) -> None:
    file = unsigned_request(desk)
    ran = at_once(
        desk,
        WRITING,
        *(f"change sign request.yaml buyer --name {name} --on 2026-06-19" for name in ("Ann", "Bob")),
    )
    assert sorted(run.status for run in ran) == [0, 1], ran
    (refused,) = [run for run in ran if run.status]
    (approval,) = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)["approvals"]
    assert f"{approval['name']} has already signed" in refused.err


def test_two_edits_at_once_are_both_kept(desk: Path) -> None:
    file = copied(BRIEF, "brief.yaml")(desk)
    ran = at_once(
        desk,
        WRITING,
        "edit brief.yaml --no-input --set title=Shorter",
        "edit brief.yaml --no-input --set where=Everywhere",
    )
    assert [run.status for run in ran] == [0, 0], ran
    data = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    assert (data["title"], data["where"]) == ("Shorter", "Everywhere")


def test_two_new_documents_get_two_numbers_in_two_folders_of_a_workspace(desk: Path) -> None:
    answers = desk / "answers.yaml"
    answers.write_text(
        "".join(
            line
            for line in BRIEF.read_text(encoding="utf-8").splitlines(keepends=True)
            if not line.startswith("id:")
        )
    )
    (desk / "one").mkdir()
    (desk / "two").mkdir()
    command = "new design-brief --no-input --answers answers.yaml"
    ran = at_once(desk, NUMBERING, f"{command} -o one/a.yaml", f"{command} -o two/ --to docx")
    assert [run.status for run in ran] == [0, 0], ran
    (renumbered,) = [run.err for run in ran if "has been given to another document" in run.err]
    assert "This one has the number" in renumbered
    first = yaml.load((desk / "one" / "a.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)["id"]
    (second,) = (desk / "two").iterdir()
    assert {first[-4:], second.stem[-4:]} == {"0001", "0002"}


def test_a_request_applied_twice_at_once_makes_one_revision(desk: Path) -> None:
    copied(REQUEST, "request.yaml")(desk)
    ran = at_once(desk, WRITING, "change apply request.yaml", "change apply request.yaml")
    assert [run.status for run in ran] == [0, 0], ran
    assert sum("has already been applied as revision 2" in run.err for run in ran) == 1
    assert [path.name for path in desk.glob("SO-*")] == ["SO-2026-0620.r2.yaml"]


def test_two_requests_applied_at_once_make_two_revisions(desk: Path) -> None:
    copied(REQUEST, "request.yaml")(desk)
    text = REQUEST.read_text(encoding="utf-8").replace("CR-2026-0620-02", "CR-2026-0620-03")
    changed = '"lines[DL-30-OAK].quantity", before: 1200, after: 1400'
    text = text.replace(changed, "delivery.mode, before: sea, after: air").replace("_days: 7", "_days: 0")
    other = "".join(line for line in text.splitlines(keepends=True) if "delivery.ship_by" not in line)
    (desk / "other.yaml").write_text(other, encoding="utf-8")
    ran = at_once(desk, WRITING, "change apply request.yaml", "change apply other.yaml")
    assert [run.status for run in ran] == [0, 0], ran
    assert {path.name for path in desk.glob("SO-*")} == {"SO-2026-0620.r2.yaml", "SO-2026-0620.r3.yaml"}
    last = yaml.load((desk / "SO-2026-0620.r3.yaml").read_text(encoding="utf-8"), yaml.BaseLoader)
    assert (last["lines"][0]["quantity"], last["delivery"]["mode"]) == ("1400", "air")


def test_a_signature_goes_through_a_link_to_the_request(desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = unsigned_request(desk)
    (desk / "link.yaml").symlink_to(real)
    assert called(monkeypatch, "change sign link.yaml buyer --name Ann --on 2026-06-19") == 0
    assert (desk / "link.yaml").is_symlink()
    assert "Ann" in real.read_text(encoding="utf-8")


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_a_folder_is_fixed_without_following_links_out_of_it(
    option: str, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = with_two_faults(desk)
    (desk / "folder" / "sub").mkdir(parents=True)
    inside = desk / "folder" / "sub" / "inside.yaml"
    inside.write_bytes(outside.read_bytes())
    (desk / "folder" / "out.yaml").symlink_to(outside)
    (desk / "folder" / "in.yaml").symlink_to(inside)
    before = outside.read_bytes()
    called(monkeypatch, f"lint {option} folder")
    assert outside.read_bytes() == before
    assert (desk / "folder" / "in.yaml").is_symlink()
    told = capsys.readouterr()
    assert f"{Path('folder/out.yaml')} is a link to a file outside the folder" in told.err
    assert f"comms lint --fix {outside}" in told.err
    assert "brief.yaml" not in told.out
    assert (b"rounds: 2\n" in inside.read_bytes()) is (option == "--fix")
    called(monkeypatch, f"lint --fix {desk / 'folder' / 'out.yaml'}")  # a link that is named is followed
    assert b"rounds: 2\n" in outside.read_bytes()
    assert (desk / "folder" / "out.yaml").is_symlink()


@pytest.mark.parametrize(
    ("command", "file"),
    [
        ("change apply request.yaml", "SO-2026-0620.r2.yaml"),
        ("new design-brief --no-input --answers brief.yaml -o new.yaml", "new.yaml"),
        ("template show brief -o own", "own/en/brief.md.j2"),
    ],
)
def test_a_file_system_without_hard_links_is_no_obstacle(
    command: str, file: str, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_paths: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refused)
    copied(REQUEST, "request.yaml")(desk)
    copied(BRIEF, "brief.yaml")(desk)
    assert called(monkeypatch, command) == 0
    assert (desk / file).stat().st_size
