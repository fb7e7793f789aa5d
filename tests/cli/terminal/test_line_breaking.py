"""Lines of a narrow terminal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from cli.terminal.line_breaking import broken


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        (
            "看不懂“13912345678”是哪一天。请写 2026-06-05 或下周五。",
            26,
            ["看不懂“13912345678”是哪一", "天。请写 2026-06-05 或下周", "五。"],
        ),
        ("请先核对，", 8, ["请先核", "对，"]),  # a comma does not open a line
        ("名称（Hangzhou Example）", 12, ["名称", "（Hangzhou", "Example）"]),
        ("Write the place and the date.", 12, ["Write the", "place and", "the date."]),
        ("aaaaaaaaaa", 4, ["aaaa", "aaaa", "aa"]),
        ("", 8, [""]),
    ],
)
def test_a_line_is_broken_as_it_would_be_printed(text: str, width: int, lines: list[str]) -> None:
    assert broken(text, width) == lines


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Mn", "Me", "Zl", "Zp"])))
def test_no_character_is_lost_and_no_line_is_too_long(text: str) -> None:
    lines = broken(text, 20)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(wcswidth(line) <= 20 for line in lines)
