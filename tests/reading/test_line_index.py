"""Places and offsets of a text are found from each other, whatever ends its lines."""

import re

import pytest

from comms.reading.line_index import LINE_BREAK, LINE_FEED, LineIndex, newline_of

TEXT = "kind: brief\r\n\n价 = 3\n# note\n# more\nwhy"


@pytest.mark.parametrize("breaks", [LINE_BREAK, LINE_FEED])
def test_every_offset_is_found_again_by_its_place(breaks: re.Pattern[str]) -> None:
    lines = LineIndex(TEXT, breaks)
    assert [lines.offset(*lines.place(offset)) for offset in range(len(TEXT) + 1)] == [*range(len(TEXT) + 1)]


def test_a_line_has_neither_its_break_nor_a_carriage_return() -> None:
    expected = ["kind: brief", "", "价 = 3", "# note", "# more", "why"]
    for breaks in (LINE_BREAK, LINE_FEED):
        lines = LineIndex(TEXT, breaks)
        assert [lines.line(number) for number in range(1, len(lines) + 1)] == expected


def test_a_carriage_return_alone_ends_a_line_except_in_toml() -> None:
    assert len(LineIndex("a\rb", LINE_BREAK)) == 2
    assert len(LineIndex("a\rb", LINE_FEED)) == 1


def test_a_place_past_the_end_is_the_end_and_has_no_text() -> None:
    lines = LineIndex("ab\ncd")
    assert lines.offset(9, 9) == 5
    assert (lines.line(0), lines.line(3)) == ("", "")


def test_the_comments_directly_above_a_line_are_found() -> None:
    lines = LineIndex(TEXT)
    assert lines.above_comments(6, re.compile("#.*")) == 4
    assert lines.above_comments(3, re.compile("#.*")) == 3


def test_a_text_is_continued_with_its_first_line_break() -> None:
    assert [newline_of(text) for text in ("a\r\nb\n", "a\nb\r\n", "a")] == ["\r\n", "\n", "\n"]
