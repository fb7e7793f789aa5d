"""Drafts are kept after every answer, listed, resumed and deleted; new documents like earlier ones."""

import io
import json
import os
import random
import signal
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from rich.console import Console

from cli.commands.drafts import drafts
from cli.commands.session import tell_kept
from cli.interview.interview import Interview
from cli.terminal.editor import put_page
from cli.terminal.screen import Screen
from comms.interview.drafts import Draft, all_drafts, new_draft_file, read_draft
from comms.interview.questions import Question
from comms.paths import FieldPath, put
from comms.reading.answers import AnswerContext
from comms.reading.source import Source
from comms.workspace.defaults import reusable_answers
from comms.workspace.loading import load_case, load_file, plain_data
from tests.support import EXAMPLES
from tests.support.here import run_here
from tests.support.requests import GOOD
from tests.support.terminals import Terminal, drafts_of

ORDER = EXAMPLES / "order-confirmation" / "good"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "comms.toml").write_text('timezone = "UTC"\n')
    yield tmp_path


def begun(folder: Path, *arguments: str) -> Terminal:
    terminal = Terminal(folder, "new", "brief", *arguments)
    terminal.answer("Title:", "Size chart")
    terminal.answer("What:", "1 size chart, SVG")
    terminal.child.expect_exact("Why:")
    return terminal


def number_of(folder: Path) -> str:
    """The number of the only draft; it has the year in which the test runs."""
    (draft,) = drafts_of(folder)
    return str(draft["data"]["id"])


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_ends_in_good_order_and_keeps_what_was_half_typed(name: str, desk: Path) -> None:
    terminal = begun(desk)
    terminal.child.send("62 of 180")
    terminal.child.expect_exact("62 of 180")
    os.kill(terminal.child.pid, getattr(signal, name))
    assert terminal.end() == 130
    (draft,) = drafts_of(desk)
    assert draft["data"]["what"] == "1 size chart, SVG"
    assert draft["half_typed"] == {"why": "62 of 180"}


def test_a_killed_program_loses_only_the_answer_being_typed(desk: Path) -> None:
    terminal = begun(desk)
    terminal.child.send("62 of")
    os.kill(terminal.child.pid, signal.SIGKILL)
    assert terminal.end() == -signal.SIGKILL
    (draft,) = drafts_of(desk)
    assert (draft["data"]["title"], draft["data"]["what"]) == ("Size chart", "1 size chart, SVG")


def test_a_draft_that_waits_is_offered_before_a_new_document_begins(desk: Path) -> None:
    begun(desk).child.close(force=True)
    terminal = Terminal(desk, "new", "brief")
    terminal.child.expect_exact("Size chart")
    terminal.answer("starts a new document:", "9")
    terminal.answer("starts a new document:", "1")
    terminal.child.expect_exact("Why:")
    terminal.child.close(force=True)
    assert len(drafts_of(desk)) == 1


def test_pasted_line_breaks_answer_no_other_question(desk: Path) -> None:
    terminal = begun(desk)
    terminal.child.send("62 of 180\rcomplaints in May\r named a wrong size")
    terminal.child.expect_exact("named a wrong size")
    terminal.child.send("\r")
    terminal.child.expect_exact("Due")
    terminal.child.close(force=True)
    (draft,) = drafts_of(desk)
    assert draft["data"]["why"] == "62 of 180\ncomplaints in May\n named a wrong size"


def test_a_long_answer_is_written_in_the_editor(desk: Path) -> None:
    editor = desk / "editor"
    editor.write_text('#!/bin/sh\nprintf "62 of 180 complaints named a wrong size" > "$1"\n')
    editor.chmod(0o755)
    terminal = Terminal(desk, "new", "brief", EDITOR=str(editor), VISUAL=str(editor))
    terminal.answer("Title:", "Size chart")
    terminal.answer("What:", "1 size chart, SVG")
    terminal.child.expect_exact("Why:")
    terminal.child.send("\x05")
    terminal.child.expect_exact("named a wrong size")
    terminal.child.send("\r")
    terminal.child.expect_exact("Due")
    terminal.child.close(force=True)
    assert drafts_of(desk)[0]["data"]["why"] == "62 of 180 complaints named a wrong size"


