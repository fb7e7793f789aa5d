"""Fixes change their own place and no other character, and a second run finds nothing to fix."""

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from comms.findings import Finding, Unreadable
from comms.language.phrases import LANGUAGES
from comms.linting.check import check
from comms.linting.fixes import FIXES, Edit, Fix, applied, fixed, fixes, insertion, suppression
from comms.models.brief import DIMENSIONS
from comms.paths import FieldPath, value_at
from comms.reading import read_bytes
from comms.reading.edits import for_comment
from comms.reading.suppressions import split_silenced
from comms.reading.yaml_file import has_comments
from comms.rules import RULES
from comms.workspace.case import Case
from comms.workspace.loading import load_case
from comms.workspace.workspace import NOWHERE, Workspace, open_workspace
from tests.support import EXAMPLES, case_of

GOOD = sorted(path for path in EXAMPLES.glob("*/good/*") if path.is_file())
BAD = sorted(path for path in EXAMPLES.glob("*/bad/*") if path.is_file())
WHOLE = """kind: brief
title: t
what: 3 pieces
why: 2 % more
when: 2026-06-05
where: here
who: Tom
how: by hand
how_much: 5 hours
"""
BY_HAND = """# Pictures

## What

6 pictures, 800 x 800 px

## Why

returns fall by 3 %

## When

2026-06-05

## Where

web shop

## Who

Tom

## How

on white

## How much

12 hours
"""


def mended(text: str | bytes, name: str = "request.yaml", language: str = "en") -> str:
    content = text.encode() if isinstance(text, str) else text
    return fixed(content, name, NOWHERE, language, RULES).decode()


def without(text: str, start: str, end: str) -> str:
    """Return a text without the part from `start` up to `end`."""
    first = text.index(start)
    return text[:first] + text[text.index(end, first + 1) :]


def codes(case: Case) -> list[str]:
    return sorted(finding.code for finding in check(case, "en"))


# --- all fixes ---------------------------------------------------------------------------------


def is_kept(before: str, after: str, edits: list[Edit]) -> bool:
    """Whether `after` equals `before` except for the edits: the text between them keeps its order."""
    at = start = 0
    for edit in sorted(edits, key=lambda entry: entry.start):
        between = before[start : edit.start]
        if not after.startswith(between + edit.text, at):
            return False
        at, start = at + len(between + edit.text), edit.end
    return after[at:] == before[start:]


@pytest.mark.parametrize("file", [*GOOD, *BAD], ids=lambda path: str(path.relative_to(EXAMPLES)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_is_fixed_once_and_only_in_places(file: Path, language: str) -> None:
    content, workspace = file.read_bytes(), open_workspace(file.parent)
    again = fixed(content, str(file), workspace, language, RULES)
    assert fixed(again, str(file), workspace, language, RULES) == again
    try:
        before = load_case(read_bytes(content, str(file)), workspace)
    except Unreadable:
        assert again == content
        return
    found = fixes(before, language)
    once = applied(before.source.text, found)
    assert is_kept(before.source.text, once, [edit for fix in found for edit in fix.edits])
    after = load_case(read_bytes(again, str(file)), workspace)
    left = codes(before)
    for code in codes(after):
        left.remove(code)
    if file.parent.name == "good":
        assert again == content or file.suffix == ".md"


PIECES = {
    "what": ["3 pieces", "TBD", '"6 # pictures"', "|\n  6 pictures\n\n  # in colour\n"],
    "why": ["2 % more", "'it''s 2 %'", "2 %\n  more", '"2 %\n  # more"'],
    "when": [
        "2026-06-05",
        "２０２６／６／５",
        "'2026年6月5日'",
        "{due: June 5 2026}",
        "\n  due: 5/6/26  # or so",
    ],
    "where": ["here", "&w 2026/6/5", "*w", "123  # 2026/6/5"],
    "who": ["Tom", "{requester: Ann}", "\n  requester: Ann\n  # nobody yet", "\n  owner: TBD"],
    "how": ["by hand", "[a]", ">-\n  by hand\n", ""],
    "how_much": [
        "{quantity: １２００}",
        "\n  hours: '１，２００'\n  budget: {amount: 1,200, currency: CNY}",
        "5",
    ],
    "goals": ["\n- by: 2026.6.5\n  baseline: ３\n  metric: 2026.6.5", "[{by: 2026年6月5日}]"],
}


@st.composite
def requests(draw: st.DrawFn) -> str:
    keys = draw(st.lists(st.sampled_from(sorted(PIECES)), unique=True))
    lines = ["kind: brief", "title: t  # 2026/6/5"]
    for key in keys:
        lines += draw(st.lists(st.sampled_from(["", "# note", "# comms: ignore[W102] agreed"]), max_size=2))
        lines.append(f"{key}: {draw(st.sampled_from(PIECES[key]))}")
    end = draw(st.sampled_from(["\n", "\r\n"]))
    return "\n".join(lines).replace("\n", end) + draw(st.sampled_from(["", end]))


@settings(max_examples=150, deadline=None)
@given(requests(), st.sampled_from(LANGUAGES))
def test_whatever_the_fixes_do_the_rest_of_the_file_stays(text: str, language: str) -> None:
    again = mended(text, language=language)
    assert mended(again, language=language) == again
    try:
        before = case_of(text)
    except Unreadable:
        assert again == text
        return
    found = fixes(before, language)
    assert is_kept(text, applied(text, found), [edit for fix in found for edit in fix.edits])
    after = case_of(again)
    assert codes(after).count("F004") <= codes(before).count("F004")
    assert [code for code in codes(after) if code[0] == "W"] == [
        code for code in codes(before) if code[0] == "W"
    ] or "F004" in codes(before)
    touched = {fix.path for fix in found}
    for path in paths(before.source.data):
        if not any(path[: len(fixed_path)] == fixed_path for fixed_path in touched):
            assert value_at(after.source.data, path) == value_at(before.source.data, path)


def paths(value: Any, path: FieldPath = ()) -> list[FieldPath]:
    if not isinstance(value, dict | list):
        return [path]
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    return [found for step, entry in entries for found in paths(entry, (*path, step))]


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(["yaml", "json", "toml", "md", "docx", "txt"]))
def test_what_cannot_be_read_is_left_alone(content: bytes, form: str) -> None:
    assert fixed(content, f"x.{form}", NOWHERE, "en", RULES) == content


def test_a_byte_order_mark_carriage_returns_and_a_missing_last_line_end_stay() -> None:
    text = WHOLE.replace("how: by hand\n", "").replace("2026-06-05", "2026/6/5").rstrip()
    content = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    again = fixed(content, "x.yaml", NOWHERE, "en", RULES)
    assert again.startswith(b"\xef\xbb\xbfkind: brief\r\n")
    assert b"when: 2026-06-05\r\n" in again
    assert b"\r\nhow:  # How is it to be done?" in again
    assert again.count(b"\n") == again.count(b"\r\n")
    assert again.endswith(b"5 hours")


def test_only_the_codes_that_are_asked_for_are_fixed() -> None:
    text = WHOLE.replace("how: by hand\n", "").replace("2026-06-05", "2026/6/5")
    assert b"how:" not in fixed(text.encode(), "x.yaml", NOWHERE, "en", {"F004"})
    assert b"2026/6/5" in fixed(text.encode(), "x.yaml", NOWHERE, "en", {"W106"})


def test_of_two_fixes_that_overlap_the_first_wins_whole() -> None:
    one = Fix("F004", (), (Edit(1, 3, "X"), Edit(6, 7, "Y")))
    other = Fix("F004", (), (Edit(2, 4, "Z"), Edit(8, 9, "Z")))
    assert applied("0123456789", [one, other]) == "0X345Y789"
    here = [Fix("W101", (), (Edit(2, 2, text),)) for text in "ab"]
    assert applied("0123", here) == "01ab23"


def test_each_code_with_a_fix_is_a_rule() -> None:
    assert {code for group in FIXES for code in group} <= set(RULES)


def test_what_a_comment_answers_for_is_not_fixed() -> None:
    text = WHOLE.replace("why: 2 % more\n", "").replace(
        "kind: brief", "kind: brief  # comms: ignore[W102] told"
    )
    assert mended(text) == text


# --- numbers and dates -------------------------------------------------------------------------


def quantity(written: str) -> str:
    text = WHOLE.replace("how_much: 5 hours", f"how_much: {{quantity: {written}, unit: pcs}}")
    again = mended(text)
    start, end = text.split(written)
    assert again.startswith(start)
    assert again.endswith(end)
    return again[len(start) : -len(end)]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("１２００", "1200"),
        ('"１２００"', '"1200"'),
        ("'１，２００'", "'1200'"),
        ("１２．５０", "12.50"),
        ("1，200", "1200"),
        ('"1,234,567.5"', '"1234567.5"'),
        ('"1,200"', '"1,200"'),  # 1.2 to half of Europe
        ("1，20", "1，20"),
        ("－５", "－５"),  # below 0, however it is written
        ("12²", "12²"),
        ("①", "①"),
        ("１２件", "１２件"),
        ("約１２", "約１２"),
        ("０１２", "０１２"),
    ],
)
def test_full_width_numbers_become_plain_ones_where_they_mean_one_number(written: str, number: str) -> None:
    assert quantity(written) == number


