"""Reading keeps text as it was written, and every bad file gets one clear finding at its place."""

import io
import json
import os
import zipfile
from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.findings import Unreadable
from comms.linting.run import lint_paths
from comms.models.change_request import ChangeRequest
from comms.reading import read_bytes, read_file
from comms.reading.docx_file import NAMESPACE
from tests.support import case_of, codes_of, finding_of
from tests.support.requests import BY_HAND, GOOD


def test_plain_values_stay_the_text_that_was_written() -> None:
    data = read_bytes(
        b"a: 00123\nb: 2.0\nc: no\nd: 12:30\ne: 2026-06-05\nf: 1e3\ng: true\nh: null\ni: 'true'\nj: ~\n",
        "x.yaml",
    ).data
    assert data == {
        "a": "00123", "b": "2.0", "c": "no", "d": "12:30", "e": "2026-06-05", "f": "1e3",
        "g": True, "h": None, "i": "true", "j": None,
    }  # fmt: skip
    assert read_bytes(b'{"a": 2.0, "b": 1e3, "c": 7}', "x.json").data == {
        "a": "2.0",
        "b": "1e3",
        "c": "7",
    }
    assert read_bytes(b"a = 2.0\nb = 2026-06-05\nc = 7", "x.toml").data == {
        "a": "2.0",
        "b": "2026-06-05",
        "c": "7",
    }


def test_a_number_for_a_title_is_a_title() -> None:
    document = case_of(GOOD.replace("title: t", "title: 618")).document
    assert document is not None
    assert document.title == "618"


@pytest.mark.parametrize("kind", [".yaml", ".json", ".toml", ".md"])
def test_a_byte_order_mark_is_not_content(kind: str) -> None:
    text = {
        ".yaml": "kind: brief",
        ".json": '{"kind": "brief"}',
        ".toml": 'kind = "brief"',
        ".md": "---\nkind: brief\n---\n",
    }[kind]
    assert read_bytes(b"\xef\xbb\xbf" + text.encode(), f"x{kind}").data["kind"] == "brief"


