"""A vague word is reported once, at its line and column, in every format, and a comment there silences it."""

import io
import json
import re
from collections.abc import Callable

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.findings import Finding
from comms.linting.run import lint_text
from tests.support import CONTRACT

HERE = "\ue000"
"""Stands before the vague word while a file is written, and is taken out of it afterwards."""
COMMENT = "comms: ignore[V302] agreed with the printer"
PLAIN = ("grey", "card", "it's", "图片", "naïve", "😀", "50", "C:\\temp", "a'b", "𝒳-height", "R&D")
MARKED = (
    *PLAIN,
    "**bold**",
    "&nbsp;",
    "`asap`",
    "![asap](a.png)",
    "<b>shelf</b>",
    "[asap](b.html)",
    "~~asap~~",
)
REST = """kind: brief
id: ASAP
title: Size chart
what: 3 size charts, PNG
why: returns 9 % to 5 %
when: 2026-10-09
where: shop pages
who: Lena Brandt
how_much: 8 hours
"""

Writer = Callable[[list[str], st.DataObject], str]
"""Writes the words of an answer as a file, in which `COMMENT` may stand where a comment answers for them."""


def words_of(data: st.DataObject, vocabulary: tuple[str, ...]) -> list[str]:
    """The words of an answer, of which only the one behind `HERE` is vague."""
    others = st.lists(st.sampled_from(vocabulary), min_size=1, max_size=6)
    return [*data.draw(others), HERE + data.draw(st.sampled_from(("ASAP", "尽快"))), *data.draw(others)]


def wrapped(words: list[str], data: st.DataObject, indent: str, breaks: tuple[str, ...]) -> str:
    """The words with a blank, or a line break and an indentation, between any two of them."""
    text = words[0]
    for word in words[1:]:
        between = data.draw(st.sampled_from((" ", *breaks)))
        text += (between + indent if "\n" in between else between) + word
    return text


def yaml_plain(words: list[str], data: st.DataObject) -> str:
    answer = wrapped(["see", *words], data, "  ", ("\n", "\n\n"))
    return f"{REST}# {COMMENT}\nhow: {answer}\n"


def yaml_single_quoted(words: list[str], data: st.DataObject) -> str:
    quoted = wrapped([word.replace("'", "''") for word in words], data, " ", ("\n",))
    return f"{REST}# {COMMENT}\nhow: '{quoted}'\n"


def yaml_double_quoted(words: list[str], data: st.DataObject) -> str:
    quoted = wrapped(
        [escaped(word, data, "\uffff") for word in words], data, "   ", ("\n", "\\n", " \\\n", "\\t")
    )
    return f'{REST}# {COMMENT}\nhow: "{quoted}"\n'


def yaml_block(words: list[str], data: st.DataObject) -> str:
    header = data.draw(st.sampled_from(("|", ">", "|-", ">+", "|2", "> # a comment")))
    answer = wrapped(words, data, "  ", ("\n", "\n\n"))
    return f"{REST}# {COMMENT}\nhow: {header}\n  {answer}\nstatus: draft\n"


def yaml_in_a_list(words: list[str], data: st.DataObject) -> str:
    return f"{REST}how: {{a: 1}}\ngoals:\n  - kano: basic\n    # {COMMENT}\n    actor: x {' '.join(words)}\n"


def json_text(words: list[str], data: st.DataObject) -> str:
    answer = wrapped([escaped(word, data) for word in words], data, "", ("\\n", "\\u0020", "\\t"))
    return f'{{"kind": "brief", "id": "ASAP",\n  "how": "{answer}", "title": "Size chart"}}'


def escaped(word: str, data: st.DataObject, most: str = "\U0010ffff") -> str:
    """A word as JSON quotes it, some of its characters up to `most` as escapes."""
    escapes = {HERE: False}
    return "".join(
        json.dumps(sign, ensure_ascii=escapes.get(sign, sign <= most and data.draw(st.booleans())))[1:-1]
        for sign in word
    )


def toml_text(words: list[str], data: st.DataObject) -> str:
    quoted = " ".join(word.replace("\\", "\\\\") for word in words)
    return f'kind = "brief"\nid = "ASAP"\n# {COMMENT}\nhow = "{quoted}"\n'


def toml_lines(words: list[str], data: st.DataObject) -> str:
    quote = data.draw(st.sampled_from(("'''", '"""')))
    breaks = ("\n",) if quote == "'''" else ("\n", " \\\n  ")
    words = [word.replace("\\", "\\\\") if quote == '"""' else word for word in words]
    return f'kind = "brief"\nid = "ASAP"\n# {COMMENT}\nhow = {quote}\n{wrapped(words, data, "", breaks)}{quote}\n'