def test_a_percent_sign_goes_where_the_key_says_percent() -> None:
    file = EXAMPLES / "compensation-policy" / "bad" / "F004-percent-of-120.zh.yaml"
    text = file.read_text(encoding="utf-8").replace("120", "２０％").replace("percent: 5\n", "percent: 5 %\n")
    again = mended(text)
    assert "２０％" not in again
    assert again == text.replace("２０％", "20").replace("percent: 5 %\n", "percent: 5\n")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026/6/5", "2026-06-05"),
        ("2026.6.5", "2026-06-05"),
        ("2026-6-5", "2026-06-05"),
        ("20260605", "2026-06-05"),
        ("2026年6月5日", "2026-06-05"),
        ("２０２６年６月５日", "2026-06-05"),
        ("5 June 2026", "2026-06-05"),
        ("June 5, 2026", "2026-06-05"),
        ("5th of June 2026", "2026-06-05"),
        ('"2026/6/5"', '"2026-06-05"'),
        ("05/06/26", "05/06/26"),
        ("03/04", "03/04"),
        ("13/06/26", "13/06/26"),
        ("03/04/2026", "03/04/2026"),
        ("6月5日", "6月5日"),
        ("5 June", "5 June"),
        ("next Friday", "next Friday"),
        ("明天", "明天"),
        ("+14d", "+14d"),
        ("2026-06-31", "2026-06-31"),
        ("2026/6/31", "2026/6/31"),
        ("before 2026/6/5", "before 2026/6/5"),
        ("2026/6/5 or later", "2026/6/5 or later"),
    ],
)
def test_a_date_becomes_iso_where_it_names_one_day(written: str, day: str) -> None:
    for text in (
        WHOLE.replace("2026-06-05", written),
        WHOLE.replace("2026-06-05", f"\n  due: {written}  # firm\n  start: 2026-06-01"),
    ):
        assert mended(text) == text.replace(written, day)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026/4/16 16:05+08:00", "2026-04-16T16:05+08:00"),
        ("２０２６-０４-１６　１６：０５＋０８：００", "2026-04-16T16:05+08:00"),
        ("2026年4月16日 9:05:30 Z", "2026-04-16T09:05:30Z"),
        ("2026/4/16 16:05", "2026/4/16 16:05"),
        ("2026/4/16", "2026/4/16"),
        ("2026/4/16 25:05+08:00", "2026/4/16 25:05+08:00"),
    ],
)
def test_a_time_keeps_its_own_offset_and_gets_no_other(written: str, moment: str) -> None:
    text = f'kind: order-confirmation\nissued_at: "{written}"\n'
    assert mended(text) == text.replace(written, moment)


def test_text_that_looks_like_a_date_or_a_number_stays() -> None:
    text = WHOLE.replace("title: t", "title: 2026/6/5").replace("where: here", "where: １２００")
    assert mended(text) == text