BAD = {
    "empty": (b"", "empty", 1, 1),
    "blank": (b"\n\n  \n", "empty", 1, 1),
    "comment only": (b"# nothing\n", "empty", 1, 1),
    "a list": (b"- a\n- b\n", "no_mapping", 1, 1),
    "a word": (b"hello", "no_mapping", 1, 1),
    "binary": (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00abc", "binary", 1, 1),
    "UTF-16": ("kind: brief\n".encode("utf-16"), "encoding", 1, 1),
    "UTF-16 without a mark": ("kind: brief\n".encode("utf-16-le"), "encoding", 1, 1),
    "GBK": ("kind: brief\ntitle: 需求".encode("gbk"), "encoding", 2, 8),
    "broken UTF-8": (b"kind: brief\ntitle: \xff\xfe\xfa\x80\x81", "not_utf8", 2, 8),
    "a control character": (b"kind: brief\ntitle: a\x07b\n", "control", 2, 9),
    "an open bracket": (b"kind: brief\ntitle: [a\nwhat: b\n", "open_bracket", 2, 8),
    "a tab as indentation": (b"kind: brief\nwhen:\n\tdue: 2026-06-05\n", "tab", 3, 1),
    "a colon too many": (b"kind: brief\ntitle: a: b\n", "colon_in_value", 2, 9),
    "two documents": (b"kind: brief\n---\n[kind: brief\n", "several_documents", 2, 1),
    "a key twice": (b"kind: brief\ntitle: a\nkind: brief\n", "duplicate_key", 3, 1),
    "a list as a key": (b"? [a]\n: b\n", "complex_key", 1, 3),
    "200,000 brackets": (b"a: " + b"[" * 200_000, "too_deep", 1, 104),
    "200,000 braces": (b"{a: " * 200_000, "too_deep", 1, 405),
    "200,000 dashes": (b"- " * 200_000, "too_deep", 1, 203),
    "1,500 brackets": (b"a: " + b"[" * 1_500 + b"]" * 1_500, "too_deep", 1, 104),
    "1,500 dashes": (b"- " * 1_500 + b"a", "too_deep", 1, 203),
    "1,500 brackets on as many lines": (b"a:\n" + b" [\n" * 1_500 + b" ]\n" * 1_500, "too_deep", 102, 2),
    "120 levels": (b"a: " + b"[" * 120 + b"]" * 120, "too_deep", 1, 104),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_parsed_is_reported_with_reason_and_place(name: str) -> None:
    content, reason, line, column = BAD[name]
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "x.yaml")
    assert refused.value.reason == reason
    assert (refused.value.span.line, refused.value.span.column) == (line, column)
    assert name == "two documents" or codes_of(content) == ["F001"]


def test_an_alias_bomb_is_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(Unreadable) as refused:
        read_bytes("\n".join(lines).encode(), "x.yaml")
    assert refused.value.reason == "alias_bomb"


def test_an_alias_that_contains_itself_is_refused() -> None:
    assert codes_of("kind: brief\ngoals: &g [*g]\n") == ["F001"]


@pytest.mark.parametrize(
    ("content", "reason", "line", "column"),
    [
        (b'{"kind": "brief",\n "title": }', "json", 2, 11),
        (b'{"kind": "brief",\n "kind": "brief"}', "duplicate_key", 2, 2),
        (b"[" * 200_000, "too_deep", 1, 1),
        (b"[1, 2]", "no_mapping", 1, 1),
        (b"  ", "empty", 1, 1),
    ],
)
def test_bad_json_is_reported_with_reason_and_place(
    content: bytes, reason: str, line: int, column: int
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "x.json")
    assert (refused.value.reason, refused.value.span.line, refused.value.span.column) == (
        reason,
        line,
        column,
    )


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [(b'kind = "brief"\ntitle = a', "toml", 2), (b"a = 1\na = 2", "toml", 2), (b"", "empty", 1)],
)
def test_bad_toml_is_reported_with_reason_and_place(content: bytes, reason: str, line: int) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(content, "x.toml")
    assert (refused.value.reason, refused.value.span.line) == (reason, line)


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [
        (b"when = 2026-02-30", 1, 8),
        (b"a = 1\nwhen = 2026-13-01\n", 2, 8),
        (b"when = {start = 2026-06-01, due = 2026-06-31}", 1, 35),
        (b"when = [2026-04-31T10:00:00Z]", 1, 9),
    ],
)
def test_a_day_of_toml_that_does_not_exist_is_told_as_that(content: bytes, line: int, column: int) -> None:
    with pytest.raises(Unreadable) as error:
        read_bytes(content, "x.toml")
    assert error.value.reason == "toml_day"
    assert error.value.values["written"].encode() in content
    assert (error.value.span.line, error.value.span.column) == (line, column)


