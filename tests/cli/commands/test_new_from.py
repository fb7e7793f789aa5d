"""`comms new --from`: what a message says is confirmed by the user, and only the gaps are asked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cli.commands import new_from
from cli.commands.new_from import Received, draft_from
from cli.commands.options import NewOptions
from cli.terminal import clipboard, errors
from cli.terminal.moves import Stopped
from comms.errors import CommsError
from comms.interview.drafts import Draft, all_drafts
from comms.workspace.workspace import open_workspace
from tests.support.here import run_here

CHAT = """李婷 10:23
@周航 帮忙做3张主图+1个详情页
李婷 10:24
主图 800*800，用在天猫旗舰店
预算2000块，2038年10月22日前给我
电话13912345678
"""


@pytest.fixture
def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Draft]:
    """Begins a design brief with the message, typing some texts where values are confirmed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / ".state"))

    def begun(*typed: str | type[Exception]) -> Draft:
        answers = iter(typed)

        def ask(question: object, prompt: str, preset: str, half_typed: bool = False) -> str:
            answer = next(answers)
            if isinstance(answer, str):
                return answer
            raise answer

        monkeypatch.setattr(new_from, "asker", lambda language, plain: ask)
        message = Received(Path("chat.txt"), CHAT.encode())
        draft = draft_from(
            message, "design-brief", NewOptions("design-brief"), open_workspace(tmp_path), True
        )
        assert next(answers, None) is None
        return draft

    return begun


def test_enter_takes_all_that_was_said(begin: Callable[..., Draft]) -> None:
    data = begin("").data
    assert data["when"] == {"due": "2038-10-22"}
    assert data["who"] == {"requester": "李婷", "owner": "周航"}
    assert data["how_much"]["budget"] == {"amount": 2000, "currency": "CNY"}
    assert [each["name"] for each in data["deliverables"]] == ["主图", "详情页"]


def test_a_value_is_refused_by_its_number(
    begin: Callable[..., Draft], capsys: pytest.CaptureFixture[str]
) -> None:
    draft = begin("-2", "")
    assert "when" not in draft.data
    assert "when" not in draft.like
    assert "When" in capsys.readouterr().err.rpartition("Missing")[2], "what was refused is missing now"


def test_a_value_in_doubt_is_proposed_at_its_question(begin: Callable[..., Draft]) -> None:
    draft = begin("2", "")
    assert "when" not in draft.data
    assert draft.like["when"] == {"due": "2038-10-22"}


def test_several_values_are_chosen_in_one_line(begin: Callable[..., Draft]) -> None:
    draft = begin("-2，－3 4", "")
    assert "when" not in draft.data and "where" not in draft.data
    assert "owner" not in draft.data["who"]
    assert draft.like["who"] == {"owner": "周航"}


def test_a_passage_is_shown_with_its_sender_and_without_numbers(
    begin: Callable[..., Draft], capsys: pytest.CaptureFixture[str]
) -> None:
    begin("?2", "")
    shown = capsys.readouterr().err
    assert "  李婷 10:24\n  │ 主图 800*800，用在天猫旗舰店" in shown
    assert "│ 电话139******78" in shown


@pytest.mark.parametrize("typed", ["99", "0", "-", "-2x", "2038", "no"])
def test_what_is_no_choice_changes_nothing(
    typed: str, begin: Callable[..., Draft], capsys: pytest.CaptureFixture[str]
) -> None:
    assert begin(typed, "").data["when"] == {"due": "2038-10-22"}
    assert "✗" in capsys.readouterr().err


def test_who_stops_keeps_a_draft_with_the_message(begin: Callable[..., Draft]) -> None:
    with pytest.raises(KeyboardInterrupt):
        begin("-2", Stopped)
    (draft,) = all_drafts()
    assert draft.data["who"] == {"requester": "李婷", "owner": "周航"}
    assert "帮忙做3张主图" in draft.source
    assert "13912345678" not in draft.source


def test_without_a_terminal_what_is_missing_is_listed(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    done = run_here(
        "new", "design-brief", "--from", "chat.txt", "--no-input", cwd=tmp_path, LANG="zh_CN.UTF-8"
    )
    assert done.status == 2
    assert "何因" in done.err and "交付日期：2038年10月22日" in done.err


def test_the_gaps_may_be_given_on_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    gaps = ("--set", "why=点击率从 1.8% 提到 2.3%", "--set", "how=白底图，按品牌手册")
    done = run_here(
        "new", "design-brief", "--from", "-", *gaps, "--no-input", "-o", "b.yaml",
        cwd=tmp_path, stdin=CHAT, LANG="zh_CN.UTF-8",
    )  # fmt: skip
    assert done.status == 0, done.err
    assert "2038-10-22" in (tmp_path / "b.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("option", [("--resume",), ("--answers", "a.yaml"), ("--lines", "t.csv")])
def test_a_message_stands_for_other_answers(option: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    done = run_here("new", "design-brief", "--from", "chat.txt", *option, cwd=tmp_path)
    assert done.status == 2
    assert option[0] in done.err


def test_a_kind_that_no_chat_asks_for_is_named(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    done = run_here("new", "delay-notice", "--from", "chat.txt", "--no-input", cwd=tmp_path)
    assert done.status == 2
    assert "design-brief" in done.err


# --- the clipboard ---------------------------------------------------------------------------


def test_the_clipboard_is_read_by_the_program_that_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "xclip"
    program.write_text("#!/bin/sh\nprintf '做3张主图'\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(clipboard, "READERS", [each for each in clipboard.READERS if each[0] == "xclip"])
    assert clipboard.pasted().decode() == "做3张主图"


@pytest.mark.parametrize("script", ["exit 1", "true", "printf ' '"])
def test_a_clipboard_without_text_is_told_with_another_way(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "xclip"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(clipboard, "READERS", [each for each in clipboard.READERS if each[0] == "xclip"])
    with pytest.raises(CommsError, match="no_clipboard") as told:
        clipboard.pasted()
    assert "--from -" in errors.sentence_of(told.value)