def test_a_value_that_an_alias_repeats_stays() -> None:
    text = WHOLE.replace("when: 2026-06-05", "when: &day 2026/6/5").replace("where: here", "where: *day")
    assert mended(text) == text
    inside = WHOLE.replace(
        "2026-06-05", "\n  milestones: [&m {date: 2026/6/5, name: a}, *m]\n  due: 2026/6/6"
    )
    assert mended(inside) == inside.replace("2026/6/6", "2026-06-06")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '{"kind": "brief", "when": {"due":"2026/6/5"}, "title": "2026/6/5"}'),
        ("x.toml", 'kind = "brief"\ntitle = "2026/6/5"\n[when]\ndue = "2026/6/5"  # "2026/6/5"\n'),
        (
            "x.toml",
            "kind = 'brief'\nwhen = { start = \"2026-06-01\", due = '2026/6/5' }  # '2026/6/5'\n",
        ),
        ("x.md", "---\nkind: brief\ntitle: 2026/6/5\nwhen: 2026/6/5\n---\n\nwhen: 2026/6/5\n"),
    ],
)
def test_each_format_keeps_its_own_dress(name: str, text: str) -> None:
    case = case_of(text, name)
    (fix,) = [fix for fix in fixes(case, "en") if fix.code == "F004"]
    (edit,) = fix.edits
    again = applied(text, [fix])
    assert text[edit.start : edit.end] == "2026/6/5"
    assert edit.text == "2026-06-05"
    document = case_of(again, name).document
    assert document is not None
    assert "2026-06-05" in repr(document.to_data()) or "2026, 6, 5" in repr(document.to_data())


def test_an_inline_value_is_mended_where_it_stands_and_nowhere_else() -> None:
    text = 'kind = "brief"\nwhen = { note = "due = \'2026/6/5\'", due = "2026/6/5" }\n'
    (fix,) = [fix for fix in fixes(case_of(text, "x.toml"), "en") if fix.code == "F004"]
    assert applied(text, [fix]) == text.replace('"2026/6/5" }', '"2026-06-05" }')


# --- missing answers ---------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["what", "why", "when", "where", "who", "how", "how_much"])
@pytest.mark.parametrize("name", ["x.yaml", "x.json", "x.toml"])
def test_a_missing_key_is_opened_in_its_place(key: str, name: str) -> None:
    pairs = [line.split(": ", 1) for line in WHOLE.splitlines() if not line.startswith(f"{key}:")]
    text = {
        "x.yaml": "".join(f"{one}: {other}\n" for one, other in pairs),
        "x.json": "{\n" + ",\n".join(f'  "{one}": "{other}"' for one, other in pairs) + "\n}\n",
        "x.toml": "".join(f'{one} = "{other}"\n' for one, other in pairs),
    }[name]
    before, again = case_of(text, name), mended(text, name)
    after = case_of(again, name)
    assert list(after.source.data) == [line.partition(":")[0] for line in WHOLE.splitlines()]
    assert not after.source.data[key]
    assert codes(after) == codes(before)
    assert again.count("\n") == text.count("\n") + 1
    assert mended(again, name) == again


def test_a_question_stands_behind_its_key() -> None:
    again = mended(WHOLE.replace("why: 2 % more\n", ""), language="zh")
    assert "\nwhy:  # 为了什么业务结果？最好带数字（例如：" in again
    assert "\nwhen:  # By which date is it to be delivered? For example: 2026-06-05\n" in mended(
        WHOLE.replace("when: 2026-06-05\n", "")
    )


def test_a_key_is_opened_below_a_block_and_above_the_comments_of_the_next_key() -> None:
    text = WHOLE.replace("why: 2 % more\n", "\n# about the day\n").replace(
        "3 pieces", "|\n  3 pieces\n\n  # not a comment\n"
    )
    again = mended(text)
    assert "  # not a comment\n\n\nwhy:  # Which" in again
    assert again.index("why:") < again.index("# about the day")


def test_a_toml_key_is_opened_before_the_tables() -> None:
    text = 'kind = "brief"\nsizes = [\n[1, 2]\n]\n# who is asked\n[who]\n# the boss\napprover = "Ann"\n'
    again = mended(text, "x.toml")
    assert [line.partition(" ")[0] for line in again.splitlines()] == [
        "kind", "sizes", "[1,", "]", "what", "why", "when", "where", "how", "how_much",
        "#", "[who]", "owner", "#", "approver",
    ]  # fmt: skip


def test_a_mapping_without_an_owner_gets_the_key() -> None:
    block = WHOLE.replace("who: Tom", "who:\n  requester: Ann  # she asked")
    assert "  requester: Ann  # she asked\n  owner:  # Who delivers it?" in mended(block)
    flow = WHOLE.replace("who: Tom", "who: {requester: Ann}  # she asked")
    assert 'who: {requester: Ann, owner: ""}  # she asked\n' in mended(flow)
    assert mended(WHOLE.replace("who: Tom", "who: {owner: TBD}")).count("owner") == 1


SECTIONS = ["## What", "## Why", "## When", "## Where", "## Who", "## How", "## How much"]


@pytest.mark.parametrize("heading", SECTIONS)
def test_a_missing_section_is_opened_in_its_place(heading: str) -> None:
    text = without(BY_HAND + "\n## Notes\n", f"{heading}\n", "\n## ")
    before, again = case_of(text, "x.md"), mended(text, "x.md")
    assert [line for line in again.splitlines() if line.startswith("## ")] == [*SECTIONS, "## Notes"]
    assert "\n\n\n\n" not in again
    lines = again.splitlines()
    at = lines.index(heading)
    assert lines[at - 1] == lines[at + 1] == ""
    assert lines[at + 2].startswith("<!-- ")
    assert lines[at + 2].endswith(" -->")
    assert codes(case_of(again, "x.md")) == codes(before)
    assert mended(again, "x.md") == again


def test_several_missing_sections_come_in_order() -> None:
    text = "# Pictures\n\n### What?\n\n6 pictures\n\n### How much?\n\n12 hours"
    again = mended(text, "x.md")
    assert [line for line in again.splitlines() if line.startswith("###")] == [
        "### What?", "### Why?", "### When?", "### Where?", "### Who?", "### How?", "### How much?",
    ]  # fmt: skip
    assert again.endswith("12 hours")
    assert mended(again, "x.md") == again


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("## 何事", "## 何因"),
        ("#### 【需求内容】", "#### 【何因】"),
        ("## **What:**", "## **Why:**"),
        ("## 何事 What", "## 何因 Why"),
        ("## What ##", "## Why"),
        ("What\n----", "## Why"),
        ("## 何事 <!-- comms: ignore[V301] agreed -->", "## 何因"),
    ],
)
def test_an_opened_section_is_dressed_like_its_neighbour(heading: str, expected: str) -> None:
    text = f"# Title\n\n{heading}\n\n6 pictures\n\n{heading.replace('What', 'When').replace('何事', '何时').replace('需求内容', '何时')}\n\n2026-06-05\n"
    assert f"6 pictures\n\n{expected}\n\n<!-- " in mended(text, "x.md")