def test_a_mistake_beside_a_day_of_toml_is_still_told_as_a_mistake() -> None:
    with pytest.raises(Unreadable) as error:
        read_bytes(b"when = 2026-06-05 x", "x.toml")
    assert error.value.reason == "toml"


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "fix"),
    [
        ("x.json", '{\n "kind"："brief"\n}', 2, 8, '"kind": "brief"'),
        ("x.json", '{"kind": "brief"，\n "title": "t"}', 1, 17, '{"kind": "brief",'),
        ("x.json", '｛"kind": "brief"｝', 1, 1, '{"kind": "brief"}'),
        ("x.toml", 'kind ＝ "brief"\n', 1, 6, 'kind = "brief"'),
        ("x.toml", 'kind："brief"\n', 1, 5, 'kind = "brief"'),
    ],
)
def test_a_full_width_sign_is_told_with_the_line_in_plain_signs(
    name: str, text: str, line: int, column: int, fix: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(text.encode(), name)
    assert refused.value.reason == "fullwidth_sign"
    assert (refused.value.span.line, refused.value.span.column) == (line, column)
    assert refused.value.values["fix"] == fix


@pytest.mark.parametrize(
    ("name", "text", "line", "column", "fix"),
    [
        ("x.json", "{\n “kind”: “brief”\n}", 2, 2, '"kind": "brief"'),
        ("x.json", "{“kind”: “brief”}", 1, 2, '{"kind": "brief"}'),
        ("x.json", "{“title”： “【急】海报，元旦”}", 1, 2, '{"title": "【急】海报，元旦"}'),
        ("x.toml", "kind = 'brief'\ntitle = “t”\n", 2, 9, 'title = "t"'),
    ],
)
def test_a_curly_quotation_mark_is_told_with_the_line_in_straight_ones(
    name: str, text: str, line: int, column: int, fix: str
) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(text.encode(), name)
    assert refused.value.reason == "curly_quote"
    assert (refused.value.span.line, refused.value.span.column) == (line, column)
    assert refused.value.values["fix"] == fix


def test_front_matter_without_an_end_is_refused() -> None:
    assert codes_of("---\nkind: brief\n", "x.md") == ["F001"]


def test_an_error_in_front_matter_is_at_its_line_of_the_file() -> None:
    finding = finding_of("---\nkind: brief\ntitle: [a\n---\n", "F001", "x.md")
    assert finding.span.line >= 3


def test_a_folder_a_pipe_and_a_secret_are_findings_when_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")
    for name, reason in (("", "directory"), ("pipe.yaml", "special_file")):
        with pytest.raises(Unreadable) as refused:
            read_file(tmp_path / name)
        assert refused.value.reason == reason
    with pytest.raises(CommsError) as missing:
        read_file(tmp_path / "nowhere.yaml")
    assert missing.value.reason == "no_such_file"
    assert [finding.code for finding in lint_paths([tmp_path / "pipe.yaml"], "en").findings] == ["F001"]


def test_a_10_mb_answer_is_one_finding() -> None:
    content = GOOD.replace("how: by hand", f"how: {'x' * 10_000_000}")
    finding = finding_of(content, "F004")
    assert finding.field == "how"
    assert "200000" in finding.message.replace(",", "")
    assert codes_of(content) == ["F004"]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("title: t", "title: [a, b]", "F004", 2, 8),
        ("title: t", "title: true", "F004", 2, 8),
        ("when: 2026-06-05", "when: 2026-06-31", "F004", 5, 7),
        ("when: 2026-06-05", "when: 5 June", "F004", 5, 7),
        ("when: 2026-06-05", "when: {due: 2026-06-05, strat: 2026-06-01}", "F003", 5, 25),
        ("how: by hand", "howe: by hand", "F003", 8, 1),
        ("kind: brief", "kind: berif", "F002", 1, 7),
        ("how_much: 5 hours", "how_much: {budget: {amount: 5, currency: XXQ}}", "F004", 9, 42),
        ("how_much: 5 hours", "how_much: {hours: -5}", "F004", 9, 19),
        ("how_much: 5 hours", "how_much: {data: x}", "F004", 9, 18),
        ("what: 3 pieces", "what: 待定", "W101", 3, 7),
        ("why: 2 % more\n", "", "W102", 1, 1),
        ("who: Tom", "who:\n  requester: Ann", "W108", 7, 1),
    ],
)
def test_a_finding_is_at_the_value_or_its_parent(
    old: str, new: str, code: str, line: int, column: int
) -> None:
    assert old in GOOD
    finding = finding_of(GOOD.replace(old, new), code)
    assert (finding.span.line, finding.span.column) == (line, column)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-05-20T03:00:00.000Z", "2026-05-20T03:00:00+00:00"),
        ("2026-05-20T03:00:00.25+08:00", "2026-05-20T03:00:00.250000+08:00"),
        ("2026-05-20 03:00:00+0800", "2026-05-20T03:00:00+08:00"),
        ("2026-05-20t03:00z", "2026-05-20T03:00:00+00:00"),
        ("2026-05-20T24:00+08:00", "2026-05-21T00:00:00+08:00"),
    ],
)
@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("x.yaml", "kind: change-request\nrequested_at: {0}\n"),
        ("x.json", '{{"kind": "change-request", "requested_at": "{0}"}}'),
        ("x.toml", 'kind = "change-request"\nrequested_at = "{0}"\n'),
        ("x.md", "---\nkind: change-request\nrequested_at: {0}\n---\n"),
    ],
)
def test_a_time_is_valid_in_every_format_as_programs_write_it(
    written: str, moment: str, name: str, text: str
) -> None:
    document = case_of(text.format(written), name).document
    assert isinstance(document, ChangeRequest)
    assert document.requested_at is not None
    assert document.requested_at.isoformat() == moment
    assert "F004" not in codes_of(text.format(written), name)


