"""Markdown tables are aligned, with characters that are two columns wide."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wcwidth import wcswidth

from comms.rendering.aligned import WIDEST, aligned

TABLE = "| 供方 | Amount |\n| --- | --: |\n| 南京知味 | 1,200.00 |\n| a | |\n"


def test_columns_line_up_where_chinese_is_two_columns_wide() -> None:
    assert aligned(TABLE) == (
        "| 供方     |   Amount |\n| -------- | -------: |\n| 南京知味 | 1,200.00 |\n| a        |          |\n"
    )


def test_a_row_that_is_too_wide_is_left_compact() -> None:
    long = "字" * WIDEST
    assert aligned(f"| a | b |\n| --- | --- |\n| {long} | |\n") == f"| a | b |\n| --- | --- |\n| {long} | |\n"


@pytest.mark.parametrize("text", ["| no rule |\n| here |", "|", "| a | b |\n| --- |", "text\n\n- | x |", ""])
def test_what_is_no_table_stays_as_it_is(text: str) -> None:
    assert aligned(text) == text


cells = st.text(
    st.characters(codec="utf-8", exclude_characters="\n\r|\\`*<&[_~", exclude_categories=("C", "Z"))
)


@example([("", ""), ("\N{COMBINING DOT ABOVE}", "a"), ("\N{DEVANAGARI VOWEL SIGN AA}", "")], "---")
@example([("", ""), ("\N{DEVANAGARI VOWEL SIGN AA}", "")], "--:")
@given(
    st.lists(st.tuples(cells, cells), min_size=2, max_size=5), st.sampled_from(["---", "--:", ":-:", ":--"])
)
def test_a_table_says_the_same_and_all_its_lines_are_equally_wide(
    rows: list[tuple[str, str]], rule: str
) -> None:
    head, *others = (f"| {one} | x{other} |" for one, other in rows)
    table = "\n".join((head, f"| {rule} | --- |", *others))
    lines = aligned(table).split("\n")
    if all(wcswidth(line) > 0 for line in lines) and wcswidth(lines[0]) < WIDEST:
        assert len({wcswidth(line) for line in lines}) == 1
    reader = MarkdownIt("commonmark").enable("table")
    assert reader.render(aligned(table)) == reader.render(table)
    assert aligned(aligned(table)) == aligned(table)