def opened_alone(text: str, code: str, language: str = "en") -> str:
    """Return a handwritten request with the findings of one code fixed, and the added question shortened."""
    again = fixed(text.encode(), "x.md", NOWHERE, language, {code}).decode()
    return re.sub(r"(?<=<!-- )[^<>]{30,}(?= -->)", "?", again)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**What:** a\n\n**When:** b\n", "**What:** a\n\n**Why:** <!-- ? -->\n\n**When:** b\n"),
        ("- **What**: a\n- **When**: b\n", "- **What**: a\n- **Why**: <!-- ? -->\n- **When**: b\n"),
        ("- **What**: a\n\n- **When**: b\n", "- **What**: a\n\n- **Why**: <!-- ? -->\n\n- **When**: b\n"),
        ("1. **What** a\n2. **When** b\n", "1. **What** a\n2. **Why** <!-- ? -->\n2. **When** b\n"),
        ("- [x] **What** – a\n- [x] **When** – b\n", "- [x] **What** – a\n- [ ] **Why** – <!-- ? -->\n- [x] **When** – b\n"),
        ("- **What:**\n  a\n- **When:**\n  b\n", "- **What:**\n  a\n- **Why:**\n  <!-- ? -->\n- **When:**\n  b\n"),
        ("1. What\n\n   a\n\n2. When\n\n   b\n", "1. What\n\n   a\n\n2. Why\n\n   <!-- ? -->\n\n2. When\n\n   b\n"),
        ("What\n\na\n\nWhen\n\nb\n", "What\n\na\n\nWhy\n\n<!-- ? -->\n\nWhen\n\nb\n"),
        ("🎯 **What:** a\n\n📅 **When:** b\n", "🎯 **What:** a\n\n**Why:** <!-- ? -->\n\n📅 **When:** b\n"),
        ("【何事】a\n\n【何时】b\n", "【何事】a\n\n【何因】 <!-- ? -->\n\n【何时】b\n"),
        ("**【何事】** a\n\n**【何时】** b\n", "**【何事】** a\n\n**【何因】** <!-- ? -->\n\n**【何时】** b\n"),
        ("何事：a\n何时：b\n", "何事：a\n何因： <!-- ? -->\n何时：b\n"),
        ("何事：a\n\n何时：b\n", "何事：a\n\n何因： <!-- ? -->\n\n何时：b\n"),
        ("| What | a |\n| When | b |\n", "| What | a |\n| Why | <!-- ? --> |\n| When | b |\n"),
        ("| What | a |\n| - | - |\n| When | b |", "| What | a |\n| - | - |\n| Why | <!-- ? --> |\n| When | b |"),
        ("| When | a |\n| - | - |\n| How | b |", "| When | a |\n| - | - |\n| Why | <!-- ? --> |\n| How | b |"),
        ("| 1 | What | a |\n| 2 | When | b |\n", "| 1 | What | a |\n|  | Why | <!-- ? --> |\n| 2 | When | b |\n"),
        (
            "| Item | Question | Answer |\n|-|-|-|\n| What | which? | a |\n| When | which? | b |\n",
            "| Item | Question | Answer |\n|-|-|-|\n| What | which? | a |\n| Why |  | <!-- ? --> |\n| When | which? | b |\n",
        ),
        ("| What | a | When | b |\n|-|-|-|-|\n| x | y |", "| What | a | When | b |\n|-|-|-|-|\n| Why | <!-- ? --> |\n| x | y |"),
        ("**What**\n\na\n\n**When**\n\nb\n", "**What**\n\na\n\n**Why**\n\n<!-- ? -->\n\n**When**\n\nb\n"),
        ("| **What** | a |\n| **When?** | b |", "| **What** | a |\n| **Why?** | <!-- ? --> |\n| **When?** | b |"),
    ],
)  # fmt: skip
def test_a_lead_in_or_a_row_is_opened_like_its_neighbour(text: str, expected: str) -> None:
    assert opened_alone(text, "W102") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. **What** a\n2. **When** b\n", "1. **What** a\n2. **When** b\n3. **How much** <!-- ? -->\n"),
        ("| What | a |\n| When | b |\n| - | - |\n", "| What | a |\n| When | b |\n| - | - |\n| How much | <!-- ? --> |\n"),
        ("| x | y |\n|-|-|\n| What | a |\n| When | b |\n\nz", "| x | y |\n|-|-|\n| What | a |\n| When | b |\n| How much | <!-- ? --> |\n\nz"),
        ("## What\na\n## When\nb\n## Notes", "## What\na\n## When\nb\n## How much\n\n<!-- ? -->\n\n## Notes"),
        ("What\n---\n\na\n\nWhen\n---\n\n\n", "What\n---\n\na\n\nWhen\n---\n\n## How much\n\n<!-- ? -->\n\n\n"),
        (
            "## What\n\na\n\n## Who\n\n### Requester\n\nAnn\n\n### Owner\n\nTom\n",
            "## What\n\na\n\n## Who\n\n### Requester\n\nAnn\n\n### Owner\n\nTom\n\n## How much\n\n<!-- ? -->\n",
        ),
        ("What: a\nWhen: b\n> c\n", "What: a\nWhen: b\n> c\n\nHow much: <!-- ? -->\n"),
        ("何事：a\n\n何时：b\n\n谢谢！\n", "何事：a\n\n何时：b\n\n谢谢！\n\n多少： <!-- ? -->\n"),
    ],
)  # fmt: skip
def test_the_last_dimension_is_opened_behind_all_others(text: str, expected: str) -> None:
    assert opened_alone(text, "W107") == expected


def test_a_text_that_begins_with_its_people_is_not_continued_above_them() -> None:
    text = "# T\n\n**Owner:** Tom\n\n**Why:** a\n\n**What:** b\n\n**When:** c\n\n**How:** d\n"
    assert "**When:** c\n\n**Where:** <!-- ? -->\n\n**How:** d" in opened_alone(text, "W104")
    assert opened_alone(text, "W107").endswith("**How:** d\n\n**How much:** <!-- ? -->\n")