def test_a_time_of_toml_may_have_a_fraction() -> None:
    document = case_of('kind = "change-request"\nrequested_at = 2026-05-20T03:00:00.5Z\n', "x.toml").document
    assert isinstance(document, ChangeRequest)
    assert str(document.requested_at) == "2026-05-20 03:00:00.500000+00:00"


@pytest.mark.parametrize("written", ["2026-06-30T23:59:60Z", "2026-05-20T25:00Z", "2026-02-30T10:00Z"])
def test_a_moment_that_no_clock_shows_is_reported_as_that(written: str) -> None:
    finding = finding_of(f"kind: change-request\nrequested_at: {written}\n", "F004")
    assert finding.message.endswith(f"there is no time `{written}`")


def test_columns_count_code_points() -> None:
    finding = finding_of(
        GOOD.replace(
            "when: 2026-06-05", 'when: {milestones: [{name: "需求😀", date: bad}], due: 2026-06-05}'
        ),
        "F004",
    )
    line = 'when: {milestones: [{name: "需求😀", date: bad'
    assert finding.span.column == len(line) - len("bad") + 1


def test_positions_are_found_in_json_and_toml_too() -> None:
    json_text = '{\n "kind": "brief",\n "title": "\\ud83d\\ude00",\n "when": {"due": "bad"}\n}'
    assert (
        finding_of(json_text, "F004", "x.json").span.line,
        finding_of(json_text, "F004", "x.json").span.column,
    ) == (4, 18)
    toml_text = 'kind = "brief"\n[when]\ndue = "bad"\n[[goals]]\nby = 2026-01-01\n[[goals]]\ntarget = "x"\n'
    found = [
        (finding.span.line, finding.field)
        for finding in lint_text_findings(toml_text, "x.toml")
        if finding.code == "F004"
    ]
    assert found == [(3, "when.due"), (7, "goals[1].target")]


def lint_text_findings(text: str, name: str):  # type: ignore[no-untyped-def]
    from comms.linting.run import lint_text

    return lint_text(text.encode(), name, "en").findings


def test_an_invalid_value_is_reported_once_and_then_absent() -> None:
    text = GOOD.replace("when: 2026-06-05", "when: soon") + "goals: [{by: nonsense, target: many}]\n"
    found = [(finding.code, finding.field) for finding in lint_text_findings(text, "x.yaml")]
    assert found.count(("F004", "when")) == 1
    assert ("W103", "when") not in found, "no rule speaks of a value that is invalid"
    assert ("F004", "goals[0].by") in found
    assert ("S205", "goals[0].by") not in found
    assert ("S201", "goals[0].actor") in found, "the rules run on the rest"


@pytest.mark.parametrize(
    "word",
    [
        "TBD",
        "tbd",
        "TODO",
        "N/A",
        "?",
        "？",
        "…",
        "...",
        "-",
        "——",
        "待定",
        "暂无",
        "同上",
        "略",
        "无",
        "（待定）",
        "TBD.",
        "''",
        "null",
        "_No response_",
    ],
)
def test_a_placeholder_counts_as_absent(word: str) -> None:
    quoted = f'"{word}"' if word not in ("''", "null") else word
    assert codes_of(GOOD.replace("what: 3 pieces", f"what: {quoted}")) == ["W101"]
    assert codes_of(GOOD.replace("when: 2026-06-05", f"when: {{due: {quoted}}}")) == ["W103"]
    assert codes_of(GOOD.replace("how_much: 5 hours", f"how_much: {{budget: {quoted}}}")) == ["W107"]
    assert codes_of(GOOD.replace("who: Tom", f"who: {{requester: Ann, owner: {quoted}}}")) == ["W108"]
    assert codes_of(GOOD.replace("title: t", f"title: {quoted}")) == ["F006"]


