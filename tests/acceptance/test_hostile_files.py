"""Hostile and damaged input ends in one clear finding or message, quickly, without effects elsewhere."""

import io
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comms.linting.run import lint_text
from comms.rendering import Layout
from comms.rendering.rendition import render
from comms.reports import report, unstyled
from comms.workspace.loading import load_file
from tests.support import EXAMPLES, case_of, codes_of, finding_of
from tests.support.effort import within
from tests.support.here import run_here
from tests.support.requests import BY_HAND, GOOD

BANNER = EXAMPLES / "design-brief" / "good" / "banner.zh.yaml"


@pytest.mark.parametrize("form", ["yaml", "json", "md", "docx"])
def test_a_damaged_file_ends_in_findings(form: str) -> None:
    document = load_file(BANNER).document
    assert document is not None
    whole = render(document, form, Layout("zh"))
    chance = random.Random(5)
    for _ in range(150):
        content = bytearray(whole[: chance.randint(1, len(whole))] if chance.random() < 0.3 else whole)
        for _ in range(chance.randint(1, 12)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        lint_text(bytes(content), f"x.{form}", "zh")  # raises nothing


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from(["yaml", "json", "toml", "md", "docx"]))
def test_any_bytes_end_in_findings(content: bytes, form: str) -> None:
    assert lint_text(content, f"x.{form}", "en").findings


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [*"[]{}:,-#'\"\n \t&*!|>%@`?=.", "kind: brief", "---", "goals", "提出：", "## Why\n"]
        ),
        max_size=60,
    )
)
def test_any_punctuation_ends_in_findings_or_none(pieces: list[str]) -> None:
    text = "".join(pieces)
    for form in ("yaml", "json", "toml", "md"):
        lint_text(f"kind: brief\n{text}".encode(), f"x.{form}", "en")


SLOW = {
    "unclosed comments": ("md", "## 何事\n" + "<!-- " * 20_000),
    "spaces behind a label": ("md", "## 何人\n负责" + " " * 40_000 + "x"),
    "many invalid values": ("yaml", GOOD + "goals: [" + "{by: x}, " * 1_900 + "]\n"),
    "many unknown keys": ("yaml", GOOD + "".join(f"k{n}: 1\n" for n in range(8_000))),
    "too many entries": ("yaml", GOOD + "goals: [" + "~, " * 100_000 + "]\n"),
    "one long line": (
        "yaml",
        GOOD.replace("who: Tom", "who: {owner: Tom, x: " + "字" * 1_000_000 + "}"),
    ),
    "a deep key": ("toml", "a." * 20_000 + "a = 1"),
    "a million digits": ("json", '{"kind": "brief", "revision": ' + "9" * 1_000_000 + "}"),
    "dashes": ("md", "## When\n" + "2026-" * 50_000),
    "full stops": ("yaml", GOOD.replace("2 % more", "." * 300_000)),
}


@pytest.mark.long
@pytest.mark.parametrize("name", SLOW)
def test_no_content_takes_long(name: str) -> None:
    form, text = SLOW[name]
    with within(6):
        unstyled(report("text", lint_text(text.encode(), f"x.{form}", "en"), "en"))


def test_a_package_that_unpacks_to_gigabytes_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for number in range(3):
            archive.writestr(f"customXml/item{number}.xml", b" " * 16_000_000)
    assert "larger than" in finding_of(buffer.getvalue(), "F001", "x.docx").message