def markdown_section(words: list[str], data: st.DataObject) -> str:
    answer = wrapped(words, data, "", ("\n", "<br>", "<br/>\n", " <!-- asap --> "))
    return f"{BY_HAND}## How\n\n> the client wrote: asap\n\n<!-- {COMMENT} -->\n{answer}\n\n```\nasap\n```\n"


def markdown_list(words: list[str], data: st.DataObject) -> str:
    answer = wrapped(words, data, "  ", ("\n", "<br>"))
    return f"{BY_HAND}## How\n\n<!-- {COMMENT} -->\n- the card\n- {answer}\n"


def markdown_table(words: list[str], data: st.DataObject) -> str:
    rows = re.sub(r"## (.*)\n\n(.*)\n\n", r"| \1 | \2 |\n", BY_HAND.partition("\n\n")[2])
    answer = wrapped(words, data, "", ("<br>", " <!-- asap --> "))
    return f"# Size chart\n\n<!-- {COMMENT} -->\n| Item | Answer |\n|---|---|\n{rows}| How | {answer} |\n"


def markdown_twice(words: list[str], data: st.DataObject) -> str:
    return f"{BY_HAND}## How\n\nAs in 2025.\n\n## Approach\n\n<!-- {COMMENT} -->\n{' '.join(words)}\n"


def markdown_below_front_matter(words: list[str], data: st.DataObject) -> str:
    return f"---\n{REST}how: TBD\n---\n\n## How\n\n<!-- {COMMENT} -->\n{' '.join(words)}\n"


def front_matter(words: list[str], data: st.DataObject) -> str:
    answer = wrapped(words, data, "  ", ("\n",))
    return f"---\n{REST}# {COMMENT}\nhow: |\n  {answer}\n---\n\n## What\n\nSigns\n"


BY_HAND = """# Size chart

## What

3 size charts, PNG

## Why

Returns 9 % to 5 %

## When

2026-10-09

## Where

shop pages

## Who

Owner: Lena Brandt

## Budget

8 hours

"""

WRITERS: dict[str, tuple[Writer, str, tuple[str, ...]]] = {
    "plain": (yaml_plain, ".yaml", PLAIN),
    "single-quoted": (yaml_single_quoted, ".yaml", PLAIN),
    "double-quoted": (yaml_double_quoted, ".yaml", PLAIN),
    "block": (yaml_block, ".yaml", MARKED),
    "in a list": (yaml_in_a_list, ".yaml", PLAIN),
    "json": (json_text, ".json", MARKED),
    "toml": (toml_text, ".toml", PLAIN),
    "toml lines": (toml_lines, ".toml", MARKED),
    "section": (markdown_section, ".md", MARKED),
    "list": (markdown_list, ".md", MARKED),
    "table": (markdown_table, ".md", MARKED),
    "two sections": (markdown_twice, ".md", MARKED),
    "below front matter": (markdown_below_front_matter, ".md", MARKED),
    "front matter": (front_matter, ".md", PLAIN),
}


@pytest.mark.parametrize("name", WRITERS)
@settings(max_examples=10, deadline=None)
@given(data=st.data())
def test_a_vague_word_is_found_once_where_it_stands(name: str, data: st.DataObject) -> None:
    write, suffix, vocabulary = WRITERS[name]
    text = write(words_of(data, vocabulary), data)
    silenced, unsilenced = text.replace(HERE, ""), text.replace(COMMENT, "a comment")
    line, column = place_of(unsilenced)
    found = vague(unsilenced.replace(HERE, ""), f"request{suffix}")
    assert [(finding.code, finding.span.line, finding.span.column) for finding in found] == [
        ("V302", line, column)
    ]
    assert vague(silenced, f"request{suffix}") == found * (suffix == ".json")


def place_of(text: str) -> tuple[int, int]:
    """The line and the column of the mark."""
    before = text[: text.index(HERE)]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def vague(content: str | bytes, name: str) -> list[Finding]:
    """The findings of the rules V301 to V308."""
    content = content.encode() if isinstance(content, str) else content
    return [finding for finding in lint_text(content, name, "en").findings if finding.code[:2] == "V3"]