def test_a_word_that_only_contains_a_placeholder_is_not_one() -> None:
    for text in (
        "无线耳机主图 3 张",
        "略图 3 张",
        "N/A-style banner",
        "TBD Ltd. banner",
        "5?",
        "A",
    ):
        assert codes_of(GOOD.replace("what: 3 pieces", f'what: "{text}"')) == []


# --- hand-written Markdown -------------------------------------------------------------------


def test_a_request_by_hand_is_read_by_its_headings() -> None:
    document = case_of(BY_HAND, "x.md").document
    assert document is not None
    assert document.to_data()["when"]["due"].isoformat() == "2026-06-05"
    assert codes_of(BY_HAND, "x.md") == []
    assert codes_of(BY_HAND.replace("\n", "\r\n"), "x.md") == []


@pytest.mark.parametrize(
    "heading",
    [
        "## 何因 Why",
        "### Why",
        "## Why?",
        "## 2. Why",
        "## **Why**",
        "## 何因（Why）",
        "## 为什么",
        "## 背景",
        "Why\n---",
        "## Why ##",
        "## WHY:",
    ],
)
def test_a_heading_may_be_spelt_in_many_ways(heading: str) -> None:
    assert codes_of(BY_HAND.replace("## Why", heading), "x.md") == []


def test_a_heading_in_a_code_fence_is_not_a_heading() -> None:
    text = BY_HAND.replace("## Why\n\n2 % more", "## Notes\n\n```\n## Why\n2 % more\n```")
    assert codes_of(text, "x.md") == ["W102"]


def test_an_issue_form_without_a_response_is_missing_an_answer() -> None:
    text = BY_HAND.replace("##", "###").replace("2 % more", "_No response_")
    finding = finding_of(text, "W102", "x.md")
    assert finding.span.line == text[: text.index("_No response_")].count("\n") + 1


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("Tom", []),
        ("提出：李婷；负责：周航；验收：王敏。", []),
        ("提出：李婷，负责：周航", []),
        ("- **Owner:** Tom\n- **Requester:** Ann", []),
        ("Requester: Ann\nOwner: Tom", []),
        ("提出：李婷；验收：王敏", ["W108"]),
        ("提出：李婷；负责：待定", ["W108"]),
        ("Requester: Ann\nOwner: TBD", ["W108"]),
        ("待定", ["W105"]),
    ],
)
def test_if_people_are_labelled_the_owner_must_be_among_them(who: str, codes: list[str]) -> None:
    assert codes_of(BY_HAND.replace("\nTom\n", f"\n{who}\n"), "x.md") == codes


@pytest.mark.parametrize("when", ["soon", "next Friday", "6月5日", "10 月中旬"])
def test_a_time_without_a_calendar_date_is_not_an_answer(when: str) -> None:
    finding = finding_of(BY_HAND.replace("2026-06-05", when), "W103", "x.md")
    assert finding.span.line == 13


def test_the_last_date_is_due_and_named_dates_are_milestones() -> None:
    text = BY_HAND.replace("2026-06-05", "2026年6月1日 初稿，5 June 2026 final")
    document = case_of(text, "x.md").document
    assert document is not None
    when = document.to_data()["when"]
    assert when["due"].isoformat() == "2026-06-05"
    assert [(milestone["date"].isoformat(), milestone["name"]) for milestone in when["milestones"]] == [
        ("2026-06-01", "初稿"),
        ("2026-06-05", "final"),
    ]


def test_front_matter_wins_and_sections_fill_the_rest() -> None:
    text = "---\nkind: brief\nwhy: 5 % more\n---\n\n" + BY_HAND
    document = case_of(text, "x.md").document
    assert document is not None
    assert document.to_data()["why"] == "5 % more"
    assert document.to_data()["what"] == "3 pictures"


# --- DOCX ------------------------------------------------------------------------------------


def docx(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in {"[Content_Types].xml": "<Types/>", **parts}.items():
            archive.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04broken", b"hello", docx()[:-30]], ids=["broken", "text", "cut off"]
)
def test_a_file_that_is_not_a_docx_is_unreadable(content: bytes) -> None:
    assert codes_of(content, "x.docx") == ["F001"]


