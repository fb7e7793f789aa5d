"""A YAML file may hold several documents: each is judged for itself, at its own lines."""

from pathlib import Path

import pytest

from comms.findings import Unreadable
from comms.linting.run import lint_paths, lint_text
from comms.models.order_confirmation import OrderConfirmation
from comms.reading import read_bytes
from comms.reading.yaml_documents import parts_of
from comms.rendering import Layout
from comms.rendering.rendition import render
from tests.support import EXAMPLES, ROOT, case_of, codes_of, finding_of
from tests.support.effort import within
from tests.support.here import run_here
from tests.support.requests import GOOD

CASES = ROOT.parent / "shared" / "cases" / "lint"
BAD = GOOD.replace("how: by hand", "how: soon")
LINE = BAD.split("\n").index("how: soon") + 1
LENGTH = GOOD.count("\n")


def places(text: str, name: str = "x.yaml") -> list[tuple[str, int]]:
    return [(found.code, found.span.line) for found in lint_text(text.encode(), name, "en").findings]


@pytest.mark.parametrize(
    ("before", "between"),
    [
        ("", "---\n"),
        ("---\n", "---\n"),
        ("%YAML 1.1\n---\n", "...\n%YAML 1.1\n---\n"),
        ("# two orders\n---\n", "--- # the second\n"),
        ("", "...\n"),
        ("", "---\n---\n# nothing\n---\n"),
    ],
)
@pytest.mark.parametrize("after", ["", "---\n", "...\n", "---\n# the end\n...\n---\n"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_each_document_is_judged_at_its_own_lines(
    before: str, between: str, after: str, newline: str
) -> None:
    text = before + BAD + between + BAD + after
    first = before.count("\n") + LINE
    second = first + LENGTH + between.count("\n")
    if newline == "\r":  # a text without line feeds has one line for whoever shows it
        assert [code for code, _ in places(text.replace("\n", newline))] == ["V302", "V302"]
    else:
        assert places(text.replace("\n", newline)) == [("V302", first), ("V302", second)]


@pytest.mark.parametrize("before", ["", "---\n", "---\n---\n", "%YAML 1.1\n---\n", "# x\n---\n"])
@pytest.mark.parametrize("after", ["", "---\n", "...\n", "---\n---\n", "...\n---\n# x\n"])
def test_markers_around_a_single_document_change_nothing(before: str, after: str) -> None:
    text = before + BAD + after
    assert len(parts_of(text.encode(), "x.yaml")) == 1
    assert places(text) == [("V302", before.count("\n") + LINE)]
    assert read_bytes(text.encode(), "x.yaml").text == text


def test_what_looks_like_a_marker_divides_nothing() -> None:
    for text in ("what: |\n  a\n  ---\n  b\n", "what: a --- b\n", "what: a\n ---\n", "----\n", "---x: y\n"):
        assert len(parts_of(f"kind: brief\n{text}title: t\n".encode(), "x.yaml")) == 1
    assert len(parts_of(b"---\nkind: brief\n---\n\n# x\n\n---\ny\n", "x.md")) == 1
    assert len(parts_of(b'{"a": "\n---\nb"}', "x.json")) == 1


def test_the_parts_together_are_the_whole_file() -> None:
    text = "\ufeff# é\n---\nkind: brief\r\n---\n\n---\ntitle: 表\n...\n# end"
    parts = parts_of(text.encode(), "x.YML")
    assert b"".join(part.content for part in parts) == text.encode()
    assert [part.above for part in parts] == [0, 3]


def test_only_empty_documents_are_an_empty_file() -> None:
    assert finding_of("---\n# x\n---\n...\n", "F001").message == "the file is empty"


def test_what_is_missing_in_a_document_is_told_at_its_first_line_of_content() -> None:
    missing = GOOD.replace("why: 2 % more\n", "")
    assert places(f"{GOOD}---\n# the second\n\n{missing}") == [("W102", LENGTH + 4)]


def test_a_mistake_in_one_document_hides_no_finding_of_the_others() -> None:
    assert places("kind: brief\ntitle: [a\n---\n" + BAD) == [("F001", 2), ("V302", 3 + LINE)]


def test_a_comment_suppresses_in_its_own_document_only() -> None:
    silenced = BAD.replace("how: soon", "how: soon  # comms: ignore[V302] agreed by telephone")
    outcome = lint_text(f"{silenced}---\n{BAD}---\n{silenced}".encode(), "x.yaml", "en")
    assert [finding.span.line for finding in outcome.findings] == [LENGTH + 1 + LINE]
    lines = [each.finding.span.line for each in outcome.silenced]
    assert lines == [LINE, 2 * (LENGTH + 1) + LINE]


def test_two_documents_of_one_file_with_one_id_are_told(tmp_path: Path) -> None:
    numbered = GOOD + "id: BR-2026-0001\n"
    (tmp_path / "two.yaml").write_text(f"{numbered}---\n{numbered.replace('title: t', 'title: u')}")
    found = lint_paths([tmp_path], "en").findings
    line = numbered.count("\n")
    assert [(finding.code, finding.span.line) for finding in found] == [
        ("F007", line),
        ("F007", 2 * line + 1),
    ]
    assert f"two.yaml:{line + 1}" in found[0].message
    (tmp_path / "two.yaml").write_text(f"{numbered}---\n{GOOD}")
    (tmp_path / "other.yaml").write_text(numbered.replace("title: t", "title: u"))
    assert [Path(finding.file).name for finding in lint_paths([tmp_path], "en").findings] == [
        "other.yaml",
        "two.yaml",
    ]


def test_a_document_is_found_by_its_id_wherever_it_is_in_a_file(tmp_path: Path) -> None:
    from comms.workspace.register import Register

    text = f"{GOOD}id: BR-1\n---\n{GOOD}id: BR-2\n"
    (tmp_path / "two.yaml").write_text(text)
    register = Register(tmp_path)
    assert [len(register.documents(number)) for number in ("BR-1", "BR-2", "BR-3")] == [1, 1, 0]
    assert len(list(register.of_kind("brief"))) == 2


def test_resources_of_kubernetes_beside_a_request_are_left_out_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "mixed.yaml").write_text(f"apiVersion: v1\nkind: Service\n---\n{BAD}---\ntitle: no kind\n")
    found = [finding.code for finding in lint_paths([tmp_path], "en").findings]
    assert found == ["V302", "F002"]
    named = [finding.code for finding in lint_paths([tmp_path / "mixed.yaml"], "en").findings]
    assert named == ["F002", "V302", "F002"]


def test_fixes_are_made_in_each_document_and_nowhere_else(tmp_path: Path) -> None:
    text = f"# first\n---\n{GOOD}---\n{GOOD}...\n"
    (tmp_path / "two.yaml").write_text(
        text.replace("hours", "５ hours").replace("when: 2026-06-05", "when: ２026-06-05")
    )
    run_here("lint", "--fix", ".", cwd=tmp_path)
    fixed = (tmp_path / "two.yaml").read_text()
    assert fixed.count("when: 2026-06-05") == 2
    assert fixed.startswith("# first\n---\nkind") and fixed.endswith("...\n")


@pytest.mark.parametrize(
    "command",
    [("render", "two.yaml"), ("edit", "two.yaml", "--no-input", "--set", "title=x"), ("explain", "two.yaml")],
)
def test_a_command_for_one_document_refuses_several_and_says_so(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    text = f"{GOOD}---\n{GOOD}"
    (tmp_path / "two.yaml").write_text(text)
    ran = run_here(*command, cwd=tmp_path)
    assert ran.status != 0
    if command[0] != "explain":
        assert "holds 2 documents" in ran.out + ran.err
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["two.yaml"]
    assert (tmp_path / "two.yaml").read_text() == text


def test_a_report_overwrites_no_file_with_several_requests(tmp_path: Path) -> None:
    (tmp_path / "two.yaml").write_text(f"{GOOD}---\n{GOOD}")
    ran = run_here("lint", "-o", "two.yaml", ".", cwd=tmp_path)
    assert ran.status == 2
    assert (tmp_path / "two.yaml").read_text().startswith("kind")


def test_the_cache_keeps_the_findings_of_all_documents(tmp_path: Path) -> None:
    from comms.linting.cache import Cache
    from comms.linting.request import LintRequest
    from comms.linting.run import lint

    numbered = BAD + "id: BR-2026-0001\n"
    (tmp_path / "two.yaml").write_text(f"{numbered}---\n{numbered.replace('title: t', 'title: u')}")
    request = LintRequest((tmp_path,), "en")
    first, second = (lint(request, lambda files: Cache(tmp_path / "kept")).findings for _ in range(2))
    assert sorted(finding.code for finding in first) == ["F007", "F007", "V302", "V302"]
    assert first == second


def test_thousands_of_documents_are_judged_in_time_and_counted() -> None:
    text = f"---\n{BAD}" * 101
    with within(6):
        found = lint_text(text.encode(), "x.yaml", "en").findings
    assert (len(found), found[-1].more) == (100, 1)
    with within(2), pytest.raises(Unreadable):
        read_bytes(b"---\na: 1\n" * 5_000, "x.yaml")
    with within(2):
        assert len(parts_of(b"---\n" * 20_000 + b"\n...\n" * 5_000, "x.yaml")) == 1


# --- merge keys --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<<: {b: 1}\na: 2\n", {"a": "2", "b": "1"}),
        ("a: &a {b: 1, c: 2}\nd: {<<: *a, b: 3}\n", {"a": {"b": "1", "c": "2"}, "d": {"b": "3", "c": "2"}}),
        ("a: &a {b: 1}\nc: &c {b: 2, d: 3}\ne: {<<: [*a, *c]}\n", {"a": {"b": "1"}, "c": {"b": "2", "d": "3"}, "e": {"b": "1", "d": "3"}}),
        ("a: &a {b: 1}\nc: &c {<<: *a, d: 2}\ne: {<<: *c}\n", {"a": {"b": "1"}, "c": {"b": "1", "d": "2"}, "e": {"b": "1", "d": "2"}}),
        ("a: {<<: {<<: {b: 1}}}\n", {"a": {"b": "1"}}),
        ("a: {'<<': b}\n", {"a": {"<<": "b"}}),
    ],
)  # fmt: skip
def test_a_merge_key_stands_for_the_pairs_of_another_mapping(text: str, expected: dict[str, object]) -> None:
    assert read_bytes(text.encode(), "x.yaml").data == expected


