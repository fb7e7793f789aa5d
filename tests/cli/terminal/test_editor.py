"""The user's editor: which one it is, and what it may do to a page."""

import sys
from pathlib import Path

import pytest

from cli.terminal.editor import edited, editor_command, page_text, put_page, waiting_option
from comms.errors import CommsError


@pytest.mark.parametrize(
    ("visual", "editor", "command"),
    [
        ("code --wait", "vi", ["code", "--wait"]),
        ("", "emacs -nw", ["emacs", "-nw"]),
        (" ", "'/opt/my editor/bin' -w", ["/opt/my editor/bin", "-w"]),
    ],
)
def test_visual_goes_before_editor(
    monkeypatch: pytest.MonkeyPatch, visual: str, editor: str, command: list[str]
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", editor)
    assert editor_command() == command


def test_a_path_with_blanks_needs_no_quotes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "my editor"
    program.touch()
    monkeypatch.setenv("VISUAL", str(program))
    assert editor_command() == [str(program)]


@pytest.mark.parametrize("named", ["no-such-editor", "'unclosed"])
def test_an_editor_that_cannot_be_started_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str
) -> None:
    monkeypatch.setenv("VISUAL", named)
    with pytest.raises(CommsError, match="bad_editor"):
        edited(tmp_path / "page.txt", editor_command())


@pytest.mark.parametrize(
    ("command", "option"),
    [
        (["code"], "--wait"),
        (["/usr/bin/Code.exe"], "--wait"),
        (["code", "--wait"], None),
        (["gvim"], "-f"),
        (["gvim", "-f"], None),
        (["vi"], None),
    ],
)
def test_editors_with_a_window_need_an_option_to_wait(command: list[str], option: str | None) -> None:
    assert waiting_option(command) == option


@pytest.mark.parametrize("content", ["何事\r\n陈 王".encode("utf-8-sig"), "何事\n陈 王".encode()])
def test_a_page_is_read_as_an_editor_has_saved_it(tmp_path: Path, content: bytes) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(content)
    assert page_text(page) == "何事\n陈 王"


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
@pytest.mark.parametrize("written", ["# 何事\n", "# ———— Tasks ————\n[What]\n"])
def test_a_page_in_another_encoding_is_known_by_what_was_written_on_it(
    tmp_path: Path, written: str, encoding: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(f"{written}陈 王".encode(encoding))
    assert page_text(page, written) == f"{written}陈 王"
    assert encoding.upper() in capsys.readouterr().err


@pytest.mark.parametrize(
    "content",
    ["[What]\n陈 王".encode("gb18030"), "# ——\n陳 王".encode("big5"), "# ——\n".encode() + b"\xb3\xc2"],
    ids=["without a line to know it by", "Big5", "two encodings in one page"],
)
def test_a_page_that_could_only_be_guessed_is_not_read_and_stays(tmp_path: Path, content: bytes) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(content)
    with pytest.raises(CommsError, match="page_encoding"):
        page_text(page, "# ——\n")
    assert page.read_bytes() == content


def test_a_page_that_an_editor_has_replaced_or_deleted_is_read(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    put_page(page, "before")
    program = "import os, sys; os.remove(sys.argv[1])"
    left = edited(page, [sys.executable, "-S", "-c", program])
    assert (left.text, left.status) == ("", 0)
