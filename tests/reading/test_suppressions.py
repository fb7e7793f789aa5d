"""Comments that answer for findings."""

import pytest

from comms.findings import Silence
from comms.linting.run import lint_text
from comms.reading import read_bytes
from comms.reading.suppressions import suppressions

HEAD = "kind: brief\n"


def lint(text: str, name: str = "request.yaml"):  # type: ignore[no-untyped-def]
    return lint_text(text.encode(), name, "en")


def silenced(text: str, name: str = "request.yaml") -> set[str]:
    return {each.finding.code for each in lint(text, name).silenced}


def codes(text: str, name: str = "request.yaml") -> set[str]:
    return {each.code for each in lint(text, name).findings}


def test_a_comment_at_the_end_of_a_line_answers_for_the_finding_on_it() -> None:
    text = f"{HEAD}why: the boss wants it  # comms: ignore[W109] agreed on the phone of 4 May\n"
    (found,) = lint(text).silenced
    assert (found.finding.code, found.by, found.reason) == (
        "W109",
        Silence.COMMENT,
        "agreed on the phone of 4 May",
    )
    assert "W109" not in codes(text)


def test_a_comment_answers_for_nothing_but_its_codes() -> None:
    text = f"{HEAD}why: the boss wants it  # comms: ignore[W108] a reason\n"
    assert "W109" in codes(text)


def test_a_comment_may_name_the_beginning_of_codes_and_several_of_them() -> None:
    assert "W109" in silenced(f"{HEAD}why: the boss wants it  # comms: ignore[V, W1] a reason\n")


def test_a_comment_on_a_key_holds_for_everything_under_it() -> None:
    text = f"{HEAD}goals:  # comms: ignore[S2] to be settled on 5 June 2026\n  - actor: x\n"
    assert {"S201", "S202", "S203", "S204", "S205"} <= silenced(text)


def test_a_comment_alone_on_its_line_holds_for_the_next_one() -> None:
    text = f"{HEAD}# comms: ignore[W109] a reason\n\nwhy: the boss wants it\nwhere: TBD\n"
    assert silenced(text) == {"W109"}


@pytest.mark.parametrize("head", ["# comms: ignore[W107] a reason\n{}", "{} # comms: ignore[W107] a reason"])
def test_what_is_missing_altogether_is_answered_for_at_the_head(head: str) -> None:
    text = head.format(HEAD.strip()) + "\nwhat: 3 banners\n"
    assert silenced(text) == {"W107"}


def test_a_comment_in_the_line_that_opens_a_block_of_text_holds_for_the_text() -> None:
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
def test_a_value_that_reads_like_a_comment_is_none(value: str) -> None:
    assert suppressions(read_bytes(f"{HEAD}why: {value}\n".encode(), "request.yaml")) == []


def test_behind_a_value_that_reads_like_a_comment_there_may_be_one() -> None:
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


def test_a_comment_before_a_block_of_markdown_holds_for_the_block() -> None:
    text = "# T\n\n## Why\n\n<!-- comms: ignore[W109] a reason -->\nThe boss\nwants it.\n"
    assert "W109" in silenced(text, "request.md")


def test_a_missing_section_is_answered_for_at_the_title() -> None:
    text = "# T <!-- comms: ignore[W104] used nowhere -->\n\n## What\n\n3 banners\n\n## Why\n\n1 of 2\n"
    assert silenced(text, "request.md") == {"W104"}
    assert read_bytes(text.encode(), "request.md").data["title"] == "T"


def test_front_matter_takes_the_comments_of_yaml() -> None:
    text = f"---\n{HEAD}title: T\nwhy: the boss wants it  # comms: ignore[W109] a reason\n---\n\n## What\n\n1 x\n"
    assert silenced(text, "request.md") == {"W109"}


def test_json_has_no_comments() -> None:
    text = '{"kind": "brief", "why": "the boss # comms: ignore[W109] a reason"}'
    assert silenced(text, "request.json") == set()


@pytest.mark.parametrize(
    ("comment", "word"),
    [
        ("# comms: ignore[W109]", "without saying why"),
        ("# comms: ignore[W109] TODO", "without saying why"),
        ("# comms: ignore because", "does not say which"),
        ("# comms: ignore[W999] a reason", "W999"),
    ],
)
def test_a_comment_that_explains_nothing_is_a_finding(comment: str, word: str) -> None:
    (found,) = [
        each for each in lint(f"{HEAD}why: the boss wants it  {comment}\n").findings if each.code == "F011"
    ]
    assert word in found.message
    assert found.span.line == 2


def test_nobody_can_answer_for_a_comment_without_a_reason() -> None:
    text = f"{HEAD}# comms: ignore[F011] quiet\nwhy: the boss wants it  # comms: ignore[W109]\n"
    assert "F011" in codes(text)


def test_a_file_that_cannot_be_read_cannot_be_answered_for() -> None:
    assert codes("a: [ # comms: ignore[F001] a reason\n") == {"F001"}


def test_a_file_full_of_comments_ends_in_time() -> None:
    text = HEAD + "# comms: ignore[W1] x\n" * 20_000 + "why: x\n"
    assert len(suppressions(read_bytes(text.encode(), "x.yaml"))) == 20_000


def test_comments_may_be_stacked_and_stand_among_others() -> None:
    text = (
        f"{HEAD}# comms: ignore[W109] a reason\n# told on the phone\n# comms: ignore[V302] a reason\n"
        "why: the boss wants it soon\n"
    )
    assert silenced(text) == {"W109", "V302"}


def test_a_comment_on_one_key_of_an_entry_does_not_answer_for_its_neighbours() -> None:
    text = (
        f"{HEAD}goals:\n  - actor: buyer  # comms: ignore[V302] a reason\n    scenario: as soon as possible\n"
    )
    assert "V302" in codes(text)


def test_the_head_answers_for_nothing_that_merely_stands_first() -> None:
    text = "how: a modern look, as soon as possible\nkind: brief  # comms: ignore[V302,V303] a reason\n"
    assert "V302" in codes(text)


def test_a_comment_in_code_is_code() -> None:
    text = "# T\n\n## Why\n\n```\n<!-- comms: ignore[W109] x -->\nThe boss wants it\n```\n"
    assert "W109" in codes(text, "request.md")