@pytest.mark.parametrize(
    ("between", "expected"),
    [
        ("a\n\n<!-- of when -->\n## When", "a\n\n## Why\n\n<!-- ? -->\n\n<!-- of when -->\n## When"),
        ("a\n<!-- of\nwhen -->\n## When", "a\n## Why\n\n<!-- ? -->\n\n<!-- of\nwhen -->\n## When"),
        ("<!-- of what -->\n## When", "<!-- of what -->\n## Why\n\n<!-- ? -->\n\n## When"),
        (
            "<!-- of -->\n<!-- what -->\n## When",
            "<!-- of -->\n<!-- what -->\n## Why\n\n<!-- ? -->\n\n## When",
        ),
        ("a\n\n<!-- of what -->\n\n## When", "a\n\n<!-- of what -->\n\n## Why\n\n<!-- ? -->\n\n## When"),
        (
            "a\n\n<!-- comms: ignore[W103] told -->\n\n## When",
            "a\n\n## Why\n\n<!-- ? -->\n\n<!-- comms: ignore[W103] told -->\n\n## When",
        ),
        (
            "\n<!-- comms: ignore[W101] told -->\n\n## When",
            "\n<!-- comms: ignore[W101] told -->\n\n## Why\n\n<!-- ? -->\n\n## When",
        ),
    ],
)
def test_a_comment_stays_with_what_it_belongs_to(between: str, expected: str) -> None:
    text = "# T\n\n## What\n{}\n\nb\n"
    assert opened_alone(text.format(between), "W102") == text.format(expected)


def test_a_comment_that_opens_the_text_stays_at_its_top_and_one_before_the_notes_stays_there() -> None:
    text = "<!-- fill in all of it -->\n## Why\na\n## When\nb\n\n<!-- of the notes -->\n## Notes\n"
    assert opened_alone(text, "W101").startswith(
        "<!-- fill in all of it -->\n## What\n\n<!-- ? -->\n\n## Why"
    )
    assert "b\n\n## How much\n\n<!-- ? -->\n\n<!-- of the notes -->\n## Notes" in opened_alone(text, "W107")


def test_front_matter_that_answers_nothing_leaves_the_sections_to_the_body() -> None:
    text = "---\nkind: brief\n---\n\n# T\n\nplain\n"
    assert opened_alone(text, "W102") == f"{text.rstrip()}\n\n## Why\n\n<!-- ? -->\n"


# --- the hint and the fix ----------------------------------------------------------------------

ENGLISH = {key: heading[3:] for key, heading in zip(DIMENSIONS, SECTIONS, strict=True)}
CHINESE = dict(zip(DIMENSIONS, ("何事", "何因", "何时", "何处", "何人", "如何", "多少"), strict=True))
BOTH = {key: f"{name} {ENGLISH[key]}" for key, name in CHINESE.items()}
CODES = {f"W10{number}": key for number, key in enumerate(DIMENSIONS, 1)}
DRESSES = {
    "headings": "### {name}\n\n{answer}\n\n",
    "tight headings": "## {name}\n{answer}\n",
    "numbered headings": "## {number}. {name}\n\n{answer}\n\n",
    "closed headings": "## {name} ##\n\n{answer}\n\n",
    "underlined": "{name}\n------\n\n{answer}\n\n",
    "bold headings": "## **{name}:**\n\n{answer}\n\n",
    "headings with answers": "## {name}: {answer}\n\n",
    "headings with comments": "## {name}\n<!-- fill in -->\n{answer}\n\n",
    "comments before headings": "<!-- fill in -->\n## {name}\n\n{answer}\n\n",
    "questions": "#### {name}?\n\n{answer}\n\n",
    "pictures": "## 🎯 {name}\n\n{answer}\n\n",
    "brackets in headings": "## 【{name}】\n\n{answer}\n\n",
    "lead-ins": "**{name}:** {answer}\n\n",
    "a colon behind": "**{name}**：{answer}\n\n",
    "tight lead-ins": "**{name}:** {answer}\n",
    "dashes": "**{name}** – {answer}\n\n",
    "alone": "**{name}**\n\n{answer}\n\n",
    "alone and tight": "**{name}**\n{answer}\n\n",
    "items": "- **{name}:** {answer}\n",
    "stars": "* {name}: {answer}\n",
    "loose items": "- **{name}:** {answer}\n\n",
    "numbered items": "{number}. **{name}**: {answer}\n",
    "boxes": "- [x] **{name}:** {answer}\n",
    "items with paragraphs": "- **{name}:**\n\n  {answer}\n\n",
    "names in a list": "{number}. {name}\n\n   {answer}\n\n",
    "names alone": "{name}\n\n{answer}\n\n",
    "labels": "{name}: {answer}\n",
    "numbered labels": "{number}、{name}：{answer}\n",
    "loose labels": "{name}：{answer}\n\n",
    "brackets": "【{name}】{answer}\n\n",
    "rows": "| {name} | {answer} |\n",
    "numbered rows": "| {number} | **{name}** | {answer} |\n",
    "rows with hints": "| {name} | which? | {answer} |\n",
    "rows without edges": "{name} | {answer}\n",
}
HEADS = {
    "rows": "| 5W2H | Answer |\n|---|---|\n",
    "numbered rows": "| # | Item | Answer |\n|---|---|---|\n",
    "rows with hints": "| Item | Question | Answer |\n|---|---|---|\n",
    "rows without edges": "5W2H | Answer\n---|---\n",
}
GIVEN = {key: line.partition(": ")[2] for key, line in zip(DIMENSIONS, WHOLE.splitlines()[2:], strict=True)}
_PROMISES = {"en": r"Add `(.+?)` at line (\d+)", "zh": r"在第 (?P<line>\d+) 行加上“(?P<heading>.+?)”"}


def by_hand(dress: str, names: dict[str, str], missing: str) -> str:
    pieces = (
        DRESSES[dress].format(name=names[key], number=number, answer=GIVEN[key])
        for number, key in enumerate(DIMENSIONS, 1)
        if key != missing
    )
    return f"# T\n\n{HEADS.get(dress, '')}{''.join(pieces)}"


def promised(finding: Finding, language: str) -> tuple[str, int]:
    """Return the heading and the line that a hint names."""
    found = re.search(_PROMISES[language], finding.hint)
    assert found is not None, finding.hint
    named = found.groupdict()
    return (named["heading"], int(named["line"])) if named else (found[1], int(found[2]))


