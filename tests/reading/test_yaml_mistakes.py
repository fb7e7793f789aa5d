"""Mistakes in YAML are told in the user's words at their own line, with the line as it should be."""

import re

import pytest

from comms.findings import Unreadable
from comms.linting.run import lint_text
from comms.reading import read_bytes
from tests.support import ROOT, codes_of, finding_of
from tests.support.effort import within
from tests.support.requests import BY_HAND, GOOD

CASES = ROOT.parent / "shared" / "cases" / "lint"
MENDED = {
    # the mistake: reason, line, column, the line as it should be
    "kind: brief\nwhat：3 charts\nwhy: x\n": ("fullwidth_colon", 2, 5, "what: 3 charts"),
    "kind: brief\nwhat：3 charts\n": ("fullwidth_colon", 2, 5, "what: 3 charts"),
    "kind：brief\ntitle: x\n": ("fullwidth_colon", 1, 5, "kind: brief"),
    "who:\n  owner: A\n  requester：B\nwhat: x\n": ("fullwidth_colon", 3, 12, "requester: B"),
    "who:\n  owner：A\nwhat: x\n": ("fullwidth_colon", 2, 8, "owner: A"),
    "who:\n  owner：A\n  requester: B\n": ("fullwidth_colon", 2, 8, "owner: A"),
    "who: {owner: A，requester: B}\n": ("fullwidth_sign", 1, 15, "who: {owner: A, requester: B}"),
    "who: ｛owner: A｝\n": ("fullwidth_sign", 1, 6, "who: {owner: A}"),
    "who: {owner: A；requester: B}\n": ("fullwidth_sign", 1, 15, "who: {owner: A, requester: B}"),
    "kind: brief\n标题：表\nwhat: x\n": ("fullwidth_colon", 2, 3, "标题: 表"),
    "title: “甲，乙: 丙”\n": ("curly_quote", 1, 8, 'title: "甲，乙: 丙"'),
    "title: “a: b”\n": ("curly_quote", 1, 8, 'title: "a: b"'),
    "title: 【急】海报: 元旦\n": ("colon_in_value", 1, 13, 'title: "【急】海报: 元旦"'),
    "title: 【急: 海报】\n": ("colon_in_value", 1, 10, 'title: "【急: 海报】"'),
    "what: 「图」: 1 张\n": ("colon_in_value", 1, 10, 'what: "「图」: 1 张"'),
    "what: “图”: 1 张\n": ("colon_in_value", 1, 10, 'what: "“图”: 1 张"'),
    "what: “图”和“表: 一”\n": ("colon_in_value", 1, 13, 'what: "“图”和“表: 一”"'),
    "who: {owner: 【甲】组；requester: 乙}\n": ("fullwidth_sign", 1, 18, "who: {owner: 【甲】组, requester: 乙}"),
    'what: "图 1 张”\nwhy: x\n': ("curly_quote", 1, 13, 'what: "图 1 张"'),
    'what: "图 1 张“\nwhy: x\n': ("curly_quote", 1, 13, 'what: "图 1 张"'),
    "what: 'a pack’\nwhy: x\n": ("curly_quote", 1, 14, 'what: "a pack"'),
    'what: "印“新年”\nwhy: x\n': ("open_quote", 1, 7, 'what: "印“新年”"'),
    "title: @everyone\n": ("sign", 1, 8, 'title: "@everyone"'),
    "what: %done\n": ("sign", 1, 7, 'what: "%done"'),
    "what: `x` y\n": ("sign", 1, 7, 'what: "`x` y"'),
    "what: *new* x\n": ("sign", 1, 7, 'what: "*new* x"'),
    "what: *new x\n": ("sign", 1, 7, 'what: "*new x"'),
    "what: &new x\n": ("sign", 1, 7, 'what: "&new x"'),
    "what: & x\n": ("sign", 1, 7, 'what: "& x"'),
    "what: !new x\n": ("sign", 1, 7, 'what: "!new x"'),
    "what: {new} x\nwhy: y\n": ("sign", 1, 7, 'what: "{new} x"'),
    "what: [new] x\nwhy: y\n": ("sign", 1, 7, 'what: "[new] x"'),
    "what: >5 x\nwhy: y\n": ("sign", 1, 7, 'what: ">5 x"'),
    "what: | x\nwhy: y\n": ("sign", 1, 7, 'what: "| x"'),
    "what: - x\n": ("sign", 1, 7, 'what: "- x"'),
    "why: ? x\n": ("sign", 1, 6, 'why: "? x"'),
    "must:\n  - @x\n": ("sign", 2, 5, '- "@x"'),
    "must:\n  - &x y\n": ("sign", 2, 5, '- "&x y"'),
    "kind: brief\ntitle: Size: chart\n": ("colon_in_value", 2, 12, 'title: "Size: chart"'),
    "title: Size: chart # new\n": ("colon_in_value", 1, 12, 'title: "Size: chart" # new'),
    "title: 6\" x: y\n": ("colon_in_value", 1, 12, "title: '6\" x: y'"),
    "must:\n  - name: a: b\n": ("colon_in_value", 2, 12, '- name: "a: b"'),
    '"title": a: b\n': ("colon_in_value", 1, 11, '"title": "a: b"'),
    "how: |\n  owner：x\ntitle: a: b\n": ("colon_in_value", 3, 9, 'title: "a: b"'),
    "kind: brief\ntitle:x\nwhat: y\n": ("no_blank", 2, 6, "title: x"),
    "kind: brief\ntitle = x\nwhat: y\n": ("equals", 2, 7, "title: x"),
    "must:\n  - b\n  -a\nwhat: x\n": ("dash", 3, 3, "- a"),
    "# T\n**kind**: brief\n": ("marked_key", 2, 1, "kind: brief"),
    'title: "Size\nwhat: x\nwhy: y\n': ("open_quote", 1, 8, 'title: "Size"'),
    'title: "Size\nwhat: "x"\nwhy: y\n': ("open_quote", 1, 8, 'title: "Size"'),
    "title: 'Size\nwhat: x\n": ("open_quote", 1, 8, 'title: "Size"'),
    "title: 'don't do'\nwhat: x\n": ("after_quote", 1, 13, 'title: "don\'t do"'),
    'title: "Size" chart\nwhat: x\n': ("after_quote", 1, 15, "title: '\"Size\" chart'"),
    'title: "C:\\data"\nwhat: x\n': ("escape", 1, 11, "title: 'C:\\data'"),
}  # fmt: skip
TOLD = {
    "kind：brief\ntitle：x\n": ("fullwidth_colon", 1, 5),
    "kind: brief\nwho:\n\towner: A\n": ("tab", 3, 1),
    "who:\n  owner: A\n\trequester: B\n": ("tab", 3, 1),
    "who:\n\u00a0 owner: A\n": ("blank", 2, 1),
    "who:\n\u3000owner: A\n\u3000requester: B\n": ("blank", 2, 1),
    "\u200bkind: brief\n": ("blank", 1, 1),
    "title:\u00a0x\nwhat: x\n": ("blank", 1, 7),
    "{“kind”: brief, “title”: 海报}\n": ("curly_quote", 1, 2),
    "title: 海报\n‘what’: 一张\n": ("curly_quote", 2, 1),
    "where: shop\u2028pages soon\nwho: {owner: A}\n": ("line_break", 1, 12),
    "kind: brief\nwhere: shop\x85pages soon\nwho: {owner: A}\n": ("line_break", 2, 12),
    "why: a\u2028 b\ntitle: a: b\n": ("colon_in_value", 2, 9),
    "title: [new\nwhat: x\n": ("open_bracket", 1, 8),
    "who: {owner: A requester: B}\n": ("no_comma", 1, 25),
    '{\n "kind": "brief",\n "title": "a"\n "what": "b"\n}\n': ("no_comma", 4, 2),
    "标题：表\n数量：3\n": ("fullwidth_colon", 1, 3),
    "must:\n  － a: x\n  － a: y\nwhat: x\n": ("fullwidth_sign", 2, 3),
    "who: {owner：甲，requester：乙}\n": ("fullwidth_colon", 1, 12),
    "kind: brief\n title: x\n": ("indent", 2, 2),
    "who:\n   owner: A\n  requester: B\n": ("indent", 3, 3),
    "must:\n  - a\n - b\n": ("indent", 3, 2),
    "title: a\n  what: b\n": ("indent", 2, 3),
    "kind: brief\n- a\n": ("no_key", 2, 1),
    "kind: brief\nsome more text\nwhat: x\n": ("no_key", 2, 1),
}


