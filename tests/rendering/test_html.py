"""HTML: a self-contained file in which content cannot become markup."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comms.language.phrases import LANGUAGES
from comms.models.base import Document
from comms.models.brief import Brief
from comms.models.order_confirmation import OrderConfirmation
from comms.rendering import Layout
from comms.rendering.body import body
from comms.rendering.plain_text import plain_text
from comms.rendering.rendition import render
from comms.workspace.loading import load_file
from tests.support import EXAMPLES
from tests.support.here import run_here
from tests.support.pages import Page

GOOD = sorted(EXAMPLES.glob("*/good/*.yaml"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("file", GOOD, ids=lambda file: file.name)
def test_a_page_says_what_the_letter_says_and_fetches_nothing(file: Path, language: str) -> None:
    case = load_file(file)
    assert case.document is not None
    layout = Layout(language, workspace=case.workspace)
    content = render(case.document, "html", layout)
    page = Page(content)
    assert page.open == []
    assert {tag for tag, _ in page.elements} <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "p", "strong", "em", "br",
        "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td",
    }  # fmt: skip
    assert not re.search(rb"https?:|url\(|@import|<script|<link", content)
    words = plain_text(body(case.document, layout))
    assert squeezed(page.text) == squeezed(re.sub(r"^[ ─]+$|^- ", "", words, flags=re.MULTILINE))


def squeezed(text: str) -> str:
    """Return the letters of a text sorted, since table cells are ordered differently in plain lines."""
    return "".join(sorted("".join(text.split())))


@given(st.text())
def test_no_content_becomes_an_element(text: str) -> None:
    hostile = f"<script>alert(1)</script>{text}<img src=x onerror=y>&lt;"
    page = Page(render(Brief(what=hostile, title=hostile), "html", Layout("en")))
    assert page.open == []
    assert not {"script", "img"} & {tag for tag, _ in page.elements}
    assert not any(name.startswith("on") for _, found in page.elements for name in found)


@pytest.mark.parametrize(
    "document", [Brief(title="T"), OrderConfirmation(id="SO-1")], ids=["brief", "letter"]
)
def test_a_draft_says_so_once_and_names_its_language(document: Document) -> None:
    page = Page(render(document, "html", Layout("zh", draft=True)))
    assert page.elements.count(("p", {"class": "draft"})) == 1  # on paper it stands on every page
    assert page.text.count("草稿") == 1
    assert ("html", {"lang": "zh-CN"}) in page.elements


def test_html_is_a_format_of_render(tmp_path: Path) -> None:
    ran = run_here("render", GOOD[0], "--to", "html", "-o", tmp_path, cwd=tmp_path)
    assert (ran.status, ran.err) == (0, "")
    assert (tmp_path / f"{GOOD[0].stem}.html").read_bytes().startswith(b"<!DOCTYPE html>")
