"""The clipboard: the sequence on a terminal, the programs elsewhere, a word where there is neither."""

import io
import os
import pty
import re
import sys
import time
from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import TextIO

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input

from cli.commands.copying import offer_text
from cli.commands.session import Session
from cli.terminal import clipboard
from cli.terminal.clipboard import LONGEST, PROGRAMS, Reached
from cli.terminal.single_key import key_pressed
from comms.interview.drafts import Draft
from comms.reading.answers import AnswerContext
from comms.rendering import Layout
from comms.rendering.chat import chat_text
from comms.workspace.loading import load_file
from comms.workspace.workspace import NOWHERE
from tests.support import EXAMPLES
from tests.support.here import run_here

TEXT = "【设计需求单】请于 2026年10月23日前交付\n10 pcs, 12.50"
ENVIRONMENT = ("TMUX", "STY", "SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY")

Fake = Callable[..., Path]
"""Makes a program of a name, which keeps what it reads in a file beside it."""


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Fake:
    """No program is there but those that a test makes, and no terminal but the one it opens."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ENVIRONMENT:
        monkeypatch.delenv(name, raising=False)

    def make(name: str, status: int = 0) -> Path:
        file = folder / name
        file.write_text(f'#!/bin/sh\n/bin/cat > "$0.read"\necho "$@" > "$0.told"\nexit {status}\n')
        file.chmod(0o755)
        return file.with_name(f"{name}.read")

    return make


@pytest.fixture
def terminal(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """A terminal at standard error; what was written to it, since standard output is a pipe."""
    master, slave = pty.openpty()
    os.set_blocking(master, False)
    stream: TextIO = os.fdopen(slave, "w", encoding="utf-8")
    monkeypatch.setattr(clipboard, "sys", SimpleNamespace(stdout=io.StringIO(), stderr=stream))

    def written() -> str:
        read = b""
        while True:
            try:
                read += os.read(master, 65536)
            except BlockingIOError:
                return read.decode()

    yield written
    stream.close()
    os.close(master)


def carried(sequence: str) -> str:
    found = re.search(r"\]52;c;([A-Za-z0-9+/=]*)\x07", sequence)
    assert found, sequence
    return b64decode(found[1]).decode()


def test_the_terminal_gets_the_text_in_its_sequence_and_a_pipe_gets_nothing(
    terminal: Callable[[], str],
) -> None:
    assert clipboard.copy(TEXT) is Reached.TERMINAL
    assert terminal().startswith("\x1b]52;c;")
    assert clipboard.sys.stdout.getvalue() == ""  # type: ignore[attr-defined]


def test_the_sequence_carries_the_text_without_control_characters(terminal: Callable[[], str]) -> None:
    clipboard.copy(f"{TEXT}\x1b]52;c;eA==\x07\u202e\r")
    assert carried(terminal()) == f"{TEXT}]52;c;eA=="


def test_tmux_passes_the_sequence_on_and_gets_the_text_itself(
    terminal: Callable[[], str], fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMUX", "/tmp/tmux-0/default,1,0")
    buffer = fake("tmux")
    clipboard.copy(TEXT)
    found = re.fullmatch(r"\x1bPtmux;\x1b(\x1b\]52;.*)\x1b\\", terminal(), re.DOTALL)
    assert found and carried(found[1]) == TEXT
    assert buffer.read_text(encoding="utf-8") == TEXT


def test_screen_passes_on_pieces(terminal: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STY", "1.pts-0.host")
    clipboard.copy(TEXT * 20)
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", terminal(), re.DOTALL)
    assert len(pieces) > 2 and max(map(len, pieces)) <= clipboard.SCREEN_PIECE
    assert carried("".join(pieces)) == TEXT * 20


def test_a_text_that_no_terminal_takes_goes_to_a_program_or_nowhere(
    terminal: Callable[[], str], fake: Fake
) -> None:
    assert clipboard.copy("x" * (LONGEST + 1)) is Reached.NOWHERE
    read = fake("xsel")
    assert clipboard.copy("x" * (LONGEST + 1)) is Reached.CLIPBOARD
    assert (terminal(), len(read.read_text())) == ("", LONGEST + 1)


@pytest.mark.parametrize("name", ["dumb", "linux", "unknown"])
def test_a_terminal_without_a_clipboard_gets_no_sequence(
    name: str, terminal: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", name)
    assert clipboard.copy(TEXT) is Reached.NOWHERE
    assert terminal() == ""


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program.command[0])
def test_each_program_gets_the_text_in_its_encoding(program: clipboard.Program, fake: Fake) -> None:
    read = fake(program.command[0])
    assert clipboard.copy(TEXT) is Reached.CLIPBOARD
    assert read.read_bytes().decode(program.encoding) == TEXT
    assert read.with_suffix(".told").read_text().split() == list(program.command[1:])


def test_clip_exe_is_told_the_encoding_by_a_mark(fake: Fake) -> None:
    read = fake("clip.exe")
    clipboard.copy(TEXT)
    assert read.read_bytes()[:2] in (b"\xff\xfe", b"\xfe\xff")


def test_a_program_that_fails_gives_way_to_the_next(fake: Fake) -> None:
    fake("wl-copy", status=1)
    read = fake("xclip")
    assert clipboard.copy(TEXT) is Reached.CLIPBOARD
    assert read.read_text(encoding="utf-8") == TEXT


def test_a_program_that_waits_is_given_up(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clipboard, "SECONDS", 0.05)
    fake("xclip")
    (Path(os.environ["PATH"]) / "wl-copy").write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    (Path(os.environ["PATH"]) / "wl-copy").chmod(0o755)
    begun = time.monotonic()
    clipboard.copy(TEXT)
    assert time.monotonic() - begun < 30


def test_on_a_distant_machine_its_own_programs_are_of_no_use(
    terminal: Callable[[], str], fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = fake("xclip")
    monkeypatch.setenv("SSH_CONNECTION", "192.0.2.1 5 192.0.2.2 22")
    assert clipboard.copy(TEXT) is Reached.TERMINAL
    assert carried(terminal()) == TEXT and not read.exists()


# --- the option ------------------------------------------------------------------------------


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    file = tmp_path / "brief.yaml"
    file.write_bytes((EXAMPLES / "design-brief" / "good" / "banner.en.yaml").read_bytes())
    return file


@pytest.mark.parametrize("to", [(), ("-o", "-"), ("--to", "chat"), ("--to", "txt")])
def test_a_text_is_shown_and_copied_and_no_file_is_written(
    to: tuple[str, ...], brief: Path, fake: Fake
) -> None:
    read = fake("xclip")
    ran = run_here("render", brief.name, *to, "--copy", cwd=brief.parent)
    assert (ran.status, ran.err) == (0, "✓ Copied. It can be pasted now.\n")
    assert ran.out == read.read_text(encoding="utf-8") + "\n"
    assert (ran.out.count("\n") <= 12) == ("txt" not in to)
    assert not list(brief.parent.glob("*.txt"))


def test_of_a_binary_file_the_path_is_copied(brief: Path, fake: Fake) -> None:
    read = fake("xclip")
    ran = run_here("render", brief.name, "--to", "docx", "-o", "out.docx", "--copy", cwd=brief.parent)
    assert ran.status == 0
    assert read.read_text() == str(brief.parent / "out.docx")


def test_of_a_file_that_is_named_the_text_is_copied(brief: Path, fake: Fake) -> None:
    read = fake("xclip")
    ran = run_here("render", brief.name, "-o", "out.txt", "--copy", cwd=brief.parent)
    assert ran.out == "out.txt\n"
    assert read.read_text(encoding="utf-8") + "\n" == (brief.parent / "out.txt").read_text(encoding="utf-8")


def test_without_a_clipboard_a_word_says_so_and_the_status_stays(brief: Path, fake: Fake) -> None:
    ran = run_here("render", brief.name, "--to", "chat", "--copy", cwd=brief.parent)
    assert ran.status == 0
    assert ran.out and ran.err.startswith("! Not copied, since there is no clipboard here")


def test_of_a_document_with_errors_nothing_is_copied(brief: Path, fake: Fake) -> None:
    read = fake("xclip")
    brief.write_text(brief.read_text(encoding="utf-8").replace("why:", "why: TBD #"), encoding="utf-8")
    assert run_here("render", brief.name, "--copy", cwd=brief.parent).status == 1
    assert run_here("render", brief.name, "-o", "out.txt", "--copy", cwd=brief.parent).status == 1
    assert not read.exists()


@pytest.mark.parametrize(
    "arguments",
    [("--to", "chat,docx"), ("brief.yaml", "other.yaml"), ("--to", "docx", "-o", "-"), ("--each", "t.csv")],
)
def test_one_text_is_copied_and_not_several(brief: Path, fake: Fake, arguments: tuple[str, ...]) -> None:
    ran = run_here("render", brief.name, *arguments, "--copy", cwd=brief.parent)
    assert (ran.status, ran.out) == (2, "")
    assert "`--copy` copies one document" in ran.err


@pytest.mark.parametrize(("form", "copied"), [("yaml", "Please deliver by"), ("docx", "/brief.docx")])
def test_a_new_document_is_copied_as_it_is_sent(brief: Path, fake: Fake, form: str, copied: str) -> None:
    read = fake("xclip")
    arguments = ("--answers", brief.name, "--no-input", "-o", f"new/brief.{form}", "--copy")
    ran = run_here("new", "design-brief", *arguments, cwd=brief.parent)
    assert ran.status == 0, ran.err
    assert copied in read.read_text(encoding="utf-8")


# --- the offer -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "key"),
    [("c", "c"), ("C", "c"), ("ｃ", "c"), ("\r", ""), ("x", "x"), ("\x03", ""), ("\x1b", "")],
)
def test_one_key_answers_an_offer(typed: str, key: str) -> None:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard):
        keyboard.send_text(typed)
        assert key_pressed("Press c:", plain=False).strip("\x03\x1b") == key


@pytest.mark.parametrize(("typed", "key"), [("c\n", "c"), ("\n", ""), ("", ""), (" Ｃ\n", "c")])
def test_a_plain_line_answers_an_offer(typed: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert key_pressed("Press c:", plain=True) == key


@pytest.mark.parametrize(("typed", "is_copied"), [("c\n", True), ("\n", False), ("no\n", False)])
def test_the_offer_copies_the_text_for_a_chat(
    typed: str, is_copied: bool, brief: Path, fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = fake("xclip")
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    document = load_file(brief).document
    assert document is not None
    draft = Draft("design-brief", "en", document.to_data(), file=brief.with_name("draft.json"))
    context = AnswerContext("en", datetime(2026, 5, 20, tzinfo=UTC), "CNY")
    offer_text(document, Session(draft, NOWHERE, context, plain=True))
    assert read.exists() == is_copied
    if is_copied:
        assert read.read_text(encoding="utf-8") + "\n" == chat_text(document, Layout("en"))


def test_without_questions_nothing_is_offered(brief: Path) -> None:
    ran = run_here(
        "new", "design-brief", "--answers", brief.name, "--no-input", "-o", "a.md", cwd=brief.parent
    )
    assert ran.status == 0 and ran.err.endswith("✓ Saved: a.md\n")
