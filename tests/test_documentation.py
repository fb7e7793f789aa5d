"""The documentation: its sessions are played, its reference is whole in each language, its links lead somewhere."""

from pathlib import Path

import pytest
from conftest import ROOT
from sessions import play

from comms.words import LANGUAGES

DOCS = ROOT / "docs"
PLAYED = [
    (language, page)
    for language in LANGUAGES
    for page in sorted((DOCS / language).rglob("*.md"))
    if "```console\n$ " in page.read_text(encoding="utf-8")
]


@pytest.mark.parametrize(
    ("language", "page"), PLAYED, ids=[str(page.relative_to(DOCS)) for _, page in PLAYED]
)
def test_a_page_does_what_it_shows(language: str, page: Path, tmp_path: Path) -> None:
    play(page.read_text(encoding="utf-8"), language, tmp_path)
