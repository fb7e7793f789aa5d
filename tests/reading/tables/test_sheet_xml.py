"""What the XML of a sheet says of its rows and columns."""

import pytest

from comms.reading.tables.sheet_xml import (
    HIDING,
    MAX_ROWS,
    filtered_ranges,
    hidden_columns,
    hidden_rows,
    last_row,
    merged_ranges,
    struck_in_part,
    uncomputed,
)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b'<row r="5" hidden="1">', "hidden"),
        (b'<row hidden="true" r="5"/>', "hidden"),
        (b'<x:row r="5" spans="1:3" ht="0" customHeight="1">', "hidden"),
        (b'<row r="5" ht="0.0">', "hidden"),
        (b"<row r='5' hidden='1'>", "hidden"),
        (b'<row r="3" hidden="1">', "filtered"),
        (b'<row r="5" hidden="0">', None),
        (b'<row r="5" ht="0.75">', None),
        (b'<rowBreaks hidden="1"/>', None),
    ],
)
def test_a_row_is_hidden_by_hand_by_its_height_or_by_a_filter(row: bytes, reason: str | None) -> None:
    hidden = hidden_rows(row, [(1, 4, 1, 3)])
    assert {HIDING[each] for each in hidden} == {None, reason}


def test_a_row_without_a_number_is_the_one_below_the_last() -> None:
    hidden = hidden_rows(b'<row r="7"></row><row hidden="1"></row><row r="9999999" hidden="1"/>', [])
    assert [number for number, each in enumerate(hidden) if each] == [8]


def test_the_header_of_a_filter_is_not_hidden_by_it() -> None:
    assert HIDING[hidden_rows(b'<row r="1" hidden="1"/>', [(1, 4, 1, 3)])[1]] == "hidden"


@pytest.mark.parametrize(
    "column", [b'<col min="2" max="4" hidden="1"/>', b'<x:col hidden="true" min="2" max="4"/>', b'<col width="0" min="2" max="4"/>']
)  # fmt: skip
def test_columns_are_hidden_by_hand_or_by_their_width(column: bytes) -> None:
    assert hidden_columns(b"<cols>" + column + b'<col min="6" max="6"/></cols><sheetData/>') == {2, 3, 4}


def test_a_column_that_never_ends_is_bounded() -> None:
    assert len(hidden_columns(b'<cols><col min="1" max="99999" hidden="1"/></cols><sheetData/>')) == 16_384


def test_ranges_are_read_with_their_corners() -> None:
    assert list(merged_ranges(b"<mergeCell ref='B2:AA30'/><x:mergeCell ref=\"A1\"/>")) == [
        (2, 30, 2, 27),
        (1, 1, 1, 1),
    ]
    assert list(filtered_ranges(b'<autoFilter xr:uid="x" ref="$A$1:$C$9"/>')) == [(1, 9, 1, 3)]


def test_formulas_without_a_value_and_the_last_row_are_found() -> None:
    written = b'<row r="2"><c r="B2"><f>A1&amp;"x"</f><v></v></c></row><row r="9"><c r="A9" s="1"/></row>'
    assert uncomputed(written) == {2: {2: '=A1&"x"'}}
    assert (last_row(written), last_row(b'<row r="9"><c r="A9" s="1"/></row>')) == (2, 0)
    assert last_row(b"<v>1</v>") == MAX_ROWS


def test_the_runs_of_a_cell_that_are_struck_through_are_told_apart() -> None:
    run = b'<r><rPr><b/><strike val="0"/></rPr><t xml:space="preserve"> 120 &amp; more</t></r>'
    written = b'<c r="C2" t="inlineStr"><is><r><rPr><strike/></rPr><t>100</t></r>' + run + b"</is></c>"
    assert struck_in_part(written) == {(2, 3): (" 120 & more", "100")}
    assert struck_in_part(b'<c r="C2" t="inlineStr"><is>' + run + b"</is></c>") == {}
