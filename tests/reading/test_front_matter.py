"""Front matter is the YAML between two fences that open a Markdown file."""

import pytest

from comms.findings import Unreadable
from comms.reading import read_bytes
from comms.reading.edits import front_matter_span
from comms.reading.front_matter import find_front_matter, front_matter_end


@pytest.mark.parametrize(
    ("text", "yaml", "body"),
    [
        ("---\nkind: brief\n---\n# T\n", "kind: brief\n", "\n# T\n"),
        ("--- \r\nkind: brief\r\n...\r\nx", "kind: brief\r\n", "\nx"),
        ("---\n---\n", "", "\n"),
        ("---\na: '---'\n---", "a: '---'\n", ""),
    ],
)
def test_the_yaml_and_the_body_are_told_apart(text: str, yaml: str, body: str) -> None:
    found = find_front_matter(text)
    assert found is not None
    assert (text[found.start : found.end], text[found.body :]) == (yaml, body)
    assert front_matter_end(text) == found.body
    assert front_matter_span(text) == (found.start, found.end)


@pytest.mark.parametrize("text", ["", "# T\n---\n", " ---\na: 1\n---\n", "----\n---\n"])
def test_a_text_that_does_not_open_with_a_fence_has_none(text: str) -> None:
    assert find_front_matter(text) is None
    assert front_matter_end(text) == 0


def test_front_matter_that_is_never_closed_is_an_error_to_readers_and_absent_to_fixes() -> None:
    with pytest.raises(Unreadable) as refused:
        find_front_matter("---\nkind: brief\n")
    assert refused.value.reason == "front_matter"
    assert front_matter_span("---\nkind: brief\n") == (0, 0)


BODY = "## What\n\n3 banners\n\n## Why\n\n2 % more\n"


@pytest.mark.parametrize(
    ("front", "path", "answer"),
    [
        ("due: 2026-06-05", "when", {"due": "2026-06-05"}),
        ("due_date: 2026-06-05", "when", {"due": "2026-06-05"}),
        ("deadline: 5 June 2026", "when", {"due": "2026-06-05"}),
        ("截止日期: 2026-06-05", "when", {"due": "2026-06-05"}),
        ("owner: Tom Okafor", "who", {"owner": "Tom Okafor"}),
        ("assignees: [Tom Okafor]", "who", {"owner": "Tom Okafor"}),
        ("approver: Tom Okafor", "who", {"approver": "Tom Okafor"}),
        ("负责人: 周航", "who", {"owner": "周航"}),
        ("budget: 300 EUR", "how_much", "300 EUR"),
        ("预算: 3000 元", "how_much", "3000 元"),
    ],
)
def test_answers_in_front_matter_of_another_program_are_read(front: str, path: str, answer: object) -> None:
    source = read_bytes(f"---\ntitle: T\n{front}\n---\n\n{BODY}".encode(), "x.md")
    assert source.data[path] == answer
    key = source.positions.key((path,))
    assert key is not None
    assert key.line == 3


@pytest.mark.parametrize(
    "front", ["date: 2026-06-05", "author: Tom", "description: x", "tags: [when, who]", "assignees: ''", "layout: post", "due:"]
)  # fmt: skip
def test_what_front_matter_says_of_its_text_is_no_answer(front: str) -> None:
    data = read_bytes(f"---\ntitle: T\n{front}\n---\n\n{BODY}".encode(), "x.md").data
    assert set(data) == {"kind", "title", "what", "why"}