def test_a_docx_of_another_program_is_recognized() -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(docx(), "x.docx")
    assert refused.value.reason == "docx_without_data"


def test_entities_in_the_data_of_a_docx_are_not_expanded() -> None:
    bomb = (
        '<!DOCTYPE d [<!ENTITY a "x"><!ENTITY b "&a;&a;">]>'
        + f'<data xmlns="{NAMESPACE}">{{"kind": "&b;"}}</data>'
    )
    assert codes_of(docx(**{"customXml/item1.xml": bomb}), "x.docx") in (["F001"], ["F002"])


W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def in_word(*blocks: str) -> bytes:
    """Make a DOCX of blocks: `## ` opens a heading, `|` separates the cells of a row, others are XML or text."""
    text = f'<w:document xmlns:w="{W}"><w:body>{"".join(map(in_xml, blocks))}</w:body></w:document>'
    return docx(**{"word/document.xml": text})


def in_xml(block: str) -> str:
    if "|" in block:
        return f"<w:tbl><w:tr>{''.join(f'<w:tc>{in_xml(cell)}</w:tc>' for cell in block.split('|'))}</w:tr></w:tbl>"
    return block if block.startswith("<") else paragraph(block)


def paragraph(text: str) -> str:
    level = '<w:pPr><w:outlineLvl w:val="1"/></w:pPr>' if text.startswith("## ") else ""
    runs = "<w:br/>".join(f"<w:t>{line}</w:t>" for line in text.removeprefix("## ").split("\n"))
    return f"<w:p>{level}<w:r>{runs}</w:r></w:p>"


def placed(content: bytes, name: str = "x.docx"):  # type: ignore[no-untyped-def]
    """Return the findings by code: line, column, the words that they mark, the line above."""
    from comms.linting.run import lint_text

    found = {}
    for finding in lint_text(content, name, "en").findings:
        span, excerpt = finding.span, finding.excerpt
        marked = excerpt and excerpt.line[span.column - 1 : span.end_column - 1]
        found[finding.code] = span.line, span.column, marked, excerpt and excerpt.before
    return found


def test_a_finding_in_word_is_at_its_paragraph() -> None:
    deleted = f"<w:p><w:del>{paragraph('some')}</w:del></w:p>"
    found = placed(
        in_word(
            "Mugs", "## What", "", "3 photos", deleted, "  and icons, etc.", "## When", "next Friday", "## Why", "",
            "## Where", "the shop\nas soon as possible", "## How much", "TBD",
        )
    )  # fmt: skip
    assert found["V305"] == (4, 14, "etc.", "3 photos")
    assert found["W103"] == (6, 1, "next Friday", "When")
    assert found["W102"] == (7, 1, "Why", "next Friday"), "a heading without an answer"
    assert found["V302"] == (10, 1, "as soon as possible", "the shop"), "a line break begins a line"
    assert found["W107"] == (12, 1, "TBD", "How much")
    assert found["W106"] == (1, 1, None, None), "what has no heading stands nowhere"


def test_a_row_of_a_table_in_word_is_one_line() -> None:
    many = f"<w:tbl><w:tr><w:tc>{paragraph('Who')}</w:tc><w:tc>{paragraph('Requester: Ann')}"
    many += f"{paragraph('')}{paragraph('Owner: someone')}</w:tc></w:tr></w:tbl>"
    found = placed(
        in_word(
            "Mugs", "What|about 30 photos", "Why|the boss wants it", "When|soon", "Where|", many, "How|x|etc."
        )
    )
    assert found["V301"] == (2, 8, "about 30", "Mugs")
    assert found["W109"] == (3, 7, "the boss wants it", "What | about 30 photos")
    assert found["W103"] == (4, 8, "soon", "Why | the boss wants it")
    assert found["W104"] == (5, 1, "Where", "When | soon")
    assert found["V304"] == (7, 8, "someone", "Who | Requester: Ann"), (
        "further paragraphs of a cell stand below"
    )
    assert found["V305"] == (8, 11, "etc.", "Owner: someone")


