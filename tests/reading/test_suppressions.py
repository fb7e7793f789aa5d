"""Comments that suppress findings."""

import pytest

from comms.findings import Silence
from comms.linting.run import lint_text
from comms.linting.selection import ALL, Selection
from comms.reading import read_bytes
from comms.reading.suppressions import suppressions

HEAD = "kind: brief\n"


def lint(text: str, name: str = "request.yaml"):  # type: ignore[no-untyped-def]
    return lint_text(text.encode(), name, "en")


def silenced(text: str, name: str = "request.yaml") -> set[str]:
    return {suppressed.finding.code for suppressed in lint(text, name).silenced}


def codes(text: str, name: str = "request.yaml") -> set[str]:
    return {finding.code for finding in lint(text, name).findings}


def test_a_comment_at_the_end_of_a_line_suppresses_the_finding_on_it() -> None:
    text = f"{HEAD}why: the boss wants it  # comms: ignore[W109] agreed on the phone of 4 May\n"
    (found,) = lint(text).silenced
    assert (found.finding.code, found.by, found.reason) == (
        "W109",
        Silence.COMMENT,
        "agreed on the phone of 4 May",
    )
    assert "W109" not in codes(text)


def test_a_comment_suppresses_only_its_codes() -> None:
    text = f"{HEAD}why: the boss wants it  # comms: ignore[W108] a reason\n"
    assert "W109" in codes(text)


def test_a_comment_may_name_the_beginning_of_codes_and_several_of_them() -> None:
    assert "W109" in silenced(f"{HEAD}why: the boss wants it  # comms: ignore[V, W1] a reason\n")


def test_a_comment_on_a_key_applies_to_everything_below_it() -> None:
    text = f"{HEAD}goals:  # comms: ignore[S2] to be settled on 5 June 2026\n  - actor: x\n"
    assert {"S201", "S202", "S203", "S204", "S205"} <= silenced(text)


def test_a_comment_alone_on_its_line_applies_to_the_next_one() -> None:
    text = f"{HEAD}# comms: ignore[W109] a reason\n\nwhy: the boss wants it\nwhere: TBD\n"
    assert silenced(text) == {"W109"}


@pytest.mark.parametrize("head", ["# comms: ignore[W107] a reason\n{}", "{} # comms: ignore[W107] a reason"])
def test_findings_about_missing_keys_are_suppressed_at_the_head(head: str) -> None:
    text = head.format(HEAD.strip()) + "\nwhat: 3 banners\n"
    assert silenced(text) == {"W107"}


def test_a_comment_on_the_line_that_opens_a_block_scalar_applies_to_the_scalar() -> None:
    text = f"{HEAD}why: |  # comms: ignore[W109] the words of the customer\n  the boss\n  wants it\n"
    assert silenced(text) == {"W109"}


@pytest.mark.parametrize(
    "value",
    [
        '"the boss # comms: ignore[W109] wants it"',
        "|\n  the boss # comms: ignore[W109] wants it",
        "'the boss # comms: ignore[W109] wants it'",
    ],
)
def test_a_value_that_reads_like_a_comment_is_not_one(value: str) -> None:
    assert suppressions(read_bytes(f"{HEAD}why: {value}\n".encode(), "request.yaml")) == []


def test_a_comment_may_follow_a_value_that_reads_like_one() -> None:
    text = f'{HEAD}why: "the # comms: ignore[V] boss"  # comms: ignore[W109] a reason # comms: ignore[W104]\n'
    (found,) = lint(text).silenced
    assert (found.finding.code, found.reason) == ("W109", "a reason # comms: ignore[W104]")


def test_toml_has_the_same_comments() -> None:
    text = 'kind = "brief"\nwhy = "the boss wants it"  # comms: ignore[W109] a reason\n'
    assert silenced(text, "request.toml") == {"W109"}
    text = 'kind = "brief"\nwhy = "the boss # comms: ignore[W109] a reason"\n'
    assert silenced(text, "request.toml") == set()


def test_markdown_has_comments_of_its_own() -> None:
    text = "# T\n\n## Why\n\nThe boss wants it. <!-- comms: ignore[W109] a reason -->\n"
    assert "W109" in silenced(text, "request.md")


def test_a_comment_above_a_block_of_markdown_applies_to_the_block() -> None:
    text = "# T\n\n## Why\n\n<!-- comms: ignore[W109] a reason -->\nThe boss\nwants it.\n"
    assert "W109" in silenced(text, "request.md")


def test_findings_about_missing_sections_are_suppressed_at_the_title() -> None:
    text = "# T <!-- comms: ignore[W104] used nowhere -->\n\n## What\n\n3 banners\n\n## Why\n\n1 of 2\n"
    assert silenced(text, "request.md") == {"W104"}
    assert read_bytes(text.encode(), "request.md").data["title"] == "T"


