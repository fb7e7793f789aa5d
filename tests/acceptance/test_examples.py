"""The example files are tests: a good one has no finding, a bad one exactly that of its name."""

import re
import shutil
from pathlib import Path

import pytest

from comms.language.phrases import LANGUAGES
from comms.linting.run import lint_paths
from comms.reading import read_bytes
from comms.rendering import RENDERERS, SHOWN_ONLY, Layout
from comms.rendering.rendition import render
from comms.workspace.loading import load_case, load_file
from tests.support import EXAMPLES
from tests.support.texts import dump

CARRIERS = [each for each in RENDERERS if each not in SHOWN_ONLY]

GOOD = sorted(EXAMPLES.glob("*/good/*"))
BAD = sorted(EXAMPLES.glob("*/bad/*"))


def name(path: Path) -> str:
    return str(path.relative_to(EXAMPLES))


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_a_good_example_has_no_finding(file: Path) -> None:
    assert lint_paths([file], "en").findings == []


@pytest.mark.parametrize("file", BAD, ids=name)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_bad_example_has_exactly_the_finding_of_its_name(file: Path, language: str) -> None:
    found = lint_paths([file], language).findings
    assert {each.code for each in found} == {file.name[:4]}
    for each in found:
        assert not re.search(r"\{\w+\}", each.message + each.hint), "a blank was left unfilled"


@pytest.mark.parametrize("form", CARRIERS)
@pytest.mark.parametrize("file", GOOD, ids=name)
def test_an_example_survives_each_format_in_each_layout(file: Path, form: str) -> None:
    case = load_file(file)
    document = case.document
    assert document is not None
    for language in LANGUAGES:
        content = render(document, form, Layout(language, workspace=case.workspace))
        again = load_case(read_bytes(content, f"again.{form}"))
        assert again.invalid == ()
        assert again.document is not None
        assert dump(again.document.to_data()) == dump(document.to_data())


@pytest.mark.parametrize("file", GOOD, ids=name)
def test_a_rendered_example_is_as_clean_as_its_source(file: Path, tmp_path: Path) -> None:
    case = load_file(file)
    assert case.document is not None
    copy_workspace(tmp_path)
    (tmp_path / file.parent.parent.name / file.name).unlink(missing_ok=True)  # its twin
    again = tmp_path / "again"
    again.mkdir()
    for form in CARRIERS:
        content = render(case.document, form, Layout("en", workspace=case.workspace))
        (again / f"again.{form}").write_bytes(content)
    found = lint_paths([again], "en")
    assert (found.findings, found.files) == ([], len(CARRIERS))


def copy_workspace(folder: Path) -> None:
    """The good examples and their comms.toml, so that the documents which others refer to are there."""
    shutil.copy(EXAMPLES / "comms.toml", folder)
    for kind in ("order-confirmation", "change-request", "compensation-policy"):
        shutil.copytree(EXAMPLES / kind / "good", folder / kind)
