"""Files on which the linter was once seen to be wrong, with the findings and the readings that are right."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from comms.linting.fixes import fixed
from comms.linting.run import Lint, lint_paths
from comms.linting.selection import Selection
from comms.paths import parse_path, value_at
from comms.reading import read_file
from comms.rules import RULES
from comms.workspace.workspace import NOWHERE
from tests.support import ROOT

CASES = ROOT.parent / "shared" / "cases" / "lint"


def case(name: str) -> Path:
    if not (CASES / name).is_file():
        pytest.skip("the cases are not here")
    return CASES / name


def found(outcome: Lint) -> list[tuple[str, int]]:
    return [(finding.code, finding.span.line) for finding in outcome.findings]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("L01-section-and-version-numbers.yaml", []),
        ("L02-two-sections-one-dimension.md", [("V301", 6), ("V301", 27)]),
        ("L02c-br-in-table.md", [("V301", 10)]),
        ("L03-form-with-questions.md", [("F006", 1), ("W106", 1), ("W107", 1)]),
        ("L03d-tice.zh.md", [("W102", 1), ("W107", 1)]),
        ("L04-range-end-lost.md", []),
        ("L04c-was.md", []),
        ("L05-phantom-milestones.md", []),
        ("L06-nobody-chosen.md", [("W105", 21)]),
        ("L06e-unchosen-date-is-due.md", []),
        ("L07-fullwidth-colon.yaml", [("F001", 3)]),
        ("L08-fullwidth-kind-passed-over.yaml", [("F001", 1)]),
        ("L09-owner-takes-the-closing.md", []),
        ("L10-utf16-passed-over.yaml", [("F001", 1)]),
        ("L11-front-matter-colon-passed-over.md", [("F001", 2)]),
        ("L12-lexical-en.yaml", []),
        ("L12b-lexical-zh.yaml", []),
        ("L13-image-alt.md", []),
        ("L13-quote.md", []),
        ("L14-tbc.md", [("W101", 5)]),
        ("L14c-left-over.md", [("W101", 5)]),
        ("L15-day-month-name.md", []),
        ("L15c-no-such-day.md", [("F004", 13)]),
        ("L16-numbers-in-urls.yaml", []),
        ("L16b-number-at-the-wrong-line.md", [("P803", 29), ("P801", 29)]),
        ("L17-gitlab-quick-actions.md", [("W107", 31)]),
        ("L18-multi-document.yaml", []),
        ("L18c-merge-key.yaml", []),
        ("L19-crd-of-kubernetes.yaml", [("F002", 2)]),
        ("L20-weekday-mismatch.md", [("W111", 13)]),
        ("L20b-milestone-after-due.yaml", [("W110", 9)]),
        ("L22-traditional.md", []),
        ("L23-html-headings.md", []),
        ("L24-textbox.docx", []),
        ("L25-fix-beside-a-typo.yaml", [("W107", 1), ("F003", 8)]),
    ],
)
def test_a_named_file_has_just_the_findings_that_are_right(name: str, right: list[tuple[str, int]]) -> None:
    assert found(lint_paths([case(name)], "en")) == right


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("L03-form-with-questions.md", "when.due", "2026-10-09"),
        ("L03d-tice.zh.md", "what", "尺码表 3 张"),
        ("L03d-tice.zh.md", "who.owner", "李明"),
        ("L04-range-end-lost.md", "when.due", "2026-10-15"),
        ("L04c-was.md", "when", {"due": "2026-10-09"}),
        ("L05-phantom-milestones.md", "when", {"due": "2026-10-09"}),
        ("L06e-unchosen-date-is-due.md", "when", {"due": "2026-10-09"}),
        ("L09-owner-takes-the-closing.md", "who.owner", "Lena Brandt"),
        ("L15-day-month-name.md", "when.due", "2026-10-09"),
        ("L18c-merge-key.yaml", "how_much.hours", "8"),
        ("L22-traditional.md", "how_much", "8 hours"),
        ("L23-html-headings.md", "how_much", "8 hours"),
        ("L24-textbox.docx", "when.due", "2026-10-09"),
    ],
)
def test_what_a_file_says_is_read_as_a_person_reads_it(name: str, path: str, value: Any) -> None:
    data = read_file(case(name)).data
    assert value_at(data, parse_path(path, data)) == value


@pytest.mark.parametrize(
    ("name", "is_judged"),
    [
        ("L03-form-with-questions.md", True),
        ("L03d-tice.zh.md", True),
        ("L08-fullwidth-kind-passed-over.yaml", True),
        ("L10-utf16-passed-over.yaml", True),
        ("L11-front-matter-colon-passed-over.md", True),
        ("L22-traditional.md", True),
        ("L23-html-headings.md", True),
        ("L19-crd-of-kubernetes.yaml", False),
    ],
)
def test_what_means_to_be_a_request_is_judged_in_a_folder(name: str, is_judged: bool, tmp_path: Path) -> None:
    shutil.copy(case(name), tmp_path)
    assert lint_paths([tmp_path], "en").files == int(is_judged)


def test_each_document_of_a_file_is_judged() -> None:
    outcome = lint_paths([case("L18-multi-document.yaml")], "en", Selection(select=("F", "W")))
    assert outcome.files == 1 and outcome.findings == []


def test_a_misspelt_key_is_mended_and_nothing_is_added() -> None:
    file = case("L25-fix-beside-a-typo.yaml")
    mended = fixed(file.read_bytes(), file.name, NOWHERE, "en", RULES).decode()
    assert mended == file.read_text(encoding="utf-8").replace("howmuch:", "how_much:")