@pytest.mark.parametrize("text", ["<<: a\n", "<<: [a]\n", "a: &a {<<: *a}\n", "<<: [[{a: 1}]]\n"])
def test_only_finished_mappings_can_be_merged(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_bytes(f"kind: brief\n{text}".encode(), "x.yaml")
    assert (refused.value.reason, refused.value.span.line) == ("bad_merge", 2)


def test_a_merged_value_has_its_place_where_it_is_written() -> None:
    text = "x-usual: &usual\n  due: bad\nkind: brief\nwhen: {<<: *usual}\n"
    assert finding_of(text, "F004").span.line == 2


def test_merges_that_multiply_are_refused_in_time() -> None:
    lines = ["a0: &a0 {k0: 1}", *(f"a{n}: &a{n} {{<<: *a{n - 1}, k{n}: 1}}" for n in range(1, 700))]
    with within(3), pytest.raises(Unreadable) as refused:
        read_bytes("\n".join(lines).encode(), "x.yaml")
    assert refused.value.reason == "alias_bomb"
    nested = "a: " + "{<<: " * 900 + "{b: 1}" + "}" * 900
    assert codes_of(f"{GOOD}{nested}\n") == ["F003"]


# --- extension keys ----------------------------------------------------------------------------


EXTENDED = (
    GOOD.replace("who: Tom", "who: {owner: Tom, x-phone: [1, 2]}") + "x-house: {number: 7}\n"
).replace(
    "when: 2026-06-05", "when: {due: 2026-06-05, milestones: [{name: draft, date: 2026-06-01, x-hash: y}]}"
)


def test_keys_of_other_programs_are_allowed_anywhere() -> None:
    assert codes_of(EXTENDED) == []
    assert codes_of(EXTENDED.replace("x-", "")) == ["F003"] * 3
    assert codes_of(GOOD + "X-house: 1\n") == ["F003"]
    assert codes_of(GOOD + "how_much_x-: 1\n") == ["F003"]


def test_an_edit_keeps_the_keys_of_other_programs(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(EXTENDED)
    assert run_here("edit", "a.yaml", "--no-input", "--set", "title=Banner", cwd=tmp_path).status == 0
    assert (tmp_path / "a.yaml").read_text() == EXTENDED.replace("title: t", "title: Banner")


@pytest.mark.parametrize("form", ["yaml", "json", "md", "docx"])
def test_every_format_keeps_the_keys_of_other_programs(form: str) -> None:
    document = case_of(EXTENDED).document
    assert document is not None
    content = render(document, form, Layout("en"))
    again = read_bytes(content, f"x.{form}").data
    assert again["x-house"] == {"number": "7"}
    assert again["who"] == {"owner": "Tom", "x-phone": ["1", "2"]}
    assert again["when"]["milestones"][0]["x-hash"] == "y"
    assert codes_of(content, f"x.{form}") == []


def test_the_next_revision_of_an_order_keeps_them_with_their_lines() -> None:
    from comms.orders.revisions import order_data

    written = (EXAMPLES / "order-confirmation" / "good" / "lamps.en.yaml").read_text(encoding="utf-8")
    order = case_of(written.replace("unit_price:", "x-bin: B7\n    unit_price:", 1)).document
    assert isinstance(order, OrderConfirmation)
    assert order_data(order)["lines"][0]["x-bin"] == "B7"


def test_thousands_of_extension_keys_take_no_time() -> None:
    text = GOOD + "".join(f"x-{number}: {number}\n" for number in range(2_000))
    with within(2):
        assert codes_of(text) == []


@pytest.mark.skipif(not CASES.is_dir(), reason="the sample inputs are not here")
@pytest.mark.parametrize("name", ["L18-multi-document.yaml", "L18c-merge-key.yaml"])
def test_the_samples_are_without_findings(name: str) -> None:
    assert lint_paths([CASES / name], "en").findings == []
