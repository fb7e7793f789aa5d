"""The samples of the public file format load, lint clean, render and come back."""

import re
from pathlib import Path

import pytest

from comms.language.phrases import LANGUAGES
from comms.linting.run import lint_paths, lint_text
from comms.reading import read_bytes
from comms.rendering import RENDERERS, SHOWN_ONLY, Layout
from comms.rendering.rendition import render
from comms.workspace.loading import load_case, load_file
from tests.support import CONTRACT_FILES
from tests.support.texts import dump

CARRIERS = [each for each in RENDERERS if each not in SHOWN_ONLY]


@pytest.mark.parametrize("name", CONTRACT_FILES)
def test_a_sample_has_no_finding(contract: Path, name: str) -> None:
    assert lint_paths([contract / name], "en").findings == []


def test_the_folder_of_samples_has_no_finding(contract: Path) -> None:
    assert lint_paths([contract], "en").findings == []


@pytest.mark.parametrize("form", CARRIERS)
@pytest.mark.parametrize("name", CONTRACT_FILES)
def test_a_sample_comes_back_from_each_format(contract: Path, name: str, form: str) -> None:
    case = load_file(contract / name)
    document = case.document
    assert document is not None
    for language in LANGUAGES:
        content = render(document, form, Layout(language, workspace=case.workspace))
        again = load_case(read_bytes(content, f"x.{form}")).document
        assert again is not None
        assert dump(again.to_data()) == dump(document.to_data())


DIMENSIONS = ("What", "Why", "When", "Where", "Who", "How", "How much")


@pytest.mark.parametrize(("number", "name"), list(enumerate(DIMENSIONS, 1)))
def test_a_section_taken_out_of_the_hand_written_request_is_missed(
    contract: Path, number: int, name: str
) -> None:
    text = (contract / "request-by-hand.zh.md").read_text(encoding="utf-8")
    without = re.sub(rf"## \S+ {name}\n.*?(?=^## |\Z)", "", text, flags=re.DOTALL | re.MULTILINE)
    assert without != text
    (finding,) = lint_text(without.encode(), "request.md", "zh").findings
    assert finding.code == f"W10{number}"
    assert finding.span.line == 1, "a missing key is reported at its parent, which is the file"
    stood_at = text[: text.index(f" {name}\n")].count("\n") + 1
    assert f"第 {stood_at} 行" in finding.hint, "the hint names the line where the section should stand"