def assert_kept(text: str, code: str, language: str) -> str:
    """Assert that the fix of a code does what its hint says; return the text with only that fix."""
    case = case_of(text, "x.md")
    heading, line = promised(
        next(finding for finding in check(case, language) if finding.code == code), language
    )
    (fix,) = (fix for fix in fixes(case, language) if fix.code == code)
    again = applied(text, [fix])
    written = re.split(r"\r\n|\n", again)[line - 1]
    assert re.sub(r"<!--.*-->", "", written).strip() == heading
    assert list(read_bytes(again.encode(), "x.md").sections or ()).count(CODES[code]) == 1
    assert (case_of(again, "x.md").source.sections or {})[CODES[code]] == line
    return again


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("names", [ENGLISH, CHINESE, BOTH], ids=["en", "zh", "both"])
@pytest.mark.long
@pytest.mark.parametrize("front", ["", "---\nkind: brief\n---\n"], ids=["", "front matter"])
def test_a_section_is_opened_where_the_hint_says_and_as_it_says(
    dress: str, names: dict[str, str], front: str
) -> None:
    language = "en" if names is ENGLISH else "zh"
    for code, missing in CODES.items():
        text = front + by_hand(dress, names, missing)
        again = assert_kept(text, code, language)
        assert names[missing] in again
        with_returns = assert_kept(text.replace("\n", "\r\n"), code, language)
        assert with_returns == again.replace("\n", "\r\n")
        assert assert_kept(text.rstrip(), code, language).rstrip() == again.rstrip()