def test_a_broken_copy_of_the_data_is_replaced_by_the_other() -> None:
    document = load_file(BANNER).document
    assert document is not None
    with zipfile.ZipFile(io.BytesIO(render(document, "docx", Layout("zh")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["customXml/item1.xml"] = b'<data xmlns="urn:comms:document">{broken</data>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert codes_of(buffer.getvalue(), "x.docx") == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("kind = 'brief'\nrevision = " + "9" * 5000, "x.toml"),
        ('{"kind": "brief", "\\ud800": "x"}', "x.json"),
        ('{"kind": "brief", "title": "\\ud800"}', "x.json"),
        ("---\nkind: brief\ntitle: t\ncomms: {digest: abc, layout: ../../x}\n---\n", "x.md"),
        ("---\nkind: brief\ntitle: t\ncomms: {digest: abc, layout: {a: b}}\n---\n", "x.md"),
        (
            "kind: restock-brief\nlines: [{sku: a, unit: b, on_hand: 0, daily_sales: 0, lead_time_days: 0, quantity: "
            + "9" * 20
            + "}]",
            "x.yaml",
        ),
        (
            "kind: restock-brief\nlines: [{sku: a, unit: b, on_hand: 0, daily_sales: "
            + "9" * 20
            + ", lead_time_days: "
            + "9" * 20
            + ", quantity: 1}]",
            "x.yaml",
        ),
    ],
)
def test_an_odd_value_is_a_finding(text: str, name: str) -> None:
    assert codes_of(text, name)


def test_a_second_key_is_found_at_its_place() -> None:
    text = '{"kind":"brief",\n"title":"a",\n"title":"b",\n"what":"title"}'
    assert finding_of(text, "F001", "x.json").span.line == 3


def test_a_key_inside_a_toml_text_is_not_a_key() -> None:
    text = 'kind = "brief"\nwhy = """\nwhen = "x"\n"""\nwhen = "x"\n'
    assert finding_of(text, "F004", "x.toml").span.line == 5


@pytest.mark.parametrize("character", ["\u2028", "\x0c", "\x0b", "\x85", "\x1c"])
def test_an_odd_line_break_shifts_no_section(character: str) -> None:
    text = BY_HAND.replace("2 % more", f"2 %{character} more")
    document = case_of(text, "x.md").document
    assert document is not None
    assert document.to_data()["where"] == "here"


@pytest.mark.parametrize(
    "front", ["why: TBD", "how_much: {}", "who: {requester: A}", "when: {start: 2026-01-01}"]
)
def test_a_section_fills_the_gaps_of_the_front_matter(front: str) -> None:
    assert codes_of(f"---\nkind: brief\n{front}\n---\n\n{BY_HAND}", "x.md") == []


@pytest.mark.parametrize(
    ("who", "codes"),
    [
        ("> 提出：A", ["W105"]),  # the words of somebody else
        ("- [ ] 提出：A", ["W105"]),  # a box that nobody has ticked
        ("_Requester_: Ann", ["W108"]),
        ("提出人（李婷）：李婷", ["W108"]),
        ("| 提出 | A |\n|---|---|\n| 负责 | B |", []),
        ("提出：A 负责：B 验收：C", []),
        ("提出: A / 负责: B", []),
    ],
)
def test_labels_are_read_in_any_formatting(who: str, codes: list[str]) -> None:
    assert codes_of(BY_HAND.replace("\nTom\n", f"\n{who}\n"), "x.md") == codes


@pytest.mark.parametrize("when", ["2026-06-14前", "2026-06-10 至 2026-06-14", "2026-06-14T18:00"])
def test_the_words_after_a_date_are_not_always_its_name(when: str) -> None:
    document = case_of(BY_HAND.replace("2026-06-05", when), "x.md").document
    assert document is not None
    assert set(document.to_data()["when"]) == {"due"}


@pytest.mark.parametrize("heading", ["## 🎯 何因", "## 2.1 何因", "## 何因!", '## 何因 <a id="x"></a>'])
def test_a_decorated_heading_is_read(heading: str) -> None:
    assert codes_of(BY_HAND.replace("## Why", heading), "x.md") == []


def test_digits_of_other_scripts_are_not_digits_in_a_file() -> None:
    assert "F004" in codes_of(GOOD.replace("2026-06-05", "２０２６-06-05"))
    assert "F004" in codes_of(GOOD + 'revision: "1２"\n')


def test_invisible_characters_answer_nothing() -> None:
    assert codes_of(GOOD.replace("2 % more", '"\\u200b\\ufeff"')) == ["W102"]


def test_a_part_of_placeholders_is_absent() -> None:
    assert codes_of(GOOD.replace("5 hours", "{budget: {amount: TBD}}")) == ["W107"]


# --- the program -----------------------------------------------------------------------------


def test_impossible_paths_are_reported(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").symlink_to("b.yaml")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    assert run_here("lint", "a.yaml", cwd=tmp_path).status == 1
    assert run_here("lint", "x" * 300 + ".yaml", cwd=tmp_path).status == 2
    assert run_here("render", BANNER, "-o", "x" * 300 + ".md", cwd=tmp_path).status == 2


def test_settings_that_nest_too_deep_are_reported(tmp_path: Path) -> None:
    (tmp_path / "comms.toml").write_text("a=" + "[" * 100_000)
    ran = run_here("lint", BANNER, cwd=tmp_path)
    assert ran.status == 2
    assert "Traceback" not in ran.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_an_output_that_fails_is_reported(tmp_path: Path) -> None:
    for target in ("> /dev/full", ">&-"):
        command = f"{sys.executable} -m cli.app kinds {target}"
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
        assert done.returncode in (0, 2), done.stderr
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr


def test_two_sources_are_not_written_to_one_file(tmp_path: Path) -> None:
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "d.yaml").write_bytes(BANNER.read_bytes())
    ran = run_here("render", "one/d.yaml", "two/d.yaml", "-o", "out", cwd=tmp_path)
    assert ran.status == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("number", ["../../x", "/etc/x", "a/b", "..", "a:b?*", "x" * 300])
def test_a_number_never_leads_out_of_the_folder(number: str, tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    ran = run_here("new", "design-brief", "--answers", BANNER, "--set", f"id={number}", cwd=inner)
    assert ran.status == 0
    (written,) = inner.glob("*.md")
    assert "/" not in written.name


def test_an_unknown_format_is_not_taken_for_a_folder(tmp_path: Path) -> None:
    ran = run_here("render", BANNER, "-o", "x.odt", cwd=tmp_path)
    assert ran.status == 2
    assert not (tmp_path / "x.odt").exists()
