"""Columns on a terminal: widths are those on the screen, and nothing is cut in half."""

import pytest

from cli.terminal.columns import shortened, widths_of


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("Stocktake", 9, "Stocktake"),
        ("Stocktake", 8, "Stockta…"),
        ("Tom Okafor", 5, "Tom…"),
        ("仓库盘点", 8, "仓库盘点"),
        ("仓库盘点", 7, "仓库盘…"),
        ("仓库盘点", 6, "仓库…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("👩‍👩‍👧👩‍👩‍👧", 3, "👩‍👩‍👧…"),
        ("x", 0, ""),
    ],
)
def test_a_text_is_cut_between_letters_to_the_width_that_it_takes(
    text: str, width: int, expected: str
) -> None:
    assert shortened(text, width) == expected


def test_a_column_is_as_wide_as_its_widest_cell_on_the_screen() -> None:
    assert widths_of([("a", "标题"), ("abc", "")]) == [3, 4]