def refusal(text: str, name: str = "x.yaml") -> Unreadable:
    with pytest.raises(Unreadable) as refused:
        read_bytes(text.encode(), name)
    return refused.value


@pytest.mark.parametrize("text", MENDED)
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_mistake_is_told_at_its_line_with_the_line_as_it_should_be(text: str, newline: str) -> None:
    reason, line, column, fix = MENDED[text]
    told = refusal(text.replace("\n", newline))
    assert (told.reason, told.span.line, told.span.column) == (reason, line, column)
    assert told.values["fix"] == fix
    assert fix in finding_of(text, "F001").hint


@pytest.mark.parametrize("text", MENDED)
def test_the_line_that_is_shown_mends_the_file(text: str) -> None:
    _, line, _, fix = MENDED[text]
    lines = text.split("\n")
    blank = len(lines[line - 1]) - len(lines[line - 1].lstrip(" "))
    lines[line - 1] = " " * blank + fix
    read_bytes("\n".join(lines).encode(), "x.yaml")


@pytest.mark.parametrize("text", TOLD)
def test_a_mistake_that_cannot_be_mended_in_its_line_is_named(text: str) -> None:
    told = refusal(text)
    assert (told.reason, told.span.line, told.span.column) == TOLD[text]


@pytest.mark.parametrize("text", [*MENDED, *TOLD])
def test_every_mistake_is_told_in_both_languages_and_in_front_matter(text: str) -> None:
    chinese = finding_of(text, "F001", language="zh")
    assert not re.search(r"\{[a-z]", chinese.message)
    assert "YAML 语法" not in chinese.message
    found = finding_of(f"---\n{text}---\n\n# Text\n", "F001", "x.md")
    assert found.span.line == finding_of(text, "F001").span.line + 1


