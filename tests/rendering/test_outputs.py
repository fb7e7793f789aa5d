"""Which format the name of an output means, and which names fit no format that is asked for."""

from pathlib import Path

import pytest

from comms.errors import CommsError
from comms.rendering.outputs import targets


@pytest.mark.parametrize(
    ("output", "to", "form"),
    [
        ("bar.chat.txt", None, "chat"),
        ("bar.txt", None, "txt"),
        ("bar.txt", "chat", "chat"),
        ("bar.chat.txt", "txt", "txt"),
        ("bar.yml", "yaml", "yaml"),
        ("bar.MD", None, "md"),
    ],
)
def test_the_name_of_a_file_means_its_format(output: str, to: str | None, form: str) -> None:
    assert targets(output, to, "x") == {form: Path(output)}


@pytest.mark.parametrize(
    ("output", "to", "suffix"),
    [("foo.docx", "chat", ".chat.txt"), ("x.chat", None, ".chat.txt"), ("x.md", "docx", ".docx")],
)
def test_a_suffix_of_another_format_is_refused_with_the_right_one(
    output: str, to: str | None, suffix: str
) -> None:
    with pytest.raises(CommsError) as refused:
        targets(output, to, "x")
    assert (refused.value.reason, refused.value.values["suffix"]) == ("suffix_of_another", suffix)


def test_several_formats_in_one_file_are_refused_as_such() -> None:
    with pytest.raises(CommsError) as refused:
        targets("x.md", "md,docx", "x")
    assert refused.value.reason == "one_output"