def test_plain_lines_need_no_cursor(desk: Path) -> None:
    for arguments, environment in ((("--plain",), {}), ((), {"TERM": "dumb"})):
        terminal = Terminal(desk, "new", "brief", *arguments, "--set", "title=Size chart", **environment)
        terminal.answer("What:", "<")
        terminal.child.expect_exact("[Size chart] Enter accepts it")
        terminal.answer("Title:", "")
        terminal.answer("What:", "1 size chart, SVG")
        terminal.child.expect_exact("Why:")
        assert "\x1b" not in terminal.child.before
        terminal.child.send("\x04")
        assert terminal.end() == 130


@pytest.mark.parametrize("encoding", ["GBK", "gb18030"])
def test_a_terminal_of_another_encoding_is_told_in_that_encoding(encoding: str, desk: Path) -> None:
    terminal = Terminal(desk, "new", "brief", reads=encoding, LANG=f"zh_CN.{encoding}")
    terminal.child.expect_exact(f"这个终端用的是 {encoding} 编码")
    assert terminal.end() == 2


@pytest.mark.long
def test_drafts_are_listed_shown_and_deleted_by_number(desk: Path) -> None:
    begun(desk).child.close(force=True)
    listed = run_here("drafts", cwd=desk)
    assert listed.status == 0
    number = number_of(desk)
    assert f"1  {number} Size chart (English, answers: 2" in listed.out
    shown = run_here("drafts", "show", "1", cwd=desk)
    assert yaml.safe_load(shown.out)["what"] == "1 size chart, SVG"
    assert run_here("drafts", "delete", cwd=desk).status == 2
    assert run_here("drafts", "delete", "7", cwd=desk).status == 2
    assert len(drafts_of(desk)) == 1
    assert run_here("drafts", "delete", number, cwd=desk).status == 0
    assert drafts_of(desk) == []
    assert "There are no drafts." in run_here("drafts", cwd=desk).err


def test_an_unknown_action_names_the_known_ones(desk: Path) -> None:
    ran = run_here("drafts", "open", cwd=desk)
    assert ran.status == 2
    assert "list, show, resume, delete" in ran.err


def test_an_order_like_an_earlier_one_takes_its_terms_and_its_buyer(desk: Path) -> None:
    earlier = next(ORDER.glob("lamps*.yaml"))
    ran = run_here("new", "order-confirmation", "--like", earlier, "--no-input", cwd=desk)
    missing = [
        line.split("'")[-2] if "'" in line else line.split()[-1]
        for line in ran.err.splitlines()
        if "--set" in line
    ]
    assert {name.partition("=")[0].partition("[")[0].partition(".")[0] for name in missing} <= {
        "order_reference", "order_received_at", "lines", "delivery", "payment", "issued_at", "reply_by",
    }  # fmt: skip


def test_only_a_document_of_the_kind_can_be_gone_by(desk: Path) -> None:
    earlier = next(ORDER.glob("lamps*.yaml"))
    ran = run_here("new", "brief", "--like", earlier, "--no-input", cwd=desk)
    assert ran.status == 2
    assert "is not of the kind brief" in ran.err


@pytest.mark.parametrize(
    "file",
    [sorted((EXAMPLES / kind).glob("good/*.yaml"))[-1] for kind in ("restock-brief", "delay-notice")],
    ids=lambda path: path.name,
)
@pytest.mark.long
def test_saved_answers_give_the_same_document_byte_for_byte(file: Path, desk: Path) -> None:
    for referred in file.parent.parent.parent.glob("*/good/*.yaml"):  # documents that it refers to
        (desk / f"shop-{referred.name}").write_bytes(referred.read_bytes())
    kind = file.parent.parent.name
    first = run_here(
        "new", kind, "--answers", file, "--save-answers", "kept.yaml", "-o", "a.md", "--no-input", cwd=desk
    )
    if first.status == 2 and "--set" in first.err:
        pytest.skip("the example leaves out what the interview would ask for")
    assert first.status == 0, first.err
    again = run_here("new", kind, "--answers", "kept.yaml", "-o", "b.md", "--no-input", cwd=desk)
    assert again.status == 0, again.err
    assert (desk / "a.md").read_bytes() == (desk / "b.md").read_bytes()