def test_front_matter_has_the_comments_of_yaml() -> None:
    text = f"---\n{HEAD}title: T\nwhy: the boss wants it  # comms: ignore[W109] a reason\n---\n\n## What\n\n1 x\n"
    assert silenced(text, "request.md") == {"W109"}


def test_json_has_no_comments() -> None:
    text = '{"kind": "brief", "why": "the boss # comms: ignore[W109] a reason"}'
    assert silenced(text, "request.json") == set()


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("# comms: ignore[W109]", "without giving a reason"),
        ("# comms: ignore[W109] TODO", "without giving a reason"),
        ("# comms: ignore because", "does not say which"),
        ("# comms: ignore[W999] a reason", "W999"),
    ],
)
def test_a_comment_without_a_reason_is_a_finding(comment: str, word: str) -> None:
    (found,) = [
        finding
        for finding in lint(f"{HEAD}why: the boss wants it  {comment}\n").findings
        if finding.code == "F011"
    ]
    assert word in found.message
    assert found.span.line == 2


def test_a_comment_without_a_reason_cannot_be_suppressed() -> None:
    text = f"{HEAD}# comms: ignore[F011] quiet\nwhy: the boss wants it  # comms: ignore[W109]\n"
    assert "F011" in codes(text)


def test_an_unreadable_file_cannot_be_suppressed() -> None:
    assert codes("a: [ # comms: ignore[F001] a reason\n") == {"F001"}


def test_a_file_full_of_comments_is_read_in_time() -> None:
    text = HEAD + "# comms: ignore[W1] x\n" * 20_000 + "why: x\n"
    assert len(suppressions(read_bytes(text.encode(), "x.yaml"))) == 20_000


def test_comments_may_be_stacked_and_mixed_with_others() -> None:
    text = (
        f"{HEAD}# comms: ignore[W109] a reason\n# told on the phone\n# comms: ignore[V302] a reason\n"
        "why: the boss wants it soon\n"
    )
    assert silenced(text) == {"W109", "V302"}


def test_a_comment_on_one_key_of_an_entry_does_not_apply_to_its_neighbours() -> None:
    text = (
        f"{HEAD}goals:\n  - actor: buyer  # comms: ignore[V302] a reason\n    scenario: as soon as possible\n"
    )
    assert "V302" in codes(text)


def test_a_comment_at_the_head_does_not_apply_to_a_key_that_happens_to_be_first() -> None:
    text = "how: a modern look, as soon as possible\nkind: brief  # comms: ignore[V302,V303] a reason\n"
    assert "V302" in codes(text)


def test_a_comment_in_code_is_code() -> None:
    text = "# T\n\n## Why\n\n```\n<!-- comms: ignore[W109] x -->\nThe boss wants it\n```\n"
    assert "W109" in codes(text, "request.md")


# --- files and regions --------------------------------------------------------------------------


def test_a_comment_for_the_file_suppresses_its_codes_everywhere() -> None:
    text = (
        f"{HEAD}why: the boss wants it soon\nwhere: soon\n# comms: ignore-file[V302] the customer's words\n"
    )
    assert "V302" not in codes(text) and "W109" in codes(text)
    assert [found.reason for found in lint(text).silenced] == ["the customer's words"] * 2


def test_a_region_suppresses_what_lies_between_its_ends() -> None:
    text = (
        f"{HEAD}why: soon\n# comms: ignore-start[V302] the customer's words\n"
        "where: soon\nhow: soon\n# comms: ignore-end\nwhat: soon\n"
    )
    assert [found.finding.path for found in lint(text).silenced] == [("where",), ("how",)]
    assert [found.path for found in lint(text).findings if found.code == "V302"] == [("why",), ("what",)]


def test_regions_may_overlap_and_an_end_may_name_the_one_that_it_ends() -> None:
    text = (
        f"{HEAD}# comms: ignore-start[V302] one\n# comms: ignore-start[V301] two\nwhy: soon, about 3\n"
        "# comms: ignore-end[V302]\nwhere: soon, about 3\n# comms: ignore-end[V301]\nhow: about 3\n"
    )
    found = [(finding.code, finding.path) for finding in lint(text).findings if finding.code.startswith("V")]
    assert found == [("V302", ("where",)), ("V301", ("how",))]


def test_a_region_that_holds_a_key_need_not_hold_all_below_it() -> None:
    text = (
        f"{HEAD}# comms: ignore-start[S2] one\ngoals:\n# comms: ignore-end\n  - actor: x\n"
        "    scenario: as in 2025\n"
    )
    assert "S202" in codes(text)