@pytest.mark.parametrize(
    "dress",
    [
        dress
        for dress in DRESSES
        if dress.split()[-1] in ("items", "rows", "stars", "boxes", "hints", "edges")
    ],
)
def test_a_list_gains_one_item_and_a_table_one_row_and_both_stay_whole(dress: str) -> None:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    for code, missing in CODES.items():
        text = by_hand(dress, ENGLISH, missing)
        before, after = (
            [token.type for token in parser.parse(body) if token.type.endswith("_open") and not token.hidden]
            for body in (text, assert_kept(text, code, "en"))
        )
        piece = "tr_open" if "tr_open" in before else "list_item_open"
        assert after.count(piece) == before.count(piece) + 1
        for kind in ("table_open", "bullet_list_open", "ordered_list_open"):
            assert after.count(kind) == before.count(kind)
        assert ("paragraph_open" in after) == ("paragraph_open" in before)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Generate handwritten requests: some sections in any order and style, with and without answers."""
    mark = draw(
        st.sampled_from(
            ["## {}", "### {}", "## **{}**", "## {}：", "# {}", "{}\n---", "**{}:**", "- **{}**:", "{}: x"]
        )
    )
    names = draw(
        st.lists(
            st.sampled_from([section[3:] for section in SECTIONS] + ["Notes", "何因", "何时"]), max_size=7
        )
    )
    blocks = draw(st.sampled_from([[], ["# Title"], ["---\nkind: brief\nwhere: here\n---"], ["words"]]))
    for name in names:
        blocks = [*blocks, mark.format(name), draw(st.sampled_from(ANSWERS))]
    return draw(st.sampled_from(["\n\n", "\n", "\r\n\r\n"])).join(blocks) + draw(st.sampled_from(["", "\n"]))


ANSWERS = [
    "6 pictures", "", "<!-- ask Ann -->", "Requester: Ann", "- Requester: Ann\n- Approver: Bo", "2026-06-05",
    "```\n## What\n```", "> quoted", "| a | b |\n| - | - |\n| c | d |", "TBD", "one\n\n### Sub\n\ntwo",
]  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(texts())
@pytest.mark.long
def test_sections_are_opened_once_and_the_text_around_them_stays(text: str) -> None:
    try:
        before = case_of(text, "x.md")
    except Unreadable:
        return
    again = mended(text, "x.md")
    assert mended(again, "x.md") == again
    found = fixes(before, "en")
    assert is_kept(text, applied(text, found), [edit for fix in found for edit in fix.edits])
    after = case_of(again, "x.md")
    assert codes(after) == codes(before)
    for path in paths(before.source.data):
        if not any(path[: len(fix.path)] == fix.path for fix in found):
            assert value_at(after.source.data, path) == value_at(before.source.data, path)
    for code in {fix.code for fix in found if fix.code in CODES and before.source.headings}:
        assert_kept(text, code, "en")


def test_an_unanswered_section_keeps_its_question_when_another_follows() -> None:
    text = without(BY_HAND, "## Why\n", "\n## When")
    once = mended(text, "x.md")
    again = mended(without(once, "## When\n", "\n## Where"), "x.md")
    assert again.index("## Why") < again.index("Which business result") < again.index("## When")


def test_a_section_with_labels_gets_the_line_of_its_owner() -> None:
    plain = BY_HAND.replace("Tom\n", "Requester: Ann; approver: Bo\n")
    assert "approver: Bo\n\nOwner: <!-- Who delivers it?" in mended(plain, "x.md")
    bullets = BY_HAND.replace("Tom\n", "* 提出：安\n* 验收：白\n")
    again = mended(bullets, "x.md", "zh")
    assert "* 验收：白\n* 负责：<!-- 谁负责交付？" in again
    assert mended(again, "x.md", "zh") == again


def test_front_matter_that_answers_alone_takes_a_key() -> None:
    text = "---\nkind: brief\ntitle: t\nwhat: 3 pieces\n---\n\nSee the attachment.\n"
    again = mended(text, "x.md")
    assert "what: 3 pieces\nwhy:  # Which" in again
    assert again.endswith("12 hours\n---\n\nSee the attachment.\n")


def test_a_text_that_is_no_request_is_left_alone_but_may_be_opened_by_hand() -> None:
    text = "# Readme\n\nNothing to do with it.\n"
    assert mended(text, "x.md") == text
    assert mended(readme := f"{text}\n## Description\n\nA tool.\n", "x.md") == readme
    edit = insertion(case_of(text, "x.md"), ("why",), "en")
    assert edit is not None
    assert "it.\n\n## Why\n\n<!-- Which" in applied(text, [Fix("W102", ("why",), (edit,))])


def test_a_placeholder_or_an_invalid_value_is_no_missing_key() -> None:
    for what in ("TBD", "", "[a]"):
        text = WHOLE.replace("3 pieces", what)
        assert insertion(case_of(text), ("what",), "en") is None
        assert mended(text) == text


# --- the body of a rendered file ---------------------------------------------------------------

STALE = EXAMPLES / "brief" / "bad" / "F005-edited-body.en.md"


def test_a_stale_body_is_rendered_again_below_the_same_front_matter() -> None:
    text = STALE.read_text(encoding="utf-8").replace("title: Stock", "# a comment\ntitle:   Stock", 1)
    again = mended(text, "x.md")
    front, _, body = again.partition("\n---\n")
    old_front, _, old_body = text.partition("\n---\n")
    assert front.rpartition("digest: ")[0] == old_front.rpartition("digest: ")[0]
    assert "15 pallets" in old_body
    assert "14 pallets" in body
    assert codes(case_of(again, "x.md")) == []
    assert mended(again, "x.md") == again


def test_a_stale_body_keeps_carriage_returns() -> None:
    content = STALE.read_bytes().replace(b"\n", b"\r\n")
    again = fixed(content, "x.md", NOWHERE, "en", RULES)
    assert b"14 pallets" in again.partition(b"\n---\r\n")[2]
    assert again.count(b"\n") == again.count(b"\r\n")
    assert codes(case_of(again, "x.md")) == []


def test_a_body_is_not_rendered_from_a_document_with_errors() -> None:
    text = STALE.read_text(encoding="utf-8").replace("where: Warehouse 2, aisle 7", "where: TBD", 1)
    assert mended(text, "x.md") == text


def test_data_and_body_are_mended_one_after_the_other() -> None:
    text = STALE.read_text(encoding="utf-8").replace("due: 2026-10-09", "due: 2026/10/9", 1)
    again = mended(text, "x.md")
    assert "due: 2026-10-09\n" in again
    assert "14 pallets" in again.partition("\n---\n")[2]
    assert codes(case_of(again, "x.md")) == []


def test_a_letter_finds_its_order_in_the_workspace(tmp_path: Path) -> None:
    from comms.rendering import Layout
    from comms.rendering.rendition import render

    shutil.copytree(EXAMPLES / "order-confirmation" / "good", tmp_path / "orders")
    shutil.copy(EXAMPLES / "comms.toml", tmp_path)
    workspace: Workspace = open_workspace(tmp_path)
    source = read_bytes((EXAMPLES / "change-request/good/more-mugs.zh.yaml").read_bytes(), "x.yaml")
    document = load_case(source, workspace).document
    assert document is not None
    content = render(document, "md", Layout("zh", workspace=workspace))
    edited = content + "又及：再加一百只。\n".encode()
    assert fixed(edited, "x.md", workspace, "zh", RULES) == content


# --- suppressing a finding ---------------------------------------------------------------------


def finding_at(case: Case, code: str, path: FieldPath = (), line: int = 0) -> Finding:
    (found,) = [
        finding for finding in check(case, "en") if finding.code == code and finding.path[: len(path)] == path
    ]
    return replace(found, span=replace(found.span, line=line, end_line=line)) if line else found


def answered(text: str, code: str, name: str = "x.yaml", reason: str = "agreed", line: int = 0) -> str:
    """Return the text with the comment, after asserting that it suppresses the finding and changes no data."""
    case = case_of(text, name)
    finding = finding_at(case, code, line=line)
    edit = suppression(case.source, finding, reason)
    assert edit is not None
    again = applied(text, [Fix(code, (), (edit,))])
    kept, by = split_silenced([finding_at(case_of(again, name), code)], case_of(again, name).source)
    assert (len(kept), [silenced.finding.code for silenced in by]) == (0, [code])
    return again


def test_a_comment_stands_at_the_end_of_the_line() -> None:
    text = WHOLE.replace("why: 2 % more", "why: more  # or so ")
    assert "why: more  # or so  # comms: ignore[W109] agreed \n" in answered(text, "W109")
    assert answered(WHOLE.replace("how: by hand\n", ""), "W106").startswith(
        "kind: brief  # comms: ignore[W106] agreed\n"
    )


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("|\n  more\n  of it", "\nwhy: |  # comms: ignore[W109] agreed\n  more\n"),
        (">-  # folded\n  more", "\nwhy: >-  # folded  # comms: ignore[W109] agreed\n"),
        ('"more\n  # of it"', '\n# comms: ignore[W109] agreed\nwhy: "more\n'),
        ("more\n  of it", "\n# comms: ignore[W109] agreed\nwhy: more\n"),
    ],
)
def test_a_text_of_several_lines_has_the_comment_at_its_key(why: str, expected: str) -> None:
    text = WHOLE.replace("2 % more", why)
    assert expected in answered(text, "W109")
    assert expected in answered(text, "W109", line=5 if why[0] in "|>" else 4)
    once = answered(text, "W109")
    assert expected.replace("\n", "\r\n") in answered(text.replace("\n", "\r\n"), "W109")
    assert suppression(case_of(once).source, finding_at(case_of(once), "W109"), "again") is None


def test_a_comment_that_is_there_takes_the_code_in() -> None:
    text = WHOLE.replace("2 % more", "more  # comms: ignore[V302, V303] agreed with Bo")
    assert "more  # comms: ignore[V302,V303,W109] agreed with Bo\n" in answered(text, "W109", reason="agreed")
    assert "] agreed with Bo; told\n" in answered(text, "W109", reason="told")
    above = WHOLE.replace("why: 2 % more", '# comms: ignore[V302] agreed\nwhy: "more\n  of it"')
    assert '# comms: ignore[V302,W109] agreed\nwhy: "more' in answered(above, "W109")


def test_a_comment_behind_the_sign_of_a_block_of_text_is_seen() -> None:
    assert has_comments("why: |  # to be checked\n  more\n")
    assert not has_comments("why: |\n  more  # of it\n")


def test_what_looks_like_a_comment_inside_a_text_takes_nothing_in() -> None:
    text = WHOLE.replace("2 % more", '"more # comms: ignore[V] agreed"')
    case = case_of(text)
    edit = suppression(case.source, finding_at(case, "W109"), "told")
    assert edit is not None
    assert edit.text == "  # comms: ignore[W109] told"
    again = applied(text, [Fix("", (), (edit,))])
    more = suppression(case_of(again).source, replace(finding_at(case, "W109"), code="V302"), "told")
    assert more is not None
    assert more.text == "# comms: ignore[W109,V302] told"


def test_toml_takes_comments_outside_of_its_texts() -> None:
    head = 'kind = "brief"\ntitle = "t"\n'
    assert 'why = "# more"  # comms: ignore[W109] agreed\n' in answered(
        head + 'why = "# more"\n', "W109", "x.toml"
    )
    long = answered(head + 'why = """more\n# of "it"\n"""\n', "W109", "x.toml")
    assert '# comms: ignore[W109] agreed\nwhy = """more\n' in long