ANSWERS = (
    "Size chart", "1 size chart, SVG", "62 of 180 complaints named a wrong size", "2096-06-05", "", "",
    "product page", "Maya Lind", "Tom Okafor", "", "", "one table, two units", "800 EUR",
)  # fmt: skip


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kills a forked process")
@pytest.mark.long
def test_a_program_killed_at_any_moment_has_kept_every_confirmed_answer(tmp_path: Path) -> None:
    """An answer is confirmed once the next question is shown; CI kills 200 programs (COMMS_KILLS)."""
    dice, seen = random.Random(9), set()
    _interview(tmp_path / "first.json", lambda: None)  # loads the modules before the fork
    for run_number in range(int(os.environ.get("COMMS_KILLS", "40"))):
        file = tmp_path / f"{run_number}.json"
        reads, writes = os.pipe()
        child = os.fork()
        if not child:
            os.close(reads)
            _interview_that_tells(file, writes)
        os.close(writes)
        with os.fdopen(reads, "rb", buffering=0) as pipe:
            put = sum(len(pipe.read(1) or b"") for _ in range(dice.randrange(len(ANSWERS))))
            time.sleep(dice.uniform(0, 0.02))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            confirmed = put + len(pipe.readall()) - 1  # one byte for each question that was asked
        seen.add(confirmed)
        if confirmed > 0:
            kept = read_draft(file)
            given = [answer for answer in ANSWERS[:confirmed] if answer]
            assert kept.answers >= len(given), run_number  # an amount and its currency count as two
    assert len(seen) > 5, "the programs were killed at the same moment"


def _interview_that_tells(file: Path, writes: int) -> None:
    """Answer an interview, writing a byte for each question that is asked; never returns."""
    _interview(file, lambda: os.write(writes, b"."))
    os._exit(0)


def _interview(file: Path, tell: Callable[[], object]) -> None:
    answers = iter(ANSWERS)

    def ask(question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        tell()
        return next(answers)

    draft = Draft("brief", "en", {"kind": "brief", "id": "BR-1", "language": "en"}, file=file)
    screen, context = (
        Screen(Console(file=io.StringIO())),
        AnswerContext("en", datetime(2026, 5, 20, tzinfo=UTC), "EUR"),
    )
    with suppress(StopIteration):
        Interview(draft, ask, screen, context).run()


@pytest.mark.long
def test_a_document_that_somebody_else_saved_meanwhile_is_not_replaced(desk: Path) -> None:
    terminal = begun(desk)
    saved = desk / f"{number_of(desk)}.md"
    saved.write_text("somebody else's")
    for prompt, text in zip(
        ("Why:", "Due", "Start", "Date", "Where:", "Requester", "Owner", "Approver", "Informed", "How:",
         "Budget", "Quantity", "Hours", "Note", "Data", "Actor", "d or Enter:"),
        (*ANSWERS[2:], "", "", "", "", "", ""),
        strict=False,
    ):  # fmt: skip
        terminal.child.expect_exact(prompt) if prompt != "Why:" else None
        terminal.child.send(text + "\r")
    terminal.child.expect_exact("has been given to another document")
    terminal.answer("or Enter to end:", "")
    assert terminal.end() == 0
    assert saved.read_text() == "somebody else's"
    (ours,) = (file for file in desk.glob("BR-*.md") if file != saved)
    assert "Size chart" in ours.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content",
    [
        '{"draft_of": "brief", "language": "en", "data": []}',
        '{"draft_of": "brief", "language": "en", "left": 5}',
        '{"draft_of": "novel", "language": "en", "data": {}}',
        "[" * 100_000,
        "\x00",
    ],
)
def test_a_draft_that_cannot_be_read_hides_no_other(content: str, desk: Path) -> None:
    folder = desk / ".state" / "comms" / "drafts"
    folder.mkdir(parents=True)
    Draft("brief", "en", {"kind": "brief", "title": "Size chart"}, file=folder / "brief-2026-1.json").save()
    (folder / "brief-29991231-000000-1.json").write_text(content)
    assert "Size chart" in run_here("drafts", cwd=desk).out
    shown = run_here("drafts", "show", cwd=desk)
    assert yaml.safe_load(shown.out)["title"] == "Size chart"