@pytest.mark.parametrize(
    "text",
    [
        "a: &x 1\nb: *x\n",
        "a: &x\n  b: 1\nc: *x\n",
        "a: !!str 5\n",
        "a: R&D\nb: Marks & Spencer\nc: wow !\n",
        "why: 9\u00a0%\nwhat: “x”\nhow: ｛a｝\n",
        "what: a\u200bb\n",
        "what:\n  “急”: 一张\n",
        "what: 尺码：3\nwhy: due：3\n",
        "what:\n  logo：3\nwhy: x\n",
        "what: |\n  owner：A\n  title = x\n",
        "what: 'owner：A'\n",
        "title: -5 %\nwhen: 12:30\nurl: http://x.y/z\n",
        "title: a\n  b\n",
        "kind: brief\n\n\n",
    ],
)
def test_what_only_looks_like_a_mistake_is_read(text: str) -> None:
    assert read_bytes(text.encode(), "x.yaml").data


def test_the_same_signs_in_json_are_text() -> None:
    text = '{"kind": "brief",\n "title": "&a !b",\n "who": {"owner：": ""},\n "when": "bad"}'
    assert finding_of(text, "F004", "x.json").span.line == 4


def test_a_mistake_in_front_matter_of_a_request_is_told_in_a_folder(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from comms.linting.run import lint_paths

    (tmp_path / "a.md").write_text(f"---\ntitle: Size: chart\n---\n\n{BY_HAND}", encoding="utf-8")
    (found,) = lint_paths([tmp_path], "en").findings
    assert (found.code, found.span.line) == ("F001", 2)
    assert '`title: "Size: chart"`' in found.hint


def test_personal_numbers_in_the_line_that_is_shown_are_masked() -> None:
    found = finding_of("kind: brief\nwho: for: 11010519491231002X\n", "F001")
    assert "11010519491231002X" not in found.message + found.hint


def test_a_long_line_is_shown_in_part() -> None:
    assert len(finding_of("title: a: " + "x" * 10_000, "F001").hint) < 200


LONG = [
    "title: a: " + "b: " * 40_000,
    "title: 'a" + "'b'" * 40_001,
    'title: "' + "\\" * 80_001,
    " " * 100_000 + "\ta: b: c",
    "- " * 40 + "a：" * 40_000 + ": b: c",
    "\n".join(f"a{n}: &b{n} x\nc{n}: *b{n}" for n in range(1_500)),
    "\n".join(f"a{n}: &b{n} x" for n in range(1_500)),
    "kind: brief\n" + "word " * 40_000 + "\nwhat: x",
    "title: [" + "a, " * 12_000 + "\nwhat: x",
    "title: x" + " # " * 40_000 + ": y: z",
]


def test_mistakes_in_long_lines_are_found_in_time() -> None:
    with within(3):
        for text in LONG:
            lint_text(text.encode(), "x.yaml", "en")


def test_the_rest_of_the_file_is_left_to_the_next_run() -> None:
    assert codes_of(GOOD.replace("what: ", "what：")) == ["F001"]


@pytest.mark.skipif(not CASES.is_dir(), reason="the sample inputs are not here")
@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("L07-fullwidth-colon.yaml", 3),
        ("L08-fullwidth-kind-passed-over.yaml", 1),
        ("L11-front-matter-colon-passed-over.md", 2),
    ],
)
def test_the_samples_are_told_at_their_line(name: str, line: int) -> None:
    found = finding_of((CASES / name).read_bytes(), "F001", name)
    assert found.span.line == line
    assert "syntax" not in found.message


def test_the_line_is_shown_with_a_mark_below_the_mistake() -> None:
    excerpt = finding_of("kind: brief\nwhat：3 for 11010519491231002X\nwhy: x\n", "F001").excerpt
    assert excerpt is not None
    assert excerpt.before == "kind: brief"
    assert excerpt.line.startswith("what：3 for ")
    assert "11010519491231002X" not in excerpt.line