def test_markdown_takes_html_comments_in_the_body_and_yaml_ones_in_front() -> None:
    text = BY_HAND.replace("by 3 %", "a lot")
    assert "fall a lot <!-- comms: ignore[W109] agreed -->\n" in answered(text, "W109", "x.md")
    merged = answered(text.replace("a lot", "a lot <!-- comms: ignore[V301] told -->"), "W109", "x.md")
    assert "a lot <!-- comms: ignore[V301,W109] told; agreed -->\n" in merged
    front = "---\nkind: brief\ntitle: t\nwhy: more\n---\n"
    assert "why: more  # comms: ignore[W109] agreed\n---\n" in answered(front, "W109", "x.md")
    assert answered(front, "W101", "x.md").startswith("---\nkind: brief  # comms: ignore[W101] agreed\n")


def test_a_missing_section_is_answered_for_at_the_title() -> None:
    case = case_of(without(BY_HAND, "## How\n", "\n## How much"), "x.md")
    finding = finding_at(case, "W106", line=1)
    edit = suppression(case.source, finding, "agreed")
    assert edit == Edit(10, 10, " <!-- comms: ignore[W106] agreed -->")


def test_the_bar_of_a_table_and_a_closing_sign_stay_last() -> None:
    text = BY_HAND.replace("returns fall by 3 %", "| a | b |\n| - | - |\n| more | of it |").replace(
        "## How\n", "## How ##\n"
    )
    case = case_of(text, "x.md")
    finding = finding_at(case, "W109")
    for line, expected in ((11, "| more | of it <!-- comms: ignore[W109] x --> |\n"),):
        edit = suppression(case.source, replace(finding, span=replace(finding.span, line=line)), "x")
        assert edit is not None
        assert expected in applied(text, [Fix("", (), (edit,))])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.json", '{"kind": "brief", "why": "more"}'),
        ("x.md", "# t\n\n## Why\n\n```\nmore\n```\n"),
    ],
)
def test_where_there_is_no_room_for_a_comment_there_is_none(name: str, text: str) -> None:
    case = case_of(text, name)
    finding = finding_at(case, "W109", line=6 if name == "x.md" else 0)
    assert suppression(case.source, finding, "agreed") is None


@given(st.text(max_size=60))
@example("[ ]")  # a box, as of an option that was not ticked
@example("☐")
@settings(max_examples=150, deadline=None)
def test_no_reason_breaks_out_of_its_comment(reason: str) -> None:
    hostile = f"agreed {reason} --> x\nwho: Eve # comms: ignore[F] {reason}"
    assert not set(for_comment(hostile)) & set("\n\r<>[]\x85\u2028")
    for name, text in (("x.yaml", WHOLE.replace("2 %", "")), ("x.md", BY_HAND.replace("by 3 %", ""))):
        again = answered(text, "W109", name, hostile)
        assert again.count("\n") == text.count("\n")
        assert codes(case_of(again, name)) == codes(case_of(text, name))


def test_a_section_is_added_outside_of_the_fold_above_it() -> None:
    folds = "".join(
        f"<details><summary>{name}</summary>\n\n{text}\n\n</details>\n\n"
        for name, text in (("What", "3 banners"), ("Why", "2 % to 3 %"))
    )
    text = fixed(f"# Sale\n\n{folds}".encode(), "request.md", NOWHERE, "en", RULES).decode()
    assert text.startswith(f"# Sale\n\n{folds.rstrip()}\n\n## When\n")
    assert text.count("</details>") == 2


SAID = {
    "What": "3 charts",
    "Why": "2 % more",
    "When": "2027-05-01",
    "Where": "shop",
    "Who": "Lena",
    "How": "as is",
    "How much": "8 hours",
}
GAPS = ["\n", "\n\n"]
"""What may stand between a fold, its text and the next fold."""


def opened_beside_folds(text: str, missing: str) -> int:
    """Return in how many folds the fix of a missing section puts it; all else stays as it was."""
    again = fixed(text.encode(), "x.md", NOWHERE, "en", {"W102", "W104", "W105", "W107"}).decode()
    (added,) = re.findall(rf"\n*[^\n]*\b{missing}\b[^\n]*\n*[^\n]*<!-- [^\n]* -->\n*", again)
    assert re.sub(r"\s", "", again.replace(added, "")) == re.sub(r"\s", "", text)
    assert missing.casefold().replace(" ", "_") in (case_of(again, "x.md").source.sections or {})
    above = again[: again.index(added)]
    return above.count("<details>") - above.count("</details>")


@pytest.mark.parametrize("missing", ["Why", "Where", "Who", "How much"])
@pytest.mark.parametrize("above", GAPS)
@pytest.mark.parametrize("below", GAPS)
@pytest.mark.parametrize("between", GAPS)
def test_a_section_is_added_between_folds(missing: str, above: str, below: str, between: str) -> None:
    folds = (
        f"<details>\n<summary>{name}</summary>{above}{text}{below}</details>{between}"
        for name, text in SAID.items()
        if name != missing
    )
    assert opened_beside_folds(f"# Sale\n\n{''.join(folds)}", missing) == 0


@pytest.mark.parametrize("missing", ["Who", "How much"])
@pytest.mark.parametrize(
    "form", ["## {}\n\n{}", "### {}\n{}", "**{}:** {}", "{}: {}", "- **{}:** {}", "<h3>{}</h3>\n\n{}"]
)
@pytest.mark.parametrize("below", GAPS)
@pytest.mark.parametrize("between", GAPS)
def test_a_section_is_added_inside_of_the_fold_around_it(
    missing: str, form: str, below: str, between: str
) -> None:
    parts = [form.format(*part) for part in SAID.items() if part[0] != missing]
    halves = ("\n\n".join(half) for half in (parts[:3], parts[3:]))
    folds = (f"<details>\n<summary>Part</summary>\n\n{half}{below}</details>{between}" for half in halves)
    assert opened_beside_folds(f"# Sale\n\n{''.join(folds)}", missing) == 1


def test_a_section_is_added_below_the_text_that_follows_a_fold() -> None:
    sections = [f"## {name}\n\n{text}" for name, text in SAID.items() if name != "How much"]
    fold = "<details>\n<summary>More</summary>\n\n" + "\n\n".join(sections[3:])
    text = "# Sale\n\n" + "\n\n".join([*sections[:3], fold]) + "\n\n</details>\n\nand grey\n"
    assert opened_beside_folds(text, "How much") == 0