def test_a_draft_of_an_edit_is_no_new_document(desk: Path) -> None:
    (desk / "mine.yaml").write_text("kind: brief\nid: BR-7\ntitle: Mine\n")
    terminal = Terminal(desk, "edit", "mine.yaml")
    terminal.answer("What:", "1 chart")
    terminal.child.expect_exact("Why:")
    terminal.child.send("\x03")
    terminal.child.expect_exact("comms drafts resume BR-7")
    assert terminal.end() == 130
    assert run_here("new", "brief", "--resume", "--no-input", cwd=desk).status == 1


def test_answers_have_no_place_beside_a_draft_that_goes_on(desk: Path) -> None:
    begun(desk).child.close(force=True)
    ran = run_here("new", "brief", "--resume", "--like", "x.yaml", "--no-input", cwd=desk)
    assert ran.status == 2
    assert "Change single answers with `--set`" in ran.err


def test_drafts_use_up_no_numbers(desk: Path) -> None:
    given = ("--set", "how=plainly")  # who gives answers is offered no draft
    begun(desk, *given).child.close(force=True)
    number = number_of(desk)
    (desk / "some-name.yaml").write_text(f"kind: brief\nid: {number[:-4]}0007\n")
    for _ in range(2):
        begun(desk, *given).child.close(force=True)
    assert sorted(draft["data"]["id"][-4:] for draft in drafts_of(desk)) == ["0001", "0008", "0008"]


@pytest.fixture
def complete_drafts(desk: Path, monkeypatch: pytest.MonkeyPatch) -> list[Draft]:
    """Two finished drafts of one number, begun in the desk."""
    monkeypatch.setenv("XDG_STATE_HOME", str(desk / ".state"))
    data = yaml.load(GOOD, yaml.BaseLoader) | {"id": "BR-2026-0001", "language": "en"}
    found = []
    for title in ("First", "Second"):
        draft = Draft("brief", "en", data | {"title": title}, file=new_draft_file("brief"))
        draft.folder, draft.number = str(desk), "BR-2026-0001"
        draft.save()
        found.append(draft)
    return found


def test_two_drafts_of_one_number_are_saved_under_two(complete_drafts: list[Draft], desk: Path) -> None:
    ran = [run_here("new", "brief", "--resume", "--no-input", cwd=desk) for _ in complete_drafts]
    assert [each.status for each in ran] == [0, 0], ran
    assert "renumbered" not in ran[0].err
    assert "BR-2026-0001 has been given to another document" in ran[1].err
    assert "This one has the number BR-2026-0002" in ran[1].err
    texts = [(desk / f"BR-2026-000{number}.md").read_text(encoding="utf-8") for number in (1, 2)]
    assert [f"id: BR-2026-000{number}" in text for number, text in enumerate(texts, 1)] == [True, True]
    assert {title for text in texts for title in ("First", "Second") if title in text} == {"First", "Second"}
    assert drafts_of(desk) == []


