"""`comms import`: what is shown, what is written, and what is refused."""

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import pytest

from cli.terminal import errors
from comms.interview.drafts import read_draft
from comms.messages.reading import Reading, Turn, Untaken, Value
from tests.support.here import run_here

CHAT = "李婷 10:23\n@周航 做3张主图，电话13912345678\n李婷 10:24\n哦不，做5张\n23号前给我，大气一点\n周航 10:31\n收到\n"


def read_message(message: str, turns: tuple[Turn, ...], kind: str, today: date) -> Reading:
    """A small reader: the last number of pictures, the day before 前, a likely owner, and taste."""
    values: list[Value] = []
    untaken: list[Untaken] = []
    for turn in turns:
        for found in re.finditer(r"(\d)张", message[turn.start : turn.end]):
            place = turn.start + found.start(1)
            before = values.pop().value if values else None
            values.append(Value("deliverables[0].count", int(found[1]), place, place + 1, turn, True, before))
    for turn in turns:
        if (place := message.find("23号", turn.start, turn.end)) >= 0:
            day = today.replace(day=23).isoformat()
            values.append(Value("when.due", day, place, place + 3, turn))
            values.append(Value("what", "主图", turn.start, turn.start, turn))
        if (place := message.find("周航", turn.start, turn.end)) >= 0:
            values.append(Value("who.owner", "周航", place, place + 2, turn, is_sure=False))
        if (place := message.find("大气", turn.start, turn.end)) >= 0:
            untaken.append(Untaken(place, place + 2, turn, "vague"))
    return Reading(message, turns, tuple(values), tuple(untaken))


@pytest.fixture(autouse=True)
def reader(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    grammar = ModuleType("comms.messages.grammar")
    grammar.read_message = read_message  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "comms.messages.grammar", grammar)
    yield
    errors.speak(None)


@pytest.fixture
def chat(tmp_path: Path) -> Path:
    (tmp_path / "chat.txt").write_text(CHAT, encoding="utf-8")
    return tmp_path


def drafts_in(folder: Path) -> list[Path]:
    return sorted((folder / ".state").rglob("*.json"))


def test_a_document_goes_to_standard_output(chat: Path) -> None:
    ran = run_here(
        "import",
        "chat.txt",
        "--kind",
        "design-brief",
        "--format",
        "json",
        "-o",
        "-",
        "--today",
        "2026-10-14",
        cwd=chat,
    )
    assert ran.status == 0
    document = json.loads(ran.out)
    assert document["when"] == {"due": "2026-10-23"}
    assert document["deliverables"] == [{"count": 5}]
    assert "who" not in document
    assert drafts_in(chat) == []


def test_each_value_is_shown_with_its_words(chat: Path) -> None:
    shown = run_here("import", "chat.txt", "--today", "2026-10-14", "--language", "zh", cwd=chat).err
    assert "设计需求单（按内容推测" in shown
    assert "交付物 1 · 数量：5（原为 3） ← “做5张”  李婷 10:24" in shown
    assert "何时 · 交付日期：2026年10月23日 星期五 ← “23号前给我”  李婷 10:24" in shown
    assert "何人 · 负责：周航 ← " in shown.partition("供参考")[2]
    assert "“大气一点”（没有可核对的标准）  李婷 10:24" in shown
    assert "还缺：何因" in shown


def test_a_draft_keeps_the_message_for_the_user_alone(chat: Path) -> None:
    ran = run_here("import", "chat.txt", "--today", "2026-10-14", cwd=chat)
    [file] = drafts_in(chat)
    draft = read_draft(file)
    assert (draft.kind, draft.language, draft.data["what"]) == ("design-brief", "zh", "主图")
    assert draft.like["who"] == {"owner": "周航"}
    assert "139******78" in draft.source
    assert "哦不，做5张" in draft.source
    assert f"`comms drafts resume {file.stem}`" in ran.err
    assert file.stat().st_mode & 0o777 == 0o600 or sys.platform == "win32"


def test_each_of_several_drafts_is_told_by_what_names_it_alone(chat: Path) -> None:
    (chat / "other.txt").write_text("李婷 10:21\n帮忙做个海报\n", encoding="utf-8")
    ran = run_here("import", "chat.txt", "other.txt", "--kind", "design-brief", cwd=chat)
    for file in drafts_in(chat):
        assert f"comms drafts resume {file.stem}" in ran.err
        assert read_draft(file).data["language"] in run_here("drafts", "show", file.stem, cwd=chat).out
    assert len(drafts_in(chat)) == 2


def test_private_numbers_are_nowhere_in_the_clear(chat: Path) -> None:
    for more in ([], ["--explain"], ["-o", "-"]):
        ran = run_here("import", "chat.txt", *more, cwd=chat)
        assert "13912345678" not in ran.out + ran.err
    assert not any("13912345678" in file.read_text(encoding="utf-8") for file in drafts_in(chat))


