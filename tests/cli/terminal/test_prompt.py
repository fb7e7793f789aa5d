"""What is typed at the keyboard, through prompt_toolkit's pipe: keys, presets, pasted text, where one goes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.layout.controls import BufferControl
from prompt_toolkit.layout.processors import TransformationInput
from prompt_toolkit.output import DummyOutput
from rich.console import Console

from cli.interview.interview import Interview
from cli.terminal.moves import DraftKept, MovedByKey, Stopped
from cli.terminal.prompt import Keyboard
from cli.terminal.screen import Screen
from cli.terminal.shown_text import HarmlessProcessor
from comms.interview.drafts import Draft
from comms.interview.questions import Question
from comms.reading.answers import AnswerContext

SHIFT_TAB, CTRL_C, CTRL_D, END = "\x1b[Z", "\x03", "\x04", "\x1b[F"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"


class Typist(Keyboard):
    """A keyboard at which the keys of a list are struck, one entry for each prompt."""

    def __init__(self, pipe: PipeInput, *keys: str) -> None:
        super().__init__()
        self.output = DummyOutput()
        self.pipe = pipe
        self.keys = iter(keys)
        self.prompts: list[str] = []

    def __call__(self, question: Question | None, prompt: str, preset: str, half_typed: bool = False) -> str:
        self.prompts.append(prompt)
        self.pipe.send_text(next(self.keys))
        return super().__call__(question, prompt, preset, half_typed)


@pytest.fixture
def pipe() -> Iterator[PipeInput]:
    with create_pipe_input() as made, create_app_session(input=made, output=DummyOutput()):
        yield made


@pytest.mark.parametrize(
    ("keys", "preset", "half_typed", "answer"),
    [
        ("周航\r", "", False, "周航"),
        ("\r", "周航", False, "周航"),
        ("郑伟\r", "周航", False, "郑伟"),  # a preset gives way to typing
        (f"{END}、郑伟\r", "周航", False, "周航、郑伟"),  # unless one goes into it
        ("，电商\r", "王敏", True, "王敏，电商"),  # what was half typed goes on
        (f"{PASTE}第一行\n第二行{PASTED}\r", "", False, "第一行\n第二行"),
        (f"{PASTE}新的{PASTED}\r", "旧的", False, "新的"),
        ("👨‍👩‍👧 １２\r", "", False, "👨‍👩‍👧 １２"),
    ],
)
def test_an_answer_is_what_stands_in_the_line(
    keys: str, preset: str, half_typed: bool, answer: str, pipe: PipeInput
) -> None:
    assert Typist(pipe, keys)(None, "?", preset, half_typed) == answer


def test_a_preset_does_not_act_on_the_terminal() -> None:
    document = Document("a\u202eb\x07c")
    buffer = BufferControl(Buffer(document=document))
    given = TransformationInput(buffer, document, 0, lambda place: place, [("", document.text)], 80, 1)
    assert HarmlessProcessor().apply_transformation(given).fragments == [("", "a\ufffdb\ufffdc")]


def test_keys_that_leave_the_line_take_along_what_was_half_typed(pipe: PipeInput) -> None:
    with pytest.raises(MovedByKey) as turned:
        Typist(pipe, f"半句{SHIFT_TAB}")(None, "?", "")
    assert (turned.value.move, turned.value.typed) == ("<", "半句")
    with pytest.raises(Stopped) as stopped:
        Typist(pipe, f"半句{CTRL_C}")(None, "?", "")
    assert stopped.value.typed == "半句"
    with pytest.raises(Stopped):
        Typist(pipe, CTRL_D)(None, "?", "")


def test_a_whole_interview_is_typed(pipe: PipeInput, tmp_path: Path) -> None:
    typist = Typist(
        pipe, "标题\r", "尽快出 3 张图\r", "\r", f"点击率{SHIFT_TAB}", "4 张图\r",
        " 2% 提到 3%\r", "６月5日\r", "\r", ":7\r", ":9\r", "d\r",
    )  # fmt: skip
    draft = Draft("brief", "zh", {"kind": "brief", "language": "zh"}, file=tmp_path / "draft.json")
    context = AnswerContext("zh", datetime(2026, 5, 20, 9, tzinfo=UTC), "CNY")
    with (tmp_path / "seen").open("w", encoding="utf-8") as seen, pytest.raises(DraftKept):
        Interview(draft, typist, Screen(Console(file=seen, width=60)), context).run()
    assert (draft.data["title"], draft.data["what"]) == ("标题", "4 张图")
    assert draft.data["why"] == "点击率 2% 提到 3%"
    assert draft.data["when"] == {"due": "2026-06-05"}
    assert typist.prompts[1:6] == ["何事：", "何事：", "何因：", "何事：", "何因："]