def test_a_table_within_a_section_of_word_is_read_row_by_row() -> None:
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('soon')}</w:tc><w:tc>{paragraph('or so')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{inner}{paragraph('')}</w:tc>"
    outer += f"<w:tc>{paragraph('etc.')}</w:tc></w:tr></w:tbl>"
    found = placed(
        in_word("## What", "3 photos", "## How", "Step|Style", "1|a modern look", outer, "## Why", "x")
    )
    assert found["V303"] == (5, 7, "modern", "Step | Style")
    assert found["V302"] == (7, 1, "soon", "a")
    assert found["V305"] == (7, 16, "etc.", "a")


def test_identifying_numbers_in_a_paragraph_of_word_are_masked() -> None:
    content = in_word("## What", "3 badges", "## How", "for 11010519491231002X, asap", "## Why", "x")
    found = placed(content)
    assert found["P801"][0] == found["V302"][0] == 4
    assert "11010519491231002X" not in repr(found)


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab", "sarif", "junit"])
def test_every_report_names_the_paragraph_of_a_word_file(form: str) -> None:
    from comms.linting.run import lint_text
    from comms.reports import report, unstyled

    lint = lint_text(in_word("## What", "What|x", "## How", "Step|asap", "## Why", "7 %"), "x.docx", "en")
    told = unstyled(report(form, lint, "en"))
    place = {
        "text": "  4 | Step | asap\n    |        ^^^^\n",
        "json": '"line": 4,\n    "column": 8,\n    "end_line": 4,\n    "end_column": 12,',
        "github": "file=x.docx,line=4,endLine=4,title=V302 vague-time,col=8,endColumn=12::x.docx:4:8: V302",
        "gitlab": '"begin": 4',
        "sarif": '"snippet": {\n                    "text": "asap"',
        "junit": "  4 | Step | asap\n    |        ^^^^\n",
    }[form]
    assert place in told


def test_a_cell_without_any_paragraph_ends_in_findings() -> None:
    content = in_word(
        "## What", "x", "## Why", "y", "<w:tbl><w:tr><w:tc/><w:tc/></w:tr></w:tbl>", "When|<w:x/>"
    )
    assert "W104" in codes_of(content, "x.docx")
    assert "W102" in codes_of(in_word("What|x", "Where|x", "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"), "x.docx")


@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize(("name", "head"), [("x.yaml", ""), ("x.md", "---\n"), ("x.json", "{")])
def test_a_line_break_that_only_yaml_knows_shifts_no_place(sign: str, name: str, head: str) -> None:
    pairs = {"kind": "brief", "title": f"a{sign} b{sign}", "goals": [{"by": "never"}], "how": "x, soon"}
    written = ",\n" if name == "x.json" else "\n"
    body = written.join(f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in pairs.items())
    text = f"{head}{body}\n{'}' if head == '{' else head}"
    first = 2 if head == "---\n" else 1
    for code, line in (("F004", first + 2), ("V302", first + 3)):
        finding = finding_of(text, code, name)
        assert finding.span.line == line
        assert finding.excerpt is not None
        marked = finding.excerpt.line[finding.span.column - 1 : finding.span.end_column - 1]
        assert marked.strip('"') in ("never", "soon")
    twice = text.replace('"how"', '"goals"')
    assert finding_of(twice, "F001", name).span.line == first + 3


def test_a_mistake_after_a_foreign_line_break_is_reported_at_its_line() -> None:
    finding = finding_of("kind: brief\ntitle: a\u2028 b\nwhat: a: b\n", "F001")
    assert (finding.span.line, finding.span.column) == (3, 8)


# --- places in JSON and TOML -------------------------------------------------------------------


@pytest.mark.parametrize("character", ["\x7f", "\x80", "\ufffe"])
def test_a_character_that_only_json_accepts_shifts_no_place(character: str) -> None:
    text = f'{{\n "kind": "brief",\n "title": "a{character}",\n "when": {{"due": "bad", "x{character}": "y"}}\n}}'
    finding = finding_of(text, "F004", "x.json")
    assert (finding.span.line, finding.span.column) == (4, 18)
    finding = finding_of(text, "F003", "x.json")
    assert (finding.span.line, finding.span.column) == (4, 25)
    twice = text.replace('"title"', '"kind"')
    assert finding_of(twice, "F001", "x.json").span.line == 3


def test_a_key_written_with_escapes_has_its_place_in_json() -> None:
    finding = finding_of('{"kind": "brief",\n "\\u6807\\u9898": "x"}', "F003", "x.json")
    assert (finding.span.line, finding.span.column) == (2, 2)


TOML = """kind = "brief"  # a comment
title = '''
when = "no key"
"quoted" ] [x]'''
what = \"\"\"
3 photos, \\
some icons\"\"\"
"why" = "7 %"
when = { due = "bad", milestones = [
  { date = "worse", name = "draft" } # ]
  ,
  { name = "final", date = "worst" },
] }
who.owner = ["x"]
[[goals]]
by = 'never'
[[goals]]
target = "x"  # "
"""


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_every_value_of_a_toml_file_has_its_place(newline: str) -> None:
    text = TOML.replace("\n", newline)
    source = read_bytes(text.encode(), "x.toml")
    expected = {
        ("title",): (2, 9, 4, 18), ("what",): (5, 8, 7, 14), ("why",): (8, 9, 8, 14), ("when", "due"): (9, 16, 9, 21),
        ("when", "milestones", 0, "date"): (10, 12, 10, 19), ("when", "milestones", 1): (12, 3, 12, 37),
        ("when", "milestones", 1, "date"): (12, 28, 12, 35), ("when", "milestones"): (9, 36, 13, 2),
        ("when",): (9, 8, 13, 4), ("who", "owner", 0): (14, 14, 14, 17), ("goals", 0): (15, 1, 15, 10),
        ("goals", 0, "by"): (16, 6, 16, 13), ("goals", 1, "target"): (18, 10, 18, 13),
    }  # fmt: skip
    found = {path: source.positions.value(path) for path in expected}
    assert {
        path: (span.line, span.column, span.end_line, span.end_column) for path, span in found.items() if span
    } == expected
    vague = finding_of(text, "V301", "x.toml").span
    assert (vague.line, vague.column, vague.end_column) == (7, 1, 5)


def test_an_array_of_tables_within_another_is_counted_separately() -> None:
    text = 'a = 1\n[[x]]\n[[x.y]]\nk = 1\n[[x.y]]\nk = 2\n[x.y.z]\n"\\u0061" = 3\n[[x]]\n[[x.y]]\nk = 4\n'
    positions = read_bytes(text.encode(), "x.toml").positions
    paths = (("x", 0, "y", 0, "k"), ("x", 0, "y", 1, "k"), ("x", 0, "y", 1, "z", "a"), ("x", 1, "y", 0, "k"))
    lines = [span.line for path in paths if (span := positions.key(path))]
    assert lines == [4, 6, 8, 11]


# --- folders ---------------------------------------------------------------------------------


def test_a_folder_is_searched_for_requests_only(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GOOD.replace("why: 2 % more\n", ""))
    (tmp_path / "typo.yaml").write_text("kind: breif\n")
    (tmp_path / "by-hand.md").write_text(BY_HAND)
    (tmp_path / "broken.yaml").write_text("kind: brief\ntitle: [\n")
    for name, text in {
        "k8s.yaml": "kind: Deployment\n",
        "list.yaml": "- a\n",
        "data.json": "{}",
        "README.md": "# How\n\nWhat it is\n",
        "notes.txt": "kind: brief",
        ".hidden/x.yaml": "kind: breif\n",
        "node_modules/x.yaml": "kind: breif\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "loop").symlink_to(tmp_path)
    found = lint_paths([tmp_path], "en")
    assert found.files == 4
    assert [(Path(finding.file).name, finding.code) for finding in found.findings] == [
        ("a.yaml", "W102"),
        ("broken.yaml", "F001"),
        ("typo.yaml", "F002"),
    ]


def test_a_named_file_is_always_checked(tmp_path: Path) -> None:
    (tmp_path / "k8s.yaml").write_text("kind: Deployment\n")
    (tmp_path / "notes.txt").write_text("hello")
    found = lint_paths([tmp_path / "k8s.yaml", tmp_path / "notes.txt"], "en")
    assert [finding.code for finding in found.findings] == ["F002", "F001"]