def test_a_number_that_the_user_chose_stays(complete_drafts: list[Draft], desk: Path) -> None:
    (desk / "other.yaml").write_text("kind: brief\nid: BR-2026-0005\n")
    ran = run_here(
        "new", "brief", "--resume", "--no-input", "--set", "id=BR-2026-0005", "-o", "a.yaml", cwd=desk
    )
    assert ran.status == 0
    assert yaml.safe_load((desk / "a.yaml").read_text())["id"] == "BR-2026-0005"


def test_a_draft_that_shares_its_number_is_named_by_its_file(
    complete_drafts: list[Draft], desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = complete_drafts
    for draft in complete_drafts:
        os.utime(first.file, (1e9, 1e9))
        tell_kept(draft)
        assert f"comms drafts resume {draft.file.stem}\n" in capsys.readouterr().err
    first.data["title"] = "The first"
    first.save()
    assert "The first" in run_here("drafts", "show", first.file.stem, cwd=desk).out
    second.forget()
    tell_kept(first)
    assert "comms drafts resume BR-2026-0001\n" in capsys.readouterr().err


def test_a_number_that_two_drafts_have_names_neither(complete_drafts: list[Draft], desk: Path) -> None:
    ran = run_here("drafts", "delete", "BR-2026-0001", cwd=desk)
    assert ran.status == 2
    assert "There are 2 drafts with the number BR-2026-0001" in ran.err
    assert run_here("drafts", "delete", "2", cwd=desk).status == 0
    assert len(drafts_of(desk)) == 1


def test_a_table_pasted_into_plain_lines_comes_whole(desk: Path) -> None:
    lines = ("--set", "title=Mugs", "--set", "what=3 mugs", "--set", "why=1 of 2")
    terminal = Terminal(desk, "new", "restock-brief", "--plain", *lines)
    terminal.answer("Due", ":9")
    terminal.child.expect_exact("uplift")
    terminal.child.send("\n")
    terminal.child.expect_exact("SKU:")
    terminal.child.send("SKU\tUnit\tOn hand\nA-1\tpcs\t600\nA-2\tpcs\t12\n")
    terminal.child.expect_exact("table: 2.")
    terminal.child.close(force=True)


@pytest.mark.long
def test_a_draft_that_is_open_in_another_window_is_neither_offered_nor_resumed_nor_deleted(
    desk: Path,
) -> None:
    first = begun(desk)
    number = number_of(desk)
    listed = run_here("drafts", cwd=desk).out
    assert number in listed
    assert "open in another window" in listed
    second = Terminal(desk, "new", "brief")
    second.child.expect_exact("Title:")  # nothing is offered first
    second.child.close(force=True)
    for action in ("resume", "delete"):
        ran = run_here("drafts", action, number, cwd=desk)
        assert ran.status == 1
        assert f"The draft {number} is open in another window" in ran.err
    first.child.kill(signal.SIGKILL)  # the system gives the claim up
    first.child.wait()
    again = Terminal(desk, "drafts", "resume", number)
    again.child.expect_exact("Continuing")
    again.child.close(force=True)


@pytest.mark.long
def test_a_draft_of_another_folder_is_listed_with_it_and_goes_on_there(desk: Path) -> None:
    begun(desk).child.close(force=True)
    other = desk / "other"
    other.mkdir()
    terminal = Terminal(other, "new", "brief", XDG_STATE_HOME=str(desk / ".state"))
    terminal.child.expect_exact("Title:")  # it is not offered here
    terminal.child.close(force=True)
    state = {"XDG_STATE_HOME": str(desk / ".state")}
    assert f"in {desk}" in run_here("drafts", cwd=other, **state).out
    given = run_here("drafts", "resume", "1", cwd=other, **state)
    assert given.status == 2  # nobody can be asked here, so the missing answers are listed
    assert run_here("new", "brief", "--resume", cwd=other, **state).status == 1


def test_what_became_of_an_earlier_document_is_not_begun_with() -> None:
    signed = load_file(EXAMPLES / "change-request/good/more-mugs.zh.yaml").document
    assert signed is not None
    kept = reusable_answers(signed)
    assert "reason" in kept
    assert not {"approvals", "decision", "revision", "id"} & set(kept)


ODD = (
    None,
    5,
    -1.5,
    True,
    "text",
    "",
    [],
    ["x"],
    [None],
    {},
    {"a": None},
    {"a": 1},
    {"a": "b"},
    [[1]],
    "\ud800",
)


def places_in(data: object, above: FieldPath = ()) -> Iterator[FieldPath]:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):  # type: ignore[var-annotated, arg-type]
        yield (*above, key)
        if isinstance(value, dict | list):
            yield from places_in(value, (*above, key))