@pytest.mark.parametrize("name", ["request.md", "request.toml"])
def test_files_and_regions_have_comments_in_each_format_that_has_comments(name: str) -> None:
    texts = {
        "request.md": "# T\n\n<!-- comms: ignore-file[W1] a form -->\n\n"
        "<!-- comms: ignore-start[V302] x y -->\n\n## Why\n\nsoon\n\n## What\n\nsoon\n\n"
        "<!-- comms: ignore-end -->\n\n## How\n\nsoon\n",
        "request.toml": 'kind = "brief"  # comms: ignore-file[W1] a form\n# comms: ignore-start[V302] x y\n'
        'why = "soon"\nwhat = "soon"\n# comms: ignore-end\nhow = "soon"\n',
    }
    text = texts[name]
    assert not {code for code in codes(text, name) if code.startswith("W1")}
    assert [finding.path for finding in lint(text, name).findings if finding.code == "V302"] == [("how",)]


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("# comms: ignore-start[V302] a reason", "no end"),
        ("# comms: ignore-end", "no start"),
        ("# comms: ignore-file a reason", "does not say which"),
        ("# comms: ignore-file[V302]", "without giving a reason"),
    ],
)
def test_half_a_region_and_a_comment_that_does_not_say_why_are_findings(comment: str, word: str) -> None:
    outcome = lint(f"{HEAD}{comment}\nwhy: soon\n")
    (found,) = [finding for finding in outcome.findings if finding.code in ("F011", "F012")]
    assert found.code == "F011" and word in found.message


# --- comments without use -----------------------------------------------------------------------


def unused(text: str, selection: Selection = ALL) -> list[str]:
    outcome = lint_text(text.encode(), "request.yaml", "en", selection)
    return [finding.message for finding in outcome.findings if finding.code == "F012"]


def test_a_comment_that_suppresses_nothing_is_a_finding() -> None:
    (message,) = unused(f"{HEAD}why: 5 %  # comms: ignore[W109] a reason\n")
    assert "W109" in message
    assert unused(f"{HEAD}why: the boss wants it  # comms: ignore[W109] a reason\n") == []


def test_of_several_codes_only_those_without_use_are_named() -> None:
    (message,) = unused(f"{HEAD}why: the boss wants it  # comms: ignore[W109, V302] a reason\n")
    assert "V302" in message and "W109" not in message


@pytest.mark.parametrize("selection", [ALL, Selection(select=("F012",)), Selection(ignore=("V308", "W109"))])
def test_a_comment_is_judged_alike_whichever_rules_are_selected(selection: Selection) -> None:
    assert unused(f"{HEAD}why: 5 %  # comms: ignore[V3] a reason\n", selection)
    assert unused(f"{HEAD}why: the boss wants it  # comms: ignore[W109] a reason\n", selection) == []


def test_a_comment_for_duplicate_ids_is_not_judged_by_one_file() -> None:
    assert unused(f"{HEAD}id: BR-2026-0001  # comms: ignore[F007] a copy\n") == []


@pytest.mark.parametrize("code", ["F001", "F002", "F011", "F012"])
def test_a_comment_for_what_no_comment_suppresses_is_without_use(code: str) -> None:
    assert unused(f"{HEAD}why: 5 %  # comms: ignore[{code}] a reason\n")


def test_a_code_that_no_rule_has_is_reported_once() -> None:
    outcome = lint(f"{HEAD}why: 5 %  # comms: ignore[X9] a reason\n")
    assert [finding.code for finding in outcome.findings if finding.span.line == 2] == ["F011"]


@pytest.mark.parametrize("word", ["ignore-line", "ignore-next-line", "disable", "noqa"])
def test_a_word_that_means_nothing_is_told(word: str) -> None:
    outcome = lint(f"{HEAD}why: soon 5 %  # comms: {word}[V302] a reason\n")
    assert [finding.code for finding in outcome.findings if finding.span.line == 2] == ["V302", "F011"]


@pytest.mark.parametrize("comment", ["# comms: ignore-file[V3]", "# comms: ignore[V3]"])
def test_a_comment_without_reason_and_without_use_is_one_finding(comment: str) -> None:
    found = [finding.code for finding in lint(f"{HEAD}why: 5 %  {comment}\n").findings]
    assert found.count("F011") == 1 and "F012" not in found


@pytest.mark.parametrize("name", ["request.yaml", "request.md"])
def test_a_full_width_colon_is_a_colon_in_a_comment(name: str) -> None:
    text = f"{HEAD}why: Ada wants it  # comms：ignore[W109] 客户原话\n"
    by_hand = "# T\n\n## Why\n\nAda wants it. <!-- comms：ignore[W109] 客户原话 -->\n"
    assert "W109" in silenced(text if name.endswith("yaml") else by_hand, name)
