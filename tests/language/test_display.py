"""Text made safe to show: nothing in it is obeyed, and what can be read stays as it was."""

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from comms.language.display import CONTROLS, harmless, in_json, in_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::x", "\ufffd:error::x"),
        ("a\n  ::error::x", "a\n  \ufffd:error::x"),
        ("a ::b", "a ::b"),
        ("##[error]x ##vso[x]", "\ufffd#[error]x \ufffd#vso[x]"),
        ("## What [x]", "## What [x]"),
        ("a\x1b[31m\x07\u202eb", "a\ufffd[31m\ufffd\ufffdb"),
        ("a\r\nb\rc\td", "a\r\nb\ufffdc\td"),
    ],
)
def test_what_would_be_obeyed_is_replaced_and_the_rest_stays(text: str, shown: str) -> None:
    assert harmless(text) == shown


def test_a_path_on_one_line_keeps_its_blanks() -> None:
    assert in_line("a  b\n::c\r\nd.yaml") == "a  b \ufffd:c d.yaml"


@example("\u2028::")
@given(st.text() | st.text(alphabet=" \t\r\n\u3000:#[v\x1b\u2028"))
def test_no_text_is_obeyed_and_none_is_made_safe_twice(text: str) -> None:
    shown = harmless(text)
    assert not CONTROLS.search(shown.replace("\r\n", "\n"))
    assert not [line for line in shown.splitlines() if line.lstrip().startswith("::")]
    assert harmless(shown) == shown
    assert len(in_line(text).splitlines()) <= 1


@given(st.text() | st.text(alphabet='#[v"\\\x1b\u202e'))
def test_json_made_safe_holds_the_same_text(text: str) -> None:
    shown = in_json(json.dumps([text], ensure_ascii=False))
    assert json.loads(shown) == [text]
    assert not CONTROLS.search(shown) and "##[" not in shown


def test_no_control_character_is_printable() -> None:
    assert not [point for point in range(0x10000) if CONTROLS.match(chr(point)) and chr(point).isprintable()]
