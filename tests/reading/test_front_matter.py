"""Front matter is the YAML between two fences that open a Markdown file."""

import pytest

from comms.findings import Unreadable
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