@pytest.mark.parametrize("in_table", [False, True])
def test_a_vague_word_of_a_word_file_is_found_once_in_its_paragraph(in_table: bool) -> None:
    document = WordDocument()
    for heading, answer in (
        ("What", "3 charts"),
        ("Why", "returns"),
        ("When", "2026-10-09"),
        ("Who", "Lena"),
    ):
        document.add_heading(heading, 2)
        document.add_paragraph(answer)
    document.add_heading("How", 2)
    document.add_paragraph("as in 2025")
    document.add_heading("Approach", 2)
    if in_table:
        row = document.add_table(1, 2).rows[0]
        row.cells[0].text, row.cells[1].text = "chart", "draw it ASAP"
    else:
        document.add_paragraph("draw it ASAP")
    buffer = io.BytesIO()
    document.save(buffer)
    (found,) = vague(buffer.getvalue(), "request.docx")
    assert found.excerpt is not None
    start, end = found.span.column - 1, found.span.end_column - 1
    assert (found.span.line, found.excerpt.line[start:end]) == (12, "ASAP")


LEFT_OVER = (
    BY_HAND.replace("Owner:", "- [ ] some agency\n- [x] Owner:")
    + """## How

[Describe some examples as soon as possible]

as in 2025, ASAP

/label ~soon

- [ ] draw it ASAP
"""
)


@pytest.mark.parametrize("style", ["Quote", "Intense Quote"])
def test_a_quotation_of_a_word_file_is_left_alone(style: str) -> None:
    document = WordDocument()
    for heading, answer in (
        ("What", "3 charts"),
        ("Why", "returns"),
        ("When", "2026-10-09"),
        ("Who", "Lena"),
    ):
        document.add_heading(heading, 2)
        document.add_paragraph(answer)
    document.add_heading("How", 2)
    document.add_paragraph("the client wrote: ASAP, call 138 0013 8000", style=style)
    document.add_paragraph("draw it soon")
    buffer = io.BytesIO()
    document.save(buffer)
    findings = lint_text(buffer.getvalue(), "request.docx", "en").findings
    found = [(finding.code, finding.span.line) for finding in findings if finding.code[0] in "PV"]
    assert found == [("P803", 10), ("V302", 11)]


def test_prompts_commands_and_rejected_options_are_not_judged() -> None:
    found = vague(LEFT_OVER, "request.md")
    lines = LEFT_OVER.split("\n")
    judged = [lines[finding.span.line - 1] for finding in found]
    assert judged == ["as in 2025, ASAP", "- [ ] draw it ASAP"]  # an open task is an answer to how


def test_a_value_that_an_alias_repeats_is_reported_once() -> None:
    text = REST + "how: &same draw it ASAP\ngoals: [{actor: x, scenario: *same}]\n"
    (found,) = vague(text, "request.yaml")
    assert (found.span.line, found.field) == (10, "how")


def test_each_of_two_equal_words_is_reported_at_its_own_place() -> None:
    found = vague(REST + "how: >\n  draw it ASAP,\n  print it ASAP\n", "request.yaml")
    assert [(finding.span.line, finding.span.column) for finding in found] == [(11, 11), (12, 12)]


def test_a_bare_value_is_reported_in_its_own_field() -> None:
    (found,) = vague(REST.replace("8 hours", "'about 8 hours'") + "how: as in 2025\n", "request.yaml")
    assert (found.code, found.span.line, found.span.column, found.field) == ("V301", 9, 12, "how_much.note")


def test_a_value_that_the_front_matter_holds_is_not_read_from_a_section() -> None:
    text = f"---\n{REST}how: draw it ASAP\n---\n\n## How\n\nprint it soon\n"
    found = vague(text, "request.md")
    assert [(finding.span.line, finding.span.column) for finding in found] == [(11, 14), (16, 10)]


def test_a_line_end_of_another_system_moves_no_place() -> None:
    for end in ("\r\n", "\r"):
        text = (REST + "how: >\n  draw it\n  ASAP\n").replace("\n", end)
        (found,) = vague(text, "request.yaml")
        assert (found.span.line, found.span.column) == (12, 3)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("L02-two-sections-one-dimension.md", [(6, 9), (27, 24)]),
        ("L02c-br-in-table.md", [(10, 23)]),
        ("L13-image-alt.md", []),
        ("L13-quote.md", []),
    ],
)
def test_the_sample_files_are_judged_at_the_word(name: str, places: list[tuple[int, int]]) -> None:
    file = CONTRACT.parent / "cases" / "lint" / name
    if not file.exists():
        pytest.skip("the sample files are not here")
    found = vague(file.read_bytes(), name)
    assert [(finding.span.line, finding.span.column) for finding in found] == places