def test_explain_prints_places_and_reasons(chat: Path) -> None:
    ran = run_here("import", "chat.txt", "--explain", "--today", "2026-10-14", cwd=chat)
    [told] = json.loads(ran.out)
    count = next(each for each in told["values"] if each["path"] == "deliverables[0].count")
    assert (count["value"], count["replaced"], count["words"], count["sender"]) == (5, 3, "5", "李婷")
    assert CHAT[count["start"] : count["end"]] == "5"
    assert (count["time"], count["grade"]) == ("10:24", "sure")
    assert [(each["words"], each["reason"]) for each in told["not_taken"]] == [("大气", "vague")]
    assert "why" in told["missing"]
    assert drafts_in(chat) == []


def test_files_are_written_and_not_overwritten(chat: Path) -> None:
    (chat / "out").mkdir()
    first = run_here("import", "chat.txt", "-o", "out", cwd=chat)
    assert (first.status, first.out.strip()) == (0, str(Path("out/chat.yaml")))
    assert run_here("import", "chat.txt", "-o", "out", cwd=chat).status == 1
    assert run_here("import", "chat.txt", "-o", "out", "--force", cwd=chat).status == 0
    assert run_here("import", "chat.txt", "-o", "brief.md", cwd=chat).status == 0
    assert "主图" in (chat / "brief.md").read_text(encoding="utf-8")


def test_several_files_are_drafts_of_their_own(chat: Path) -> None:
    (chat / "other.txt").write_text("Maya 9:12\nneed a poster, 4张\n", encoding="utf-8")
    assert run_here("import", "chat.txt", "other.txt", cwd=chat).status == 0
    assert len(drafts_in(chat)) == 2
    refused = run_here("import", "chat.txt", "other.txt", "-o", "-", cwd=chat)
    assert (refused.status, refused.out) == (2, "")


def test_standard_input_is_read(chat: Path) -> None:
    stdin = io.TextIOWrapper(io.BytesIO(CHAT.encode()))
    with patch("cli.commands.messages.sys") as system:
        system.stdin = stdin
        ran = run_here("import", "-", "-o", "-", cwd=chat)
    assert "count: 5" in ran.out


def test_a_message_that_may_be_of_two_kinds_is_asked_back(chat: Path) -> None:
    (chat / "both.txt").write_text("SO-2026-1102 改成 10 月；做海报 A3 竖版，设计源文件", encoding="utf-8")
    ran = run_here("import", "chat.txt", "both.txt", cwd=chat)
    assert ran.status == 2
    assert "design-brief, change-request" in ran.err
    assert drafts_in(chat) == []


@pytest.mark.parametrize("content", ["", "\n\n", "hi\n", "😀\n[图片]\n"])
def test_a_message_that_says_nothing_is_an_empty_draft(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content, encoding="utf-8")
    ran = run_here("import", "a.txt", cwd=tmp_path)
    assert ran.status == 0
    assert "a.txt asks for nothing" in ran.err
    assert len(drafts_in(tmp_path)) == 1


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("nothing.txt",), 2),
        (("chat.txt", "--kind", "delay-notice"), 2),
        (("chat.txt", "--kind", "poster"), 2),
        (("chat.txt", "--today", "05/06/26"), 2),
        (("chat.txt", "-o", "brief.xlsx"), 2),
        (("picture.png",), 1),
    ],
)
def test_what_cannot_be_imported_is_refused(chat: Path, arguments: tuple[str, ...], status: int) -> None:
    (chat / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    ran = run_here("import", *arguments, cwd=chat)
    assert ran.status == status
    assert ran.err.startswith("comms: ")
    assert drafts_in(chat) == []


def test_what_a_message_holds_is_only_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "M\x1b[31m 9:12\n做3张 $(touch here) \x1b]0;x\x07\n::error::大气\n", encoding="utf-8"
    )
    ran = run_here("import", "a.txt", cwd=tmp_path)
    assert "\x1b" not in ran.err
    assert not (tmp_path / "here").exists()


def test_a_chat_longer_than_what_is_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("李婷 10:23\n做3张主图，先看看再说，不急不急\n" * 9000, encoding="utf-8")
    ran = run_here("import", "a.txt", "-o", "-", "--kind", "design-brief", cwd=tmp_path)
    assert re.search(r"Only [\d,]+ characters were read", ran.err)


@pytest.mark.parametrize(
    "output",
    [("-o", "chat.txt", "--format", "txt"), ("-o", ".", "--format", "txt,yaml"), ("-o", "./chat.txt")],
)
def test_a_message_is_never_written_over(chat: Path, output: tuple[str, ...]) -> None:
    before = (chat / "chat.txt").read_bytes()
    ran = run_here("import", "chat.txt", *output, "--force", "--language", "en", cwd=chat)
    assert ran.status == 1
    assert "chat.txt is one of the messages and was not overwritten." in ran.err
    assert (chat / "chat.txt").read_bytes() == before
    assert not (chat / "chat.yaml").exists()


def test_a_name_that_does_not_fit_the_format_is_explained(chat: Path) -> None:
    ran = run_here("import", "chat.txt", "-o", "x.chat", "--language", "en", cwd=chat)
    assert "`-o x.chat` is not a name for the format chat. End it with .chat.txt" in ran.err
    assert ran.status == 2