def test_one_odd_draft_keeps_no_other_from_being_found(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(desk / ".state"))
    good = Draft(
        "brief", "en", {"kind": "brief", "id": "BR-1", "title": "Good"}, file=new_draft_file("brief")
    )
    good.save()
    state = json.loads(good.file.read_text())
    odd = good.file.with_name("brief-20260101-000000-000000.json")
    broken = 0
    for key in state:
        for value in ODD:
            odd.write_text(json.dumps({**state, key: value}))
            found = {draft.file for draft in all_drafts()}
            assert good.file in found
            broken += odd not in found
    assert broken > 100, "nearly every type is wrong for nearly every field"
    odd.write_text(json.dumps({**state, "language": "tlh"}))
    drafts("list", [], None, plain=True)
    told = capsys.readouterr()
    assert "Good" in told.out
    assert f"The draft {odd} cannot be read. Repair or delete the file." in told.err


def test_an_answer_of_a_draft_that_no_question_takes_is_half_typed(tmp_path: Path) -> None:
    data = plain_data(load_file(EXAMPLES / "design-brief" / "good" / "banner.en.yaml"))
    draft, dice, mended = Draft("design-brief", "en", file=tmp_path / "draft.json"), random.Random(4), 0
    for path in places_in(data):
        for value in dice.sample(ODD, 3):
            draft.data = deepcopy(data)
            put(draft.data, path, value)
            draft.save()
            read = read_draft(draft.file)
            assert load_case(Source("", "", read.data)).invalid == ()
            if read.data != draft.data:
                mended += 1
                assert read.half_typed or path == ("kind",)
    assert mended > 50
    draft.data = {**data, "when": {"due": "31 Febtober"}}
    draft.save()
    assert read_draft(draft.file).half_typed == {"when.due": "31 Febtober"}


@pytest.mark.parametrize("moment", [-(10**9), 0, 10**9, 10**10, 10**15])
def test_a_draft_is_listed_whatever_the_clock_said(
    moment: int, desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(desk / ".state"))
    monkeypatch.setattr("time.strftime", lambda *_: "19750304-100000")
    draft = Draft("brief", "en", {"kind": "brief", "id": "BR-1975-0001"}, file=new_draft_file("brief"))
    draft.save()
    os.utime(draft.file, (moment, moment))
    drafts("list", [], None, plain=True)
    assert "1  BR-1975-0001" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no modes")
@pytest.mark.parametrize("changes", [{}, {"source": "Two banners, please."}, {"edits": "order.yaml"}])
@pytest.mark.parametrize("umask", [0o000, 0o022])
def test_a_draft_is_for_the_eyes_of_its_owner_alone(
    tmp_path: Path, changes: dict[str, str], umask: int
) -> None:
    folder = tmp_path / "state" / "drafts"
    folder.mkdir(parents=True, mode=0o755)
    draft = Draft("brief", "en", {"title": "Banner"}, file=folder / "brief-1.json", **changes)  # type: ignore[arg-type]
    draft.file.write_text("{}")  # as an earlier version left it
    draft.file.chmod(0o644)
    before = os.umask(umask)
    try:
        draft.save()
        put_page(draft.sheet, "What:")
    finally:
        os.umask(before)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (folder, draft.file, draft.sheet)}
    assert modes == {"drafts": 0o700, "brief-1.json": 0o600, "brief-1.sheet.txt": 0o600}
